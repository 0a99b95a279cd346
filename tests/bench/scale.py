"""A ledger of a hundred thousand handovers: the same questions in a short one beside it, on each database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pytest
from sqlalchemy import Connection, String, cast, insert, literal, select, text, true

from services.handover.ledger import Ledger
from services.handover.schema import prepare
from services.handover.tables import connect, handovers, steps
from tests.bench.crowd import rate
from tests.bench.figures import Figure, median
from tests.bench.servers import Box, ours, signed, started
from tests.postgres import postgres_server
from tests.services.handover.test_backlog import CE_STEPS, fill

FEW, MANY, WAITING = 1_000, 100_000, 500
PEOPLE = 16
OTHER_SHEET = "1OfficeLunchRota0000000000000000000000000000"


def scale(box: Box) -> Iterator[Figure]:
    """SQLite, and PostgreSQL where it is installed."""
    addresses = [f"sqlite:///{box.folder / name}.sqlite" for name in ("few", "many")]
    yield from _questions("SQLite", *addresses)
    try:
        with postgres_server() as server:
            few, many = server.new_ledger(), server.new_ledger()
            yield from _questions("PostgreSQL", few, many)
            yield from _instances(box, many)
    except pytest.skip.Exception:
        return


def _questions(kind: str, few: str, many: str) -> Iterator[Figure]:
    section = f"{MANY:,} handovers in the ledger, beside {FEW:,}: {kind}"
    short, long = _filled(few, FEW), _filled(many, MANY)
    for name, ask in QUESTIONS.items():
        one, other = (median(15, partial(_timed, ask, ledger)) for ledger in (long, short))
        yield Figure(section, name, one * 1000, "ms", f"of {FEW:,}", other * 1000, "about 1")


QUESTIONS: Mapping[str, Callable[[Ledger], object]] = {
    "a home card's steps": lambda ledger: ledger.records("doc000500"),
    "25 announcements' receipts": lambda ledger: ledger.records_of([f"doc{n:06}" for n in range(25)]),
    "the list's first page": lambda ledger: ledger.backlog.waiting(100),
    "how many wait": lambda ledger: ledger.backlog.count(),
    "who has what open": lambda ledger: ledger.backlog.open_by_owner(CE_STEPS),
}


def _filled(address: str, many: int) -> Ledger:
    """A ledger of so many handovers, of which :data:`WAITING` wait and all others are finished."""
    engine = connect(address)
    prepare(engine)
    fill(engine, FEW, WAITING)
    with engine.begin() as connection:
        _repeat(connection, (many - FEW) // (FEW - WAITING))
        connection.execute(text("ANALYZE"))
    return Ledger(engine)


def _repeat(connection: Connection, times: int) -> None:
    """So many copies of every finished handover, made by the database itself, which takes a second and not twenty."""
    each = select(literal(1).label("n")).cte(recursive=True)
    each = each.union_all(select(each.c.n + 1).where(each.c.n < times))
    finished = select(handovers.c.id).where(~handovers.c.waits)
    for table, key in ((steps, steps.c.handover), (handovers, handovers.c.id)):
        made = (key + "-" + cast(each.c.n, String)).label(key.name)
        columns = [made if column is key else column for column in table.c]
        copies = select(*columns).select_from(table.join(each, true())).where(key.in_(finished)).order_by(made)
        connection.execute(insert(table).from_select(list(table.c), copies))


def _timed(ask: Callable[[Ledger], object], ledger: Ledger) -> float:
    began = time.perf_counter()
    ask(ledger)
    return time.perf_counter() - began


def _instances(box: Box, address: str) -> Iterator[Figure]:
    """Presses that are verified and read the ledger, and ask nobody outside: what a process itself can take."""
    section = f"presses per second on one PostgreSQL with {MANY:,} handovers"
    request = signed(box.seat("ae", OTHER_SHEET, "sheets"), "/sheets/homepage")
    rates = {}
    for workers in (1, 3):
        with started(ours(workers), box.environment(DATABASE_URL=address)) as server:
            server.first(request)
            rates[workers] = rate(server.port, request, PEOPLE)
    yield Figure(section, "one process", rates[1], "/s")
    yield Figure(section, "three processes", rates[3], "/s", "one", rates[1], "as far as there are cores")
