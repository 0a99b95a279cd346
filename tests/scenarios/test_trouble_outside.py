"""Systems that answer wrongly, late or not at all: a card within the deadline, and nothing doubled."""

from __future__ import annotations

import time
from typing import Any

import pytest

from services.transport import CLICK_SECONDS
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce, in_days, messages

APPLIED = ["500_after", "reset_after", "close_after", "truncated", "html", "nonsense"]
NOT_APPLIED = ["500_before", "reset_before", "close_before", "503"]
REFUSED = ["429", "403_rate"]


def outbox(stage: Stage) -> list[dict[str, Any]]:
    """Every mail that was sent."""
    found: list[dict[str, Any]] = stage.world.panels()["gmail"]["outbox"]
    return found


def ready_to_post(stage: Stage) -> Host:
    """The AE looks at the announcement."""
    return stage.host("ae", LARCHWOOD).open().press("Announce")


def ready_to_mail(stage: Stage) -> Host:
    """The AE looks at the welcome mail, with a day that is ahead."""
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", in_days(30)).press("Send to 3 people")
    return host


@pytest.mark.parametrize("kind", APPLIED)
def test_a_message_that_arrived_without_an_answer_is_found_again(stage: Stage, kind: str) -> None:
    stage.world.faults.add("slack", "chat.postMessage", kind)
    host = ready_to_post(stage).tick_all("confirmed").press("Post in #sales")
    assert "Not confirmed yet" in host.text
    assert "Check and finish" in host.text
    host.press("Check and finish")
    assert "Posted in #sales" in host.text
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("kind", NOT_APPLIED)
def test_a_message_that_never_arrived_is_not_sent_again_before_the_look_can_be_believed(
    stage: Stage, kind: str
) -> None:
    stage.world.faults.add("slack", "chat.postMessage", kind)
    host = ready_to_post(stage).tick_all("confirmed").press("Post in #sales").press("Check and finish")
    assert "Not confirmed yet" in host.text
    assert "Check again in" in host.text
    assert stage.calls("chat.postMessage") == 1
    assert messages(stage) == []


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_message_can_be_pressed_again_at_once(stage: Stage, kind: str) -> None:
    stage.world.faults.add("slack", "chat.postMessage", kind)
    host = ready_to_post(stage).tick_all("confirmed").press("Post in #sales")
    assert "Slack cannot take it right now" in host.text
    assert "Nothing was sent or changed." in host.text
    host.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("method", ["gmail.users.drafts.create", "gmail.users.drafts.send"])
@pytest.mark.parametrize("kind", APPLIED + NOT_APPLIED)
def test_a_mail_goes_out_once_whatever_gmail_answers(stage: Stage, method: str, kind: str) -> None:
    stage.world.faults.add("gmail", method, kind)
    host = ready_to_mail(stage).press("Send to 3 people")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert "Sent to omar.whitley@larchwood.example" in host.text
    assert len(outbox(stage)) == 1


@pytest.mark.parametrize("kind", APPLIED + NOT_APPLIED)
def test_a_row_is_written_once_whatever_the_sheet_answers(stage: Stage, kind: str) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    stage.world.faults.add("sheets", "sheets.spreadsheets.values.batchUpdateByDataFilter", kind, times=3)
    host.press("Write 4 cells")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert "Row 13 of “Installers”" in host.text


def test_a_row_that_is_written_by_key_is_written_again_in_the_same_press(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    stage.world.faults.add("sheets", "sheets.spreadsheets.values.batchUpdateByDataFilter", "close_after")
    assert "Row 13 of “Installers”" in host.press("Write 4 cells").text


def test_a_row_that_became_somebody_elses_meanwhile_is_not_written(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    stage.world.faults.add("sheets", "sheets.spreadsheets.values.batchUpdateByDataFilter", "500_before", times=3)
    host.press("Write 4 cells")
    for cell in ("A13", "B13"):
        stage.world.sheets.edit(SHEET, "Installers", cell, "another customer's", "ops@codelantern.example")
    host.press("Check and finish")
    assert "was changed meanwhile" in host.text
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    assert installers["sheets"][0]["values"][12][5] == "trial"


def test_a_channel_that_does_not_exist_is_said_so_and_nothing_counts_as_done(stage: Stage) -> None:
    host = ready_to_post(stage)
    stage.world.faults.add("slack", "chat.postMessage", "401")
    host.tick_all("confirmed").press("Post in #sales")
    assert "Slack refused the sign-in" in host.text
    assert "Announce: done" not in host.text


def test_reading_is_tried_again_by_itself(stage: Stage) -> None:
    stage.world.faults.add("docs", "docs.documents.get", "503")
    assert "Larchwood Analytics" in stage.host("ae", LARCHWOOD).open().text


def test_a_document_that_cannot_be_read_gives_a_card_that_says_so(stage: Stage) -> None:
    stage.world.faults.add("docs", "docs.documents.get", "500_before", times=9)
    text = stage.host("ae", LARCHWOOD).open().text
    assert "Google Docs did not answer clearly" in text
    assert "Nothing was sent or changed." in text
    assert "Try again in a moment." in text


def test_what_was_typed_is_still_there_when_the_document_cannot_be_read_at_the_press(stage: Stage) -> None:
    stage.configure(press__look_seconds="0")
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    stage.world.faults.add("docs", "docs.documents.get", "500_before", times=9)
    host.fill("text", "My own words").press("Send to 3 people")
    assert "What you typed is still there." in host.text
    assert len(host.cards) == 3
    assert outbox(stage) == []
    host.press("Back to it")
    assert len(host.cards) == 2
    assert "Send to 3 people" in host.text


def test_an_answer_that_meant_nothing_does_not_stop_the_press_that_was_looked_at_before(stage: Stage) -> None:
    host, other_tab = ready_to_post(stage), stage.host("ae", LARCHWOOD).open()
    stage.world.faults.add("docs", "docs.documents.get", "nonsense")
    assert "Google Docs did not give a clear answer" in other_tab.press("Announce").text
    host.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_a_system_that_says_nothing_is_given_up_within_the_deadline_of_a_press(stage: Stage) -> None:
    host = ready_to_post(stage)
    stage.world.faults.add("slack", "chat.postMessage", "silence_after", seconds=60)
    began = time.monotonic()
    host.tick_all("confirmed").press("Post in #sales")
    assert time.monotonic() - began < CLICK_SECONDS
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert len(messages(stage)) == 1
