"""The owner changed after the welcome mail: the customer gets a correction, and never a second welcome."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_assign_owner import CHLOE, GARETH, name_gareth
from tests.scenarios.test_deliver_license import MAYA, OMAR, SUBJECT, answer, mails, text_of, threads, welcomed
from tests.scenarios.test_three_buttons import LARCHWOOD

PREFIX = "https://www.googleapis.com/auth/"
CHANGED = "The welcome mail names Chloé Marchetti, and Gareth Pugh has the customer now."
BACK = "The welcome mail names Gareth Pugh, and Chloé Marchetti has the customer now."
SEND = "gmail.users.drafts.send"


def gareth_took_over(stage: Stage) -> Host:
    """The mail named Chloé; then Gareth got the customer. The AE looks at the home card."""
    welcomed(stage)
    name_gareth(stage)
    return stage.host("ae", LARCHWOOD).open()


def chloe_got_it_back(stage: Stage, *, cc: str = GARETH) -> Host:
    """The mail named Gareth; he handed the customer back, and Chloé took it. She looks at the home card."""
    name_gareth(stage)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.fill("cc", cc).press("Send to 3 people")
    assert "Sent to" in host.text
    chloe = stage.host("ce", LARCHWOOD).open().press("Take ownership").press("Undo…")
    chloe.fill("reason", "On leave").press("Hand it back")
    stage.host("ce", LARCHWOOD).open().press("Take ownership").tick("owner", CHLOE).press("Take it")
    return stage.host("ce", LARCHWOOD).open()


def test_the_executive_is_told_and_corrects_it_in_the_same_conversation(stage: Stage) -> None:
    host = gareth_took_over(stage)
    assert CHANGED in host.text
    host.press("Tell the customer…")
    assert "your Customer Engineer is Gareth Pugh, and not Chloé Marchetti" in host.text
    host.press("Send the correction")
    assert "told since that it is Gareth Pugh" in host.text
    welcome, sent = mails(stage, MAYA)
    assert sent["In-Reply-To"] == welcome["Message-ID"]
    assert (sent["Subject"], sent["To"], sent["Cc"]) == (f"Re: {SUBJECT}", welcome["To"], GARETH)
    assert len(set(threads(stage, MAYA))) == 1
    assert text_of(sent).strip().endswith("Maya Lindqvist")
    assert CHANGED not in host.open().text
    assert "Tell the customer…" not in host.text


def test_an_answer_of_the_customer_is_what_is_answered_and_their_words_are_kept_nowhere(stage: Stage) -> None:
    welcomed(stage)
    answer(stage)
    name_gareth(stage)
    stage.host("ae", LARCHWOOD).open().press("Tell the customer…").press("Send the correction")
    answered, sent = mails(stage, MAYA)[1:]
    assert sent["In-Reply-To"] == answered["Message-ID"]
    assert b"See you then" not in b"".join(one.read_bytes() for one in stage.folder.glob("ledger.sqlite*"))


def test_the_new_owner_may_tell_it_too_from_their_own_mailbox(stage: Stage) -> None:
    host = chloe_got_it_back(stage, cc=f"{GARETH}, {CHLOE}")
    assert BACK in host.text
    host.press("Tell the customer…").press("Send the correction")
    assert "told since that it is Chloé Marchetti" in host.text
    sent = mails(stage, CHLOE)[-1]
    assert CHLOE in str(sent["From"])
    assert (sent["Subject"], sent["Cc"]) == (f"Re: {SUBJECT}", MAYA)
    assert text_of(sent).strip().endswith("Chloé Marchetti")
    assert len(set(threads(stage, CHLOE))) == 1


def test_whoever_has_not_got_the_conversation_writes_a_mail_of_its_own(stage: Stage) -> None:
    host = chloe_got_it_back(stage).press("Tell the customer…")
    assert "The welcome's conversation is not in your mailbox" in host.text
    host.press("Send the correction")
    [sent] = mails(stage, CHLOE)
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Your Customer Engineer at Sourcegraph", None)


def test_nobody_else_is_asked_to_tell_it(stage: Stage) -> None:
    gareth_took_over(stage)
    for who in ("ce", "finance"):
        host = stage.host(who, LARCHWOOD).open()
        assert "Tell the customer…" not in host.text
        host.click(f"{host.base_url}/steps/welcome_email/correct/run", {"docId": LARCHWOOD, "submitted": "yes"})
        assert stage.calls(SEND) == 1


def test_the_same_owner_as_in_the_mail_needs_no_correction(stage: Stage) -> None:
    welcomed(stage)
    stage.host("ce", LARCHWOOD).open().press("Take ownership")
    host = name_gareth(stage)
    host.press("Undo…").fill("reason", "A mistake").press("Hand it back")
    assert "Tell the customer…" not in stage.host("ae", LARCHWOOD).open().text
    stage.host("ce", LARCHWOOD).open().press("Take ownership").press("Take it")
    assert "Tell the customer…" not in stage.host("ae", LARCHWOOD).open().text


def test_there_is_never_a_second_welcome(stage: Stage) -> None:
    host = gareth_took_over(stage).press("Send welcome")
    assert CHANGED in host.text
    assert "Send to" not in host.text.replace("Sent to", "")
    host.press("Correct…")
    assert "Send the correction" in host.text


@pytest.mark.parametrize("kind", ["500_after", "reset_after", "html", "500_before"])
def test_the_correction_goes_out_once_whatever_gmail_answers(stage: Stage, kind: str) -> None:
    host = gareth_took_over(stage).press("Tell the customer…")
    stage.world.faults.add("gmail", SEND, kind)
    host.press("Send the correction")
    host.open().press("Send welcome").press("Check and finish")
    assert "told since that it is Gareth Pugh" in host.text
    sent = [one for one in stage.world.panels()["gmail"]["outbox"] if one["subject"] == f"Re: {SUBJECT}"]
    assert len(sent) == 1


def test_without_reading_the_mailbox_it_goes_out_by_itself(stage: Stage) -> None:
    gareth_took_over(stage)
    host = stage.host("ae", LARCHWOOD).open()
    host.scopes = tuple(one for one in SCOPES if one != f"{PREFIX}gmail.readonly")
    host.press("Tell the customer…")
    assert host.asked_for == (f"{PREFIX}gmail.readonly",)
    host.again()
    assert "may not be read, so this goes out as a mail of its own" in host.text
    host.press("Send the correction")
    assert mails(stage, MAYA)[-1]["In-Reply-To"] is None


def test_the_key_and_the_check_in_still_find_the_welcome_after_it(stage: Stage) -> None:
    gareth_took_over(stage).press("Tell the customer…").press("Send the correction")
    host = stage.host("ce", LARCHWOOD).open().press("Schedule check-in")
    assert "Nobody has answered yet." in host.text
    assert OMAR in host.text
    assert GARETH in host.text
