"""A plan for the customers in the top tier, now or by potential; a reason for all others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_bad_input import company
from tests.scenarios.test_invoice import TEMPLATE as INVOICE
from tests.scenarios.test_three_buttons import LARCHWOOD
from tests.services.sandbox.test_google_docs import place

TEMPLATE = "1SuccessPlanTemplate000000000000000000000000"
CE = "chloe.marchetti@codelantern.example"


def says(stage: Stage, old: str, new: str) -> None:
    """Write over an answer in Larchwood's questionnaire; a line end makes a new paragraph."""
    stage.world.docs.edit(LARCHWOOD, place(stage.world, LARCHWOOD, old), new, CE)


def plan_card(stage: Stage) -> Host:
    """The CE, who allowed the plan's template before, looks at the step."""
    stage.host("ce", TEMPLATE)
    return stage.host("ce", LARCHWOOD).open().press("Success plan")


def plans(stage: Stage) -> list[dict[str, Any]]:
    """Drive's record of every plan that was made and is not in the bin."""
    drive = stage.world.state()["drive"]
    return [one for one in drive.values() if "handoverSuccessPlan" in one["appProperties"] and not one["trashed"]]


def text_of(stage: Stage, document_id: str) -> str:
    """All text of a document."""
    return json.dumps(stage.world.docs.get_document(document_id), ensure_ascii=False)


def test_a_top_customer_gets_a_plan_filled_from_the_questionnaire(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    host = plan_card(stage)
    assert "Tier 1: ARR $120,000" in host.text
    assert "Find every caller of a deprecated pricing function" in host.text
    assert plans(stage) == []
    host.press("Make the plan")
    [plan] = plans(stage)
    assert plan["name"] == "Larchwood Analytics – success plan"
    written = text_of(stage, plan["id"])
    assert "Onboard the Denver team without pairing sessions" in written
    assert "Half of the engineers search every week by March" in written
    assert "Their proxy cuts long connections after 60 seconds" in written
    assert "March 7, 2027" in written, "90 days after December 7, 2026"
    assert "not stated in the questionnaire" in written, "nobody is named as executive sponsor"
    assert "$" not in written.replace("$120,000", "")
    assert f"https://docs.google.com/document/d/{plan['id']}/edit" in json.dumps(host.card)


@pytest.mark.parametrize(
    ("arr", "tier"),
    [
        ("$100,000", "Tier 1"),
        ("$99,999", "Tier 2"),
        ("$42,000", "Tier 2"),
        ("$41,999", "Tier 3"),
        ("$22,000", "Tier 3"),
        ("$21,999", "No tier"),
        ("€92,593", "Tier 1"),
        ("€92,592", "Tier 2"),
        ("CHF 500,000", "No tier"),
    ],
)
def test_the_tier_now_is_judged_at_its_very_boundary(stage: Stage, arr: str, tier: str) -> None:
    says(stage, "$86,400", arr)
    assert f"{tier}: ARR" in plan_card(stage).text


@pytest.mark.parametrize(
    ("developers", "tier"),
    [("439", "Tier 1"), ("438", "Tier 2"), ("185", "Tier 2"), ("184", "Tier 3"), ("96", "No tier")],
)
def test_the_potential_is_every_developer_at_the_list_price(stage: Stage, developers: str, tier: str) -> None:
    says(stage, "Code hosts", "Number of developers")
    says(stage, "GitHub Enterprise, GitLab", developers)
    text = plan_card(stage).text
    assert f"{developers} developers at list price" in text
    assert f"{tier}: {developers} developers" in text


@pytest.mark.parametrize(("amount", "tier"), [("$100,000", "Tier 1"), ("$99,999", "Tier 2")])
def test_a_potential_that_was_entered_is_judged_at_its_very_boundary(stage: Stage, amount: str, tier: str) -> None:
    says(stage, "Code hosts", "Potential ARR")
    says(stage, "GitHub Enterprise, GitLab", amount)
    host = plan_card(stage)
    assert f"{tier}: potential ARR {amount}" in host.text
    assert ("A success plan is for tier 1" in host.text) == (tier != "Tier 1")


def test_a_customer_below_the_top_needs_no_plan_and_one_press_records_why(stage: Stage) -> None:
    host = plan_card(stage)
    assert "A success plan is for tier 1, now or by potential." in host.text
    host.press("Record as not needed")
    assert "Success plan: not needed" in host.text
    assert "Tier now: Tier 2: ARR $86,400" in host.text
    assert plans(stage) == []
    assert "Not needed: A success plan is for tier 1" in stage.host("ae", LARCHWOOD).open().text


def test_a_plan_is_made_all_the_same_for_a_reason(stage: Stage) -> None:
    host = plan_card(stage).press("Make one all the same")
    assert "Say why this customer gets a plan all the same." in host.text
    assert plans(stage) == []
    host.fill("reason", "Their parent company is next").press("Make one all the same")
    assert len(plans(stage)) == 1


def test_a_plan_without_goals_is_refused(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    for line in ("Find every caller", "Onboard the Denver", "Answer security"):
        says(stage, line, "")
    host = plan_card(stage)
    assert "A plan without goals helps nobody." in host.text
    assert plans(stage) == []


def test_the_template_that_was_never_allowed_is_asked_for(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    host = stage.host("ce", LARCHWOOD).open().press("Success plan")
    assert "This add-on may not read the plan's template for you yet." in host.text
    assert f"https://docs.google.com/document/d/{TEMPLATE}/edit" in json.dumps(host.card)


@pytest.mark.parametrize(("who", "template"), [("ce", TEMPLATE), ("finance", INVOICE)])
def test_who_was_sent_to_a_template_to_allow_it_is_sent_back(stage: Stage, who: str, template: str) -> None:
    text = stage.host(who, template).open().text
    assert "You have allowed it to read this one" in text
    assert "Go back to the customer's questionnaire" in text
    assert "questions answered" not in text


def test_an_answer_that_looks_like_a_placeholder_stays_text(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    company(stage, "$GOALS Ltd")
    plan_card(stage).press("Make the plan")
    [plan] = plans(stage)
    assert "$\u2060GOALS Ltd" in text_of(stage, plan["id"])


def test_a_copy_whose_answer_was_lost_is_found_and_filled_in(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    host = plan_card(stage)
    stage.world.faults.add("drive", "drive.files.copy", "500_after")
    host.press("Make the plan").press("Check and finish")
    [plan] = plans(stage)
    assert "Onboard the Denver team" in text_of(stage, plan["id"])
    assert stage.calls("drive.files.copy") == 1


def test_a_plan_is_taken_back_and_made_again(stage: Stage) -> None:
    says(stage, "$86,400", "$120,000")
    host = plan_card(stage).press("Make the plan").press("Undo…").press("Put it into the bin")
    assert plans(stage) == []
    host.press("Success plan").press("Make the plan")
    assert len(plans(stage)) == 1


def test_whether_an_unconfirmed_copy_was_made_only_its_owner_can_see(stage: Stage) -> None:
    stage.configure(roles__ce='["*@codelantern.example"]')
    says(stage, "$86,400", "$120,000")
    host = plan_card(stage)
    stage.world.faults.add("drive", "drive.files.copy", "500_after")
    host.press("Make the plan")
    stage.pass_time()
    stage.host("ops", TEMPLATE)
    other = stage.host("ops", LARCHWOOD).open().press("Success plan").press("Check and finish")
    assert f"Only {CE} can see whether the document was made." in other.text
    assert "Ask them to press the button." in other.text
    assert f"Not confirmed yet · {CE}" in other.text
    assert len(plans(stage)) == 1
    host.press("Check and finish")
    assert "Made “Larchwood Analytics – success plan”" in host.text
    assert len(plans(stage)) == 1


def test_whether_it_came_into_the_bin_only_its_owner_can_see(stage: Stage) -> None:
    stage.configure(roles__ce='["*@codelantern.example"]')
    says(stage, "$86,400", "$120,000")
    host = plan_card(stage).press("Make the plan").press("Undo…")
    stage.world.faults.add("drive", "drive.files.update", "500_before")
    host.press("Put it into the bin")
    stage.pass_time()
    other = stage.host("ops", LARCHWOOD).open().press("Success plan").press("Check and finish")
    assert f"Only {CE} can see whether the document is in the bin." in other.text
    assert "Ask them to press the button." in other.text
    assert len(plans(stage)) == 1
    host.press("Check and finish")
    assert plans(stage) == []
