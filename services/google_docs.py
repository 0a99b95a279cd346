"""Google Docs: the questionnaire, read and filled in as the person who has it open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

from services.google import GoogleHttp, google_client
from services.transport import part

SYSTEM = "Google Docs"
SCOPES = ("https://www.googleapis.com/auth/drive.file",)
"""The open document only, and only once the person granted that file to this add-on."""

METHODS = ("docs.documents.batchUpdate",)
GOOGLES_OWN = "https://docs.googleapis.com"


class GoogleDocs:
    """The Docs API (``docs/v1``), as far as the handover uses it."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        self._root = root

    @cached_property
    def _documents(self) -> Any:
        return google_client("docs", "v1", METHODS, self._root, self._http).documents()

    def document(self, document_id: str, fields: str) -> dict[str, Any]:
        """``documents.get`` with all tabs.

        ``DEFAULT_FOR_CURRENT_ACCESS`` gives editors the open suggestions inline and viewers the text without
        them; asking for ``SUGGESTIONS_INLINE`` would fail for viewers (reference: addon-protocol, section 8.4).
        This one read is asked for without google-api-python-client: every sidebar that opens makes it, and a process
        that starts for one would spend a tenth of its start on importing the library.
        Raises :class:`~services.errors.NoAccess` when the file is not granted, not shared or gone.
        """
        asked = {
            "includeTabsContent": "true",
            "suggestionsViewMode": "DEFAULT_FOR_CURRENT_ACCESS",
            "fields": fields,
            "prettyPrint": "false",
        }
        answer = self._http.read(self._root or GOOGLES_OWN, f"v1/documents/{quote(document_id, safe='')}", asked)
        part(answer, SYSTEM, "documentId")
        document: dict[str, Any] = answer
        return document

    def replace_all(self, document_id: str, texts: Mapping[str, str]) -> None:
        """``documents.batchUpdate``: every occurrence of each key, in all tabs, becomes its value; all or nothing."""
        requests = [
            {"replaceAllText": {"containsText": {"text": old, "matchCase": True}, "replaceText": new}}
            for old, new in texts.items()
        ]
        answer = self._documents.batchUpdate(documentId=document_id, body={"requests": requests}).execute()
        part(answer, SYSTEM, "documentId")

    def edit(self, document_id: str, requests: Sequence[dict[str, Any]], revision: str) -> None:
        """``documents.batchUpdate``, all or nothing, and only while ``revision`` is still the latest.

        Raises :class:`~services.errors.Refused` when somebody typed meanwhile: the places in ``requests`` were
        counted in the document as it was read.
        """
        body = {"requests": list(requests), "writeControl": {"requiredRevisionId": revision}}
        answer = self._documents.batchUpdate(documentId=document_id, body=body, prettyPrint=False).execute()
        part(answer, SYSTEM, "documentId")
