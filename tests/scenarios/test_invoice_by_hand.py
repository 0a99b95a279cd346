"""An invoice that was made in another system: recorded with its number, its date and where it is."""

from __future__ import annotations

from services.handover.ledger import Ledger
from services.handover.schema import open_ledger
from tests.conftest import Stage
from tests.scenarios.test_invoice import invoices, look
from tests.scenarios.test_three_buttons import LARCHWOOD

NOVEMBER_20 = 1_795_132_800_000
"""Midnight UTC of November 20, 2026, in milliseconds."""


def test_recorded_by_hand_needs_no_invoice_of_ours(stage: Stage) -> None:
    host = look(stage).press("Done another way?").tick("how", "by_hand").press("Record")
    assert "Add the invoice number, the invoice date and the link to the invoice" in host.text
    host.tick("how", "by_hand").fill("number", " R-4711 ").pick_day("dated", NOVEMBER_20)
    host.fill("link", "accounts.example/4711").press("Record")
    assert "“Link to the invoice” must be an address that begins with https://" in host.text
    assert host.text.count("Nothing was recorded.") == 1
    host.tick("how", "by_hand").fill("number", " R-4711 ").pick_day("dated", NOVEMBER_20)
    host.fill("link", "https://accounts.example/4711").fill("note", "By the subsidiary").press("Record")
    assert "Send invoice: done by hand" in host.text
    assert "R-4711 · November 20, 2026 · https://accounts.example/4711 · By the subsidiary" in host.text
    assert invoices(stage) == []
    kept = Ledger(open_ledger(stage.known["database_url"])).records(LARCHWOOD)["invoice"].evidence
    assert kept is not None
    assert kept.ids == {"number": "R-4711", "dated": "2026-11-20", "link": "https://accounts.example/4711"}


def test_an_invoice_that_is_not_needed_takes_a_reason_alone(stage: Stage) -> None:
    host = look(stage).press("Done another way?").tick("how", "not_applicable").fill("note", "Paid through a reseller")
    assert "Send invoice: not needed" in host.press("Record").text
