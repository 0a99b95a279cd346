"""Secrets that Google keeps: a setting that says ``sm://NAME`` stands for what Secret Manager holds under that name.

``sm://NAME`` is the newest version in the project that App Engine names, ``sm://NAME/3`` its third,
``sm://projects/P/secrets/NAME/versions/V`` any other. The service account that the platform runs as reads them
(role Secret Manager Secret Accessor); its token comes from the metadata server, under the name that Google's own
libraries let ``GCE_METADATA_HOST`` override.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.errors import OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.pool import Pool
from services.transport import Answer, Deadline, Request, Transport, part

SCHEME = "sm://"
ROOT = "https://secretmanager.googleapis.com"
METADATA_HOST = "metadata.google.internal"
START_SECONDS = 15.0
METADATA, MANAGER = "Google's metadata server", "Secret Manager"
_NAMED = re.compile(r"(?P<secret>[\w-]+)(?:/(?P<version>\w+))?")
_WHOLE = re.compile(r"projects/[^/]+/secrets/[^/]+/versions/[^/]+")


_NOT_GIVEN = (
    "The name may be wrong, or the service account that this runs as lacks the role “Secret Manager Secret Accessor”."
)


class SecretMissing(Exception):
    """A secret could not be had; the text says which setting asked for it, why, and what to do."""


def resolved(settings: Mapping[str, str], environment: Mapping[str, str], root: str = ROOT) -> dict[str, str]:
    """The settings whose value begins with ``sm://``, each with the secret it stands for.

    Raises :class:`SecretMissing`.
    """
    wanted = {name: value for name, value in settings.items() if value.startswith(SCHEME)}
    if not wanted:
        return {}
    reader = _Reader(environment, root)
    with ThreadPoolExecutor(len(wanted)) as pool:
        return dict(zip(wanted, pool.map(reader.read, wanted.items()), strict=True))


class _Reader:
    def __init__(self, environment: Mapping[str, str], root: str) -> None:
        self._project = environment.get("GOOGLE_CLOUD_PROJECT", "")
        self._metadata = environment.get("GCE_METADATA_HOST", METADATA_HOST)
        self._root = root.rstrip("/")
        self._transport = Transport(Pool(), Deadline(START_SECONDS))

    def read(self, setting: tuple[str, str]) -> str:
        """What one setting stands for."""
        name, value = setting
        resource = self._resource(name, value.removeprefix(SCHEME))
        try:
            return self._access(resource)
        except OutsideError as error:
            way_out = _NOT_GIVEN if isinstance(error, (Refused, SignIn)) else "Start again in a moment."
            raise SecretMissing(f"{name.upper()} is {value}, and {error.system} said {error.code}. {way_out}") from None

    def _resource(self, name: str, secret: str) -> str:
        if _WHOLE.fullmatch(secret):
            return secret
        found = _NAMED.fullmatch(secret)
        if found is None or not self._project:
            nowhere = "names no project, and GOOGLE_CLOUD_PROJECT is not set"
            words = nowhere if found else "is no name of a secret"
            hint = "Write sm://NAME, or sm://projects/PROJECT/secrets/NAME/versions/latest."
            raise SecretMissing(f"{name.upper()}: {SCHEME}{secret} {words}. {hint}")
        return f"projects/{self._project}/secrets/{found['secret']}/versions/{found['version'] or 'latest'}"

    def _access(self, resource: str) -> str:
        """``projects.secrets.versions.access`` (Secret Manager v1): the payload, as text."""
        bearer = {"Authorization": f"Bearer {self._access_token()}"}
        answer = self._get(f"{self._root}/v1/{resource}:access", bearer, MANAGER)
        try:
            return base64.b64decode(part(answer, MANAGER, "payload", "data"), validate=True).decode().strip()
        except ValueError as error:
            raise Unknown(MANAGER, "a secret that is no text") from error

    def _access_token(self) -> str:
        address = f"http://{self._metadata}/computeMetadata/v1/instance/service-accounts/default/token"
        answer = self._get(address, {"Metadata-Flavor": "Google"}, METADATA)
        return str(part(answer, METADATA, "access_token"))

    def _get(self, address: str, headers: Mapping[str, str], system: str) -> Any:
        request = Request("GET", address, headers)
        return self._transport.send(request, system=system, sending="read", classify=_classify).json()


def _classify(answer: Answer) -> None:
    if answer.ok:
        return
    code = f"HTTP {answer.status}"
    if answer.status == 401:
        raise SignIn(answer.system, code)
    if answer.status == 429:
        raise RefusedForNow(answer.system, code, retry_after=answer.retry_after())
    if answer.status < 500:
        raise Refused(answer.system, code)
    raise Unknown(answer.system, code)
