"""Checking a pasted license key: read offline, compared with the document's terms, and kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from services.handover.license_terms import deal_of, differences, users_words
from services.handover.model import Click, Fact
from services.licensing import decode, fingerprint
from services.secret import Secret

TERMS = ("unique_account_id", "plan", "seats", "renewal_date")
NO_KEY = "This is no license key. Paste the whole key, from its first character to its last."
NO_TERMS = "The document does not give all terms yet, so the key was not compared with them."


class KeyCheck(Struct, frozen=True):
    """What a key says and whether those are the document's terms: ``fits`` is a sentence, ``differs`` one each."""

    problem: str = ""
    says: tuple[Fact, ...] = ()
    fits: str = ""
    differs: tuple[str, ...] = ()


def check_key(click: Click, text: str) -> KeyCheck:
    """Read and compare. The key itself is in nothing that comes back."""
    try:
        found = decode(text)
    except ValueError:
        return KeyCheck(problem=NO_KEY)
    until = datetime.fromtimestamp(found.expires, UTC)
    says = (
        Fact("Users", users_words(found.users)),
        Fact("Tags", ", ".join(sorted(found.tags)) or "none"),
        Fact("Ends", f"{until:%Y-%m-%d %H:%M:%S} UTC"),
        Fact("Fingerprint", fingerprint(Secret(text))),
    )
    if any(click.handover.value(name) is None for name in TERMS):
        return KeyCheck(says=says, differs=(NO_TERMS,))
    deal = deal_of(click)
    if deal.problems:
        return KeyCheck(says=says, differs=deal.problems)
    compared = {name: differences(found, terms) for name, terms in deal.keys}
    fitting = [name for name, differs in compared.items() if not differs]
    if fitting:
        return KeyCheck(says=says, fits=f"These are the document's terms for {' or '.join(fitting)}.")
    nearest = min(compared.values(), key=len)
    return KeyCheck(says=says, differs=tuple(f"{words[:1].upper()}{words[1:]}." for words in nearest))
