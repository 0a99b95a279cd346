"""Google Sheets: single cells of rows that are found by key and anchored, never by row number alone.

gspread speaks to the API, without its conveniences that make extra calls or parse input as typed.
A row is anchored by developer metadata, which stays with it through sorts and inserts and dies with it
(reference: effects-and-faults, section 3.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.encoded import encoded
from services.errors import NoAccess, Refused
from services.google import GoogleHttp
from services.kept import Lookups
from services.sheet_answers import SYSTEM, Protection, Reading, RowLook, Tab, anchored_rows, looked, shown_texts
from services.transport import Answer, part

SPREADSHEETS_API_V4_BASE_URL = "https://sheets.googleapis.com/v4/spreadsheets"
"""Where gspread sends everything; :class:`SheetsSession` leads it elsewhere."""
METADATA_KEY = "handover"
CellValue = str | float | bool
HEADINGS_SECONDS = 3600.0
"""A sheet's id and headings are known for an hour, unless a read shows other headings before."""
LOOK = (
    "sheets(properties(sheetId),"
    "protectedRanges(range,description,warningOnly,requestingUserCanEdit,unprotectedRanges),"
    "data(startRow,rowData.values(formattedValue,userEnteredValue(formulaValue,numberValue,boolValue),"
    "effectiveValue.numberValue,effectiveFormat.numberFormat.type),"
    "rowMetadata(hiddenByFilter,hiddenByUser)))"
)


class GoogleSheets:
    """The Sheets API (``sheets/v4``) for the person whose token it carries."""

    def __init__(self, http: GoogleHttp, root: str | None, lookups: Lookups) -> None:
        # Imported here, because the home card of a document needs none of it.
        import gspread

        # Every write here is keyed: absolute values in anchored rows, or an anchor with an id of our own.
        session: Any = SheetsSession(http.keyed(), root)
        self._lookups = lookups
        nobody: Any = None
        self._client = gspread.HTTPClient(auth=nobody, session=session)

    def tab(self, spreadsheet_id: str, title: str) -> Tab:
        """Id and headings of one sheet, in one call an hour. Raises NoAccess, or Refused if there is no such sheet."""
        key = (SYSTEM, spreadsheet_id, title)
        return self._lookups.get(key, HEADINGS_SECONDS, lambda: self._tab(spreadsheet_id, title))

    def forget(self, tab: Tab) -> None:
        """What is kept of a sheet proved stale: it is asked for again."""
        self._lookups.forget((SYSTEM, tab.spreadsheet_id, tab.title))

    def _tab(self, spreadsheet_id: str, title: str) -> Tab:
        fields = "sheets(properties(sheetId,title,gridProperties.rowCount),data.rowData.values.formattedValue)"
        params: Any = {"ranges": f"{_quoted(title)}!1:1", "fields": fields, "prettyPrint": "false"}
        answer = self._client.spreadsheets_get(spreadsheet_id, params=params)
        for sheet in part(answer, SYSTEM, "sheets"):
            properties = sheet["properties"]
            if properties["title"] == title:
                rows = sheet.get("data", [{}])[0].get("rowData", [{}]) or [{}]
                headings = shown_texts(rows[0].get("values", []))
                count = properties.get("gridProperties", {}).get("rowCount", 0)
                return Tab(spreadsheet_id, title, properties["sheetId"], headings, count)
        words = f"The spreadsheet has no sheet named “{title}”."
        raise Refused(SYSTEM, "no such sheet", words, "Rename it back, or ask an administrator.")

    def read(self, tab: Tab, indexes: Sequence[int], keys: Sequence[str] = ()) -> Reading:
        """The headings, whole columns, and the rows anchored by ``keys``, all in one call."""
        head = f"{_quoted(tab.title)}!1:1"
        ranges = {f"{_quoted(tab.title)}!{letter(i)}:{letter(i)}": i for i in indexes}
        filters = [{"a1Range": one} for one in (head, *ranges)] + [_lookup(key) for key in keys]
        answer = self._post(tab, "values:batchGetByDataFilter", {"dataFilters": filters, "majorDimension": "ROWS"})
        headings: tuple[str, ...] = ()
        columns: dict[int, list[str]] = {}
        count = 0
        for matched in part(answer, SYSTEM, "valueRanges"):
            values = matched["valueRange"].get("values", [])
            for asked in (one.get("a1Range") for one in matched["dataFilters"]):
                if asked == head:
                    headings = tuple(values[0]) if values else ()
                elif asked in ranges:
                    columns[ranges[asked]] = [row[0] if row else "" for row in values]
                    count = max(count, len(values))
        return Reading(headings, count, columns, dict(anchored_rows(answer["valueRanges"])))

    def look(self, tab: Tab, numbers: Sequence[int]) -> tuple[dict[int, RowLook], tuple[Protection, ...]]:
        """Whole rows by number (1-based), and the protections that bind this person there, in one call."""
        if not numbers:
            return {}, ()
        wanted = [{"gridRange": _rows_of(tab, number)} for number in numbers]
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{tab.spreadsheet_id}:getByDataFilter"
        params: Any = {"fields": LOOK, "prettyPrint": "false"}
        answer = self._client.request("post", url, params=params, json={"dataFilters": wanted}).json()
        return looked(answer, tab)

    def anchor(
        self, tab: Tab, numbers: Mapping[str, int], loosen: Sequence[str], rows: Sequence[int]
    ) -> tuple[dict[int, RowLook], tuple[Protection, ...]]:
        """Fasten each key to the row that stands at its number (1-based) now, and look at ``rows``, in one call.

        The keys in ``loosen`` are taken from wherever they are before. What is looked at stands as it stood when the
        anchors were fastened.
        """
        loose = [{"deleteDeveloperMetadata": {"dataFilter": _lookup(key)}} for key in loosen]
        fast = [_create_metadata(key, {"dimensionRange": _row(tab, n)}) for key, n in numbers.items()]
        body = {
            "requests": [*loose, *fast],
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": [f"{_quoted(tab.title)}!{number}:{number}" for number in rows],
        }
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{tab.spreadsheet_id}:batchUpdate"
        params: Any = {"fields": f"updatedSpreadsheet({LOOK})", "prettyPrint": "false"}
        answer = self._client.request("post", url, params=params, json=body).json()
        return looked(part(answer, SYSTEM, "updatedSpreadsheet"), tab)

    def anchored(self, tab: Tab, keys: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
        """Number (1-based) and shown texts of each row that carries one of ``keys``; others are left out."""
        if not keys:
            return {}
        body = {"dataFilters": [_lookup(key) for key in keys], "majorDimension": "ROWS"}
        answer = self._post(tab, "values:batchGetByDataFilter", body)
        part(answer, SYSTEM, "spreadsheetId")
        return dict(anchored_rows(answer.get("valueRanges", [])))

    def write_anchored(self, tab: Tab, rows: Mapping[str, Mapping[int, CellValue]]) -> None:
        """Write absolute values into single cells: key of an anchored row -> 0-based column -> text or number.

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

    def insert_row(self, tab: Tab, after: int, key: str, cells: Mapping[int, CellValue]) -> None:
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

    def marked(self, spreadsheet_id: str, key: str) -> tuple[int, list[list[str]]] | None:
        """Id and shown texts of the sheet that bears ``key`` as its mark, in two calls; None when none does, in one."""
        fields = "sheets(properties(sheetId,title),developerMetadata(metadataId,metadataValue))"
        params: Any = {"fields": fields, "prettyPrint": "false"}
        mark = metadata_id(key), key
        for sheet in part(self._client.spreadsheets_get(spreadsheet_id, params=params), SYSTEM, "sheets"):
            if mark in [(one["metadataId"], one.get("metadataValue")) for one in sheet.get("developerMetadata", ())]:
                properties = sheet["properties"]
                answer = self._client.values_batch_get(spreadsheet_id, [_quoted(properties["title"])], {})
                [values] = part(answer, SYSTEM, "valueRanges")
                return properties["sheetId"], values.get("values", [])
        return None

    def batch(self, spreadsheet_id: str, requests_: Sequence[dict[str, Any]]) -> None:
        """``spreadsheets.batchUpdate``, all or nothing."""
        part(self._client.batch_update(spreadsheet_id, {"requests": list(requests_)}), SYSTEM, "replies")

    def _post(self, tab: Tab, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The by-data-filter methods, which gspread has no methods for."""
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{tab.spreadsheet_id}/{verb}"
        params: Any = {"prettyPrint": "false"}
        answer: dict[str, Any] = self._client.request("post", url, params=params, json=body).json()
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


def _cell(value: CellValue | None) -> dict[str, Any]:
    if value is None:
        return {}
    kind = "stringValue" if isinstance(value, str) else "boolValue" if isinstance(value, bool) else "numberValue"
    return {"userEnteredValue": {kind: value}}


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
        return self._http.send(encoded(method.upper(), url, params=params, json=json))
