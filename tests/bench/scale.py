"""A ledger of a hundred thousand handovers: the same questions in a short one beside it, on each database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection

import pytest

from services.handover.ledger import Ledger
from services.handover.schema import prepare
from services.handover.tables import connect
from tests.bench.figures import Figure, median
from tests.bench.servers import Box, Request, Server, ours, signed, started
from tests.postgres import postgres_server
from tests.services.handover.test_backlog import CE_STEPS, fill

FEW, MANY, WAITING = 1_000, 100_000, 500
SECONDS, PEOPLE = 2.0, 16
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
    engine = connect(address)
    prepare(engine)
    fill(engine, many, WAITING)
    return Ledger(engine)


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
            rates[workers] = _rate(server, request)
    yield Figure(section, "one process", rates[1], "/s")
    yield Figure(section, "three processes", rates[3], "/s", "one", rates[1], "as far as there are cores")


def _rate(server: Server, request: Request) -> float:
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(PEOPLE) as people:
        return sum(people.map(lambda _: _asked(server, request, until), range(PEOPLE))) / SECONDS


def _asked(server: Server, request: Request, until: float) -> int:
    connection, count = HTTPConnection("127.0.0.1", server.port, timeout=60), 0
    while time.monotonic() < until:
        server.post(request, connection)
        count += 1
    return count
