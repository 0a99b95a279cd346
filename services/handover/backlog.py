"""What waits, over all handovers: asked by index and page by page, so that a long ledger is as fast as a short one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, exists, func, or_, select, true

from services.handover.announced import Announced
from services.handover.claim import OWNED_BY, SETTLED
from services.handover.tables import handovers, reading, steps

MOST_COUNTED = 1_000
"""More than so many are not counted one by one: nobody reads the difference."""
OWNED_SECONDS = 180 * 86_400.0
"""What somebody took longer ago than half a year is no longer counted as theirs to do."""
AT_ONCE = 500


class Backlog:
    """Questions about many handovers in one database."""

    def __init__(self, engine: Engine, waited_for: Sequence[str]) -> None:
        """``waited_for``: the steps of operations; a handover waits until all of them are settled."""
        self._engine = engine
        self._waited_for = waited_for

    def waiting(self, limit: int, after: str = "", step: str = "") -> list[Announced]:
        """The oldest announced handovers that wait, for ``step`` if it is given, behind the :attr:`Announced.place`."""
        waited_for = (step,) if step else self._waited_for
        query = waiting_query(after, waited_for).order_by(handovers.c.announced_at, handovers.c.id).limit(limit)
        with reading(self._engine) as connection:
            return [announced(row) for row in connection.execute(query)]

    def count(self, after: str = "") -> int:
        """How many wait behind that place: exactly up to :data:`MOST_COUNTED`, and one more than it for the rest."""
        query = count_query(after, self._waited_for)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def settled(self, handovers_: Collection[str], step: str) -> set[str]:
        """Those of these handovers, by document id, in which a step is settled."""
        query = settled_query(handovers_, step)
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def announcements(self) -> Iterator[Sequence[Announced]]:
        """Every announced handover, oldest first, some hundreds at a time."""
        after = ""
        while True:
            query = all_query(after).order_by(handovers.c.announced_at, handovers.c.id).limit(AT_ONCE)
            with reading(self._engine) as connection:
                page = [announced(row) for row in connection.execute(query)]
            if not page:
                return
            yield page
            after = page[-1].place

    def other(self, handover: str, keys: Mapping[str, str | None]) -> Announced | None:
        """The first announcement from another document with one of these ``keys`` (:mod:`services.handover.again`)."""
        known = {name: key for name, key in keys.items() if key}
        if not known:
            return None
        with reading(self._engine) as connection:
            row = connection.execute(other_query(handover, known)).first()
            return announced(row) if row else None

    def open(self, names: Sequence[str], limit: int) -> list[Announced]:
        """The oldest announced handovers in which not all of the steps in ``names`` are settled."""
        query = open_query(names).order_by(handovers.c.announced_at, handovers.c.id).limit(limit)
        with reading(self._engine) as connection:
            return [announced(row) for row in connection.execute(query)]

    def open_by_owner(self, names: Collection[str]) -> Counter[str]:
        """How many handovers each took in the last half year of which not all ``names`` are settled; by address."""
        with reading(self._engine) as connection:
            return Counter({str(owner or ""): int(count) for owner, count in connection.execute(owners_query(names))})


def waiting_query(after: str, waited_for: Sequence[str]) -> Select[Any]:
    """Announced, and not all of these steps settled: ``waits`` finds them, and the steps say so."""
    return select(handovers).where(_waits(waited_for), _behind(after))


def count_query(after: str, waited_for: Sequence[str]) -> Select[Any]:
    """Counts no further than anybody reads."""
    some = select(handovers.c.id).where(_waits(waited_for), _behind(after)).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


def all_query(after: str) -> Select[Any]:
    """By age."""
    return select(handovers).where(_behind(after))


def other_query(handover: str, keys: Mapping[str, str]) -> Select[Any]:
    """By the index of each key."""
    same = or_(*(handovers.c[name] == key for name, key in keys.items()))
    return select(handovers).where(same, handovers.c.id != handover).order_by(handovers.c.announced_at).limit(1)


def settled_query(handovers_: Collection[str], step: str) -> Select[Any]:
    """By primary key."""
    mine = and_(steps.c.handover.in_(handovers_), steps.c.step == step, steps.c.state.in_(SETTLED))
    return select(steps.c.handover).where(mine)


def open_query(names: Sequence[str]) -> Select[Any]:
    """Each one's settled steps are counted by primary key."""
    mine = and_(steps.c.handover == handovers.c.id, steps.c.step.in_(names), steps.c.state.in_(SETTLED))
    count = select(func.count()).select_from(steps).where(mine).scalar_subquery()
    return select(handovers).where(count < len(names))


def owners_query(names: Collection[str]) -> Select[Any]:
    """The owned by the step's index, and each one's settled steps by primary key.

    Half a year by this process's clock: PostgreSQL's own would be asked again for every row, and no index helps then.
    """
    theirs = steps.alias()
    settled = (
        select(func.count())
        .select_from(theirs)
        .where(theirs.c.handover == steps.c.handover, theirs.c.step.in_(names), theirs.c.state.in_(SETTLED))
        .scalar_subquery()
    )
    owner = steps.c.evidence["ids"]["owner"].as_string()
    owned = and_(steps.c.step == OWNED_BY, steps.c.state == "done", steps.c.at > time.time() - OWNED_SECONDS)
    return select(owner, func.count()).where(owned, settled < len(names)).group_by(owner)


def announced(row: Row[Any]) -> Announced:
    """A row of ``handovers``."""
    return Announced(row.id, row.title, row.revision, row.answers, row.announced_by, row.announced_at)


def _waits(waited_for: Sequence[str]) -> ColumnElement[bool]:
    open_ = (~exists().where(_settled(step)) for step in waited_for)
    return and_(handovers.c.waits.is_(True), or_(*open_))


def _settled(step: str) -> ColumnElement[bool]:
    return and_(steps.c.handover == handovers.c.id, steps.c.step == step, steps.c.state.in_(SETTLED))


def _behind(after: str) -> ColumnElement[bool]:
    at, _, document_id = after.partition(" ")
    if not document_id:
        return true()
    moment = float(at)
    same = and_(handovers.c.announced_at == moment, handovers.c.id > document_id)
    return and_(handovers.c.announced_at >= moment, or_(handovers.c.announced_at > moment, same))
