"""The longest handover that has to fit: thirteen steps, forty missing answers, names of 300 characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from addon.addresses import Addresses
from services.handover.checks import Doubt
from services.handover.claim import Record
from services.handover.model import Evidence, Handover, Person, Role
from services.handover.questionnaire.answer import Answer, Where
from services.handover.questionnaire.labels import field_names
from services.handover.standing import Standing
from tests.conftest import BASE_URL

LONG = "Kjærgaard & <Østerlund> “Photovoltaic” Installations Aktiengesellschaft "
NAME = (LONG * 5)[:300]
PERSON = Person(f"{'m' * 60}@{'codelantern.' * 15}example", frozenset({"sales", "ce", "finance", "ops"}))
ADDRESSES = Addresses(BASE_URL)
KEEP = {"docId": "1" * 44}
LABELS = (
    "Start a handover",
    "Announce",
    "Send welcome",
    "Close deal",
    "Take ownership",
    "Rename channel",
    "Create license key",
    "Deliver license key",
    "Schedule check-in",
    "Success plan",
    "Send invoice",
    "Update sheet",
    "Sources of truth",
)
ROLES: tuple[Role, ...] = ("sales", "ce", "finance", "ops")


class NoEffect:
    """Nothing that could be taken back."""

    undo = None


@dataclass(frozen=True)
class AStep:
    """As much of a step as cards look at."""

    name: str
    label: str
    role: Role
    does: str = "Introduce the Customer Engineer from your own mailbox, with everybody in copy."
    effect: type = NoEffect


def gap(number: int) -> Answer:
    """A missing answer whose label, tab and candidates are as long as the document likes."""
    where = (Where("t.kix123", NAME, 1, 2, NAME),)
    candidates = (NAME, NAME[::-1], NAME[1:]) if number % 2 else ()
    names = [*field_names(), *(f"further_answer_{further}" for further in range(40))]
    return Answer(names[number], "ambiguous", None, candidates, where)


def worst_handover() -> Handover:
    """A document with forty unusable answers."""
    answers = {one.field: one for one in map(gap, range(40))}
    where = (Where("t.0", NAME, 1, 2, NAME),)
    answers["company_name"] = Answer("company_name", "answered", NAME, (), where)
    return Handover("1" * 44, NAME, "r", answers)


def record(name: str) -> Record:
    """What a press left: evidence as long as somebody's address list."""
    evidence = Evidence(NAME, "https://docs.google.com/document/d/1/edit", {})
    plan: dict[str, Any] = {}
    return Record("d", name, "done", PERSON.email, 1.7e9, "", plan, None, 0.0, {}, evidence, "", 0, 1.7e9)


def worst_standings() -> list[Standing]:
    """Thirteen steps: some done, one blocked by forty answers, all others to be pressed by the same person."""
    gaps = tuple(map(gap, range(40)))
    found = []
    for number, label in enumerate(LABELS):
        step: Any = AStep(label.lower().replace(" ", "_"), label, ROLES[number % 4])
        if number < 4:
            found.append(Standing(step, "done", True, record(step.name)))
        elif number < 7:
            found.append(Standing(step, "blocked", True, None, gaps))
        else:
            found.append(Standing(step, "ready", True))
    return found


def worst_doubts() -> list[Doubt]:
    """What does not fit, in the document's own words."""
    return [Doubt("contract_end_date", f"{NAME} and {NAME} do not fit together.") for _ in range(10)]
