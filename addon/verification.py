"""Only Google calls us: the system token and the person's token are verified before anything else happens.

Order and checks as in addon-protocol, sections 5.1 to 5.3: signature, expiry, issuer, exact audience, exact
service account; then the person's token against our OAuth client, and the person's domain.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from google.auth import jwt as google_jwt

from services.errors import OutsideError, Unknown
from services.pool import Pool
from services.settings import Settings
from services.transport import Answer, Deadline, Request, Transport

ISSUERS = ("https://accounts.google.com", "accounts.google.com")
SKEW_SECONDS = 10
REFETCH_SECONDS = 10.0
"""An unknown key id asks Google for new certificates at most this often, so forged tokens cannot make us."""


class Unauthorized(Exception):
    """The request does not prove that it comes from Google for this add-on. Answered with 401."""


class CertificatesMissing(Exception):
    """Google's certificates could not be fetched and none are kept. Answered with 503."""


class Certificates:
    """Google's signing certificates (key id -> PEM), kept for the lifetime that Cache-Control gives them.

    They are asked for again in the last quarter of that lifetime; when that fails, the kept ones go on until
    they expire. An unknown key id causes one early refresh.
    """

    def __init__(self, url: str, pool: Pool, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._pool = pool
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: Mapping[str, str] = {}
        self._refresh_at = self._expires_at = 0.0
        self._asked_early_at = float("-inf")

    def holding(self, key_id: str) -> Mapping[str, str]:
        """The certificates, refreshed when they are old or do not hold ``key_id``.

        Raises CertificatesMissing when none are valid and Google cannot be asked.
        """
        with self._lock:
            moment = self._clock()
            expired = moment >= self._expires_at
            due = moment >= self._refresh_at or key_id not in self._kept
            if expired or (due and moment >= self._asked_early_at + REFETCH_SECONDS):
                self._asked_early_at = self._asked_early_at if expired else moment
                self._refresh(moment, expired)
            return self._kept

    def at_hand(self) -> bool:
        """Whether somebody's token could be verified now; asks Google only when none are kept."""
        try:
            return bool(self.holding(next(iter(self._kept), "")))
        except CertificatesMissing:
            return False

    def _refresh(self, moment: float, expired: bool) -> None:
        transport = Transport(self._pool, Deadline(8))
        request = Request("GET", self._url)
        try:
            answer = transport.send(request, system="Google certificates", sending="read", classify=_only_certificates)
            self._kept = answer.json()
        except OutsideError as error:
            if expired:
                raise CertificatesMissing from error
            return
        lifetime = _max_age(answer.headers.get("Cache-Control", ""))
        self._refresh_at, self._expires_at = moment + lifetime * 0.75, moment + lifetime


class Verification:
    """Checks the tokens of one add-on: its own addresses, service account and OAuth client."""

    def __init__(self, settings: Settings, certificates: Certificates) -> None:
        self._base_url = settings.handover_base_url.rstrip("/")
        self._service_account = settings.addon_service_account
        self._client_id = settings.addon_oauth_client_id
        self._domains = settings.allowed_domains
        self._certificates = certificates

    def system(self, authorization: str, path: str) -> str:
        """Verify the bearer token for the route at ``path`` and return it. Raises Unauthorized.

        The audience is the configured address and the route's own path, never the Host header.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized("no bearer token")
        claims = self._claims(token, self._base_url + path)
        email = str(claims.get("email", ""))
        if claims.get("email_verified") is not True or not _same(email, self._service_account):
            raise Unauthorized("another service account")
        return token

    def person(self, token: str) -> str:
        """Verify the person's token and return their address in lower case. Raises Unauthorized."""
        claims = self._claims(token, self._client_id)
        if claims.get("email_verified") is not True or "@" not in str(claims.get("email", "")):
            raise Unauthorized("address not verified")
        if str(claims.get("hd", "")).lower() not in self._domains:
            raise Unauthorized("another domain")
        return str(claims["email"]).lower()

    def _claims(self, token: str, audience: str) -> Mapping[str, Any]:
        """Any failure of the library is the same refusal; it is known to leak several exception types."""
        try:
            key_id = str(google_jwt.decode_header(token)["kid"])
            certificates = self._certificates.holding(key_id)
            claims: Mapping[str, Any] = google_jwt.decode(
                token, certs=certificates, audience=audience, clock_skew_in_seconds=SKEW_SECONDS
            )
        except CertificatesMissing:
            raise
        except Exception:
            raise Unauthorized("token not valid") from None
        if claims.get("iss") not in ISSUERS or not claims.get("aud"):
            raise Unauthorized("another issuer")
        return claims


def _same(one: str, other: str) -> bool:
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())


def _only_certificates(answer: Answer) -> None:
    """Anything else would be kept for hours, and everybody refused for as long."""
    found = answer.json() if answer.ok else None
    if not isinstance(found, dict) or not found or not all(map(_is_certificate, found.values())):
        raise Unknown(answer.system, f"HTTP {answer.status} without certificates")


def _is_certificate(value: object) -> bool:
    return isinstance(value, str) and value.startswith("-----BEGIN CERTIFICATE-----")


def _max_age(header: str) -> float:
    """Seconds of ``max-age``; an hour where Google does not say."""
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isdigit():
            return float(value)
    return 3600.0
