"""One request from outside and its answer, between the socket and the stand-ins."""

import json
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from services.sandbox.discovery import Method
from services.sandbox.fields import Mask
from services.sandbox.identity import Person


@dataclass
class Exchange:
    """A request as it came over the wire, and what was found out about it for the log."""

    http_method: str
    path: str
    query: dict[str, list[str]]
    headers: "Message[str, str]"
    data: bytes
    system: str = "unknown"
    method: str = ""
    person: str | None = None
    body: Any = None


@dataclass
class Answer:
    """What goes back."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A request to a Google API that passed every check that Google's front makes."""

    method: Method
    path: dict[str, str]
    query: dict[str, Any]
    body: dict[str, Any]
    person: Person
    broad: bool
    mask: Mask | None


def json_answer(status: int, value: Any, *, pretty: bool = False, headers: dict[str, str] | None = None) -> Answer:
    """An answer of JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=2 if pretty else None)
    return Answer(status, text.encode(), headers=headers or {})
