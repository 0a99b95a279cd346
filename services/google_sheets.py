"""Google Sheets: single cells of rows that are found by key and anchored, never by row number alone.

gspread speaks to the API, without its conveniences that make extra calls or parse input as typed.
A row is anchored by developer metadata, which stays with it through sorts and inserts and dies with it
(reference: effects-and-faults, section 3.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
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
LOOK = (
    "sheets(properties(sheetId),"
    "protectedRanges(range,description,warningOnly,requestingUserCanEdit,unprotectedRanges),"
    "data(startRow,rowData.values(formattedValue,userEnteredValue.formulaValue),"
    "rowMetadata(hiddenByFilter,hiddenByUser)))"
)


@dataclass(frozen=True)
class Tab:
    """One sheet of a spreadsheet: its ``sheetId``, and its first row as shown."""

    spreadsheet_id: str
    title: str
    sheet_id: int
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """A rectangle of a sheet, 0-based and half open; where a side is None it has no end."""

    top: int
    bottom: int | None
    left: int
    right: int | None

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell (0-based) lies in it."""
        below = self.bottom is None or row < self.bottom
        return self.top <= row and below and self.left <= column and (self.right is None or column < self.right)


@dataclass(frozen=True)
class Protection:
    """Cells that this person may not edit: what their owner calls them, where, and which are free after all."""

    description: str
    area: Area
    free: tuple[Area, ...] = ()

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell (0-based) is protected."""
        return self.area.holds(row, column) and not any(one.holds(row, column) for one in self.free)


@dataclass(frozen=True)
class RowLook:
    """A row beyond its values: shown texts, columns (0-based) that hold formulas, and whether it is out of sight."""

    texts: tuple[str, ...]
    formulas: frozenset[int]
    hidden: bool


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

    def look(self, tab: Tab, numbers: Sequence[int]) -> tuple[dict[int, RowLook], tuple[Protection, ...]]:
        """Whole rows by number (1-based), and the protections that bind this person there, in one call."""
        if not numbers:
            return {}, ()
        wanted = [{"gridRange": _rows_of(tab, number)} for number in numbers]
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{tab.spreadsheet_id}:getByDataFilter"
        params: Any = {"fields": LOOK, "prettyPrint": "false"}
        answer = self._client.request("post", url, params=params, json={"dataFilters": wanted}).json()
        [sheet] = [one for one in part(answer, SYSTEM, "sheets") if one["properties"]["sheetId"] == tab.sheet_id]
        found = dict(_row_look(data) for data in sheet.get("data", ()))
        return found, tuple(_protections(sheet.get("protectedRanges", ())))

    def anchor(self, tab: Tab, numbers: Mapping[str, int], loosen: Sequence[str] = ()) -> None:
        """Fasten each key to the row that stands at its number (1-based) now; first loosen keys elsewhere."""
        loose = [{"deleteDeveloperMetadata": {"dataFilter": _lookup(key)}} for key in loosen]
        fast = [_create_metadata(key, {"dimensionRange": _row(tab, n)}) for key, n in numbers.items()]
        self.batch(tab.spreadsheet_id, [*loose, *fast])

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
        self.batch(
            tab.spreadsheet_id,
            [
                {"insertDimension": {"range": new, "inheritFromBefore": True}},
                _create_metadata(key, {"dimensionRange": new}),
                {"updateCells": update},
            ],
        )

    def batch(self, spreadsheet_id: str, requests_: Sequence[dict[str, Any]]) -> None:
        """``spreadsheets.batchUpdate``, all or nothing."""
        part(self._client.batch_update(spreadsheet_id, {"requests": list(requests_)}), SYSTEM, "replies")

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


def _rows_of(tab: Tab, number: int) -> dict[str, int]:
    return {"sheetId": tab.sheet_id, "startRowIndex": number - 1, "endRowIndex": number}


def _row_look(data: Mapping[str, Any]) -> tuple[int, RowLook]:
    """One row of GridData; what is empty is left out of it."""
    values = [cell for row in data.get("rowData", ()) for cell in row.get("values", ())]
    texts = [cell.get("formattedValue", "") for cell in values]
    while texts and not texts[-1]:
        texts.pop()
    formulas = frozenset(i for i, cell in enumerate(values) if "formulaValue" in cell.get("userEnteredValue", {}))
    marks: Mapping[str, Any] = next(iter(data.get("rowMetadata", ())), {})
    hidden = bool(marks.get("hiddenByFilter") or marks.get("hiddenByUser"))
    return data.get("startRow", 0) + 1, RowLook(tuple(texts), formulas, hidden)


def _protections(given: Sequence[Mapping[str, Any]]) -> Iterator[Protection]:
    """Those that bind this person: no mere warnings, none that they may edit."""
    for one in given:
        if not one.get("warningOnly") and not one.get("requestingUserCanEdit"):
            free = tuple(_area(area) for area in one.get("unprotectedRanges", ()))
            yield Protection(one.get("description", ""), _area(one.get("range", {})), free)


def _area(given: Mapping[str, Any]) -> Area:
    """A GridRange; an index that is missing has no end."""
    ends = given.get("endRowIndex"), given.get("endColumnIndex")
    return Area(given.get("startRowIndex", 0), ends[0], given.get("startColumnIndex", 0), ends[1])


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
