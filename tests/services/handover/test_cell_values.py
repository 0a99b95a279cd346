"""The same amount, count or day in a cell, whatever form a person or the cell's format gave it."""

from __future__ import annotations

import pytest

from services.handover.cell_values import number, says, says_day

YEARLY = number(86400, "$86,400", "USD")


@pytest.mark.parametrize(
    "text",
    ["86400", "86,400", "86,400.00", "$86,400.00", "$ 86,400", "USD 86,400", "86400 USD", "86.400,00", "$86,400"],
)
def test_the_same_amount_in_another_form_is_the_same(text: str) -> None:
    assert says(text, YEARLY)


@pytest.mark.parametrize(
    "text",
    ["", "86401", "-86400", "864", "€86,400", "86,400 EUR", "$86,400 or $90,000", "see $86,400 in contract", "n/a"],
)
def test_another_amount_another_currency_and_more_than_an_amount_is_not(text: str) -> None:
    assert not says(text, YEARLY)


def test_a_count_has_no_currency() -> None:
    assert says("1,800", number(1800, "1800"))
    assert not says("$1,800", number(1800, "1800"))


def test_a_tick_box_is_compared_as_it_is_shown() -> None:
    assert says("TRUE", number(True, "TRUE"))
    assert not says("1", number(True, "TRUE"))


@pytest.mark.parametrize("text", ["2027-12-06", "December 6, 2027", "6 Dec 2027", "06.12.2027", "12/06/2027"])
def test_a_day_in_another_form_is_the_same_where_it_can_be_told(text: str) -> None:
    """A date with slashes is told by the number behind it alone."""
    assert says_day(text, "2027-12-06", "2027-12-06" if "/" in text else "")


@pytest.mark.parametrize(
    ("text", "known"), [("12/06/2027", ""), ("12/06/2027", "2027-06-12"), ("December 7, 2027", ""), ("", "")]
)
def test_a_day_that_cannot_be_told_or_is_another_is_not(text: str, known: str) -> None:
    assert not says_day(text, "2027-12-06", known)


def test_other_texts_are_compared_letter_by_letter() -> None:
    assert says_day("customer", "customer")
    assert not says_day("Customer", "customer")
