"""Dates as people write them.

Parsers of free dates guess an order of day and month, a missing year and relative words ("next Monday"), all of which
the definition forbids, so the forms are written out here. The month names are judged by babel's in the tests.

Source: the questionnaire definition, "Types and normal forms": Dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from services.handover.questionnaire.characters import OTHER, plain_digits
from services.handover.questionnaire.numbers import LINK, distinct, may_hold_link

# English, German, French, Spanish and Portuguese, without accents.
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar janner jaenner janvier janv enero ene janeiro",
            "february feb februar fevrier fevr fev febrero fevereiro",
            "march mar marz maerz mrz mars marzo marco",
            "april apr avril avr abril abr",
            "may mai mayo maio",
            "june jun juni juin junio junho",
            "july jul juli juillet juil julio julho",
            "august aug aout agosto ago",
            "september sep sept septembre septiembre setiembre setembro set",
            "october oct oktober okt octobre octubre outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez decembre diciembre dic dezembro",
        ),
        start=1,
    )
    for word in words.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th|er|eme|º|°|ª|\.|[oa](?=\s))?"
_YEAR = r"(?:'|’)?(?P<year>\d{4}|\d{2})(?!\d)(?![.,]\d{3})"
_OF = r"(?:\s*(?:of|de|do|del|d')\s*|[\s.,/-]+|)"
SLASHED = re.compile(
    r"(?<![\d/])(?P<first>\d{1,2})(?P<sign>[/-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?!\d)(?!(?P=sign))"
)
# Each form with signs of which one stands in every date that is written so.
FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?<![\d.])(?P<year>\d{4})(?P<sign>[-/.])(?P<month_number>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"),
        "-/.",
    ),
    (re.compile(r"(?<!\d)(?P<year>\d{4})\s*年\s*(?P<month_number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?"), "年"),
    (re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month_number>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?!\d)"), "."),
    (SLASHED, "/-"),
    (re.compile(rf"{_DAY}{_OF}{_MONTH}{_OF}{_YEAR}"), ""),
    (re.compile(rf"(?<![a-z]){_MONTH}[\s.-]*(?:the\s+)?{_DAY}(?:\s*(?:of|de|,)\s*|[\s,.-]+){_YEAR}"), ""),
)
# A day and month that borrow the year of the date behind them: "April 20 or April 22, 2027", "April 20 or 22, 2027".
_BETWEEN = r"\s*(?:,|/|&|-|–|—|or|and|to|until|through|bis|und|oder|ou|et|a|au|y|o|e)\s*"
DAY_BEFORE = (
    re.compile(rf"(?<![a-z]){_MONTH}[\s.]*{_DAY},?{_BETWEEN}$"),
    re.compile(rf"{_DAY}(?:\s*(?:of|de)\s*|\s*){_MONTH},?{_BETWEEN}$"),
)
BARE_DAY_BEFORE = re.compile(rf"{_DAY}{_BETWEEN}$")
# "April 20 or 22, 2027": the day behind has the year.
DAY_BEHIND = re.compile(rf"(?<![a-z]){_MONTH}[\s.]*{_DAY}{_BETWEEN}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}")
PERIOD = re.compile(
    r"\s*(?:[-–—~〜→]+|to|until|till|through|thru|bis(?: zum)?|au|jusqu'au|hasta(?: el)?|ate|a|al|から|"
    r"and ends?(?: on)?|ending(?: on)?|ends?(?: on)?|through to|up to)\s*(?:the\s+|el\s+|le\s+)?"
)
WEEKDAY = re.compile(
    r"(?=[mtwfsldjvq(（])(?:\b(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?\b\.?,?|\b(?:montag|dienstag|"
    r"mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta)(?:-feira)?\b,?|"
    r"[(（][月火水木金土日][)）])"
)
DIGIT = re.compile(r"\d")
TIME = re.compile(
    r"(?<=[\s,t])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:z|\s*utc|\s*gmt)?|\b(?:at "
    r"|@ ?)\d{1,2}\s*(?:[ap]\.?m\.?|h|uhr|o'clock)?"
)
SIGNS_OF_TIME = (":", "at ", "@")
REMARK = re.compile(r"\([^()]*\)|（[^（）]*）")

# Says whether dates written with this sign have the month first; None when no date proves it.
MonthFirst = Callable[[str], "bool | None"]


class Found(NamedTuple):
    """A date in a text: one reading, or two when the order of day and month is open."""

    readings: tuple[str, ...]
    start: int
    end: int


def dates_in(text: str, month_first: MonthFirst) -> list[Found]:
    """The dates of a text, in order."""
    plain = _plain(text)
    if DIGIT.search(plain) is None:
        return []
    found = _pairs_of_days(plain)
    for form, signs in FORMS:
        if signs and not any(sign in plain for sign in signs):
            continue
        for match in form.finditer(plain):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                readings = _readings(match, month_first)
                found.append(Found(readings, match.start(), match.end()))
    borrowed = [extra for date_ in found for extra in _borrowing(plain, date_, found)]
    return sorted([date_ for date_ in [*found, *borrowed] if date_.readings], key=lambda date_: date_.start)


def _pairs_of_days(text: str) -> list[Found]:
    """Two days of one month: "April 20 or 22, 2027"."""
    found = []
    for match in DAY_BEHIND.finditer(text):
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        days = [_iso(year, MONTHS[match["month"]], int(match[name])) for name in ("day", "last")]
        starts = (match.start(), match.start("last"))
        ends = (match.end("day"), match.end())
        found += [Found((day,), start, end) for day, start, end in zip(days, starts, ends, strict=True) if day]
    return found


def _plain(text: str) -> str:
    """Lower case, ordinary digits, no accents, remarks, weekdays, times or addresses; places are kept."""
    folded = text.lower() if text.isascii() else OTHER.sub(_unaccented, plain_digits(text).lower())
    if may_hold_link(folded):
        folded = LINK.sub(_blanked, folded)
    folded = WEEKDAY.sub(_blanked, folded)
    return TIME.sub(_blanked, folded) if any(sign in folded for sign in SIGNS_OF_TIME) else folded


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _unaccented(found: re.Match[str]) -> str:
    base = unicodedata.normalize("NFD", found[0])[0]
    return base if base.isascii() else found[0]


def _readings(match: re.Match[str], month_first: MonthFirst) -> tuple[str, ...]:
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        order = True if second > 12 or first == second else False if first > 12 else month_first(parts["sign"])
        by_month, by_day = _iso(year, first, second), _iso(year, second, first)
        wanted = (by_month, by_day) if order is None else (by_month,) if order else (by_day,)
    else:
        month = MONTHS[parts["month"]] if parts.get("month") else int(parts["month_number"])
        wanted = (_iso(year, month, int(parts["day"])),)
    return tuple(reading for reading in wanted if reading)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _borrowing(text: str, known: Found, others: list[Found]) -> list[Found]:
    """A day before a date that shares its year, and perhaps its month."""
    if len(known.readings) != 1:
        return []
    year, month = int(known.readings[0][:4]), int(known.readings[0][5:7])
    head = text[max(0, known.start - 40) : known.start]
    if DIGIT.search(head) is None:
        return []
    before = next((found for form in DAY_BEFORE if (found := form.search(head))), None)
    if before:
        month = MONTHS[before["month"]]
    else:
        before = BARE_DAY_BEFORE.search(head)
    start = known.start - len(head) + (before.start() if before else 0)
    if before is None or any(other.start < known.start and start < other.end for other in others):
        return []
    reading = _iso(year, month, int(before["day"]))
    return [Found((reading,), start, start + len(before[0].rstrip()))] if reading else []


class Dates(NamedTuple):
    """What an answer says: the dates, each with its readings, or a period from one to the other."""

    found: list[Found]
    period: tuple[Found, Found] | None


def read_dates(text: str, month_first: MonthFirst) -> Dates:
    """The dates outside of remarks in brackets."""
    bare = REMARK.sub(_blanked, text)
    found = dates_in(bare, month_first)
    if len(found) == 2 and PERIOD.fullmatch(_plain(bare)[found[0].end : found[1].start]):
        return Dates(found, (found[0], found[1]))
    return Dates(found, None)


def values(found: list[Found]) -> list[str]:
    """The distinct readings, in order."""
    return distinct([reading for date_ in found for reading in date_.readings])


# Stands in every ordinary text with such a date. Most lines have none, and need not be folded to look for one.
MAYBE_SLASHED = re.compile(r"\d[/-]\d{1,2}[/-]\d")


def proven_orders(texts: list[str]) -> dict[str, bool]:
    """For each sign, whether the dates written with it have the month first, where some date proves it."""
    proofs: dict[str, set[bool]] = {}
    for text in texts:
        if text.isascii() and not MAYBE_SLASHED.search(text):
            continue
        for match in SLASHED.finditer(_plain(text)):
            first, second = int(match["first"]), int(match["second"])
            if (first > 12) != (second > 12) and max(first, second) <= 31:
                proofs.setdefault(match["sign"], set()).add(second > 12)
    return {sign: orders.pop() for sign, orders in proofs.items() if len(orders) == 1}
