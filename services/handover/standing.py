"""Where each step of a handover stands, for one person: from the ledger and the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace

from services.handover.beginning import START
from services.handover.claim import OWNED_BY, SETTLED, Record
from services.handover.model import Click, Correctable, Draft, Evidence, Form, Handover, Person, Step
from services.handover.questionnaire.answer import Answer
from services.handover.rules import Rules
from services.handover.used import changes

SUMMARY = "summary"
"""The name of the press that belongs to no customer: a tab that sums up all handovers."""
State = Literal["done", "by_hand", "not_applicable", "in_progress", "unconfirmed", "blocked", "waiting", "ready"]


@runtime_checkable
class WaitsByRule(Protocol):
    """A step that waits for more than its ``waits_for`` where the company's rules say so."""

    def also_waits_for(self, rules: Rules) -> tuple[str, ...]:
        """The other steps, by name."""


@runtime_checkable
class Amendable(Protocol):
    """A step whose effect stays as it is, and can be followed by a second one that says what is not so any more."""

    def outdated(self, evidence: Evidence, owner: Mapping[str, str]) -> str:
        """What is not so any more; empty while everything is."""

    def amendment(self, click: Click, form: Form) -> Draft:
        """What that second one would do; its effect is the :class:`~model.Correctable`'s correction."""


class Standing(Struct, frozen=True):
    """Where one step of a handover stands, for one person.

    ``record`` is the last press's, also after it was refused or taken back. ``undoing`` is the press that
    takes a done step back, ``correcting`` the one that changes it; either may not have ended yet. ``outdated`` says
    what of it is not so any more, ``changed`` what the document says otherwise by now, and ``may_correct`` whether this
    person may say so to others: the owner may, too.
    """

    step: Step
    state: State
    may: bool
    record: Record | None = None
    gaps: tuple[Answer, ...] = ()
    waits_for: tuple[str, ...] = ()
    undoing: Record | None = None
    correcting: Record | None = None
    outdated: str = ""
    changed: str = ""
    may_correct: bool = False

    @property
    def settled(self) -> bool:
        """Nothing is left to do."""
        return self.state in SETTLED

    @property
    def unclear(self) -> bool:
        """Whether a press at it, at taking it back or at changing it was sent without a clear answer."""
        others = (one for one in (self.undoing, self.correcting) if one is not None)
        return self.state == "unconfirmed" or any(one.unconfirmed for one in others)

    @property
    def can_undo(self) -> bool:
        """Whether this person can take it back."""
        evidence = self.record.evidence if self.record else None
        able = self.step.effect.undo is not None and evidence is not None and evidence.undo is not None
        return self.may and self.state == "done" and able and not (self.undoing and self.undoing.in_progress)

    @property
    def can_correct(self) -> bool:
        """Whether this person can change what was done where it stands, or tell what is not so any more."""
        able = bool(self.outdated) if isinstance(self.step, Amendable) else isinstance(self.step.effect, Correctable)
        free = self.state == "done" and not (self.correcting and self.correcting.in_progress)
        return self.may_correct and able and free

    @property
    def can_settle(self) -> bool:
        """Whether this person can say that it was done another way, or is not needed; never of what is no duty."""
        open_ = not self.settled and self.state != "in_progress"
        return self.may and open_ and self.step.name not in (START, SUMMARY)


def undo_name(step: str, round_: int) -> str:
    """Under which name the ledger keeps the press that takes a step back."""
    return f"{step}/undo/{round_}"


def correct_name(step: str, round_: int, records: Mapping[str, Record]) -> str:
    """Under which name the ledger keeps the next correction, or the one that has not ended yet."""
    start = f"{step}/correct/{round_}."
    return start + str(sum(name.startswith(start) and one.state == "done" for name, one in records.items()))


def waits_of(step: Step, labels: Mapping[str, str], rules: Rules) -> Mapping[str, str]:
    """What a step waits for: labels by name, of those in ``labels``, the company's own."""
    others = step.also_waits_for(rules) if isinstance(step, WaitsByRule) else ()
    return {name: labels[name] for name in (*step.waits_for, *others) if name in labels}


def standing_of(
    step: Step,
    before: Mapping[str, str],
    rules: Rules,
    person: Person,
    handover: Handover,
    records: Mapping[str, Record],
) -> Standing:
    """One step's standing; ``before`` is what it waits for, see :func:`waits_of`."""
    may = step.role in person.roles
    record = records.get(step.name)
    if record is not None:
        undoing = records.get(undo_name(step.name, record.round))
        busy: State | None = "in_progress" if record.in_progress else "unconfirmed" if record.unconfirmed else None
        if record.state in ("done", "by_hand", "not_applicable"):
            correcting = records.get(correct_name(step.name, record.round, records))
            return replace(
                Standing(step, record.state, may, record, undoing=undoing, correcting=correcting),
                outdated=_outdated(step, record, owner_of(records)),
                changed=changes(record.used, handover),
                may_correct=may or person.email == owner_of(records).get("owner"),
            )
        if busy:
            return Standing(step, busy, may, record)
    waits = tuple(label for name, label in before.items() if not _settled(records.get(name)))
    owned = handover.owned_by(owner_of(records))
    gaps = tuple(a for a in map(owned.answer, step.needs(rules)) if a.status != "answered")
    state: State = "waiting" if waits else "blocked" if gaps else "ready"
    return Standing(step, state, may, record, gaps, waits)


def _outdated(step: Step, record: Record, owner: Mapping[str, str]) -> str:
    done = record.evidence if record.state == "done" else None
    return step.outdated(done, owner) if isinstance(step, Amendable) and done is not None else ""


def owner_of(records: Mapping[str, Record]) -> Mapping[str, str]:
    """Who took the customer: ``owner`` (address) and ``owner_name``; empty while nobody did."""
    record = records.get(OWNED_BY)
    if record is None or record.state != "done" or record.evidence is None:
        return {}
    return record.evidence.ids


def _settled(record: Record | None) -> bool:
    return record is not None and record.state in SETTLED
