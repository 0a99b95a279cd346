"""Who a mail goes to: proposed from the document, checked address by address. A wrong recipient is a data leak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from services.handover.checks import FREE_MAIL
from services.handover.model import Handover
from services.handover.rules import Rules

NEAR = 0.88
"""How much of two names must be the same, by difflib's measure, for one to be taken for the other."""
LONG_ENOUGH = 5
"""Letters from which a name inside another one is more than chance."""
PEOPLE = ("billing_contact", "technical_admin", "main_contacts")


class Outsider(Struct, frozen=True):
    """An address that a person has to tick before anything goes there, and why."""

    address: str
    why: str


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


def address_of(handover: Handover, name: str) -> str:
    """The address of a field's first person; empty when there is none."""
    return next(_emails(handover, name), "")


def addresses(text: str, label: str) -> tuple[list[str], list[str]]:
    """Bare addresses, each once, in order; and for what is not one, why it is refused."""
    from services.gmail import address

    found: list[str] = []
    problems = []
    for written in filter(None, (one.strip() for one in re.split(r"[,;\n]", text))):
        try:
            one = address(written)
        except ValueError:
            problems.append(f"{label}: “{written}” is not an e-mail address.")
            continue
        if one not in found:
            found.append(one)
    return found, problems


def outsiders(handover: Handover, rules: Rules, given: Iterable[str]) -> list[Outsider]:
    """The addresses that are neither ours nor of the customer's domain, each once and why it needs a look."""
    domains = _customers_domains(handover)
    known = (*domains, *(one.lower() for one in rules.company.domains))
    found = ((one, one.rpartition("@")[2]) for one in dict.fromkeys(given) if not rules.ours(one))
    return [Outsider(one, _why(domain, domains, known)) for one, domain in found if not _within(domain, domains)]


def _customers_domains(handover: Handover) -> tuple[str, ...]:
    """The domain that the document names, else those of the people in it; a free-mail provider is nobody's."""
    if named := str(handover.value("company_domain") or "").lower():
        return (named,)
    found = (one.rpartition("@")[2] for name in PEOPLE for one in _emails(handover, name))
    return tuple(dict.fromkeys(one for one in found if one not in FREE_MAIL))


def _within(domain: str, domains: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in domains)


def _why(domain: str, domains: Iterable[str], known: Iterable[str]) -> str:
    if domain in FREE_MAIL:
        return "free mail"
    similar = next((one for one in known if look_alike(domain, one)), "")
    if similar:
        return f"looks like {similar}, but is not"
    return f"not of {' or '.join(domains)}" if domains else "the document names no domain of theirs"


def look_alike(domain: str, known: str) -> bool:
    """Whether a reader could take ``domain`` for ``known``: other signs for letters, a letter off, another ending."""
    mine, theirs = _skeleton(domain), _skeleton(known)
    name, of_theirs = mine.rpartition(".")[0] or mine, theirs.rpartition(".")[0] or theirs
    near = SequenceMatcher(None, name, of_theirs).ratio() >= NEAR
    return near or (len(of_theirs) >= LONG_ENOUGH and of_theirs in name)


def _skeleton(domain: str) -> str:
    """The domain with what looks the same made the same; an international one as it is shown."""
    with suppress(UnicodeError):
        domain = domain.encode("ascii").decode("idna")
    plain = "".join(one for one in unicodedata.normalize("NFKD", domain) if not unicodedata.combining(one))
    for shown, meant in (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("-", "")):
        plain = plain.replace(shown, meant)
    return plain


def _emails(handover: Handover, name: str) -> Iterator[str]:
    """A person's address, or those in a list written as "Name <address>"; what is no address is left out."""
    from services.gmail import address

    value: Any = handover.value(name)
    for one in value if isinstance(value, list) else [value]:
        written = str(one.get("email") or "") if isinstance(one, dict) else str(one or "")
        bracketed = re.search(r"<([^<>]+)>\s*$", written)
        try:
            yield address(bracketed[1] if bracketed else written)
        except ValueError:
            continue
