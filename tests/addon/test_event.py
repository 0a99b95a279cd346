"""Every event that Google is known to send is read; nothing in it is trusted to name the person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from addon.event import Event, NotAnEvent, read_event

SAMPLES = sorted((Path(__file__).parent.parent / "events").glob("*.json"))
DOCUMENT = "1kQ7vN2xHdR4sTgYp9LwBz6MfEcUa0oJ3iXqK5nVtS8w"


def sample(name: str) -> Event:
    """One of the recorded events."""
    return read_event(json.loads((SAMPLES[0].parent / f"{name}.json").read_text()))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_recorded_event_is_read(path: Path) -> None:
    event = read_event(json.loads(path.read_text()))
    assert event.host == ("sheets" if path.stem.startswith("sheets") else "docs")
    assert len(SAMPLES) == 24


def test_the_document_is_the_hosts_word_first_and_else_the_parameter() -> None:
    assert sample("docs_action_announce").document_id == DOCUMENT
    assert sample("docs_action_host_object_without_id").document_id == DOCUMENT
    assert sample("docs_homepage_no_file_scope_minimal").document_id is None


def test_in_sheets_the_document_is_the_one_that_the_card_names() -> None:
    event = sample("sheets_action_update_row")
    assert event.file_id == "1Zt8bPq3WmXcV5nLr7KdJh2GsFyUaQeTo0iBxN4vRk6M"
    assert event.document_id == DOCUMENT


def test_every_kind_of_input_becomes_texts() -> None:
    inputs = sample("docs_action_send_welcome_with_form").inputs
    assert inputs["kickoff_notes"] == ("Roof access only before 15:00.\nAsk about <battery> & inverter.",)
    assert inputs["channels"] == ("slack", "email")
    assert inputs["kickoff_at"] == ("2026-03-16T09:00:00+00:00",)
    assert inputs["go_live"] == ("2026-04-01",)
    assert inputs["call_time"] == ("09:30",)


def test_numbers_may_come_as_floats() -> None:
    event = sample("docs_action_numbers_as_floats")
    assert event.common.time_zone.offset == 3_600_000
    assert event.inputs["call_time"] == ("09:30",)


def test_an_empty_input_is_a_missing_one() -> None:
    assert sample("docs_action_form_mostly_empty").inputs == {"template": ("welcome_commercial",)}


def test_an_event_cannot_be_written_to() -> None:
    event: Any = sample("docs_action_announce")
    with pytest.raises(TypeError):
        event.common.parameters["docId"] = "another"
    with pytest.raises(TypeError):
        event.common.form_inputs["another"] = "input"
    with pytest.raises(AttributeError):
        event.common.host_app = "SHEETS"


def test_tokens_do_not_show_in_an_events_representation() -> None:
    text = repr(sample("docs_action_announce"))
    assert "ya29" not in text
    assert "eyJ" not in text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "event",
        {},
        {"commonEventObject": None},
        {"commonEventObject": {"parameters": {"docId": 3}}},
        {"commonEventObject": {"formInputs": {"date": {"dateInput": {"msSinceEpoch": "soon"}}}}},
        {"commonEventObject": {"timeZone": {"offset": float("inf")}}},
        {"commonEventObject": {"timeZone": {"offset": "9" * 5000}}},
        {"commonEventObject": {"formInputs": {"soon": {"timeInput": {"hours": [[[]]]}}}}},
        {"commonEventObject": {"parameters": ["soon"]}},
        {"commonEventObject": {}, "docs": {"addonHasFileScopePermission": "soon"}},
        {"commonEventObject": {}, "docs": {"title": {"soon": "soon"}}},
        {"commonEventObject": {}, "authorizationEventObject": {"userOAuthToken": ["soon"]}},
        {"commonEventObject": {}, "authorizationEventObject": {"authorizedScopes": "soon"}},
        {"commonEventObject": {}, "authorizationEventObject": None},
    ],
)
def test_what_is_no_event_is_refused_without_repeating_it(body: Any) -> None:
    with pytest.raises(NotAnEvent) as refused:
        read_event(body)
    assert str(refused.value) == "The request is no event object."
    assert refused.value.__suppress_context__


def test_what_an_event_holds_beside_what_is_known_is_passed_over() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    body = {"commonEventObject": {"parameters": None, "deep": deep, "text": "\ud800\x00"}, "chat": {"deep": deep}}
    assert read_event(body) == read_event({"commonEventObject": {"formInputs": None}})


def test_an_id_that_could_not_be_a_files_is_not_used() -> None:
    body = {"commonEventObject": {"parameters": {"docId": "../../drive/v3/files"}}, "docs": {}}
    assert read_event(body).document_id is None


def test_a_moment_outside_the_calendar_is_no_input() -> None:
    inputs = {"date": {"dateInput": {"msSinceEpoch": "9" * 30}}}
    with pytest.raises(NotAnEvent):
        _ = read_event({"commonEventObject": {"formInputs": inputs}}).inputs
