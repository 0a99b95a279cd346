"""The record that Drive keeps of a file, and what it shows of it to whom."""

import datetime
from collections.abc import Callable
from typing import Any

from services.sandbox.identity import DOMAIN, Person
from services.sandbox.refusal import Refusal

File = dict[str, Any]
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
_ADDRESS = {
    DOCUMENT: "https://docs.google.com/document/d/{}/edit",
    SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit",
    FOLDER: "https://drive.google.com/drive/folders/{}",
}
_ROLES = ("reader", "commenter", "writer", "owner")
_KEPT_INSIDE = ("permissions", "owner", "lastModifyingUser", "version", "appProperties", "properties")


def new_file(file_id: str, name: str, mime_type: str, share: dict[str, str], owner: str) -> File:
    """A record; `share` is address and role, `*` for the whole company."""
    time = now()
    return {
        "id": file_id,
        "name": name,
        "mimeType": mime_type,
        "parents": ["root"],
        "appProperties": {},
        "properties": {},
        "starred": False,
        "trashed": False,
        "createdTime": time,
        "modifiedTime": time,
        "version": 1,
        "owner": owner,
        "lastModifyingUser": owner,
        "permissions": dict(share),
    }


def address(file: File) -> str:
    """Where a person opens the file."""
    return _ADDRESS[file["mimeType"]].format(file["id"])


def role(file: File, email: str) -> str | None:
    """The most that the file's sharing gives to this person."""
    shared = file["permissions"]
    roles = [each for each in (shared.get(email), shared.get("*")) if each]
    return max(roles, key=_ROLES.index, default=None)


def shown(file: File, person: Person, known: Callable[[str], Person | None], *, granted: bool) -> dict[str, Any]:
    """The file as Drive's `File`, for this person."""
    mine = role(file, person.email)
    writes = mine in ("writer", "owner")
    marks = {name: file[name] for name in ("appProperties", "properties") if file[name]}
    sharing = [_permission(email, each) for email, each in file["permissions"].items()]
    return {
        "kind": "drive#file",
        **{key: value for key, value in file.items() if key not in _KEPT_INSIDE},
        **marks,
        "version": str(file["version"]),
        "explicitlyTrashed": file["trashed"],
        "spaces": ["drive"],
        "webViewLink": address(file),
        "ownedByMe": mine == "owner",
        "shared": len(sharing) > 1,
        "owners": [_user(file["owner"], person, known)],
        "lastModifyingUser": _user(file["lastModifyingUser"], person, known),
        "capabilities": {"canEdit": writes, "canCopy": True, "canRename": writes, "canTrash": mine == "owner"}
        | ({"canAddChildren": writes} if file["mimeType"] == FOLDER else {}),
        "isAppAuthorized": granted,
        # Only who may share a file sees with whom it is shared (File.permissions).
        **({"permissions": sharing} if writes else {}),
    }


def _user(email: str, person: Person, known: Callable[[str], Person | None]) -> dict[str, Any]:
    named = known(email)
    return {
        "kind": "drive#user",
        "displayName": named.name if named else email,
        "emailAddress": email,
        "me": email == person.email,
        "permissionId": _permission_id(email),
    }


def _permission(email: str, each: str) -> dict[str, Any]:
    if email == "*":
        return {
            "kind": "drive#permission",
            "id": "anyoneInDomain",
            "type": "domain",
            "role": each,
            "domain": DOMAIN,
        }
    about = {"kind": "drive#permission", "id": _permission_id(email), "type": "user"}
    return {**about, "role": each, "emailAddress": email}


def _permission_id(email: str) -> str:
    return str(int.from_bytes(email.encode()[:8]) % 10**20).zfill(20)


def ordered(files: list[dict[str, Any]], order: str) -> list[dict[str, Any]]:
    """Sorted as `orderBy` says."""
    for key in reversed(order.split(",")):
        name, _, direction = key.strip().partition(" ")
        if files and name not in files[0]:
            raise Refusal(400, "INVALID_ARGUMENT", "Invalid Value", reason="invalid", location="orderBy")
        files = sorted(files, key=lambda file: str(file[name]), reverse=direction == "desc")
    return files


def page_start(token: str | None) -> int:
    """Where the page begins that a token stands for."""
    if token is None:
        return 0
    if not token.startswith("~!!~") or not token[4:].isdigit():
        raise Refusal(400, "INVALID_ARGUMENT", "Invalid Value", reason="invalid", location="pageToken")
    return int(token[4:])


def now() -> str:
    """The time in Drive's form."""
    moment = datetime.datetime.now(datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
