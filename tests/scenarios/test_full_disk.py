"""What cannot be written down is not sent: a full disk is told before anything leaves."""

from __future__ import annotations

from tests.conftest import Stage
from tests.disk import full_disk
from tests.scenarios.test_three_buttons import LARCHWOOD, in_days, messages


def test_a_full_disk_is_told_before_the_announcement_is_posted(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed")
    with full_disk():
        host.press("Post in #sales")
    assert "The ledger refused it: it cannot be written. Nothing was sent or changed." in host.text
    assert "Tell an administrator that its disk may be full" in host.text
    assert messages(stage) == []
    stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


def test_nor_does_a_mail_leave(stage: Stage) -> None:
    mail = stage.host("ae", LARCHWOOD).open().press("Send welcome").pick_day("date", in_days(30))
    mail.press("Send to 3 people")
    with full_disk():
        mail.press("Send to 3 people")
    assert "it cannot be written. Nothing was sent or changed." in mail.text
    assert stage.world.panels()["gmail"]["outbox"] == []
    assert stage.calls("gmail.users.drafts.create") == 0


def test_what_a_person_says_by_hand_is_told_to_be_not_recorded(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").press("Done another way?")
    host.tick("how", "by_hand").fill("note", "told them at lunch")
    with full_disk():
        host.press("Record")
    assert "The ledger does not answer" in host.text
    assert "`flask doctor` says why" in host.text
