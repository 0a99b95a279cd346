"""The messages of an answer, field by field, as strictly as Google's hosts read them.

Cards are Google's published messages, kept in ``published.json`` (a test compares them with google-apps-card). The
envelopes around them are published only as reference pages (RPC reference ``google.apps.card.v1``, and "Connect your
add-on to a third-party service" for the authorization answers), so they stand here by hand.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).with_name("published.json")
ANY = "any"
ENVELOPES: Mapping[str, Mapping[str, str]] = {
    "SubmitFormResponse": {"renderActions": "RenderActions", "stateChanged": "bool", "schema": "string"},
    "RenderActions": {"action": "ResponseAction", "hostAppAction": "HostAppAction", "schema": "string"},
    "ResponseAction": {
        "navigations": "[]Navigation",
        "link": "OpenLink",
        "notification": "Notification",
        "linkPreview": "LinkPreview",
        "links": "[]Link",
        "modifyOperations": "[]any",
    },
    "Navigation": {
        "pushCard": "Card",
        "updateCard": "Card",
        "pop": "bool",
        "popToRoot": "bool",
        "popToCard": "string",
        "endNavigation": ANY,
    },
    "Notification": {"text": "string"},
    "LinkPreview": {"previewCard": "Card", "title": "string", "linkPreviewTitle": "string"},
    "Link": {"url": "string", "title": "string"},
    "HostAppAction": {
        "editorAction": "EditorAction",
        "sheetsAction": ANY,
        "gmailAction": ANY,
        "calendarAction": ANY,
        "driveAction": ANY,
    },
    "EditorAction": {"requestFileScopeForActiveDocument": "Divider"},
    "GetAutocompletionResponse": {"autoComplete": "Suggestions", "schema": "string"},
    "AuthorizationError": {
        "basic_authorization_prompt": "BasicAuthorizationPrompt",
        "custom_authorization_prompt": "RenderActions",
        "requesting_google_scopes": "RequestingGoogleScopes",
        "basicAuthorizationPrompt": "BasicAuthorizationPrompt",
        "customAuthorizationPrompt": "RenderActions",
        "requestingGoogleScopes": "RequestingGoogleScopes",
    },
    "BasicAuthorizationPrompt": {
        "authorization_url": "string",
        "authorizationUrl": "string",
        "resource": "string",
    },
    "RequestingGoogleScopes": {"scopes": "[]string", "all_scopes": "bool", "allScopes": "bool"},
}
_CARDS = json.loads(PUBLISHED.read_text(encoding="utf-8"))
MESSAGES: Mapping[str, Mapping[str, str]] = {**_CARDS["messages"], **ENVELOPES}
ONEOFS: Mapping[str, list[list[str]]] = {
    **_CARDS["oneofs"],
    "Navigation": [list(ENVELOPES["Navigation"])],
    "HostAppAction": [list(ENVELOPES["HostAppAction"])],
    "AuthorizationError": [list(ENVELOPES["AuthorizationError"])],
}
WHOLE = re.compile(r"-?\d+\Z")
NUMBERS = {"int32", "int64", "float", "double"}


@dataclass(frozen=True)
class Part:
    """One message inside an answer: its name in Google's reference, its fields, and the way to it."""

    message: str
    value: Mapping[str, Any]
    where: str


def parts(message: str, value: Mapping[str, Any]) -> list[Part]:
    """Every message of an answer that fits the schema, the outer ones first."""
    found: list[Part] = []
    _gather(Part(message, value, ""), found)
    return found


def _gather(part: Part, found: list[Part]) -> None:
    found.append(part)
    for name, content in part.value.items():
        kind = MESSAGES[part.message][name].removeprefix("[]")
        if kind in MESSAGES:
            for inner, place in _items(content, _below(part.where, name)):
                _gather(Part(kind, inner, place), found)


def misfits(message: str, value: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    """What makes a host throw the answer away: (message, where, words), in Google's words as far as known."""
    if not isinstance(value, dict):
        yield message, where, f"{message} must be an object."
        return
    for choices in ONEOFS.get(message, []):
        if len(both := [name for name in choices if value.get(name) is not None]) > 1:
            yield message, where, f"oneof field is already set: {both[0]} and {both[1]} cannot stand together."
    for name, content in value.items():
        kind = MESSAGES[message].get(name)
        if kind is None:
            yield message, where, f"Cannot find field: {name} in message google.apps.card.v1.{message}"
            continue
        yield from _unfit(message, kind, content, _below(where, name))


def _unfit(message: str, kind: str, content: Any, where: str) -> Iterator[tuple[str, str, str]]:
    if kind.startswith("[]") != isinstance(content, list):
        yield message, where, f"Invalid value at '{where}': {'not a list' if kind.startswith('[]') else 'a list'}."
        return
    for item, place in _items(content, where):
        single = kind.removeprefix("[]")
        if single in MESSAGES:
            yield from misfits(single, item, place)
        elif not _fits(single, item):
            what = "one of " + single.replace("|", ", ") if "|" in single else single
            yield message, place, f"Invalid value at '{place}' ({what}): {json.dumps(item)[:80]}"


def _fits(kind: str, item: Any) -> bool:
    if kind == ANY:
        return True
    if "|" in kind:
        return item in kind.split("|")
    if kind in NUMBERS:
        # Numbers of 64 bits travel as text, and proto JSON takes every whole number either way.
        number = isinstance(item, (int, float)) and not isinstance(item, bool)
        if number and kind.startswith("int"):
            return float(item).is_integer()
        return number or (isinstance(item, str) and WHOLE.match(item) is not None)
    return isinstance(item, bool if kind == "bool" else str)


def _items(content: Any, where: str) -> Iterator[tuple[Any, str]]:
    if isinstance(content, list):
        yield from ((item, f"{where}[{index}]") for index, item in enumerate(content))
    else:
        yield content, where


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
