"""Answers that do not fit together are said so; answers that do fit raise no doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.handover.checks import doubts
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer

TODAY = date(2026, 11, 23)


def handover(**values: Any) -> Handover:
    """A handover in which these fields are answered."""
    return Handover("doc", "Acme", "r2", {name: Answer(name, "answered", value) for name, value in values.items()})


def fields(**values: Any) -> list[str]:
    """The fields in doubt."""
    return [one.field for one in doubts(handover(**values), TODAY)]


@pytest.mark.parametrize("end", ["2028-03-31", "2028-04-01"])
def test_a_year_may_end_on_its_last_day_or_on_the_day_after(end: str) -> None:
    assert fields(contract_start_date="2027-04-01", term_months=12, renewal_date=end) == []


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2027-01-31", 1, "2027-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-12-01", 36, "2029-11-30")],
)
def test_terms_of_every_month_fit(start: str, months: int, end: str) -> None:
    assert fields(contract_start_date=start, term_months=months, renewal_date=end) == []


def test_an_end_that_the_term_does_not_reach_is_doubted() -> None:
    [doubt] = doubts(handover(contract_start_date="2027-04-01", term_months=24, renewal_date="2028-03-31"), TODAY)
    assert doubt.field == "renewal_date"
    assert doubt.words == "24 months from April 1, 2027 end on April 1, 2029, not on March 31, 2028."


def test_an_absurd_term_is_no_stack_trace() -> None:
    assert fields(contract_start_date="2027-04-01", term_months=10**9, renewal_date="2028-03-31") == []


def test_a_contract_that_ends_before_it_starts_or_has_ended_is_doubted() -> None:
    assert fields(contract_start_date="2027-04-01", renewal_date="2027-03-01") == ["renewal_date"]
    assert fields(contract_start_date="2020-04-01", renewal_date="2021-03-31") == ["renewal_date"]


@pytest.mark.parametrize(("when", "doubted"), [("2026-11-22", True), ("2026-11-28", True), ("2026-11-30", False)])
def test_a_check_in_in_the_past_or_on_a_weekend_is_doubted(when: str, doubted: bool) -> None:
    assert bool(fields(check_in_date=when)) is doubted


@pytest.mark.parametrize(("price", "doubted"), [(480, False), (40, False), (39.9, False), (300, True)])
def test_seats_times_price_should_be_the_yearly_amount(price: float, doubted: bool) -> None:
    arr = {"amount": 86400, "currency": "USD"}
    assert bool(fields(seats=180, arr=arr, price_per_seat={"amount": price, "currency": "USD"})) is doubted


def test_amounts_in_two_currencies_are_not_compared() -> None:
    arr = {"amount": 86400, "currency": "USD"}
    assert fields(seats=180, arr=arr, price_per_seat={"amount": 1, "currency": "EUR"}) == []


def test_an_invoice_to_another_domain_is_doubted() -> None:
    admin = {"name": "Omar", "email": "omar@larchwood.example"}
    assert fields(technical_admin=admin, billing_contact={"email": "ap@larchwood.example"}) == []
    assert fields(technical_admin=admin, billing_contact={"email": "ap@elsewhere.example"}) == ["billing_contact"]
    assert fields(billing_contact={"email": "someone@gmail.com"}) == ["billing_contact"]


def test_more_seats_than_developers_are_doubted() -> None:
    assert fields(seats=200, developer_count=120) == ["seats"]


@pytest.mark.parametrize(("total", "doubted"), [(180_000, False), (190_000, False), (90_000, True), (360_000, True)])
def test_a_total_far_from_the_years_is_doubted(total: int, doubted: bool) -> None:
    arr, tcv = {"amount": 90_000, "currency": "USD"}, {"amount": total, "currency": "USD"}
    assert fields(arr=arr, tcv=tcv, term_months=24) == ["tcv"] * doubted
    assert fields(arr=arr, tcv={**tcv, "currency": "EUR"}, term_months=24) == []


def test_a_signature_after_the_start_is_doubted() -> None:
    assert fields(contract_start_date="2027-04-01", close_date="2027-04-02") == ["close_date"]
    assert fields(contract_start_date="2027-04-01", close_date="2027-04-01") == []


@pytest.mark.parametrize(
    ("terms", "doubted"), [("Annual, net 30", False), ("NET-60", False), ("net 90", True), ("On receipt", False)]
)
def test_other_days_to_pay_than_usual_are_doubted(terms: str, doubted: bool) -> None:
    assert fields(payment_terms=terms) == ["payment_terms"] * doubted


def test_an_administrator_who_pays_the_invoices_is_doubted() -> None:
    one, other = {"name": "Omar", "email": "o@acme.example"}, {"name": "Ann", "email": "a@acme.example"}
    assert fields(billing_contact=one, technical_admin=one) == ["billing_contact"]
    assert fields(billing_contact=other, technical_admin=one) == []
