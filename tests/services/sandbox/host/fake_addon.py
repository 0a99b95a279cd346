"""An add-on that says what a test tells it to, over a real socket, and remembers what it was sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

Answer = dict[str, Any] | Response | tuple[str, int]


class FakeAddon:
    """Answers by path; what has no answer gets a card that says so."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, Any]], Answer]] = {}
        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self.base_url = ""

    def app(self) -> Flask:
        app = Flask(__name__)
        app.add_url_rule("/<path:path>", "answer", self.answer, methods=["POST"])
        return app

    def answer(self, path: str) -> Any:
        event = request.get_json()
        self.calls.append((f"/{path}", event, request.headers.get("Authorization", "")))
        answer = self.answers.get(f"/{path}", pushed(card(says(f"Nothing is scripted for /{path}"))))
        if callable(answer) and not isinstance(answer, Response):
            answer = answer(event)
        return jsonify(answer) if isinstance(answer, dict) else answer

    def events(self, path: str) -> list[dict[str, Any]]:
        """The events that reached this path, in order."""
        return [event for called, event, _ in self.calls if called == path]

    def url(self, path: str) -> str:
        return self.base_url + path

    def deployment(self) -> dict[str, Any]:
        """The manifest of this add-on, as Google has it."""
        triggers: dict[str, dict[str, Any]] = {
            host: {
                "homepageTrigger": {"runFunction": self.url(f"/{host}/home")},
                "onFileScopeGrantedTrigger": {"runFunction": self.url(f"/{host}/granted")},
            }
            for host in ("docs", "sheets")
        }
        pattern = {"hostPattern": "handover.example.com", "pathPrefix": "handovers"}
        preview = {"runFunction": self.url("/docs/preview"), "patterns": [pattern], "labelText": "Handover"}
        triggers["docs"]["linkPreviewTriggers"] = [preview]
        created = {"id": "newHandover", "labelText": "New customer handover", "runFunction": self.url("/docs/new")}
        triggers["docs"]["createActionTriggers"] = [created]
        names = ["userinfo.email", "script.locale", "drive.file", "gmail.compose"]
        names += ["workspace.linkpreview", "workspace.linkcreate"]
        common = {
            "name": "Handover",
            "useLocaleFromApp": True,
            "universalActions": [
                {"label": "Settings", "runFunction": self.url("/settings")},
                {"label": "Help", "openLink": "https://handover.example.com/help"},
            ],
            "openLinkUrlPrefixes": [
                "https://docs.google.com/",
                "https://codelantern.slack.com/",
                "https://mail.google.com/",
            ],
        }
        scopes = [f"https://www.googleapis.com/auth/{name}" for name in names]
        return {"oauthScopes": scopes, "addOns": {"common": common, **triggers}}


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine for as long as the block runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # The server looks that often whether it shall stop.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def card(*widgets: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A card with one section."""
    return {"sections": [{"widgets": list(widgets)}], **other}


def says(words: str) -> dict[str, Any]:
    return {"textParagraph": {"text": words}}


def button(words: str, function: str, **action: Any) -> dict[str, Any]:
    """A buttonList of one button that calls a function."""
    on_click = {"action": {"function": function, **action}}
    return {"buttonList": {"buttons": [{"text": words, "onClick": on_click}]}}


def pushed(shown: dict[str, Any]) -> dict[str, Any]:
    """The answer of a trigger that shows a card."""
    return {"action": {"navigations": [{"pushCard": shown}]}}


def clicked(*navigations: dict[str, Any], **action: Any) -> dict[str, Any]:
    """The answer to a click."""
    return {"renderActions": {"action": {"navigations": list(navigations), **action}}}
