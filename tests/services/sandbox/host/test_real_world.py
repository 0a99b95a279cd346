"""The page before the sandbox's own world: that the two fit, file by file and edit by edit."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from services.sandbox.host import contract
from services.sandbox.host.page import create_host
from services.sandbox.world import World
from tests.services.sandbox.host.fake_addon import FakeAddon, serving
from tests.services.sandbox.host.visitor import Visitor

LARCHWOOD, INSTALLERS = "1LarchwoodAnalyticsQuestionnaire000000000000", "1InstallersToCompanySheet00000000000000000000"


@pytest.fixture
def real() -> World:
    return World()


@pytest.fixture
def guest(real: World, addon: FakeAddon, page: Page) -> Iterator[Visitor]:
    """A visitor to a page before the real world."""
    world: contract.World = real
    app = Flask(__name__)
    app.register_blueprint(create_host(world, addon.deployment(), addon.base_url))
    with serving(app) as address:
        yield Visitor(page, address, addon)


def saved(guest: Visitor) -> None:
    expect(guest.page.get_by_role("main").get_by_role("status")).to_have_text("Saved to the sandbox")


def document(guest: Visitor) -> Locator:
    return guest.page.get_by_role("article", name="Document", exact=True)


def test_every_file_of_the_seed_opens(guest: Visitor, real: World) -> None:
    guest.opens()
    for file in real.files():
        guest.page.get_by_role("navigation", name="Files").get_by_role("button", name=file["title"]).click()
        expect(guest.page.get_by_role("main").get_by_role("heading", name=file["title"], exact=True)).to_be_visible()
        content = guest.page.locator(".paper p, .sheet-grid td")
        expect(content.first).to_be_visible()


def test_an_answer_typed_into_the_questionnaire_stands_in_the_docs_api(guest: Visitor, real: World) -> None:
    guest.opens(file=LARCHWOOD)
    answer = document(guest).get_by_role("textbox", name="Company name", exact=True)
    answer.fill("Larchwood & Sons")
    guest.page.keyboard.press("Enter")
    saved(guest)
    assert "Larchwood & Sons" in str(real.docs.get_document(LARCHWOOD))
    guest.page.reload()
    expect(answer).to_have_text("Larchwood & Sons")


def test_typing_after_a_chip_leaves_the_chip_a_chip(guest: Visitor, real: World) -> None:
    chips = {
        file["id"]: str(real.docs.get_document(file["id"])).count("personProperties")
        for file in real.files()
        if file["kind"] == "document"
    }
    with_chips = max(chips, key=lambda file: chips[file])
    assert chips[with_chips]
    guest.opens(file=with_chips)
    paragraph = document(guest).locator("[role=textbox]:has(.doc-chip-person)").first
    paragraph.focus()
    guest.page.keyboard.press("Control+End")
    guest.page.keyboard.type(" (main)")
    guest.page.keyboard.press("Enter")
    saved(guest)
    after = str(real.docs.get_document(with_chips))
    assert after.count("personProperties") == chips[with_chips]
    assert " (main)" in after


def test_a_typed_cell_is_marked_and_listed_as_changed(guest: Visitor, real: World) -> None:
    guest.opens(person="ops", file=INSTALLERS)
    guest.page.locator("[data-cell=D2]").fill("Alderbrook Lenses")
    guest.page.keyboard.press("Enter")
    saved(guest)
    change = guest.region("Installers spreadsheet").locator("[data-change=D2]")
    expect(change).to_contain_text("Alderbrook Optics → Alderbrook Lenses")
    expect(guest.page.locator("[data-cell=D2]")).to_have_class("changed")


def test_what_arrives_in_slack_and_gmail_is_shown(guest: Visitor, real: World) -> None:
    guest.opens(file=LARCHWOOD)
    expect(guest.region("Slack").get_by_role("article").first).to_be_visible()
    panel = real.panels()["slack"]
    real.slack.say(panel["channels"][0]["id"], panel["users"][0]["id"], "hello & <good> *morning*")
    expect(guest.region("Slack").locator(".arrived")).to_be_visible()


def test_reset_takes_an_edit_back(guest: Visitor, real: World) -> None:
    guest.opens(file=LARCHWOOD)
    before = document(guest).get_by_role("textbox", name="Company name", exact=True)
    before.fill("Nobody")
    guest.page.keyboard.press("Enter")
    saved(guest)
    guest.page.get_by_role("button", name="Reset").click()
    guest.page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(before).to_have_text("Larchwood Analytics")


def test_a_changed_opportunity_is_brought_in_with_its_history(guest: Visitor, real: World) -> None:
    guest.opens(file=LARCHWOOD)
    deal = guest.region("Salesforce").get_by_role("article", name="Opportunity: Amberline – New Business 2026")
    expect(deal).to_contain_text("105,000.00")
    real.salesforce.edit(
        "Opportunity", "006Hs00001AMBRL", {"StageName": "Closed Lost"}, "priya.raghavan@codelantern.example"
    )
    expect(guest.region("Salesforce").locator(".arrived")).to_contain_text("Closed Lost")
    expect(deal).to_be_in_viewport()
    deal.get_by_text("Stage history").click()
    expect(deal.get_by_role("listitem")).to_contain_text(["Negotiation/Review, Priya Raghavan", "Closed Lost"])
