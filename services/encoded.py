"""Requests as an encoder: queries, forms, JSON and sign-ins become what goes over the wire. It sends nothing."""

from __future__ import annotations

from typing import Any

from services.transport import Request


def encoded(method: str, url: str, **given: Any) -> Request:
    """A request as :class:`requests.Request` takes it: ``params``, ``headers``, ``data``, ``json``, ``auth``."""
    # Imported when somebody else than Google's client is asked: a process that starts for a card asks nobody else.
    import requests

    prepared = requests.Request(method, url, **given).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    return Request(prepared.method or method, prepared.url or url, dict(prepared.headers), body)
