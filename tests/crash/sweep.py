"""Plays scenarios: a press with something in its way, then presses until it is settled, then the count."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from tests.crash.effects import Expected
from tests.crash.person import BUTTONS, SETTLED, Click, Presser
from tests.crash.rig import Moment, Rig, until


@dataclass(frozen=True)
class Request:
    """One request of a press without faults: the ``nth`` (from 0) of its method, and whether it only reads."""

    system: str
    method: str
    nth: int
    reads: bool

    def __str__(self) -> str:
        return f"{self.method}#{self.nth}"


@dataclass(frozen=True)
class Recording:
    """A step pressed with nothing in the way: where from, by which click, what it asked outside, what came of it."""

    before: Moment
    click: Click
    requests: tuple[Request, ...]
    events: tuple[str, ...]
    expected: Expected

    def count(self, event: str) -> int:
        """How often an event of :mod:`tests.crash.server` happened."""
        return self.events.count(event)


@dataclass
class Tally:
    """The counts, and what went wrong in words."""

    scenarios: int = 0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    disagreed: list[str] = field(default_factory=list)

    @property
    def trouble(self) -> list[str]:
        """Everything that must not be."""
        return [*self.doubled, *self.lost, *self.unfinished, *self.disagreed]


def record(rig: Rig, step: str, begin: Moment, kind: type[Presser] = Presser) -> Recording:
    """Press a step with nothing in the way, after what it waits for; twice, to learn what varies."""
    rig.back_to(begin)
    waits = next(one.waits_for for one in BUTTONS if one.name == step)
    before_it = (*_with_theirs(waits), *([step] if kind is not Presser else []))
    for earlier in before_it:
        Presser(rig, earlier).go()
    presser = kind(rig, step)
    presser.look()
    click = presser.go()
    # The last look before the press may have written too (anchors in a sheet): the world goes back to after it.
    rig.back_to(begin)
    for earlier in before_it:
        Presser(rig, earlier).go()
    presser = kind(rig, step)
    presser.look()
    if kind is not Presser:
        # What is taken back was made anew, and has another id than before.
        click = presser.ready() or click
    before = rig.moment()
    states = []
    for _ in range(2):
        second = int(time.time())
        until(lambda: int(time.time()) > second, "another second, so that times differ")  # noqa: B023
        rig.back_to(before)
        rig.order("all", "note")
        assert presser.press(click), presser.text
        assert presser.state in SETTLED, presser.text
        states.append(rig.world.state())
    asked = [(str(one["system"]), str(one["method"]), _reads(one)) for one in rig.world.requests if not _signs_in(one)]
    requests = tuple(Request(*one[:2], asked[:i].count(one), one[2]) for i, one in enumerate(asked))
    return Recording(before, click, requests, tuple(rig.events()), Expected.of(*states))


def _reads(request: Mapping[str, object]) -> bool:
    """Whether a request changes nothing. Slack takes everything by POST, so its methods' names tell."""
    name = str(request["method"])
    return request["http_method"] == "GET" or name.endswith((".history", ".info", ".list", ".getPermalink", "ByEmail"))


def _signs_in(request: Mapping[str, object]) -> bool:
    """Signing in belongs to the process, not to the press: each does it when it first needs to, or is told to."""
    return request["system"] == "identity" or request["method"] == "oauth2.token" or request["status"] == 401


def _with_theirs(waits: tuple[str, ...]) -> Iterator[str]:
    """Steps to press first, and those that they wait for before them."""
    for name in waits:
        yield from _with_theirs(next(one.waits_for for one in BUTTONS if one.name == name))
        yield name


@contextmanager
def pressing(presser: Presser, click: Click) -> Iterator[Thread]:
    """The press goes on in the background while the block runs, and is over after it."""
    thread = Thread(target=presser.press, args=(click,))
    thread.start()
    try:
        yield thread
    finally:
        thread.join(60)
        assert not thread.is_alive(), "a press never came to its end"


def play(
    rig: Rig,
    step: str,
    recording: Recording,
    tally: Tally,
    name: str,
    disturb: Callable[[Presser], None],
    kind: type[Presser] = Presser,
) -> None:
    """One scenario, counted."""
    rig.back_to(recording.before)
    presser = kind(rig, step)
    disturb(presser)
    presser.settle()
    rig.world.faults.clear()
    presser.settle()
    if presser.state in SETTLED:
        # The host repeats the very first click: a step that is done stays as it is.
        presser.press(recording.click)
    told = disagreement(rig, step, kind) if presser.state in SETTLED else ""
    tally.scenarios += 1
    label = f"{step}: {name}"
    difference = recording.expected.difference(rig.world.state())
    if difference.doubled:
        tally.doubled.append(f"{label}: {first_of(difference.doubled)} too many")
    if difference.lost:
        tally.lost.append(f"{label}: {first_of(difference.lost)} missing")
    if presser.state not in SETTLED:
        tally.unfinished.append(f"{label}: {presser.state}: {presser.text[:200]!r}")
    if told:
        tally.disagreed.append(f"{label}: the ledger says {presser.state}, the card {told[:300]!r}")


def disagreement(rig: Rig, step: str, kind: type[Presser] = Presser) -> str:
    """What somebody else sees instead of: it is done. Where there is still something to press, pressing says so too."""
    other = kind(rig, step, "fifth")
    other.look()
    if kind.said not in other.text:
        other.press(other.ready())
    return "" if kind.said in other.text else other.text


def first_of(found: object) -> str:
    """Enough of a difference to see what it is."""
    return str(found)[:200]
