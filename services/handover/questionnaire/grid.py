"""Where the cells of a table stand in its grid, merged cells taken into account.

Source: addon-protocol.md section 8.2: the head cell of merged ones has the spans, covered cells are still listed,
usually empty; tables may be ragged.
"""

from __future__ import annotations

from services.handover.questionnaire.view import Json, mapping, sequence

# No real table is wider or higher; larger spans are nonsense in the input.
LARGEST_SPAN = 5_000
ALONE = {"rowSpan": 1, "columnSpan": 1}


# A cell's JSON, its row and column, and over how many rows and columns it reaches.
Place = tuple[Json, int, int, int, int]


def placed(rows: list[list[Json]]) -> list[list[Place]]:
    """The cells of each row at their places; covered cells that are empty are left out."""
    if not _has_merged(rows):
        return [[(cell, number, at, 1, 1) for at, cell in enumerate(row)] for number, row in enumerate(rows)]
    width = max((len(row) for row in rows), default=0)
    covered: dict[int, int] = {}  # column -> row up to which a cell above reaches
    return [_row(number, row, len(row) == width, len(rows), width, covered) for number, row in enumerate(rows)]


def _has_merged(rows: list[list[Json]]) -> bool:
    for row in rows:
        for cell in row:
            style = cell.get("tableCellStyle")
            if not style or style == ALONE or not isinstance(style, dict):
                continue
            if not (style.get("rowSpan", 1) == 1 == style.get("columnSpan", 1)):
                return True
    return False


def _row(
    number: int, cells: list[Json], lists_covered: bool, height: int, width: int, covered: dict[int, int]
) -> list[Place]:
    found: list[Place] = []
    column, beside = 0, 0
    for cell in cells:
        if not lists_covered:
            while covered.get(column, -1) >= number:
                column += 1
        hidden = lists_covered and (covered.get(column, -1) >= number or column < beside)
        if hidden and _is_empty(cell):
            column += 1
            continue
        style = cell.get("tableCellStyle")
        rows, columns = _span(style, "rowSpan", height - number), _span(style, "columnSpan", LARGEST_SPAN)
        if lists_covered:
            columns = min(columns, max(width - column, 1))
        found.append((cell, number, column, rows, columns))
        if rows > 1:
            covered.update(dict.fromkeys(range(column, column + columns), number + rows - 1))
        beside = column + columns
        column += 1 if lists_covered else columns
    return found


def _span(style: object, name: str, most: int) -> int:
    span = style.get(name) if isinstance(style, dict) else None
    return max(1, min(span, most)) if isinstance(span, int) and span > 1 else 1


def _is_empty(cell: Json) -> bool:
    for block in sequence(cell.get("content")):
        if "table" in mapping(block):
            return False
        for element in sequence(mapping(mapping(block).get("paragraph")).get("elements")):
            run = mapping(element).get("textRun")
            if run is None or str(mapping(run).get("content", "")).strip():
                return False
    return True
