"""Posting an event to the add-on over real HTTP, as Google's servers do, and saying how it went.

An answer that Google would not accept is data for the page, which shows it in Google's manner; only a target
outside the add-on is an error, because the page must not become a way to send signed events elsewhere.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

GOOGLE_GIVES_UP_AFTER_SECONDS = 30
SHOWN_CHARACTERS = 2000


class ForeignFunctionError(Exception):
    """The function's address does not belong to the add-on."""


class Delivery:
    """The way from the host page to the one add-on that it serves."""

    def __init__(self, base_url: str) -> None:
        self._base = urlsplit(base_url)

    def post(self, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Send one event and report status, answer and duration."""
        self.check(function)
        started = time.perf_counter()
        report = self._exchange(function, event)
        return {**report, "function": function, "milliseconds": round((time.perf_counter() - started) * 1000)}

    def check(self, function: str) -> None:
        """Refuse every address outside the add-on's own base address, before any token is made for it."""
        target = urlsplit(function)
        home = (self._base.scheme, self._base.netloc)
        inside = target.path.startswith(self._base.path.rstrip("/") + "/")
        if (target.scheme, target.netloc) != home or not inside:
            raise ForeignFunctionError(f"{function or 'no address'} is not below {self._base.geturl()}")

    def _exchange(self, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
        token = event["authorizationEventObject"]["systemIdToken"]
        # A session of its own keeps proxies and .netrc of this machine away from the event's tokens.
        with requests.Session() as session:
            session.trust_env = False
            try:
                response = session.post(
                    function,
                    json=event,
                    headers={"Authorization": f"Bearer {token}", "User-Agent": "Google-gsuiteaddons"},
                    timeout=GOOGLE_GIVES_UP_AFTER_SECONDS,
                    allow_redirects=False,
                )
            except requests.Timeout:
                return {"status": 0, "answer": None, "problem": "The add-on did not answer in time."}
            except requests.RequestException as error:
                return {"status": 0, "answer": None, "problem": f"The add-on could not be reached: {error}"}
        return _report(response)


def _report(response: requests.Response) -> dict[str, Any]:
    if response.status_code != requests.codes.ok:
        problem = f"The add-on answered with HTTP status {response.status_code}."
        return {
            "status": response.status_code,
            "answer": None,
            "problem": problem,
            "text": response.text[:SHOWN_CHARACTERS],
        }
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        problem = "Failed to parse JSON as RenderActions, DataActions or Card."
        return {"status": 200, "answer": None, "problem": problem, "text": response.text[:SHOWN_CHARACTERS]}
    return {"status": 200, "answer": answer}
