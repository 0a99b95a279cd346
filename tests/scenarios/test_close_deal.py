"""Close a deal in Salesforce: every field seen before, all written together, once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_suggestions import write
from tests.scenarios.test_three_buttons import LARCHWOOD

DEAL, TRAINING = "006Hs00001LRCHWIA5", "006Hs00001LRTRNIA5"
MAYA = "maya.lindqvist@codelantern.example"
LINK = "https://codelantern.crm.example/lightning/r/Opportunity/{}/view"


def deal(stage: Stage, record: str = DEAL) -> dict[str, Any]:
    """The opportunity as Salesforce has it."""
    return stage.world.salesforce.record("Opportunity", record)


def asked(stage: Stage) -> list[str]:
    """What Salesforce answered since the last time: a process signs in once, and so does this one, tests ago."""
    found = [one for one in stage.world.requests if one["system"] == "salesforce" and one["status"] != 401]
    stage.world.requests.clear()
    return [one["method"] for one in found if one["method"] != "oauth2.token"]


def choice(host: Host, name: str) -> dict[str, Any]:
    """The input called ``name``, of the card on top."""
    widgets = [widget for section in host.card["sections"] for widget in section["widgets"]]
    [found] = [one["selectionInput"] for one in widgets if one.get("selectionInput", {}).get("name") == name]
    return dict(found)


def choose(host: Host, name: str, value: str) -> Host:
    """Choose one of several: the host tells the add-on at once."""
    host.tick(name, value)
    action = choice(host, name)["onChangeAction"]
    host.click(action["function"], {one["key"]: one["value"] for one in action["parameters"]})
    return host


def looked(stage: Stage, title: str = "Larchwood Analytics –") -> Host:
    """The AE looks at what closing would change, and says why we won."""
    return choose(stage.host("ae", stage.document(title)).open().press("Close deal"), "won_reason", "Champion")


def test_the_ae_closes_the_deal_and_sees_every_field_before(stage: Stage) -> None:
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date().isoformat()
    host = looked(stage)
    assert "Negotiation/Review → Closed Won" in host.text
    assert "empty → December 6, 2027" in host.text
    assert "empty → Champion" in host.text
    assert "80,000 → 86,400" in host.text
    assert deal(stage)["StageName"] == "Negotiation/Review"
    host.press("Close the deal")
    assert host.notification == "Close deal: done"
    now = deal(stage)
    assert (now["StageName"], now["IsWon"], now["Amount"]) == ("Closed Won", True, 86400)
    assert (now["End_of_Contract__c"], now["Deal_Won_Reason__c"]) == ("2027-12-06", "Champion")
    assert now["CloseDate"] <= today
    assert "is Closed Won" in host.text
    assert "Renewal: “Larchwood Analytics – Renewal 2027”, due December 6, 2027" in host.text
    assert LINK.format(DEAL) in json.dumps(host.card)


def test_a_renewal_on_the_day_after_is_told_apart_from_the_contracts_last_day(stage: Stage) -> None:
    write(stage, LARCHWOOD, "December 6, 2027", "December 7, 2027")
    host = looked(stage)
    assert "December 7, 2027 is the renewal; service ends the day before." in host.text
    assert "empty → December 6, 2027" in host.text
    host.press("Close the deal")
    assert deal(stage)["End_of_Contract__c"] == "2027-12-06"


def test_looking_asks_twice_and_closing_writes_once_and_looks_once(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert asked(stage) == ["query", "query"]
    choose(host, "won_reason", "Price")
    assert asked(stage) == []
    host.press("Close the deal")
    assert asked(stage) == ["sobjects.update", "query"]
    stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert asked(stage) == []


def test_the_stage_is_the_last_of_the_fields_and_the_condition_is_what_was_seen(stage: Stage) -> None:
    looked(stage).press("Close the deal")
    [written] = [one["body"] for one in stage.world.requests if one["method"] == "sobjects.update"]
    assert list(written)[-1] == "StageName"
    assert set(written) == {"End_of_Contract__c", "Deal_Won_Reason__c", "CloseDate", "Amount", "StageName"}


def test_the_amount_stays_when_the_person_says_so(stage: Stage) -> None:
    host = choose(looked(stage), "amount", "keep")
    assert "80,000 → 86,400" not in host.text
    host.press("Close the deal")
    assert deal(stage)["Amount"] == 80000


def test_what_the_person_chose_need_not_be_looked_at_again(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    host.tick("won_reason", "Price").tick("amount", "keep").press("Close the deal")
    now = deal(stage)
    assert (now["StageName"], now["Deal_Won_Reason__c"], now["Amount"]) == ("Closed Won", "Price", 80000)


def test_without_a_reason_nothing_is_written(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Close deal").press("Close the deal")
    assert "Choose why we won." in host.text
    assert stage.calls("sobjects.update") == 0


def test_more_reasons_than_one_looks_over_are_a_drop_down(stage: Stage) -> None:
    reasons = [f"Reason {number}" for number in range(1, 12)]
    stage.configure(close_deal__won_reasons=str(reasons).replace("'", '"'))
    shown = choice(
        choose(stage.host("ae", LARCHWOOD).open().press("Close deal"), "won_reason", "Reason 11"), "won_reason"
    )
    assert (shown["type"], len(shown["items"])) == ("DROPDOWN", 11)


def test_an_opportunity_that_changed_in_between_is_shown_again_before_it_is_closed(stage: Stage) -> None:
    host = looked(stage)
    stage.world.salesforce.edit("Opportunity", DEAL, {"Amount": 81000}, MAYA)
    host.press("Close the deal")
    assert "Somebody changed it in Salesforce since you looked." in host.text
    assert "81,000 → 86,400" in host.text
    assert deal(stage)["StageName"] == "Negotiation/Review"
    host.press("Close the deal")
    assert "is Closed Won" in host.text
    assert deal(stage)["Amount"] == 86400


def test_a_validation_rule_is_shown_in_its_own_words_and_what_was_chosen_stays(stage: Stage) -> None:
    host = looked(stage, "Quillfeather").press("Close the deal")
    assert "File the signed order form and tick “Order form signed” before you close the deal." in host.text
    assert "FIELD_CUSTOM_VALIDATION_EXCEPTION" not in host.text
    assert "Nothing was sent or changed." in host.text
    assert "empty → Champion" in host.text
    quill = "006Hs00001QUILLIA5"
    assert deal(stage, quill)["StageName"] == "Negotiation/Review"
    stage.world.salesforce.edit("Opportunity", quill, {"Order_Form_Signed__c": True}, MAYA)
    host.press("Close the deal").press("Close the deal")
    assert deal(stage, quill)["IsWon"] is True


def test_a_session_that_is_over_is_renewed_without_anybody_noticing(stage: Stage) -> None:
    host = looked(stage)
    stage.world.salesforce.end_sessions()
    host.press("Close the deal")
    assert "is Closed Won" in host.text
    assert stage.calls("sobjects.update") == 2


def test_a_sign_in_that_salesforce_refuses_is_said_so_and_nothing_is_written(stage: Stage) -> None:
    host = looked(stage)
    stage.world.faults.add("salesforce", "sobjects.*", "401", times=9)
    host.press("Close the deal")
    assert "Salesforce refused the sign-in" in host.text
    assert deal(stage)["StageName"] == "Negotiation/Review"


@pytest.mark.parametrize("kind", ["500_after", "reset_after", "close_after", "truncated", "html", "nonsense"])
def test_a_deal_that_was_closed_without_an_answer_is_found_again(stage: Stage, kind: str) -> None:
    host = looked(stage)
    stage.world.faults.add("salesforce", "sobjects.update", kind)
    host.press("Close the deal")
    if kind != "truncated":
        # An answer of 204 has no body that could break off.
        assert "Not confirmed yet" in host.text
        host.press("Check and finish")
    assert "is Closed Won" in host.text
    assert stage.calls("sobjects.update") == 1


@pytest.mark.parametrize("kind", ["500_before", "reset_before", "close_before"])
def test_a_deal_that_was_never_closed_is_closed_by_the_next_press(stage: Stage, kind: str) -> None:
    host = looked(stage)
    stage.world.faults.add("salesforce", "sobjects.update", kind)
    host.press("Close the deal").press("Check and finish")
    assert "is Closed Won" in host.text
    assert deal(stage)["IsWon"] is True


def test_a_deal_is_closed_also_when_its_renewal_cannot_be_looked_for(stage: Stage) -> None:
    host = looked(stage)
    stage.world.faults.add("salesforce", "query", "500_before", times=9)
    host.press("Close the deal")
    assert "is Closed Won" in host.text
    assert "Renewal" not in host.text


def test_a_renewal_that_is_not_made_yet_is_said(stage: Stage) -> None:
    stage.world.salesforce._org["renews"] = ""
    host = looked(stage).press("Close the deal")
    assert "is Closed Won. No renewal opportunity is there yet: look again later" in host.text


def test_the_renewal_of_an_earlier_deal_is_not_taken_for_this_ones(stage: Stage) -> None:
    org = stage.world.salesforce._org
    older = {"Id": "006Hs00001OLDERIA5", "Name": "Larchwood Analytics – Renewal 2026", "Type": "Renewal"}
    org["records"]["Opportunity"][older["Id"]] = {**deal(stage, TRAINING), **older}
    org["renews"] = ""
    host = looked(stage).press("Close the deal")
    assert "No renewal of its own is there yet, only the older “Larchwood Analytics – Renewal 2026”" in host.text


def test_a_document_without_the_contracts_end_waits_and_says_where_it_stands(stage: Stage) -> None:
    host = stage.host("ae", stage.document("Tidewater")).open().press("Close deal")
    assert "No answer yet under “Renewal date”" in host.text
    assert asked(stage) == []


def test_an_amount_in_another_currency_is_left_alone(stage: Stage) -> None:
    host = looked(stage, "Amberline")
    assert "Salesforce keeps amounts in USD; the document says €97,500. The amount stays." in host.text
    host.press("Close the deal")
    assert deal(stage, "006Hs00001AMBRLIA5")["Amount"] == 105000


def test_an_opportunity_that_says_all_of_it_already_is_recorded_without_writing(stage: Stage) -> None:
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date().isoformat()
    won = {"StageName": "Closed Won", "CloseDate": today, "End_of_Contract__c": "2027-12-06", "Amount": 86400}
    stage.world.salesforce.edit("Opportunity", DEAL, {**won, "Deal_Won_Reason__c": "Price"}, MAYA)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "Nothing will be written." in host.text
    host.press("Record as closed")
    assert "is Closed Won" in host.text
    assert stage.calls("sobjects.update") == 0


def test_a_lost_opportunity_is_not_made_a_won_one(stage: Stage) -> None:
    stage.world.salesforce.edit("Opportunity", DEAL, {"StageName": "Closed Lost"}, MAYA)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "The opportunity is closed as “Closed Lost”." in host.text
    assert "Close the deal" not in host.text


def test_a_closed_deal_is_put_back_field_by_field(stage: Stage) -> None:
    before = deal(stage)
    host = looked(stage).press("Close the deal")
    host.press("Undo…")
    assert "Stage: “Closed Won” → “Negotiation/Review”" in host.text
    assert "The renewal opportunity stays: delete it in Salesforce." in host.text
    host.press("Put the opportunity back")
    now = deal(stage)
    for name in ("StageName", "CloseDate", "Amount", "IsWon"):
        assert now[name] == before[name]
    assert now["End_of_Contract__c"] is None


def test_a_closed_deal_that_somebody_changed_again_is_not_put_back(stage: Stage) -> None:
    host = looked(stage).press("Close the deal").press("Undo…")
    stage.world.salesforce.edit("Opportunity", DEAL, {"Amount": 90000}, MAYA)
    host.press("Put the opportunity back")
    assert "Somebody changed it in Salesforce since you looked." in host.text
    assert deal(stage)["IsWon"] is True
