"""Somebody at the page: what they see and press, in the words of the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.services.sandbox.host.fake_addon import FakeAddon, pushed
from tests.services.sandbox.host.fake_world import QUESTIONNAIRE

CLICKED = "/clicked"


class Visitor:
    """Opens the page on a card, and finds its parts by their roles."""

    def __init__(self, page: Page, address: str, addon: FakeAddon) -> None:
        self.page = page
        self.address = address
        self.addon = addon
        self.sidebar = page.get_by_role("complementary", name="Handover", exact=True)

    def opens(self, shown: dict[str, Any] | None = None, person: str = "ae", file: str = QUESTIONNAIRE) -> Locator:
        """Open the page as a person on a file; the homepage shows the card. Returns the sidebar."""
        if shown is not None:
            self.addon.answers["/docs/home"] = self.addon.answers["/sheets/home"] = pushed(shown)
        with self.answered("trigger"):
            self.page.goto(f"{self.address}/?as={person}&file={file}")
        return self.sidebar

    @contextmanager
    def answered(self, what: str = "click") -> Iterator[None]:
        """What is done inside makes the page ask; afterwards the answer is drawn, and the sidebar can be pressed."""
        with self.page.expect_response(f"**/host/{what}"):
            yield
        expect(self.sidebar.get_by_role("progressbar")).to_be_hidden()

    def presses(self, name: str) -> None:
        self.sidebar.get_by_role("button", name=name, exact=True).click()

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def sent(self, path: str = CLICKED) -> dict[str, Any]:
        """The part of the last event that the add-on's code reads first, once there is one."""
        expect(self.sidebar.get_by_role("progressbar")).to_be_hidden()
        common: dict[str, Any] = self.addon.events(path)[-1]["commonEventObject"]
        return common
