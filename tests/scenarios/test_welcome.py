"""The welcome mail as it leaves: both its parts, who gets it unseen, and who has to be ticked first."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import Host, actions
from tests.scenarios.test_suggestions import write
from tests.scenarios.test_three_buttons import LARCHWOOD, in_days

TO_THREE, KEEP = "Send to 3 people", "Keep as draft in Gmail"


def look(stage: Stage) -> Host:
    """The AE looks at the mail, with a day that is ahead."""
    return stage.host("ae", LARCHWOOD).open().press("Send welcome").pick_day("date", in_days(30)).press(TO_THREE)


def outbox(stage: Stage) -> list[dict[str, Any]]:
    """Every mail that was sent, as Gmail keeps it."""
    found: list[dict[str, Any]] = stage.world.state()["gmail"]["outbox"]
    return found


def sent(stage: Stage) -> EmailMessage:
    """The one mail as its readers' programs get it."""
    [mail] = outbox(stage)
    message = message_from_bytes(base64.urlsafe_b64decode(mail["raw"] + "=="), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    """One part of the mail."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_both_parts_say_the_same(stage: Stage) -> None:
    look(stage).press(TO_THREE)
    text, html = part(sent(stage), "plain"), part(sent(stage), "html")
    assert "Hi Larchwood Analytics team,\n" in text
    assert "<p>Hi Larchwood Analytics team,</p>\n" in html
    assert html.count("<p>") == len(text.strip().split("\n\n"))


def test_what_was_typed_stays_text_in_the_html_part(stage: Stage) -> None:
    look(stage).fill("text", 'See <a href="https://evil.example">this</a> & that\nsoon').press(TO_THREE)
    assert part(sent(stage), "html").strip() == (
        "<p>See &lt;a href=&quot;https://evil.example&quot;&gt;this&lt;/a&gt; &amp; that<br>\nsoon</p>"
    )


def test_the_crm_gets_a_blind_copy_that_nobody_else_sees(stage: Stage) -> None:
    logged = "ops@codelantern.example"
    stage.configure(welcome_email__bcc=f'["{logged}"]')
    host = look(stage)
    assert f"Blind copy\n{logged}" in host.text
    host.press(TO_THREE)
    assert len(stage.world.state()["gmail"]["mailboxes"][logged]["messages"]) == 1
    assert sent(stage)["Bcc"] is None
    assert logged not in sent(stage).as_string()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("omar.whitley@gmail.com", "free mail"),
        ("omar.whitley@larchw00d.example", "looks like larchwood.example, but is not"),
        ("omar.whitley@elsewhere.test", "not of larchwood.example"),
    ],
)
def test_a_wrong_recipient_is_named_with_the_reason_and_ticked_before_it_gets_anything(
    stage: Stage, address: str, why: str
) -> None:
    host = look(stage).fill("to", address).press(TO_THREE)
    assert f"{address} · {why}" in host.text
    assert outbox(stage) == []
    host.tick("outsiders", address).press("Send to 2 people")
    assert sent(stage)["To"] == address


def test_who_is_written_down_twice_is_asked_about_and_counted_once(stage: Stage) -> None:
    host = look(stage).fill("to", "omar.whitley@gmail.com").fill("cc", "omar.whitley@gmail.com").press(TO_THREE)
    assert host.text.count("omar.whitley@gmail.com · free mail") == 1
    assert "Send\n" in host.text


def drafts(stage: Stage) -> list[EmailMessage]:
    """The drafts in the AE's mailbox."""
    box = stage.world.state()["gmail"]["mailboxes"]["maya.lindqvist@codelantern.example"]
    found = [one for one in box["messages"].values() if "DRAFT" in one["labelIds"]]
    messages = [message_from_bytes(base64.urlsafe_b64decode(one["raw"] + "=="), policy=policy.default) for one in found]
    return [one for one in messages if isinstance(one, EmailMessage)]


def test_the_mail_can_be_kept_as_a_draft_and_the_step_stays_open(stage: Stage) -> None:
    host = look(stage).press(KEEP)
    [draft] = drafts(stage)
    assert draft["To"] == "omar.whitley@larchwood.example, renee.adler@larchwood.example"
    assert "Hi Larchwood Analytics team," in part(draft, "plain")
    assert outbox(stage) == []
    assert "It is a draft in your Gmail, and nothing was sent." in host.text
    assert "Ready for you" in stage.host("ae", LARCHWOOD).open().text


def test_one_version_is_kept_once_and_another_beside_it(stage: Stage) -> None:
    host = look(stage).press(KEEP).press(KEEP)
    assert len(drafts(stage)) == 1
    host.fill("text", "Another text").press(KEEP)
    assert len(drafts(stage)) == 2


def test_what_is_wrong_with_the_mail_keeps_it_from_being_kept(stage: Stage) -> None:
    host = look(stage).fill("to", "omar.whitley@gmail.com").press(KEEP)
    assert "Tick each address outside the customer's domain" in host.text
    assert drafts(stage) == []


def test_a_kept_mail_can_still_be_sent_from_here(stage: Stage) -> None:
    look(stage).press(KEEP).press(TO_THREE)
    assert len(outbox(stage)) == 1


@pytest.mark.parametrize("kind", ["500_after", "500_before", "429"])
def test_a_draft_that_gmail_did_not_confirm_is_not_said_to_be_there(stage: Stage, kind: str) -> None:
    host = look(stage)
    stage.world.faults.add("gmail", "gmail.users.drafts.create", kind)
    host.press(KEEP)
    assert "It is a draft in your Gmail" not in host.text
    host.press(KEEP)
    assert "It is a draft in your Gmail" in host.text
    assert outbox(stage) == []


def test_a_customer_engineer_without_an_address_is_said_to_be_in_no_copy(stage: Stage) -> None:
    write(stage, LARCHWOOD, "chloe.marchetti", "Chloé Marchetti")
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "Nobody is in copy: no address is known of the Customer Engineer, Chloé Marchetti." in host.text
    host.pick_day("date", in_days(30)).press("Send to 2 people").press("Send to 2 people")
    assert len(outbox(stage)) == 1


def test_a_holiday_is_pointed_out_with_the_next_working_day(stage: Stage) -> None:
    friday = datetime.now(UTC).date() + timedelta(days=30)
    friday += timedelta(days=(4 - friday.weekday()) % 7)
    stage.configure(calendar__holidays=f"[{friday}, {friday + timedelta(days=3)}]")
    midnight = datetime.combine(friday, time(), UTC)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", int(midnight.timestamp() * 1000)).press(TO_THREE)
    after = friday + timedelta(days=4)
    assert f"is a holiday; the next working day is Tuesday, {after:%B} {after.day}" in host.text


def test_a_weekend_is_pointed_out_too(stage: Stage) -> None:
    saturday = datetime.now(UTC).date() + timedelta(days=30)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    midnight = datetime.combine(saturday, time(), UTC)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", int(midnight.timestamp() * 1000)).press(TO_THREE)
    assert "is on a weekend; the next working day is Monday" in host.text


@pytest.mark.parametrize("half", ["a@", "@larchwood.example", "a b", "<>", "a@larchwood.example, b@evil.example"])
def test_half_an_address_is_said_to_be_none_and_nothing_is_sent(stage: Stage, half: str) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome").fill("to", half).fill("cc", half)
    send = next(label for label, _ in actions(host.card) if label.startswith("Send to"))
    host.press(send)
    assert "To" in host.text
    assert "Something broke" not in host.text
    assert stage.world.panels()["gmail"]["outbox"] == []


def test_whether_an_unconfirmed_mail_went_out_only_its_sender_can_see(stage: Stage) -> None:
    stage.configure(roles__sales='["*@codelantern.example"]')
    host = look(stage)
    stage.world.faults.add("gmail", "gmail.users.drafts.send", "500_after")
    host.press(TO_THREE)
    other = stage.host("ops", LARCHWOOD).open().press("Send welcome").press("Check and finish")
    assert "Only maya.lindqvist@codelantern.example can see whether this mail went out." in other.text
    host.press("Check and finish")
    assert len(outbox(stage)) == 1
