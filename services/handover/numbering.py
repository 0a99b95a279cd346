"""Numbers without gaps: each belongs to one handover for good, however many press at once.

A number is taken at the press, never by looking. What is pressed again, or refused and pressed later, keeps its
number; so the run has no gap, as long as every handover that took one ends with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from services.handover.tables import numbers

SEQUENCE, FIRST, FORM, NUMBER = "sequence", "first", "form", "number"
DIGITS = "#"
_TRIES = 100
"""Who meets somebody else's insert tries again; each try of many at once gives at least one of them a number."""


def numbered(engine: Engine, handover: str, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """The plan with its number in words, if it asks for one of a ``sequence``."""
    if SEQUENCE not in plan:
        return plan
    return {**plan, NUMBER: written(plan[FORM], take(engine, plan[SEQUENCE], handover, plan[FIRST]))}


def written(form: str, number: int) -> str:
    """``INV-####`` and 7 as ``INV-0007``; a number with more digits keeps them all."""
    width = form.count(DIGITS)
    return form.replace(DIGITS * width, str(number).zfill(width))


def take(engine: Engine, sequence: str, handover: str, first: int = 1) -> int:
    """The handover's number of this sequence: the one it has, or the next one."""
    for _ in range(_TRIES):
        try:
            with engine.begin() as connection:
                return _mine(connection, sequence, handover) or _next(connection, sequence, handover, first)
        except IntegrityError:
            continue
    raise RuntimeError("no number could be taken")


def _mine(connection: Connection, sequence: str, handover: str) -> int:
    query = select(numbers.c.number).where(numbers.c.sequence == sequence, numbers.c.handover == handover)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def _next(connection: Connection, sequence: str, handover: str, first: int) -> int:
    number = int(connection.execute(_following(sequence, first)).scalar_one())
    connection.execute(insert(numbers).values(sequence=sequence, number=number, handover=handover))
    return number


def _following(sequence: str, first: int) -> Select[Any]:
    return select(func.coalesce(func.max(numbers.c.number) + 1, first)).where(numbers.c.sequence == sequence)
