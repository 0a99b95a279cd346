"""One rig for each process of the tests; its counts are added up and printed at the end."""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.crash.rig import Moment, Rig, rigged
from tests.crash.sweep import Recording, Tally, record

# Thousands of requests, each with two lines: what matters is in the tally.
logging.getLogger("urllib3").setLevel(logging.WARNING)
COUNTS = ("scenarios", "doubled", "lost", "unfinished", "disagreed")


def pytest_xdist_auto_num_workers() -> int:
    """As many processes as processors: each has servers of its own, which are never idle."""
    return os.cpu_count() or 1


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Two workers over an SQLite file, for all scenarios of this process."""
    with fast_folder(tmp_path_factory) as folder, rigged(folder, f"sqlite:///{folder / 'ledger.sqlite'}") as made:
        yield made


@contextmanager
def fast_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where the system has such a place: a ledger waits for its disk at each of thousands of writes."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("rig")
        return
    with tempfile.TemporaryDirectory(prefix="rig-", dir=memory) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def beginning(rig: Rig) -> Moment:
    """World and ledger before anybody pressed anything."""
    return rig.moment()


@pytest.fixture(scope="session")
def recorded(rig: Rig, beginning: Moment) -> Callable[[str], Recording]:
    """Each step's press with nothing in its way, recorded when it is first asked for."""
    kept: dict[str, Recording] = {}

    def of(step: str) -> Recording:
        if step not in kept:
            kept[step] = record(rig, step, beginning)
        return kept[step]

    return of


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """The counts of one test. Nothing may be doubled, lost, unfinished, or said otherwise on the card."""
    made = Tally()
    yield made
    for name in COUNTS:
        value = getattr(made, name)
        record_property(name, value if isinstance(value, int) else len(value))
    assert made.scenarios > 0
    if made.trouble:
        pytest.fail("\n".join(made.trouble), pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts of all processes."""
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for one in reports:
            if getattr(one, "when", "") == "teardown":
                counts.update({name: int(str(n)) for name, n in one.user_properties if name in COUNTS})
    if counts["scenarios"]:
        terminalreporter.write_line("crash sweep: " + ", ".join(f"{counts[name]} {name}" for name in COUNTS))


class ByStep(LoadScopeScheduling):  # type: ignore[misc]
    """All tests of one step in one process, which then records it once; what is a single test comes last.

    So the processes end at about the same time, whichever step takes longest.
    """

    def _split_scope(self, nodeid: str) -> str:
        """The step's name for the sweep; every other test is by itself."""
        return nodeid.rpartition("[")[2] if "/test_sweep.py::" in nodeid else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByStep:
    """Hand the tests out step by step."""
    return ByStep(config, log)
