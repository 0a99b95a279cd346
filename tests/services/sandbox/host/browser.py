"""The browser that tests look through: the system's Chromium, without a screen and without calls home."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """Where the system keeps Chromium, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """Start the browser; a test is skipped where there is none, but never on the build machine."""
    path = chromium()
    if path is None and "CI" not in os.environ:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    assert path, "Chromium is not installed, and this is the build machine"
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
