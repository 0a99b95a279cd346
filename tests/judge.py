"""Judges every answer of the add-on by the sandbox's linter, and the linter by Google's own library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from google.apps.card_v1 import Card
from google.protobuf import json_format

from services.sandbox.host.lint.answers import Kind, Linter

Json = dict[str, Any]
SECRET = re.compile(r"ya29\.|xox[abp]-|sgp_|eyJ[\w-]{8,}\.eyJ[\w-]{8,}|eyJzaWciO[\w-]{8,}")
"""How access tokens, Slack's tokens, the license service's, signed tokens and license keys begin.

A signed token is two JSON objects in base64, so both of its parts begin alike: an id that was made at random may well
hold one such beginning, and is no secret.
"""
WRITTEN = (
    "Sawmill Row",
    "86,400",
    "deprecated pricing function",
    "Omar Whitley",
    "Gareth Pugh",
    "60–80",
    "Jonas Brandt",
    "Winifred Hale",
    "Silas Penrose",
    "thrilled to make this partnership official",
    "Please keep it to yourselves",
    "please find attached our invoice",
)
"""What stands in the sandbox's questionnaires and in the company's mails, and must stand in no line of a log."""
ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:example|test)\b"
PRIVATE = re.compile("|".join([ADDRESS, *map(re.escape, WRITTEN)]), re.IGNORECASE)
"""Somebody's address, or words from a document or a mail."""
FIRST, LAST = ("header", "title", "subtitle", "topLabel"), ("bottomLabel",)
"""What is drawn above and below all else of its section or widget."""


def leak(line: str) -> str:
    """A line of a log without what it must not hold; empty when it holds nothing of the kind."""
    masked = PRIVATE.sub("(private)", SECRET.sub("(a secret)", line))
    return masked if masked != line else ""


def judge(answer: Json, kind: Kind, linter: Linter, documents: Iterable[Any] = ()) -> None:
    """Assert that a host would take ``answer`` and show it as meant."""
    complaints = linter.complaints(kind, answer, documents)
    assert complaints == [], complaints
    assert not SECRET.search(json.dumps(answer)), "a token stands in the answer"
    for key, value in _pairs(answer):
        if key in ("pushCard", "updateCard", "previewCard"):
            json_format.ParseDict(value, Card.pb(Card()).__class__())


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


def texts(card: Json) -> str:
    """Everything a person can read on a card, as plain text, one piece a line, in the order of its being drawn."""
    pieces = []
    for key, value in _pairs(_drawn(card)):
        if key in (*FIRST, *LAST, "text", "label", "value"):
            pieces += [_plain(value)] if isinstance(value, str) else []
    return "\n".join(pieces)


def _drawn(value: Any) -> Any:
    if isinstance(value, dict):
        order = sorted(value, key=lambda key: (key not in FIRST, key in LAST, key))
        return {key: _drawn(value[key]) for key in order if key != "parameters"}
    return [_drawn(inner) for inner in value] if isinstance(value, list) else value


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
