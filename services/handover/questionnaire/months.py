"""Lengths of time in months.

Source: the questionnaire definition, "Types and normal forms": Months.
"""

from __future__ import annotations

import re
from decimal import Decimal

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
_NUMBER = (
    r"\d+(?:[.,]\d+)?|(?<![^\W\d_])(?:"
    + "|".join(sorted((w for w in WORDS if w.isascii() or (w.isalpha() and ord(w[0]) < 0x3000)), key=len, reverse=True))
    + r")(?![^\W\d_])|[一二三四五六七八九十]+"
)
TIME = re.compile(rf"(?P<number>{_NUMBER})[\s-]*(?:(?P<year>{_YEAR})|(?P<month>{_MONTH}))", re.IGNORECASE)
OPEN_NUMBER = re.compile(rf"(?P<number>{_NUMBER})\s*(?:[-–—/,]|to|or|and|oder|ou|o|bis|à)\s*$", re.IGNORECASE)
BARE = re.compile(rf"\W*(?:{_NUMBER})(?:\s*(?:[-–—/,]|to|or)\s*(?:{_NUMBER}))*\W*", re.IGNORECASE)
ANNUAL = re.compile(r"\b(?:annual|annually|yearly|jährlich|annuel|anual)\b", re.IGNORECASE)
YEARS_IN_LABEL = re.compile(r"\b(?:years?|yrs?)\b", re.IGNORECASE)
MONTHS_IN_LABEL = re.compile(r"\b(?:months?|mos?|mths)\b", re.IGNORECASE)


def read_months(text: str, label: str) -> list[int | float]:
    """The lengths in an answer, in months."""
    plain = without_remarks(plain_digits(text))
    found: list[tuple[int, Decimal, bool]] = []
    for match in TIME.finditer(plain):
        factor = 12 if match["year"] else 1
        before = OPEN_NUMBER.search(plain, 0, match.start())
        if before and before.end() == match.start():
            found.append((before.start(), _number(before["number"]) * factor, False))
        found.append((match.start(), _number(match["number"]) * factor, bool(match["year"])))
    if found:
        return distinct([plain_number(value) for value in _joined(plain, found)])
    if BARE.fullmatch(plain):
        factor = 12 if YEARS_IN_LABEL.search(label) and not MONTHS_IN_LABEL.search(label) else 1
        return distinct([plain_number(_number(word) * factor) for word in re.findall(_NUMBER, plain, re.IGNORECASE)])
    bracketed = [match for remark in REMARK.findall(plain_digits(text)) for match in TIME.finditer(remark)]
    if len(bracketed) == 1:
        # "April 15, 2027 – April 14, 2028 (12 months)": only the brackets hold a length.
        return read_months(bracketed[0][0], label)
    return [12] if ANNUAL.search(plain) else []


def _joined(text: str, found: list[tuple[int, Decimal, bool]]) -> list[Decimal]:
    """A length said in years and months is one length: "1 year and 6 months"."""
    if len(found) == 2 and found[0][2] and not found[1][2] and found[1][1] < 12:
        between = text[found[0][0] : found[1][0]]
        if not re.search(r"[/,;]|\bor\b|\bto\b", between):
            return [found[0][1] + found[1][1]]
    return [value for _, value, _ in found]


def _number(word: str) -> Decimal:
    known = WORDS.get(word.lower())
    return Decimal(known) if known else Decimal(word.replace(",", "."))
