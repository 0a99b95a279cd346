"""How a step's state is said and drawn, the same on every card."""

from __future__ import annotations

from collections.abc import Mapping

from services.handover.model import ROLE_WORDS, Person
from services.handover.process import Standing
from services.handover.words import moment

ICONS: Mapping[str, str] = {
    "done": "check_circle",
    "in_progress": "hourglass_empty",
    "unconfirmed": "help",
    "blocked": "edit_note",
    "waiting": "schedule",
    "ready": "radio_button_unchecked",
}


def state_words(standing: Standing, person: Person) -> str:
    """One line on where a step stands: plain text, for labels."""
    record = standing.record
    if standing.state == "done" and record is not None and record.evidence is not None:
        return f"{record.evidence.words} · {_by(standing, person)}"
    if standing.state == "in_progress":
        return f"In progress · {_by(standing, person)}"
    if standing.state == "unconfirmed":
        return f"Not confirmed yet · {_by(standing, person)}"
    if standing.state == "waiting":
        return f"Waits for “{'” and “'.join(standing.waits_for)}”"
    if standing.state == "blocked":
        count = len(standing.gaps)
        return f"Waits for {count} answer{'s' if count != 1 else ''} in the document"
    return "Ready for you" if standing.may else f"Ready for {ROLE_WORDS[standing.step.role]}"


def _by(standing: Standing, person: Person) -> str:
    record = standing.record
    if record is None:
        return ""
    who = "you" if record.person == person.email else record.person
    return f"{who}, {moment(record.at, person)}"
