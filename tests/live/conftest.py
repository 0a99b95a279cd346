"""Where the same questions are asked: of the sandbox always, of the real system where keys for it are present.

``LIVE_…`` variables name a system's keys and things that exist there; nothing here writes. A system without keys is
skipped, and the skip says which variables are missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from services.pool import Pool
from services.settings import load_settings
from services.systems import Systems
from services.transport import Deadline, Transport
from tests.conftest import BASE_URL, Stage
from tests.host import SCOPES
from tests.scenarios.test_three_buttons import LARCHWOOD, SALES, SHEET

PERSON = "maya.lindqvist@codelantern.example"
SANDBOX = {
    "SLACK_CHANNEL": SALES,
    "SLACK_PERSON": PERSON,
    "SLACK_GROUP": "S0CETEAM0",
    "SALESFORCE_OPPORTUNITY": "006Hs00001LRCHWIA5",
    "SALESFORCE_STAGE": "Closed Won",
    "SOURCEGRAPH_ACCOUNT": "LarchwoodAnalytics-001Hs00003LRCHW8QA",
    "GOOGLE_DOCUMENT": LARCHWOOD,
    "GOOGLE_SPREADSHEET": SHEET,
    "GOOGLE_TAB": "Installers",
    "GOOGLE_PERSON": PERSON,
}
"""Things that the seed has, under the names that ``LIVE_…`` variables give to real ones."""
KEYS = {
    "slack": ("SLACK_BOT_TOKEN", "SLACK_CHANNEL", "SLACK_PERSON", "SLACK_GROUP"),
    "salesforce": (
        "SALESFORCE_USERNAME",
        "SALESFORCE_CONSUMER_KEY",
        "SALESFORCE_PRIVATE_KEY",
        "SALESFORCE_OPPORTUNITY",
        "SALESFORCE_STAGE",
    ),
    "licensing": ("SOURCEGRAPH_TOKEN", "SOURCEGRAPH_ACCOUNT"),
    "google": ("GOOGLE_TOKEN", "GOOGLE_PERSON", "GOOGLE_DOCUMENT", "GOOGLE_SPREADSHEET", "GOOGLE_TAB"),
}
ELSEWHERE = {"addon_service_account": "x@y.example", "addon_oauth_client_id": "x", "addon_allowed_domains": "y.example"}


@dataclass(frozen=True)
class Place:
    """One world: our clients in it, and the ids of things that exist there."""

    systems: Systems
    ids: Mapping[str, str]
    wrong: Callable[[str], Systems]
    """The same clients, with another secret in place of one setting."""


@pytest.fixture(params=["sandbox", "live"])
def place(request: pytest.FixtureRequest) -> Place:
    """The place in which the test's system is asked; the system is the word after ``test_`` of its file."""
    system = request.path.stem.removeprefix("test_")
    if request.param == "sandbox":
        return _sandbox(request.getfixturevalue("stage"))
    given = {name: os.environ.get(f"LIVE_{name}", "") for name in KEYS[system]}
    missing = [f"LIVE_{name}" for name, value in given.items() if not value]
    if missing:
        pytest.skip(f"the real system is not asked: {', '.join(missing)} not set")
    return _live(given)


def _sandbox(stage: Stage) -> Place:
    world = stage.world
    someone = world.person("ae")
    for name in ("GOOGLE_DOCUMENT", "GOOGLE_SPREADSHEET"):
        world.identity.grant_file(someone, SANDBOX[name])
    token = world.identity.access_token(someone, SCOPES)
    return _place(stage.known, PERSON, token, SANDBOX)


def _live(given: Mapping[str, str]) -> Place:
    settings = {name.lower(): value for name, value in given.items() if name.lower() in _SETTINGS}
    known = {"handover_base_url": BASE_URL, "slack_bot_token": "not asked", **ELSEWHERE, **settings}
    return _place(known, given.get("GOOGLE_PERSON", ""), given.get("GOOGLE_TOKEN", ""), given)


_SETTINGS = {name.lower() for names in KEYS.values() for name in names} - {name.lower() for name in SANDBOX}


def _place(known: Mapping[str, str], person: str, token: str, ids: Mapping[str, str]) -> Place:
    def systems(**other: str) -> Systems:
        settings = load_settings(**{**known, **{name: value for name, value in other.items() if name != "token"}})
        return Systems(settings, Transport(Pool(), Deadline()), person, other.get("token", token))

    return Place(systems(), ids, lambda name: systems(**{name: "wrong"}))
