"""How a step's state is said and drawn, the same on every card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addon.widgets import open_link
from services.errors import SECOND_PERSON
from services.handover.model import ROLE_WORDS, Handover, Person
from services.handover.once import OTHER_PLAN
from services.handover.questionnaire.answer import Answer
from services.handover.standing import Standing
from services.handover.words import moment, shortened

ICONS: Mapping[str, str] = {
    "done": "check_circle",
    "by_hand": "check_circle",
    "not_applicable": "block",
    "in_progress": "hourglass_empty",
    "unconfirmed": "help",
    "blocked": "edit_note",
    "waiting": "schedule",
    "ready": "radio_button_unchecked",
}

LONGEST = 120
"""Of an evidence in a list, in characters; the whole of it stands on the step's own card."""


def there(handover: Handover, answer: Answer) -> dict[str, Any] | None:
    """An onClick that leads to the tab in which the answer stands; None where it is not asked."""
    place = handover.place(answer)
    return open_link(place) if place else None


def state_words(standing: Standing, person: Person) -> str:
    """One line on where a step stands: plain text, for labels."""
    record = standing.record
    if standing.settled and record is not None and record.evidence is not None:
        how = {"done": "", "by_hand": "By hand: ", "not_applicable": "Not needed: "}[standing.state]
        return f"{how}{shortened(record.evidence.words, LONGEST)} · {by_words(standing, person)}"
    if standing.state == "in_progress":
        looked_at = record is not None and record.looked_at
        return f"{'Being confirmed' if looked_at else 'In progress'} · {by_words(standing, person)}"
    if standing.state == "unconfirmed":
        return f"Not confirmed yet · {by_words(standing, person)}"
    if standing.state == "waiting":
        return f"Waits for “{'” and “'.join(standing.waits_for)}”"
    if standing.state == "blocked":
        count = len(standing.gaps)
        return f"Waits for {count} answer{'s' if count != 1 else ''} in the document"
    ready = "Ready for you" if standing.may else f"Ready for {ROLE_WORDS[standing.step.role]}"
    if record is not None and record.state == "open" and record.evidence is not None:
        return f"{record.evidence.words} · {ready}"
    return f"{ready} · taken back by {by_words(standing, person)}" if _undone(standing) else ready


def last_press(standing: Standing, person: Person) -> str:
    """What became of the press before, when it was taken back or refused for good; empty otherwise."""
    record = standing.record
    if standing.settled or record is None:
        return ""
    if _undone(standing) and record.evidence is not None:
        return f"Taken back by {by_words(standing, person)}. {record.evidence.words}. It can be done again."
    if record.state == "refused" and record.code and record.code not in (OTHER_PLAN, SECOND_PERSON):
        by = by_words(standing, person)
        return f"The last press, by {by}, was refused and nothing was sent ({record.code})."
    return ""


def _undone(standing: Standing) -> bool:
    return standing.record is not None and standing.record.state == "undone"


def by_words(standing: Standing, person: Person) -> str:
    """Who pressed it, and when: what is not confirmed yet, when it was sent."""
    record = standing.record
    if record is None:
        return ""
    who = "you" if record.person == person.email else record.person
    sent = record.intent_at if record.unconfirmed or record.looked_at else None
    return f"{who}, {moment(sent or record.at, person)}"
