"""The company's tier tables: read strictly, so that no customer falls between two tiers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.handover.checking import checked
from services.handover.model import Handover
from services.handover.questionnaire.answer import Answer
from services.handover.tier_tables import Tiers
from services.handover.tiers import judge

TODAY = date(2026, 11, 22)
ONE = {"tier": 1, "any": {"arr": 100000}}
TWO = {"tier": 2, "any": {"arr": 42000}}


def tiers(*tables: dict[str, Any], **more: Any) -> Tiers:
    """A company's rules with these tables."""
    found = checked({"price_per_developer": 19, "tables": list(tables), **more}, Tiers)
    assert isinstance(found, Tiers), [one.words for one in found]
    return found


def handover(**values: Any) -> Handover:
    """A handover that answers just this."""
    return Handover("d", "t", "r", {name: Answer(name, "answered", value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ([{"since": date(2020, 1, 1), "tiers": [ONE, {**TWO, "tier": 3}]}], "without a gap"),
        ([{"since": date(2020, 1, 1), "tiers": [{**ONE, "any": {"arr": 42000}}, TWO]}], "can never be reached"),
        ([{"since": date(2020, 1, 1), "tiers": [{"tier": 1}]}], "either `any` or `all`"),
        ([{"since": date(2024, 1, 1), "tiers": [ONE]}, {"since": date(2020, 1, 1), "tiers": [ONE]}], "in the order"),
        ([], "a list that is not empty"),
    ],
)
def test_a_table_with_a_gap_or_an_overlap_is_named_at_the_start(tables: list[dict[str, Any]], complaint: str) -> None:
    mistakes = checked({"price_per_developer": 19, "tables": tables}, Tiers)
    assert isinstance(mistakes, list)
    assert [complaint in one.words for one in mistakes] == [True]


def test_a_contract_is_judged_by_the_table_in_force_when_it_starts() -> None:
    rules = tiers(
        {"since": date(2020, 1, 1), "tiers": [ONE]},
        {"since": date(2026, 7, 1), "tiers": [{"tier": 1, "any": {"arr": 150000}}]},
    )
    arr = {"amount": 120000, "currency": "USD"}
    before = judge(handover(arr=arr, contract_start_date="2026-06-30"), rules, TODAY)
    after = judge(handover(arr=arr, contract_start_date="2026-07-01"), rules, TODAY)
    assert (before.now, before.since) == (1, date(2020, 1, 1))
    assert (after.now, after.since) == (None, date(2026, 7, 1))


def test_any_measure_is_enough_or_all_are_needed() -> None:
    either = {"since": date(2020, 1, 1), "tiers": [{"tier": 1, "any": {"arr": 1000000, "developers": 10000}}]}
    both = {"since": date(2020, 1, 1), "tiers": [{"tier": 1, "all": {"arr": 1000, "employees": 500}}]}
    large = handover(arr={"amount": 5000, "currency": "USD"}, developer_count=10000)
    assert judge(large, tiers(either), TODAY).now == 1
    assert judge(large, tiers(both), TODAY).now is None
    assert judge(handover(arr={"amount": 5000, "currency": "USD"}, employee_count=500), tiers(both), TODAY).now == 1


def test_what_a_person_entered_goes_before_what_is_reckoned() -> None:
    rules = tiers({"since": date(2020, 1, 1), "tiers": [ONE]})
    judged = judge(handover(potential_arr={"amount": 100000, "currency": "USD"}, developer_count=1), rules, TODAY)
    assert judged.potential == 1
    assert judged.top
    assert judge(handover(developer_count=438), rules, TODAY).potential is None
