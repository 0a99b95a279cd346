"""Five people press everything on one document at once, on three processes, while three in ten requests fail."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.handover.steps import STEPS
from tests.crash.conftest import fast_folder
from tests.crash.disturbances import ANSWERS
from tests.crash.effects import Expected
from tests.crash.person import SETTLED, Presser
from tests.crash.rig import PEOPLE, Rig, rigged
from tests.crash.sweep import Tally, agrees, first_of
from tests.crash.test_sweep import SEED
from tests.postgres import DATABASES, Postgres

pytestmark = pytest.mark.timeout(900)
CLICKS, ROUNDS, FAILING = 20, 12, 0.3
QUICK = tuple(kind for kind in ANSWERS if not kind.startswith(("silence", "drip")))
NAMES = tuple(step.name for step in STEPS)


@pytest.fixture(params=DATABASES)
def storm_rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Three processes over one database of each kind."""
    with fast_folder(tmp_path_factory) as folder:
        address = f"sqlite:///{folder / 'ledger.sqlite'}"
        if request.param == "postgresql":
            server: Postgres = request.getfixturevalue("postgres")
            address = server.new_ledger()
        with rigged(folder, address, workers=3) as rig:
            yield rig


def test_twenty_clicks_by_five_people(storm_rig: Rig, tally: Tally) -> None:
    rig, begin = storm_rig, storm_rig.moment()
    for name in NAMES:
        Presser(rig, name).go()
    expected = Expected.counted(rig.world.state())
    rig.back_to(begin)
    dice = random.Random(SEED)  # noqa: S311 - a printed seed, not a secret
    _bad_weather(rig)
    clicks = [(PEOPLE[i % len(PEOPLE)], dice.choice(NAMES)) for i in range(CLICKS)]
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        list(pool.map(lambda click: _press(rig, *click), clicks))
    _settle(rig)
    tally.scenarios += CLICKS
    difference = expected.difference(rig.world.state())
    if difference.doubled:
        tally.doubled.append(first_of(difference.doubled))
    if difference.lost:
        tally.lost.append(first_of(difference.lost))
    for name in NAMES:
        if Presser(rig, name).state not in SETTLED:
            tally.unfinished.append(f"{name} is {Presser(rig, name).state}")
        elif not agrees(rig, name):
            tally.disagreed.append(name)


def _bad_weather(rig: Rig) -> None:
    """Each kind of failure by its own dice, three in ten requests in all."""
    chance = 1 - (1 - FAILING) ** (1 / len(QUICK))
    for number, kind in enumerate(QUICK):
        rig.world.faults.add("*", "*", kind, None, chance=chance, seed=SEED * 100 + number)


def _press(rig: Rig, person: str, step: str) -> None:
    presser = Presser(rig, step, person)
    presser.look()
    presser.press_through()


def _settle(rig: Rig) -> None:
    """Round after round, everybody presses what is not done, in the same weather; the last rounds are calm."""
    for number in range(ROUNDS):
        left = [name for name in NAMES if Presser(rig, name).state not in SETTLED]
        if not left:
            break
        if number == ROUNDS - 3:
            rig.world.faults.clear()
        rig.pass_time()
        with ThreadPoolExecutor(len(PEOPLE)) as pool:
            list(pool.map(lambda one: _press(rig, *one), [(who, name) for name in left for who in PEOPLE]))
    rig.world.faults.clear()
