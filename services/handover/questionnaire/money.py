"""Amounts of money with their currency.

The codes are those of babel. Its parser of numbers is no help: it wants to know the locale of each text, reads
"84.500,00" as 84.5 in an English one, and refuses "1'200'000" and "1,5k", which the definition's rules decide.

Source: the questionnaire definition, "Types and normal forms": Currency, and arr for amounts that do not count.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire.answer import Money
from services.handover.questionnaire.characters import plain_digits
from services.handover.questionnaire.numbers import (
    LINK,
    Number,
    may_hold_link,
    numbers_in,
    plain_number,
    without_remarks,
)

SIGNS = {
    "CA$": "CAD",
    "C$": "CAD",
    "CAD$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "AUD$": "AUD",
    "R$": "BRL",
    "US$": "USD",
    "USD$": "USD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "MX$": "MXN",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "円": "JPY",
    "₹": "INR",
}
SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)), re.IGNORECASE)
CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
NOT_MONEY = late(
    (
        r"\s*-?(?:%|percent|users?|seats?|licen[sc]es?|months?|mo\b|years?|yrs?|days?|weeks?|people|developers?|"
        r"named|licensed)"
    ),
    re.IGNORECASE,
)
OTHER_AMOUNT = late(
    r"\btcv\b|\btotal\b|one[- ]?(?:time|off)|\bonce\b|\bservices?\b|\bimplementation\b|\bset-?up\b|"
    r"\bonboarding\b|\btraining\b|non-?recurring|"
    r"\bpro(?:fessional)? ?serv|\blist\b|\bdiscount|\bover (?:the )?(?:\w+|\d+)[ -](?:years?|months?)",
    re.IGNORECASE,
)
NEVER_YEARLY = late(r"\btcv\b|total contract|one[- ]?(?:time|off)|professional services", re.IGNORECASE)
YEARLY = late(
    r"\barr\b|\bacv\b|annual|per (?:year|annum)|/\s?(?:yr|year|a)\b|yearly|p\.\s?a\.|recurring|subscription",
    re.IGNORECASE,
)
MONTHLY = late(
    r"\s*(?:/|per|a|each|every)\s?(?:user|seat|month|mo\b|quarter|qtr)|\s*(?:monthly|quarterly|mrr\b)", re.IGNORECASE
)
PIECE = late(r"[,;\n+()（）]|\s[–—/&|-]\s|\b(?:and|plus|of which|incl\.?|including|excl\.?|with|then)\b", re.IGNORECASE)
CODE_BEFORE = late(r"(?<![A-Za-z])([A-Za-z]{3})[\s:.]*(?:[$€£¥₹]\s*)?$")
CODE_BEHIND = late(r"\s*(?:[$€£¥₹円]\s*)?([A-Za-z]{3})(?![A-Za-z])")
GLUED = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?=\d)|(?:(?<=\d)|(?<=\d[kKmM]))[A-Z]{3}(?![A-Za-z])")


class _Amount(Struct, frozen=True):
    number: Number
    currency: str | None
    marks: str  # the words around it, up to the next amount


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies  # Loaded only when three letters stand beside a number.

    return frozenset(list_currencies())


def currency_in(text: str) -> str | None:
    """The currency that a label or a text names."""
    for code in CODE.findall(plain_digits(text)):
        if code.isupper() and code not in ("ARR", "TCV", "ACV") and code in _codes():
            return str(code)
    sign = SIGN.search(plain_digits(text))
    return SIGNS[sign[0].upper()] if sign else None


def read_money(text: str, label: str, yearly: bool) -> list[Money]:
    """The amounts in an answer. `yearly`: amounts marked as total, one-time or services are not meant."""
    plain = GLUED.sub(_apart, plain_digits(text))
    inside = LINK.sub(" ", plain) if may_hold_link(plain) else plain
    outside = without_remarks(plain)
    amounts = _amounts(outside)
    if yearly and len(amounts) < 2:
        amounts = _amounts(inside) if _is_meant_inside(inside, outside) else amounts
    if yearly:
        amounts = _yearly(amounts)
    default = currency_in(label)
    common = currency_in(outside) or currency_in(inside)
    found: list[Money] = []
    for amount in amounts:
        currency = amount.currency or (common if len(amounts) == 1 else None) or _shared(amounts) or default
        found.append({"amount": plain_number(amount.number.value), "currency": currency})
    return list({(money["amount"], money["currency"]): money for money in found}.values())


def _apart(found: re.Match[str]) -> str:
    """A currency code that is written without a space beside the amount: "USD120k", "120kEUR"."""
    return f" {found[0]} " if found[0].upper() in _codes() else found[0]


def _is_meant_inside(inside: str, outside: str) -> bool:
    """Whether the yearly amount stands in brackets behind another one: "$360k total ($120k per year)"."""
    return inside != outside and OTHER_AMOUNT.search(outside) is not None and YEARLY.search(inside) is not None


def _shared(amounts: list[_Amount]) -> str | None:
    """The currency of the other amounts: "$100–150k"."""
    named = {amount.currency for amount in amounts if amount.currency}
    return named.pop() if len(named) == 1 else None


def _amounts(text: str) -> list[_Amount]:
    numbers = [one for one in numbers_in(text) if one.end == len(text) or not NOT_MONEY.match(text, one.end)]
    found = [_Amount(number, _currency(text, number), _marks(text, number, numbers)) for number in numbers]
    with_currency = [amount for amount in found if amount.currency]
    if with_currency and len(with_currency) < len(found):
        found = [amount for amount in found if amount.currency or _is_range_with(text, amount, with_currency)]
    return [amount for amount in found if not _is_year(text, amount) or len(found) == 1]


def _is_year(text: str, amount: _Amount) -> bool:
    return (
        amount.currency is None
        and 2000 <= amount.number.value <= 2100
        and "," not in text[amount.number.start : amount.number.end]
    )


def _is_range_with(text: str, amount: _Amount, others: list[_Amount]) -> bool:
    for other in others:
        first, second = sorted([amount.number, other.number], key=lambda number: number.start)
        if re.fullmatch(r"\s*(?:[-–—~]|to|or)\s*", text[first.end : second.start], re.IGNORECASE):
            return True
    return False


def _currency(text: str, number: Number) -> str | None:
    before, after = text[: number.start], text[number.end :]
    code_before = CODE_BEFORE.search(before) if CODE.search(before) else None
    code_after = CODE_BEHIND.match(after) if CODE.search(after) else None
    for code in (code_after, code_before):
        if (
            code
            and code[1].upper() in _codes()
            and (code[1].isupper() or code[1].upper() in ("USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF"))
        ):
            return code[1].upper()
    signs = [sign for sign in SIGN.finditer(before) if not before[sign.end() :].strip()]
    sign = signs[-1] if signs else SIGN.match(after.lstrip())
    return SIGNS[sign[0].upper()] if sign else None


def _marks(text: str, number: Number, numbers: list[Number]) -> str:
    """The words that belong to an amount: up to the pieces in which the next amounts stand; nothing without words."""
    before = max((other.end for other in numbers if other.end <= number.start), default=0)
    after = min((other.start for other in numbers if other.start >= number.end), default=len(text))
    if not any(map(str.isalpha, text[before : number.start] + text[number.end : after])):
        return ""
    head = PIECE.split(text[before : number.start])[-1]
    tail = PIECE.split(text[number.end : after])
    last = after == len(text)
    return f"{head} {''.join(tail[:2]) if last and not tail[0].strip() else tail[0]}"


def _yearly(amounts: list[_Amount]) -> list[_Amount]:
    yearly = [amount for amount in amounts if not (amount.marks and MONTHLY.search(amount.marks))]
    if len(amounts) < 2:
        return [amount for amount in yearly if not (amount.marks and NEVER_YEARLY.search(amount.marks))]
    return [one for one in yearly if not one.marks or YEARLY.search(one.marks) or not OTHER_AMOUNT.search(one.marks)]
