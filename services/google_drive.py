"""Google Drive: copies of templates, found again by a mark that only this add-on sees.

The mark (``appProperties``) is part of the copy request, so that file and mark appear together; a chosen id is not
possible for documents (reference: effects-and-faults, section 3.6).
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from services.errors import Unknown
from services.google import GoogleHttp, google_collection
from services.transport import Request, part

SYSTEM = "Google Drive"
METHODS = ("drive.files.get", "drive.files.list", "drive.files.copy", "drive.files.update", "drive.files.export")
PDF = "application/pdf"
FIELDS = "id,name,parents,trashed"


class File(Struct, frozen=True):
    """A file as far as the handover looks at it. ``parents`` is empty when Drive does not say where it stands."""

    id: str
    name: str
    parents: tuple[str, ...]
    trashed: bool


class GoogleDrive:
    """The Drive API (``drive/v3``), shared drives included, as the person."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        self._files = google_collection("drive", "v3", METHODS, root, "files")

    def file(self, file_id: str) -> File:
        """``files.get``. Raises :class:`~services.errors.NoAccess` (404) for one that was not granted, too."""
        return _file(self._http.ask(self._files.get(fileId=file_id, supportsAllDrives=True, fields=FIELDS)))

    def copy(self, file_id: str, name: str, mark: tuple[str, str]) -> File:
        """``files.copy`` with a mark (key, value; 124 bytes together).

        No folder is named: Drive then takes the original's, if the person may add to it. Naming it would be refused,
        because ``drive.file`` does not reach a folder that was never picked for this add-on.
        """
        body = {"name": name, "appProperties": dict([mark])}
        copied = self._files.copy(fileId=file_id, supportsAllDrives=True, fields=FIELDS, body=body)
        return _file(self._http.ask(copied))

    def marked(self, mark: tuple[str, str]) -> File | None:
        """The oldest file with this mark that is not in the bin, among those this add-on knows for this person."""
        key, value = (one.replace("\\", "\\\\").replace("'", "\\'") for one in mark)
        asked = self._files.list(
            q=f"appProperties has {{ key='{key}' and value='{value}' }} and trashed=false",
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
            orderBy="createdTime",
            fields=f"files({FIELDS})",
        )
        files = part(self._http.ask(asked), SYSTEM, "files")
        return _file(files[0]) if files else None

    def pdf(self, file_id: str) -> bytes:
        """``files.export``: a document as a PDF of at most 10 MB. Twice need not give the same bytes.

        The client's own request would be read as JSON, so only its address is taken.
        """
        asked = self._files.export(fileId=file_id, mimeType=PDF)
        content = self._http.send(Request("GET", asked.uri)).content
        if not content.startswith(b"%PDF-"):
            raise Unknown(SYSTEM, "not a PDF")
        return content

    def bin(self, file_id: str) -> None:
        """``files.update``: into the bin, from which its owner can take it out again."""
        binned = self._files.update(fileId=file_id, supportsAllDrives=True, fields="id", body={"trashed": True})
        part(self._http.ask(binned), SYSTEM, "id")


def _file(answer: Any) -> File:
    return File(
        str(part(answer, SYSTEM, "id")),
        str(part(answer, SYSTEM, "name")),
        tuple(answer.get("parents", ())),
        bool(answer.get("trashed")),
    )
