"""Judges every answer of the add-on as strictly as Google's hosts do, and says what a host would not.

Cards go through the published schema (google-apps-card); what the schema does not know (envelopes, absolute
addresses, sizes) is checked by hand (reference: addon-protocol, sections 3, 4.2 and 10).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from google.apps.card_v1 import Card
from google.protobuf import json_format

Json = dict[str, Any]
MAX_WIDGETS, MAX_ITEMS, MAX_BYTES = 100, 100, 30_000
TAGS = {"b", "i", "u", "s", "strike", "font", "a", "br"}
CAMEL = re.compile(r"[a-z][A-Za-z0-9]*\Z")
NAVIGATIONS = {"pushCard", "updateCard", "pop", "popToRoot", "popToCard"}
MARKUP = {"text"}
SECRET = re.compile(r"ya29\.|xox[abp]-|eyJ[\w-]{8,}\.[\w-]{8,}")
"""How access tokens, Slack's tokens and signed tokens begin."""


def judge(answer: Json, *, trigger: bool, base_url: str, has_route: Callable[[str], bool]) -> list[Json]:
    """Assert that a host would take ``answer``; returns the cards in it."""
    written = json.dumps(answer)
    assert len(written.encode()) <= MAX_BYTES, "the answer is larger than a host takes"
    assert not SECRET.search(written), "a token stands in the answer"
    if set(answer) == {"requesting_google_scopes"}:
        scopes = answer["requesting_google_scopes"]["scopes"]
        assert scopes
        assert all(scope.startswith("https://www.googleapis.com/auth/") for scope in scopes)
        return []
    action = _action(answer, trigger)
    cards = []
    for navigation in action.get("navigations", []):
        assert len(navigation) == 1, "a navigation holds one thing"
        assert set(navigation) <= NAVIGATIONS
        cards += [value for key, value in navigation.items() if key in ("pushCard", "updateCard")]
    for card in cards:
        _judge_card(card, base_url, has_route)
    return cards


def _action(answer: Json, trigger: bool) -> Json:
    if trigger:
        assert set(answer) == {"action"}, "a trigger is answered with RenderActions"
        found: Json = answer["action"]
        return found
    assert set(answer) <= {"renderActions", "stateChanged"}, "a click is answered with SubmitFormResponse"
    rendered: Json = answer["renderActions"]
    assert set(rendered) <= {"action", "hostAppAction"}
    if "hostAppAction" in rendered:
        assert rendered["hostAppAction"] == {"editorAction": {"requestFileScopeForActiveDocument": {}}}
    action: Json = rendered.get("action", {})
    assert set(action) <= {"navigations", "notification", "link"}
    return action


def _judge_card(card: Json, base_url: str, has_route: Callable[[str], bool]) -> None:
    json_format.ParseDict(card, Card.pb(Card()).__class__())
    for key, value in _pairs(card):
        assert CAMEL.match(key), f"{key} is not in the wire's spelling"
        if key in MARKUP and isinstance(value, str):
            _judge_markup(value)
        if key == "function":
            assert value.startswith(base_url + "/"), f"{value} is not one of our addresses"
            assert has_route(value.removeprefix(base_url)), f"{value} has no route"
        if key == "parameters":
            assert all(isinstance(p["value"], str) and not p["key"].startswith("__") for p in value)
        if key == "items":
            assert len(value) <= MAX_ITEMS
        if key == "openLink":
            assert value["url"].startswith(("https://", "mailto:", "tel:", "http://127.0.0.1"))
        assert key not in ("interaction", "collapseControl", "columns")
    assert card["sections"], "a card without sections is blank"
    assert all(section["widgets"] for section in card["sections"])
    assert sum(len(section["widgets"]) for section in card["sections"]) <= MAX_WIDGETS


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


class _Markup(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> is not in the subset of HTML that cards show"


def _judge_markup(text: str) -> None:
    _Markup().feed(text)


def texts(card: Json) -> str:
    """Everything a person can read on a card, as plain text, one piece a line."""
    pieces = []
    for key, value in _pairs(_without_parameters(card)):
        if key in ("text", "topLabel", "bottomLabel", "title", "subtitle", "header", "label", "value"):
            pieces += [_plain(value)] if isinstance(value, str) else []
    return "\n".join(pieces)


def _without_parameters(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_parameters(inner) for key, inner in value.items() if key != "parameters"}
    return [_without_parameters(inner) for inner in value] if isinstance(value, list) else value


class _Words(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _plain(markup: str) -> str:
    parser = _Words(convert_charrefs=True)
    parser.feed(markup)
    parser.close()
    return "".join(parser.found)
