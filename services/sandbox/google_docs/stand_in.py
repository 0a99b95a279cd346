"""Google Docs: documents, their tabs and suggestions, and changes to them."""

import copy
import hashlib
import re
from typing import Any

from services.sandbox.exchange import Call
from services.sandbox.google_api import Handler
from services.sandbox.google_docs import edits, looks, suggestions, tree
from services.sandbox.google_docs.pdf import printed
from services.sandbox.google_drive.records import DOCUMENT
from services.sandbox.google_drive.stand_in import GoogleDrive
from services.sandbox.refusal import Refusal, denied, invalid
from services.sandbox.store import Store

_LEGACY = (
    "body",
    "headers",
    "footers",
    "footnotes",
    "documentStyle",
    "namedStyles",
    "lists",
    "namedRanges",
    "inlineObjects",
)


class GoogleDocs:
    """Keeps every document as `documents.get` shows it with all tabs and open suggestions."""

    def __init__(self, store: Store, drive: GoogleDrive) -> None:
        self._store = store
        self._drive = drive
        drive.copiers[DOCUMENT] = self._copy
        drive.printers[DOCUMENT] = self._printed

    def handlers(self) -> dict[str, Handler]:
        """The methods that are played."""
        return {"docs.documents.get": self._get, "docs.documents.batchUpdate": self._batch_update}

    def get_document(self, file_id: str) -> dict[str, Any]:
        """The document with all tabs and open suggestions, for the host page to draw; KeyError if unknown."""
        with self._store.lock:
            return self._shown(file_id, "SUGGESTIONS_INLINE")

    def add(self, document: dict[str, Any], share: dict[str, str], name: str | None = None) -> str:
        """Put a document that came from `documents.get` into the sandbox, shared as given (address: role).

        Both shapes are taken, with tabs and without. Answers its id.
        """
        tabs = copy.deepcopy(document.get("tabs")) or [_as_tab(document)]
        file_id = str(document["documentId"])
        with self._store.lock:
            self._drive.add(file_id, name or document["title"], DOCUMENT, share)
            for tab in tree.all_tabs(tabs):
                tree.number(tab["documentTab"]["body"]["content"])
            self._store.section("docs")[file_id] = {"tabs": tabs, "edition": 1}
            self._store.changed()
        return file_id

    def edit(self, file_id: str, path: dict[str, Any], text: str, by: str) -> None:
        """Type over one paragraph.

        `path` is {"tab": tabId, "index": startIndex of the paragraph} as `get_document` gives them. What stays the
        same at the beginning and the end keeps its style and chips; a line end in `text` makes a new paragraph.
        LookupError if there is no such paragraph (any more).
        """
        with self._store.lock:
            document = self._store.section("docs")[file_id]
            content = _tab(document["tabs"], path["tab"])["documentTab"]["body"]["content"]
            found = tree.find_paragraph(content, int(path["index"]))
            if found is None:
                raise LookupError(f"no paragraph at {path}")
            edits.retype(*found, text)
            tree.number(content)
            self._changed(file_id, document, by)

    def _changed(self, file_id: str, document: dict[str, Any], by: str) -> None:
        document["edition"] += 1
        self._drive.touch(file_id, by)
        self._store.changed()

    def _printed(self, file_id: str) -> bytes:
        return printed(self._drive.name(file_id), self._store.section("docs")[file_id]["tabs"])

    def _copy(self, source: str, target: str) -> None:
        documents = self._store.section("docs")
        documents[target] = {**copy.deepcopy(documents[source]), "edition": 1}

    def _shown(self, file_id: str, mode: str) -> dict[str, Any]:
        document = self._store.section("docs")[file_id]
        return {
            "title": self._drive.name(file_id),
            "documentId": file_id,
            "revisionId": _revision(file_id, document["edition"]),
            "suggestionsViewMode": mode,
            "tabs": suggestions.preview(document["tabs"], mode),
        }

    def _get(self, call: Call) -> dict[str, Any]:
        file_id = call.path["documentId"]
        with self._store.lock:
            role = self._drive.open(call, file_id, DOCUMENT)
            shown = self._shown(file_id, _view_mode(call, role))
        if role == "reader":
            # Only editors see the revision (Document.revisionId in the discovery document).
            del shown["revisionId"]
        tabs_asked = call.query.get("includeTabsContent", call.mask is not None and "tabs" in call.mask)
        if call.query.get("commentsViewMode") and not tabs_asked:
            raise invalid("If you set comments_view_mode, you must also set include_tabs_content to true.")
        if not tabs_asked:
            first = shown.pop("tabs")[0]["documentTab"]
            shown |= {name: first[name] for name in _LEGACY if name in first}
        return shown

    def _batch_update(self, call: Call) -> dict[str, Any]:
        file_id = call.path["documentId"]
        with self._store.lock:
            self._drive.open(call, file_id, DOCUMENT, writing=True)
            document = self._store.section("docs")[file_id]
            latest = _revision(file_id, document["edition"])
            required = call.body.get("writeControl", {}).get("requiredRevisionId")
            if required and required != latest:
                # 400 is documented, the words are not (WriteControl.requiredRevisionId).
                raise Refusal(
                    400,
                    "FAILED_PRECONDITION",
                    "The required revision ID does not match the latest revision of the document.",
                )
            # All or nothing: the requests work on a copy.
            tabs = copy.deepcopy(document["tabs"])
            replies = [_apply(tabs, request, number) for number, request in enumerate(call.body.get("requests", []))]
            document["tabs"] = tabs
            self._changed(file_id, document, call.person.email)
            revision = _revision(file_id, document["edition"])
        return {"documentId": file_id, "replies": replies, "writeControl": {"requiredRevisionId": revision}}


def _view_mode(call: Call, role: str) -> str:
    asked = str(call.query.get("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS"))
    if asked == "DEFAULT_FOR_CURRENT_ACCESS":
        return "PREVIEW_WITHOUT_SUGGESTIONS" if role == "reader" else "SUGGESTIONS_INLINE"
    if asked != "PREVIEW_WITHOUT_SUGGESTIONS" and role == "reader":
        raise denied()
    return asked


def _revision(file_id: str, edition: int) -> str:
    return "ALBJ4L" + hashlib.sha256(f"{file_id}/{edition}".encode()).hexdigest()[:48]


def _as_tab(document: dict[str, Any]) -> dict[str, Any]:
    tab = {name: copy.deepcopy(document[name]) for name in _LEGACY if name in document}
    return {"tabProperties": {"tabId": "t.0", "title": "Tab 1", "index": 0}, "documentTab": tab}


def _tab(tabs: list[dict[str, Any]], tab_id: str | None) -> dict[str, Any]:
    for tab in tree.all_tabs(tabs):
        if tab_id in (None, "", tab["tabProperties"]["tabId"]):
            return tab
    raise LookupError(f"no tab {tab_id}")


def _segment(tabs: list[dict[str, Any]], place: dict[str, Any], request: str) -> list[dict[str, Any]]:
    if place.get("segmentId"):
        raise invalid(f"Invalid {request}: Segment with ID {place['segmentId']} was not found.")
    try:
        content: list[dict[str, Any]] = _tab(tabs, place.get("tabId"))["documentTab"]["body"]["content"]
    except LookupError:
        raise invalid(f"Invalid {request}: The tab with ID {place['tabId']} was not found.") from None
    return content


def _apply(tabs: list[dict[str, Any]], request: dict[str, Any], number: int) -> dict[str, Any]:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{number}]: No request set.")
    name, asked = next(iter(request.items()))
    at = f"requests[{number}].{name}"
    match name:
        case "insertText":
            _insert(tabs, asked, at)
        case "deleteContentRange":
            span = asked.get("range", {})
            start, end = int(span.get("startIndex", 0)), int(span.get("endIndex", 0))
            edits.delete_range(_segment(tabs, span, at), start, end, at)
        case "updateTextStyle":
            looks.restyle(_segment(tabs, asked.get("range", {}), at), asked, at)
        case "replaceAllText":
            return {"replaceAllText": _replace(tabs, asked, at)}
        case _:
            raise Refusal(501, "UNIMPLEMENTED", f"The sandbox does not play {at}.")
    return {}


def _insert(tabs: list[dict[str, Any]], asked: dict[str, Any], at: str) -> None:
    if "location" in asked:
        content = _segment(tabs, asked["location"], at)
        index = int(asked["location"].get("index", 0))
    else:
        content = _segment(tabs, asked.get("endOfSegmentLocation", {}), at)
        index = content[-1]["endIndex"] - 1
    edits.insert_text(content, index, asked.get("text", ""), at)


def _replace(tabs: list[dict[str, Any]], asked: dict[str, Any], at: str) -> dict[str, Any]:
    criteria = asked.get("containsText", {})
    if not criteria.get("text"):
        raise invalid(f"Invalid {at}: The text to search for must not be empty.")
    wanted = criteria["text"] if criteria.get("searchByRegex") else re.escape(criteria["text"])
    pattern = re.compile(wanted, 0 if criteria.get("matchCase") else re.IGNORECASE)
    ids = asked.get("tabsCriteria", {}).get("tabIds")
    count = 0
    for tab in tree.all_tabs(tabs):
        if not ids or tab["tabProperties"]["tabId"] in ids:
            content = tab["documentTab"]["body"]["content"]
            count += edits.replace_all(content, pattern, asked.get("replaceText", ""))
    return {"occurrencesChanged": count} if count else {}
