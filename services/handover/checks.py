"""Do the answers fit together? Warnings for the person; none of them blocks a step.

Rules: domain reference, section 16. Values are compared as they were read, and nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from services.handover.contract import LONGEST_MONTHS, months_later
from services.handover.model import Handover
from services.handover.patterns import late
from services.handover.words import day, listed, money, shortened, value_words, weekday

FREE_MAIL = ("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "proton.me")
USUAL_DAYS = (30, 45, 60)
DAYS_TO_PAY = late(r"\bnet[\s-]*(\d{1,3})\b", re.IGNORECASE)
FAR = 0.1
"""A total may hold one-time fees and yearly steps: only what differs by more than this share is far from it."""
TOLERANCE = 0.02
"""Two amounts that differ by less than this share are taken for rounded forms of the same."""


class Doubt(Struct, frozen=True):
    """Something that does not fit: the field to look at first, and one sentence."""

    field: str
    words: str


def doubts(handover: Handover, today: date) -> tuple[Doubt, ...]:
    """Everything that does not fit, in the order of the contract: dates, money, people."""
    found = (_term, _order_of_dates, _signed, _check_in, _price, _total, _terms, _billing_domain, _one_person, _seats)
    return tuple(doubt for check in found for doubt in check(handover, today))


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


def _signed(handover: Handover, _: date) -> Iterator[Doubt]:
    """Service begins when all have signed, or later."""
    start, signed = _day(handover, "contract_start_date"), _day(handover, "close_date")
    if start is not None and signed is not None and signed > start:
        words = f"Signed on {day(signed.isoformat())}, after the contract started on {day(start.isoformat())}."
        yield Doubt("close_date", words)


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


def _total(handover: Handover, _: date) -> Iterator[Doubt]:
    """The yearly amount times the years, against the value of the whole contract; only in one currency."""
    arr, tcv, months = (handover.value(name) for name in ("arr", "tcv", "term_months"))
    if not isinstance(arr, dict) or not isinstance(tcv, dict) or not months or not 0 < months <= LONGEST_MONTHS:
        return
    whole = float(arr["amount"]) * float(months) / 12
    if arr["currency"] == tcv["currency"] and abs(whole - tcv["amount"]) > FAR * whole:
        words = f"{value_words(months)} months at {money(arr)} a year make {money({**arr, 'amount': whole})}"
        yield Doubt("tcv", f"{words}, not {money(tcv)}.")


def _terms(handover: Handover, _: date) -> Iterator[Doubt]:
    terms = str(handover.value("payment_terms") or "")
    days = [int(found) for found in DAYS_TO_PAY.findall(terms)]
    if days and not set(days) & set(USUAL_DAYS):
        yield Doubt(
            "payment_terms",
            f"“{shortened(terms, 60)}” is not usual: net {listed([str(one) for one in USUAL_DAYS])} are.",
        )


def _one_person(handover: Handover, _: date) -> Iterator[Doubt]:
    """Who runs the installation seldom pays the invoices: one of the two may have been filled in for the other."""
    contact, admin = (handover.value(name) or {} for name in ("billing_contact", "technical_admin"))
    if contact.get("email") and contact["email"] == admin.get("email"):
        yield Doubt("billing_contact", f"{contact['email']} is the technical administrator too.")


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
