"""A link pasted into the open file becomes a chip with a card, if an add-on knows it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.services.sandbox.host.fake_addon import FakeAddon, card, says
from tests.services.sandbox.host.visitor import Visitor

OWN_LINK = "https://handover.example.com/handovers/1Larchwood"


def preview(shown: dict[str, Any], **titles: str) -> dict[str, Any]:
    return {"action": {"linkPreview": {"previewCard": shown, **titles}}}


def pastes(visitor: Visitor, url: str) -> Locator:
    """Paste into the answer about the company, as the editor gets it."""
    place = visitor.page.get_by_role("textbox", name="Company name", exact=True)
    place.focus()
    with visitor.page.expect_response("**/host/preview"):
        place.evaluate(
            """(place, url) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", url);
              place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            url,
        )
    return visitor.page.get_by_role("dialog", name="Link preview")


def test_a_chip_with_its_card_is_shown_where_the_link_was_pasted(visitor: Visitor, addon: FakeAddon) -> None:
    shown = card(says("Next: <b>Send welcome</b>"), header={"title": "Larchwood Analytics"})
    addon.answers["/docs/preview"] = preview(shown, title="Larchwood · 1 of 3 steps done")
    visitor.opens(card(says("home")))
    dialog = pastes(visitor, OWN_LINK)
    expect(dialog).to_contain_text("Larchwood · 1 of 3 steps done")
    expect(dialog.get_by_role("article", name="Larchwood Analytics")).to_contain_text("Next: Send welcome")
    expect(visitor.sidebar).to_contain_text("home")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_chip_without_a_title_has_the_cards(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/preview"] = preview(card(says("x"), header={"title": "Larchwood Analytics"}))
    visitor.opens(card(says("home")))
    expect(pastes(visitor, OWN_LINK).locator(".preview-chip")).to_have_text("Larchwood Analytics")


def test_a_link_that_the_addon_says_nothing_about_stays_a_link(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/preview"] = {}
    visitor.opens(card(says("home")))
    expect(pastes(visitor, OWN_LINK)).to_have_count(0)
    expect(pastes(visitor, "https://elsewhere.example/")).to_have_count(0)


def test_a_preview_that_hosts_would_not_show_is_complained_of(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/preview"] = preview(card({"textInput": {"name": "a", "label": "A"}}), title="x")
    visitor.opens(card(says("home")))
    pastes(visitor, OWN_LINK)
    complaints = visitor.sidebar.get_by_role("region", name="Complaints")
    expect(complaints).to_contain_text("Preview cards do not show textInput.")
