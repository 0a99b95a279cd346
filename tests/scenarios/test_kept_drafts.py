"""A mail that was kept as a draft is removed from the sidebar: a press of its own, once, from its own mailbox."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.scenarios.test_welcome import KEEP, TO_THREE, drafts, look, outbox

DELETE = "gmail.users.drafts.delete"
OPENS, CONFIRM = "Delete the draft…", "Delete the draft"
MAYA = "maya.lindqvist@codelantern.example"


def kept(stage: Stage) -> Host:
    """The AE kept the mail as a draft, and looks at what deleting it does."""
    host = look(stage).press(KEEP).press(OPENS)
    assert "Deletes the draft in your Gmail at once and for good" in host.text
    assert len(drafts(stage)) == 1
    return host


def send_from_gmail(stage: Stage) -> None:
    """The AE opens the draft in Gmail and presses Send there."""
    box = stage.world._store.section("gmail")["mailboxes"][MAYA]
    for message_id in box["drafts"].values():
        box["messages"][message_id]["labelIds"] = ["SENT"]
    box["drafts"].clear()


def test_a_kept_draft_is_deleted_and_the_step_stays_open(stage: Stage) -> None:
    host = kept(stage).press(CONFIRM)
    assert drafts(stage) == []
    assert host.notification == "Send welcome: the draft is gone"
    assert "The draft was deleted from Gmail, and nothing was sent." in host.text
    assert OPENS not in host.text
    assert "Ready for you" in stage.host("ae", LARCHWOOD).open().text


def test_the_draft_stands_on_the_step_whenever_it_is_opened(stage: Stage) -> None:
    look(stage).press(KEEP)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "Drafts in Gmail" in host.text
    host.press(OPENS).press(CONFIRM)
    assert drafts(stage) == []


def test_the_same_mail_can_be_kept_again_and_deleted_again(stage: Stage) -> None:
    kept(stage).press(CONFIRM)
    kept(stage).press(CONFIRM)
    assert drafts(stage) == []
    assert stage.calls(DELETE) == 2


def test_of_two_versions_the_one_that_was_chosen_goes(stage: Stage) -> None:
    host = look(stage).press(KEEP).fill("subject", "The second version").press(KEEP)
    assert len(drafts(stage)) == 2
    host.press(OPENS, 0).press(CONFIRM)
    [left] = drafts(stage)
    assert left["Subject"] == "The second version"


def test_a_press_that_is_repeated_deletes_nothing_else(stage: Stage) -> None:
    host = kept(stage).press(CONFIRM)
    look(stage).press(KEEP)
    host.again()
    assert "This draft was deleted already" in host.text
    assert len(drafts(stage)) == 1
    assert stage.calls(DELETE) == 1


def test_a_draft_that_was_sent_from_gmail_is_recognised_and_not_made_again(stage: Stage) -> None:
    host = kept(stage)
    send_from_gmail(stage)
    host.press(CONFIRM)
    assert "it was sent from Gmail, which cannot be taken back" in host.text
    assert (drafts(stage), stage.calls(DELETE), stage.calls("gmail.users.drafts.create")) == ([], 0, 1)
    assert OPENS not in host.text


def test_a_draft_that_was_deleted_in_gmail_is_said_to_be_gone(stage: Stage) -> None:
    host = kept(stage)
    box = stage.world._store.section("gmail")["mailboxes"][MAYA]
    box["drafts"].clear()
    box["messages"].clear()
    host.press(CONFIRM)
    assert "it was sent or deleted there" in host.text
    assert stage.calls(DELETE) == 0


@pytest.mark.parametrize(
    "kind", ["500_before", "500_after", "503", "reset_after", "close_after", "truncated", "html", "429"]
)
def test_it_is_deleted_once_whatever_gmail_answers(stage: Stage, kind: str) -> None:
    host = kept(stage)
    stage.world.faults.add("gmail", DELETE, kind)
    host.press(CONFIRM)
    if "Check and finish" in host.text:
        host.press("Check and finish")
    elif drafts(stage):
        host.press(CONFIRM)
    assert drafts(stage) == []
    assert "The draft was deleted from Gmail, and nothing was sent." in host.text
    assert outbox(stage) == []


def test_an_unconfirmed_deletion_is_finished_from_the_steps_card(stage: Stage) -> None:
    host = kept(stage)
    stage.world.faults.add("gmail", DELETE, "close_after")
    host.press(CONFIRM)
    later = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "Deleting it was sent, but no answer came back. Pressing looks first." in later.text
    later.press("Check and finish")
    assert "The draft was deleted from Gmail, and nothing was sent." in later.text
    assert stage.calls(DELETE) == 1


def test_a_colleague_sees_whose_draft_it_is_and_cannot_delete_it(stage: Stage) -> None:
    host = kept(stage)
    assert host.last_press is not None
    parameters = host.last_press[1]
    stage.configure(roles__sales='["*@codelantern.example"]')
    other = stage.host("ce", LARCHWOOD).open().press("Send welcome")
    assert f"Kept in the Gmail of {MAYA}" in other.text
    assert OPENS not in other.text
    other.click(f"{other.base_url}/steps/welcome_email/kept/remove", parameters)
    assert len(drafts(stage)) == 1
    assert stage.calls(DELETE) == 0


def test_a_draft_beside_a_mail_that_was_sent_from_here_can_still_be_deleted(stage: Stage) -> None:
    host = look(stage).press(KEEP).press(TO_THREE)
    assert len(outbox(stage)) == 1
    host.press(OPENS).press(CONFIRM)
    assert drafts(stage) == []
    assert "Send welcome: done" in host.text
