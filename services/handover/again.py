"""A customer who was announced before, from another document: a copy of a questionnaire is a handover of its own.

Source: domain, section 16, "duplicate handover for the same opportunity or company".
"""

from __future__ import annotations

from msgspec.structs import replace

from services.handover.beginning import customer_key
from services.handover.links import document_url
from services.handover.model import Click, Draft, Fact, Handover, Link
from services.handover.opportunity import named
from services.handover.words import moment, shortened

LONGEST = 80
"""Of another document's title, in characters."""
AGAIN = "This customer was announced already, from another document. If it is the same deal, go on in that one."


def keys_of(handover: Handover) -> dict[str, str | None]:
    """By what the same customer and deal are known in another document: columns of ``handovers``."""
    customer = customer_key(str(handover.value("company_name") or ""))
    return {"customer": customer or None, "opportunity": named(str(handover.value("opportunity_url") or ""))}


def warned(click: Click, draft: Draft) -> Draft:
    """The draft of what goes out to people, and that they may have got it already.

    Who announced it stands among the facts: an announcement that came while the draft was looked at stops the press.
    """
    earlier = click.elsewhere()
    if earlier is None:
        return draft
    said = f"{moment(earlier.at, click.person)}, {earlier.by}, in “{shortened(earlier.title, LONGEST)}”"
    return replace(
        draft,
        warnings=(AGAIN, *draft.warnings),
        facts=(Fact("Announced before", said), *draft.facts),
        links=(*draft.links, Link("Open the other document", document_url(earlier.id))),
    )
