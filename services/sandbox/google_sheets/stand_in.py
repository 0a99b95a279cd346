"""Google Sheets: spreadsheets, their values and their metadata."""

import copy
from typing import Any

from services.sandbox.exchange import Call
from services.sandbox.google_api import Handler
from services.sandbox.google_drive.records import SPREADSHEET
from services.sandbox.google_drive.stand_in import GoogleDrive
from services.sandbox.google_sheets import a1, cells, grid, metadata, requests, values
from services.sandbox.google_sheets.a1 import Area
from services.sandbox.google_sheets.panel import sheet_panel
from services.sandbox.google_sheets.shown import shown_sheet
from services.sandbox.refusal import invalid, not_found
from services.sandbox.store import Store, copied

Spreadsheet = dict[str, Any]


class GoogleSheets:
    """Keeps every spreadsheet as sheets of rows of cells."""

    def __init__(self, store: Store, drive: GoogleDrive) -> None:
        self._store = store
        self._drive = drive
        drive.copiers[SPREADSHEET] = self._copy

    def handlers(self) -> dict[str, Handler]:
        """The methods that are played."""
        below = "sheets.spreadsheets."
        return {
            below + "get": self._get,
            below + "getByDataFilter": self._get_by_data_filter,
            below + "batchUpdate": self._batch_update,
            below + "values.get": self._values_get,
            below + "values.batchGet": self._values_batch_get,
            below + "values.batchGetByDataFilter": self._values_batch_get_by_data_filter,
            below + "values.update": self._values_update,
            below + "values.batchUpdate": self._values_batch_update,
            below + "values.batchUpdateByDataFilter": self._values_batch_update_by_data_filter,
            below + "values.append": self._values_append,
            below + "values.clear": self._values_clear,
            below + "values.batchClear": self._values_batch_clear,
            below + "developerMetadata.get": self._metadata_get,
            below + "developerMetadata.search": self._metadata_search,
        }

    def edit(self, file_id: str, sheet_title: str, cell: str, text: str, by: str) -> None:
        """Type into a cell, as a person does. LookupError if there is no such file or sheet."""
        with self._store.lock:
            book = self._store.section("sheets")[file_id]
            number = {sheet["title"]: number for number, sheet in enumerate(book["sheets"])}[sheet_title]
            area = a1.read(f"'{sheet_title.replace(chr(39), chr(39) * 2)}'!{cell}", book["sheets"])
            grid.put(book["sheets"][number], area.top, area.left, cells.typed(text), by)
            self._changed(file_id, by)

    def add_rows(self, file_id: str, sheet_title: str, lines: list[list[str]]) -> None:
        """Rows below the others, as if pasted: how a spreadsheet becomes as long as a company's."""
        with self._store.lock:
            [sheet] = [one for one in self._store.section("sheets")[file_id]["sheets"] if one["title"] == sheet_title]
            sheet["rows"] += [{"cells": [cells.raw(text) for text in line], "metadata": []} for line in lines]
            sheet["rowCount"] = max(sheet["rowCount"], len(sheet["rows"]))
            self._store.changed()

    def panel(self) -> dict[str, Any]:
        """What the host page draws: every sheet as a person sees it, and which cells were changed."""
        with self._store.lock:
            return {
                "files": [
                    {
                        "id": file_id,
                        "title": self._drive.name(file_id),
                        "sheets": [sheet_panel(book, number) for number in range(len(book["sheets"]))],
                    }
                    for file_id, book in self._store.section("sheets").items()
                ]
            }

    def _changed(self, file_id: str, by: str) -> None:
        self._drive.touch(file_id, by)
        self._store.changed()

    def _copy(self, source: str, target: str) -> None:
        books = self._store.section("sheets")
        books[target] = copy.deepcopy(books[source])

    def _open(self, call: Call, *, writing: bool = False) -> Spreadsheet:
        file_id = call.path["spreadsheetId"]
        self._drive.open(call, file_id, SPREADSHEET, writing=writing)
        book: Spreadsheet = self._store.section("sheets")[file_id]
        # A refusal in the middle must leave nothing behind, so writers work on a copy.
        return copied(book) if writing else book

    def _keep(self, call: Call, book: Spreadsheet) -> None:
        file_id = call.path["spreadsheetId"]
        self._store.section("sheets")[file_id] = book
        self._changed(file_id, call.person.email)

    def _get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            areas = [a1.read(text, book["sheets"]) for text in call.query.get("ranges", [])]
            # "This parameter is ignored if a field mask was set in the request" (includeGridData).
            cells_asked = call.query.get("includeGridData", False) if call.mask is None else True
            return self._shown(call, book, areas, cells_asked=cells_asked)

    def _get_by_data_filter(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            areas = [area for each in call.body.get("dataFilters", []) for area in metadata.areas(book, each)]
            cells_asked = call.body.get("includeGridData", False) if call.mask is None else True
            return self._shown(call, book, areas, cells_asked=cells_asked)

    def _shown(self, call: Call, book: Spreadsheet, areas: list[Area], *, cells_asked: bool) -> dict[str, Any]:
        file_id, email = call.path["spreadsheetId"], call.person.email
        numbers = sorted({area.sheet for area in areas}) if areas else range(len(book["sheets"]))
        shown: dict[str, Any] = {
            "spreadsheetId": file_id,
            "properties": {
                "title": self._drive.name(file_id),
                "locale": book["locale"],
                "autoRecalc": "ON_CHANGE",
                "timeZone": book["timeZone"],
            },
            "sheets": [
                shown_sheet(book, number, [area for area in areas if area.sheet == number], email, cells=cells_asked)
                for number in numbers
            ],
            "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{file_id}/edit",
        }
        marks = [each.shown() for each in metadata.all_entries(book) if each.kept_in is book["metadata"]]
        return {**shown, "developerMetadata": marks} if marks else shown

    def _batch_update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            asked = call.body.get("requests", [])
            book["owner"] = self._drive.owner(call.path["spreadsheetId"])
            replies = [requests.apply(book, each, number, call.person.email) for number, each in enumerate(asked)]
            self._keep(call, book)
            answer: dict[str, Any] = {"spreadsheetId": call.path["spreadsheetId"], "replies": replies}
            if call.body.get("includeSpreadsheetInResponse"):
                cells_asked = call.body.get("responseIncludeGridData", False)
                areas = [a1.read(text, book["sheets"]) for text in call.body.get("responseRanges", [])]
                answer["updatedSpreadsheet"] = self._shown(call, book, areas, cells_asked=cells_asked)
            return answer

    def _values_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            return values.read(book, a1.read(call.path["range"], book["sheets"]), call.query)

    def _values_batch_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            areas = [a1.read(text, book["sheets"]) for text in call.query.get("ranges", [])]
            found = [values.read(book, area, call.query) for area in areas]
        return {"spreadsheetId": call.path["spreadsheetId"], **({"valueRanges": found} if found else {})}

    def _values_batch_get_by_data_filter(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            found = [
                {"valueRange": values.read(book, area, call.body), "dataFilters": [each]}
                for each in call.body.get("dataFilters", [])
                for area in metadata.areas(book, each)
            ]
        return {"spreadsheetId": call.path["spreadsheetId"], **({"valueRanges": found} if found else {})}

    def _values_update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            _same_range(call)
            area = a1.read(call.path["range"], book["sheets"])
            answer = values.write(book, area, call.body, call.query, call.person.email)
            self._keep(call, book)
        return {"spreadsheetId": call.path["spreadsheetId"], **answer}

    def _values_batch_update(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            values.input_option(call.body)
            written = [
                values.write(book, a1.read(each.get("range", ""), book["sheets"]), each, call.body, call.person.email)
                for each in call.body.get("data", [])
            ]
            self._keep(call, book)
        return _totals(call, written, [{"spreadsheetId": call.path["spreadsheetId"], **each} for each in written])

    def _values_batch_update_by_data_filter(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            values.input_option(call.body)
            written = [
                {**values.write(book, area, each, call.body, call.person.email), "dataFilter": each["dataFilter"]}
                for each in call.body.get("data", [])
                for area in metadata.areas(book, each.get("dataFilter", {}))
            ]
            self._keep(call, book)
        return _totals(call, written, written)

    def _values_append(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            values.input_option(call.query)
            area = a1.read(call.path["range"], book["sheets"])
            answer = values.append(book, area, call.body, call.query, call.person.email)
            self._keep(call, book)
        file_id = call.path["spreadsheetId"]
        return {"spreadsheetId": file_id, **answer, "updates": {"spreadsheetId": file_id, **answer["updates"]}}

    def _values_clear(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            cleared = values.clear(book, a1.read(call.path["range"], book["sheets"]), call.person.email)
            self._keep(call, book)
        return {"spreadsheetId": call.path["spreadsheetId"], "clearedRange": cleared}

    def _values_batch_clear(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call, writing=True)
            areas = [a1.read(text, book["sheets"]) for text in call.body.get("ranges", [])]
            cleared = [values.clear(book, area, call.person.email) for area in areas]
            self._keep(call, book)
        return {"spreadsheetId": call.path["spreadsheetId"], "clearedRanges": cleared}

    def _metadata_get(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            for marked in metadata.all_entries(self._open(call)):
                if str(marked.entry["metadataId"]) == call.path["metadataId"]:
                    return marked.shown()
        raise not_found()

    def _metadata_search(self, call: Call) -> dict[str, Any]:
        with self._store.lock:
            book = self._open(call)
            found = [
                {"developerMetadata": marked.shown(), "dataFilters": [each]}
                for each in call.body.get("dataFilters", [])
                for marked in metadata.matching(book, each)
            ]
        return {"matchedDeveloperMetadata": found} if found else {}


def _same_range(call: Call) -> None:
    given = call.body.get("range")
    if given and given != call.path["range"]:
        raise invalid(f"Requested writing within range [{call.path['range']}], but the body names range [{given}]")


def _totals(call: Call, written: list[dict[str, Any]], responses: list[dict[str, Any]]) -> dict[str, Any]:
    counts = {
        name: sum(each.get(name, 0) for each in written) for name in ("updatedRows", "updatedColumns", "updatedCells")
    }
    totals = {f"total{name[0].upper()}{name[1:]}": count for name, count in counts.items() if count}
    if written:
        # A title may stand in quotes; what is before the last exclamation mark is the title either way.
        totals["totalUpdatedSheets"] = len({each["updatedRange"].rpartition("!")[0] for each in written})
    answer = {"spreadsheetId": call.path["spreadsheetId"], **totals}
    return {**answer, "responses": responses} if responses else answer
