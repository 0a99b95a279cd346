"""Builds documents as documents.get of the Docs API returns them, from a few readable words.

`document(heading(2, "Billing"), line(bold("Plan:"), " Team"), table(("Company name", "Larchwood")))`
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
Inline = str | Json
Content = Inline | tuple[Inline, ...] | list[Any]

LISTS: Json = {
    "kix.bullets": {"listProperties": {"nestingLevels": [{"glyphSymbol": "●", "glyphFormat": "%0"}] * 9}},
    "kix.numbers": {"listProperties": {"nestingLevels": [{"glyphType": "DECIMAL", "glyphFormat": "%0."}] * 9}},
    "kix.checks": {"listProperties": {"nestingLevels": [{"glyphType": "GLYPH_TYPE_UNSPECIFIED"}] * 9}},
}


def text(content: str, **style: Any) -> Json:
    """A run of text with a style."""
    return {"textRun": {"content": content, "textStyle": style}}


def bold(content: str) -> Json:
    return text(content, bold=True)


def italic(content: str) -> Json:
    return text(content, italic=True)


def struck(content: str) -> Json:
    return text(content, strikethrough=True)


def raised(content: str) -> Json:
    return text(content, baselineOffset="SUPERSCRIPT")


def link(content: str, url: str) -> Json:
    return text(content, link={"url": url})


def mail(content: str, address: str | None = None) -> Json:
    return link(content, f"mailto:{address or content}")


def footnote() -> Json:
    return {"footnoteReference": {"footnoteId": "kix.fn", "footnoteNumber": "1", "textStyle": {}}}


def person(name: str | None, email: str) -> Json:
    properties = {"email": email} | ({"name": name} if name else {})
    return {"person": {"personId": "kix.p", "textStyle": {}, "personProperties": properties}}


def day(timestamp: str, shown: str, zone: str | None = None) -> Json:
    properties = {"timestamp": timestamp, "displayText": shown, "locale": "en"} | ({"timeZoneId": zone} if zone else {})
    return {"dateElement": {"dateId": "kix.d", "textStyle": {}, "dateElementProperties": properties}}


def rich_link(title: str, uri: str) -> Json:
    return {"richLink": {"richLinkId": "kix.r", "textStyle": {}, "richLinkProperties": {"title": title, "uri": uri}}}


def dropdown(shown: str) -> Json:
    return {"dropdown": {"dropdownId": "kix.dd", "textStyle": {}, "dropdownProperties": {"displayValue": shown}}}


def inserted(element: Inline) -> Json:
    return _marked(element, "suggestedInsertionIds")


def deleted(element: Inline) -> Json:
    return _marked(element, "suggestedDeletionIds")


def _marked(element: Inline, mark: str) -> Json:
    element = text(element) if isinstance(element, str) else element
    (kind, inner), *_ = element.items()
    return {kind: inner | {mark: ["suggest.1"]}}


def line(*content: Inline, style: str = "NORMAL_TEXT", bullet: Json | None = None, end: Json | None = None) -> Json:
    """A paragraph. `end` marks its own end as suggested."""
    elements = [text(element) if isinstance(element, str) else element for element in content if element != ""]
    closing = text("\n") if end is None else end
    paragraph: Json = {"elements": [*elements, closing], "paragraphStyle": {"namedStyleType": style}}
    return {"paragraph": paragraph | ({"bullet": bullet} if bullet else {})}


def suggested_line(*content: Inline) -> Json:
    """A paragraph that is there only as a suggestion."""
    return line(*(inserted(element) for element in content), end=inserted("\n"))


def heading(level: int, *content: Inline) -> Json:
    return line(*content, style=f"HEADING_{level}")


def title(*content: Inline) -> Json:
    return line(*content, style="TITLE")


def item(*content: Inline, level: int = 0, kind: str = "bullets") -> Json:
    """A list item; `kind` is bullets, numbers or checks (a native checklist)."""
    bullet: Json = {"listId": f"kix.{kind}"} | ({"nestingLevel": level} if level else {})
    return line(*content, bullet=bullet)


def cell(*blocks: Content, rows: int = 1, columns: int = 1) -> Json:
    """A cell; each block is a paragraph, or anything that `line`, `item` or `table` made."""
    content = [block for one in blocks for block in _blocks(one)] or [line()]
    style = {"rowSpan": rows, "columnSpan": columns}
    return {"content": content, "tableCellStyle": style}


def _blocks(content: Content) -> list[Json]:
    if isinstance(content, dict) and ("paragraph" in content or "table" in content):
        return [content]
    if isinstance(content, list):
        return [block for one in content for block in _blocks(one)]
    if isinstance(content, tuple):
        return [line(*content)]
    return [line(content)] if isinstance(content, dict) else [line(part) for part in content.split("\n")]


def row(*cells: Content, **marks: Any) -> Json:
    """A row of a table; `suggestedInsertionIds=[...]` makes it a suggestion."""
    made = [one if isinstance(one, dict) and "tableCellStyle" in one else cell(one) for one in cells]
    return {"tableCells": made} | marks


def table(*rows: Any) -> Json:
    """A table; each row is a tuple of cells or made by `row`."""
    made = [one if isinstance(one, dict) else row(*one) for one in rows]
    columns = max((len(one["tableCells"]) for one in made), default=0)
    return {"table": {"rows": len(made), "columns": columns, "tableRows": made}}


def tab(name: str, *blocks: Json, children: Iterable[Json] = ()) -> Json:
    properties = {"tabId": f"t.{name.lower()}", "title": name, "index": 0}
    return {"tabProperties": properties, "documentTab": _body(blocks), "childTabs": list(children)}


def document(*blocks: Json, tabs: Iterable[Json] = (), name: str = "New customer questionnaire") -> Json:
    """A document with tabs; blocks alone make its only tab."""
    made = list(tabs) or [tab("Tab 1", *blocks)]
    return {"title": name, "documentId": "doc1", "revisionId": "rev1", "tabs": made}


def old_shape(*blocks: Json) -> Json:
    """A document read without `includeTabsContent`."""
    return {"title": "New customer questionnaire", "documentId": "doc1", **_body(blocks)}


def _body(blocks: Iterable[Json]) -> Json:
    content = [{"endIndex": 1, "sectionBreak": {}}, *blocks]
    _number(content, itertools.count(1))
    return {"body": {"content": content}, "lists": LISTS}


def _number(content: list[Json], places: itertools.count[int]) -> None:
    """Gives every element its index, counted in UTF-16 units."""
    for block in content:
        for element in block.get("paragraph", {}).get("elements", ()):
            run = element.get("textRun")
            width = len(run["content"].encode("utf-16-le", "surrogatepass")) // 2 if run else 1
            indexes = [next(places) for _ in range(width)]
            if indexes:
                element["startIndex"], element["endIndex"] = indexes[0], indexes[-1] + 1
        for one in block.get("table", {}).get("tableRows", ()):
            for holder in one["tableCells"]:
                holder["startIndex"] = next(places)
                _number(holder["content"], places)
                holder["content"][0]["startIndex"] = holder["startIndex"] + 1


def form(*blocks: Json) -> Json:
    """A document that asks six ordinary fields first, so that it counts as a questionnaire, and then the blocks."""
    asked = (
        "Site ID",
        "License key tags",
        "Competitors",
        "Success criteria",
        "Time zone",
        "Renewal date",
        "Customer Engineer",
    )
    return document(table(*((label, "") for label in asked)), *blocks)
