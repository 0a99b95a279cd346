"""Which opportunity is closed: the one that the document links, or the one that the person picks."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Stage
from tests.scenarios.test_bad_input import HOSTILE, company
from tests.scenarios.test_close_deal import DEAL, LINK, MAYA, TRAINING, asked, choice, choose, deal, looked
from tests.scenarios.test_three_buttons import LARCHWOOD

NO_LINK = "[paste link here]"


def link_says(stage: Stage, text: str) -> None:
    """Another link, or a text that is none, in the place of the one in Larchwood's questionnaire."""
    store = stage.world._store
    with store.lock:
        documents = store.section("docs")
        documents[LARCHWOOD] = json.loads(json.dumps(documents[LARCHWOOD]).replace(LINK.format(DEAL), text))
        store.changed()


def test_of_several_opportunities_of_the_company_the_person_picks_one(stage: Stage) -> None:
    link_says(stage, NO_LINK)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "only a placeholder so far, under “Salesforce opportunity link”" in host.text
    assert "Larchwood Analytics – Training days · Qualification" in host.text
    assert asked(stage) == ["query", "query"]
    host.press("Look at it")
    assert "Pick the opportunity." in host.text
    choose(host, "pick", DEAL)
    assert "Negotiation/Review → Closed Won" in host.text
    choose(host, "won_reason", "Price").press("Close the deal")
    assert "is Closed Won" in host.text
    assert deal(stage)["IsWon"] is True
    assert deal(stage, TRAINING)["IsWon"] is False


def test_opportunities_of_one_name_are_told_apart_by_what_differs(stage: Stage) -> None:
    link_says(stage, NO_LINK)
    twin = {"Name": "Larchwood Analytics – New Business 2026", "StageName": "Negotiation/Review"}
    stage.world.salesforce.edit("Opportunity", TRAINING, twin, MAYA)
    labels = [one["text"] for one in choice(stage.host("ae", LARCHWOOD).open().press("Close deal"), "pick")["items"]]
    both = "Larchwood Analytics – New Business 2026 · Negotiation/Review"
    assert sorted(labels) == [f"{both} · December 15, 2026", f"{both} · March 31, 2027"]


def test_a_second_opportunity_of_the_company_is_not_touched_when_the_document_links_one(stage: Stage) -> None:
    before = deal(stage, TRAINING)
    looked(stage).press("Close the deal")
    assert deal(stage, TRAINING) == before


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/lightning/r/Opportunity/006Hs00001LRCHWIA5/view",
        LINK.format("006Hs00001LRCHWIA4"),
        LINK.format("001Hs00003LRCHWIA5"),
        LINK.format("OPP-2026-0417"),
        "http://codelantern.crm.example/006Hs00001LRCHW",
    ],
)
def test_a_link_that_leads_elsewhere_or_is_mistyped_closes_nothing(stage: Stage, link: str) -> None:
    link_says(stage, link)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "under “Salesforce opportunity link” leads to no opportunity on codelantern.crm.example" in host.text
    assert asked(stage) == []


@pytest.mark.parametrize("link", [LINK.format("006Hs00001LRCHW"), "https://codelantern.crm.example/006Hs00001LRCHWIA5"])
def test_a_link_may_hold_the_short_or_the_long_id(stage: Stage, link: str) -> None:
    link_says(stage, link)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "Negotiation/Review → Closed Won" in host.text


def test_the_deal_of_another_company_is_noticed(stage: Stage) -> None:
    link_says(stage, LINK.format("006Hs00001OBRYNIA5"))
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "not to “Larchwood Analytics”" in host.text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_company_name_finds_nothing_that_is_not_its_own(stage: Stage, name: str) -> None:
    link_says(stage, NO_LINK)
    company(stage, name)
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "Salesforce has no open opportunity named like" in host.text
    assert asked(stage) == ["query", "query"]


def test_a_company_whose_name_is_made_of_wild_cards_and_quotes_is_found_whole(stage: Stage) -> None:
    link_says(stage, NO_LINK)
    company(stage, 'O\'Brien & Sons "Rope" 100%_Hemp \\ Ltd.')
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert 'O\'Brien & Sons "Rope" – New Business · Technical trial' in host.text
    company(stage, "%")
    host = stage.host("ae", LARCHWOOD).open().press("Close deal")
    assert "Salesforce has no open opportunity named like “%”" in host.text
