"""What the opportunity says is offered for open answers, and written only where the AE wants it."""

from __future__ import annotations

import pytest

from services.handover.questionnaire.read import read_questionnaire
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.scenarios.test_start import TEMPLATE, copies, start

LINK = "https://codelantern.crm.example/lightning/r/Opportunity/006Hs00001AMBRLIA5/view"
TAKE = "Put into the document"


def customer(stage: Stage, link: str = LINK) -> str:
    """A new customer's questionnaire, in which only the name and the opportunity's link are answered."""
    start(stage, "Amberline Brewing Cooperative")
    document_id = str(copies(stage)[0]["id"])
    write(stage, document_id, "[paste link here]", link)
    return document_id


def write(stage: Stage, document_id: str, before: str, text: str) -> None:
    """Type over the cell of the questionnaire's tables that reads ``before``."""
    content = stage.world.docs.get_document(document_id)["tabs"][0]["documentTab"]["body"]["content"]
    rows = [row for block in content for row in block.get("table", {}).get("tableRows", ())]
    cells = [row["tableCells"][1]["content"][0] for row in rows]
    place = {"tab": "t.0", "index": next(one for one in cells if before in str(one))["startIndex"]}
    stage.world.docs.edit(document_id, place, text, "maya.lindqvist@codelantern.example")


def answers(stage: Stage, document_id: str) -> dict[str, object]:
    """What the document answers."""
    read = read_questionnaire(stage.world.docs.get_document(document_id))
    return {name: one.value for name, one in read.answers.items() if one.status == "answered"}


def look(stage: Stage, document_id: str) -> Host:
    """The AE looks the open answers up."""
    return stage.host("ae", document_id).open().press("Look it up")


def test_the_ae_sees_what_salesforce_says_and_puts_it_into_the_document(stage: Stage) -> None:
    document_id = customer(stage)
    before = answers(stage, document_id)
    host = look(stage, document_id)
    assert "“Amberline – New Business 2026” says" in host.text
    assert "ARR: $105,000" in host.text
    assert "Account Executive: Priya Raghavan <priya.raghavan@codelantern.example>" in str(host.card)
    assert "Customer Engineer: Selin Demir <selin.demir@codelantern.example>" in str(host.card)
    assert "Company name" not in host.text
    assert stage.calls("query") > 0
    assert answers(stage, document_id) == before
    host.press(TAKE)
    after = answers(stage, document_id)
    assert after["arr"] == {"amount": 105000, "currency": "USD"}
    assert after["account_executive"] == {"name": "Priya Raghavan", "email": "priya.raghavan@codelantern.example"}
    assert after["customer_engineer"] == {"name": "Selin Demir", "email": "selin.demir@codelantern.example"}
    assert after["unique_account_id"] == "001Hs00003AMBRL4XA"
    assert set(after) - set(before) == {"arr", "account_executive", "customer_engineer", "unique_account_id"}
    assert host.card["name"] == "home"
    assert "Look it up" in host.text
    assert "Salesforce may know: Renewal date." in host.text


def test_only_what_is_ticked_is_written(stage: Stage) -> None:
    document_id = customer(stage)
    host = look(stage, document_id)
    boxes = host.card["sections"][0]["widgets"][0]["selectionInput"]["items"]
    host.tick("suggestions", next(one["value"] for one in boxes if one["text"].startswith("ARR"))).press(TAKE)
    assert "arr" in answers(stage, document_id)
    assert "account_executive" not in answers(stage, document_id)


def test_without_a_tick_nothing_is_written(stage: Stage) -> None:
    document_id = customer(stage)
    host = look(stage, document_id)
    host.typed["suggestions"] = {"stringInputs": {"value": []}}
    host.press(TAKE)
    assert "Tick at least one." in host.text
    assert "arr" not in answers(stage, document_id)


def test_what_somebody_answered_meanwhile_is_not_written_over(stage: Stage) -> None:
    document_id = customer(stage)
    host = look(stage, document_id)
    write(stage, document_id, "e.g. $48,000", "$99,000")
    host.press(TAKE)
    assert "says something else by now, so nothing was written" in host.text
    assert answers(stage, document_id)["arr"] == {"amount": 99000, "currency": "USD"}
    assert "account_executive" not in answers(stage, document_id)


@pytest.mark.parametrize("kind", ["500_after", "reset_after", "500_before", "close_before"])
def test_a_write_without_an_answer_is_neither_success_nor_failure_and_pressing_again_ends_it(
    stage: Stage, kind: str
) -> None:
    document_id = customer(stage)
    host = look(stage, document_id)
    stage.world.faults.add("docs", "docs.documents.batchUpdate", kind)
    host.press(TAKE)
    assert "Nobody can say yet whether it was done." in host.text
    host = stage.host("ae", document_id).open().press("Look it up")
    if "ARR" in host.text:
        host.press(TAKE)
    assert answers(stage, document_id)["arr"] == {"amount": 105000, "currency": "USD"}
    assert str(stage.world.docs.get_document(document_id)).count("$105,000") == 1


def test_without_a_link_the_opportunity_is_found_by_the_name_and_linked(stage: Stage) -> None:
    document_id = customer(stage, "[paste link here]")
    host = stage.host("ae", document_id).open()
    assert "Salesforce may know: Salesforce opportunity" in host.text
    host.press("Look it up")
    assert "“Amberline – New Business 2026” says" in host.text
    assert f"Salesforce opportunity: {LINK}" in host.text
    host.press(TAKE)
    assert answers(stage, document_id)["opportunity_url"] == LINK
    assert answers(stage, document_id)["arr"] == {"amount": 105000, "currency": "USD"}


def test_of_several_opportunities_the_person_says_which(stage: Stage) -> None:
    start(stage, "Larchwood Analytics")
    document_id = str(copies(stage)[0]["id"])
    host = look(stage, document_id)
    assert "Which one is this?" in host.text
    host.press("Larchwood Analytics – New Business 2026")
    assert "“Larchwood Analytics – New Business 2026” says" in host.text
    assert "ARR: $80,000" in host.text
    host.press(TAKE)
    assert str(answers(stage, document_id)["opportunity_url"]).endswith("/006Hs00001LRCHWIA5/view")


def test_opportunities_of_one_name_say_what_tells_them_apart(stage: Stage) -> None:
    twin = {"Name": "Larchwood Analytics – New Business 2026", "StageName": "Negotiation/Review"}
    stage.world.salesforce.edit("Opportunity", "006Hs00001LRTRNIA5", twin, "maya.lindqvist@codelantern.example")
    start(stage, "Larchwood Analytics")
    host = look(stage, str(copies(stage)[0]["id"]))
    assert "Negotiation/Review · December 15, 2026" in host.text
    assert "Negotiation/Review · March 31, 2027" in host.text


def test_a_customer_that_salesforce_does_not_know_is_said(stage: Stage) -> None:
    start(stage, "Northmoor Seeds")
    host = look(stage, str(copies(stage)[0]["id"]))
    assert "no open opportunity named like “Northmoor Seeds”" in host.text
    assert TAKE not in host.text


@pytest.mark.parametrize("link", ["https://evil.example/006Hs00001AMBRLIA5", "https://codelantern.crm.example/006"])
def test_a_link_that_leads_elsewhere_is_for_a_person_to_correct_and_salesforce_is_not_asked(
    stage: Stage, link: str
) -> None:
    host = stage.host("ae", customer(stage, link)).open()
    assert "Look it up" not in host.text
    host.click(f"{BASE_URL}/suggestions", {"docId": host.file_id})
    assert "knows nothing that the questionnaire does not say already" in host.text
    assert stage.calls("query") == 0


def test_suggestions_are_for_sales(stage: Stage) -> None:
    host = stage.host("ce", customer(stage)).open()
    assert "Look it up" not in host.text
    host.click(f"{BASE_URL}/suggestions/take-over", {"docId": host.file_id})
    assert "Suggestions from Salesforce are for the Account Executive" in host.text


def test_the_template_gets_no_suggestions(stage: Stage) -> None:
    host = stage.host("ae", TEMPLATE).open()
    host.click(f"{BASE_URL}/suggestions/take-over", {"docId": TEMPLATE})
    assert "The open document is the template" in host.text
