"""The Slack app's manifest asks for what our calls need, and the sandbox's bot has no more than it."""

from __future__ import annotations

import inspect
import json
import re

from services import slack
from services.sandbox.slack import stand_in
from tests.conftest import ROOT, Stage

SCOPES = json.loads((ROOT / "manifest" / "slack.json").read_text())["oauth_config"]["scopes"]["bot"]


def test_the_scopes_are_those_that_the_methods_in_use_need() -> None:
    used = set(re.findall(r'"((?:chat|conversations|usergroups|users)\.[A-Za-z.]+)"', inspect.getsource(slack)))
    assert "chat.postMessage" in used
    needed = {scope for name in used for scope in stand_in.METHODS[name].scopes if not scope.startswith("mpim:")}
    # Direct messages are opened, written and read, but never asked about; users.info leaves addresses out without
    # the last one.
    assert set(SCOPES) == needed - {"im:read"} | {"users:read.email"}


def test_the_sandboxs_bot_works_with_just_these(stage: Stage) -> None:
    assert stage.world._store.section("slack")["bot"]["scopes"] == SCOPES == sorted(SCOPES)
