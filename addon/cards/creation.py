"""The dialog of Docs' @ menu that starts a handover: a form, or what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from addon.addresses import NEW_HANDOVER_FORM, NEW_HANDOVER_RUN, Addresses
from addon.cards.state import ICONS, by_words, state_words
from addon.cards.step import UNCONFIRMED, draft_sections
from addon.widgets import button, buttons, card, esc, labelled, notice, press, section, text
from services.handover.model import ROLE_WORDS, Person
from services.handover.presses import View

Json = dict[str, Any]
TITLE = "New customer handover"
CREATE = "Create"
COMES_HERE = "The copy's link comes to stand here, as a chip that says how far the handover is."
KNOWN = "known"
"""The parameter by which a person asks for the link of a handover that was there before."""


def creation_card(
    view: View, person: Person, addresses: Addresses, carried: Mapping[str, str], remark: str = ""
) -> Json:
    """The card of the dialog; ``carried`` are the parameters that name the customer where no input does."""
    standing = view.standing
    head = section([notice(line) for line in (remark, view.notice) if line])
    again, run = addresses.of(NEW_HANDOVER_FORM), addresses.of(NEW_HANDOVER_RUN)
    if view.draft is not None and standing.may:
        here = replace(view.draft, confirm=CREATE, undo=COMES_HERE)
        return card(TITLE, [head, *draft_sections(here, addresses, again, run, "", {})], name="new-handover")
    return card(TITLE, [head, section(_standing(view, person, run, again, carried))], name="new-handover")


def _standing(view: View, person: Person, run: str, again: str, carried: Mapping[str, str]) -> list[Json | None]:
    """Why there is no form: not this person's to start, or somebody pressed it before."""
    standing = view.standing
    if not standing.may:
        words = f"{ROLE_WORDS[standing.step.role]} starts handovers, so nothing was copied."
        return [text(esc(words))]
    if standing.settled and standing.record is not None and standing.record.evidence is not None:
        insert = button("Insert its link", press(run, {**carried, KNOWN: "yes"}), filled=True)
        evidence = standing.record.evidence.words
        return [labelled("Done", esc(evidence), below=by_words(standing, person), icon=ICONS["done"]), buttons(insert)]
    head = labelled("", esc(state_words(standing, person)), icon=ICONS[standing.state])
    if standing.state == "unconfirmed":
        check = button("Check and finish", press(run, carried), filled=True)
        return [head, text(esc(UNCONFIRMED)), buttons(check)]
    return [head, buttons(button("Check again", press(again, carried)))]
