"""What leaves the ledger: an export for people, and what is forgotten after the time the company keeps it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, Engine, and_, delete, func, select, update

from services.handover.claim import MADE_FOR
from services.handover.clock import now
from services.handover.reminder_rules import REMIND
from services.handover.tables import attempts, handovers, steps

COLUMNS = ("handover", "title", "step", "state", "person", "at", "what", "link", "code", "plan_hash")
DAY_SECONDS = 86_400.0
NO_LONGER_KEPT = "no longer kept"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Pruned(Struct, frozen=True):
    """How many handovers were forgotten, and how many old ones stay because a step is not confirmed."""

    forgotten: int
    unsettled: int


def export(engine: Engine, form: Literal["csv", "json"], out: IO[str]) -> None:
    """Write one row for each step that was ever pressed, oldest first; JSON adds every attempt.

    Plans are not in it: they hold mails' texts. Times are UTC, as ISO 8601.
    """
    with engine.connect() as connection:
        if form == "json":
            rows = [{**row, "attempts": _attempts(connection, row)} for row in _rows(connection)]
            json.dump(rows, out, ensure_ascii=False, indent=1)
            out.write("\n")
            return
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _as_text(value) for name, value in row.items()} for row in _rows(connection))


def prune(engine: Engine, days: int) -> Pruned:
    """Forget the people and facts of handovers in which nothing happened for ``days``.

    That a step was done stays, with the hash of what was sent: a press years later must not do it again. A handover
    with a step that is not confirmed is left alone, because the next press needs what was sent to look for it.
    A reminder is no event of a handover's, and old ones go. That a document was made for a handover stays, too.
    """
    last, reminder, made = func.max(steps.c.at), steps.c.step.like(f"{REMIND}%"), steps.c.step == MADE_FOR
    with engine.begin() as connection:
        connection.execute(delete(steps).where(reminder, steps.c.at < now() - days * DAY_SECONDS))
        done = select(steps.c.handover).where(~reminder, ~made).group_by(steps.c.handover)
        old = done.having(last < now() - days * DAY_SECONDS)
        found = set(connection.execute(old).scalars())
        unconfirmed = and_(steps.c.state.in_(("running", "unknown")), steps.c.intent_at.is_not(None), ~reminder)
        open_ones = select(steps.c.handover).where(unconfirmed).distinct()
        unsettled = found & set(connection.execute(open_ones).scalars())
        kept = select(steps.c.handover).where(steps.c.handover.in_(found - unsettled), steps.c.person != NO_LONGER_KEPT)
        forgotten = set(connection.execute(kept).scalars())
        for handover in forgotten:
            _forget(connection, handover)
        nobody = update(steps).values(person=NO_LONGER_KEPT)
        connection.execute(nobody.where(made, steps.c.at < now() - days * DAY_SECONDS))
    return Pruned(len(forgotten), len(unsettled))


def _forget(connection: Connection, handover: str) -> None:
    connection.execute(delete(steps).where(steps.c.handover == handover, steps.c.step.like(f"{REMIND}%")))
    connection.execute(delete(handovers).where(handovers.c.id == handover))
    connection.execute(delete(attempts).where(attempts.c.handover == handover))
    nobody: dict[str, Any] = {"person": NO_LONGER_KEPT, "notes": {}, "plan": None, "used": None, "code": ""}
    mine = steps.c.handover == handover
    connection.execute(update(steps).where(mine).values(**nobody))
    evidence = {"words": f"Done; details are {NO_LONGER_KEPT}", "link": "", "ids": {}}
    connection.execute(update(steps).where(mine, steps.c.evidence.is_not(None)).values(evidence=evidence))


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    joined = steps.outerjoin(handovers, steps.c.handover == handovers.c.id)
    query = select(steps, handovers.c.title).select_from(joined).order_by(steps.c.at, steps.c.handover, steps.c.step)
    for row in connection.execute(query):
        evidence = row.evidence or {}
        said = {"at": _moment(row.at), "what": evidence.get("words", ""), "link": evidence.get("link", "")}
        yield {name: said.get(name, getattr(row, name, None)) or "" for name in COLUMNS}


def _attempts(connection: Connection, row: dict[str, Any]) -> list[dict[str, str]]:
    mine = (attempts.c.handover == row["handover"]) & (attempts.c.step == row["step"])
    found = connection.execute(select(attempts).where(mine).order_by(attempts.c.id))
    return [{"at": _moment(one.at), "person": one.person, "what": one.what, "code": one.code} for one in found]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _as_text(value: str) -> str:
    """A title comes from a document: what would be a formula in a spreadsheet is made text."""
    return f"'{value}" if value.startswith(_FORMULA) else value
