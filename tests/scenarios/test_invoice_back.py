"""An invoice that was not sent can be taken back: the draft is deleted, the document binned, the number kept."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_invoice import FINANCE, FIRST, invoices, look, sent
from tests.scenarios.test_three_buttons import LARCHWOOD

DELETE, BIN = "gmail.users.drafts.delete", "drive.files.update"
UNCLEAR = ["500_after", "reset_after", "close_after", "truncated", "500_before", "503"]


def drafts(stage: Stage) -> int:
    """How many drafts wait in finance's mailbox."""
    return len(stage.world.panels()["gmail"]["mailboxes"][FINANCE]["drafts"])


def binned(stage: Stage) -> list[bool]:
    """Of each invoice's document, whether it is in the bin."""
    drive = stage.world.state()["drive"].values()
    return [bool(one["trashed"]) for one in drive if "handoverInvoice" in one["appProperties"]]


def drafted(stage: Stage) -> Host:
    """Finance made a draft, and looks at what taking it back changes."""
    host = look(stage).tick("how", "draft").press("Send the invoice").press("Undo…")
    assert "Deletes the draft in your Gmail, if it was not sent from there." in host.text
    assert drafts(stage) == 1
    return host


def test_a_draft_is_deleted_and_its_document_goes_into_the_bin(stage: Stage) -> None:
    host = drafted(stage).press("Take the invoice back")
    assert host.notification == "Send invoice: taken back"
    assert "Taken back by you, " in host.text
    assert f"{FIRST} is in the bin and was not sent. It can be done again." in host.text
    assert (drafts(stage), binned(stage)) == (0, [True])


def test_the_next_invoice_has_the_same_number_and_a_document_of_its_own(stage: Stage) -> None:
    drafted(stage).press("Take the invoice back")
    stage.host("finance", LARCHWOOD).open().press("Send invoice").press("Send the invoice")
    assert sorted(binned(stage)) == [False, True]
    assert len(sent(stage)) == 1
    assert {one["name"].split()[0] for one in invoices(stage)} == {FIRST}


def test_a_draft_that_was_sent_from_gmail_cannot_be_taken_back(stage: Stage) -> None:
    host = drafted(stage)
    box = stage.world._store.section("gmail")["mailboxes"][FINANCE]
    box["drafts"].clear()
    host.press("Take the invoice back")
    assert "it was sent or deleted in Gmail" in host.text
    assert binned(stage) == [False]


def test_a_prepared_invoice_is_only_a_document(stage: Stage) -> None:
    host = look(stage).tick("how", "prepare").press("Send the invoice").press("Undo…")
    assert "Gmail" not in host.text
    host.press("Take the invoice back")
    assert binned(stage) == [True]


def test_a_mailed_invoice_offers_no_undo_and_said_so_before(stage: Stage) -> None:
    host = look(stage)
    assert "A sent mail cannot be taken back." in host.text
    assert "Undo…" not in host.press("Send the invoice").text


@pytest.mark.parametrize("method", [DELETE, BIN])
@pytest.mark.parametrize("kind", [*UNCLEAR, "429"])
def test_it_is_taken_back_once_whatever_gmail_and_drive_answer(stage: Stage, method: str, kind: str) -> None:
    host = drafted(stage)
    stage.world.faults.add(method.split(".")[0], method, kind)
    host.press("Take the invoice back")
    if "Check and finish" in host.text:
        host.press("Check and finish")
    elif binned(stage) != [True]:
        host.press("Take the invoice back")
    assert (drafts(stage), binned(stage)) == (0, [True])
    assert f"{FIRST} is in the bin and was not sent" in host.text
