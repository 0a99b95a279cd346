"""Whatever comes in the way of a press, at whichever moment: the step's effect is there once, and everybody sees it.

The sweep goes over every outgoing request and every write to the ledger of every step, recorded from a walk with
nothing in the way. A new step is swept because it is in the list of steps.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from itertools import islice

import pytest

from tests.crash import disturbances
from tests.crash.person import BUTTONS, Presser
from tests.crash.rig import Rig
from tests.crash.sweep import Recording, Request, Tally, play

pytestmark = pytest.mark.timeout(900)
SEED = int(os.environ.get("CRASH_SEED", "5"))
PAIRS = 30 if disturbances.EVERYTHING else 12
Recorded = Callable[[str], Recording]


@pytest.fixture(params=[step.name for step in BUTTONS])
def step(request: pytest.FixtureRequest) -> str:
    """Every step."""
    return str(request.param)


def sweep(rig: Rig, step: str, recording: Recording, tally: Tally, source: object) -> None:
    """Play every scenario of one kind."""
    assert callable(source)
    for name, disturb in source(rig, recording):
        play(rig, step, recording, tally, name, disturb)


def test_any_answer_to_any_request(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    sweep(rig, step, recorded(step), tally, disturbances.answers)


def test_death_at_any_moment(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    sweep(rig, step, recorded(step), tally, disturbances.deaths)


def test_a_pause_past_the_lease_at_any_moment(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    sweep(rig, step, recorded(step), tally, disturbances.pauses)


def test_the_database_lost_at_any_write(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    sweep(rig, step, recorded(step), tally, disturbances.losses)


def test_a_clock_that_jumps_at_any_write(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    sweep(rig, step, recorded(step), tally, disturbances.jumps)


def test_two_faults_at_once(rig: Rig, step: str, recorded: Recorded, tally: Tally) -> None:
    recording = recorded(step)
    print(f"seed {SEED}")
    dice = random.Random(f"{SEED} {step}")  # noqa: S311 - a printed seed, not a secret
    drawn = disturbances.pairs(rig, recording, _with_the_look(rig, step, recording), dice)
    for name, disturb in islice(drawn, PAIRS):
        play(rig, step, recording, tally, name, disturb)


def _with_the_look(rig: Rig, step: str, recording: Recording) -> tuple[Request, ...]:
    """The requests of a press, and those with which the next one looks for what it did."""
    rig.back_to(recording.before)
    presser = Presser(rig, step)
    for request in recording.requests:
        rig.world.faults.add(request.system, request.method, "close_after", 3, request.nth)
    presser.press(recording.click)
    rig.world.faults.clear()
    rig.world.requests.clear()
    presser.settle()
    asked = {(str(one["system"]), str(one["method"])) for one in rig.world.requests if one["system"] != "identity"}
    looked = asked - {(request.system, request.method) for request in recording.requests}
    return (*recording.requests, *(Request(*one, 0, True) for one in sorted(looked)))
