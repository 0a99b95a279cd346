"""The benchmark: ``python -m tests.bench``, about two minutes, one table; ``--json`` for machines.

Every figure stands beside its floor or peer of the same run. Nothing here is ever asserted: the tests of this folder
assert counts.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, table
from tests.bench.memory import memory
from tests.bench.presses import counts
from tests.bench.reading import reading
from tests.bench.running import running
from tests.bench.scale import scale
from tests.bench.servers import Box, ours, started
from tests.bench.starting import starting
from tests.conftest import BASE_URL, Stage


def figures(box: Box, presses: int) -> Iterator[Figure]:
    """All of them, section by section."""
    yield from _counted(box)
    request, card = box.homepage(), box.folder / "card.json"
    with started(ours(), box.environment()) as server:
        # Byte code is compiled by this first start, as it is by a deployment.
        server.first(request)
        card.write_bytes(server.post(request))
    yield from starting(box, card)
    yield from running(box, card)
    yield from memory(box.folder, presses)
    yield from reading()
    yield from scale(box)


def _counted(box: Box) -> Iterator[Figure]:
    known = {name.lower(): value for name, value in box.running.settings().items()}
    known |= {"handover_base_url": BASE_URL, "database_url": f"sqlite:///{box.folder / 'counts.sqlite'}"}
    stage = Stage(box.world, box.running, box.folder, known)
    for one in counts(stage):
        calls, goal = float(len(one.methods)), f"<= {one.press.most}; {one.bytes / 1024:.1f} kB"
        yield Figure("calls of a press, warm", one.press.name, calls, "calls", "naive", float(one.press.naive), goal)
    box.world.reset()


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--presses", type=int, default=1_000, help="for the growth of memory (10000 takes minutes)")
    given, began = parser.parse_args(), time.monotonic()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        box = Box(Path(folder))
        found = list(figures(box, given.presses))
        box.running.close()
    sys.stdout.write(json.dumps([one.as_json() for one in found], indent=1) if given.json else table(found))
    sys.stdout.write("\n")
    sys.stderr.write(f"In {time.monotonic() - began:.0f} seconds.\n")


if __name__ == "__main__":
    main()
