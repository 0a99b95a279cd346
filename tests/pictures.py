"""Makes the README's picture from the real thing: ``python -m tests.pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect

from services.handover.steps import STEPS
from tests.browser import ROOT, Desk, chromium, flask_run

PICTURE = ROOT / ".github" / "handover.png"


def main() -> None:
    """Walk to the middle of a handover and take the picture."""
    with tempfile.TemporaryDirectory() as folder, flask_run(Path(folder)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        desk = Desk(page)
        desk.become("Maya Lindqvist")
        desk.open("Larchwood Analytics")
        desk.allow()
        desk.press("Announce")
        desk.sidebar.get_by_label("Customer, contract start and ARR are right").check()
        desk.press("Post in #sales")
        desk.reads("Posted in #sales")
        expect(desk.panel("Slack")).to_contain_text("New customer: Larchwood Analytics")
        expect(page.get_by_role("status").filter(has_text="done")).to_be_hidden(timeout=15_000)
        desk.sidebar.get_by_role("button", name="Back").click()
        desk.reads(f"1 of {len(STEPS) - 1} steps done")
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
