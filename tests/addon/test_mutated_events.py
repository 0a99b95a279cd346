"""A thousand events that no host should send: never a server error, never an effect without a verified person."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.handover.steps import STEPS
from tests.conftest import BASE_URL, Stage
from tests.host import Host
from tests.judge import SECRET

NAMES = [step.name for step in STEPS]
LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
PATHS = (
    "/docs/homepage",
    "/sheets/homepage",
    "/docs/file-scope-granted",
    "/file-scope",
    "/home",
    "/settings",
    "/docs/link-preview",
    "/docs/new-handover",
    "/docs/new-handover/run",
    "/completion/customer_engineers",
    "/announce/got-it",
    "/suggestions/take-over",
    "/sheets/several/run",
    "/license-key/check",
    *(f"/steps/{name}" for name in NAMES),
    *(f"/steps/{name}/{what}" for name in NAMES for what in ("draft", "run")),
    *(f"/steps/announce/{what}" for what in ("record", "reopen", "keep", "correct/run", "undo", "undo/run")),
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)
ROOTS = {"action", "renderActions", "stateChanged", "requesting_google_scopes", "autoComplete"}
EFFECTS = (
    *("chat.postMessage", "chat.update", "chat.delete", "conversations.rename", "conversations.open"),
    *("gmail.users.drafts.create", "gmail.users.drafts.send", "batchUpdate", "files.copy", "files.update"),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [place for key, below in inner for place in places(below, (*path, key))]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, list[tuple[int, str, Any]]]:
    """An address, and one to three changes: which place (by number), what to do there, and with what."""
    changes = st.tuples(st.integers(0, 400), st.sampled_from(["drop", "replace"]), JUNK)
    return draw(st.sampled_from(PATHS)), draw(st.lists(changes, min_size=1, max_size=3))


def mutated(event: dict[str, Any], changes: list[tuple[int, str, Any]]) -> dict[str, Any]:
    """The event with the changes made to it."""
    event = copy.deepcopy(event)
    for number, what, junk in changes:
        found = places(event)[1:]
        if not found:
            break
        *way, last = found[number % len(found)]
        parent = event
        for key in way:
            parent = parent[key]
        if what == "replace":
            parent[last] = junk
        elif isinstance(parent, dict):
            del parent[last]
    return event


@pytest.fixture
def host(stage: Stage) -> Host:
    """The AE in Larchwood's questionnaire."""
    return stage.host("ae", LARCHWOOD)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutations())
def test_no_event_is_a_server_error_and_none_has_an_effect_unverified(
    host: Host, mutation: tuple[str, list[tuple[int, str, Any]]]
) -> None:
    path, changes = mutation
    function = BASE_URL + path
    token = host.world.identity.system_token(function)
    whole = host.event(function, {"docId": LARCHWOOD, "submitted": "yes"}, {"text": {"stringInputs": {"value": ["x"]}}})
    event = mutated(whole, changes)
    got = host.post(function, event, token=token)
    assert got.status_code in (200, 400, 401)
    assert not SECRET.search(got.text)
    if got.status_code == 200:
        assert set(json.loads(got.text)) <= ROOTS
    person = event.get("authorizationEventObject") or {}
    verified = (
        isinstance(person, dict) and person.get("userIdToken") == whole["authorizationEventObject"]["userIdToken"]
    )
    done = [one["method"] for one in host.world.requests if str(one["method"]).endswith(EFFECTS)]
    assert done == [] or verified
