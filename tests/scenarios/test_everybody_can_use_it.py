"""The page and every card by keyboard alone, and judged by axe in light and in dark."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from services.handover.steps import STEPS
from tests.axe import judged
from tests.browser import Desk

WALKS = {
    "Maya Lindqvist": "Larchwood Analytics",
    "Chloé Marchetti": "Larchwood Analytics",
    "Ines Okafor": "Larchwood Analytics",
    "Tomasz Wierzbicki": "Installers to company",
}
TABS_AT_THE_MOST = 20
"""From where somebody is to what they press next: more are a walk that nobody takes twice."""
LEAD_ON = {*(step.label for step in STEPS), "Update several…", "Compare with handovers"}
"""Buttons of a home card that lead to another card."""


def test_a_deal_is_announced_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    use(page, page.get_by_role("navigation", name="Files").get_by_role("button", name="Larchwood Analytics"))
    use(page, page.get_by_role("link", name="Skip to the sidebar"), step="Shift+Tab")
    for name in ("Allow access", "Allow", "Announce"):
        use(page, page.get_by_role("button", name=name, exact=True).first)
    use(page, desk.sidebar.get_by_label("Customer, contract start and ARR are right"), key="Space")
    use(page, page.get_by_role("button", name="Post in #sales"))
    desk.reads("Posted in #sales")


def test_axe_finds_nothing_on_any_card_that_a_person_comes_to(desk: Desk) -> None:
    for person, title in WALKS.items():
        desk.become(person)
        desk.open(title)
        home = desk.sidebar.get_by_text("All steps").or_(desk.sidebar.get_by_text("Compare")).first
        ask = desk.sidebar.get_by_role("button", name="Allow access")
        expect(home.or_(ask)).to_be_visible()
        if ask.is_visible():
            assert judged(desk.page, ".sidebar") == [], f"the first card of {person}"
            desk.allow()
        expect(home).to_be_visible()
        assert judged(desk.page) == [], f"the page of {person}"
        labels = [one.inner_text() for one in desk.sidebar.locator(".card button.button").all()]
        for label in dict.fromkeys(one for one in labels if one in LEAD_ON):
            desk.press(label)
            desk.sidebar.get_by_role("button", name="Back").wait_for()
            assert judged(desk.page, ".sidebar") == [], f"{label}, for {person}"
            desk.sidebar.get_by_role("button", name="Back").click()
            desk.sidebar.get_by_role("button", name=label, exact=True).first.wait_for()


def use(page: Page, wanted: Locator, key: str = "Enter", step: str = "Tab") -> None:
    """Step on until it has the focus, and press the key."""
    wanted.wait_for()
    for _ in range(TABS_AT_THE_MOST):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press(step)
    expect(wanted).to_be_focused()
    page.keyboard.press(key)
