"""A contract's last day is one day in every system, also where the document has the renewal on the day after."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.scenarios.test_compare_systems import compare, everything_written, headers, section
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_several_customers import crowd, several
from tests.scenarios.test_sources_of_truth import look as look_at_record
from tests.scenarios.test_sources_of_truth import opportunity, tab
from tests.scenarios.test_three_buttons import announce
from tests.scenarios.test_update_sheet import by_site, edit
from tests.scenarios.test_update_sheet import look as look_at_sheet

REMARK = "Contract end: December 7, 2027 is the renewal; service ends the day before."


@pytest.fixture(autouse=True)
def _renewal_is_written(stage: Stage) -> None:
    """Larchwood's twelve months from December 7, 2026, with the day after their end."""
    retype(stage, **{"December 6, 2027": "December 7, 2027"})


def test_every_sheet_and_salesforce_say_the_last_day_of_service(stage: Stage) -> None:
    everything_written(stage)
    assert by_site(stage)[0][9] == "2027-12-06"
    assert tab(stage, "Deals")[3][3] == "2027-12-06"
    assert tab(stage, "Servers")[2][5] == "2027-12-06"
    assert opportunity(stage)["End_of_Contract__c"] == "2027-12-06"
    assert "Every field that stands in several places says the same." in compare(stage).text


def test_the_card_says_which_day_is_taken_and_why(stage: Stage) -> None:
    assert REMARK in look_at_sheet(stage).text
    assert REMARK in look_at_record(stage, "Server to company").text
    assert REMARK in look_at_record(stage, "Deals").text


def test_several_customers_at_once_are_written_by_the_same_rule(stage: Stage) -> None:
    announce(stage)
    crowd(stage, 1)
    host = several(stage)
    assert host.text.count(REMARK) == 2
    assert "2027-12-06" in host.text
    assert "2027-12-07" not in host.text


def test_a_sheet_that_says_the_renewal_disagrees_with_the_last_day(stage: Stage) -> None:
    everything_written(stage)
    edit(stage, "J13", "2027-12-07")
    host = compare(stage)
    assert headers(host) == ["Renewal date"]
    words = section(host, "Renewal date")
    assert "December 6, 2027 (December 7, 2027 is the renewal; service ends the day before.)" in words
    assert "2027-12-07" in words
