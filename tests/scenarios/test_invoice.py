"""The invoice, from the questionnaire to the contact's inbox, once and under a number of its own."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pytest
from babel.dates import format_date
from pypdf import PdfReader

from services.handover.ledger import Ledger
from services.handover.schema import open_ledger
from services.sandbox.gmail.mail import decode
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_rename_channel import channel
from tests.scenarios.test_three_buttons import LARCHWOOD, SALES, announce
from tests.services.sandbox.clients import Clients

TEMPLATE = "1InvoiceTemplate00000000000000000000000000000"
FINANCE = "finance@codelantern.example"
APPLIED = ["500_after", "reset_after", "close_after", "truncated", "html"]
NOT_APPLIED = ["500_before", "reset_before", "close_before"]
FIRST = f"INV-{date.today().year}-0001"


def look(stage: Stage, document: str = LARCHWOOD) -> Host:
    """Finance look at the invoice of an announced customer."""
    if document == LARCHWOOD:
        announce(stage)
    stage.host("finance", TEMPLATE)
    return stage.host("finance", document).open().press("Send invoice")


def retype(stage: Stage, **texts: str) -> None:
    """The AE types other answers into Larchwood's questionnaire: old text -> new text."""
    edits = [{"replaceAllText": {"containsText": {"text": old}, "replaceText": new}} for old, new in texts.items()]
    stage.host("ae", LARCHWOOD)
    Clients(stage.running).docs("ae").batchUpdate(documentId=LARCHWOOD, body={"requests": edits}).execute()


def sent(stage: Stage) -> list[dict[str, Any]]:
    """The mails that finance sent, as they travelled."""
    outbox: list[dict[str, Any]] = stage.world.state()["gmail"]["outbox"]
    return [one for one in outbox if "INV-" in str(_mail(one)["Subject"])]


def _mail(message: dict[str, Any]) -> Any:
    return email.message_from_bytes(decode(message["raw"]), policy=email.policy.default)


def mail_text(message: dict[str, Any]) -> str:
    """What its reader reads in the mail itself."""
    found: str = _mail(message).get_body(("plain",)).get_content()
    return " ".join(found.split())


def pdf(message: dict[str, Any]) -> bytes:
    """The one attachment of a mail."""
    [attached] = _mail(message).iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    data: bytes = attached.get_content()
    return data


def told(stage: Stage) -> list[str]:
    """What the bot said of invoices in Slack."""
    channels = stage.world.panels()["slack"]["channels"]
    return [str(m["text"]) for c in channels for m in c["messages"] if "invoice INV-" in str(m["text"])]


def invoices(stage: Stage) -> list[dict[str, Any]]:
    """Drive's record of the invoices that are not in the bin."""
    drive = stage.world.state()["drive"]
    return [one for one in drive.values() if "handoverInvoice" in one["appProperties"] and not one["trashed"]]


def long_day(when: date) -> str:
    """A day as the invoice writes it."""
    return str(format_date(when, "MMMM d, y", locale="en_US"))


def test_from_the_document_to_the_contacts_inbox_with_the_pdf_read(stage: Stage) -> None:
    host = look(stage)
    for words in (
        "Bethany Crowe",
        "accounts@larchwood.example",
        "+16175550110",
        "under “Point of contact for invoicing/billing”",
        "Total: $86,400.00",
        "Unit price: $480.00",
        "Service period: December 7, 2026 to December 6, 2027",
    ):
        assert words in host.text
    assert sent(stage) == [] == invoices(stage)
    host.press("Send the invoice")
    [message] = sent(stage)
    mail = _mail(message)
    assert mail["To"] == "accounts@larchwood.example"
    assert mail["From"] == FINANCE
    assert mail["Subject"] == f"Invoice {FIRST} from Sourcegraph"
    text = pdf_text(stage)
    for words in (FIRST, "Larchwood Analytics Inc., 18 Sawmill Row, Floor 2, Boston, MA 02110", "LW-2026-0417", "180"):
        assert words in text
    assert "$86,400.00" in text
    assert "Annual in advance, net 30" in text
    assert "$NUMBER" not in text
    assert f"{FIRST} sent to accounts@larchwood.example: $86,400.00" in host.text


def test_the_invoice_stands_in_the_templates_folder_and_the_ae_is_told(stage: Stage) -> None:
    host = look(stage).press("Send the invoice")
    [invoice] = invoices(stage)
    assert invoice["name"] == f"{FIRST} Larchwood Analytics"
    assert invoice["parents"] == ["0BInvoicesFolder00000000000000000"]
    assert f"/document/d/{invoice['id']}/edit" in str(host.card)
    [words] = told(stage)
    assert words.startswith(f"<@U0MAYALIN>: invoice {FIRST} for <https://docs.google.com/document/d/{LARCHWOOD}/edit|")


def test_the_bytes_that_went_out_are_those_whose_hash_is_kept(stage: Stage) -> None:
    look(stage).press("Send the invoice")
    [message] = sent(stage)
    kept = Ledger(open_ledger(stage.known["database_url"])).records(LARCHWOOD)["invoice"].evidence
    assert kept is not None
    assert kept.ids["pdf"] == hashlib.sha256(pdf(message)).hexdigest()
    assert kept.ids["number"] == FIRST


def test_a_click_that_the_host_repeats_invoices_once(stage: Stage) -> None:
    look(stage).press("Send the invoice").again()
    assert len(sent(stage)) == len(invoices(stage)) == len(told(stage)) == 1


@pytest.mark.parametrize("kind", APPLIED + NOT_APPLIED)
@pytest.mark.parametrize("method", ["gmail.users.drafts.create", "gmail.users.drafts.send"])
def test_the_mail_goes_out_once_whatever_gmail_answers(stage: Stage, method: str, kind: str) -> None:
    host = look(stage)
    stage.world.faults.add("gmail", method, kind)
    host.press("Send the invoice")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert f"{FIRST} sent to" in host.text
    assert len(sent(stage)) == len(invoices(stage)) == len(told(stage)) == 1


@pytest.mark.parametrize("kind", APPLIED)
@pytest.mark.parametrize(("system", "method"), [("drive", "drive.files.copy"), ("slack", "chat.postMessage")])
def test_what_was_made_without_an_answer_is_found_again(stage: Stage, system: str, method: str, kind: str) -> None:
    host = look(stage)
    stage.world.faults.add(system, method, kind)
    host.press("Send the invoice").press("Check and finish")
    assert f"{FIRST} sent to" in host.text
    assert len(sent(stage)) == len(invoices(stage)) == len(told(stage)) == 1


def test_slack_saying_no_does_not_make_a_sent_invoice_look_unsent(stage: Stage) -> None:
    host = look(stage)
    channel(stage, SALES)["is_archived"] = True
    host.press("Send the invoice")
    assert "Send invoice: done" in host.text
    assert "tell the AE yourself" in host.text
    assert len(sent(stage)) == 1


def test_a_draft_stays_in_the_mailbox_until_finance_send_it(stage: Stage) -> None:
    host = look(stage).tick("how", "draft").press("Send the invoice")
    assert "waits as a draft" in host.text
    assert sent(stage) == [] == told(stage)
    [draft] = stage.world.panels()["gmail"]["mailboxes"][FINANCE]["drafts"]
    assert draft["attachments"] == [f"{FIRST}.pdf"]


def test_without_the_purchase_order_nothing_is_sent_and_the_reason_is_said(stage: Stage) -> None:
    retype(stage, **{"LW-2026-0417": "TBD"})
    host = look(stage)
    assert "A purchase order is required, and its number is not in the document." in host.text
    host.press("Send the invoice")
    assert invoices(stage) == [] == sent(stage)
    retype(stage, TBD="LW-77")
    host.open().press("Send invoice").press("Send the invoice")
    assert "Your purchase order" in pdf_text(stage)
    assert "LW-77" in pdf_text(stage)
    assert FIRST in pdf_text(stage)


def pdf_text(stage: Stage) -> str:
    """What the PDF of the one invoice says, wherever its lines are broken."""
    [message] = sent(stage)
    return " ".join(PdfReader(io.BytesIO(pdf(message))).pages[0].extract_text().split())


def test_a_contact_that_is_not_certain_holds_the_invoice_up(stage: Stage) -> None:
    retype(stage, **{"accounts@larchwood.example": "accounts@gmail.com"})
    host = look(stage)
    assert "Not certain: Bethany Crowe, accounts@gmail.com" in host.text
    assert "Send the invoice" not in host.text


def test_a_doubtful_contact_has_to_be_confirmed(stage: Stage) -> None:
    retype(stage, **{"accounts@larchwood.example": "accounts@gmail.com"})
    _unlink(stage, "accounts@gmail.com")
    host = look(stage)
    assert "accounts@gmail.com is a free-mail address." in host.text
    host.press("Send the invoice")
    assert "Tick that the billing contact is right" in host.text
    assert sent(stage) == []
    host.tick("sure", "yes").press("Send the invoice")
    assert len(sent(stage)) == 1


def _unlink(stage: Stage, text: str) -> None:
    """The AE takes the link off a text."""
    [span] = [
        {"startIndex": run["startIndex"], "endIndex": run["endIndex"]}
        for block in stage.world.docs.get_document(LARCHWOOD)["tabs"][0]["documentTab"]["body"]["content"]
        for row in block.get("table", {}).get("tableRows", ())
        for cell in row["tableCells"]
        for paragraph in cell["content"]
        for run in paragraph["paragraph"]["elements"]
        if text in run.get("textRun", {}).get("content", "")
    ]
    plain = {"updateTextStyle": {"range": span, "textStyle": {}, "fields": "link"}}
    Clients(stage.running).docs("ae").batchUpdate(documentId=LARCHWOOD, body={"requests": [plain]}).execute()


def test_a_portal_means_prepare_only(stage: Stage) -> None:
    retype(stage, **{"Annual in advance, net 30": "Net 45, through Coupa"})
    host = look(stage)
    assert "The document names “Coupa”" in host.text
    host.press("Prepare the invoice")
    assert "prepared; hand it in yourself" in host.text
    assert sent(stage) == [] == told(stage)
    assert len(invoices(stage)) == 1


def test_the_line_is_finances_and_every_sum_follows(stage: Stage) -> None:
    host = look(stage)
    host.fill("quantity", "3").fill("price", "33.335").fill("discount", "10").fill("tax", "19%")
    host.press("Send the invoice")
    assert "Look once more" in host.text
    # 3 × 33.335 = 100.005, so 100.01; 10 % is 10.001, so 10.00; 19 % of 90.01 is 17.1019, so 17.10.
    for words in ("Discount: $10.00", "Net: $90.01", "Tax: $17.10", "Total: $107.11"):
        assert words in host.text
    assert "The line comes to $100.01, the ARR's share is $86,400.00." in host.text
    host.press("Send the invoice")
    assert "$107.11" in pdf_text(stage)


def test_what_is_no_number_is_said_and_nothing_is_made(stage: Stage) -> None:
    host = look(stage).fill("price", "1.234,50").fill("tax", "120").press("Send the invoice")
    assert "“Unit price” is no number: write it as 1,234.50." in host.text
    assert "“Tax” is in percent: no more than 100." in host.text
    assert invoices(stage) == []


@pytest.mark.parametrize(("terms", "days"), [("Net 45", 45), ("due on receipt", 0), ("as agreed", 30)])
def test_the_due_day_follows_the_terms(stage: Stage, terms: str, days: int) -> None:
    retype(stage, **{"Annual in advance, net 30": terms})
    host = look(stage)
    assert any(f"Due: {long_day(date.today() + timedelta(days=days + off))}" in host.text for off in (0, 1))


def test_quarterly_terms_make_a_quarter(stage: Stage) -> None:
    retype(stage, **{"Annual in advance, net 30": "Quarterly, net 30"})
    host = look(stage)
    assert "Total: $21,600.00" in host.text
    assert "Service period: December 7, 2026 to March 6, 2027" in host.text


def test_text_from_the_document_is_text_on_the_invoice(stage: Stage) -> None:
    retype(stage, **{"Larchwood Analytics Inc.": "<b>$TOTAL</b> & Söhne"})
    look(stage).press("Send the invoice")
    assert "<b>$TOTAL</b> & Söhne" in pdf_text(stage)


def test_two_customers_have_neighbouring_numbers_and_a_refused_press_takes_none_twice(stage: Stage) -> None:
    host = look(stage)
    stage.world.faults.add("drive", "drive.files.copy", "403_rate", times=1)
    host.press("Send the invoice")
    assert sent(stage) == []
    host.press("Send the invoice")
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    second = look(stage, quill)
    second.press("Send the invoice")
    numbers = sorted(str(_mail(one)["Subject"]).split()[1] for one in sent(stage))
    assert numbers == [FIRST, FIRST.replace("0001", "0002")]
