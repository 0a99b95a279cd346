"""An opportunity's link and id, read as strictly as Salesforce does."""

from __future__ import annotations

import pytest

from services.handover.opportunity import linked, record_id, travelled, won_stage

HOSTS = ["Codelantern.lightning.force.com", "codelantern.my.salesforce.com"]
LONG = "006Hs00001LRCHWIA5"


@pytest.mark.parametrize(
    "url",
    [
        "https://codelantern.lightning.force.com/lightning/r/Opportunity/006Hs00001LRCHW/view",
        "https://codelantern.lightning.force.com/lightning/r/006Hs00001LRCHWIA5/view?ws=%2Flightning",
        "https://CODELANTERN.my.salesforce.com/006Hs00001LRCHW",
        "https://codelantern.my.salesforce.com:443/006Hs00001LRCHWIA5#details",
    ],
)
def test_every_form_of_a_records_address_leads_to_its_whole_id(url: str) -> None:
    assert linked(url, HOSTS) == LONG


@pytest.mark.parametrize(
    "url",
    [
        "http://codelantern.my.salesforce.com/006Hs00001LRCHW",
        "https://codelantern.my.salesforce.com.evil.example/006Hs00001LRCHW",
        "https://codelantern.my.salesforce.com@evil.example/006Hs00001LRCHW",
        "https://evil.example/?u=https://codelantern.my.salesforce.com/006Hs00001LRCHW",
        "https://codelantern.my.salesforce.com/001Hs00003LRCHW",
        "https://codelantern.my.salesforce.com/006Hs00001LRCHWIA4",
        "https://codelantern.my.salesforce.com/?id=006Hs00001LRCHW",
        "https://[::1",
        "",
    ],
)
def test_an_address_of_anything_else_leads_nowhere(url: str) -> None:
    assert linked(url, HOSTS) is None


def test_an_id_is_that_of_salesforces_own_example() -> None:
    assert record_id("001D000000IqhSL", "001") == "001D000000IqhSLIAZ"
    assert record_id("001D000000IqhSLIAZ", "001") == "001D000000IqhSLIAZ"
    for wrong in ("001D000000IqhsLIAZ", "001D000000IqhSLIA", "001D000000IqhS'", "٠٠1D000000IqhSL", "006"):
        assert record_id(wrong, "001") is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "not json", '{"id": 5}'])
def test_what_a_button_carried_is_checked(text: str) -> None:
    assert travelled(text) is None


def test_only_an_active_won_stage_counts() -> None:
    def stage(label: str, name: str, active: bool, won: bool) -> dict[str, object]:
        return {"MasterLabel": label, "ApiName": name, "IsActive": active, "IsWon": won}

    stages = [
        stage("Gewonnen", "Closed Won", True, True),
        stage("Old", "Old", False, True),
        stage("Lost", "L", True, False),
    ]
    assert won_stage(stages, "Gewonnen") == ("Closed Won", ["Gewonnen"])
    assert won_stage(stages, "Closed Won") == ("Closed Won", ["Gewonnen"])
    assert won_stage(stages, "Old") == ("", ["Gewonnen"])
    assert won_stage(stages, "Lost") == ("", ["Gewonnen"])
