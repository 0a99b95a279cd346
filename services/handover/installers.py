"""The installers-to-company sheet: what it knows a customer by, and what their rows should say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from services.handover.contract import contract_end
from services.handover.model import Handover
from services.handover.sections import UpdateSheet
from services.handover.words import person

if TYPE_CHECKING:
    from services.google_sheets import GoogleSheets
    from services.handover.anchored_rows import AnchoredRows
    from services.handover.customer_rows import Wanted

STEP = "update_sheet"
KEYS = ("installer_email", "site_id")
SHORT = 2_000
"""A sheet of so many rows is read whole where many rows are looked at: one round trip is less than two."""
STATUS, COMPANY, CUSTOMER = "status", "company", "customer"


def sheet_of(
    sheets: GoogleSheets, rules: UpdateSheet, beside: Sequence[str] | None = (), customers: Collection[str] = ()
) -> AnchoredRows:
    """The sheet as the person sees it now, with further columns and some customers' anchors; one call."""
    from services.handover.anchored_rows import AnchoredRows

    return AnchoredRows(sheets, rules, STEP, KEYS, (STATUS,), beside=beside, customers=customers)


def whole_if_short(sheets: GoogleSheets, rules: UpdateSheet) -> AnchoredRows:
    """The sheet for looking at many customers' rows: all known columns of a short one, the keys of a long one."""
    short = sheets.tab(rules.spreadsheet, rules.sheet).row_count <= SHORT
    return sheet_of(sheets, rules, None if short else ())


def wanted(handover: Handover) -> Wanted:
    """The customer as this sheet should know them; fields without an answer leave their cells alone."""
    from services.handover.customer_rows import Wanted

    said = {STATUS: CUSTOMER, COMPANY: handover.value("company_name")}
    said["unique_account_id"] = handover.value("unique_account_id")
    end = contract_end(handover)
    said["contract_end"] = end.day.isoformat() if end else None
    for name in ("account_executive", "customer_engineer"):
        said[name] = person(handover.value(name) or {})
    says = {name: str(text) for name, text in said.items() if text}
    remarks = {"contract_end": f"Contract end: {end.remark}"} if end and end.remark else {}
    return Wanted(_keys(handover), says, str(handover.value("company_name") or ""), COMPANY, remarks)


def _keys(handover: Handover) -> dict[str, set[str]]:
    """The customer's keys, by column."""
    site = handover.value("site_id")
    emails = handover.value("installer_emails") or []
    admin = (handover.value("technical_admin") or {}).get("email")
    found = {
        "installer_email": {str(e).strip().lower() for e in [*emails, admin] if e},
        "site_id": {str(site).strip().lower()} if site else set(),
    }
    return {name: texts for name, texts in found.items() if texts}
