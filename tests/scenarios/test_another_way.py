"""A step that was done by hand, or is not needed: said by a person, seen by everybody, and open again on request."""

from __future__ import annotations

from tests.conftest import Stage
from tests.host import Host, actions
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce, messages

PERMALINK = "https://larchwood.slack.com/archives/C0SALES00/p1796000000000100"


def settle(host: Host, how: str, note: str) -> Host:
    """Say it on the form that "Done another way?" opens."""
    return host.press("Done another way?").tick("how", how).fill("note", note).press("Record")


def test_an_announcement_made_by_hand_counts_and_sends_nothing(stage: Stage) -> None:
    host = settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", f"I posted it: {PERMALINK}")
    assert "Announce: done by hand" in host.text
    assert PERMALINK in host.text
    assert host.notification == "Announce: recorded"
    assert messages(stage) == []
    assert stage.calls("chat.postMessage") == 0


def test_an_announcement_made_by_hand_brings_the_customer_to_operations(stage: Stage) -> None:
    settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", "In the weekly call")
    host = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    assert "trial → customer" in host.text


def test_a_step_that_is_not_needed_holds_nobody_up(stage: Stage) -> None:
    settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "not_applicable", "A renewal, everybody knows")
    host = stage.host("ops", LARCHWOOD).open()
    assert "Not needed: A renewal, everybody knows" in host.text
    assert "Write 4 cells" in host.press("Update sheet").text


def test_what_was_said_can_be_opened_again(stage: Stage) -> None:
    host = settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", "In the weekly call")
    host.press("Open it again")
    assert host.notification == "Announce: open again"
    host.open().press("Announce").tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_a_step_opened_again_takes_the_customer_off_the_list_of_operations(stage: Stage) -> None:
    host = settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", "In the weekly call")
    host.press("Open it again")
    assert "Larchwood" not in stage.host("ops", SHEET, editor="sheets").open().text


def test_an_update_made_by_hand_leaves_the_list_of_operations(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    settle(host, "by_hand", "Typed it in myself")
    assert "Update sheet: done by hand" in host.text
    host.open()
    assert "Sheet up to date" in host.text
    assert [label for label, _ in actions(host.card) if label == "Update sheet"] == []
    assert stage.calls("sheets.spreadsheets.values.batchUpdateByDataFilter") == 0


def test_without_a_choice_or_a_word_nothing_is_recorded(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").press("Done another way?")
    host.fill("note", "Somehow").press("Record")
    assert "Choose one of the two first. Nothing was recorded." in host.text
    host.tick("how", "by_hand").press("Record")
    assert "Add a link or a few words" in host.text
    host.tick("how", "by_hand").fill("note", "x" * 501).press("Record")
    assert "Keep it below 500 characters" in host.text
    assert "Ready for you" in stage.host("ae", LARCHWOOD).open().text


def test_somebody_elses_step_cannot_be_settled(stage: Stage) -> None:
    host = stage.host("ops", LARCHWOOD).open().press("Announce")
    assert "Done another way?" not in host.text
    host.click(f"{host.base_url}/steps/announce/record", {"docId": LARCHWOOD, "submitted": "yes"})
    assert "nothing was recorded" in host.text
    assert "Ready for you" in stage.host("ae", LARCHWOOD).open().text


def test_a_note_full_of_markup_stays_text(stage: Stage) -> None:
    note = '<a href="https://evil.example">press</a> & <b>me</b> https://evil.example/x'
    host = settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", note)
    assert "&lt;a href=" in str(host.card)
    assert "'url': 'https://evil" not in str(host.card)


def test_an_unconfirmed_message_can_be_called_done_but_not_unneeded(stage: Stage) -> None:
    stage.world.faults.add("slack", "chat.postMessage", "500_after")
    host = stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host.press("Done another way?")
    assert "It is not needed" not in host.text
    host.tick("how", "not_applicable").fill("note", "No").press("Record")
    assert "nothing was recorded" in host.text
    host.tick("how", "by_hand").fill("note", "I see it in the channel").press("Record")
    assert "Announce: done by hand" in host.text
    assert len(messages(stage)) == 1


def test_two_people_see_the_same(stage: Stage) -> None:
    settle(stage.host("ae", LARCHWOOD).open().press("Announce"), "by_hand", "In the weekly call")
    for person in ("ce", "finance", "ops"):
        assert "By hand: In the weekly call · maya.lindqvist@codelantern.example" in (
            stage.host(person, LARCHWOOD).open().text
        )
