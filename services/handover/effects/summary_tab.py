"""A tab with numbers, a chart of them and a list: inserted, brought up to date, and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.errors import Refused
from services.handover.model import Evidence, Notes, hash_of
from services.systems import Systems

KEY = "summary"
GONE = "The tab was deleted. Nothing was written."
UNDO_FIRST = "Press “Undo…”, which then only notes that it is gone, and insert it again."
CHANGED = "Somebody changed the tab since it was written, so it was not removed."
BY_HAND = "Delete it in the spreadsheet yourself, or bring it up to date first."
Rows = Sequence[Sequence[str | int]]


class SummaryGone:
    """The tab is removed while it says what was written. Plan: ``spreadsheet``, ``sheet_id``, ``said`` (a hash).

    Sheets knows no "if unchanged": what is typed in the very moment between the look and the removal goes with it.
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a spreadsheet says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """It is not there."""
        return None if _tab(systems, plan) else _removed()

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Look what it says, and remove it; one that somebody removed is removed."""
        texts = _tab(systems, plan)
        if texts is None:
            return _removed()
        if hash_of(texts) != plan["said"]:
            raise Refused("Google Sheets", "changed meanwhile", CHANGED, BY_HAND)
        systems.sheets.batch(plan["spreadsheet"], [{"deleteSheet": {"sheetId": int(plan["sheet_id"])}}])
        return _removed()


class SummaryRefresh:
    """What the tab says is written anew; the chart follows, for it draws the same cells. Plan: as of SummaryTab."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a spreadsheet says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """It says so already."""
        return _evidence(plan) if _tab(systems, plan) == texts_of(plan["rows"]) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Every cell of the tab's area; those without a value are emptied."""
        if _tab(systems, plan) is None:
            raise Refused("Google Sheets", "no such sheet", GONE, UNDO_FIRST)
        area = {"sheetId": int(plan["sheet_id"]), "endRowIndex": plan["height"], "endColumnIndex": plan["width"]}
        update = {"range": area, "rows": _cells(plan["rows"]), "fields": "userEnteredValue"}
        systems.sheets.batch(plan["spreadsheet"], [{"updateCells": update}])
        return _evidence(plan)


class SummaryTab:
    """A new tab with everything in it, in one batch: all or nothing.

    It bears a mark whose id is ours, and ids of marks are unique in a spreadsheet: a second tab cannot come into being,
    whoever presses. Plan: ``spreadsheet``, ``sheet_id`` (as text), ``title``, ``on`` (the day), ``rows``, ``height``
    and ``width`` (of the area that is ours), ``bars`` (rows of the table that the chart shows, its heading among them),
    ``series``.
    """

    undo = SummaryGone()
    correction = SummaryRefresh()
    correct_words = ("Refresh…", "Bring it up to date", "What was typed over its cells is replaced.")

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a spreadsheet says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """It is there."""
        return _evidence(plan) if _tab(systems, plan) is not None else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Insert it."""
        systems.sheets.batch(plan["spreadsheet"], requests_of(plan))
        return _evidence(plan)


def requests_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The requests of ``spreadsheets.batchUpdate``. ``stringValue`` and ``numberValue`` are never parsed as typed."""
    from services.google_sheets import METADATA_KEY, metadata_id

    sheet_id = int(plan["sheet_id"])
    size = {"rowCount": plan["height"], "columnCount": plan["width"] + 8, "frozenRowCount": 1}
    mark = {
        "metadataId": metadata_id(KEY),
        "metadataKey": METADATA_KEY,
        "metadataValue": KEY,
        "location": {"sheetId": sheet_id},
        "visibility": "DOCUMENT",
    }
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    return [
        {"addSheet": {"properties": {"sheetId": sheet_id, "title": plan["title"], "gridProperties": size}}},
        {"createDeveloperMetadata": {"developerMetadata": mark}},
        {"updateCells": {"start": start, "rows": _cells(plan["rows"]), "fields": "userEnteredValue"}},
        {"addChart": {"chart": _chart(plan, sheet_id)}},
    ]


def _chart(plan: Mapping[str, Any], sheet_id: int) -> dict[str, Any]:
    """Stacked columns: the states beside each other, ages above each other (``EmbeddedChart``)."""

    def column(index: int) -> dict[str, Any]:
        span = {"startRowIndex": 0, "endRowIndex": plan["bars"], "startColumnIndex": index, "endColumnIndex": index + 1}
        return {"sourceRange": {"sources": [{"sheetId": sheet_id, **span}]}}

    basic = {
        "chartType": "COLUMN",
        "stackedType": "STACKED",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": column(0)}],
        "series": [{"series": column(1 + i), "targetAxis": "LEFT_AXIS"} for i in range(plan["series"])],
    }
    anchor = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": plan["width"] + 1}
    return {
        "spec": {"title": f"{plan['title']} by state and age", "basicChart": basic},
        "position": {"overlayPosition": {"anchorCell": anchor}},
    }


def _cells(rows: Rows) -> list[dict[str, Any]]:
    return [{"values": [{"userEnteredValue": _value(one)} for one in row]} for row in rows]


def _value(one: str | int) -> dict[str, Any]:
    return {"numberValue": one} if isinstance(one, int) else {"stringValue": one}


def texts_of(rows: Rows) -> list[list[str]]:
    """Rows as a spreadsheet shows them."""
    return [[str(one) for one in row] for row in rows]


def _tab(systems: Systems, plan: Mapping[str, Any]) -> list[list[str]] | None:
    """What the marked tab says; None when there is none, or another one."""
    found = systems.sheets.marked(plan["spreadsheet"], KEY)
    return found[1] if found is not None and found[0] == int(plan["sheet_id"]) else None


def _removed() -> Evidence:
    return Evidence("The tab is removed")


def _evidence(plan: Mapping[str, Any]) -> Evidence:
    title, sheet_id = plan["title"], plan["sheet_id"]
    undo = {
        "spreadsheet": plan["spreadsheet"],
        "sheet_id": sheet_id,
        "said": hash_of(texts_of(plan["rows"])),
        "confirm": "Remove the tab",
        "lines": [f"The tab “{title}” and its chart are removed, if nobody changed the tab."],
    }
    link = f"https://docs.google.com/spreadsheets/d/{plan['spreadsheet']}/edit#gid={sheet_id}"
    return Evidence(f"Tab “{title}”, as of {plan['on']}", link, {"sheet_id": sheet_id}, undo)
