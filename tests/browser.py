"""A newcomer's machine for browser tests: the tracked files in an empty folder, `flask run`, and Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.judge import leak

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_MILLISECONDS = 20_000
"""A machine that does other things beside is no defect of the page; what never comes still fails."""
expect.set_options(timeout=PATIENCE_MILLISECONDS)
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Drawing what moves, without a graphics card, is most of what the browser would do.
    "--force-prefers-reduced-motion",
)


@contextmanager
def flask_run(folder: Path) -> Iterator[str]:
    """`flask run` in a copy of the product, as the README says; gives the address that it prints."""
    for name in ("addon", "services", "manifest"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDOVER_", "ADDON_", "GOOGLE_", "SLACK_"))}
    command = [sys.executable, "-m", "flask", "run", "--port", str(port)]
    log = folder / "flask.log"
    with log.open("w") as out, subprocess.Popen(command, cwd=folder, env=kept, stdout=out, stderr=out) as running:
        try:
            yield _printed_address(log, running)
        finally:
            running.terminate()
    assert [masked for line in log.read_text().splitlines() if (masked := leak(line))] == []


def _printed_address(log: Path, running: subprocess.Popen[bytes]) -> str:
    """Wait, by asking, until the printed address answers."""
    while running.poll() is None:
        for line in log.read_text().splitlines():
            if "Running on " in line:
                address = line.rpartition("Running on ")[2].strip()
                urllib.request.urlopen(address, timeout=20).close()  # noqa: S310 - loopback
                return address
    raise AssertionError(f"flask run ended: {log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium from the system's packages. CI must have it; elsewhere its absence skips."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


class Desk:
    """What a person does on the page, in their words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sidebar = page.get_by_role("complementary", name="Handover")

    def visit(self, address: str) -> None:
        """Go to the page."""
        with self._first_card():
            self.page.goto(address)

    def become(self, name: str) -> None:
        """Switch who I am."""
        with self._first_card():
            self.page.get_by_role("group", name="Who am I").get_by_role("button", name=name).click()

    def open(self, title: str) -> None:
        """Open a file."""
        with self._first_card():
            self.page.get_by_role("navigation", name="Files").get_by_role("button", name=title).click()

    @contextmanager
    def _first_card(self) -> Iterator[None]:
        """Wait for the card with which the sidebar opens afresh, so that none from before it is pressed."""
        with self.page.expect_response("**/host/trigger"):
            yield
        expect(self.sidebar.get_by_role("progressbar")).to_be_hidden()

    def press(self, label: str) -> None:
        """Press a button of the sidebar."""
        self.sidebar.get_by_role("button", name=label, exact=True).first.click()

    def allow(self) -> None:
        """Grant the open file."""
        self.press("Allow access")
        self.page.get_by_role("dialog").get_by_role("button", name="Allow").click()

    def reads(self, text: str) -> None:
        """The sidebar says so."""
        expect(self.sidebar.get_by_text(text).first).to_be_visible()

    def panel(self, system: str) -> Locator:
        """One system's state."""
        return self.page.get_by_role("region", name=system)
