"""The installers spreadsheet, as the tests ask for it and change it."""

from typing import Any

from tests.services.sandbox.clients import INSTALLERS, Clients

SITE = "7c1d3a52-6f0b-4e2c-9d84-52b3f5a0c9e1"


def rows(clients: Clients, where: str = "Installers") -> list[list[Any]]:
    """The values of an area."""
    found = clients.sheets("ops").values().get(spreadsheetId=INSTALLERS, range=where).execute()
    values: list[list[Any]] = found.get("values", [])
    return values


def batch(clients: Clients, *requests: dict[str, Any]) -> dict[str, Any]:
    """The answer to a batchUpdate."""
    body = {"requests": list(requests)}
    answer: dict[str, Any] = clients.sheets("ops").batchUpdate(spreadsheetId=INSTALLERS, body=body).execute()
    return answer


def mark(row: int, metadata_id: int = 7, **more: Any) -> dict[str, Any]:
    """A request that marks a row (counted from 0)."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    entry = {
        "metadataId": metadata_id,
        "metadataKey": "handover",
        "metadataValue": "larchwood",
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"dimensionRange": span}, **more}}}


def marked_row(clients: Clients, metadata_id: int = 7) -> int:
    """Where the marked row is now."""
    found = clients.sheets("ops").developerMetadata().get(spreadsheetId=INSTALLERS, metadataId=metadata_id).execute()
    index: int = found["location"]["dimensionRange"]["startIndex"]
    return index


def insert(row: int, count: int = 1, *, before: bool = False) -> dict[str, Any]:
    """A request that inserts rows."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
    return {"insertDimension": {"range": span, "inheritFromBefore": before}}


def delete(row: int) -> dict[str, Any]:
    """A request that deletes a row."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"deleteDimension": {"range": span}}


def by_mark(metadata_id: int = 7) -> dict[str, Any]:
    """The data filter for a marked row."""
    return {"developerMetadataLookup": {"metadataId": metadata_id}}
