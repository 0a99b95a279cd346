"""Everything that can come in the way of one press, for each of its requests and each of its writes to the ledger."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

from services.sandbox.faults import UNAPPLIED
from tests.crash.person import Presser
from tests.crash.rig import Rig, until
from tests.crash.sweep import Recording, Request, pressing

Disturb = Callable[[Presser], None]
Named = tuple[str, Disturb]
ANSWERS = (
    "500_before",
    "500_after",
    "503",
    "429",
    "401",
    "403_rate",
    "409",
    "reset_before",
    "reset_after",
    "close_before",
    "close_after",
    "silence_before",
    "silence_after",
    "truncated",
    "drip",
    "html",
    "nonsense",
)
EVERYTHING = bool(os.environ.get("CRASH_ALL"))
SHARE = 1 if EVERYTHING else 4
HALF_AN_HOUR = 1800.0


def answers(rig: Rig, recording: Recording) -> Iterator[Named]:
    """Every wrong answer to every write, and a share of them to every read, which changes nothing outside.

    Once, and to the requests that are sent again as often as they are. The shares take turns, so that each kind meets
    reads of every step; ``CRASH_ALL`` plays every one.
    """
    for number, request in enumerate(recording.requests):
        for kind in ANSWERS[number % SHARE :: SHARE] if request.reads else ANSWERS:
            yield f"{kind} at {request}", partial(answered_wrongly, rig, recording, request, kind, 1)
        kind = "500_before" if request.reads else "close_after"
        yield f"{kind} three times at {request}", partial(answered_wrongly, rig, recording, request, kind, 3)


def answered_wrongly(rig: Rig, recording: Recording, request: Request, kind: str, times: int, presser: Presser) -> None:
    """A press of which one request is answered so."""
    rig.world.faults.add(request.system, request.method, kind, times, request.nth, seconds=_seconds(kind))
    presser.press(recording.click)


def _seconds(kind: str) -> float:
    """Silence longer than anybody waits; a drip that comes to its end."""
    return 0.2 if kind == "drip" else 30.0


def deaths(rig: Rig, recording: Recording) -> Iterator[Named]:
    """The process is killed at every request, before and after it was applied, and at every write to the ledger."""
    for number, request in enumerate(recording.requests):
        moments = [
            (f"killed before {request} is applied", partial(_killed, rig, recording, request, "silence_before")),
            (f"killed after {request} is applied", partial(_killed, rig, recording, request, "silence_after")),
            (f"told to end during {request}", partial(_terminated, rig, recording, request)),
        ]
        yield from [moments[number % 3]] if request.reads and not EVERYTHING else moments
    for nth in range(1, recording.count("answered") + 1):
        yield f"exit after answer {nth}", partial(_ordered, rig, recording, "answered", "exit", nth)
    for at in ("commit", "committed"):
        for nth in range(1, recording.count(at) + 1):
            yield f"exit at {at} {nth}", partial(_ordered, rig, recording, at, "exit", nth)


def _killed(rig: Rig, recording: Recording, request: Request, kind: str, presser: Presser) -> None:
    """The system holds its answer back until the process that waits for it is dead."""
    rig.world.faults.add(request.system, request.method, kind, 1, request.nth, seconds=60.0)
    _signalled(rig, recording, kind, signal.SIGKILL, presser)


def _terminated(rig: Rig, recording: Recording, request: Request, presser: Presser) -> None:
    """SIGTERM, as at a deployment: the answer comes after it, and the process may finish."""
    rig.world.faults.add(request.system, request.method, "slow", 1, request.nth, seconds=0.3)
    _signalled(rig, recording, "slow", signal.SIGTERM, presser)


def _signalled(rig: Rig, recording: Recording, kind: str, number: int, presser: Presser) -> None:
    before = set(rig.worker_pids())
    with pressing(presser, recording.click) as press:
        if not _meets(rig, kind, press):
            return
        for pid in before:
            os.kill(pid, number)
    until(lambda: not before & set(rig.worker_pids()), "the old workers are gone")
    until(lambda: len(rig.worker_pids()) == rig.workers, "new workers are there")


def _meets(rig: Rig, kind: str, press: Thread) -> bool:
    """Whether a request met the fault. A sign-in is left out by processes that are signed in already."""

    def met() -> bool:
        return any(one["fault"] == kind for one in list(rig.world.requests))

    until(lambda: met() or not press.is_alive(), f"a request meets {kind}")
    return met()


def _ordered(rig: Rig, recording: Recording, at: str, do: str, nth: int, presser: Presser) -> None:
    rig.order(at, do, nth)
    presser.press(recording.click)
    rig.clear_order()


def losses(rig: Rig, recording: Recording) -> Iterator[Named]:
    """The database is lost at every write, before it did it and before it could say so."""
    for nth in range(1, recording.count("commit") + 1):
        for do in ("lose", "lose the answer"):
            yield f"{do} at write {nth}", partial(_ordered, rig, recording, "commit", do, nth)


def jumps(rig: Rig, recording: Recording) -> Iterator[Named]:
    """The database's clock is set forward or back at every write."""
    for nth in range(1, recording.count("commit") + 1):
        for seconds in (HALF_AN_HOUR, -HALF_AN_HOUR):
            yield f"clock set by {seconds:+g} s at write {nth}", partial(_jumped, rig, recording, nth, seconds)


def _jumped(rig: Rig, recording: Recording, nth: int, seconds: float, presser: Presser) -> None:
    """With an answer that gets lost besides, or the clock would not matter; a clock set back is waited out."""
    write = recording.requests[-1]
    rig.world.faults.add(write.system, write.method, "close_after", 3)
    rig.order("commit", "clock", nth, seconds=seconds)
    presser.press(recording.click)
    rig.pass_time(max(0.0, -seconds))


def pauses(rig: Rig, recording: Recording) -> Iterator[Named]:
    """The process stands still past its lease, at the ledger and around every send, while others go on pressing."""
    for at in ("taken", "committed", "sent", "answered"):
        for nth in range(1, recording.count(at) + 1):
            yield f"paused at {at} {nth}", partial(_paused, rig, recording, at, nth)


def _paused(rig: Rig, recording: Recording, at: str, nth: int, presser: Presser) -> None:
    rig.order(at, "stop", nth)
    other = type(presser)(rig, presser.step)
    with pressing(presser, recording.click) as press:
        until(lambda: rig.struck() or not press.is_alive(), f"{at} {nth} is reached")
        pid = rig.struck()
        if pid is None:
            return
        try:
            until(lambda: _stopped(pid), "the process stands still")
            other.settle()
        finally:
            os.kill(pid, signal.SIGCONT)


def _stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def pairs(rig: Rig, recording: Recording, requests: tuple[Request, ...], dice: random.Random) -> Iterator[Named]:
    """Two wrong answers, drawn from all, one of them maybe to the look that follows the other."""
    applied = [kind for kind in ANSWERS if kind not in UNAPPLIED]
    while True:
        first = dice.choice(recording.requests), dice.choice([*applied, *ANSWERS])
        second = dice.choice(requests), dice.choice(ANSWERS)
        times = dice.choice((1, 1, 3))
        name = f"{first[1]} at {first[0]} and {second[1]} at {second[0]}, {times} times"
        yield name, partial(_answered_wrongly_twice, rig, recording, first, second, times)


def _answered_wrongly_twice(
    rig: Rig,
    recording: Recording,
    first: tuple[Request, str],
    second: tuple[Request, str],
    times: int,
    presser: Presser,
) -> None:
    for (request, kind), often in ((first, 1), (second, times)):
        rig.world.faults.add(request.system, request.method, kind, often, request.nth, seconds=_seconds(kind))
    presser.press(recording.click)
