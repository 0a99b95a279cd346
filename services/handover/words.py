"""How values are said to people: dates, money, people, fields and places in the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from services.handover.model import Person
from services.handover.patterns import late
from services.handover.questionnaire.answer import Answer

PLAIN = "en_US"
READER: ContextVar[str] = ContextVar("reader", default="en-US")
"""The locale of the person who reads this answer, as the host names it; set for the time of one visit."""
QUOTED, CANDIDATES = 40, 3
"""How much of a label or a candidate is quoted, in characters, and how many candidates are."""

THEN_BY_HAND = "then record this step as done by hand."
"""How a way out ends that a person has to take elsewhere."""
ISO_DAY = late(r"\d{4}-\d{2}-\d{2}")
FIELDS: Mapping[str, str] = {
    "arr": "ARR",
    "po_required": "PO required",
    "po_number": "PO number",
    "account_executive": "Account Executive",
    "customer_engineer": "Customer Engineer",
    "opportunity_url": "Salesforce opportunity",
    "site_id": "Site ID",
    "slack_channel": "Slack channel",
    "check_in_date": "Check-in date",
    "unique_account_id": "Account ID",
}


def field_words(name: str) -> str:
    """A field's name as people say it."""
    return FIELDS.get(name) or name.replace("_", " ").capitalize()


def day(iso: str) -> str:
    """``2027-04-28`` as the reader's locale writes it: "April 28, 2027", "28 April 2027", "28. April 2027"."""
    return _format(date.fromisoformat(iso), "long", _locale(READER.get()))


def weekday(when: date) -> str:
    """A day with its weekday, likewise: "Tuesday, May 4, 2027"."""
    return _format(when, "full", _locale(READER.get()))


def plain_day(iso: str) -> str:
    """``2027-04-28`` as "April 28, 2027", whoever reads it: for texts that leave, and for what is kept."""
    return _format(date.fromisoformat(iso), "long", PLAIN)


def plain_weekday(when: date) -> str:
    """A day with its weekday, likewise."""
    return _format(when, "full", PLAIN)


def meeting(start: datetime, end: datetime, zone: str) -> str:
    """When people meet, on the clock of ``zone``: "Tuesday, May 4, 2027, 10:00–10:30 (Europe/Stockholm)"."""
    first, last = (one.astimezone(ZoneInfo(zone)) for one in (start, end))
    return f"{plain_weekday(first.date())}, {first:%H:%M}–{last:%H:%M} ({zone})"


def clock_words(start: datetime, end: datetime, zone: tzinfo) -> str:
    """The same as short as can be, for a list, in the reader's order: "Tue, May 4, 10:00–10:30"."""
    first, last = (one.astimezone(zone) for one in (start, end))
    return f"{_skeleton('MMMEd', first, READER.get())}, {first:%H:%M}–{last:%H:%M}"


def money(value: Mapping[str, Any]) -> str:
    """An amount with its currency: "$120,000"; one without a currency says so."""
    from babel.numbers import format_currency, format_decimal

    amount, currency = value["amount"], value.get("currency")
    if not currency:
        return f"{format_decimal(amount, locale='en_US')} (currency not stated)"
    pattern = "¤#,##0.00" if amount % 1 else "¤#,##0"
    return str(format_currency(amount, currency, pattern, locale="en_US", currency_digits=False))


def person(value: Mapping[str, Any]) -> str:
    """A person's name, or the address when there is no name."""
    return str(value.get("name") or value.get("email") or "")


def listed(names: Sequence[str]) -> str:
    """Names as people list them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def value_words(value: object, *, plain: bool = False) -> str:
    """Any answer's value in one line; ``plain`` for what leaves or is kept."""
    if isinstance(value, Mapping):
        if "amount" in value:
            return money(value)
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _day_or_text(str(value), plain_day if plain else day)


def _day_or_text(text: str, said: Callable[[str], str]) -> str:
    """Dates are read as ISO days; a text that merely looks like one stays as it is."""
    try:
        return said(text) if ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text


def shortened(words: str, limit: int) -> str:
    """One line of at most ``limit`` characters; what is too long is cut where a reader can see it."""
    words = " ".join(words.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def where_words(answer: Answer) -> str:
    """Where an answer stands: "under “ARR”, tab “Deal”"; empty when the document does not ask for it."""
    if not answer.where:
        return ""
    place = answer.where[0]
    tab = f", tab “{shortened(place.tab_title, QUOTED)}”" if place.tab_title and place.tab_title != "Tab 1" else ""
    return f"under “{shortened(place.label, QUOTED)}”{tab}"


def gap_words(answer: Answer) -> str:
    """Why an answer cannot be used, and where it stands."""
    where = where_words(answer)
    if answer.status == "unanswered":
        return f"no answer yet {where}" if where else "not asked in this document"
    if answer.status == "placeholder":
        return f"only a placeholder so far, {where}"
    if answer.candidates:
        found = " or ".join(shortened(value_words(one), QUOTED) for one in answer.candidates[:CANDIDATES])
        return f"not certain: {found} ({where})"
    return f"not readable {where}"


def gap_sentence(answer: Answer) -> str:
    """The same, where it stands alone."""
    words = gap_words(answer)
    return words[:1].upper() + words[1:]


def moment(seconds: float, person_: Person, now: float | None = None) -> str:
    """A moment (seconds since 1970) on the person's own clock and in their order: "Nov 22, 18:53".

    The year is said where it is another one than ``now``, the moment at which it is read.
    """
    from babel.dates import get_timezone

    try:
        zone = get_timezone(person_.time_zone)
    except LookupError:
        zone = get_timezone("UTC")
    read = datetime.now(zone) if now is None else datetime.fromtimestamp(now, zone)
    at = datetime.fromtimestamp(seconds, zone)
    parts = "MMMd" if at.year == read.year else "yMMMd"
    return f"{_skeleton(parts, at, person_.locale)}, {at:%H:%M}"


def _skeleton(parts: str, when: datetime, locale: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton(parts, when, locale=_locale(locale)))


def _format(when: date, how: Literal["long", "full"], locale: str) -> str:
    from babel.dates import format_date

    return str(format_date(when, how, locale=locale))


def _locale(given: str) -> str:
    """A host's locale as Babel names it; English where Babel knows none of that name."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(given, sep="-"))
    except (UnknownLocaleError, ValueError):
        return PLAIN
