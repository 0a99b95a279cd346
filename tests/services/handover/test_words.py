"""Values are said the way people say them, on their own clock."""

from __future__ import annotations

import pytest

from services.handover.model import Person
from services.handover.words import listed, moment, money

AT = 1795373580.0  # 2026-11-22 18:53 UTC


@pytest.mark.parametrize(
    ("locale", "zone", "words"),
    [
        ("en-US", "UTC", "Nov 22, 18:53"),
        ("en-US", "America/New_York", "Nov 22, 13:53"),
        ("sv-SE", "Europe/Stockholm", "22 nov., 19:53"),
        ("xx-YY", "Nowhere/At_All", "Nov 22, 18:53"),
    ],
)
def test_a_moment_is_told_on_the_persons_clock_and_in_their_order(locale: str, zone: str, words: str) -> None:
    assert moment(AT, Person("a@b.example", frozenset(), locale, zone), AT) == words


def test_the_year_is_said_only_where_it_is_another_one() -> None:
    somebody = Person("a@b.example", frozenset(), "en-US", "UTC")
    assert moment(AT, somebody, AT + 30 * 86_400) == "Nov 22, 18:53"
    assert moment(AT, somebody, AT + 60 * 86_400) == "Nov 22, 2026, 18:53"
    assert moment(0.0, somebody) == "Jan 1, 1970, 00:00"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"amount": 86400, "currency": "USD"}, "$86,400"),
        ({"amount": 91200.5, "currency": "CAD"}, "CA$91,200.50"),
        ({"amount": 5, "currency": None}, "5 (currency not stated)"),
    ],
)
def test_money_is_said_with_its_currency(value: dict[str, object], words: str) -> None:
    assert money(value) == words


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
