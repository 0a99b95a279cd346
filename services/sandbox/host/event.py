"""Event objects, built and signed the way Google builds and signs them.

Everything here follows the published shape: what depends on a scope or on the file's grant is left out
exactly when Google leaves it out, because the add-on has to cope with it missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.sandbox.host.contract import Person, World

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
SCRIPT_LOCALE = "https://www.googleapis.com/auth/script.locale"
USERINFO_EMAIL = "https://www.googleapis.com/auth/userinfo.email"

HOSTS = {"document": "docs", "spreadsheet": "sheets"}


@dataclass(frozen=True)
class Visit:
    """Who sits in front of which file, with which permissions, and where on earth."""

    person: Person
    file: Mapping[str, Any]
    scopes: Sequence[str]
    locale: str = "en-US"
    time_zone: Mapping[str, str] = field(default_factory=lambda: {"id": "Etc/UTC", "offset": "0"})

    @property
    def host(self) -> str:
        """The editor's key in events and manifests: `docs` or `sheets`."""
        return HOSTS[self.file["kind"]]


@dataclass(frozen=True)
class Click:
    """What an interaction adds to an event: a widget's parameters and inputs, or the link that is to be previewed.

    In the event for a link the rest of the host object is missing; in those of a create action's dialog all of it.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)
    form_inputs: Mapping[str, Any] = field(default_factory=dict)
    matched_url: str = ""
    creates: bool = False


def build_event(
    world: World, deployment: Mapping[str, Any], visit: Visit, function: str, click: Click
) -> dict[str, Any]:
    """The body that Google would post to `function`, tokens included."""
    common: dict[str, Any] = {"hostApp": visit.host.upper(), "platform": "WEB"}
    if _sends_locale(deployment, visit):
        common |= {"userLocale": visit.locale, "timeZone": dict(visit.time_zone)}
    if click.parameters:
        common["parameters"] = dict(click.parameters)
    if click.form_inputs:
        common["formInputs"] = dict(click.form_inputs)
    return {
        "commonEventObject": common,
        "authorizationEventObject": _authorization(world, visit, function),
        visit.host: _host_object(world, visit, click),
    }


def _host_object(world: World, visit: Visit, click: Click) -> dict[str, Any]:
    if click.creates:
        return {}
    return {"matchedUrl": {"url": click.matched_url}} if click.matched_url else _open_file(world, visit)


def _sends_locale(deployment: Mapping[str, Any], visit: Visit) -> bool:
    common = deployment["addOns"].get("common", {})
    return bool(common.get("useLocaleFromApp")) and SCRIPT_LOCALE in visit.scopes


def _authorization(world: World, visit: Visit, function: str) -> dict[str, Any]:
    authorization = {
        "userOAuthToken": world.identity.access_token(visit.person, visit.scopes),
        "systemIdToken": world.identity.system_token(function),
        "authorizedScopes": list(visit.scopes),
    }
    if USERINFO_EMAIL in visit.scopes:
        authorization["userIdToken"] = world.identity.user_token(visit.person)
    return authorization


def _open_file(world: World, visit: Visit) -> dict[str, Any]:
    file_id = visit.file["id"]
    if DRIVE_FILE in visit.scopes and world.identity.has_file(visit.person, file_id):
        return {"id": file_id, "title": visit.file["title"], "addonHasFileScopePermission": True}
    return {"addonHasFileScopePermission": False}
