"""Google Docs: the questionnaire, read and filled in as the person who has it open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.google import GoogleHttp, google_collection
from services.transport import part

SYSTEM = "Google Docs"

METHODS = ("docs.documents.get", "docs.documents.batchUpdate")


class GoogleDocs:
    """The Docs API (``docs/v1``), as far as the handover uses it."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        self._documents = google_collection("docs", "v1", METHODS, root, "documents")

    def document(self, document_id: str, fields: str) -> dict[str, Any]:
        """``documents.get`` with all tabs.

        ``DEFAULT_FOR_CURRENT_ACCESS`` gives editors the open suggestions inline and viewers the text without
        them; asking for ``SUGGESTIONS_INLINE`` would fail for viewers (reference: addon-protocol, section 8.4).
        Raises :class:`~services.errors.NoAccess` when the file is not granted, not shared or gone.
        """
        asked = self._documents.get(
            documentId=document_id,
            includeTabsContent=True,
            suggestionsViewMode="DEFAULT_FOR_CURRENT_ACCESS",
            fields=fields,
            prettyPrint=False,
        )
        answer = self._http.ask(asked)
        part(answer, SYSTEM, "documentId")
        document: dict[str, Any] = answer
        return document

    def replace_all(self, document_id: str, texts: Mapping[str, str]) -> None:
        """``documents.batchUpdate``: every occurrence of each key, in all tabs, becomes its value; all or nothing."""
        requests = [
            {"replaceAllText": {"containsText": {"text": old, "matchCase": True}, "replaceText": new}}
            for old, new in texts.items()
        ]
        answer = self._http.ask(self._documents.batchUpdate(documentId=document_id, body={"requests": requests}))
        part(answer, SYSTEM, "documentId")

    def edit(self, document_id: str, requests: Sequence[dict[str, Any]], revision: str) -> None:
        """``documents.batchUpdate``, all or nothing, and only while ``revision`` is still the latest.

        Raises :class:`~services.errors.Refused` when somebody typed meanwhile: the places in ``requests`` were
        counted in the document as it was read.
        """
        body = {"requests": list(requests), "writeControl": {"requiredRevisionId": revision}}
        answer = self._http.ask(self._documents.batchUpdate(documentId=document_id, body=body, prettyPrint=False))
        part(answer, SYSTEM, "documentId")
