"""What a cell of a sheet holds, and what it shows: amounts are numbers there, so that sums count them. No calls here.

Content is a text, or ``value`` (a number or truth value) with the text that people are ``shown`` and, for an amount of
money, its ``currency``. It is JSON, because plans and the ledger keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.patterns import late
from services.handover.questionnaire.characters import plain_digits
from services.handover.questionnaire.dates import read_dates
from services.handover.questionnaire.money import currency_in
from services.handover.questionnaire.numbers import numbers_in
from services.handover.words import ISO_DAY

Content = str | Mapping[str, Any]
_CURRENCY = late(r"[\s$€£¥₹]*[A-Za-z]{0,3}[\s$€£¥₹]*")
"""What may stand beside the number of an amount."""


def number(value: float, shown: str, currency: str = "") -> Content:
    """A number as a cell's content."""
    return {"value": value, "shown": shown, **({"currency": currency} if currency else {})}


def shown(content: Content) -> str:
    """The content as people read it."""
    return content if isinstance(content, str) else str(content["shown"])


def sent(content: Content) -> str | float | bool:
    """The content as the Sheets API takes it, with ``RAW``."""
    if isinstance(content, str):
        return content
    value: float | bool = content["value"]
    return value


def says(text: str, content: Content) -> bool:
    """Whether a cell that shows ``text`` has this content, in whatever form its format or a person gave it."""
    if isinstance(content, str):
        return text == content
    if text == content["shown"]:
        return True
    value = content["value"]
    return not isinstance(value, bool) and number_in(text, str(content.get("currency", ""))) == value


def says_day(text: str, day: str, known: str = "") -> bool:
    """Whether a cell that shows ``text`` says this day (ISO); ``known`` is the day that its number means, if it does.

    A text that could be either of two days, as 6/12/2027, says neither.
    """
    if text == day or not ISO_DAY.fullmatch(day):
        return text == day
    return (known or day_in(text)) == day


def day_in(text: str) -> str:
    """The one day that a text says (ISO); empty when it says none, several, or more beside it than a date is."""
    found = read_dates(text, lambda sign: None).found
    return found[0].readings[0] if len(found) == 1 and len(found[0].readings) == 1 else ""


def number_in(text: str, currency: str) -> float | None:
    """The number that a text is: "86400", "86,400" and "$86,400.00"; None for another currency's, and for more."""
    plain = plain_digits(text.strip())
    found = numbers_in(plain)
    if len(found) != 1 or currency_in(text) not in (None, currency or None):
        return None
    rest = plain[: found[0].start] + plain[found[0].end :]
    return float(found[0].value) if _CURRENCY.fullmatch(rest) else None
