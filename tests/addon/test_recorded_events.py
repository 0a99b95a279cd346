"""Every recorded event is answered as the host wants it: signed anew, for a person and files of the sandbox."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from services.sandbox.host.lint.answers import Kind
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.judge import judge, texts
from tests.scenarios.test_start import TEMPLATE, copies
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, messages

FOLDER = Path(__file__).parent.parent / "events"
CALLED: dict[str, tuple[str, Kind]] = {
    "docs_homepage_no_file_scope": ("/docs/homepage", "trigger"),
    "docs_homepage_no_file_scope_minimal": ("/docs/homepage", "trigger"),
    "docs_homepage_with_file_scope": ("/docs/homepage", "trigger"),
    "docs_action_request_file_scope": ("/file-scope", "click"),
    "docs_file_scope_granted": ("/docs/file-scope-granted", "trigger"),
    "docs_file_scope_granted_without_id": ("/docs/file-scope-granted", "trigger"),
    "docs_action_announce": ("/steps/announce", "click"),
    "docs_action_send_welcome_with_form": ("/steps/welcome_email/run", "click"),
    "docs_action_form_mostly_empty": ("/steps/welcome_email/run", "click"),
    "docs_action_host_object_without_id": ("/steps/announce", "click"),
    "docs_action_partial_scopes": ("/steps/welcome_email/run", "click"),
    "docs_action_numbers_as_floats": ("/steps/welcome_email/run", "click"),
    "docs_action_query_string_endpoint": ("/steps/announce/run", "click"),
    "docs_change_template_selection": ("/steps/welcome_email/draft", "click"),
    "docs_autocomplete_installer": ("/completion/customer_engineers", "suggestions"),
    "docs_universal_action_settings": ("/settings", "click"),
    "docs_link_preview": ("/docs/link-preview", "preview"),
    "docs_create_action_open": ("/docs/new-handover", "trigger"),
    "docs_create_action_submit": ("/docs/new-handover/run", "dialog"),
    "sheets_homepage_no_file_scope": ("/sheets/homepage", "trigger"),
    "sheets_homepage_with_file_scope": ("/sheets/homepage", "trigger"),
    "sheets_file_scope_granted": ("/sheets/file-scope-granted", "trigger"),
    "sheets_action_update_row": ("/steps/update_sheet/run", "click"),
    "sheets_link_preview": ("/sheets/link-preview", "preview"),
}
"""Which address of ours stands for the one that was called, and the kind of answer that it has to give."""


def ours(value: Any, ids: dict[str, str]) -> Any:
    """The event with other files and addresses, and everything else as it was recorded."""
    text = json.dumps(value)
    for theirs, mine in ids.items():
        text = text.replace(theirs, mine)
    return json.loads(text)


def recorded(stage: Stage, name: str) -> tuple[Host, dict[str, Any]]:
    """The event ``name``, as if it had happened here."""
    sample = json.loads((FOLDER / f"{name}.json").read_text())
    ids = {"1kQ7vN2xHdR4sTgYp9LwBz6MfEcUa0oJ3iXqK5nVtS8w": LARCHWOOD}
    ids |= {"1Zt8bPq3WmXcV5nLr7KdJh2GsFyUaQeTo0iBxN4vRk6M": SHEET, "https://handover.example.com/cases": BASE_URL}
    event: dict[str, Any] = ours(sample, ids)
    sheets = name.startswith("sheets")
    host = stage.host("ops" if sheets else "ae", SHEET if sheets else LARCHWOOD, editor="sheets" if sheets else "docs")
    stage.host("ops" if sheets else "ae", TEMPLATE)
    tokens = event["authorizationEventObject"]
    identity, path = stage.world.identity, CALLED[name][0]
    tokens["systemIdToken"] = identity.system_token(BASE_URL + path)
    tokens["userOAuthToken"] = identity.access_token(host.person, tuple(tokens.get("authorizedScopes", ())))
    if "userIdToken" in tokens:
        tokens["userIdToken"] = identity.user_token(host.person)
    return host, event


def test_every_recorded_event_has_its_address() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(CALLED)
    assert len(CALLED) == 24


@pytest.mark.parametrize("name", CALLED)
def test_a_recorded_event_is_answered(stage: Stage, name: str) -> None:
    host, event = recorded(stage, name)
    path, kind = CALLED[name]
    got = host.post(BASE_URL + path, event)
    assert got.status_code == 200, got.text
    judge(got.get_json(), kind, host.linter)
    assert messages(stage) == []
    assert stage.world.panels()["gmail"]["outbox"] == []
    assert copies(stage) == []


@pytest.mark.parametrize("platform", ["IOS", "ANDROID"])
def test_a_mobile_host_gets_the_same_card(stage: Stage, platform: str) -> None:
    host, event = recorded(stage, "docs_homepage_with_file_scope")
    before = host.post(f"{BASE_URL}/docs/homepage", event)
    mobile = copy.deepcopy(event)
    mobile["commonEventObject"]["platform"] = platform
    assert host.post(f"{BASE_URL}/docs/homepage", mobile) == before


@pytest.mark.parametrize("other", ["SLIDES", "GMAIL", "CALENDAR", "DRIVE", "CHAT"])
def test_a_host_that_is_no_editor_of_ours_is_told_where_handovers_are(stage: Stage, other: str) -> None:
    host, event = recorded(stage, "docs_homepage_no_file_scope")
    event["commonEventObject"]["hostApp"] = other
    event[other.lower()] = event.pop("docs")
    got = host.post(f"{BASE_URL}/docs/homepage", event)
    [navigation] = got.get_json()["action"]["navigations"]
    assert "Open the customer's questionnaire in Docs" in texts(navigation["pushCard"])
