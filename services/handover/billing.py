"""What an invoice says of money and days: decimal throughout, rounded as its currency is. No calls here.

Source: domain reference, sections 12 and 16.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from services.handover.contract import months_later
from services.handover.model import Handover
from services.handover.patterns import late

PER_YEAR = {"yearly": 1, "quarterly": 4, "monthly": 12}
"""How many invoices there are in a year."""
FIELDS = ("billing_contact", "billing_address", "po_required", "po_number", "payment_terms")
_NUMBER = late(r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?")
_NET_DAYS = late(r"\bnet\s*-?\s*(\d{1,3})\b|\b(\d{1,3})\s+days\b", re.IGNORECASE)
_AT_ONCE = late(r"\b(?:on|upon)\s+receipt\b", re.IGNORECASE)
_QUARTERLY, _MONTHLY = late(r"\bquarter", re.IGNORECASE), late(r"\bmonth", re.IGNORECASE)


class Line(Struct, frozen=True):
    """One line of an invoice; ``discount`` and ``net`` are amounts, in the invoice's currency."""

    product: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    net: Decimal


class Bill(Struct, frozen=True):
    """Lines and their sums, in one currency. ``tax`` is an amount."""

    currency: str
    lines: tuple[Line, ...]
    net: Decimal
    tax: Decimal
    total: Decimal


def billed(product: str, quantity: Decimal, price: Decimal, discount_percent: Decimal, currency: str) -> Line:
    """A line whose amounts are each rounded once."""
    gross = rounded(quantity * price, currency)
    discount = rounded(gross * discount_percent / 100, currency)
    return Line(product, quantity, price, discount, gross - discount)


def bill(currency: str, lines: Sequence[Line], tax_percent: Decimal) -> Bill:
    """Sums are made of what is rounded, so that the invoice adds up as it is read."""
    net = sum((one.net for one in lines), Decimal(0))
    tax = rounded(net * tax_percent / 100, currency)
    return Bill(currency, tuple(lines), net, tax, net + tax)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's smallest coin, half away from zero: two digits for USD, none for JPY."""
    from babel.numbers import get_currency_precision

    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), ROUND_HALF_UP)


def money_words(amount: Decimal, currency: str) -> str:
    """An amount with all its digits: "$86,400.00", and "$1.005" for a price below the smallest coin."""
    from babel.numbers import format_currency, get_currency_precision

    exponent = amount.normalize().as_tuple().exponent
    digits = max(get_currency_precision(currency), -exponent if isinstance(exponent, int) else 0)
    pattern = f"¤#,##0.{'0' * digits}" if digits else "¤#,##0"
    return str(format_currency(amount, currency, pattern, locale="en_US", currency_digits=False))


def number_of(text: str) -> Decimal | None:
    """What a person typed as a number, thousands parted by commas; None for anything else."""
    plain = text.replace(" ", "").removesuffix("%")
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def net_days(terms: str, default: int) -> int:
    """Days until payment, as the terms say it: "Net 45", "30 days", "due on receipt"; else the company's rule."""
    found = _NET_DAYS.search(terms)
    if found:
        return int(found[1] or found[2])
    return 0 if _AT_ONCE.search(terms) else default


def frequency(terms: str) -> str:
    """How often is invoiced, as the terms say it; yearly where they do not."""
    if _QUARTERLY.search(terms):
        return "quarterly"
    return "monthly" if _MONTHLY.search(terms) else "yearly"


def period(start: date, often: str, end: date | None) -> tuple[date, date]:
    """First and last day of service of the first invoice; never past the contract's end."""
    last = months_later(start, 12 // PER_YEAR[often]) - timedelta(days=1)
    return start, min(last, end) if end is not None and end >= start else last


def portal_named(handover: Handover, names: Iterable[str]) -> str:
    """The portal that the billing answers name; empty when they name none."""
    said = " ".join(str(handover.value(name) or "") for name in FIELDS)
    return next((one for one in names if re.search(rf"\b{re.escape(one)}\b", said, re.IGNORECASE)), "")
