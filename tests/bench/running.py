"""A process that runs: CPU of a card, cards per second, many people at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.crowd import rate, rounds
from tests.bench.figures import Figure, median, percentile
from tests.bench.servers import LARCHWOOD, Box, Request, Server, kept_on, ours, peers, processors, started

CARDS, TIMES, PEOPLE, ROUNDS = 50, 5, 8, 15
CALL_SECONDS = 0.25


def running(box: Box, card: Path) -> Iterator[Figure]:
    """Ours, then the peers with the same card."""
    request = box.homepage()
    cpu, rates = {}, {}
    with _docs(box, 0) as address:
        environment = box.environment(CARD=str(card), GOOGLE_DOCS_URL=address)
        for name, command in {"ours": ours(), **peers()}.items():
            with started(command, environment) as server:
                server.first(request)
                cpu[name], rates[name] = _cpu(server, request), rate(server.port, request, PEOPLE)
    floor = "bare Flask"
    yield Figure(WARM, "CPU of one Docs homepage", cpu["ours"], "ms", floor, cpu[floor], "<= 8 ms")
    yield Figure(WARM, "Docs homepages, each read from a Docs beside it", rates.pop("ours"), "/s")
    for name, each in rates.items():
        yield Figure(WARM, f"{name}: the same card, read from nowhere", each, "/s")
    yield from _many(box, request)


WARM = "warm: one process, 8 threads"


def _cpu(server: Server, request: Request) -> float:
    """Milliseconds of one answer, in a process that is warm."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)

    def of_several() -> float:
        before = server.cpu()
        for _ in range(CARDS):
            server.post(request, connection)
        return (server.cpu() - before) / CARDS * 1000

    of_several()
    return median(TIMES, of_several)


@contextmanager
def _docs(box: Box, seconds: float) -> Iterator[str]:
    """The address of a Docs that checks nothing and answers after so many seconds, in a process of its own."""
    document = box.folder / "document.masked.json"
    document.write_text(box.asked_for(LARCHWOOD), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.peers.slow_docs"]
    with started(command, box.environment(DOCUMENT=str(document), SECONDS=str(seconds))) as docs:
        yield f"http://127.0.0.1:{docs.port}"


def _many(box: Box, request: Request) -> Iterator[Figure]:
    """Each call takes 250 ms: how long one waits, and how long eight who press at the same moment.

    Who presses, what is measured and what answers it are three processes: the sandbox, which checks all that it is
    asked, would serve the eight one after the other. What is measured has one processor to itself, as on App Engine:
    elsewhere people and Google do not take turns with it.
    """
    measured, others = processors()
    with kept_on(others), _docs(box, CALL_SECONDS) as address, ExitStack() as running:
        with kept_on(measured):
            server = running.enter_context(started(ours(), box.environment(GOOGLE_DOCS_URL=address)))
        server.first(request)
        found = rounds(server.port, request, PEOPLE, ROUNDS)
    alone = percentile([one.alone for one in found], 0.5) * 1000
    # Of eight, the one who waits longest is their p95.
    slowest = percentile([max(one.together) for one in found], 0.5) * 1000
    each = percentile([wait for one in found for wait in one.together], 0.5) * 1000
    section = "many at once: every call takes 250 ms"
    yield Figure(section, "8 people at the same moment, p95", slowest, "ms", "one, p50", alone, "<= 1.15")
    yield Figure(section, "the same, p50", each, "ms", "one, p50", alone)
