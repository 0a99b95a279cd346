"""The numbers of the ledger: counted by hand here, on every database that it runs on."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, insert, text

from services.handover.report import Ages, Report, Times, duration, lines, report
from services.handover.schema import open_ledger, prepare
from services.handover.steps import STEPS
from services.handover.tables import handovers, steps
from tests.conftest import Stage
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.test_app import process

HOUR, DAY = 3600.0, 86_400.0
NOW = 1_800_000_000.0


@pytest.fixture
def engine(database_url: str) -> Engine:
    """An empty ledger."""
    made = open_ledger(database_url)
    prepare(made)
    return made


def handover(engine: Engine, name: str, announced: float, settled: Mapping[str, tuple[str, float]]) -> None:
    """One handover, announced so many seconds before NOW; ``settled``: step -> state and seconds before NOW."""
    row = {"id": name, "title": name, "answers": {}, "announced_by": "x", "announced_at": NOW - announced}
    kept = {"person": "x", "lease": "", "lease_until": 0.0, "plan_hash": "", "notes": {}}
    with engine.begin() as connection:
        connection.execute(insert(handovers).values(**row))
        for step, (state, ago) in {"announce": ("done", announced), **settled}.items():
            connection.execute(insert(steps).values(handover=name, step=step, state=state, at=NOW - ago, **kept))


def ages(found: Report, step: str) -> Ages:
    """One step's row."""
    return next(one for one in found.steps if one.step == step)


def times(found: Report, start: str, end: str) -> Times:
    """One pair's row."""
    return next(one for one in found.times if (one.start, one.end) == (start, end))


def ten(engine: Engine) -> None:
    """Ten handovers: the n-th was announced n days ago, and its welcome mail went out n hours after that."""
    for n in range(1, 11):
        handover(engine, f"h{n}", n * DAY, {"welcome_email": ("done", n * DAY - n * HOUR)})


def test_what_waits_is_counted_with_its_age_by_step(engine: Engine) -> None:
    ten(engine)
    found = report(engine, STEPS, NOW, 365)
    assert (found.announced, found.open) == (10, 10)
    assert (ages(found, "welcome_email").settled, ages(found, "welcome_email").waiting) == (10, 0)
    assert ages(found, "welcome_email").median is None
    invoice = ages(found, "invoice")
    assert (invoice.waiting, invoice.median, invoice.p90, invoice.oldest) == (10, 5.5 * DAY, 9 * DAY, 10 * DAY)


def test_times_are_medians_and_what_nine_in_ten_do_not_exceed(engine: Engine) -> None:
    ten(engine)
    found = times(report(engine, STEPS, NOW, 365), "announce", "welcome_email")
    assert found.count == 10
    assert found.median == pytest.approx(5.5 * HOUR)
    assert found.p90 == pytest.approx(9 * HOUR)


def test_times_from_the_close_count_what_came_before_it_as_no_time(engine: Engine) -> None:
    handover(engine, "a", 5 * DAY, {"close_deal": ("done", 5 * DAY), "invoice": ("by_hand", 2 * DAY)})
    handover(engine, "b", 5 * DAY, {"close_deal": ("done", 3 * DAY), "invoice": ("not_applicable", DAY)})
    found = report(engine, STEPS, NOW, 365)
    announced = times(found, "close_deal", "announce")
    assert (announced.count, announced.median, announced.p90) == (2, 0.0, 0.0)
    # What was not needed took no time that anybody could learn from.
    assert (times(found, "close_deal", "invoice").count, times(found, "close_deal", "invoice").median) == (1, 3 * DAY)
    assert ages(found, "invoice").settled == 2


def test_a_handover_is_closed_when_nothing_of_it_waits(engine: Engine) -> None:
    everything = {step.name: ("by_hand", DAY) for step in STEPS if step.name not in ("start", "announce")}
    handover(engine, "done", 2 * DAY, everything)
    handover(engine, "undone", 2 * DAY, {**everything, "invoice": ("undone", DAY)})
    found = report(engine, STEPS, NOW, 365)
    assert (found.announced, found.open, ages(found, "invoice").waiting) == (2, 1, 1)


def test_only_the_asked_days_are_counted(engine: Engine) -> None:
    ten(engine)
    found = report(engine, STEPS, NOW, 3)
    assert (found.announced, ages(found, "invoice").waiting) == (3, 3)
    assert times(found, "announce", "welcome_email").count == 3


def test_reminders_and_other_entries_are_no_steps(engine: Engine) -> None:
    handover(engine, "a", DAY, {"remind/invoice/2027-01-01": ("done", HOUR), "announce/undo/0": ("done", HOUR)})
    assert ages(report(engine, STEPS, NOW, 365), "invoice").waiting == 1


def test_an_empty_ledger_is_a_table_of_dashes(engine: Engine) -> None:
    found = report(engine, STEPS, NOW, 365)
    assert (found.announced, found.open) == (0, 0)
    printed = "\n".join(lines(found))
    assert "0 handovers, 0 of them open" in printed
    assert printed.count("–") == 3 * len(found.steps) + 2 * len(found.times)


def test_the_window_is_found_by_index(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("an empty table is scanned by PostgreSQL, whatever indexes there are")
    with engine.connect() as connection:
        query = "SELECT id, announced_at FROM handovers WHERE announced_at >= 1"
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert plan == ["SEARCH handovers USING COVERING INDEX handovers_by_age (announced_at>?)"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "–"), (0.0, "0 min"), (2700.0, "45 min"), (11_520.0, "3.2 h"), (2 * DAY, "2.0 d"), (30 * DAY, "30.0 d")],
)
def test_durations_are_said_as_people_say_them(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


def test_the_command_prints_a_table_or_json(stage: Stage) -> None:
    stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    address = stage.known["database_url"]
    table = process("-m", "flask", "ledger", "report", DATABASE_URL=address)
    assert "Announced in the last 365 days: 1 handover, 1 of them open." in table.stdout, table.stderr
    assert "Send welcome" in table.stdout
    machine = process("-m", "flask", "ledger", "report", "--json", "--days", "30", DATABASE_URL=address)
    told = json.loads(machine.stdout)
    assert (told["days"], told["announced"], told["open"]) == (30, 1, 1)
    assert {one["step"] for one in told["steps"]} == {step.name for step in STEPS if step.name != "start"}
