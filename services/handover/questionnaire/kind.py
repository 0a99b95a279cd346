"""Whether a document is a questionnaire at all.

Source: the questionnaire definition: at least six different fields asked about one customer; meeting notes, mails,
contracts, process descriptions and lists with a row per customer are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire.answers import Reading
from services.handover.questionnaire.blocks import Line
from services.handover.questionnaire.labels import Field

ENOUGH = 6
# From this many fields on, no other kind of document is mistaken for one.
CERTAIN = 14
CUSTOMERS_IN_A_LIST = 3

NOTES = late(
    r"\W*(attendees|participants|agenda|action items|minutes|apologies|decisions|discussion|next steps)\b\W*",
    re.IGNORECASE,
)
MAIL = late(r"\W*(from|to|cc|bcc|subject|sent)\s*[:：]", re.IGNORECASE)
GREETING = late(r"(?:hi|hello|hey|dear|good (?:morning|afternoon))\b[^.!?]{0,40}[,!]?\s*$", re.IGNORECASE)
REGARDS = late(
    r"(?:(?:best|kind|warm|many)\s+)?(?:regards|wishes|cheers|thanks|thank you|sincerely|best)\b[^.]{0,20}[,!.]?\s*$",
    re.IGNORECASE,
)
LEGAL = late(
    r"\b(hereby|herein|hereinafter|hereunder|thereof|whereas|governing law|indemnif\w+|limitation "
    r"of liability|in witness whereof|the parties|"
    r"this agreement|confidential information|force majeure|warrant(?:y|ies)|severability|shall)\b",
    re.IGNORECASE,
)


class Signs(Struct, frozen=True):
    """What a document says about its own kind."""

    notes: int
    mail: bool
    legal: int


def signs(lines: Iterable[Line], has_tables: bool) -> Signs:
    """Signs of meeting notes, mails and contracts. A form may greet its reader; a mail has no tables or headings."""
    is_form = has_tables
    notes: set[str] = set()
    mail: set[str] = set()
    legal: set[str] = set()
    for line in lines:
        text = line.text
        if len(text) < 60:
            found = NOTES.match(text)
            if found:
                notes.add(found[1].lower())
            if GREETING.match(text):
                mail.add("greeting")
            elif REGARDS.match(text):
                mail.add("regards")
        head = MAIL.match(text)
        if head:
            mail.add(head[1].lower())
        is_form = is_form or line.heading > 0
        if len(text) > 40 or line.heading > 0:
            legal |= {word.lower() for word in LEGAL.findall(text)}
    is_mail = len(mail & {"from", "to", "cc", "subject", "sent"}) >= 3 or (
        not is_form and {"greeting", "regards"} <= mail
    )
    return Signs(len(notes), is_mail, len(legal))


def is_questionnaire(readings: list[Reading], fields: Mapping[str, Field], look: Callable[[], Signs]) -> bool:
    """Whether at least six fields are asked about one customer, and the document is of no other kind."""
    asked = {reading.field for reading in readings if fields[reading.field].asked}
    if len(asked) < ENOUGH or _is_about_many(readings):
        return False
    if len(asked) < CERTAIN:
        seen = look()
        if seen.notes >= 2 or seen.mail or seen.legal >= 4:
            return False
    return not _is_description(readings, fields)


def _is_about_many(readings: list[Reading]) -> bool:
    names = {str(value) for reading in readings if reading.field == "company_name" for value in reading.outcome.values}
    return len(names) >= CUSTOMERS_IN_A_LIST


def _is_description(readings: list[Reading], fields: Mapping[str, Field]) -> bool:
    """Whether the labels are followed by words about them: nothing that should be a number, date or link is one."""
    typed = [
        reading.outcome
        for reading in readings
        if fields[reading.field].asked
        and fields[reading.field].type in ("date", "money", "months", "integer", "url", "person", "contact")
        and reading.outcome.kind == "answered"
    ]
    return len(typed) >= 4 and not any(outcome.values for outcome in typed)
