"""Google Sheets: single cells of rows that are found by key and anchored, never by row number alone.

gspread speaks to the API, without its conveniences that make extra calls or parse input as typed.
A row is anchored by developer metadata, which stays with it through sorts and inserts and dies with it
(reference: effects-and-faults, section 3.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gspread
import requests
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL

from services.errors import NoAccess, Refused
from services.google import GoogleHttp
from services.transport import Answer, part

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
SYSTEM = "Google Sheets"
METADATA_KEY = "handover"


@dataclass(frozen=True)
class Tab:
    """One sheet of a spreadsheet: its ``sheetId``, and its first row as shown."""

    spreadsheet_id: str
    title: str
    sheet_id: int
    headings: tuple[str, ...] = ()


class GoogleSheets:
    """The Sheets API (``sheets/v4``) for the person whose token it carries."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        # Every write here is keyed: absolute values in anchored rows, or an anchor with an id of our own.
        session: Any = SheetsSession(http.keyed(), root)
        nobody: Any = None
        self._client = gspread.HTTPClient(auth=nobody, session=session)

    def tab(self, spreadsheet_id: str, title: str) -> Tab:
        """Id and headings of one sheet, in one call. Raises NoAccess, or Refused if there is no such sheet."""
        fields = "sheets(properties(sheetId,title),data.rowData.values.formattedValue)"
        params: Any = {"ranges": f"{_quoted(title)}!1:1", "fields": fields, "prettyPrint": "false"}
        answer = self._client.spreadsheets_get(spreadsheet_id, params=params)
        for sheet in part(answer, SYSTEM, "sheets"):
            properties = sheet["properties"]
            if properties["title"] == title:
                rows = sheet.get("data", [{}])[0].get("rowData", [{}]) or [{}]
                headings = tuple(cell.get("formattedValue", "") for cell in rows[0].get("values", []))
                return Tab(spreadsheet_id, title, properties["sheetId"], headings)
        raise Refused(SYSTEM, "no such sheet", f"The spreadsheet has no sheet named “{title}”.")

    def columns(self, tab: Tab, indexes: Sequence[int]) -> list[list[str]]:
        """The shown texts of whole columns (0-based indexes), heading included, in one call."""
        ranges = [f"{_quoted(tab.title)}!{letter(i)}:{letter(i)}" for i in indexes]
        return [[row[0] if row else "" for row in one] for one in self._ranges(tab.spreadsheet_id, ranges)]

    def rows(self, tab: Tab, numbers: Sequence[int]) -> list[list[str]]:
        """The shown texts of whole rows (1-based numbers, as people count them), in one call."""
        ranges = [f"{_quoted(tab.title)}!{n}:{n}" for n in numbers]
        return [one[0] if one else [] for one in self._ranges(tab.spreadsheet_id, ranges)]

    def anchor(self, tab: Tab, numbers: Mapping[str, int], loosen: Sequence[str] = ()) -> None:
        """Fasten each key to the row that stands at its number (1-based) now; first loosen keys elsewhere."""
        loose = [{"deleteDeveloperMetadata": {"dataFilter": _lookup(key)}} for key in loosen]
        fast = [_create_metadata(key, {"dimensionRange": _row(tab, n)}) for key, n in numbers.items()]
        self._batch(tab, [*loose, *fast])

    def anchored(self, tab: Tab, keys: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
        """Number (1-based) and shown texts of each row that carries one of ``keys``; others are left out."""
        if not keys:
            return {}
        body = {"dataFilters": [_lookup(key) for key in keys], "majorDimension": "ROWS"}
        answer = self._post(tab, "values:batchGetByDataFilter", body)
        found = {}
        part(answer, SYSTEM, "spreadsheetId")
        for matched in answer.get("valueRanges", []):
            values = matched["valueRange"]
            first_cell = values["range"].rpartition("!")[2].partition(":")[0]
            number = int("".join(c for c in first_cell if c.isdigit()))
            for filter_ in matched["dataFilters"]:
                key = filter_["developerMetadataLookup"]["metadataValue"]
                found[key] = number, (values.get("values") or [[]])[0]
        return found

    def write_anchored(self, tab: Tab, rows: Mapping[str, Mapping[int, str]]) -> None:
        """Write absolute texts into single cells: key of an anchored row -> 0-based column -> text.

        ``RAW``: what stands in a document is never parsed as a formula. Cells given as null are left alone.
        """
        data = []
        for key, cells in rows.items():
            values = [cells.get(i) for i in range(max(cells) + 1)]
            data.append({"dataFilter": _lookup(key), "majorDimension": "ROWS", "values": [values]})
        body = {"valueInputOption": "RAW", "data": data}
        answer = self._post(tab, "values:batchUpdateByDataFilter", body)
        if not part(answer, SYSTEM, "responses"):
            raise NoAccess(SYSTEM, "row gone", "The row was deleted.", 404)

    def insert_row(self, tab: Tab, after: int, key: str, cells: Mapping[int, str]) -> None:
        """A new row below row ``after`` (1-based), with its anchor, all or nothing.

        A second run fails on the anchor's id and writes nothing (effects-and-faults, section 3.5).
        """
        new = _row(tab, after + 1)
        values = [_cell(cells.get(i)) for i in range(max(cells) + 1)]
        start = {"sheetId": tab.sheet_id, "rowIndex": after, "columnIndex": 0}
        update = {"rows": [{"values": values}], "fields": "userEnteredValue", "start": start}
        self._batch(
            tab,
            [
                {"insertDimension": {"range": new, "inheritFromBefore": True}},
                _create_metadata(key, {"dimensionRange": new}),
                {"updateCells": update},
            ],
        )

    def _ranges(self, spreadsheet_id: str, ranges: Sequence[str]) -> list[list[list[str]]]:
        if not ranges:
            return []
        answer = self._client.values_batch_get(spreadsheet_id, list(ranges), {"prettyPrint": "false"})
        return [one.get("values", []) for one in part(answer, SYSTEM, "valueRanges")]

    def _post(self, tab: Tab, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The by-data-filter methods, which gspread has no methods for."""
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{tab.spreadsheet_id}/{verb}"
        answer: dict[str, Any] = self._client.request("post", url, json=body).json()
        return answer

    def _batch(self, tab: Tab, requests_: list[dict[str, Any]]) -> None:
        answer = self._client.batch_update(tab.spreadsheet_id, {"requests": requests_})
        part(answer, SYSTEM, "replies")


def metadata_id(key: str) -> int:
    """The client-chosen metadata id: 31 bits of a hash of the key; the value is checked on every read."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) & 0x7FFFFFFF or 1


def letter(index: int) -> str:
    """A column's letters from its 0-based index."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _row(tab: Tab, number: int) -> dict[str, Any]:
    return {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": number - 1, "endIndex": number}


def _lookup(key: str) -> dict[str, Any]:
    """Id and value together: a hash that collides must not match another row."""
    return {"developerMetadataLookup": {"metadataId": metadata_id(key), "metadataValue": key}}


def _create_metadata(key: str, location: dict[str, Any]) -> dict[str, Any]:
    metadata = {
        "metadataId": metadata_id(key),
        "metadataKey": METADATA_KEY,
        "metadataValue": key,
        "location": location,
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _cell(text: str | None) -> dict[str, Any]:
    return {} if text is None else {"userEnteredValue": {"stringValue": text}}


class SheetsSession:
    """What gspread takes for a requests session: our transport, at the configured root."""

    def __init__(self, http: GoogleHttp, root: str | None) -> None:
        self._http = http
        self._base = f"{root.rstrip('/')}/v4/spreadsheets" if root else SPREADSHEETS_API_V4_BASE_URL

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        **_: object,
    ) -> Answer:
        """The one call gspread makes on its session; refusals are raised, so it sees success only."""
        url = url.replace(SPREADSHEETS_API_V4_BASE_URL, self._base, 1)
        return self._http.send(requests.Request(method.upper(), url, params=params, json=json))
