"""A host page, a fake world behind it, a fake add-on beside it, and a browser in front."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page

from services.sandbox.host.page import Host
from tests.browser import PATIENCE_MILLISECONDS, chromium
from tests.services.sandbox.host.fake_addon import FakeAddon, serving
from tests.services.sandbox.host.fake_world import FakeWorld
from tests.services.sandbox.host.visitor import Visitor

logging.getLogger("werkzeug").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Stage:
    """The servers, which stay for the whole session, because a browser knows their files by their address."""

    world: FakeWorld
    addon: FakeAddon
    app: Flask
    address: str
    host: Host

    def clear(self) -> None:
        """Nothing has happened yet."""
        self.world.reset()
        self.host.consent.reset()
        self.addon.answers.clear()
        self.addon.calls.clear()


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    world, addon, app = FakeWorld(), FakeAddon(), Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(hours=1)
    with serving(addon.app()) as addon.base_url:
        host = Host(world, addon.deployment(), addon.base_url)
        app.register_blueprint(host.blueprint())
        with serving(app) as address:
            yield Stage(world, addon, app, address, host)


@pytest.fixture(autouse=True)
def fresh(stage: Stage) -> None:
    stage.clear()


@pytest.fixture
def world(stage: Stage) -> FakeWorld:
    return stage.world


@pytest.fixture
def addon(stage: Stage) -> FakeAddon:
    return stage.addon


@pytest.fixture
def app(stage: Stage) -> Flask:
    return stage.app


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for this package: Playwright runs once in a thread, and other tests bring their own."""
    with chromium() as browser:
        yield browser


@dataclass(frozen=True)
class Window:
    """One window for all tests, because opening one takes longer than most of them."""

    page: Page
    failures: list[Error] = field(default_factory=list)


@pytest.fixture(scope="package")
def window(browser: Browser) -> Window:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Europe/Stockholm")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    window = Window(context.new_page())
    window.page.on("pageerror", lambda error: window.failures.append(error))
    return window


@pytest.fixture
def page(window: Window) -> Iterator[Page]:
    """A page on which no script may fail."""
    window.failures.clear()
    yield window.page
    for other in window.page.context.pages[1:]:
        other.close()
    assert window.failures == []


@pytest.fixture
def visitor(page: Page, stage: Stage) -> Visitor:
    return Visitor(page, stage.address, stage.addon)
