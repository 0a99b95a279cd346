"""Who a mail goes to: proposed from the document, checked address by address. A wrong recipient is a data leak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from services.gmail import address
from services.handover.model import Handover
from services.handover.rules import Rules

PEOPLE = ("billing_contact", "technical_admin", "main_contacts")


def proposed(handover: Handover, fields: Iterable[str]) -> list[str]:
    """Addresses of the fields a company proposes first; the first field that has any is enough."""
    for name in fields:
        found = list(_emails(handover, name))
        if found:
            return found
    return []


def copied(handover: Handover) -> list[str]:
    """The Customer Engineer, when the document gives an address."""
    return list(_emails(handover, "customer_engineer"))


def addresses(text: str, label: str) -> tuple[list[str], list[str]]:
    """Bare addresses, each once, in order; and for what is not one, why it is refused."""
    found: list[str] = []
    problems = []
    for written in filter(None, (one.strip() for one in re.split(r"[,;\n]", text))):
        try:
            one = address(written)
        except (ValueError, IndexError):
            problems.append(f"{label}: “{written}” is not an e-mail address.")
            continue
        if one not in found:
            found.append(one)
    return found, problems


def outsiders(handover: Handover, rules: Rules, given: Iterable[str]) -> list[str]:
    """Addresses that are neither ours nor of a domain the document gives for this customer."""
    domains = {str(handover.value("company_domain") or "").lower()}
    for name in PEOPLE:
        domains |= {one.rpartition("@")[2] for one in _emails(handover, name)}
    return [one for one in given if one.rpartition("@")[2] not in domains and not rules.ours(one)]


def _emails(handover: Handover, name: str) -> Iterator[str]:
    """A person's address, or those in a list written as "Name <address>"; what is no address is left out."""
    value: Any = handover.value(name)
    for one in value if isinstance(value, list) else [value]:
        written = str(one.get("email") or "") if isinstance(one, dict) else str(one or "")
        bracketed = re.search(r"<([^<>]+)>\s*$", written)
        try:
            yield address(bracketed[1] if bracketed else written)
        except (ValueError, IndexError):
            continue
