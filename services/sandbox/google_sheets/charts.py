"""Charts of a sheet: kept as they were asked for, and shown with what their ranges say now."""

from typing import Any

from services.sandbox.google_sheets import a1, cells, grid, metadata
from services.sandbox.refusal import invalid

Spreadsheet = dict[str, Any]
Chart = dict[str, Any]


def add(book: Spreadsheet, given: dict[str, Any], at: str) -> Chart:
    """A new chart ("AddChartRequest"): over the cells of a sheet, of the basic kind, over ranges that exist."""
    basic = given.get("spec", {}).get("basicChart")
    if not basic:
        raise invalid(f"Invalid {at}: The sandbox draws basicChart only; no chart spec specified.")
    if not basic.get("series"):
        raise invalid(f"Invalid {at}: At least one series must be specified.")
    for source in _sources(basic):
        a1.from_grid_range(source, book["sheets"], at)
    anchor = given.get("position", {}).get("overlayPosition", {}).get("anchorCell")
    if anchor is None:
        raise invalid(f"Invalid {at}: The sandbox places charts by overlayPosition.anchorCell only.")
    sheet = metadata.by_id(book, int(anchor.get("sheetId", 0)), at)
    taken = {chart["chartId"] for each in book["sheets"] for chart in each.get("charts", ())}
    chart_id = int(given.get("chartId", max(taken, default=0) + 1))
    if chart_id in taken:
        raise invalid(f"Invalid {at}: Chart with ID {chart_id} already exists.")
    chart: Chart = {"chartId": chart_id, "spec": given["spec"], "position": given["position"]}
    sheet.setdefault("charts", []).append(chart)
    return chart


def drawn(book: Spreadsheet, chart: Chart) -> dict[str, Any]:
    """What a person sees of it: title, labels, and each series with its name and numbers."""
    basic = chart["spec"]["basicChart"]
    heads = int(basic.get("headerCount", 0))
    domains = [_texts(book, source) for each in basic.get("domains", ()) for source in _ranges(each["domain"])]
    series = [_texts(book, source) for each in basic["series"] for source in _ranges(each["series"])]
    return {
        "title": chart["spec"].get("title", ""),
        "kind": basic.get("chartType", ""),
        "stacked": basic.get("stackedType") == "STACKED",
        "labels": domains[0][heads:] if domains else [],
        "series": [{"name": " ".join(each[:heads]), "values": each[heads:]} for each in series],
    }


def _ranges(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data.get("sourceRange", {}).get("sources", [])
    return found


def _sources(basic: dict[str, Any]) -> list[dict[str, Any]]:
    datas = [each["domain"] for each in basic.get("domains", ())] + [each["series"] for each in basic["series"]]
    return [source for data in datas for source in _ranges(data)]


def _texts(book: Spreadsheet, source: dict[str, Any]) -> list[str]:
    area = a1.from_grid_range(source, book["sheets"])
    sheet = book["sheets"][area.sheet]
    return [cells.formatted(grid.cell(sheet, row, area.left)) for row in area.rows]
