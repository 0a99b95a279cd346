"""A step that is made of parts, each pressed by itself: it is done when all of them are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from sqlalchemy import Connection, Table, and_, func, select, update

from services.handover.claim import SETTLED, attempt, reopened, stored
from services.handover.model import Evidence, Step
from services.handover.tables import steps

if TYPE_CHECKING:
    from services.handover.rules import Rules

Wholes = Mapping[str, tuple[str, ...]]
"""The parts of each such step, by name, in order."""


@runtime_checkable
class Composed(Protocol):
    """A step that is made of parts. A part's name begins with the step's and a dot."""

    name: str

    def parts(self, rules: Rules) -> tuple[Step, ...]:
        """The parts, as the company's rules name them."""


def with_parts(steps_: Iterable[Step], rules: Rules) -> tuple[Step, ...]:
    """Everything that has a button of its own: steps, and the parts of those that are made of parts."""
    given = tuple(steps_)
    return (*given, *(part for one in given if isinstance(one, Composed) for part in one.parts(rules)))


def wholes_of(steps_: Iterable[Step], rules: Rules) -> Wholes:
    """The names of the parts of each step that is made of parts."""
    return {one.name: tuple(part.name for part in one.parts(rules)) for one in steps_ if isinstance(one, Composed)}


def part_name(whole: str, name: str) -> str:
    """Under which name a part stands in addresses and in the ledger."""
    return f"{whole}.{name}"


def whole_of(part: str) -> str:
    """The step that a part belongs to; empty for a step that is no part."""
    whole, dot, _ = part.partition(".")
    return whole if dot else ""


def recount(
    connection: Connection, handover: str, part: str, person: str, wholes: Wholes, insert: Callable[[Table], Any]
) -> None:
    """After a part was settled or opened again: bring its step up to date, in the same transaction.

    The step's row is taken first, so that two people who settle the last two parts at once do not miss each other.
    What a person said of the whole step stays. ``insert`` is the dialect's, with ON CONFLICT.
    """
    whole = whole_of(part)
    parts = wholes.get(whole, ())
    if part not in parts:
        return
    state = _taken(connection, handover, whole, person, insert)
    settled = and_(steps.c.handover == handover, steps.c.step.in_(parts), steps.c.state.in_(SETTLED))
    count = connection.execute(select(func.count()).select_from(steps).where(settled)).scalar_one()
    if state in ("by_hand", "not_applicable"):
        return
    done = count == len(parts)
    words = f"{count} of {len(parts)} record{'s' if len(parts) > 1 else ''} up to date"
    changes: dict[str, Any] = {
        "state": "done" if done else "open",
        "person": person,
        "evidence": stored(Evidence(words)),
    }
    mine = and_(steps.c.handover == handover, steps.c.step == whole)
    connection.execute(update(steps).where(mine).values(**changes, **reopened()))
    if done or state == "done":
        attempt(connection, handover, whole, person, "done" if done else "reopened")


def _taken(connection: Connection, handover: str, whole: str, person: str, insert: Callable[[Table], Any]) -> str:
    """The step's state, with its row held until the transaction ends."""
    row = {"handover": handover, "step": whole, "state": "open", "person": person, "lease": "", "lease_until": 0.0}
    connection.execute(insert(steps).values(**row, **reopened()).on_conflict_do_nothing())
    mine = and_(steps.c.handover == handover, steps.c.step == whole)
    return str(connection.execute(select(steps.c.state).where(mine).with_for_update()).scalar_one())
