"""Each team says that it has seen the announcement, and the AE sees who did and when."""

from __future__ import annotations

import re

from tests.conftest import BASE_URL, Stage
from tests.scenarios.test_bad_input import company
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce

CHLOE, TOMASZ = "chloe.marchetti@codelantern.example", "ops@codelantern.example"


def seen(stage: Stage, person: str = "ae") -> list[str]:
    """The lines on who has seen the announcement, as one person reads them."""
    lines = stage.host(person, LARCHWOOD).open().text.splitlines()
    if "Seen the announcement" not in lines:
        return []
    start = lines.index("Seen the announcement")
    return lines[start : start + 10]


def test_nobody_is_asked_before_there_is_an_announcement(stage: Stage) -> None:
    assert seen(stage) == []
    assert "Got it" not in stage.host("ce", LARCHWOOD).open().text


def test_the_ae_sees_which_team_has_seen_it_and_when(stage: Stage) -> None:
    announce(stage)
    assert seen(stage).count("Not yet") == 3
    host = stage.host("ce", LARCHWOOD).open().press("Got it")
    assert "Got it" not in host.text
    lines = seen(stage)
    assert lines.count("Not yet") == 2
    at = lines.index(CHLOE)
    assert lines[at - 1] == "Customer Engineering"
    assert re.fullmatch(r"[A-Z][a-z]{2} \d+, \d\d:\d\d", lines[at + 1])


def test_operations_say_it_in_the_sheets_sidebar(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Got it")
    assert "Larchwood Analytics" in host.text
    assert "Got it" not in host.text
    assert TOMASZ in seen(stage)


def test_the_first_of_a_team_counts_and_a_repeated_press_changes_nothing(stage: Stage) -> None:
    announce(stage)
    stage.host("ce", LARCHWOOD).open().press("Got it").again()
    assert seen(stage).count(CHLOE) == 1


def test_nobody_says_it_for_another_team_or_without_reading_the_document(stage: Stage) -> None:
    announce(stage)
    ae = stage.host("ae", LARCHWOOD).open()
    assert "Got it" not in ae.text
    ae.click(f"{BASE_URL}/announce/got-it", {"docId": LARCHWOOD})
    stranger = stage.host("finance", LARCHWOOD, granted=False)
    stranger.click(f"{BASE_URL}/announce/got-it", {"docId": LARCHWOOD})
    assert seen(stage).count("Not yet") == 3


def test_a_corrected_announcement_has_to_be_seen_again(stage: Stage) -> None:
    announce(stage)
    stage.host("ce", LARCHWOOD).open().press("Got it")
    company(stage, "Larchwood Group")
    host = stage.host("ae", LARCHWOOD).open().press("Announce").press("Correct…")
    host.tick_all("confirmed").press("Change the message")
    assert seen(stage).count("Not yet") == 3
    assert "Got it" in stage.host("ce", LARCHWOOD).open().text
