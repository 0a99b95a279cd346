"""Plays Google's host in tests: signs events, posts them, keeps the cards, and judges every answer.

Tests press what a person presses, by the words on the button.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask

from manifest.build import deployment
from services.sandbox.host.lint.answers import Kind, Linter
from services.sandbox.host.lint.markup import hostile, strings
from services.sandbox.identity import Person
from services.sandbox.world import World
from tests.judge import judge, texts

Json = dict[str, Any]
SCOPES = tuple(deployment("https://handover.example")["oauthScopes"])
SCOPE_OF = {scope.rpartition("/")[2]: scope for scope in SCOPES}


_HOSTILE: WeakKeyDictionary[World, tuple[int, frozenset[str]]] = WeakKeyDictionary()
"""By world, and its revision: every answer is judged by it, and to look through all files takes longer than a press."""
_WITHOUT_REFERENCES = 2
"""The version of marshal's form in which equal files are equal bytes."""


@lru_cache(512)
def _hostile(raw: bytes) -> frozenset[str]:
    """The hostile lines of one file; most files are the same from test to test."""
    return hostile(strings(marshal.loads(raw)))  # noqa: S302 (written by _texts below)


@dataclass(frozen=True)
class Got:
    """What came back."""

    status_code: int
    text: str

    def get_json(self) -> Json:
        """The body as JSON."""
        found: Json = json.loads(self.text)
        return found


@dataclass
class Host:
    """One person at one editor with one file open."""

    app: Flask
    world: World
    base_url: str
    person: Person
    file_id: str
    editor: str = "docs"
    scopes: tuple[str, ...] = SCOPES
    locale: str = "en-US"
    cards: list[Json] = field(default_factory=list)
    typed: dict[str, Json] = field(default_factory=dict)
    notification: str = ""
    opened: str = ""
    asked_for_file: bool = False
    asked_for: tuple[str, ...] = ()
    last_press: tuple[str, Mapping[str, str]] | None = None
    dialog: bool = False
    inserted: tuple[str, str] | None = None

    @property
    def card(self) -> Json:
        """The card on top."""
        return self.cards[-1]

    @property
    def text(self) -> str:
        """Everything on the card on top, as a person reads it."""
        return texts(self.card)

    def open(self) -> Host:
        """Open the sidebar."""
        self.cards = []
        self._trigger(f"/{self.editor}/homepage")
        return self

    def allow_file(self) -> None:
        """Press "Allow" in the file-scope dialog."""
        self.world.identity.grant_file(self.person, self.file_id)
        self._trigger(f"/{self.editor}/file-scope-granted")

    def create(self, label: str) -> Host:
        """Choose a line of Docs' @ menu; from here on this is its dialog, whose events name no file."""
        triggers = deployment(self.base_url)["addOns"]["docs"]["createActionTriggers"]
        [function] = [one["runFunction"] for one in triggers if one["labelText"] == label]
        self.cards, self.dialog, self.inserted = [], True, None
        self._trigger(function.removeprefix(self.base_url))
        return self

    def press(self, label: str, nth: int = 0) -> Host:
        """Press the button, or the line, that says ``label``."""
        found = [action for words, action in actions(self.card) if words == label]
        assert len(found) > nth, f"no button “{label}” among {[words for words, _ in actions(self.card)]}"
        action = found[nth]
        self.click(action["function"], {p["key"]: p["value"] for p in action.get("parameters", [])})
        return self

    def click(self, function: str, parameters: Mapping[str, str]) -> None:
        """Send one click, as the host would."""
        self.last_press = (function, parameters)
        body = self.event(function, parameters, form=_form(self.card) | self.typed if self.cards else {})
        self._answered(self.post(function, body), trigger=False)

    def paste(self, url: str) -> Json:
        """Paste a link into the open file; returns what the chip and its card would say, or nothing."""
        function = f"{self.base_url}/{self.editor}/link-preview"
        event = self.event(function) | {self.editor: {"matchedUrl": {"url": url}}}
        got = self.post(function, event)
        assert got.status_code == 200, got.text
        judge(got.get_json(), "preview", self.linter, self._texts())
        preview: Json = got.get_json().get("action", {}).get("linkPreview", {})
        return preview

    def suggested(self, name: str, text: str) -> list[str]:
        """Type into the input called ``name``; returns what it suggests."""
        widgets = [widget.get("textInput", {}) for section in self.card["sections"] for widget in section["widgets"]]
        [action] = [one["autoCompleteAction"] for one in widgets if one.get("name") == name]
        parameters = {p["key"]: p["value"] for p in action.get("parameters", [])}
        form = {name: {"stringInputs": {"value": [text]}}} if text else {}
        got = self.post(action["function"], self.event(action["function"], parameters, form))
        assert got.status_code == 200, got.text
        judge(got.get_json(), "suggestions", self.linter)
        return [item["text"] for item in got.get_json()["autoComplete"]["items"]]

    def again(self) -> None:
        """The host repeats the very last click."""
        assert self.last_press is not None
        self.click(*self.last_press)

    def fill(self, name: str, text: str) -> Host:
        """Type into the input called ``name``."""
        self.typed[name] = {"stringInputs": {"value": [text]}}
        return self

    def tick(self, name: str, *values: str) -> Host:
        """Tick boxes."""
        self.typed[name] = {"stringInputs": {"value": list(values)}}
        return self

    def tick_all(self, name: str) -> Host:
        """Tick every box of one input."""
        widgets = [widget for section in self.card["sections"] for widget in section["widgets"]]
        [boxes] = [one["selectionInput"] for one in widgets if one.get("selectionInput", {}).get("name") == name]
        return self.tick(name, *(item["value"] for item in boxes["items"]))

    def pick_day(self, name: str, milliseconds: int) -> Host:
        """Pick a day: midnight UTC, in milliseconds as text."""
        self.typed[name] = {"dateInput": {"msSinceEpoch": str(milliseconds)}}
        return self

    def event(self, function: str, parameters: Mapping[str, str] | None = None, form: Json | None = None) -> Json:
        """The event object of one interaction (addon-protocol, section 1)."""
        granted = self.world.identity.has_file(self.person, self.file_id)
        file: Json = {"addonHasFileScopePermission": granted}
        if granted:
            file |= {"id": self.file_id, "title": "as the host says"}
        common: Json = {"hostApp": self.editor.upper(), "platform": "WEB"}
        if SCOPE_OF["script.locale"] in self.scopes:
            common |= {"userLocale": self.locale, "timeZone": {"id": "Europe/Stockholm", "offset": "3600000"}}
        if parameters is not None:
            common["parameters"] = dict(parameters)
        if form:
            common["formInputs"] = form
        identity = self.world.identity
        authorization = {
            "userOAuthToken": identity.access_token(self.person, self.scopes),
            "systemIdToken": identity.system_token(function),
            "authorizedScopes": list(self.scopes),
        }
        if SCOPE_OF["userinfo.email"] in self.scopes:
            authorization["userIdToken"] = identity.user_token(self.person)
        where = {} if self.dialog else file
        return {"commonEventObject": common, "authorizationEventObject": authorization, self.editor: where}

    def post(self, function: str, body: Json, token: str | None = None) -> Got:
        """Post a body to one of the add-on's addresses with the bearer token of the body, or another."""
        bearer = token or body["authorizationEventObject"]["systemIdToken"]
        path = function.removeprefix(self.base_url)
        return self.deliver(path, body, {"Authorization": f"Bearer {bearer}"})

    def deliver(self, path: str, body: Json, headers: Mapping[str, str]) -> Got:
        """Hand the request over, here to the application itself."""
        got = self.app.test_client().post(path, json=body, headers=dict(headers))
        return Got(got.status_code, got.text)

    def _trigger(self, path: str) -> None:
        function = self.base_url + path
        self._answered(self.post(function, self.event(function)), trigger=True)

    def _answered(self, got: Got, trigger: bool) -> None:
        assert got.status_code == 200, got.text
        answer = got.get_json()
        click: Kind = "dialog" if self.dialog else "click"
        judge(answer, "trigger" if trigger else click, self.linter, self._texts())
        self.asked_for = tuple(answer.get("requesting_google_scopes", {}).get("scopes", ()))
        rendered = answer if trigger else answer.get("renderActions", {})
        self.asked_for_file = "hostAppAction" in rendered
        action = rendered.get("action", {})
        self.notification = action.get("notification", {}).get("text", "")
        self.opened = action.get("link", {}).get("url", "")
        self.inserted = next(((one["title"], one["url"]) for one in action.get("links", ())), None)
        for navigation in action.get("navigations", []):
            self._navigate(navigation)

    def _navigate(self, navigation: Json) -> None:
        self.typed = {}
        if "pushCard" in navigation:
            self.cards.append(navigation["pushCard"])
        elif "updateCard" in navigation:
            self.cards[-1:] = [navigation["updateCard"]]
        elif navigation.get("popToRoot"):
            del self.cards[1:]
        elif navigation.get("pop"):
            self.cards.pop()

    def _texts(self) -> frozenset[str]:
        """What people wrote into documents, spreadsheets and titles, as far as escaping changes it."""
        world = self.world
        with world.lock:
            if _HOSTILE.get(world, (-1, None))[0] != world.revision:
                parts = [world._store.section(name) for name in ("docs", "sheets", "drive")]
                raw = (marshal.dumps(one, _WITHOUT_REFERENCES) for part in parts for one in part.values())
                _HOSTILE[world] = (world.revision, frozenset().union(*map(_hostile, raw)))
            return _HOSTILE[world][1]

    @cached_property
    def linter(self) -> Linter:
        """Google's judgement of answers, by the deployment that a company would install."""
        routes = self.app.url_map.bind("localhost")
        return Linter(deployment(self.base_url), self.base_url, lambda path: routes.test(path, method="POST"))


def actions(value: Any, words: str = "") -> Iterator[tuple[str, Json]]:
    """Every pressable thing with the words on it."""
    if isinstance(value, list):
        for inner in value:
            yield from actions(inner)
    elif isinstance(value, dict):
        label = texts({"text": value.get("text", "")}).strip()
        action = value.get("onClick", {}).get("action")
        if action:
            yield label, action
        for key, inner in value.items():
            if key != "onClick":
                yield from actions(inner, label)


def _form(card: Json) -> Json:
    """The inputs as they stand on a card: what the host sends when nothing is typed."""
    form: Json = {}
    for section in card["sections"]:
        for widget in section["widgets"]:
            if "textInput" in widget and widget["textInput"].get("value"):
                form[widget["textInput"]["name"]] = {"stringInputs": {"value": [widget["textInput"]["value"]]}}
            elif "dateTimePicker" in widget and "valueMsEpoch" in widget["dateTimePicker"]:
                picker = widget["dateTimePicker"]
                form[picker["name"]] = {"dateInput": {"msSinceEpoch": picker["valueMsEpoch"]}}
            elif "selectionInput" in widget:
                chosen = [item["value"] for item in widget["selectionInput"]["items"] if item.get("selected")]
                if chosen:
                    form[widget["selectionInput"]["name"]] = {"stringInputs": {"value": chosen}}
    return form
