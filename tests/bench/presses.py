"""Each press whose calls are counted, and how many it may make: the reason why a person waits.

The process is warm: it has answered each kind of press before, as it has for everybody but the first person of an hour.
``naive`` is what the client libraries make of the same press, used as their tutorials do.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

from services.handover.tables import connect, empty
from tests.conftest import Stage
from tests.host import Host, Json
from tests.scenarios.test_close_deal import choose
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, in_days

Prepare = Callable[[Stage], Host]


@dataclass(frozen=True)
class Press:
    """``prepare`` brings the person to where they press; ``press`` is what is counted."""

    name: str
    naive: int
    most: int
    prepare: Prepare
    press: Callable[[Host], object]


@dataclass(frozen=True)
class Count:
    """What one press asked of the outside: methods in their order, the answers' bytes, and connections it opened."""

    press: Press
    methods: tuple[str, ...]
    bytes: int
    connections: int


def ae(stage: Stage) -> Host:
    """The Account Executive, with the sidebar open."""
    return stage.host("ae", LARCHWOOD).open()


def ops(stage: Stage) -> Host:
    """Operations in the installers spreadsheet, after the announcement."""
    announced(stage)
    return stage.host("ops", SHEET, editor="sheets").open()


def announced(stage: Stage) -> Host:
    """The AE announces."""
    return ae(stage).press("Announce").tick_all("confirmed").press("Post in #sales")


def welcome(stage: Stage) -> Host:
    """The mail as it will go."""
    return ae(stage).press("Send welcome").pick_day("date", in_days(30)).press("Send to 3 people")


def closing(stage: Stage) -> Host:
    """The fields as they will be."""
    return choose(ae(stage).press("Close deal"), "won_reason", "Champion")


PRESSES = (
    Press("open the Docs sidebar", 4, 1, ae, lambda host: host.open()),
    Press("open the installers sheet's sidebar", 5, 1, ops, lambda host: host.open()),
    Press("preview announce", 4, 1, ae, lambda host: host.press("Announce")),
    Press("preview welcome", 4, 2, ae, lambda host: host.press("Send welcome")),
    Press("preview close", 6, 2, ae, lambda host: host.press("Close deal")),
    Press("preview sheet row", 8, 2, ops, lambda host: host.press("Update sheet")),
    Press(
        "run announce",
        32,
        1,
        lambda stage: ae(stage).press("Announce").tick_all("confirmed"),
        lambda host: host.press("Post in #sales"),
    ),
    Press("run welcome", 6, 2, welcome, lambda host: host.press("Send to 3 people")),
    Press("run close", 7, 2, closing, lambda host: host.press("Close the deal")),
    Press(
        "run sheet row",
        13,
        2,
        lambda stage: ops(stage).press("Update sheet"),
        lambda host: host.press("Write 4 cells"),
    ),
    Press("a step already done", 4, 1, lambda stage: announced(stage).open(), lambda host: host.press("Announce")),
)


def counts(stage: Stage) -> list[Count]:
    """Every press once, each from the same state of the world, in a process that answered all of them before."""
    ae(stage).press("Close deal")
    # With Salesforce's session in it: a company signs in once in hours.
    before = stage.world.snapshot()
    for one in PRESSES:
        _counted(stage, before, one)
    return [_counted(stage, before, one) for one in PRESSES]


def _counted(stage: Stage, before: Json, press: Press) -> Count:
    stage.world.restore(copy.deepcopy(before))
    engine = connect(stage.known["database_url"])
    empty(engine)
    engine.dispose()
    host = press.prepare(stage)
    stage.world.requests.clear()
    opened = stage.running.connections
    press.press(host)
    asked = list(stage.world.requests)
    size = sum(int(one["answered"]) for one in asked)
    return Count(press, tuple(str(one["method"]) for one in asked), size, stage.running.connections - opened)
