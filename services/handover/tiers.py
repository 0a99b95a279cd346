"""Which tier a customer is in, now and by potential, judged by the company's dated tables; with the reason.

Domain reference, section 14: boundaries are inclusive, yearly revenue counts and not the contract's total, and
what is not known is not guessed: an amount in a currency without a rate is in no tier until a person says more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from services.handover.model import Handover
from services.handover.tier_tables import Table, Tiers
from services.handover.words import money

MONTHS = 12


class Judged(Struct, frozen=True):
    """The tier now and the tier by potential (None: below all of them), each with its reason in words."""

    now: int | None
    potential: int | None
    reasons: tuple[tuple[str, str], ...]
    since: date

    @property
    def top(self) -> bool:
        """Tier 1 now or by potential: then a success plan is due."""
        return 1 in (self.now, self.potential)


def judge(handover: Handover, rules: Tiers, today: date) -> Judged:
    """The tiers by the table that was in force at the contract's start."""
    start = handover.value("contract_start_date")
    table = rules.table(date.fromisoformat(start) if start else today)
    developers = Decimal(handover.value("developer_count") or 0)
    size = {"developers": developers, "employees": Decimal(handover.value("employee_count") or 0)}
    actual, said = _amount(handover.value("arr"), rules, "ARR")
    projected, guessed = _projected(handover, rules, developers)
    now = _tier(table, {"arr": actual, **size})
    potential = _tier(table, {"arr": projected, **size})
    reasons = (("Tier now", f"{_name(now)}: {said}"), ("Tier by potential", f"{_name(potential)}: {guessed}"))
    return Judged(now, potential, reasons, table.since)


def _tier(table: Table, found: Mapping[str, Decimal]) -> int | None:
    return next((one.tier for one in table.tiers if one.holds(found)), None)


def _name(tier: int | None) -> str:
    return f"Tier {tier}" if tier else "No tier"


def _amount(value: Mapping[str, Any] | None, rules: Tiers, what: str) -> tuple[Decimal, str]:
    """A yearly amount in the tables' currency, and how it came about; -1 for one that cannot be reckoned."""
    if not value:
        return Decimal(-1), f"{what} not stated"
    amount, currency = Decimal(str(value["amount"])), value.get("currency") or rules.currency
    if currency == rules.currency:
        return amount, f"{what} {money({**value, 'currency': currency})}"
    rate = rules.rates.get(currency)
    if rate is None:
        return Decimal(-1), f"{what} {money(value)}, and no rate for {currency} is configured"
    worth = amount * rate.worth
    told = money({"amount": float(round(worth)), "currency": rules.currency})
    return worth, f"{what} {money(value)}, {told} at the rate of {rate.on:%Y-%m-%d}"


def _projected(handover: Handover, rules: Tiers, developers: Decimal) -> tuple[Decimal, str]:
    """What a person entered, else every developer at the list price."""
    if entered := handover.value("potential_arr"):
        return _amount(entered, rules, "potential ARR")
    if not developers:
        return Decimal(-1), "neither potential ARR nor number of developers stated"
    yearly = developers * rules.price_per_developer * MONTHS
    told = money({"amount": float(yearly), "currency": rules.currency})
    return yearly, f"{developers} developers at list price, {told} a year"
