"""An invoice that was refused on its way: nothing unfinished stays behind, and the next press sends one."""

from __future__ import annotations

from tests.conftest import Stage
from tests.scenarios.test_invoice import TEMPLATE, invoices, look, pdf_text, sent
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.services.sandbox.clients import Clients


def test_a_template_with_something_unknown_in_it_is_not_mailed(stage: Stage) -> None:
    body = {"requests": [{"insertText": {"location": {"index": 1}, "text": "$SURPRISE "}}]}
    Clients(stage.running).docs("finance").batchUpdate(documentId=TEMPLATE, body=body).execute()
    host = look(stage).press("Send the invoice")
    assert "still holds $SURPRISE, so nothing was mailed" in host.text
    assert sent(stage) == [] == invoices(stage)
    gone = {"replaceAllText": {"containsText": {"text": "$SURPRISE "}, "replaceText": ""}}
    Clients(stage.running).docs("finance").batchUpdate(documentId=TEMPLATE, body={"requests": [gone]}).execute()
    host.press("Send the invoice")
    assert len(sent(stage)) == len(invoices(stage)) == 1


def test_an_invoice_that_was_refused_and_then_corrected_leaves_no_other_behind(stage: Stage) -> None:
    host = look(stage)
    stage.world.faults.add("gmail", "gmail.users.drafts.create", "403_rate")
    host.press("Send the invoice")
    assert len(invoices(stage)) == 1
    host.fill("tax", "10").press("Send the invoice").press("Send the invoice")
    assert "$95,040.00" in pdf_text(stage)
    assert len(invoices(stage)) == 1


def test_nobody_else_begins_anew_once_the_mail_may_be_out(stage: Stage) -> None:
    stage.configure(roles__finance='["*@codelantern.example"]')
    host = look(stage)
    stage.world.faults.add("gmail", "gmail.users.drafts.send", "500_after")
    host.press("Send the invoice")
    stage.world.faults.add("drive", "drive.files.get", "401", 9)
    stage.world.faults.add("drive", "drive.files.list", "401", 9)
    host.press("Check and finish")
    stage.world.faults.clear()
    stage.host("ops", TEMPLATE)
    other = stage.host("ops", LARCHWOOD).open().press("Send invoice")
    assert "Not confirmed yet" in other.text
    other.press("Check and finish")
    assert "Only finance@codelantern.example can see whether this invoice went out." in other.text
    host.press("Check and finish")
    assert "sent to" in host.text
    assert len(sent(stage)) == len(invoices(stage)) == 1


def test_somebody_else_sends_it_when_the_first_press_was_refused_before_the_mail(stage: Stage) -> None:
    stage.configure(roles__finance='["*@codelantern.example"]')
    host = look(stage)
    stage.world.faults.add("gmail", "gmail.users.drafts.create", "403_rate")
    host.press("Send the invoice")
    stage.world.drive.share(stage.world.state()["drive"][TEMPLATE]["parents"][0], "*", "writer")
    stage.host("ops", TEMPLATE)
    other = stage.host("ops", LARCHWOOD).open().press("Send invoice").press("Send the invoice")
    assert "sent to" in other.text
    assert len(sent(stage)) == 1
