"""The installers-to-company sheet: which rows are a customer's, and what they should say. No calls here.

Rows are found by key only: an installer's e-mail address or a site id, trimmed and in lower case. A row that
merely bears the company's name is the customer's only once a person said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.handover.beginning import customer_key, letters
from services.handover.model import Handover
from services.handover.words import person

KEYS = ("installer_email", "site_id")
CUSTOMER = "customer"
Differences = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Columns:
    """Where each column stands, by the company's name for it; ``missing`` names headings not found.

    ``twice`` names headings that stand there more than once, so that nobody can say which is meant.
    """

    index: Mapping[str, int]
    missing: tuple[str, ...]
    headings: tuple[str, ...]
    twice: tuple[str, ...] = ()


def columns(headings: Sequence[str], known: Mapping[str, Sequence[str]]) -> Columns:
    """Find each configured column by any of its headings; order, case and spaces do not matter."""
    plain = [_plain(text) for text in headings]
    index, twice = {}, []
    for name, wordings in known.items():
        found = next((word for word in map(_plain, wordings) if word in plain), None)
        if found is not None:
            index[name] = plain.index(found)
            twice += [headings[index[name]]] if plain.count(found) > 1 else []
    missing = tuple(known[name][0] for name in known if name not in index)
    return Columns(index, missing, tuple(headings), tuple(twice))


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


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


def known_by(where: Columns, row: Sequence[str], handover: Handover) -> dict[str, str]:
    """The cells by which a row is the customer's: column -> text. Its keys, or the name that a person confirmed.

    Empty when the row says nothing that is the customer's.
    """
    wanted = keys(handover)
    texts = {name: row[where.index[name]] for name in wanted if where.index.get(name, len(row)) < len(row)}
    known = {name: text for name, text in texts.items() if text.strip().lower() in wanted[name]}
    name = company(where, row)
    return known or ({"company": name} if same_name(handover, name) else {})


def company(where: Columns, row: Sequence[str]) -> str:
    """Whose row it says it is."""
    return _at(row, where.index.get("company", len(row)))


def same_name(handover: Handover, text: str) -> bool:
    """Whether a company's name is the customer's, but for case, spaces and punctuation."""
    name = customer_key(str(handover.value("company_name") or ""))
    return bool(name) and customer_key(text) == name


def another_name(handover: Handover, text: str) -> bool:
    """Whether a row that has the customer's key says that it is somebody else's."""
    mine, theirs = letters(str(handover.value("company_name") or "")), letters(text)
    return bool(mine and theirs) and mine not in theirs and theirs not in mine


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
    found = differences(where, row, row_says(handover) | _own_keys(where, row, handover))
    return found | differences(where, row, stamp) if found else {}


def _own_keys(where: Columns, row: Sequence[str], handover: Handover) -> dict[str, str]:
    """Keys for a row that has none of them yet, where there is only one that it could be."""
    if any(name in where.index and _at(row, where.index[name]).strip() for name in KEYS):
        return {}
    return {name: next(iter(texts)) for name, texts in keys(handover).items() if len(texts) == 1}


def _at(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def differences(where: Columns, row: Sequence[str], said: Mapping[str, str]) -> Differences:
    """Cells of a row that should change: column -> (old, new)."""
    found = {}
    for name, new in said.items():
        index = where.index.get(name)
        if index is None:
            continue
        old = _at(row, index)
        if old.strip() != new:
            found[name] = (old, new)
    return found


def stamps(email: str, today: date) -> dict[str, str]:
    """Who changed the row, and when."""
    return {"updated_by": email, "updated_at": today.isoformat()}
