"""The installers-to-company sheet: which rows are a customer's, and what they should say. No calls here.

Rows are found by key only: an installer's e-mail address or a site id, trimmed and in lower case. A row that
merely bears the company's name is never taken for the customer's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.handover.model import Handover
from services.handover.words import person

KEYS = ("installer_email", "site_id")
CUSTOMER = "customer"
Differences = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Columns:
    """Where each column stands, by the company's name for it; ``missing`` names headings not found."""

    index: Mapping[str, int]
    missing: tuple[str, ...]
    headings: tuple[str, ...]


def columns(headings: Sequence[str], known: Mapping[str, Sequence[str]]) -> Columns:
    """Find each configured column by any of its headings; order, case and spaces do not matter."""
    places = {" ".join(text.split()).lower(): i for i, text in reversed(list(enumerate(headings)))}
    index = {}
    for name, wordings in known.items():
        found = [places[" ".join(w.split()).lower()] for w in wordings if " ".join(w.split()).lower() in places]
        if found:
            index[name] = found[0]
    missing = tuple(known[name][0] for name in known if name not in index)
    return Columns(index, missing, tuple(headings))


def keys(handover: Handover) -> dict[str, set[str]]:
    """The customer's keys, by column."""
    site = handover.value("site_id")
    emails = handover.value("installer_emails") or []
    admin = (handover.value("technical_admin") or {}).get("email")
    found = {
        "installer_email": {str(e).strip().lower() for e in [*emails, admin] if e},
        "site_id": {str(site).strip().lower()} if site else set(),
    }
    return {name: texts for name, texts in found.items() if texts}


def matches(key_columns: Mapping[str, Sequence[str]], wanted: Mapping[str, set[str]]) -> list[int]:
    """Row numbers (1-based, the heading is row 1) whose key cell is one of the customer's keys."""
    found = set()
    for name, texts in key_columns.items():
        for i, text in enumerate(texts[1:], start=2):
            if text.strip().lower() in wanted.get(name, ()):
                found.add(i)
    return sorted(found)


def key_cells(where: Columns, row: Sequence[str], wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """The cells by which a row is known to be the customer's: column -> text; empty when it is not theirs."""
    texts = {name: row[where.index[name]] for name in wanted if where.index.get(name, len(row)) < len(row)}
    return {name: text for name, text in texts.items() if text.strip().lower() in wanted[name]}


def row_says(handover: Handover) -> dict[str, str]:
    """What the customer's row should say, by column; fields without an answer leave their cells alone."""
    said = {"status": CUSTOMER, "company": handover.value("company_name")}
    said["unique_account_id"] = handover.value("unique_account_id")
    said["contract_end"] = handover.value("renewal_date")
    for name in ("account_executive", "customer_engineer"):
        said[name] = person(handover.value(name) or {})
    return {name: str(text) for name, text in said.items() if text}


def changes(where: Columns, row: Sequence[str], handover: Handover, stamp: Mapping[str, str]) -> Differences:
    """Cells of a customer's row that should change; the stamps only change when something else does."""
    found = differences(where, row, row_says(handover))
    return found | differences(where, row, stamp) if found else {}


def differences(where: Columns, row: Sequence[str], said: Mapping[str, str]) -> Differences:
    """Cells of a row that should change: column -> (old, new)."""
    found = {}
    for name, new in said.items():
        index = where.index.get(name)
        if index is None:
            continue
        old = row[index] if index < len(row) else ""
        if old.strip() != new:
            found[name] = (old, new)
    return found


def stamps(email: str, today: date) -> dict[str, str]:
    """Who changed the row, and when."""
    return {"updated_by": email, "updated_at": today.isoformat()}
