"""What goes with the announcement, for the people who then work without the document open."""

from __future__ import annotations

from typing import Any

from services.handover.again import keys_of
from services.handover.announced import Announced
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer

TRAVELS = (
    "company_name",
    "account_executive",
    "customer_engineer",
    "contract_start_date",
    "renewal_date",
    "arr",
    "seats",
    "plan",
    "technical_admin",
    "billing_contact",
    "site_id",
    "installer_emails",
    "unique_account_id",
    "opportunity_url",
    "close_date",
)
"""What the systems are compared by, too."""
BESIDE = ("term_months", "po_required", "po_number")
"""What only our own rules ask for."""


def travelling(handover: Handover) -> dict[str, Any]:
    """The facts of a handover as the ledger keeps them: answered fields, the document's revision, whose it is."""
    answered = {name: handover.value(name) for name in (*TRAVELS, *BESIDE) if handover.value(name) is not None}
    return {"title": handover.title, "revision": handover.revision, "answers": answered, **keys_of(handover)}


def travelled(found: Announced) -> Handover:
    """The handover as it travelled with its announcement."""
    answers = {name: Answer(name, "answered", value, (), ()) for name, value in found.answers.items()}
    return Handover(found.id, found.title, found.revision, answers)
