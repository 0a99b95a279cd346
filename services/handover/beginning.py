"""A handover that has no document yet: one customer's, known by the name that a person typed.

The ledger keeps it under a key of the customer, not of the template from which it will be copied: one template begins
every handover, and each customer's is begun once. A document's id cannot be taken for such a key, for it has no colon.
"""

from __future__ import annotations

import hashlib
import unicodedata

from services.handover.model import Form, Handover
from services.handover.questionnaire.answer import Answer
from services.handover.questionnaire.characters import normal

START = "start"
"""The name of the one step that such a handover has."""
PREFIX = START + ":"
COMPANY = "company"
"""The form's input, and the parameter that carries the name on where there is no input."""


def beginning(form: Form) -> Handover:
    """The handover to begin, for the customer named in ``form``; for nobody yet while it names none."""
    name = normal(form.text(COMPANY, form.hidden.get(COMPANY, "")))
    answers = {"company_name": Answer("company_name", "answered", name)} if name else {}
    return Handover(PREFIX + customer_key(name), "New customer", None, answers)


def begins(handover: Handover) -> bool:
    """Whether this is a handover without a document."""
    return handover.document_id.startswith(PREFIX)


def carried(handover: Handover) -> dict[str, str]:
    """The parameters by which a card without inputs still knows whose handover it is about."""
    return {COMPANY: str(handover.value("company_name") or "")} if begins(handover) else {}


def customer_key(name: str) -> str:
    """The same for one customer however the name is spaced, cased or punctuated; empty for a name without letters.

    Legal forms count: "Acme GmbH" and "Acme Ltd" may be two customers.
    """
    kept = letters(name)
    return hashlib.sha256(kept.encode()).hexdigest()[:32] if kept else ""


def letters(name: str) -> str:
    """What of a name tells one customer from another: its letters and digits, in one case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in folded if one.isalnum())
