"""A message that turned out wrong is changed where it stands: no second one, and those who work from it see it."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_bad_input import company
from tests.scenarios.test_three_buttons import LARCHWOOD, SALES, SHEET, announce, messages


def ready_to_correct(stage: Stage) -> Host:
    """Announced, then the customer's name changed in the document, and the AE looks at the new message."""
    announce(stage)
    company(stage, "Larchwood Group")
    return stage.host("ae", LARCHWOOD).open().press("Announce").press("Correct…")


def test_a_correction_changes_the_message_and_posts_no_second_one(stage: Stage) -> None:
    host = ready_to_correct(stage)
    assert "New customer: Larchwood Group" in host.text
    assert "Nobody is notified again." in host.text
    assert "Larchwood Analytics" in str(messages(stage)[0]["text"])
    host.tick_all("confirmed").press("Change the message")
    [message] = messages(stage)
    assert "*New customer: Larchwood Group*" in str(message["text"])
    assert host.notification == "Announce: corrected"
    assert "Posted and corrected in #sales" in host.text


def test_a_corrected_announcement_has_no_drift_left(stage: Stage) -> None:
    ready_to_correct(stage).tick_all("confirmed").press("Change the message")
    assert "when announced" not in stage.host("ae", LARCHWOOD).open().text
    assert "Larchwood Group" in stage.host("ops", SHEET, editor="sheets").open().text


def test_a_correction_can_be_corrected_and_then_taken_back(stage: Stage) -> None:
    host = ready_to_correct(stage).tick_all("confirmed").press("Change the message")
    company(stage, "Larchwood Holding")
    host.open().press("Announce").press("Correct…").tick_all("confirmed").press("Change the message")
    assert "Larchwood Holding" in str(messages(stage)[0]["text"])
    host.press("Undo…").press("Delete the message")
    assert messages(stage) == []


@pytest.mark.parametrize("kind", ["500_after", "reset_after", "close_before", "nonsense"])
def test_a_correction_without_an_answer_is_looked_for_and_made(stage: Stage, kind: str) -> None:
    host = ready_to_correct(stage)
    stage.world.faults.add("slack", "chat.update", kind)
    host.tick_all("confirmed").press("Change the message")
    assert "The correction was sent, but no answer came back" in host.text
    host.press("Check and finish")
    assert "Posted and corrected in #sales" in host.text
    assert "Larchwood Group" in str(messages(stage)[0]["text"])
    assert stage.calls("chat.update") == (2 if kind == "close_before" else 1)


def test_a_message_that_was_deleted_meanwhile_says_so(stage: Stage) -> None:
    host = ready_to_correct(stage)
    [message] = messages(stage)
    settings = stage.running.settings()
    elsewhere = WebClient(settings["SLACK_BOT_TOKEN"], settings["SLACK_API_URL"])
    elsewhere.chat_delete(channel=SALES, ts=str(message["ts"]))
    host.tick_all("confirmed").press("Change the message")
    assert "message_not_found" in host.text
    assert "Nothing was sent or changed." in host.text


def test_the_document_that_changed_again_meanwhile_is_shown_again(stage: Stage) -> None:
    host = ready_to_correct(stage)
    company(stage, "Larchwood Holding")
    host.tick_all("confirmed").press("Change the message")
    assert "Something changed since you looked" in host.text
    assert stage.calls("chat.update") == 0


def test_nobody_else_corrects_it(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", LARCHWOOD).open().press("Announce")
    assert "Correct…" not in host.text
    host.click(f"{host.base_url}/steps/announce/correct/run", {"docId": LARCHWOOD})
    assert stage.calls("chat.update") == 0
