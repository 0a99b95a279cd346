"""Lengths of time in months.

Source: the questionnaire definition, "Types and normal forms": Months.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire.characters import plain_digits
from services.handover.questionnaire.numbers import REMARK, distinct, plain_number, without_remarks

WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one a an ein eine einen einem un une uno una um uma 一",
            "two zwei deux dos dois duas 二",
            "three drei trois tres três 三",
            "four vier quatre cuatro quatro 四",
            "five fünf cinq cinco 五",
            "six sechs seis 六",
            "seven sieben sept siete sete 七",
            "eight acht huit ocho oito 八",
            "nine neun neuf nueve nove 九",
            "ten zehn dix diez dez 十",
            "eleven elf onze once 十一",
            "twelve zwölf douze doce doze 十二",
        ),
        start=1,
    )
    for word in words.split()
}
_YEAR = r"years?|yrs?|y(?![^\W\d_])|jahre?n?|jährig\w*|j\.|ans?(?![^\W\d_])|années?|años?|anos?|年間?|年"
_MONTH = (
    r"months?|mths?|mons?\.?|mos?\.?(?![^\W\d_])|m(?![^\W\d_])|monate?n?|mois|mes(?:es)?(?![^\W\d_])|"
    r"mês|[ヶケかカヵ箇個]月間?|か月|月"
)
# Digits, or a word that may be a number; whether it is one says the table, which need not be compiled.
_DIGITS = r"\d+(?:[.,]\d+)?"
_JAPANESE = "[一二三四五六七八九十]"
_WORD = r"[^\W\d_]{1,6}(?![^\W\d_])"
_NUMBER = rf"{_DIGITS}|{_JAPANESE}+|(?<![^\W\d_]){_WORD}"
TIME = re.compile(rf"(?P<number>{_NUMBER})[\s-]*(?:(?P<year>{_YEAR})|(?P<month>{_MONTH}))", re.IGNORECASE)
OPEN_NUMBER = late(rf"(?P<number>{_NUMBER})\s*(?:[-–—/,]|to|or|and|oder|ou|o|bis|à)\s*$", re.IGNORECASE)
_ONE = rf"(?!(?:to|or)\b)(?:{_DIGITS}|{_JAPANESE}+|(?<![^\W\d_])(?!{_JAPANESE}){_WORD})"
ONE = late(_ONE, re.IGNORECASE)
BARE = late(rf"\W*{_ONE}(?:\s*(?:[-–—/,]|to|or)\s*{_ONE})*\W*", re.IGNORECASE)
TENS = late(r"([二三四五六七八九]?)十([一二三四五六七八九]?)")
ANNUAL = late(r"\b(?:annual|annually|yearly|jährlich|annuel|anual)\b", re.IGNORECASE)
YEARS_IN_LABEL = late(r"\b(?:years?|yrs?)\b", re.IGNORECASE)
MONTHS_IN_LABEL = late(r"\b(?:months?|mos?|mths)\b", re.IGNORECASE)


class _Length(Struct, frozen=True):
    """A number and, behind it, what it counts."""

    number: Decimal
    found: re.Match[str]


def read_months(text: str, label: str) -> list[int | float]:
    """The lengths in an answer, in months."""
    plain = without_remarks(plain_digits(text))
    found: list[tuple[int, Decimal, bool]] = []
    for length in _all(TIME, plain):
        number, match = length.number, length.found
        factor = 12 if match["year"] else 1
        before = next(_all(OPEN_NUMBER, plain, match.start()), None) if match.start() else None
        if before and before.found.end() == match.start():
            found.append((before.found.start(), before.number * factor, False))
        found.append((match.start(), number * factor, bool(match["year"])))
    if found:
        return distinct([plain_number(value) for value in _joined(plain, found)])
    bare = _bare(plain)
    if bare:
        factor = 12 if YEARS_IN_LABEL.search(label) and not MONTHS_IN_LABEL.search(label) else 1
        return distinct([plain_number(number * factor) for number in bare])
    bracketed = [one.found for remark in REMARK.findall(plain_digits(text)) for one in _all(TIME, remark)]
    if len(bracketed) == 1:
        # "April 15, 2027 – April 14, 2028 (12 months)": only the brackets hold a length.
        return read_months(bracketed[0][0], label)
    return [12] if ANNUAL.search(plain) else []


def _all(pattern: re.Pattern[str], text: str, end: int = sys.maxsize) -> Iterator[_Length]:
    """What the pattern finds in the text up to its end, without words that are no numbers."""
    at = 0
    while found := pattern.search(text, at, end):
        number = _number(found["number"])
        if number is None:
            at = found.start() + (len(found["number"]) if found["number"][0] in _JAPANESE else 1)
        else:
            yield _Length(number, found)
            at = found.end()


def _bare(text: str) -> list[Decimal]:
    """The numbers of a text that holds nothing else."""
    if not BARE.fullmatch(text):
        return []
    numbers = [_number(word) for word in ONE.findall(text)]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else []


def _joined(text: str, found: list[tuple[int, Decimal, bool]]) -> list[Decimal]:
    """A length said in years and months is one length: "1 year and 6 months"."""
    if len(found) == 2 and found[0][2] and not found[1][2] and found[1][1] < 12:
        between = text[found[0][0] : found[1][0]]
        if not re.search(r"[/,;]|\bor\b|\bto\b", between):
            return [found[0][1] + found[1][1]]
    return [value for _, value, _ in found]


def _number(word: str) -> Decimal | None:
    """The number that is written in digits or as a word, or, in Japanese, as tens and ones: "二十四"."""
    if word[0].isdecimal():
        return Decimal(word.replace(",", "."))
    known = WORDS.get(word.lower())
    if known is None and (tens := TENS.fullmatch(word)):
        known = 10 * WORDS.get(tens[1], 1) + WORDS.get(tens[2], 0)
    return None if known is None else Decimal(known)
