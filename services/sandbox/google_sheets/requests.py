"""The requests of `spreadsheets.batchUpdate`, as far as played. All or nothing: the caller hands in a copy."""

from collections.abc import Callable
from typing import Any

from services.sandbox.google_sheets import a1, cells, charts, grid, metadata, protection, views
from services.sandbox.refusal import Refusal, invalid

Spreadsheet = dict[str, Any]
Request = dict[str, Any]


def apply(book: Spreadsheet, request: Request, number: int, by: str) -> dict[str, Any]:
    """Apply one request; answers its reply."""
    if len(request) != 1:
        raise invalid(f"Invalid requests[{number}]: No request set.")
    name, asked = next(iter(request.items()))
    at = f"requests[{number}].{name}"
    if name in _BY_PERSON:
        answer = _BY_PERSON[name](book, asked, at, by)
        return {name: answer} if answer else {}
    if name not in _OTHERS:
        raise Refusal(501, "UNIMPLEMENTED", f"The sandbox does not play {at}.")
    reply = _OTHERS[name](book, asked, at)
    return {name: reply} if reply else {}


def _create_metadata(book: Spreadsheet, asked: Request, at: str) -> dict[str, Any]:
    return {"developerMetadata": metadata.create(book, asked.get("developerMetadata", {}), at)}


def _update_metadata(book: Spreadsheet, asked: Request, at: str) -> dict[str, Any]:
    wanted, given = _mask(asked, at), asked.get("developerMetadata", {})
    changed = []
    for data_filter in asked.get("dataFilters", []):
        for marked in metadata.matching(book, data_filter):
            for name in ("metadataKey", "metadataValue", "visibility"):
                if name in wanted or "*" in wanted:
                    marked.entry[name] = given.get(name, "")
            changed.append(marked.shown())
    return {"developerMetadata": changed} if changed else {}


def _delete_metadata(book: Spreadsheet, asked: Request, _: str) -> dict[str, Any]:
    found = metadata.matching(book, asked.get("dataFilter", {}))
    for marked in found:
        marked.kept_in.remove(marked.entry)
    return {"deletedDeveloperMetadata": [marked.shown() for marked in found]} if found else {}


def _insert_dimension(book: Spreadsheet, asked: Request, at: str, by: str) -> None:
    sheet, rows, start, end = _span(book, asked, at)
    if rows:
        protection.check_rows(sheet, start, start, by)
    limit = sheet["rowCount"] if rows else sheet["columnCount"]
    if start > limit:
        raise invalid(f"Invalid {at}: range.startIndex[{start}] is too large; the sheet has {limit} of them.")
    before = bool(asked.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid(f"Invalid {at}: inheritFromBefore cannot be true when inserting at the first index.")
    if rows:
        grid.insert_rows(sheet, start, end - start, like=start - 1 if before else start)
    else:
        grid.insert_columns(sheet, start, end - start)


def _delete_dimension(book: Spreadsheet, asked: Request, at: str, by: str) -> None:
    sheet, rows, start, end = _span(book, asked, at)
    if rows:
        protection.check_rows(sheet, start, end, by)
    limit = sheet["rowCount"] if rows else sheet["columnCount"]
    if start >= limit:
        raise invalid(f"Invalid {at}: Cannot delete a dimension that does not exist.")
    if end - start >= limit:
        raise invalid(f"Invalid {at}: You can't delete all the {'rows' if rows else 'columns'} on the sheet.")
    if rows:
        grid.delete_rows(sheet, start, min(end, limit))
    else:
        grid.delete_columns(sheet, start, min(end, limit))


def _span(book: Spreadsheet, asked: Request, at: str) -> tuple[grid.Sheet, bool, int, int]:
    given = asked.get("range", {})
    sheet = metadata.by_id(book, int(given.get("sheetId", 0)), at)
    start, end = int(given.get("startIndex", 0)), int(given.get("endIndex", 0))
    if given.get("dimension") not in ("ROWS", "COLUMNS"):
        raise invalid(f"Invalid {at}: No dimension specified.")
    if start < 0 or end <= start:
        raise invalid(f"Invalid {at}: range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    return sheet, given["dimension"] == "ROWS", start, end


def _sort_range(book: Spreadsheet, asked: Request, at: str, by: str) -> None:
    area = a1.from_grid_range(asked.get("range", {}), book["sheets"], at)
    protection.check_rows(book["sheets"][area.sheet], area.top, area.bottom, by)
    specs = asked.get("sortSpecs", [])
    if not specs:
        raise invalid(f"Invalid {at}: Must specify at least one sortSpec.")
    keys = [(int(spec.get("dimensionIndex", 0)), spec.get("sortOrder") == "DESCENDING") for spec in specs]
    grid.sort_rows(book["sheets"][area.sheet], area, keys)


def _update_dimension(book: Spreadsheet, asked: Request, at: str) -> None:
    sheet, _, start, end = _span(book, asked, at)
    if _mask(asked, at) & {"*", "hiddenByUser"}:
        hidden = bool(asked.get("properties", {}).get("hiddenByUser"))
        views.hide(sheet, asked["range"]["dimension"], start, end, hidden=hidden)


def _set_filter(book: Spreadsheet, asked: Request, at: str) -> None:
    views.set_filter(book, asked.get("filter", {}), at)


def _clear_filter(book: Spreadsheet, asked: Request, at: str) -> None:
    views.clear_filter(metadata.by_id(book, int(asked.get("sheetId", 0)), at))


def _protect(book: Spreadsheet, asked: Request, at: str, by: str) -> dict[str, Any]:
    given = asked.get("protectedRange", {})
    sheet = metadata.by_id(book, int(given.get("range", {}).get("sheetId", 0)), at)
    return {"protectedRange": protection.shown(protection.add(sheet, given, by, book.get("owner", by)), by)}


def _unprotect(book: Spreadsheet, asked: Request, at: str) -> None:
    protection.delete(book["sheets"], int(asked.get("protectedRangeId", 0)), at)


def _add_sheet(book: Spreadsheet, asked: Request, at: str) -> dict[str, Any]:
    given = asked.get("properties", {})
    taken = {sheet["sheetId"] for sheet in book["sheets"]}
    title = given.get("title", f"Sheet{len(taken) + 1}")
    if any(sheet["title"].casefold() == title.casefold() for sheet in book["sheets"]):
        raise invalid(f'Invalid {at}: A sheet with the name "{title}" already exists. Please enter another name.')
    sheet_id = int(given.get("sheetId", max(taken, default=0) + 1))
    if sheet_id in taken:
        raise invalid(f"Invalid {at}: Sheet with ID {sheet_id} already exists.")
    size = given.get("gridProperties", {})
    sheet = grid.new_sheet(sheet_id, title, int(size.get("rowCount", 1000)), int(size.get("columnCount", 26)))
    sheet["frozenRowCount"] = int(size.get("frozenRowCount", 0))
    book["sheets"].append(sheet)
    return {"properties": properties(sheet, len(book["sheets"]) - 1)}


def _delete_sheet(book: Spreadsheet, asked: Request, at: str) -> None:
    sheet = metadata.by_id(book, int(asked.get("sheetId", 0)), at)
    if len(book["sheets"]) == 1:
        raise invalid(f"Invalid {at}: You can't remove all the sheets in a document.")
    book["sheets"].remove(sheet)


def _add_chart(book: Spreadsheet, asked: Request, at: str) -> dict[str, Any]:
    return {"chart": charts.add(book, asked.get("chart", {}), at)}


def properties(sheet: grid.Sheet, index: int) -> dict[str, Any]:
    """SheetProperties of a sheet."""
    size = {"rowCount": sheet["rowCount"], "columnCount": sheet["columnCount"]}
    if sheet["frozenRowCount"]:
        size["frozenRowCount"] = sheet["frozenRowCount"]
    shown = {"sheetId": sheet["sheetId"], "title": sheet["title"], "index": index}
    return {**shown, "sheetType": "GRID", "gridProperties": size}


def _update_cells(book: Spreadsheet, asked: Request, at: str, by: str) -> None:
    wanted = _mask(asked, at)
    rows = asked.get("rows", [])
    if "start" in asked:
        start = asked["start"]
        sheet = metadata.by_id(book, int(start.get("sheetId", 0)), at)
        top, left = int(start.get("rowIndex", 0)), int(start.get("columnIndex", 0))
        width = max((len(row.get("values", [])) for row in rows), default=0)
        if top + len(rows) > sheet["rowCount"] or left + width > sheet["columnCount"]:
            raise a1.beyond(f"{sheet['title']}!{a1.cell_name(top, left)}", sheet)
        for down, row in enumerate(rows):
            for across, given in enumerate(row.get("values", [])):
                _put(sheet, top + down, left + across, given, wanted, by)
        return
    area = a1.from_grid_range(asked.get("range", {}), book["sheets"], at)
    for down, row_index in enumerate(area.rows):
        values = rows[down].get("values", []) if down < len(rows) else []
        for across, column in enumerate(area.columns):
            # In a range, cells for which no value is given lose theirs.
            given = values[across] if across < len(values) else {}
            _put(book["sheets"][area.sheet], row_index, column, given, wanted, by)


def _append_cells(book: Spreadsheet, asked: Request, at: str, by: str) -> None:
    wanted = _mask(asked, at)
    sheet = metadata.by_id(book, int(asked.get("sheetId", 0)), at)
    top, rows = grid.last_row(sheet), asked.get("rows", [])
    sheet["rowCount"] = max(sheet["rowCount"], top + len(rows))
    for down, row in enumerate(rows):
        for across, given in enumerate(row.get("values", [])):
            _put(sheet, top + down, across, given, wanted, by)


def _put(sheet: grid.Sheet, row: int, column: int, given: dict[str, Any], wanted: set[str], by: str) -> None:
    old = grid.cell(sheet, row, column)
    new: cells.Cell = {"value": old["value"]} if "value" in old else {}
    if wanted & {"*", "userEnteredValue"}:
        value = given.get("userEnteredValue", {})
        new = {"value": value} if value and value != {"stringValue": ""} else {}
    if wanted & {"*", "userEnteredFormat", "userEnteredFormat.numberFormat"}:
        number_format = given.get("userEnteredFormat", {}).get("numberFormat")
        if number_format:
            new["format"] = number_format
    grid.put(sheet, row, column, new, by)


def _mask(asked: Request, at: str) -> set[str]:
    if not asked.get("fields"):
        raise invalid(f"Invalid {at}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return {field.strip() for field in asked["fields"].split(",")}


_BY_PERSON: dict[str, Callable[[Spreadsheet, Request, str, str], dict[str, Any] | None]] = {
    "updateCells": _update_cells,
    "appendCells": _append_cells,
    "insertDimension": _insert_dimension,
    "deleteDimension": _delete_dimension,
    "sortRange": _sort_range,
    "addProtectedRange": _protect,
}
_OTHERS: dict[str, Callable[[Spreadsheet, Request, str], dict[str, Any] | None]] = {
    "createDeveloperMetadata": _create_metadata,
    "updateDeveloperMetadata": _update_metadata,
    "deleteDeveloperMetadata": _delete_metadata,
    "updateDimensionProperties": _update_dimension,
    "setBasicFilter": _set_filter,
    "clearBasicFilter": _clear_filter,
    "deleteProtectedRange": _unprotect,
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "addChart": _add_chart,
}
