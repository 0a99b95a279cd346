"""Steers the sandbox from another process: look at it, let it fail, reset it, get tokens.

GET  /_control/state            everything
GET  /_control/requests         the log of outside requests
GET  /_control/faults           the faults that stand
POST /_control/faults           {"system", "method", "kind", "times"?, "after"?, "seconds"?, "chance"?, "seed"?}
POST /_control/faults/clear     no more faults
POST /_control/reset            back to the seed
POST /_control/tokens           {"person", "audience"?, "scopes"?}: the tokens of an event
POST /_control/grants           {"person", "file", "granted"}: the file-scope dialog
POST /_control/mail             {"from", "to", "subject", "text", "in_reply_to"?}: a mail comes in
"""

import json
from collections.abc import Callable
from typing import Any

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.world import World

PREFIX = "/_control/"


class Control:
    """Answers at `/_control/…`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._routes: dict[tuple[str, str], Callable[[dict[str, Any]], Any]] = {
            ("GET", "state"): lambda _: world.state(),
            ("GET", "requests"): lambda _: list(world.requests),
            ("GET", "faults"): lambda _: world.faults.listed(),
            ("POST", "faults"): self._add_fault,
            ("POST", "faults/clear"): lambda _: world.faults.clear(),
            ("POST", "reset"): lambda _: world.reset(),
            ("POST", "tokens"): self._tokens,
            ("POST", "grants"): self._grant,
            ("POST", "mail"): self._mail,
        }

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a control request; 400 says what is wrong with it."""
        route = self._routes.get((exchange.http_method, exchange.path.removeprefix(PREFIX)))
        if route is None:
            return json_answer(404, {"error": "no such control"})
        # A web page could post a form here, but not JSON of this type, and it would come under another host name.
        posted_by_page = exchange.http_method == "POST" and exchange.data and not _is_json(exchange)
        if posted_by_page or exchange.headers.get("Host", "").partition(":")[0] not in ("127.0.0.1", "localhost"):
            return json_answer(403, {"error": "send JSON, to 127.0.0.1"})
        try:
            return json_answer(200, route(json.loads(exchange.data or b"{}")))
        except (ValueError, TypeError, KeyError, LookupError) as error:
            return json_answer(400, {"error": f"{type(error).__name__}: {error}"})

    def _add_fault(self, given: dict[str, Any]) -> None:
        self._world.faults.add(**given)

    def _tokens(self, given: dict[str, Any]) -> dict[str, str]:
        person = self._world.person(given["person"])
        identity = self._world.identity
        return {
            "systemIdToken": identity.system_token(given.get("audience", "")),
            "userIdToken": identity.user_token(person),
            "userOAuthToken": identity.access_token(person, given.get("scopes", ())),
        }

    def _grant(self, given: dict[str, Any]) -> None:
        person = self._world.person(given["person"])
        change = self._world.identity.grant_file if given.get("granted", True) else self._world.identity.revoke_file
        change(person, given["file"])

    def _mail(self, given: dict[str, Any]) -> None:
        answered = given.get("in_reply_to")
        self._world.gmail.deliver(given["from"], given["to"], given["subject"], given["text"], answered)


def _is_json(exchange: Exchange) -> bool:
    return exchange.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
