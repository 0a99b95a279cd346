"""Undo, where the system allows it: shown first, done once, and the step can be pressed again."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce, in_days, messages

OPS = "ops@codelantern.example"


def row(stage: Stage, number: int = 12) -> list[str]:
    """A row of the installers sheet as a person sees it."""
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    found: list[str] = installers["sheets"][0]["values"][number]
    return found


def ready_to_delete(stage: Stage) -> Host:
    """The AE has announced and looks at what undoing it would change."""
    announce(stage)
    return stage.host("ae", LARCHWOOD).open().press("Announce").press("Undo…")


def test_an_announcement_is_taken_back_and_can_be_made_again(stage: Stage) -> None:
    host = ready_to_delete(stage)
    assert "Deletes the message in #sales. Whoever read it has read it." in host.text
    assert len(messages(stage)) == 1
    host.press("Delete the message")
    assert messages(stage) == []
    assert host.notification == "Announce: taken back"
    assert "Taken back by you, " in host.text
    assert ". Message deleted from #sales. It can be done again." in host.text
    host.press("Announce").tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_nobody_works_on_from_an_announcement_that_was_taken_back(stage: Stage) -> None:
    ready_to_delete(stage).press("Delete the message")
    assert "Larchwood" not in stage.host("ops", SHEET, editor="sheets").open().text
    assert "Waits for “Announce”" in stage.host("ops", LARCHWOOD).open().text


@pytest.mark.parametrize("kind", ["500_after", "reset_after", "close_after", "truncated", "500_before", "429"])
def test_an_undo_that_got_no_answer_is_looked_for_and_done_once(stage: Stage, kind: str) -> None:
    host = ready_to_delete(stage)
    stage.world.faults.add("slack", "chat.delete", kind)
    host.press("Delete the message")
    host.press("Delete the message" if kind == "429" else "Check and finish")
    assert messages(stage) == []
    assert "Message deleted from #sales" in host.text
    assert stage.calls("chat.delete") <= 2


def test_two_undos_at_once_delete_one_message(stage: Stage) -> None:
    first = ready_to_delete(stage)
    second = stage.host("ae", LARCHWOOD).open().press("Announce").press("Undo…")
    first.press("Delete the message").press("Announce").tick_all("confirmed").press("Post in #sales")
    second.press("Delete the message")
    assert "Something changed since you looked" in second.text
    assert len(messages(stage)) == 1
    assert stage.calls("chat.delete") == 1


def test_a_message_that_somebody_deleted_already_counts_as_taken_back(stage: Stage) -> None:
    host = ready_to_delete(stage)
    host.press("Delete the message")
    host.again()
    assert "Ready" in stage.host("ae", LARCHWOOD).open().text
    assert stage.calls("chat.delete") == 1


def test_cells_are_put_back_as_they_were(stage: Stage) -> None:
    announce(stage)
    before = row(stage)
    host = stage.host("ops", LARCHWOOD).open().press("Update sheet").press("Write 4 cells")
    assert row(stage) != before
    host.press("Undo…")
    assert "F13: “customer” → “trial”" in host.text
    host.press("Put 4 cells back")
    assert row(stage)[:10] == before[:10]
    assert "Write 4 cells" in host.open().press("Update sheet").text


def test_a_cell_that_somebody_changed_since_is_not_put_back(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", LARCHWOOD).open().press("Update sheet").press("Write 4 cells").press("Undo…")
    stage.world.sheets.edit(SHEET, "Installers", "F13", "churned", OPS)
    host.press("Put 4 cells back")
    assert "A cell of row 13 was changed meanwhile: it says “churned”, not “customer”." in host.text
    assert row(stage)[5] == "churned"
    assert row(stage)[9] == "2027-12-06"


def test_an_added_row_is_emptied_and_can_be_added_again(stage: Stage) -> None:
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host = stage.host("ops", quill).open().press("Update sheet").tick("add_row", "add").press("Add the row")
    assert row(stage, 61)[3] == "Quillfeather Publishing"
    host.press("Undo…").press("Put 9 cells back")
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    assert "Quillfeather Publishing" not in str(installers["sheets"][0]["values"])
    host.open().press("Update sheet").tick("add_row", "add").press("Add the row")
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    assert str(installers["sheets"][0]["values"]).count("Quillfeather Publishing") == 1


def test_a_sent_mail_offers_no_undo_and_said_so_before(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "A sent mail cannot be taken back." in host.text
    host.pick_day("date", in_days(30)).press("Send to 3 people").press("Send to 3 people")
    assert "Sent to" in host.text
    assert "Undo…" not in host.text
    host.click(f"{host.base_url}/steps/welcome_email/undo/run", {"docId": LARCHWOOD})
    assert "Send welcome: done" in host.text


def test_somebody_elses_step_cannot_be_taken_back(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", LARCHWOOD).open().press("Announce")
    assert "Undo…" not in host.text
    host.click(f"{host.base_url}/steps/announce/undo/run", {"docId": LARCHWOOD})
    assert len(messages(stage)) == 1


def test_what_was_built_on_it_is_named_before_it_is_taken_back(stage: Stage) -> None:
    announce(stage)
    stage.host("ops", LARCHWOOD).open().press("Update sheet").press("Write 4 cells")
    host = stage.host("ae", LARCHWOOD).open().press("Announce").press("Undo…")
    assert "“Update sheet” is done already and stays as it is." in host.text


def test_a_refusal_is_still_told_to_the_next_person(stage: Stage) -> None:
    stage.world.faults.add("slack", "chat.postMessage", "429")
    stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host = stage.host("ae", LARCHWOOD).open().press("Announce")
    assert "was refused and nothing was sent (ratelimited)." in host.text
