"""One-Time Secret (REST API v1): a secret is put there, read once by whoever has its link, and burned by its maker."""

import base64
import secrets
import time
from typing import Any
from urllib.parse import parse_qs

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.store import Store

PREFIX = "/api/v1/"
_USER = "handover@codelantern.example"
_LONGEST = 30 * 86_400
Secret = dict[str, Any]


class OneTimeSecret:
    """Keeps secrets until they are read; what they say is in no panel and in no log."""

    name = "one_time_secret"

    def __init__(self, store: Store) -> None:
        self._store = store

    def owns(self, path: str) -> bool:
        """The API; the pages of links are the host page's."""
        return path.startswith(PREFIX)

    def went_well(self, answer: Answer) -> bool:
        """Its statuses say it."""
        return True

    def failed(self, kind: str, answer: Answer | None) -> Answer:
        """Its errors have a message and no code."""
        status = {"429": 429, "403_rate": 429, "401": 401, "403": 403, "409": 409, "503": 503}.get(kind, 500)
        return json_answer(status, {"message": "An unexpected error occurred"})

    def settings(self, root: str) -> dict[str, str]:
        """An account's name and token, and where they are taken."""
        return {"ONETIME_SECRET_URL": root, "ONETIME_SECRET_USER": _USER, "ONETIME_SECRET_TOKEN": self.token}

    def recognise(self, exchange: Exchange) -> None:
        """Which of the calls it is; forms hold secrets, so they are not logged."""
        what = exchange.path.removeprefix(PREFIX).split("/")
        exchange.system, exchange.person = self.name, "token"
        known = {"burn": "burn", "recent": "recent"}.get(what[-1], "private")
        exchange.method = {"share": "share", "private": known}.get(what[0], "")

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a call."""
        if not self._signed_in(exchange.headers.get("Authorization", "")):
            return json_answer(401, {"message": "Not authorized"})
        with self._store.lock:
            if exchange.method == "recent":
                return json_answer(200, [_metadata(key, one) for key, one in self._secrets.items()])
            if exchange.method == "share":
                return self._share({name: one[0] for name, one in parse_qs(exchange.data.decode()).items()})
            key = exchange.path.removeprefix(f"{PREFIX}private/").removesuffix("/burn")
            secret = self._secrets.get(key)
            if not exchange.method or secret is None:
                return json_answer(404, {"message": "Unknown secret"})
            if exchange.method == "burn":
                if secret["received"] or secret["value"] is None:
                    return json_answer(404, {"message": "Unknown secret"})
                secret["value"] = None
                self._store.changed()
            return json_answer(200, _metadata(key, secret))

    def open(self, key: str) -> str:
        """Whoever has the link opens it: what it says, once. LookupError afterwards."""
        with self._store.lock:
            secret = self._secrets.get(key)
            if secret is None or secret["value"] is None or secret["created"] + secret["ttl"] < time.time():
                raise LookupError("it was opened already, was destroyed, or has run out")
            value, secret["value"] = str(secret["value"]), None
            secret["received"] = int(time.time())
            self._store.changed()
            return value

    def panel(self) -> dict[str, Any]:
        """What the host page draws: the links by their makers' keys, newest first."""
        with self._store.lock:
            return {"links": [{"key": key, **_drawn(one)} for key, one in reversed(self._secrets.items())]}

    @property
    def token(self) -> str:
        """The token that is accepted."""
        return str(self._state.setdefault("token", "sandbox-one-time-token"))

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._store.section("one_time_secret")
        return state

    @property
    def _secrets(self) -> dict[str, Secret]:
        found: dict[str, Secret] = self._state["secrets"]
        return found

    def _signed_in(self, header: str) -> bool:
        wanted = base64.b64encode(f"{_USER}:{self.token}".encode()).decode()
        return header == f"Basic {wanted}"

    def _share(self, form: dict[str, str]) -> Answer:
        if not form.get("secret"):
            return json_answer(404, {"message": "You did not provide anything to share"})
        now, key = int(time.time()), secrets.token_hex(16)
        ttl = min(int(form.get("ttl", 604_800)), _LONGEST)
        value = {"secret_key": secrets.token_hex(16), "value": form["secret"], "ttl": ttl}
        self._secrets[key] = {**value, "created": now, "received": None}
        self._store.changed()
        return json_answer(200, {**_metadata(key, self._secrets[key]), "secret_key": value["secret_key"]})


def _metadata(key: str, secret: Secret) -> dict[str, Any]:
    about = {"custid": _USER, "metadata_key": key, "ttl": secret["ttl"], "recipient": [], "share_domain": ""}
    left = max(0, secret["created"] + secret["ttl"] - int(time.time()))
    times = {"created": secret["created"], "updated": secret["created"], "metadata_ttl": left, "secret_ttl": left}
    received = {"received": secret["received"]} if secret["received"] else {}
    return {**about, **times, **received, "passphrase_required": False}


def _drawn(secret: Secret) -> dict[str, Any]:
    ended = secret["created"] + secret["ttl"] < time.time()
    gone = "burned" if secret["value"] is None else "ended" if ended else "waiting"
    return {"state": "opened" if secret["received"] else gone, "until": secret["created"] + secret["ttl"]}
