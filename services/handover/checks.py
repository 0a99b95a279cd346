"""Do the answers fit together? Warnings for the person; none of them blocks a step.

Rules: domain reference, section 16. Values are compared as they were read, and nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.handover.contract import LONGEST_MONTHS, months_later
from services.handover.model import Handover
from services.handover.words import day, money, value_words, weekday

FREE_MAIL = ("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "proton.me")
TOLERANCE = 0.02
"""Two amounts that differ by less than this share are taken for rounded forms of the same."""


@dataclass(frozen=True)
class Doubt:
    """Something that does not fit: the field to look at first, and one sentence."""

    field: str
    words: str


def doubts(handover: Handover, today: date) -> tuple[Doubt, ...]:
    """Everything that does not fit, in the order of the contract: dates, money, people."""
    found = (_term, _order_of_dates, _check_in, _price, _billing_domain, _seats)
    return tuple(doubt for check in found for doubt in check(handover, today))


def drift(then: Mapping[str, Any], now: Handover) -> tuple[Doubt, ...]:
    """What the document says otherwise than when it was announced: field -> value ``then``, against ``now``."""
    return tuple(
        Doubt(name, f"It was {value_words(was)} when announced; {_now_words(now, name)}.")
        for name, was in then.items()
        if now.value(name) != was
    )


def _now_words(now: Handover, name: str) -> str:
    value = now.value(name)
    return "now nothing certain is there" if value is None else f"now it is {value_words(value)}"


def _day(handover: Handover, name: str) -> date | None:
    value = handover.value(name)
    return date.fromisoformat(value) if isinstance(value, str) else None


def _term(handover: Handover, _: date) -> Iterator[Doubt]:
    """Start, length and end are three answers to two questions. The end may be the last day or the day after."""
    start, end = _day(handover, "contract_start_date"), _day(handover, "renewal_date")
    months = handover.value("term_months")
    if start is None or end is None or not months or not 0 < months <= LONGEST_MONTHS:
        return
    expected = months_later(start, int(months))
    if end not in (expected, expected - timedelta(days=1)):
        words = f"{int(months)} months from {day(start.isoformat())} end on {day(expected.isoformat())}, not on "
        yield Doubt("renewal_date", f"{words}{day(end.isoformat())}.")


def _order_of_dates(handover: Handover, today: date) -> Iterator[Doubt]:
    start, end = _day(handover, "contract_start_date"), _day(handover, "renewal_date")
    if start is not None and end is not None and end < start:
        yield Doubt("renewal_date", "The contract ends before it starts.")
    elif end is not None and end < today:
        yield Doubt("renewal_date", f"The contract ended on {day(end.isoformat())}.")


def _check_in(handover: Handover, today: date) -> Iterator[Doubt]:
    when = _day(handover, "check_in_date")
    if when is None:
        return
    if when < today:
        yield Doubt("check_in_date", f"{weekday(when)} has passed.")
    elif when.weekday() >= 5:
        yield Doubt("check_in_date", f"{weekday(when)} is on a weekend.")


def _price(handover: Handover, _: date) -> Iterator[Doubt]:
    """Seats times the price of one, against the yearly amount; only in one currency."""
    seats, arr, price = (handover.value(name) for name in ("seats", "arr", "price_per_seat"))
    if not seats or not isinstance(arr, dict) or not isinstance(price, dict):
        return
    if arr["currency"] != price["currency"] or not arr["amount"]:
        return
    yearly = float(seats) * float(price["amount"])
    near = (yearly, yearly * 12)
    if all(abs(one - arr["amount"]) > TOLERANCE * arr["amount"] for one in near):
        words = f"{seats} seats at {money(price)} make {money({**price, 'amount': yearly})} a year"
        yield Doubt(
            "arr", f"{words} (or {money({**price, 'amount': yearly * 12})} at a monthly price), not {money(arr)}."
        )


def _billing_domain(handover: Handover, _: date) -> Iterator[Doubt]:
    """The invoice should go to the customer: same domain as their administrator or their company."""
    contact = handover.value("billing_contact")
    email = contact.get("email") if isinstance(contact, dict) else None
    if not email:
        return
    domain = email.rpartition("@")[2]
    if domain in FREE_MAIL:
        yield Doubt("billing_contact", f"{email} is a free-mail address.")
        return
    admin = handover.value("technical_admin")
    known = {str(handover.value("company_domain") or ""), str((admin or {}).get("email") or "").rpartition("@")[2]} - {
        ""
    }
    if known and domain not in known:
        yield Doubt("billing_contact", f"{email} is not of the customer's domain {' or '.join(sorted(known))}.")


def _seats(handover: Handover, _: date) -> Iterator[Doubt]:
    seats, developers = handover.value("seats"), handover.value("developer_count")
    if isinstance(seats, int) and isinstance(developers, int) and seats > developers > 0:
        yield Doubt("seats", f"{seats} seats for {developers} developers.")
