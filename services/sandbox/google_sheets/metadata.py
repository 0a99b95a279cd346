"""Developer metadata: marks on a spreadsheet, a sheet, a row or a column, that stay with what they mark.

"DeveloperMetadata", "DeveloperMetadataLookup" and "DataFilter" of the Sheets discovery document.
"""

import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple

from services.sandbox.google_sheets import a1, grid
from services.sandbox.refusal import invalid

Spreadsheet = dict[str, Any]
Entry = dict[str, Any]


class Marked(NamedTuple):
    """An entry, the list in which it is kept, and the location where it stands now."""

    entry: Entry
    kept_in: list[Entry]
    location: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        """As DeveloperMetadata."""
        return {**{key: value for key, value in self.entry.items() if key != "at"}, "location": self.location}


def all_entries(book: Spreadsheet) -> Iterator[Marked]:
    """All metadata of a spreadsheet."""
    for entry in book["metadata"]:
        yield Marked(entry, book["metadata"], {"locationType": "SPREADSHEET", "spreadsheet": True})
    for sheet in book["sheets"]:
        for entry in sheet["metadata"]:
            yield Marked(entry, sheet["metadata"], {"locationType": "SHEET", "sheetId": sheet["sheetId"]})
        for index, row in enumerate(sheet["rows"]):
            for entry in row["metadata"]:
                yield Marked(entry, row["metadata"], _line(sheet, "ROWS", index))
        for entry in sheet["columnMetadata"]:
            yield Marked(entry, sheet["columnMetadata"], _line(sheet, "COLUMNS", entry["at"]))


def _line(sheet: grid.Sheet, dimension: str, index: int) -> dict[str, Any]:
    span = {"sheetId": sheet["sheetId"], "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    return {"locationType": dimension[:-1], "dimensionRange": span}


def create(book: Spreadsheet, given: dict[str, Any], at: str) -> dict[str, Any]:
    """A new entry. An id that is taken is refused, and with it the whole batch."""
    if not given.get("metadataKey"):
        raise invalid(f"Invalid {at}: Developer metadata must have a key specified.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid(f"Invalid {at}: Developer metadata must have visibility specified.")
    taken = {marked.entry["metadataId"] for marked in all_entries(book)}
    if "metadataId" in given:
        metadata_id = int(given["metadataId"])
        if metadata_id <= 0:
            raise invalid(f"Invalid {at}: Developer metadata ID must be positive.")
        if metadata_id in taken:
            # That the id is unique is documented, the words of the refusal are not.
            raise invalid(f"Invalid {at}: Developer metadata with ID {metadata_id} already exists.")
    else:
        metadata_id = 1 + secrets.randbelow(2**31 - 1)
    entry = {"metadataId": metadata_id}
    entry |= {key: given[key] for key in ("metadataKey", "metadataValue", "visibility") if key in given}
    _keep(book, given.get("location", {}), entry, at)
    return next(marked for marked in all_entries(book) if marked.entry is entry).shown()


def _keep(book: Spreadsheet, location: dict[str, Any], entry: Entry, at: str) -> None:
    if location.get("spreadsheet"):
        book["metadata"].append(entry)
    elif "dimensionRange" in location:
        span = location["dimensionRange"]
        sheet = by_id(book, int(span.get("sheetId", 0)), at)
        start, end = int(span.get("startIndex", 0)), int(span.get("endIndex", 0))
        if end - start != 1:
            raise invalid(f"Invalid {at}: The dimension range must represent a single row or column.")
        count = sheet["rowCount"] if span.get("dimension") == "ROWS" else sheet["columnCount"]
        if span.get("dimension") not in ("ROWS", "COLUMNS") or not 0 <= start < count:
            raise invalid(f"Invalid {at}: The dimension range is out of bounds.")
        if span["dimension"] == "ROWS":
            grid.row(sheet, start)["metadata"].append(entry)
        else:
            entry["at"] = start
            sheet["columnMetadata"].append(entry)
    elif "sheetId" in location:
        by_id(book, int(location["sheetId"]), at)["metadata"].append(entry)
    else:
        raise invalid(f"Invalid {at}: Developer metadata must have a location specified.")


def by_id(book: Spreadsheet, sheet_id: int, at: str) -> grid.Sheet:
    """The sheet with this id, or the refusal."""
    for sheet in book["sheets"]:
        if sheet["sheetId"] == sheet_id:
            found: grid.Sheet = sheet
            return found
    raise a1.no_grid(sheet_id, at)


def matching(book: Spreadsheet, data_filter: dict[str, Any]) -> list[Marked]:
    """The entries that a data filter selects."""
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        return [marked for marked in all_entries(book) if _selected(marked, lookup)]
    area = _area(book, data_filter)
    return [marked for marked in all_entries(book) if _touches(book, marked.location, area)]


def areas(book: Spreadsheet, data_filter: dict[str, Any]) -> list[a1.Area]:
    """The areas that a data filter selects: of a row's metadata the whole row, and so on."""
    if "developerMetadataLookup" not in data_filter:
        return [_area(book, data_filter)]
    found = [_place(book, marked.location) for marked in matching(book, data_filter)]
    return [area for area in found if area is not None]


def _area(book: Spreadsheet, data_filter: dict[str, Any]) -> a1.Area:
    if "a1Range" in data_filter:
        return a1.read(data_filter["a1Range"], book["sheets"])
    if "gridRange" in data_filter:
        return a1.from_grid_range(data_filter["gridRange"], book["sheets"])
    raise invalid("Invalid data filter: No filter specified.")


def _place(book: Spreadsheet, location: dict[str, Any]) -> a1.Area | None:
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        rows = span["dimension"] == "ROWS"
        names = ("startRowIndex", "endRowIndex") if rows else ("startColumnIndex", "endColumnIndex")
        given = {"sheetId": span["sheetId"], names[0]: span["startIndex"], names[1]: span["endIndex"]}
        return a1.from_grid_range(given, book["sheets"])
    if "sheetId" in location:
        return a1.from_grid_range({"sheetId": location["sheetId"]}, book["sheets"])
    return None


def _touches(book: Spreadsheet, location: dict[str, Any], area: a1.Area) -> bool:
    place = _place(book, location)
    if place is None or place.sheet != area.sheet:
        return False
    return place.top < area.bottom and area.top < place.bottom and place.left < area.right and area.left < place.right


def _selected(marked: Marked, lookup: dict[str, Any]) -> bool:
    entry = marked.entry
    for name in ("metadataKey", "metadataValue", "visibility"):
        if name in lookup and entry.get(name) != lookup[name]:
            return False
    if "metadataId" in lookup and entry["metadataId"] != int(lookup["metadataId"]):
        return False
    if lookup.get("locationType", marked.location["locationType"]) != marked.location["locationType"]:
        return False
    if "metadataLocation" in lookup:
        exact = lookup.get("locationMatchingStrategy") == "EXACT_LOCATION"
        return _located(marked.location, lookup["metadataLocation"], exact=exact)
    return True


def _located(location: dict[str, Any], wanted: dict[str, Any], *, exact: bool) -> bool:
    wanted = {key: value for key, value in wanted.items() if key != "locationType"}
    if "dimensionRange" in wanted:
        wanted = {"dimensionRange": {"sheetId": 0, "startIndex": 0, **wanted["dimensionRange"]}}
    same = all(location.get(key) == value for key, value in wanted.items())
    if exact or same or "sheetId" not in wanted:
        return same
    return bool(location.get("dimensionRange", {}).get("sheetId") == wanted["sheetId"])
