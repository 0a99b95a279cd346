"""Reading and writing the values of an area."""

from typing import Any

from services.sandbox.google_sheets import a1, cells, grid
from services.sandbox.google_sheets.a1 import Area
from services.sandbox.refusal import invalid

Spreadsheet = dict[str, Any]
Options = dict[str, Any]


def read(book: Spreadsheet, area: Area, options: Options) -> dict[str, Any]:
    """The area as a ValueRange: empty cells and rows at the end are left out, as Sheets does."""
    render = options.get("valueRenderOption", "FORMATTED_VALUE")
    dates = options.get("dateTimeRenderOption", "SERIAL_NUMBER")
    dimension = _dimension(options)
    sheet = book["sheets"][area.sheet]
    # Nothing stands beyond the widest row and the last one, and what is empty at the ends is left out anyway.
    used = sheet["rows"][area.top : area.bottom]
    right = min(area.right, max((len(row["cells"]) for row in used), default=0))
    lines = [
        [cells.rendered(grid.cell(sheet, row, column), render, dates) for column in range(area.left, right)]
        for row in range(area.top, area.top + len(used))
    ]
    if dimension == "COLUMNS":
        lines = [list(line) for line in zip(*lines, strict=True)]
    shown = _trimmed(lines)
    value_range = {"range": a1.write(area, book["sheets"]), "majorDimension": dimension}
    return {**value_range, "values": shown} if shown else value_range


def _dimension(options: Options) -> str:
    asked = options.get("majorDimension", "ROWS")
    return "ROWS" if asked == "DIMENSION_UNSPECIFIED" else str(asked)


def _trimmed(lines: list[list[Any]]) -> list[list[Any]]:
    trimmed = []
    for line in lines:
        while line and line[-1] == "":
            line.pop()
        trimmed.append(line)
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def input_option(options: Options) -> str:
    """How written values are to be understood; Sheets insists on being told."""
    option = options.get("valueInputOption")
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    return str(option)


def write(book: Spreadsheet, area: Area, given: dict[str, Any], options: Options, by: str) -> dict[str, Any]:
    """Write values into an area; answers an UpdateValuesResponse without the spreadsheet's id.

    Null leaves a cell as it is, an empty text empties it. An area of one cell is a corner from which the values
    may spread; values must fit into any other.
    """
    understand = cells.raw if input_option(options) == "RAW" else cells.typed
    lines = _lines(given)
    sheet = book["sheets"][area.sheet]
    height, width = len(lines), max((len(line) for line in lines), default=0)
    _check_fit(book, area, lines)
    written = 0
    for down, line in enumerate(lines):
        for across, value in enumerate(line):
            if value is not None:
                grid.put(sheet, area.top + down, area.left + across, understand(value), by)
                written += 1
    bottom, right = area.top + max(height, 1), area.left + max(width, 1)
    touched = Area(area.sheet, area.top, bottom, area.left, right)
    answer: dict[str, Any] = {"updatedRange": a1.write(touched, book["sheets"])}
    if written:
        answer |= {"updatedRows": height, "updatedColumns": width, "updatedCells": written}
    if options.get("includeValuesInResponse"):
        answer["updatedData"] = read(book, touched, _response_options(options, given))
    return answer


def _response_options(options: Options, given: dict[str, Any]) -> Options:
    return {
        "valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        "majorDimension": _dimension(given),
    }


def _lines(given: dict[str, Any]) -> list[list[Any]]:
    lines: list[list[Any]] = given.get("values", [])
    for down, line in enumerate(lines):
        for across, value in enumerate(line):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise invalid(f"Invalid values[{down}][{across}]: {kind} {{\n}}\n")
    if _dimension(given) == "COLUMNS":
        height = max((len(line) for line in lines), default=0)
        return [[line[down] if down < len(line) else None for line in lines] for down in range(height)]
    return lines


def _check_fit(book: Spreadsheet, area: Area, lines: list[list[Any]]) -> None:
    sheet = book["sheets"][area.sheet]
    bottom = area.top + len(lines)
    right = area.left + max((len(line) for line in lines), default=0)
    if area.anchor:
        if bottom > sheet["rowCount"] or right > sheet["columnCount"]:
            raise a1.beyond(f"{sheet['title']}!{a1.cell_name(bottom - 1, right - 1)}", sheet)
        return
    text = f"Requested writing within range [{a1.write(area, book['sheets'])}], but tried writing to"
    if bottom > area.bottom:
        raise invalid(f"{text} row [{area.bottom + 1}]")
    if right > area.right:
        raise invalid(f"{text} column [{a1.column_letters(area.right)}]")


def clear(book: Spreadsheet, area: Area, by: str) -> str:
    """Empty an area; formats stay. Answers the range."""
    sheet = book["sheets"][area.sheet]
    for row in area.rows:
        for column in area.columns:
            if grid.has_value(sheet, row, column):
                grid.put(sheet, row, column, {}, by)
    return a1.write(area, book["sheets"])


def append(book: Spreadsheet, area: Area, given: dict[str, Any], options: Options, by: str) -> dict[str, Any]:
    """Write below the table that Sheets believes to stand at the area; answers an AppendValuesResponse.

    The table is the block of filled cells that touches the area ("Append values", Sheets API guide). By default
    the values overwrite whatever stands below it.
    """
    sheet = book["sheets"][area.sheet]
    table = _table(sheet, area)
    lines = _lines(given)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    if options.get("insertDataOption") == "INSERT_ROWS":
        grid.insert_rows(sheet, top, len(lines), like=top - 1 if top else None)
    sheet["rowCount"] = max(sheet["rowCount"], top + len(lines))
    answer: dict[str, Any] = {}
    if table:
        answer["tableRange"] = a1.write(table, book["sheets"])
    corner = Area(area.sheet, top, top + 1, left, left + 1, anchor=True)
    answer["updates"] = write(book, corner, given, options, by)
    return answer


def _table(sheet: grid.Sheet, area: Area) -> Area | None:
    filled = [
        (row, column)
        for row in range(min(area.bottom, len(sheet["rows"])))
        for column in area.columns
        if row >= area.top and grid.has_value(sheet, row, column)
    ]
    if not filled:
        return None
    top, bottom = filled[0][0], filled[-1][0] + 1
    left, right = min(column for _, column in filled), max(column for _, column in filled) + 1
    grown = True
    while grown:
        grown = False
        if _any(sheet, range(bottom, bottom + 1), range(left, right)):
            bottom, grown = bottom + 1, True
        if top and _any(sheet, range(top - 1, top), range(left, right)):
            top, grown = top - 1, True
        if _any(sheet, range(top, bottom), range(right, right + 1)):
            right, grown = right + 1, True
        if left and _any(sheet, range(top, bottom), range(left - 1, left)):
            left, grown = left - 1, True
    return Area(area.sheet, top, bottom, left, right)


def _any(sheet: grid.Sheet, rows: range, columns: range) -> bool:
    return any(grid.has_value(sheet, row, column) for row in rows for column in columns)
