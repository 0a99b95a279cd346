"""The ledger: what was done, by whom, with what evidence; and the claim that lets one press at a time act.

The statements follow effects-and-faults, section 6: a claim is one statement, leases are timed by the
database, attempts are only ever added, and no transaction stays open while something is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, case, insert, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from services.handover.clock import now
from services.handover.model import Evidence, hash_of
from services.handover.tables import attempts, handovers, steps

State = Literal["running", "unknown", "refused", "done"]
LEASE_SECONDS = 60.0
"""Longer than a click's deadline: a press that is still sending must not be overtaken."""


class LeaseLost(Exception):
    """This press was paused past its lease; somebody else may have taken over, so nothing more is sent."""


@dataclass(frozen=True)
class Record:
    """One step of one handover as the ledger has it. Times in seconds since 1970, by the database's clock."""

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
    read_at: float

    @property
    def in_progress(self) -> bool:
        """Whether a press holds it right now."""
        return self.state == "running" and self.lease_until > self.read_at

    @property
    def unconfirmed(self) -> bool:
        """Sent by somebody, and nobody knows yet whether it arrived."""
        return self.state in ("running", "unknown") and not self.in_progress and self.intent_at is not None


@dataclass(frozen=True)
class Announced:
    """A handover as it travels with its announcement, for the people who work from the sheet."""

    id: str
    title: str
    revision: str | None
    answers: Mapping[str, Any]
    by: str
    at: float


class Ledger:
    """The ledger in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
        self._insert = dialect.insert

    def records(self, handover: str) -> dict[str, Record]:
        """Every step of a handover that was ever pressed, by step name."""
        query = select(steps, now().label("read_at")).where(steps.c.handover == handover)
        with self._reading() as connection:
            return {row.step: _record(row) for row in connection.execute(query)}

    def claim(self, handover: str, step: str, person: str, plan: Mapping[str, Any]) -> Claim | None:
        """Take the step for one press, freezing ``plan``; None when it is done or somebody else holds it.

        While an earlier attempt is unconfirmed, that attempt's plan stays frozen: the claim then carries the
        old plan, and the caller has to look before anything else is sent.
        """
        lease = secrets.token_hex(16)
        fresh = self._insert(steps).values(
            handover=handover,
            step=step,
            state="running",
            person=person,
            at=now(),
            lease=lease,
            lease_until=now() + LEASE_SECONDS,
            plan_hash=hash_of(plan),
            plan=plan,
            notes={},
            code="",
        )
        taken = fresh.on_conflict_do_update(
            index_elements=["handover", "step"], set_=_taken_over(fresh.excluded), where=_free()
        ).returning(steps, now().label("read_at"))
        with self._engine.begin() as connection:
            row = connection.execute(taken).one_or_none()
            if row is None:
                return None
            record = _record(row)
            _attempt(connection, record, person, "claimed")
        return Claim(self._engine, record, person, lease)

    def announced(self, step_waiting: str) -> list[Announced]:
        """Announced handovers for which ``step_waiting`` is not done, oldest first."""
        done = select(steps.c.handover).where(steps.c.step == step_waiting, steps.c.state == "done")
        query = select(handovers).where(handovers.c.id.not_in(done)).order_by(handovers.c.announced_at)
        with self._reading() as connection:
            return [_announced(row) for row in connection.execute(query)]

    def announcement(self, handover: str) -> Announced | None:
        """What travelled with one handover's announcement; None while it is not announced."""
        with self._reading() as connection:
            row = connection.execute(select(handovers).where(handovers.c.id == handover)).one_or_none()
        return _announced(row) if row else None

    def _reading(self) -> Connection:
        """A connection that opens no write transaction: reads never wait for a claim."""
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")


class Claim:
    """One press's hold on one step, from claim to outcome. It is the step's :class:`~model.Notes` too."""

    def __init__(self, engine: Engine, record: Record, person: str, lease: str) -> None:
        self._engine = engine
        self._lease = lease
        self.person = person
        self.record = record
        self.ids: Mapping[str, str] = dict(record.notes)

    def intend(self) -> None:
        """Write down that sending is about to begin; raises LeaseLost, and then nothing may be sent."""
        self._change({"intent_at": now()}, "intent")

    def check(self) -> None:
        """Raises LeaseLost unless this press still holds the step: asked right before sending."""
        self._change({"lease": self._lease})

    def keep(self, **ids: str) -> None:
        """Store ids met on the way, at once. Raises LeaseLost."""
        self.ids = {**self.ids, **ids}
        self._change({"notes": dict(self.ids)})

    def never_arrived(self) -> None:
        """A look proved that the earlier attempt had no effect: its intent no longer binds."""
        self._change({"intent_at": None}, "looked")

    def refused(self, code: str) -> None:
        """Known not to be applied."""
        self._change({"state": "refused", "intent_at": None, "at": now(), "code": code}, "refused", code)

    def unknown(self, code: str) -> None:
        """Sent, and nobody knows. The intent stays, so that the next press looks first."""
        self._change({"state": "unknown", "at": now(), "code": code}, "unknown", code)

    def done(self, evidence: Evidence, announce: Mapping[str, Any] | None = None) -> None:
        """Settle: the evidence stays, the plan goes. ``announce`` is a row of ``handovers`` to keep with it."""
        stored = {"words": evidence.words, "link": evidence.link, "ids": dict(evidence.ids)}
        with self._engine.begin() as connection:
            changes = {"state": "done", "at": now(), "plan": None, "evidence": stored, "code": ""}
            self._apply(connection, changes)
            _attempt(connection, self.record, self.person, "done")
            exists = select(handovers.c.id).where(handovers.c.id == self.record.handover)
            if announce is not None and connection.execute(exists).one_or_none() is None:
                row = {"id": self.record.handover, "announced_by": self.person, "announced_at": now()}
                connection.execute(insert(handovers).values(**row, **announce))

    def _change(self, changes: Mapping[str, Any], what: str = "", code: str = "") -> None:
        with self._engine.begin() as connection:
            self._apply(connection, changes)
            if what:
                _attempt(connection, self.record, self.person, what, code)

    def _apply(self, connection: Connection, changes: Mapping[str, Any]) -> None:
        mine = and_(
            steps.c.handover == self.record.handover,
            steps.c.step == self.record.step,
            steps.c.lease == self._lease,
            steps.c.state == "running",
        )
        in_time = steps.c.lease_until > now() if "state" not in changes else true()
        if connection.execute(update(steps).where(mine, in_time).values(**changes)).rowcount != 1:
            raise LeaseLost


def _free() -> ColumnElement[bool]:
    """Whether a step can be taken: not done, and not held by a press whose lease still runs."""
    expired = and_(steps.c.state == "running", steps.c.lease_until < now())
    return or_(steps.c.state.in_(("refused", "unknown")), expired)


def _taken_over(new: Any) -> dict[str, Any]:
    """What a claim changes in an existing row: everything, but an unconfirmed attempt's plan and notes stay."""
    bound = steps.c.intent_at.is_not(None)
    names = ("state", "person", "at", "lease", "lease_until", "code")
    return {
        **{name: new[name] for name in names},
        "notes": case((or_(bound, steps.c.plan_hash == new["plan_hash"]), steps.c.notes), else_=new["notes"]),
        "plan": case((bound, steps.c.plan), else_=new["plan"]),
        "plan_hash": case((bound, steps.c.plan_hash), else_=new["plan_hash"]),
    }


def _attempt(connection: Connection, record: Record, person: str, what: str, code: str = "") -> None:
    values = {"handover": record.handover, "step": record.step, "person": person, "at": now()}
    connection.execute(insert(attempts).values(**values, what=what, code=code))


def _record(row: Row[Any]) -> Record:
    kept = {name: getattr(row, name) for name in Record.__dataclass_fields__ if name != "evidence"}
    return Record(**kept, evidence=Evidence(**row.evidence) if row.evidence else None)


def _announced(row: Row[Any]) -> Announced:
    return Announced(row.id, row.title, row.revision, row.answers, row.announced_by, row.announced_at)
