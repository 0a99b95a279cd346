"""Memory of a worker in which every step was run, not only looked at: one by one, by eight at once, and for long."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.servers import LARCHWOOD, SHEET, Request, Server, deployed, ours, signed, started
from tests.crash.person import ASIDE, BUTTONS, SETTLED, Presser
from tests.crash.rig import PEOPLE, Rig, rigged

AT_ONCE = 8
SECTION = "memory of the worker"


@dataclass
class Measured(Rig):
    """The stage of the crash tests, with the add-on as ``app.yaml`` starts it and nothing else in its process."""

    process: Server = field(init=False)

    @contextmanager
    def serving(self) -> Iterator[Rig]:
        """One worker."""
        with started(ours(), {**deployed(self.folder.parent), **self.environment()}) as server:
            self.process, self.server = server, f"http://127.0.0.1:{server.port}"
            server.first(signed(self.host("ae"), "/docs/homepage"))
            yield self


def memory(folder: Path, presses: int) -> Iterator[Figure]:
    """What a small instance has to hold."""
    own = folder / "memory"
    own.mkdir()
    with rigged(own, f"sqlite:///{own / 'ledger.sqlite'}", 1, Measured) as rig:
        assert isinstance(rig, Measured)
        process, begin = rig.process, rig.moment()
        yield Figure(SECTION, "after the first card", process.megabytes(), "MB")
        for name in in_order():
            Presser(rig, name).go()
        yield Figure(SECTION, "after every step was run once", process.megabytes(), "MB", goal="<= 120 MB")
        rig.back_to(begin)
        for name in in_order():
            _together(rig, name)
        yield Figure(SECTION, "its peak, every step by 8 at once", process.megabytes(peak=True), "MB", goal="<= 150 MB")
        rig.back_to(begin)
        before = process.megabytes()
        _many(process, cards(rig), presses)
        yield Figure(SECTION, f"grown by {presses:,} presses", process.megabytes() - before, "MB", goal="none")


def in_order() -> list[str]:
    """Everything that can be pressed, each behind what it waits for; the summary, which counts the others, last."""
    left = [step for step in BUTTONS if step is not ASIDE]
    found: list[str] = []
    while left:
        free = next(step for step in left if not {one.name for one in left} & set(step.waits_for))
        left.remove(free)
        found.append(free.name)
    return [*found, ASIDE.name]


def _together(rig: Rig, name: str) -> None:
    """Eight look at a step at the same moment, and then press it at the same moment; it is done once."""
    people = [Presser(rig, name, who) for who in islice(cycle(PEOPLE), AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Presser.look, people))
        list(pool.map(Presser.press_through, people))
    Presser(rig, name).settle()
    assert Presser(rig, name).state in SETTLED, name


def cards(rig: Rig) -> list[Request]:
    """Every card that somebody can open: the first ones, and each step's preview."""
    docs, sheets = rig.host("ae"), rig.host("ops", SHEET)
    sheets.editor = "sheets"
    of_steps = [f"/steps/{step.name}" for step in BUTTONS if step is not ASIDE]
    of_sheet = ["/sheets/homepage", "/sheets/compare", "/sheets/several"]
    first = [signed(docs, "/docs/homepage")] * len(of_steps)
    return [
        *first,
        *(signed(docs, path, {"docId": LARCHWOOD}) for path in of_steps),
        *(signed(sheets, path, {"sheetId": SHEET}) for path in of_sheet),
    ]


def _many(server: Server, requests: list[Request], presses: int) -> None:
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda _: _ask(server, requests, presses // AT_ONCE), range(AT_ONCE)))


def _ask(server: Server, requests: list[Request], times: int) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    for request in islice(cycle(requests), times):
        server.post(request, connection)
