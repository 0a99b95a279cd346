"""The ledger: what was done, by whom, with what evidence; and the claim that lets one press at a time act.

The statements follow effects-and-faults, section 6: a claim is one statement, leases are timed by the
database, attempts are only ever added, and no transaction stays open while something is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, and_, bindparam, case, or_, select, update

from services.handover.announced import Announced
from services.handover.backlog import Backlog, announced
from services.handover.claim import ANNOUNCED_BY, Claim, Record, attempt, reopened, stored, travel, withdraw
from services.handover.clock import now
from services.handover.model import Evidence, hash_of
from services.handover.numbering import numbered
from services.handover.tables import handovers, reading, steps
from services.handover.waiting import mark
from services.handover.whole import Wholes, recount, whole_of

_RECORDS = select(steps, now().label("read_at")).where(steps.c.handover == bindparam("of"))
_ANNOUNCEMENT = select(handovers).where(handovers.c.id == bindparam("of"))
"""What every card asks for: built once, because building them takes as long as asking."""


class Page(Struct, frozen=True):
    """One handover's page: every step that was ever pressed, by name, and what travelled with its announcement."""

    records: Mapping[str, Record]
    announced: Announced | None = None


class Ledger:
    """The ledger in one database."""

    def __init__(
        self,
        engine: Engine,
        lease_seconds: float = 60.0,
        wholes: Wholes = MappingProxyType({}),
        waited_for: Sequence[str] = ("update_sheet",),
    ) -> None:
        """``lease_seconds``: longer than a click's deadline, so that a press that still sends is not overtaken.

        ``wholes``: the steps that are made of parts, and the names of these. ``waited_for``: the steps of operations,
        until all of which are settled an announced handover waits.
        """
        self._engine = engine
        self._wholes, self._waited_for = wholes, waited_for
        self.backlog = Backlog(engine, waited_for)
        self._lease_seconds = lease_seconds
        self._insert = _insert_of(engine)

    def records(self, handover: str) -> dict[str, Record]:
        """Every step of a handover that was ever pressed, by step name."""
        with reading(self._engine) as connection:
            return _records(connection, handover)

    def page(self, handover: str) -> Page:
        """All that is written of one handover, on one connection."""
        with reading(self._engine) as connection:
            records = _records(connection, handover)
            # Nothing travels without a record of the announcement, so mostly there is nothing else to ask for.
            return Page(records, _announcement(connection, handover) if ANNOUNCED_BY in records else None)

    def records_of(self, handovers_: Collection[str]) -> dict[str, dict[str, Record]]:
        """The same of several handovers, by document id; those without any are left out."""
        query = select(steps, now().label("read_at")).where(steps.c.handover.in_(handovers_))
        found: dict[str, dict[str, Record]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                found.setdefault(row.handover, {})[row.step] = _record(row)
        return found

    def claim(
        self, handover: str, step: str, person: str, plan: Mapping[str, Any], used: Mapping[str, Any] | None = None
    ) -> Claim | None:
        """Take the step for one press, freezing ``plan``; None when it is done or somebody else holds it.

        ``used``: what of the document the plan was made of (:mod:`services.handover.used`).

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
            lease_until=now() + self._lease_seconds,
            plan_hash=hash_of(plan),
            plan=plan,
            used=used,
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
            attempt(connection, handover, step, person, "claimed")
        return Claim(self._engine, record, person, lease, partial(self._settled, person=person))

    def settle(
        self,
        handover: str,
        step: str,
        person: str,
        state: Literal["by_hand", "not_applicable"],
        evidence: Evidence,
        announce: Mapping[str, Any] | None = None,
        used: Mapping[str, Any] | None = None,
    ) -> bool:
        """A person says that the step was done elsewhere, or is not needed; False when it cannot be said now.

        A step that is being pressed, or done, is left alone. One that was sent without an answer may have arrived:
        a person who saw it may say "done by hand", but nobody may say "not applicable".
        """
        says = {"state": state, "person": person, "evidence": stored(evidence), **reopened(), "used": used}
        row = {"handover": handover, "step": step, "lease": "", "lease_until": 0.0, **says}
        free = _free() if state == "by_hand" else and_(_free(), steps.c.intent_at.is_(None))
        said = self._insert(steps).values(**row)
        said = said.on_conflict_do_update(index_elements=["handover", "step"], set_=says, where=free)
        with self._engine.begin() as connection:
            if connection.execute(said.returning(steps.c.step)).one_or_none() is None:
                return False
            attempt(connection, handover, step, person, state)
            if announce is not None:
                travel(connection, handover, person, announce)
            self._settled(connection, handover, step, person)
        return True

    def reopen(self, handover: str, step: str, person: str) -> bool:
        """Take back what a person said; False when there is nothing of the kind."""
        by_person = steps.c.state.in_(("by_hand", "not_applicable"))
        said = and_(steps.c.handover == handover, steps.c.step == step, by_person)
        changes = {"state": "open", "person": person, "evidence": None, **reopened()}
        with self._engine.begin() as connection:
            if connection.execute(update(steps).where(said).values(**changes)).rowcount != 1:
                return False
            attempt(connection, handover, step, person, "reopened")
            withdraw(connection, handover, step)
            self._settled(connection, handover, step, person)
        return True

    def seen(self, handover: str, step: str, evidence: Evidence) -> None:
        """Keep how a done step stands now; one that was taken back meanwhile is left alone."""
        mine = and_(steps.c.handover == handover, steps.c.step == step, steps.c.state == "done")
        with self._engine.begin() as connection:
            connection.execute(update(steps).where(mine).values(evidence=stored(evidence)))

    def _settled(self, connection: Connection, handover: str, step: str, person: str) -> None:
        """What follows from a step that was settled or opened again, in the same transaction."""
        recount(connection, handover, step, person, self._wholes, self._insert)
        if step == ANNOUNCED_BY or {step, whole_of(step)} & set(self._waited_for):
            mark(connection, handover, self._waited_for)

    def numbered(self, handover: str, plan: Mapping[str, Any]) -> Mapping[str, Any]:
        """The plan with the number that it asks for; see :mod:`services.handover.numbering`."""
        return numbered(self._engine, handover, plan)

    def announcement(self, handover: str) -> Announced | None:
        """What travelled with one handover's announcement; None while it is not announced."""
        with reading(self._engine) as connection:
            return _announcement(connection, handover)


def _insert_of(engine: Engine) -> Callable[[Table], Any]:
    """INSERT with ON CONFLICT is each dialect's own; the other's is not even imported."""
    if engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_into_file

        return insert_into_file
    from sqlalchemy.dialects.postgresql import insert as insert_into_server

    return insert_into_server


def _free() -> ColumnElement[bool]:
    """Whether a step can be taken: not settled, and not held by a press whose lease still runs."""
    expired = and_(steps.c.state == "running", steps.c.lease_until < now())
    return or_(steps.c.state.in_(("refused", "unknown", "undone", "open")), expired)


def _taken_over(new: Any) -> dict[str, Any]:
    """What a claim changes in an existing row: all but what was sent without an answer, and who sent it."""
    bound = steps.c.intent_at.is_not(None)
    names = ("state", "at", "lease", "lease_until", "code")
    return {
        **{name: new[name] for name in names},
        "person": case((bound, steps.c.person), else_=new["person"]),
        "notes": case((or_(bound, steps.c.plan_hash == new["plan_hash"]), steps.c.notes), else_=new["notes"]),
        "plan": case((bound, steps.c.plan), else_=new["plan"]),
        "used": case((bound, steps.c.used), else_=new["used"]),
        "plan_hash": case((bound, steps.c.plan_hash), else_=new["plan_hash"]),
    }


def _records(connection: Connection, handover: str) -> dict[str, Record]:
    return {row.step: _record(row) for row in connection.execute(_RECORDS, {"of": handover})}


def _announcement(connection: Connection, handover: str) -> Announced | None:
    row = connection.execute(_ANNOUNCEMENT, {"of": handover}).one_or_none()
    return announced(row) if row else None


def _record(row: Row[Any]) -> Record:
    kept = {name: getattr(row, name) for name in Record.__struct_fields__ if name != "evidence"}
    return Record(**kept, evidence=Evidence(**row.evidence) if row.evidence else None)
