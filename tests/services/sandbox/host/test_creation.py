"""The @ menu of the open document: what the add-on creates there leaves its link in place of the @."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.services.sandbox.host.fake_addon import FakeAddon, button, card, clicked, pushed, says
from tests.services.sandbox.host.fake_world import FakeWorld
from tests.services.sandbox.host.test_editor import texts
from tests.services.sandbox.host.test_preview import OWN_LINK, preview
from tests.services.sandbox.host.visitor import Visitor

NAME = {"textInput": {"name": "company", "label": "Customer's name"}}
LINKED = {"renderActions": {"action": {"links": [{"title": "Handover: Larchwood", "url": OWN_LINK}]}}}


def chosen(visitor: Visitor, addon: FakeAddon) -> Locator:
    """The dialog, once somebody typed @ behind the company's name and chose the line."""
    addon.answers["/docs/new"] = pushed(card(NAME, button("Start", addon.url("/made"))))
    visitor.opens(card(says("home")))
    visitor.page.get_by_role("textbox", name="Company name", exact=True).press("End")
    visitor.page.keyboard.type("@")
    visitor.page.get_by_role("menuitem", name="New customer handover").click()
    return visitor.page.get_by_role("dialog", name="New customer handover")


def test_the_link_takes_the_place_of_the_sign_and_is_a_chip(
    visitor: Visitor, addon: FakeAddon, world: FakeWorld
) -> None:
    addon.answers["/made"] = LINKED
    addon.answers["/docs/preview"] = preview(card(says("0 of 3")), title="Larchwood · 0 of 3 steps done")
    dialog = chosen(visitor, addon)
    dialog.get_by_label("Customer's name").fill("Larchwood")
    with visitor.page.expect_response("**/host/edit"):
        dialog.get_by_role("button", name="Start").click()
    expect(dialog).to_have_count(0)
    expect(visitor.page.get_by_role("dialog", name="Link preview")).to_contain_text("0 of 3 steps done")
    assert any(line.rstrip().endswith(OWN_LINK) and "@" not in line for line in texts(world))
    [event] = addon.events("/made")
    assert event["docs"] == addon.events("/docs/new")[0]["docs"] == {}
    assert event["commonEventObject"]["formInputs"]["company"]["stringInputs"]["value"] == ["Larchwood"]


def test_what_is_wrong_is_said_in_the_dialog_and_the_sidebar_stays_as_it_was(
    visitor: Visitor, addon: FakeAddon
) -> None:
    addon.answers["/made"] = clicked({"updateCard": card(says("Write the customer's name first."), NAME)})
    dialog = chosen(visitor, addon)
    dialog.get_by_role("button", name="Start").click()
    expect(dialog).to_contain_text("Write the customer's name first.")
    expect(visitor.sidebar).to_contain_text("home")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_an_answer_that_the_dialog_would_not_show_is_complained_of(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/made"] = clicked({"pushCard": card(says("pushed"))})
    dialog = chosen(visitor, addon)
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.get_by_role("region", name="Complaints")).to_contain_text("a card can only be updated")


def test_without_the_permission_nothing_is_asked_of_the_add_on(visitor: Visitor, addon: FakeAddon) -> None:
    visitor.opens(card(says("home")))
    visitor.page.get_by_role("button", name="Permissions").click()
    visitor.page.get_by_label("workspace.linkcreate").uncheck()
    visitor.page.get_by_role("button", name="Save").click()
    dialog = chosen(visitor, addon)
    expect(dialog).to_contain_text("its permission for it is missing")
    assert addon.events("/docs/new") == []
