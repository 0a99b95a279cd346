"""A purchase order that is required and whose number is missing: for how long, the ledger knows without the document.

What was announced says whether it is missing. Once somebody opens the document and its number is there, that is noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.claim import ANNOUNCED_BY
from services.handover.ledger import Ledger, Page
from services.handover.model import Evidence, Handover, Person

PROMISE = "po_number"
"""How ``[reminders.promises]`` calls it."""
LABEL = "Purchase order number"
GIVEN = f"{ANNOUNCED_BY}/{PROMISE}"
"""Under which name the ledger keeps that the number came."""
CAME = Evidence("The purchase order's number is in the document")


def missing(answers: Mapping[str, Any]) -> bool:
    """Whether a purchase order is required and its number is not there, by the answers of an announcement."""
    return answers.get("po_required") is True and not answers.get("po_number")


def note(ledger: Ledger, person: Person, handover: Handover, page: Page) -> None:
    """Keep that the number came, or that none is needed any more, since it was announced without."""
    if not handover.value("po_number") and handover.value("po_required") is not False:
        return
    if page.announced is None or not missing(page.announced.answers) or GIVEN in page.records:
        return
    ledger.settle(handover.document_id, GIVEN, person.email, "by_hand", CAME)
