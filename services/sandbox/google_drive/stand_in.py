"""Google Drive: which files there are, who may open them, copies of them, and the search for them."""

import secrets
from collections.abc import Callable
from typing import Any

from services.sandbox.exchange import Answer, Call
from services.sandbox.google_api import Handler
from services.sandbox.google_drive import folders, query, records
from services.sandbox.google_drive.records import DOCUMENT, FOLDER, SPREADSHEET
from services.sandbox.identity import Identity, Person
from services.sandbox.refusal import Refusal, denied, not_found
from services.sandbox.store import Store

PDF = "application/pdf"
_CHANGEABLE = ("name", "description", "appProperties", "properties", "trashed", "starred")


class GoogleDrive:
    """Keeps one record for each file: its name, its place, who it is shared with, and an app's marks on it."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self._store = store
        self._identity = identity
        # What to do with the content of a file of this type when the file is copied: source id, new id.
        self.copiers: dict[str, Callable[[str, str], None]] = {}
        # The content of a file of this type as a PDF.
        self.printers: dict[str, Callable[[str], bytes]] = {}

    def handlers(self) -> dict[str, Handler]:
        """The methods that are played."""
        return {
            "drive.files.get": self._get,
            "drive.files.list": self._list,
            "drive.files.copy": self._copy,
            "drive.files.export": self._export,
            "drive.files.create": self._create,
            "drive.files.update": self._update,
            "drive.files.delete": self._delete,
        }

    def files(self) -> list[dict[str, Any]]:
        """All documents and spreadsheets that are not in the trash, for the host page."""
        kinds = {DOCUMENT: "document", SPREADSHEET: "spreadsheet"}
        with self._store.lock:
            return [
                {
                    "id": file["id"],
                    "title": file["name"],
                    "kind": kinds[file["mimeType"]],
                    "url": records.address(file),
                }
                for file in self._files().values()
                if file["mimeType"] in kinds and not file["trashed"]
            ]

    def add(self, file_id: str, name: str, mime_type: str, share: dict[str, str]) -> None:
        """Put a file there, shared as given: address and role, `*` for the whole company."""
        owner = next((email for email, role in share.items() if role == "owner"), next(iter(share), ""))
        self._files()[file_id] = records.new_file(file_id, name, mime_type, share, owner)

    def share(self, file_id: str, address: str, role: str | None) -> None:
        """Somebody (`*` for the whole company) gets another role with a file or folder, or none any more."""
        with self._store.lock:
            shared = self._files()[file_id]["permissions"]
            shared.pop(address, None)
            shared.update({address: role} if role else {})
            self._store.changed()

    def name(self, file_id: str) -> str:
        """The title of a file."""
        return str(self._files()[file_id]["name"])

    def rename(self, file_id: str, name: str, by: str) -> None:
        """Another title."""
        self._files()[file_id]["name"] = name
        self.touch(file_id, by)

    def touch(self, file_id: str, by: str) -> None:
        """Somebody changed the content."""
        file = self._files()[file_id]
        file["modifiedTime"] = records.now()
        file["lastModifyingUser"] = by
        file["version"] += 1

    def role(self, file_id: str, email: str) -> str | None:
        """What this person may do with the file: owner, writer, commenter, reader or nothing."""
        return records.role(self._files()[file_id], email)

    def owner(self, file_id: str) -> str:
        """Whose file it is."""
        return next((email for email, role in self._files()[file_id]["permissions"].items() if role == "owner"), "")

    def open(self, call: Call, file_id: str, mime_type: str, *, writing: bool = False) -> str:
        """The person's role with a document or spreadsheet, or the refusal that Docs and Sheets give.

        Somebody with whom it is not shared learns nothing, not even that it exists. `drive.file` opens only what
        the person granted to the add-on, or what the add-on made for them.
        """
        file = self._files().get(file_id)
        role = records.role(file, call.person.email) if file else None
        if not file or role is None or file["trashed"] or file["mimeType"] != mime_type:
            raise not_found()
        if not call.broad and not self._identity.has_grant(call.person.email, file_id):
            raise denied()
        if writing and role not in ("writer", "owner"):
            raise denied()
        return role

    def _files(self) -> dict[str, dict[str, Any]]:
        files: dict[str, dict[str, Any]] = self._store.section("drive")
        return files

    def _visible(self, call: Call, file_id: str, *, writing: bool = False) -> dict[str, Any]:
        file = self._files().get(file_id)
        role = records.role(file, call.person.email) if file else None
        granted = call.broad or self._identity.has_grant(call.person.email, file_id)
        if not file or role is None or not granted:
            # Drive does not tell a file that was never granted from one that does not exist.
            raise Refusal(404, "NOT_FOUND", f"File not found: {file_id}.", reason="notFound", location="fileId")
        if writing and role not in ("writer", "owner"):
            raise _insufficient()
        return file

    def _get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            return self._shown(self._visible(call, call.path["fileId"]), call.person)

    def _list(self, call: Call) -> dict[str, Any]:
        test = query.parse(call.query.get("q", "")) if call.query.get("q") else (lambda _: True)
        with self._store.lock:
            found = [
                self._shown(file, call.person)
                for file in self._files().values()
                if records.role(file, call.person.email)
                and (call.broad or self._identity.has_grant(call.person.email, file["id"]))
                and test(file)
            ]
        found = records.ordered(found, call.query.get("orderBy", "modifiedTime desc"))
        start, size = records.page_start(call.query.get("pageToken")), int(call.query.get("pageSize", 100))
        page = {"kind": "drive#fileList", "incompleteSearch": False, "files": found[start : start + size]}
        if start + size < len(found):
            page["nextPageToken"] = f"~!!~{start + size}"
        return page

    def _copy(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            source = self._visible(call, call.path["fileId"])
            if source["mimeType"] == FOLDER:
                raise Refusal(
                    403, "PERMISSION_DENIED", "This file cannot be copied by the user.", reason="cannotCopyFile"
                )
            self._check_id(call)
            name = call.body.get("name", f"Copy of {source['name']}")
            folder = folders.discoverable(self._files(), source, call.person.email)
            file = self._made(call, name, source["mimeType"], folder)
            # A copy keeps the marks of the original unless the request gives its own.
            for marks in ("appProperties", "properties"):
                file[marks] = {**source[marks], **file[marks]}
            self.copiers[source["mimeType"]](source["id"], file["id"])
            self._store.changed()
            return self._shown(file, call.person)

    def _export(self, call: Call) -> Answer:
        """The file as a PDF; other formats, and files that are no document, are not played."""
        with self._store.lock:
            file, asked = self._visible(call, call.path["fileId"]), call.query["mimeType"]
            printer = self.printers.get(file["mimeType"])
            if printer is None:
                text = "Export only supports Docs Editors files."
                raise Refusal(403, "PERMISSION_DENIED", text, reason="fileNotExportable")
            if asked != PDF:
                text = "The requested conversion is not supported."
                raise Refusal(400, "INVALID_ARGUMENT", text, reason="badRequest", location="convertTo")
            return Answer(200, printer(file["id"]), PDF)

    def _create(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            mime_type = call.body.get("mimeType", "application/octet-stream")
            if mime_type != FOLDER:
                raise Refusal(501, "UNIMPLEMENTED", "The sandbox creates folders only; copy a template for the rest.")
            self._check_id(call)
            file = self._made(call, call.body.get("name", "Untitled"), mime_type, ["root"])
            self._store.changed()
            return self._shown(file, call.person)

    def _check_id(self, call: Call) -> None:
        if "id" in call.body:
            # "Pre-generated IDs are not supported for … Google Workspace documents" (files.copy, File.id).
            raise Refusal(
                400,
                "INVALID_ARGUMENT",
                "Generated IDs are not supported for Docs Editors formats.",
                reason="invalid",
            )

    def _made(self, call: Call, name: str, mime_type: str, parents: list[str]) -> dict[str, Any]:
        file_id = "1" + secrets.token_urlsafe(33)[:43]
        email = call.person.email
        parents = self._placed(call, call.body["parents"]) if "parents" in call.body else parents
        share = folders.inherited(self._files(), parents) | {email: "owner"}
        file = records.new_file(file_id, name, mime_type, share, email)
        file["parents"] = parents
        for name in ("description", "appProperties", "properties"):
            if name in call.body:
                file[name] = call.body[name]
        self._files()[file_id] = file
        # The app that made a file has it under `drive.file` without asking.
        self._identity.grant(email, file_id)
        return file

    def _update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            file = self._visible(call, call.path["fileId"], writing=True)
            if call.body.get("trashed") and records.role(file, call.person.email) != "owner":
                raise _insufficient()
            if "parents" in call.body:
                raise Refusal(
                    403,
                    "PERMISSION_DENIED",
                    "The parents field is not directly writable in update requests. "
                    "Use the addParents and removeParents parameters instead.",
                    reason="fieldNotWritable",
                )
            added = call.query.get("addParents", "")
            parents = folders.moved(file, added, call.query.get("removeParents", ""))
            if added:
                self._placed(call, parents)
            for name in _CHANGEABLE:
                if name in call.body:
                    marks = name in ("appProperties", "properties")
                    file[name] = {**file[name], **call.body[name]} if marks else call.body[name]
            file["parents"] = parents
            self.touch(file["id"], call.person.email)
            self._store.changed()
            return self._shown(file, call.person)

    def _placed(self, call: Call, parents: list[str]) -> list[str]:
        def granted(folder: str) -> bool:
            return call.broad or self._identity.has_grant(call.person.email, folder)

        return folders.asked(self._files(), parents, call.person.email, granted)

    def _delete(self, call: Call) -> None:
        with self._store.lock:
            file = self._visible(call, call.path["fileId"], writing=True)
            del self._files()[file["id"]]
            self._store.changed()

    def _shown(self, file: dict[str, Any], person: Person) -> dict[str, Any]:
        granted = self._identity.has_grant(person.email, file["id"])
        return records.shown(file, person, self._identity.person, granted=granted)


def _insufficient() -> Refusal:
    return Refusal(
        403,
        "PERMISSION_DENIED",
        "The user does not have sufficient permissions for this file.",
        reason="insufficientFilePermissions",
    )
