"""What our Salesforce client asks, of the sandbox and of Salesforce."""

from __future__ import annotations

from services.handover.opportunity import BASE_FIELDS, SINCE
from tests.live.conftest import Place

NOWHERE = "006000000000000AAA"


def test_an_opportunity_is_read_with_the_stages_of_the_org(place: Place) -> None:
    wanted = place.ids["SALESFORCE_OPPORTUNITY"]
    [found], stages = place.systems.salesforce.opportunity(wanted, (*BASE_FIELDS, SINCE))
    assert found["Id"][:15] == wanted[:15]
    won = [one["MasterLabel"] for one in stages if one["IsWon"] and one["IsActive"]]
    assert place.ids["SALESFORCE_STAGE"] in won


def test_one_that_is_not_there_is_no_error(place: Place) -> None:
    assert place.systems.salesforce.opportunity(NOWHERE, (*BASE_FIELDS, SINCE))[0] == []


def test_a_name_is_text_in_a_query(place: Place) -> None:
    hostile = "O'Brien \\ %' OR Name LIKE '%"
    assert place.systems.salesforce.open_opportunities(hostile, (*BASE_FIELDS, SINCE))[0] == []
