"""The add-on's own addresses: every button's ``function`` is one of these, absolute and from configuration."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from addon.event import FILE_ID

DOCS_HOMEPAGE = "/docs/homepage"
DOCS_FILE_SCOPE_GRANTED = "/docs/file-scope-granted"
SHEETS_HOMEPAGE = "/sheets/homepage"
SHEETS_FILE_SCOPE_GRANTED = "/sheets/file-scope-granted"
FILE_SCOPE = "/file-scope"
HOME = "/home"
BACK = "/back"
SEVERAL = "/sheets/several"
SEVERAL_RUN = "/sheets/several/run"
COMPARE = "/sheets/compare"
DRIFT = "/drift"
COMPARING = frozenset({"ops", "finance", "sales"})
"""Roles that may see what every system says, side by side."""
GOT_IT = "/announce/got-it"
SUGGESTIONS = "/suggestions"
TAKE_OVER = "/suggestions/take-over"
KEY = "/license-key"
KEY_CHECK = "/license-key/check"
SETTINGS = "/settings"
CHECK = "/settings/check"
CHECK_AGAIN = "/settings/check/again"
HELP = "/help"
DOCS_LINK_PREVIEW = "/docs/link-preview"
SHEETS_LINK_PREVIEW = "/sheets/link-preview"
NEW_HANDOVER = "/docs/new-handover"
NEW_HANDOVER_FORM = "/docs/new-handover/form"
NEW_HANDOVER_RUN = "/docs/new-handover/run"
HANDOVERS = "/handovers/"
"""Below it every handover has its own link, by the id of its questionnaire."""

DOCUMENT_LINK = re.compile(r"https://docs\.google\.com/document/(?:u/\d+/)?d/(?P<id>[^/?#]+)")

OPENS = (
    "https://docs.google.com/",
    "https://mail.google.com/",
    "https://www.google.com/calendar/",
    "https://slack.com/",
    "https://sourcegraph.com/",
)
OPENS_BELOW = (".slack.com",)
"""Where links on cards may lead: Google's hosts open no other address (addon-protocol, section 6)."""


def opens(url: str) -> bool:
    """Whether the manifest's ``openLinkUrlPrefixes`` cover an address, so that a link to it works."""
    host = urlsplit(url).hostname or ""
    return url.startswith(OPENS) or (url.startswith("https://") and host.endswith(OPENS_BELOW))


class Addresses:
    """Absolute addresses below the configured base; the Host header has no say in them."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")

    def of(self, path: str) -> str:
        """A route's absolute address."""
        return self._base + path

    def handover(self, document_id: str) -> str:
        """The handover's own link: it leads a browser to the questionnaire, and is what chips are made of."""
        return self.of(HANDOVERS + document_id)

    def document_behind(self, url: str) -> str | None:
        """The id of the document that a handover's or a document's link leads to; None for any other link."""
        ours = self.of(HANDOVERS)
        if url.startswith(ours):
            found = re.split(r"[?#]", url.removeprefix(ours))[0]
        else:
            match = DOCUMENT_LINK.match(url)
            found = match["id"] if match else ""
        return found if FILE_ID.match(found) else None

    def completion(self, source: str) -> str:
        """Suggests how to go on while somebody types."""
        return self.of(f"/completion/{source}")

    def step(self, name: str) -> str:
        """Opens a step: its draft on a card of its own."""
        return self.of(f"/steps/{name}")

    def draft(self, name: str) -> str:
        """Draws the step's card again after an input changed."""
        return self.of(f"/steps/{name}/draft")

    def otherwise(self, name: str) -> str:
        """Opens the form on which a person says that the step was done another way, or is not needed."""
        return self.of(f"/steps/{name}/otherwise")

    def record(self, name: str) -> str:
        """Records what was said there."""
        return self.of(f"/steps/{name}/record")

    def reopen(self, name: str) -> str:
        """Takes back what was said there."""
        return self.of(f"/steps/{name}/reopen")

    def keep(self, name: str) -> str:
        """Keeps what it would do, for the person to finish by hand."""
        return self.of(f"/steps/{name}/keep")

    def kept(self, name: str) -> str:
        """Opens what removing a kept draft does."""
        return self.of(f"/steps/{name}/kept")

    def remove_draft(self, name: str) -> str:
        """Removes it."""
        return self.of(f"/steps/{name}/kept/remove")

    def correct(self, name: str) -> str:
        """Opens what a done step would say now, to change it where it stands."""
        return self.of(f"/steps/{name}/correct")

    def redraw_correction(self, name: str) -> str:
        """Draws that card again after an input changed."""
        return self.of(f"/steps/{name}/correct/draft")

    def run_correction(self, name: str) -> str:
        """Changes it."""
        return self.of(f"/steps/{name}/correct/run")

    def undo(self, name: str) -> str:
        """Opens what taking the step back would change."""
        return self.of(f"/steps/{name}/undo")

    def run_undo(self, name: str) -> str:
        """Takes the step back."""
        return self.of(f"/steps/{name}/undo/run")

    def run(self, name: str) -> str:
        """Does it."""
        return self.of(f"/steps/{name}/run")
