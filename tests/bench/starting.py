"""From the start of a process to its first card, and of two commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.figures import Figure, median
from tests.bench.servers import LARCHWOOD, Box, Request, ours, peers, started
from tests.conftest import ROOT

RUNS = 3
SECTION = "cold start: process start to first answer, gunicorn as in app.yaml"


def starting(box: Box, card: Path) -> Iterator[Figure]:
    """Our first signed card beside the first byte of those that read nothing."""
    request, environment = box.homepage(), box.environment(CARD=str(card))
    commands = {"ours": ours(), **peers()}
    # Side by side, so that what else the machine does meets all of them.
    runs = [{name: _first(command, environment, request) for name, command in commands.items()} for _ in range(RUNS)]
    wall = {name: median(RUNS, iter([run[name][0] for run in runs]).__next__) for name in commands}
    cpu = {name: median(RUNS, iter([run[name][1] for run in runs]).__next__) for name in commands}
    floor = "bare Flask"
    yield Figure(SECTION, "first signed Docs card", wall["ours"], "s", floor, wall[floor], "<= 2.5")
    yield Figure(SECTION, "the same, CPU", cpu["ours"], "s", floor, cpu[floor], "<= 2.5")
    for name in commands:
        if name not in ("ours", floor):
            yield Figure(SECTION, f"{name}, first byte", wall[name], "s", floor, wall[floor])
    yield from _commands(box)


def _first(command: Sequence[str], environment: Mapping[str, str], request: Request) -> tuple[float, float]:
    with started(command, environment) as server:
        seconds = server.first(request)
        return seconds, server.cpu(starter=True)


def _commands(box: Box) -> Iterator[Figure]:
    """``flask questionnaire read`` of the questionnaire beside ``flask --version``, in CPU seconds."""
    document = box.folder / "document.json"
    document.write_text(box.document(LARCHWOOD), encoding="utf-8")
    environment = box.environment()
    read = ["questionnaire", "read", str(document)]
    runs = [(_cpu(["--version"], environment), _cpu(read, environment)) for _ in range(RUNS)]
    version, reading = (median(RUNS, iter(column).__next__) for column in zip(*runs, strict=True))
    yield Figure("commands", "flask questionnaire read, CPU", reading, "s", "flask --version", version, "<= 2")


def _cpu(words: Sequence[str], environment: Mapping[str, str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-m", "flask", *words], cwd=ROOT, env=dict(environment), check=True, stdout=-3)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used
