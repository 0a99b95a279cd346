"""A press's hold on one step, from claim to outcome; and the step as the ledger has it.

No transaction stays open while something is sent, and attempts are only ever added (effects-and-faults, section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select, true, update

from services.handover.clock import now
from services.handover.model import Evidence
from services.handover.tables import attempts, handovers, reading, steps

State = Literal["running", "unknown", "refused", "done", "undone", "by_hand", "not_applicable", "open"]
SETTLED = ("done", "by_hand", "not_applicable")
"""States in which nothing is left to do, and the steps that wait for this one need not wait."""
ANNOUNCED_BY = "announce"
"""The step whose facts travel to the people who work without the document."""
OWNED_BY = "assign_owner"
"""The step whose evidence names the owner."""
MADE_FOR = "made_for"
"""The entry of a document that a step made: its evidence leads to the questionnaire, and names the step."""


class LeaseLost(Exception):
    """This press was paused past its lease; somebody else may have taken over, so nothing more is sent."""


class Record(Struct, frozen=True):
    """One step of one handover as the ledger has it. Times in seconds since 1970, by the database's clock.

    ``person`` is who sent it, or tried to: not who looked later whether it had arrived. ``round`` counts how often it
    was taken back: what is done again is found by another key than the first time.
    """

    handover: str
    step: str
    state: State
    person: str
    at: float
    plan_hash: str
    plan: Mapping[str, Any] | None
    intent_at: float | None
    lease_until: float
    notes: Mapping[str, str]
    evidence: Evidence | None
    code: str
    round: int
    read_at: float
    used: Mapping[str, Any] | None = None

    @property
    def in_progress(self) -> bool:
        """Whether a press holds it right now."""
        return self.state == "running" and self.lease_until > self.read_at

    @property
    def unconfirmed(self) -> bool:
        """Sent by somebody, and nobody knows yet whether it arrived."""
        return self.state in ("running", "unknown") and not self.in_progress and self.intent_at is not None

    @property
    def looked_at(self) -> bool:
        """Whether a press looks right now if an earlier one arrived."""
        return self.in_progress and self.intent_at is not None and self.intent_at < self.at


class Claim:
    """One press's hold on one step, from claim to outcome. It is the step's :class:`~model.Notes` too."""

    def __init__(
        self, engine: Engine, record: Record, person: str, lease: str, settled: Callable[[Connection, str, str], None]
    ) -> None:
        """``settled`` is told, within the transaction, the handover and the step that was settled or opened again.

        ``person`` presses now; ``sender`` is whose the effect is, if an earlier press sent it and it is only confirmed.
        """
        self._engine = engine
        self._lease = lease
        self._settled = settled
        self.person = person
        self.sender = record.person
        self.record = record
        self.ids: Mapping[str, str] = dict(record.notes)

    def intend(self) -> None:
        """Write down that sending is about to begin; raises LeaseLost, and then nothing may be sent."""
        self._change({"intent_at": now()}, "intent")

    def check(self) -> None:
        """Raises LeaseLost unless this press still holds the step: asked right before sending."""
        with reading(self._engine) as connection:
            query = select(steps.c.lease).where(self._mine(), steps.c.lease_until > now())
            if connection.execute(query).one_or_none() is None:
                raise LeaseLost

    def keep(self, **ids: str) -> None:
        """Store ids met on the way, at once. Raises LeaseLost."""
        self.ids = {**self.ids, **ids}
        self._change({"notes": dict(self.ids)})

    def never_arrived(self) -> None:
        """A look proved that the earlier attempt had no effect: it binds no longer, and the step is this press's."""
        self.sender = self.person
        self._change({"intent_at": None, "person": self.sender}, "looked")

    def refused(self, code: str) -> None:
        """Known not to be applied: what was to be sent is settled, so it is not kept."""
        changes = {"state": "refused", "intent_at": None, "at": now(), "plan": None, "code": code}
        self._change(changes, "refused", code)

    def unknown(self, code: str) -> None:
        """Sent, and nobody knows. The intent stays, so that the next press looks first."""
        self._change({"state": "unknown", "at": now(), "code": code}, "unknown", code)

    def done(self, evidence: Evidence, plan: Mapping[str, Any]) -> None:
        """Settle: the evidence stays, the plan goes.

        In the plan, ``travels`` is a row of ``handovers`` to keep with it; ``undoes`` and ``corrects`` name the step
        that this press took back or changed; ``made_for`` is the address of the questionnaire for which the evidence's
        ``document`` was made.
        """
        with self._engine.begin() as connection:
            self._apply(
                connection, {"state": "done", "at": now(), "plan": None, "evidence": stored(evidence), "code": ""}
            )
            attempt(connection, self.record.handover, self.record.step, self.person, "done")
            if "corrects" in plan:
                _correct(connection, self.record, plan, evidence)
            elif "travels" in plan:
                travel(connection, self.record.handover, self.sender, plan["travels"])
            if "made_for" in plan:
                _made(connection, self.record, plan["made_for"], self.sender, evidence)
            if "undoes" in plan:
                _undo(connection, self.record.handover, plan["undoes"], self.sender, evidence)
            self._settled(connection, self.record.handover, plan.get("undoes", self.record.step))

    def _change(self, changes: Mapping[str, Any], what: str = "", code: str = "") -> None:
        with self._engine.begin() as connection:
            self._apply(connection, changes)
            if what:
                attempt(connection, self.record.handover, self.record.step, self.person, what, code)

    def _apply(self, connection: Connection, changes: Mapping[str, Any]) -> None:
        in_time = steps.c.lease_until > now() if "state" not in changes else true()
        if connection.execute(update(steps).where(self._mine(), in_time).values(**changes)).rowcount != 1:
            raise LeaseLost

    def _mine(self) -> ColumnElement[bool]:
        return and_(
            steps.c.handover == self.record.handover,
            steps.c.step == self.record.step,
            steps.c.lease == self._lease,
            steps.c.state == "running",
        )


def attempt(connection: Connection, handover: str, step: str, person: str, what: str, code: str = "") -> None:
    """Add one line to the history of a step."""
    values = {"handover": handover, "step": step, "person": person, "at": now()}
    connection.execute(insert(attempts).values(**values, what=what, code=code))


def travel(connection: Connection, handover: str, person: str, announce: Mapping[str, Any]) -> None:
    """Keep what the people who work without the document need; the first announcement stands."""
    exists = select(handovers.c.id).where(handovers.c.id == handover)
    if connection.execute(exists).one_or_none() is None:
        row = {"id": handover, "announced_by": person, "announced_at": now()}
        connection.execute(insert(handovers).values(**row, **announce))


def withdraw(connection: Connection, handover: str, step: str) -> None:
    """Nobody works any longer from an announcement that was taken back."""
    if step == ANNOUNCED_BY:
        connection.execute(delete(handovers).where(handovers.c.id == handover))


def stored(evidence: Evidence) -> dict[str, Any]:
    """Evidence as the ledger keeps it."""
    undo = dict(evidence.undo) if evidence.undo else None
    kept = {"words": evidence.words, "link": evidence.link, "ids": dict(evidence.ids), "undo": undo}
    return {**kept, "typed": True} if evidence.typed else kept


def reopened() -> dict[str, Any]:
    """What a row holds once its step can be pressed again from the start."""
    return {"at": now(), "plan": None, "plan_hash": "", "notes": {}, "used": None, "intent_at": None, "code": ""}


def _made(connection: Connection, by: Record, questionnaire: str, person: str, evidence: Evidence) -> None:
    """A document that a step made is no questionnaire, whatever stands in it; kept without any customer's name."""
    document = evidence.ids["document"]
    known = select(steps.c.step).where(steps.c.handover == document, steps.c.step == MADE_FOR)
    if connection.execute(known).one_or_none() is None:
        words = Evidence("Made for a handover", questionnaire, {"step": by.step})
        said = {"state": "done", "person": person, "evidence": stored(words)}
        nobodys = {**reopened(), "lease": "", "lease_until": 0.0}
        connection.execute(insert(steps).values(handover=document, step=MADE_FOR, **said, **nobodys))


def _undo(connection: Connection, handover: str, step: str, person: str, evidence: Evidence) -> None:
    """The step can be pressed again, under another key."""
    mine = and_(steps.c.handover == handover, steps.c.step == step, steps.c.state == "done")
    said = stored(Evidence(evidence.words))
    changes = {"state": "undone", "person": person, "evidence": said, "round": steps.c.round + 1, **reopened()}
    connection.execute(update(steps).where(mine).values(**changes))
    attempt(connection, handover, step, person, "undone")
    withdraw(connection, handover, step)


def _correct(connection: Connection, by: Record, plan: Mapping[str, Any], evidence: Evidence) -> None:
    """The step stays done, as it is now; those who work from the announcement see the corrected facts."""
    mine = and_(steps.c.handover == by.handover, steps.c.step == plan["corrects"], steps.c.state == "done")
    before = connection.execute(select(steps.c.used).where(mine)).scalar_one_or_none() or {}
    both = {name: {**before.get(name, {}), **kept} for name, kept in (by.used or {}).items() if name != "revision"}
    used = {**before, **(by.used or {}), **both} or None
    connection.execute(update(steps).where(mine).values(evidence=stored(evidence), used=used))
    if "travels" in plan:
        connection.execute(update(handovers).where(handovers.c.id == by.handover).values(**plan["travels"]))
