"""Realistic cards to look at: `python -m tests.services.sandbox.host.showcase FOLDER` takes their pictures.

What is right in a sidebar of 300 pixels shows only in a picture of it, with names short and very long.
"""

import json
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser

from services.sandbox.host.page import create_host
from tests.browser import chromium
from tests.services.sandbox.host.fake_addon import FakeAddon, pushed, serving
from tests.services.sandbox.host.fake_world import INSTALLERS, QUESTIONNAIRE, FakeWorld

CARDS = Path(__file__).parent / "cards"
LONG_NAME = (
    "Kjærgaard-Østerlund & Whittingham-Featherstonehaugh Photovoltaic Installations Aktiengesellschaft (Holding)"
)
ANNOUNCEMENT = (
    "*New customer*: <https://docs.google.com/x|Larchwood Analytics> &lt;b&gt; &amp; 12,000\n"
    "<!subteam^S1> <!subteam^S2> _starts_ `Mar 16`"
)
MAIL = {
    "from": "Maya Lindqvist <maya@codelantern.example>",
    "to": ["erik@larchwood.example"],
    "cc": ["tomas@codelantern.example"],
    "subject": "Welcome to Codelantern",
    "date": "Mon, 16 Mar 2027 09:00:00 +0000",
    "text": "Hi Larchwood team,\n\nGreat news—the final docs were just signed.\n\nBest,\nMaya",
}


def example(name: str) -> dict[str, Any]:
    """One of the cards that are kept as JSON."""
    shown: dict[str, Any] = json.loads((CARDS / f"{name}.json").read_text())
    return shown


def take_pictures(folder: Path) -> None:
    """Every card in a sidebar of its own, and the whole page at its two widths."""
    addon, world, app = FakeAddon(), FakeWorld(), Flask(__name__)
    with serving(addon.app()) as addon.base_url, chromium() as browser:
        app.register_blueprint(create_host(world, addon.deployment(), addon.base_url))
        with serving(app) as address:
            for path in sorted(CARDS.glob("*.json")):
                addon.answers["/docs/home"] = pushed(example(path.stem))
                picture_of_the_sidebar(browser, address, folder / f"{path.stem}.png")
            renamed = {"header": {"title": LONG_NAME, "subtitle": "Handover · 2 of 6 done"}}
            addon.answers["/docs/home"] = pushed({**example("home"), **renamed})
            picture_of_the_sidebar(browser, address, folder / "long-name.png")
            pictures_of_the_page(browser, address, folder, world)


def picture_of_the_sidebar(browser: Browser, address: str, file: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1200})
    page.goto(f"{address}/?file={QUESTIONNAIRE}")
    page.locator(".card").wait_for()
    page.get_by_role("complementary").screenshot(path=file)
    page.close()


def pictures_of_the_page(browser: Browser, address: str, folder: Path, world: FakeWorld) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/?file={QUESTIONNAIRE}")
    page.locator(".card").wait_for()
    world.post(ANNOUNCEMENT)
    world.edit(INSTALLERS, "Sites", "B3", "Larchwood Analytics", "jun@codelantern.example")
    world.outbox.insert(0, MAIL)
    world.revision += 1
    page.locator(".mail").wait_for()
    page.screenshot(path=folder / "page-1440.png")
    page.get_by_role("button", name="Installers to company").click()
    page.get_by_role("grid").wait_for()
    page.set_viewport_size({"width": 1100, "height": 800})
    page.screenshot(path=folder / "page-1100.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=folder / "page-dark.png")
    page.close()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
