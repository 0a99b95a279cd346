"""A process that runs: CPU of a card, cards per second, many people at once, memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from services.handover.steps import STEPS
from tests.bench.crowd import rounds
from tests.bench.figures import Figure, percentile
from tests.bench.servers import LARCHWOOD, SHEET, Box, Request, Server, Wire, ours, peers, signed, started

CARDS, SECONDS, PEOPLE, ROUNDS = 150, 2.0, 8, 15
CALL_SECONDS = 0.25


def running(box: Box, card: Path, presses: int) -> Iterator[Figure]:
    """Ours, then the peers with the same card."""
    request = box.homepage()
    environment = box.environment(CARD=str(card))
    with started(ours(), environment) as server:
        server.first(request)
        yield from _warm(server, request)
        yield from _memory(box, server, request, presses)
    yield from _many(box, request)
    for name, command in peers().items():
        with started(command, environment) as server:
            server.first(request)
            yield Figure(WARM, f"{name}: the same card, read from nowhere", _rate(server, request), "/s")


BY_ROLE = {"sales": "ae", "ce": "ce", "finance": "finance", "ops": "ops"}


def every_step(wire: Wire) -> None:
    """Look at every step, and at the installers sheet."""
    for step in STEPS:
        path, name = f"/steps/{step.name}", BY_ROLE[step.role]
        server, host = wire.server, wire.box.seat(name)
        server.post(signed(host, path, {"docId": LARCHWOOD}))
    for path in ("/sheets/homepage", "/sheets/compare", "/sheets/several"):
        wire.server.post(signed(wire.box.seat("ops", SHEET, "sheets"), path, {"sheetId": SHEET}))


WARM = "warm: one process, 8 threads"


def _warm(server: Server, request: Request) -> Iterator[Figure]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    for _ in range(20):
        server.post(request, connection)
    before = server.cpu()
    for _ in range(CARDS):
        server.post(request, connection)
    yield Figure(WARM, "CPU of one Docs homepage", (server.cpu() - before) / CARDS * 1000, "ms", goal="<= 8 ms")
    yield Figure(WARM, "Docs homepages (the sandbox answers beside it)", _rate(server, request), "/s")


def _rate(server: Server, request: Request) -> float:
    """Answers a second, eight people asking without a pause."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(PEOPLE) as people:
        counts = [people.submit(_ask, server, request, lambda: time.monotonic() < until) for _ in range(PEOPLE)]
        return sum(len(one.result()) for one in counts) / SECONDS


def _ask(server: Server, request: Request, going_on: Callable[[], bool]) -> list[float]:
    """Seconds of each answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    found = []
    while going_on():
        began = time.monotonic()
        server.post(request, connection)
        found.append(time.monotonic() - began)
    return found


def _many(box: Box, request: Request) -> Iterator[Figure]:
    """Each call takes 250 ms: how long one waits, and how long eight who press at the same moment.

    Who presses, what is measured and what answers it are three processes: the sandbox, which checks all that it is
    asked, would serve the eight one after the other.
    """
    document = box.folder / "slow.json"
    document.write_text(box.document(LARCHWOOD), encoding="utf-8")
    slow = [sys.executable, "-m", "tests.bench.peers.slow_docs"]
    far = {"DOCUMENT": str(document), "SECONDS": str(CALL_SECONDS)}
    with started(slow, box.environment(**far)) as docs:
        address = f"http://127.0.0.1:{docs.port}"
        with started(ours(), box.environment(GOOGLE_DOCS_URL=address)) as server:
            server.first(request)
            found = rounds(server.port, request, PEOPLE, ROUNDS)
    alone = percentile([one.alone for one in found], 0.5) * 1000
    # Of eight, the one who waits longest is their p95.
    slowest = percentile([max(one.together) for one in found], 0.5) * 1000
    each = percentile([wait for one in found for wait in one.together], 0.5) * 1000
    section = "many at once: every call takes 250 ms"
    yield Figure(section, "8 people at the same moment, p95", slowest, "ms", "one, p50", alone, "<= 1.15")
    yield Figure(section, "the same, p50", each, "ms", "one, p50", alone)


def _times(count: int) -> Callable[[], bool]:
    left = iter(range(count))
    return lambda: next(left, None) is not None


def _memory(box: Box, server: Server, request: Request, presses: int) -> Iterator[Figure]:
    section = "memory of the worker"
    wire = Wire(box, server)
    every_step(wire)
    yield Figure(section, "after every step was used once", server.megabytes(), "MB", goal="<= 120 MB")
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(every_step, [wire] * PEOPLE))
    yield Figure(section, "its peak, every step by 8 at once", server.megabytes(peak=True), "MB", goal="<= 150 MB")
    before = server.megabytes()
    with ThreadPoolExecutor(PEOPLE) as people:
        for one in [people.submit(_ask, server, request, _times(presses // PEOPLE)) for _ in range(PEOPLE)]:
            one.result()
    yield Figure(section, f"grown by {presses:,} presses", server.megabytes() - before, "MB", goal="none")
