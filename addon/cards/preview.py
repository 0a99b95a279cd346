"""What a link to a handover shows when somebody points at its chip: where it stands, and nothing to press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addon.cards.state import ICONS, state_words
from addon.widgets import buttons, card, esc, labelled, open_button, section, text
from services.handover.model import ROLE_WORDS, Handover, Person
from services.handover.standing import Standing
from services.handover.words import listed, shortened

Json = dict[str, Any]
SHOWN, LONGEST = 4, 60


def chip_words(handover: Handover, standings: Sequence[Standing]) -> str:
    """The chip: whose handover, and how far it is."""
    return f"{shortened(handover.company, LONGEST)} · {_how_far(standings)}"


def preview_card(handover: Handover, standings: Sequence[Standing], person: Person) -> Json:
    """The next steps with their states; those that are settled are only named."""
    settled = [one.step.label for one in standings if one.settled]
    to_do = [one for one in standings if not one.settled]
    lines = [
        labelled(ROLE_WORDS[one.step.role], esc(one.step.label), below=state_words(one, person), icon=ICONS[one.state])
        for one in to_do[:SHOWN]
    ]
    more = f"{len(to_do) - SHOWN} more after these." if len(to_do) > SHOWN else ""
    sections = [
        section([*lines, text(esc(more)) if more else None], "Next"),
        section([labelled("", esc(listed(settled)), icon=ICONS["done"])] if settled else [], "Done"),
        section([buttons(open_button("Open questionnaire", handover.url))]),
    ]
    return card(handover.company, sections, name="preview", subtitle=_how_far(standings))


def _how_far(standings: Sequence[Standing]) -> str:
    settled = sum(one.settled for one in standings)
    return "every step is done" if settled == len(standings) else f"{settled} of {len(standings)} steps done"
