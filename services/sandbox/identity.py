"""Plays Google's identity: who signs, who is who, which token opens what, which file was granted to whom.

The claims are those of the add-on protocol (reference, sections 1.6 and 5.1): a system token names the
add-on's service account and the exact address that is called, a user token names the person.
"""

import base64
import datetime
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from services.sandbox.store import Store

DOMAIN = "codelantern.example"
PROJECT_NUMBER = "415926535897"
SERVICE_ACCOUNT = f"service-{PROJECT_NUMBER}@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
SERVICE_ACCOUNT_ID = "109876543210987654321"
OAUTH_CLIENT_ID = f"{PROJECT_NUMBER}-codelanternhandover.apps.googleusercontent.com"
ISSUER = "https://accounts.google.com"
CERTS_MAX_AGE = 21600
_BEGINNING = "ya29.sandbox-"
_HOUR = 3600


@dataclass(frozen=True)
class Person:
    """One of the people who play in the sandbox."""

    id: str
    name: str
    email: str
    sub: str
    hd: str
    initials: str
    colour: str


@dataclass(frozen=True)
class Access:
    """What an access token opens."""

    email: str
    scopes: frozenset[str]


class Key:
    """One signing key with the self-signed certificate that Google publishes for it."""

    def __init__(self, private: rsa.RSAPrivateKey, certificate: str) -> None:
        self.private = private
        self.certificate = certificate
        self.kid = hashlib.sha256(certificate.encode()).hexdigest()[:40]

    @classmethod
    def make(cls) -> "Key":
        """A fresh key. The certificate looks like those of `/oauth2/v1/certs`."""
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon.system.sandbox.example")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=3650))
            .sign(private, hashes.SHA256())
        )
        return cls(private, certificate.public_bytes(serialization.Encoding.PEM).decode())

    @classmethod
    def load(cls, kept: dict[str, str]) -> "Key":
        """The key that `keep` wrote."""
        private = serialization.load_pem_private_key(kept["private"].encode(), password=None)
        assert isinstance(private, rsa.RSAPrivateKey)
        return cls(private, kept["certificate"])

    def keep(self) -> dict[str, str]:
        """What has to be written down to have this key again after a restart."""
        private = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {"private": private.decode(), "certificate": self.certificate}

    def sign(self, claims: dict[str, Any]) -> str:
        """A JWT (RS256) with these claims."""
        header = {"alg": "RS256", "kid": self.kid, "typ": "JWT"}
        signed = f"{_encode(json.dumps(header).encode())}.{_encode(json.dumps(claims).encode())}"
        signature = self.private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_encode(signature)}"


class Identity:
    """Google's sign-in, as far as an add-on sees it."""

    def __init__(self, store: Store, people: Sequence[Person], folder: Path | None) -> None:
        self._store = store
        self._people = {person.email: person for person in people}
        self._path = folder / "identity.json" if folder else None
        self._lock = threading.Lock()
        self._revoked: set[str] = set()
        self._keys, self._secret = self._load()

    def certs(self) -> dict[str, str]:
        """The published certificates, by key id."""
        return {key.kid: key.certificate for key in self._keys}

    def sign(self, claims: dict[str, Any]) -> str:
        """A JWT with these very claims, right or wrong, under the current key."""
        return self._keys[-1].sign(claims)

    def system_claims(self, audience: str, **other: Any) -> dict[str, Any]:
        """The claims of a system token; name one in `other` to get it wrong."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": audience,
            "azp": SERVICE_ACCOUNT_ID,
            "sub": SERVICE_ACCOUNT_ID,
            "email": SERVICE_ACCOUNT,
            "email_verified": True,
            "iat": now,
            "exp": now + _HOUR,
        }
        return {**claims, **other}

    def user_claims(self, person: Person, **other: Any) -> dict[str, Any]:
        """The claims of a user token; name one in `other` to get it wrong."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": OAUTH_CLIENT_ID,
            "azp": OAUTH_CLIENT_ID,
            "sub": person.sub,
            "hd": person.hd,
            "email": person.email,
            "email_verified": True,
            "iat": now,
            "exp": now + _HOUR,
        }
        return {**claims, **other}

    def system_token(self, audience: str, **other: Any) -> str:
        """Proof that Google calls `audience` for our add-on."""
        return self.sign(self.system_claims(audience, **other))

    def user_token(self, person: Person, **other: Any) -> str:
        """Proof of who clicked."""
        return self.sign(self.user_claims(person, **other))

    def rotate(self) -> None:
        """A new key signs from now on; the one before stays published, as Google does it."""
        with self._lock:
            self._keys = [*self._keys[-1:], Key.make()]
            self._save()

    def access_token(self, person: Person, scopes: Sequence[str], lifetime: float = _HOUR) -> str:
        """The person's OAuth token for these scopes. Opaque to everybody but `access`."""
        claims = [person.email, sorted(scopes), time.time() + lifetime, secrets.token_hex(4)]
        body = _encode(json.dumps(claims).encode())
        return f"{_BEGINNING}{body}.{self._seal(body)}"

    def access(self, token: str) -> Access | None:
        """What the token opens, or None for one that is unknown, expired or revoked."""
        body, _, seal = token.removeprefix(_BEGINNING).partition(".")
        if not token.startswith(_BEGINNING) or not hmac.compare_digest(seal.encode(), self._seal(body).encode()):
            return None
        email, scopes, expires, _ = json.loads(_decode(body))
        if expires <= time.time() or token in self._revoked:
            return None
        return Access(email, frozenset(scopes))

    def revoke(self, token: str) -> None:
        """The person withdrew consent."""
        self._revoked.add(token)

    def person(self, email: str) -> Person | None:
        """The person with this address."""
        return self._people.get(email)

    def grant_file(self, person: Person, file_id: str) -> None:
        """The person presses *Allow* in the file-scope dialog: `drive.file` now covers this file."""
        self.grant(person.email, file_id)

    def grant(self, email: str, file_id: str) -> None:
        """As `grant_file`, by address: also what an app gets for a file that it created itself."""
        with self._store.lock:
            granted = self._store.section("grants").setdefault(email, [])
            if file_id not in granted:
                granted.append(file_id)
                self._store.changed()

    def revoke_file(self, person: Person, file_id: str) -> None:
        """Take the grant back."""
        with self._store.lock:
            granted = self._store.section("grants").get(person.email, [])
            if file_id in granted:
                granted.remove(file_id)
                self._store.changed()

    def has_file(self, person: Person, file_id: str) -> bool:
        """Whether the person granted this file."""
        return self.has_grant(person.email, file_id)

    def has_grant(self, email: str, file_id: str) -> bool:
        """As `has_file`, by address."""
        with self._store.lock:
            return file_id in self._store.section("grants").get(email, [])

    def _seal(self, body: str) -> str:
        return _encode(hmac.new(self._secret, body.encode(), hashlib.sha256).digest())

    def _load(self) -> tuple[list[Key], bytes]:
        if self._path is not None and self._path.exists():
            kept = json.loads(self._path.read_text())
            return [Key.load(key) for key in kept["keys"]], bytes.fromhex(kept["secret"])
        self._keys, self._secret = [Key.make()], secrets.token_bytes(32)
        self._save()
        return self._keys, self._secret

    def _save(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        kept = {"keys": [key.keep() for key in self._keys], "secret": self._secret.hex()}
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(kept))
        draft.replace(self._path)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
