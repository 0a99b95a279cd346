"""Numbers as people write them, and counts made of them.

Source: the questionnaire definition, "Types and normal forms", Numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from services.handover.patterns import late
from services.handover.questionnaire.characters import folded, plain_digits

REMARK = late(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
LINK = re.compile(r"\w+://\S+|\S+@\S+")
T = TypeVar("T")


def may_hold_link(text: str) -> bool:
    """Whether a look for :data:`LINK` is worth while; it takes twenty times as long."""
    return "@" in text or "://" in text


NUMBER = re.compile(
    r"(?<![\w.,#])(?P<digits>\d{1,3}(?:(?P<group>[.,'’ ])\d{2,3}(?:(?P=group)\d{2,3})*(?!\d))(?:[.,]\d{1,2}(?!\d))?|"
    r"\d+(?:[.,]\d+)?)"
    r"\s?(?P<scale>(?:thousand|million|mio|mn|k|m)(?![^\W\d_])|万)?",
    re.IGNORECASE,
)
RANGE = late(r"\s*(?:[-–—~〜]|to)\s*[$€£¥₹]?", re.IGNORECASE)
GROUPED = late(r"\d{1,3}([.,'’ ])(?:\d{3}(?:\1\d{3})*|(?:\d{2}\1)+\d{3})(?:[.,]\d{1,2})?")
DECIMAL = late(r"(.*)[.,](\d{1,2})")
SCALES = {
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mio": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "万": 10_000,
}


class Number(Struct, frozen=True):
    """A number in a text, and where it stands."""

    value: Decimal
    start: int
    end: int


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text, in order. The text has plain digits."""
    found = []
    for match in NUMBER.finditer(text):
        value = _value(match["digits"])
        if value is not None:
            scale = SCALES.get((match["scale"] or "").lower(), 1)
            end = match.end() if match["scale"] else match.end("digits")
            found.append(Number(value * scale, match.start(), end))
    return [_as_end(text, *pair) for pair in zip(found, [*found[1:], None], strict=False)]


def _as_end(text: str, number: Number, following: Number | None) -> Number:
    """In "100–150k" both ends of the range are thousands."""
    if following is None or not RANGE.fullmatch(text[number.end : following.start]):
        return number
    written = text[following.start : following.end].lower()
    scale = next((SCALES[sign] for sign in SCALES if written.endswith(sign)), 1)
    return replace(number, value=number.value * scale) if number.value * scale < following.value else number


def _value(digits: str) -> Decimal | None:
    try:
        if digits.isdecimal():
            return Decimal(digits)
        grouped = GROUPED.fullmatch(digits)
        if grouped:
            return Decimal(digits.replace(grouped[1], "").replace(",", "."))
        parts = DECIMAL.fullmatch(digits)
        return Decimal(f"{parts[1]}.{parts[2]}") if parts and parts[1].isdecimal() else None
    except InvalidOperation:
        return None


def plain_number(value: Decimal) -> int | float:
    """An int where the number is whole, else a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def without_remarks(text: str) -> str:
    """The text without what stands in brackets, unless nothing else is there; addresses are never numbers."""
    bare = LINK.sub(" ", text) if may_hold_link(text) else text
    if "(" not in bare and "[" not in bare and "（" not in bare:
        return bare
    outside = REMARK.sub(" ", bare)
    return outside if any(char.isalnum() for char in outside) else bare


PEOPLE = late(
    r"\s*(?:\+|×|x)?\s*(?:named |licensed |active |paid |full |total )?(?:users?|seats?|licen[sc]es?|"
    r"developers?|devs?|engineers?|people|persons|employees|staff|members|"
    r"utilisateurs|usuarios|usuários|nutzer|benutzer|sitze|plätze|ユーザー|名|人|席)",
    re.IGNORECASE,
)
NOT_A_COUNT = late(
    r"\s*(?:%|percent|months?|years?|yrs?|days?|weeks?|offices?|teams?|countries|sites?|regions?|[$€£¥₹]|usd|eur|gbp)",
    re.IGNORECASE,
)
# The number of a year, phase or tier behind its name: "150 in year 1, 200 in year 2".
NAMED_BEFORE = late(r"\b(?:years?|yr|months?|phase|wave|stage|step|tier|level|quarter)\s?$", re.IGNORECASE)
# "4O" is no 4, and in "40 of 120 developers" the second number is no count of ours.
LETTER_FOR_DIGIT = late(r"[OIl]+(?:\d|(?!\w))")
WHOLE_BEFORE = late(r"\d\s(?:users |seats |licenses )?(?:out )?of (?:the |their |our |all )?$", re.IGNORECASE)
# So far before a number stands what says that it is no count.
NEAR = 30
LATER = late(
    (
        r"[,;–-]?\s*(?:and |but |then )?(?:growing|expanding|ramping|scaling|increasing|rising|going|expected "
        r"to grow|will grow|to grow|with growth|could grow|may grow)\b[^;\n]*"
    ),
    re.IGNORECASE,
)


def read_integers(text: str) -> list[int | float]:
    """The counts in an answer: numbers that are not counts of something else."""
    plain = without_remarks(plain_digits(text))
    lower = folded(plain)
    if "ing" in lower or "grow" in lower:
        plain = LATER.sub(" ", plain)
    numbers = [number for number in numbers_in(plain) if _counts(plain, number)]
    named = [number for number in numbers if PEOPLE.match(plain, number.end)] if len(numbers) > 1 else []
    if named and len(named) < len(numbers) and not _is_range(plain, numbers):
        numbers = named
    whole = [number for number in numbers if number.value == number.value.to_integral_value()]
    return distinct([int(number.value) for number in whole])


def _counts(text: str, number: Number) -> bool:
    """Whether neither what stands behind the number nor what stands before it says that it is no count of ours."""
    if number.end < len(text) and (NOT_A_COUNT.match(text, number.end) or LETTER_FOR_DIGIT.match(text, number.end)):
        return False
    near = max(number.start - NEAR, 0)
    return not number.start or not (
        NAMED_BEFORE.search(text, near, number.start)
        or WHOLE_BEFORE.search(text, near, number.start)
        or _is_date(text, number)
    )


def _is_range(text: str, numbers: list[Number]) -> bool:
    between = text[numbers[0].end : numbers[-1].start] if len(numbers) == 2 else ""
    return re.fullmatch(r"\s*(?:[-–—~〜/]|to|or|and|bis|ou|oder|o|à)\s*", between, re.IGNORECASE) is not None


def _is_date(text: str, number: Number) -> bool:
    before = text[max(number.start - NEAR, 0) : number.start]
    year = 2000 <= number.value <= 2100 and re.search(
        r"(?:[a-z]{3,}\.?,?|[/.-]|\bq\d|\bby|\bin)\s*$", before, re.IGNORECASE
    )
    return bool(year) and re.search(r"\d[/.-]$|[a-z]\s*\d{0,2},?\s*$", before, re.IGNORECASE) is not None


def distinct(values: list[T]) -> list[T]:
    """The values, each once, in order."""
    return list(dict.fromkeys(values))
