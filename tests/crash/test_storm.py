"""Five people press everything on one document at once, on three processes, while three in ten requests fail."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from services.handover.steps.invoice import MARK
from services.handover.tables import attempts, steps
from tests.crash.conftest import fast_folder
from tests.crash.disturbances import ANSWERS
from tests.crash.effects import Expected
from tests.crash.person import ASIDE, BUTTONS, SETTLED, Presser
from tests.crash.rig import PEOPLE, Moment, Rig, rigged
from tests.crash.sweep import Tally, disagreement, first_of
from tests.crash.test_sweep import SEED
from tests.postgres import DATABASES, Postgres

pytestmark = pytest.mark.timeout(900)
CLICKS, ROUNDS, FAILING = 20, 12, 0.3
QUICK = tuple(kind for kind in ANSWERS if not kind.startswith(("silence", "drip")))
NAMES = tuple(step.name for step in BUTTONS if step is not ASIDE)
"""A summary says what else was done before it: no two orders of the same presses make the same."""


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
    dice = random.Random(SEED)  # noqa: S311 - a printed seed, not a secret
    _bad_weather(rig)
    clicks = [(PEOPLE[i % len(PEOPLE)], dice.choice(NAMES)) for i in range(CLICKS)]
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        list(pool.map(lambda click: _press(rig, *click), clicks))
    _settle(rig)
    tally.scenarios += CLICKS
    for name in NAMES:
        if Presser(rig, name).state not in SETTLED:
            tally.unfinished.append(f"{name} is {Presser(rig, name).state}")
        elif disagreement(rig, name):
            tally.disagreed.append(name)
    if not tally.unfinished:
        _compare(rig, begin, _whose_plans(rig), _without_begun_invoices(rig), tally)


def _compare(rig: Rig, begin: Moment, people: Mapping[str, str], outside: Mapping[str, Any], tally: Tally) -> None:
    """The same steps by the same people in calm weather: whose mailbox, whose name may depend on the person."""
    rig.back_to(begin)
    for name in NAMES:
        Presser(rig, name, people[name]).go()
    difference = Expected.counted(rig.world.state()).difference(outside)
    if difference.doubled:
        tally.doubled.append(first_of(difference.doubled))
    if difference.lost:
        tally.lost.append(first_of(difference.lost))


def _without_begun_invoices(rig: Rig) -> dict[str, Any]:
    """The outside world, but for documents of invoices that were begun and never mailed.

    When a press is refused before the mail, somebody else begins anew with a document of their own: under
    ``drive.file`` nobody but its owner sees the first. What was mailed, and how often, is compared all the same.
    """
    state: dict[str, Any] = rig.world.state()
    with rig.engine.connect() as connection:
        evidence = connection.execute(select(steps.c.evidence).where(steps.c.step == "invoice")).scalar_one()
    mailed = evidence["ids"]["document"]
    begun = [one for one, file in state["drive"].items() if MARK in file["appProperties"] and one != mailed]
    for file_id in begun:
        del state["drive"][file_id], state["docs"][file_id]
    return state


def _whose_plans(rig: Rig) -> dict[str, str]:
    """Who saw and confirmed what was sent in the end: the first to intend it since the last refusal."""
    people: dict[str, str] = {}
    with rig.engine.connect() as connection:
        for one in connection.execute(select(attempts).order_by(attempts.c.id)):
            if one.what == "intent":
                people.setdefault(one.step, one.person)
            elif one.what == "refused":
                people.pop(one.step, None)
    return people


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
