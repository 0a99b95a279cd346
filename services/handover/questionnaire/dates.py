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

from msgspec import Struct

from services.handover.patterns import late
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
LETTERS = re.compile(r"[a-z]+")
# A folded text holds no capitals, so they stand for the months in it: the names themselves would take long to compile
# into each form. A capital and as many signs behind it as the name has letters more: places stay the same.
CAPITALS = "ABCDEFGHIJKL"
ENDS = frozenset(name[-3:] for name in MONTHS)
_MONTH = r"(?P<month>[A-L])Z*\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th|er|eme|º|°|ª|\.|[oa](?=\s))?"
_YEAR = r"(?:'|’)?(?P<year>\d{4}|\d{2})(?!\d)(?![.,]\d{3})"
_OF = r"(?:\s*(?:of|de|do|del|d')\s*|[\s.,/-]+|)"
SLASHED = late(
    r"(?<![\d/])(?P<first>\d{1,2})(?P<sign>[/-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?!\d)(?!(?P=sign))"
)
# Each form with signs of which one stands in every date that is written so; without signs, the name of a month does.
FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        late(r"(?<![\d.])(?P<year>\d{4})(?P<sign>[-/.])(?P<month_number>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"),
        "-/.",
    ),
    (late(r"(?<!\d)(?P<year>\d{4})\s*年\s*(?P<month_number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?"), "年"),
    (late(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month_number>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?!\d)"), "."),
    (SLASHED, "/-"),
    (late(rf"{_DAY}{_OF}{_MONTH}{_OF}{_YEAR}"), ""),
    (late(rf"(?<![a-z]){_MONTH}[\s.-]*(?:the\s+)?{_DAY}(?:\s*(?:of|de|,)\s*|[\s,.-]+){_YEAR}"), ""),
)
# A day and month that borrow the year of the date behind them: "April 20 or April 22, 2027", "April 20 or 22, 2027".
_BETWEEN = r"\s*(?:,|/|&|-|–|—|or|and|to|until|through|bis|und|oder|ou|et|a|au|y|o|e)\s*"
DAY_BEFORE = (
    late(rf"(?<![a-z]){_MONTH}[\s.]*{_DAY},?{_BETWEEN}$"),
    late(rf"{_DAY}(?:\s*(?:of|de)\s*|\s*){_MONTH},?{_BETWEEN}$"),
)
BARE_DAY_BEFORE = late(rf"{_DAY}{_BETWEEN}$")
# "April 20 or 22, 2027": the day behind has the year.
DAY_BEHIND = late(rf"(?<![a-z]){_MONTH}[\s.]*{_DAY}{_BETWEEN}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}")
PERIOD = late(
    r"\s*(?:[-–—~〜→]+|to|until|till|through|thru|bis(?: zum)?|au|jusqu'au|hasta(?: el)?|ate|a|al|から|"
    r"and ends?(?: on)?|ending(?: on)?|ends?(?: on)?|through to|up to)\s*(?:the\s+|el\s+|le\s+)?"
)
_SHORT_DAYS = "mon tue tues wednes wed thur thurs thu fri satur sat sun".split()
_DAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta"
).split()
WEEKDAYS = frozenset([*_SHORT_DAYS, *(day + "day" for day in _SHORT_DAYS), *_DAYS])
WEEKDAY = late(rf"\b(?:(?:{'|'.join(_SHORT_DAYS)})(?:day)?\b\.?,?|(?:{'|'.join(_DAYS)})(?:-feira)?\b,?)")
WEEKDAY_SIGN = late(r"[(（][月火水木金土日][)）]")
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\d+")
TIME = late(
    r"(?<=[\s,t])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:z|\s*utc|\s*gmt)?|\b(?:at "
    r"|@ ?)\d{1,2}\s*(?:[ap]\.?m\.?|h|uhr|o'clock)?"
)
SIGNS_OF_TIME = (":", "at ", "@")
REMARK = re.compile(r"\([^()]*\)|（[^（）]*）")

# Says whether dates written with this sign have the month first; None when no date proves it.
MonthFirst = Callable[[str], "bool | None"]


class Found(Struct, frozen=True):
    """A date in a text: one reading, or two when the order of day and month is open."""

    readings: tuple[str, ...]
    start: int
    end: int


def dates_in(text: str, month_first: MonthFirst) -> list[Found]:
    """The dates of a text, in order."""
    plain = _plain(text)
    if DIGIT.search(plain) is None:
        return []
    named = LETTERS.sub(_month, plain)
    with_month = named != plain
    # Two days and a year are three numbers; most answers hold two.
    found = _pairs_of_days(named) if with_month and len(NUMBER.findall(plain)) > 2 else []
    for form, signs in FORMS:
        if not (any(sign in plain for sign in signs) if signs else with_month):
            continue
        for match in form.finditer(named):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                readings = _readings(match, month_first)
                found.append(Found(readings, match.start(), match.end()))
    borrowed = [extra for date_ in found for extra in _borrowing(named, date_, found)]
    return sorted([date_ for date_ in [*found, *borrowed] if date_.readings], key=lambda date_: date_.start)


def _month(letters: re.Match[str]) -> str:
    """Letters that end with the name of a month, with its sign in place of the name."""
    word = letters[0]
    if word[-3:] in ENDS:
        for at in range(len(word) - 2):  # "1erjanvier": what stands before the name is for the form to judge.
            number = MONTHS.get(word[at:])
            if number:
                return word[:at] + CAPITALS[number - 1].ljust(len(word) - at, "Z")
    return word


def _pairs_of_days(text: str) -> list[Found]:
    """Two days of one month: "April 20 or 22, 2027"."""
    found = []
    for match in DAY_BEHIND.finditer(text):
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        days = [_iso(year, _number(match["month"]), int(match[name])) for name in ("day", "last")]
        starts = (match.start(), match.start("last"))
        ends = (match.end("day"), match.end())
        found += [Found((day,), start, end) for day, start, end in zip(days, starts, ends, strict=True) if day]
    return found


def _plain(text: str) -> str:
    """Lower case, ordinary digits, no accents, remarks, weekdays, times or addresses; places are kept."""
    folded = text.lower() if text.isascii() else OTHER.sub(_unaccented, plain_digits(text).lower())
    if may_hold_link(folded):
        folded = LINK.sub(_blanked, folded)
    if not WEEKDAYS.isdisjoint(LETTERS.findall(folded)):
        folded = WEEKDAY.sub(_blanked, folded)
    if not folded.isascii() and (")" in folded or "）" in folded):
        folded = WEEKDAY_SIGN.sub(_blanked, folded)
    return TIME.sub(_blanked, folded) if any(sign in folded for sign in SIGNS_OF_TIME) else folded


def _number(sign: str) -> int:
    """The month for which a capital stands."""
    return CAPITALS.index(sign) + 1


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
        month = _number(parts["month"]) if parts.get("month") else int(parts["month_number"])
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
        month = _number(before["month"])
    else:
        before = BARE_DAY_BEFORE.search(head)
    start = known.start - len(head) + (before.start() if before else 0)
    if before is None or any(other.start < known.start and start < other.end for other in others):
        return []
    reading = _iso(year, month, int(before["day"]))
    return [Found((reading,), start, start + len(before[0].rstrip()))] if reading else []


class Dates(Struct, frozen=True):
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
