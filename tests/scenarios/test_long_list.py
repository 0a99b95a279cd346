"""Operations with more customers than a card holds: the oldest are shown, the others counted, all can be reached."""

from __future__ import annotations

import re

from services.handover.sheet_desk import SHOWN
from services.handover.tables import connect
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import SHEET
from tests.services.handover.test_backlog import fill


def desk(stage: Stage, waiting: int, finished: int = 0) -> Host:
    """So many customers wait, behind finished ones; operations open the spreadsheet."""
    engine = connect(stage.known["database_url"])
    fill(engine, waiting + finished, waiting)
    engine.dispose()
    return stage.host("ops", SHEET, editor="sheets").open()


def test_the_oldest_are_shown_and_the_rest_is_counted_and_reached_page_by_page(stage: Stage) -> None:
    host, left, seen = desk(stage, waiting=60, finished=40), 60, ""
    while left > SHOWN:
        left -= SHOWN
        assert f"and {left} more" in host.text
        seen += host.text
        host.press("Show the next")
    assert "more, announced later" not in host.text
    named = set(re.findall(r"Customer (\d\d)", seen + host.text))
    assert named == {str(number) for number in range(40, 100)}


def test_a_comparison_says_how_many_it_does_not_name(stage: Stage) -> None:
    text = desk(stage, waiting=0, finished=60).press("Compare with handovers").text
    assert "60 differ" in text
    assert len(set(re.findall(r"Customer (\d+)", text))) == 25
    assert "and 35 more" in text


def test_a_long_ledger_costs_the_list_no_more_calls(stage: Stage) -> None:
    host = desk(stage, waiting=1_500, finished=1_500)
    assert "and over 1,000 more" in host.text
    before = len(stage.world.requests)
    host.open()
    assert len(stage.world.requests) - before == 1
