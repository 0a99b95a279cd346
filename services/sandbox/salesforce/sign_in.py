"""How a server signs in: the OAuth 2.0 JWT bearer flow, and the sessions that come of it.

(Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration".)
"""

import base64
import functools
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.salesforce.refusal import expired

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")
_LONGEST = 180 + 30
"""An assertion is refused that is valid for more than three minutes; some skew of the clocks is forgiven."""

Org = dict[str, Any]


class _Denied(Exception):
    """An answer of 400 with `error` and `error_description`."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class SignIn:
    """The token endpoint. The connected app's key is made anew at each start; sessions outlive it."""

    @functools.cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def private_key(self) -> str:
        """The key with which the add-on signs, as PEM."""
        form, no_password = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self._key.private_bytes(serialization.Encoding.PEM, form, no_password).decode()

    def token(self, org: Org, exchange: Exchange) -> Answer:
        """The answer of `/services/oauth2/token`."""
        form = {name: values[-1] for name, values in parse_qs(exchange.data.decode(errors="replace")).items()}
        try:
            if form.get("grant_type") != GRANT:
                raise _Denied("unsupported_grant_type", "grant type not supported")
            claims = self._claims(form.get("assertion", ""))
            user = _user(org, claims)
        except _Denied as denied:
            return json_answer(400, {"error": denied.error, "error_description": denied.description})
        token = f"{org['organization']}!{secrets.token_urlsafe(48)}"
        org["sessions"][token] = user["Id"]
        identity = f"https://login.salesforce.com/id/{org['organization']}/{user['Id']}"
        given = {"access_token": token, "scope": "api", "instance_url": org["instance_url"]}
        return json_answer(200, {**given, "id": identity, "token_type": "Bearer"})

    def _claims(self, assertion: str) -> dict[str, Any]:
        try:
            signed, _, signature = assertion.rpartition(".")
            header, claims = (json.loads(_decode(part)) for part in signed.split("."))
            self._key.public_key().verify(_decode(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
            if header["alg"] != "RS256":
                raise ValueError("another algorithm")
            claims["exp"] = float(claims["exp"])
        except (ValueError, KeyError, TypeError, InvalidSignature):
            raise _Denied("invalid_grant", "invalid assertion") from None
        found: dict[str, Any] = claims
        return found


def user_id(org: Org, exchange: Exchange) -> str:
    """Whose session a request comes with."""
    kind, _, token = exchange.headers.get("Authorization", "").partition(" ")
    found: str | None = org["sessions"].get(token) if kind in ("Bearer", "OAuth") else None
    if found is None:
        raise expired()
    return found


def _user(org: Org, claims: dict[str, Any]) -> dict[str, Any]:
    if claims.get("iss") != org["consumer_key"]:
        raise _Denied("invalid_client_id", "client identifier invalid")
    if claims.get("aud") not in AUDIENCES:
        raise _Denied("invalid_grant", "audience is invalid")
    if not 0 < claims["exp"] - time.time() <= _LONGEST:
        raise _Denied("invalid_grant", "expired authorization code")
    for user in org["records"]["User"].values():
        if user["Username"] == claims.get("sub") and user["IsActive"]:
            found: dict[str, Any] = user
            if user["Username"] not in org["approved"]:
                raise _Denied("invalid_grant", "user hasn't approved this consumer")
            return found
    raise _Denied("invalid_grant", "user hasn't approved this consumer")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
