"""One-Time Secret, hosted or a company's own: a text behind a link that shows it once.

REST API v1: forms go in, JSON comes out, with the account's name and token as basic authentication. Whoever made a
secret knows it by its metadata key, which tells whether it was opened and shows nothing of it; the secret's own key
is what the link is made of, and is as good as the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from services.encoded import encoded
from services.errors import NoAccess, Refused, RefusedForNow, SignIn, Unknown
from services.secret import Secret
from services.transport import Answer, Sending, Transport, part

SYSTEM = "One-Time Secret"


class Shared(Struct, frozen=True):
    """A secret that was put there: the ``link`` that shows it once, and the ``key`` by which we know it."""

    link: Secret
    key: str


class OneTimeSecret:
    """The service, as far as a license key is handed over by it."""

    def __init__(self, transport: Transport, root: str, user: str, token: Secret) -> None:
        self._transport = transport
        self._root = root.rstrip("/")
        self._user = user
        self._token = token

    def check(self) -> None:
        """Ask for what only a signed-in account may see. Raises the errors family when that cannot be."""
        self._ask("private/recent", None, "read")

    def share(self, text: Secret, seconds: int) -> Shared:
        """``share``: a new secret that lives so long. Every call makes another one; nobody has its link but we."""
        made = self._ask("share", {"secret": text.reveal(), "ttl": str(seconds)}, "once")
        link = f"{self._root}/secret/{quote(str(part(made, SYSTEM, 'secret_key')), safe='')}"
        return Shared(Secret(link), str(part(made, SYSTEM, "metadata_key")))

    def opened(self, key: str) -> int | None:
        """When it was opened, in seconds since 1970; None while it was not. Raises NoAccess once it is forgotten."""
        found = self._ask(f"private/{quote(key, safe='')}", {}, "read")
        part(found, SYSTEM, "metadata_key")
        return int(found["received"]) if found.get("received") else None

    def burn(self, key: str) -> None:
        """``burn``: nobody can open it any more; one that is forgotten already stays so."""
        try:
            self._ask(f"private/{quote(key, safe='')}/burn", {}, "keyed")
        except NoAccess:
            return

    def _ask(self, what: str, form: Mapping[str, str] | None, sending: Sending) -> Any:
        """A call with a form; one without a form is a GET."""
        url, sign_in = f"{self._root}/api/v1/{what}", (self._user, self._token.reveal())
        request = encoded("GET" if form is None else "POST", url, data=form, auth=sign_in)
        return self._transport.send(request, system=SYSTEM, sending=sending, classify=_classify).json()


def _classify(answer: Answer) -> None:
    """Refusals by their status; what a refusal says may quote what was sent, so it goes no further."""
    if answer.ok:
        return
    code = f"HTTP {answer.status}"
    if answer.status in (401, 403):
        raise SignIn(SYSTEM, code)
    if answer.status == 404:
        raise NoAccess(SYSTEM, code, "", 404)
    if answer.status == 429:
        raise RefusedForNow(SYSTEM, code, retry_after=answer.retry_after())
    if 400 <= answer.status < 500:
        raise Refused(SYSTEM, code)
    raise Unknown(SYSTEM, code)
