"""The add-on's own addresses: every button's ``function`` is one of these, absolute and from configuration."""

from __future__ import annotations

DOCS_HOMEPAGE = "/docs/homepage"
DOCS_FILE_SCOPE_GRANTED = "/docs/file-scope-granted"
SHEETS_HOMEPAGE = "/sheets/homepage"
SHEETS_FILE_SCOPE_GRANTED = "/sheets/file-scope-granted"
FILE_SCOPE = "/file-scope"
HOME = "/home"
SETTINGS = "/settings"
HELP = "/help"


class Addresses:
    """Absolute addresses below the configured base; the Host header has no say in them."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")

    def of(self, path: str) -> str:
        """A route's absolute address."""
        return self._base + path

    def step(self, name: str) -> str:
        """Opens a step: its draft on a card of its own."""
        return self.of(f"/steps/{name}")

    def draft(self, name: str) -> str:
        """Draws the step's card again after an input changed."""
        return self.of(f"/steps/{name}/draft")

    def run(self, name: str) -> str:
        """Does it."""
        return self.of(f"/steps/{name}/run")
