"""The key reaches the administrator: in the welcome mail's conversation, across mailboxes, or directly in Slack."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import sqlite3
from email.message import EmailMessage
from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_create_license import made
from tests.scenarios.test_create_license import ready as ready_to_create
from tests.scenarios.test_three_buttons import LARCHWOOD, in_days

MAYA, CHLOE = "maya.lindqvist@codelantern.example", "chloe.marchetti@codelantern.example"
OMAR = "omar.whitley@larchwood.example"
SUBJECT = "Welcome to Sourcegraph, Larchwood Analytics"
READONLY = "https://www.googleapis.com/auth/gmail.readonly"
SEND = "gmail.users.drafts.send"
APPLIED = ["500_after", "reset_after", "truncated", "html", "nonsense"]


def welcomed(stage: Stage) -> None:
    """The AE sent the welcome mail, with the CE in copy."""
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", in_days(30)).press("Send to 3 people").press("Send to 3 people")
    assert "Sent to" in host.text


def ready(stage: Stage) -> Host:
    """The key is made, the welcome sent, and the CE looks at the delivery."""
    welcomed(stage)
    ready_to_create(stage).press("Create the key")
    return look(stage)


def look(stage: Stage) -> Host:
    """The CE looks at the delivery."""
    return stage.host("ce", LARCHWOOD).open().press("Deliver license key")


def mails(stage: Stage, owner: str) -> list[EmailMessage]:
    """What is in a mailbox, oldest first."""
    box = stage.world._store.section("gmail")["mailboxes"][owner]
    return [_parsed(one) for one in box["messages"].values()]


def threads(stage: Stage, owner: str) -> list[str]:
    """The conversation of each mail in a mailbox, oldest first."""
    box = stage.world._store.section("gmail")["mailboxes"][owner]
    return [str(one["threadId"]) for one in box["messages"].values()]


def _parsed(message: dict[str, Any]) -> EmailMessage:
    raw = base64.urlsafe_b64decode(message["raw"] + "==")
    return email.message_from_bytes(raw, policy=email.policy.default)


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answer(stage: Stage) -> None:
    """The customer answers the welcome mail to everybody in it."""
    welcome = mails(stage, CHLOE)[-1]
    people = f"{MAYA}, {CHLOE}"
    # Other servers give longer ones than Gmail's, longer than a line is folded at.
    theirs = f"<{'AM0PR04MB' * 12}@larchwood.example>"
    stage.world.gmail.deliver(OMAR, people, f"Re: {SUBJECT}", "See you then.", str(welcome["Message-ID"]), theirs)


def test_the_engineer_answers_in_the_conversation_that_the_executive_began(stage: Stage) -> None:
    host = ready(stage)
    assert f"Re: {SUBJECT}" in host.text
    assert "$KEYS" in host.text
    host.press("Send the key")
    assert f"Sent to {OMAR} in the welcome conversation; fingerprint " in host.text
    welcome, sent = mails(stage, CHLOE)
    assert sent["In-Reply-To"] == sent["References"] == welcome["Message-ID"]
    assert (sent["Subject"], sent["To"], sent["Cc"]) == (f"Re: {SUBJECT}", OMAR, None)
    assert len(set(threads(stage, CHLOE))) == 1
    assert made(stage)[0]["key"] in text_of(sent)


def test_an_answer_of_the_customer_is_what_is_answered(stage: Stage) -> None:
    welcomed(stage)
    answer(stage)
    ready_to_create(stage).press("Create the key")
    look(stage).fill("cc", MAYA).press("Send the key")
    welcome, answered, sent = mails(stage, CHLOE)
    assert sent["In-Reply-To"] == answered["Message-ID"]
    assert str(sent["References"]).split() == [welcome["Message-ID"], answered["Message-ID"]]
    assert len(set(threads(stage, CHLOE))) == 1
    assert len(set(threads(stage, MAYA))) == 1
    assert made(stage)[0]["key"] in text_of(mails(stage, MAYA)[-1])


def test_another_mail_with_a_subject_alike_is_another_conversation(stage: Stage) -> None:
    welcomed(stage)
    stage.world.gmail.deliver(MAYA, CHLOE, f"{SUBJECT} (draft)", "What do you think of this one?")
    ready_to_create(stage).press("Create the key")
    look(stage).press("Send the key")
    welcome, sent = mails(stage, CHLOE)[0], mails(stage, CHLOE)[-1]
    assert sent["In-Reply-To"] == welcome["Message-ID"]


def test_it_waits_for_the_key_and_the_welcome(stage: Stage) -> None:
    assert "Waits for “Create license key” and “Send welcome”" in look(stage).text


def test_whoever_has_not_got_the_welcome_cannot_answer_it(stage: Stage) -> None:
    welcomed(stage)
    stage.world._store.section("gmail")["mailboxes"][CHLOE]["messages"].clear()
    ready_to_create(stage).press("Create the key")
    assert "The welcome mail is not in your mailbox." in look(stage).text


def test_reading_the_mailbox_is_asked_for_when_it_is_needed(stage: Stage) -> None:
    welcomed(stage)
    ready_to_create(stage).press("Create the key")
    host = stage.host("ce", LARCHWOOD).open()
    host.scopes = tuple(one for one in SCOPES if one != READONLY)
    host.press("Deliver license key")
    assert host.asked_for == (READONLY,)


def test_an_address_that_is_not_the_administrators_has_to_be_ticked(stage: Stage) -> None:
    renee = "renee.adler@larchwood.example"
    host = ready(stage).fill("cc", renee).press("Send the key")
    assert "Tick each address that is not the administrator's" in host.text
    assert stage.calls(SEND) == 1
    host.tick("others", renee).press("Send the key")
    assert mails(stage, CHLOE)[-1]["Cc"] == renee


def test_a_text_without_a_place_for_the_key_is_not_sent(stage: Stage) -> None:
    host = ready(stage).fill("text", "Here you are.").press("Send the key")
    assert "$KEYS has to stand in the text once" in host.text
    assert stage.calls(SEND) == 1


def test_the_administrator_gets_it_directly_in_slack(stage: Stage) -> None:
    host = ready(stage).tick("way", "slack")
    host.click(f"{host.base_url}/steps/deliver_license/draft", {"docId": LARCHWOOD, "submitted": "yes"})
    assert "Omar Whitley, omar.whitley@larchwood.example" in host.text
    host.press("Send the key to Omar Whitley")
    assert "Sent to Omar Whitley in Slack, directly; fingerprint " in host.text
    channels = stage.world._store.section("slack")["channels"]
    key = made(stage)[0]["key"]
    having = [one["user"] for one in channels for message in one["messages"] if key in message["text"]]
    assert having == ["U0OMARWHI"]
    assert stage.calls(SEND) == 1


def test_slack_can_be_the_only_way(stage: Stage) -> None:
    stage.configure(deliver_license__ways='["slack"]')
    host = ready(stage)
    host.press("Send the key to Omar Whitley")
    assert "in Slack, directly" in host.text


def test_a_message_to_the_wrong_person_is_deleted_and_the_key_can_be_delivered_again(stage: Stage) -> None:
    stage.configure(deliver_license__ways='["slack"]')
    host = ready(stage)
    assert "it can be deleted later" in host.text
    host.press("Send the key to Omar Whitley").press("Undo…")
    assert "if that was the wrong person, take the license itself back too" in host.text
    host.press("Delete the message")
    channels, key = stage.world._store.section("slack")["channels"], made(stage)[0]["key"]
    assert not any(key in message["text"] for one in channels for message in one["messages"])
    look(stage).press("Send the key to Omar Whitley")
    assert sum(key in message["text"] for one in channels for message in one["messages"]) == 1


def test_nobody_with_the_address_in_slack_is_said_so(stage: Stage) -> None:
    stage.configure(deliver_license__ways='["slack"]')
    users = stage.world._store.section("slack")["users"]
    users[:] = [one for one in users if one["name"] != "omar"]
    assert f"Slack shows the app nobody with the address {OMAR}." in ready(stage).text


@pytest.mark.parametrize("method", ["gmail.users.drafts.create", SEND])
@pytest.mark.parametrize("kind", APPLIED)
def test_the_mail_goes_out_once_whatever_gmail_answers(stage: Stage, method: str, kind: str) -> None:
    host = ready(stage)
    stage.world.faults.add("gmail", method, kind)
    host.press("Send the key").press("Check and finish")
    assert "in the welcome conversation" in host.text
    assert sum("key of Larchwood" in text_of(one) for one in mails(stage, CHLOE) if "Re:" in one["Subject"]) >= 1
    assert len([one for one in stage.world.panels()["gmail"]["outbox"] if one["subject"] == f"Re: {SUBJECT}"]) == 1


@pytest.mark.parametrize("kind", APPLIED)
def test_the_message_goes_out_once_whatever_slack_answers(stage: Stage, kind: str) -> None:
    stage.configure(deliver_license__ways='["slack"]')
    host = ready(stage)
    stage.world.faults.add("slack", "chat.postMessage", kind)
    host.press("Send the key to Omar Whitley").press("Check and finish")
    assert "in Slack, directly" in host.text
    assert stage.calls("chat.postMessage") == 1


def test_a_key_that_was_replaced_meanwhile_is_not_sent(stage: Stage) -> None:
    host = ready(stage)
    made(stage)[0]["key"] = made(stage)[0]["key"][:-8] + "AAAAAAAA"
    host.press("Send the key")
    assert "The key for production is gone, or is not the one that was made." in host.text
    assert stage.calls(SEND) == 1


def test_a_license_service_that_does_not_answer_sends_nothing(stage: Stage) -> None:
    host = ready(stage)
    stage.world.faults.add("licensing", "dotcom.productLicenses", "500_before", times=9)
    host.press("Send the key")
    assert stage.calls("gmail.users.drafts.create") == 1
    stage.world.faults.clear()
    host.press("Check and finish")
    assert "in the welcome conversation" in host.text


def test_the_key_is_kept_nowhere_on_the_way(stage: Stage) -> None:
    welcomed(stage)
    answer(stage)
    ready_to_create(stage).press("Create the key")
    host = look(stage)
    stage.world.faults.add("gmail", SEND, "500_before")
    host.press("Send the key")
    [license_] = made(stage)
    with sqlite3.connect(stage.folder / "ledger.sqlite") as ledger:
        unconfirmed = "\n".join(ledger.iterdump())
    assert "$KEYS" in unconfirmed
    host.press("Check and finish")
    with sqlite3.connect(stage.folder / "ledger.sqlite") as ledger:
        done = "\n".join(ledger.iterdump())
    told = unconfirmed + done + json.dumps(host.cards)
    assert license_["key"][:40] not in told
    assert "See you then." not in told
