"""The installers-to-company sheet: what it knows a customer by, and what their rows should say."""

from __future__ import annotations

from services.google_sheets import GoogleSheets
from services.handover.anchored_rows import AnchoredRows
from services.handover.customer_rows import Wanted
from services.handover.model import Handover
from services.handover.sections import UpdateSheet
from services.handover.words import person

STEP = "update_sheet"
KEYS = ("installer_email", "site_id")
STATUS, COMPANY, CUSTOMER = "status", "company", "customer"


def sheet_of(sheets: GoogleSheets, rules: UpdateSheet) -> AnchoredRows:
    """The sheet as the person sees it now; one call."""
    return AnchoredRows(sheets, rules, STEP, KEYS, (STATUS,))


def wanted(handover: Handover) -> Wanted:
    """The customer as this sheet should know them; fields without an answer leave their cells alone."""
    said = {STATUS: CUSTOMER, COMPANY: handover.value("company_name")}
    said["unique_account_id"] = handover.value("unique_account_id")
    said["contract_end"] = handover.value("renewal_date")
    for name in ("account_executive", "customer_engineer"):
        said[name] = person(handover.value(name) or {})
    says = {name: str(text) for name, text in said.items() if text}
    return Wanted(_keys(handover), says, str(handover.value("company_name") or ""), COMPANY)


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
