"""Protected ranges: who may change which cells ("ProtectedRange" of the Sheets discovery document)."""

import secrets
from typing import Any

from services.sandbox.google_sheets import a1
from services.sandbox.refusal import invalid

Sheet = dict[str, Any]
Range = dict[str, Any]
PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
_ROWS, _COLUMNS = ("startRowIndex", "endRowIndex"), ("startColumnIndex", "endColumnIndex")


def add(sheet: Sheet, given: Range, by: str, owner: str) -> Range:
    """A new protection; whoever makes it, and the spreadsheet's owner, can always edit there."""
    kept: Range = {name: given[name] for name in ("description", "warningOnly", "unprotectedRanges") if name in given}
    editors = sorted({by, owner, *given.get("editors", {}).get("users", [])})
    made: Range = {
        "protectedRangeId": int(given.get("protectedRangeId", 1 + secrets.randbelow(2**31 - 1))),
        "range": {"sheetId": sheet["sheetId"], **given.get("range", {})},
        **kept,
        "editors": {"users": editors},
    }
    sheet.setdefault("protectedRanges", []).append(made)
    return made


def delete(sheets: list[Sheet], protected_id: int, at: str) -> None:
    """Take a protection off."""
    for sheet in sheets:
        for one in sheet.get("protectedRanges", []):
            if one["protectedRangeId"] == protected_id:
                sheet["protectedRanges"].remove(one)
                return
    raise invalid(f"Invalid {at}: No protected range with ID: {protected_id}")


def shown(protected: Range, email: str) -> Range:
    """As ProtectedRange: who may edit is told only to those who may."""
    if email in protected["editors"]["users"]:
        return {**protected, "requestingUserCanEdit": True}
    return {name: value for name, value in protected.items() if name != "editors"}


def check_cell(sheet: Sheet, row: int, column: int, by: str) -> None:
    """The refusal, if this person may not change this cell."""
    for one in sheet.get("protectedRanges", ()):
        free = any(_holds(area, row, column) for area in one.get("unprotectedRanges", ()))
        if _binds(one, by) and _holds(one["range"], row, column) and not free:
            raise invalid(PROTECTED)


def check_rows(sheet: Sheet, start: int, end: int, by: str) -> None:
    """The refusal, if rows cannot be inserted, deleted or moved here without changing what is protected."""
    for one in sheet.get("protectedRanges", ()):
        top, bottom = _span(one["range"], _ROWS)
        if _binds(one, by) and start < bottom and (end > top or (start == end and start > top)):
            raise invalid(PROTECTED)


def shift_rows(sheet: Sheet, start: int, count: int) -> None:
    """Rows came (count > 0) or went before ``start``: protections keep to the cells that they protect."""
    for one in sheet.get("protectedRanges", ()):
        for name in _ROWS:
            if one["range"].get(name, -1) > start or (name == _ROWS[0] and one["range"].get(name, -1) == start):
                one["range"][name] = max(start, one["range"][name] + count)


def _binds(protected: Range, by: str) -> bool:
    return not protected.get("warningOnly") and by not in protected["editors"]["users"]


def _holds(area: Range, row: int, column: int) -> bool:
    top, bottom = _span(area, _ROWS)
    left, right = _span(area, _COLUMNS)
    return top <= row < bottom and left <= column < right


def _span(area: Range, names: tuple[str, str]) -> tuple[int, float]:
    return int(area.get(names[0], 0)), area.get(names[1], float("inf"))


def touching(sheet: Sheet, areas: list[a1.Area]) -> list[Range]:
    """Those that touch one of ``areas``; all where there are none."""
    return [one for one in sheet.get("protectedRanges", ()) if not areas or any(_meets(one["range"], a) for a in areas)]


def _meets(area: Range, other: a1.Area) -> bool:
    top, bottom = _span(area, _ROWS)
    left, right = _span(area, _COLUMNS)
    return top < other.bottom and other.top < bottom and left < other.right and other.left < right
