"""Makes the README's pictures from the real thing: ``python -m tests.pictures``."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from services.handover.steps import STEPS
from tests.browser import ROOT, Desk, chromium, flask_run

FOLDER = ROOT / ".github"
FIRST = "Maya Lindqvist"
CARDS = (
    (FIRST, "Larchwood Analytics", "Send welcome"),
    (FIRST, "Larchwood Analytics", "Close deal"),
    ("Chloé Marchetti", "Larchwood Analytics", "Create license key"),
    ("Ines Okafor", "Larchwood Analytics", "Send invoice"),
    ("Tomasz Wierzbicki", "Installers to company", "Update sheet"),
)
"""Who opens what and presses which button: the cards that stand side by side."""


def main() -> None:
    """Walk to the middle of a handover and take the pictures."""
    with tempfile.TemporaryDirectory() as folder, flask_run(Path(folder)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        desk = Desk(page)
        desk.visit(address)
        announced(desk)
        page.screenshot(path=FOLDER / "handover.png")
        page.set_viewport_size({"width": 1440, "height": 1080})
        desk.become("Ines Okafor")
        desk.open("Invoice (template)")
        desk.allow()
        side_by_side(browser, [card(desk, *one) for one in CARDS]).screenshot(path=FOLDER / "cards.png")


def announced(desk: Desk) -> None:
    """The AE announced Larchwood and went back to the home card."""
    desk.become(FIRST)
    desk.open("Larchwood Analytics")
    desk.allow()
    desk.press("Announce")
    desk.sidebar.get_by_label("Customer, contract start and ARR are right").check()
    desk.press("Post in #sales")
    desk.reads("Posted in #sales")
    expect(desk.panel("Slack")).to_contain_text("New customer: Larchwood Analytics")
    expect(desk.page.get_by_role("status").filter(has_text="done")).to_be_hidden(timeout=15_000)
    desk.sidebar.get_by_role("button", name="Back").click()
    desk.reads(f"1 of {len(STEPS) - 1} steps done")


def card(desk: Desk, person: str, title: str, label: str) -> bytes:
    """A picture of the card behind one button."""
    desk.become(person)
    desk.open(title)
    if person != FIRST:
        desk.allow()
    desk.press(label)
    desk.sidebar.get_by_role("button", name="Back").wait_for()
    return desk.sidebar.screenshot()


def side_by_side(browser: Browser, pictures: list[bytes]) -> Page:
    """A page with the pictures in a row."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    page = browser.new_page(viewport={"width": 1620, "height": 1100})
    look = "body { display: flex; gap: 20px; margin: 10px; background: #dde3ea } img { align-self: start }"
    page.set_content(f"<style>{look}</style>{images}")
    return page


if __name__ == "__main__":
    main()
