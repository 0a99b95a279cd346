"""The styles that a new Google document has, as far as a reader meets them."""

from typing import Any

_POINTS_5 = {"magnitude": 5, "unit": "PT"}
_POINTS_72 = {"magnitude": 72, "unit": "PT"}
_GREY = {"color": {"rgbColor": {"red": 0.9372549, "green": 0.9372549, "blue": 0.9372549}}}

DOCUMENT_STYLE: dict[str, Any] = {
    "background": {"color": {}},
    "pageNumberStart": 1,
    "marginTop": _POINTS_72,
    "marginBottom": _POINTS_72,
    "marginRight": _POINTS_72,
    "marginLeft": _POINTS_72,
    "pageSize": {"height": {"magnitude": 792, "unit": "PT"}, "width": {"magnitude": 612, "unit": "PT"}},
}


def _named(name: str, size: int) -> dict[str, Any]:
    return {
        "namedStyleType": name,
        "textStyle": {"fontSize": {"magnitude": size, "unit": "PT"}},
        "paragraphStyle": {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"},
    }


NAMED_STYLES: dict[str, Any] = {
    "styles": [
        _named("NORMAL_TEXT", 11),
        _named("TITLE", 26),
        _named("HEADING_1", 20),
        _named("HEADING_2", 16),
        _named("HEADING_3", 14),
    ]
}

PLAIN_CELL: dict[str, Any] = {
    "rowSpan": 1,
    "columnSpan": 1,
    "backgroundColor": {},
    "paddingLeft": _POINTS_5,
    "paddingRight": _POINTS_5,
    "paddingTop": _POINTS_5,
    "paddingBottom": _POINTS_5,
    "contentAlignment": "TOP",
}
LABEL_CELL: dict[str, Any] = {**PLAIN_CELL, "backgroundColor": _GREY}


def list_levels(mark: str) -> list[dict[str, Any]]:
    """The nine levels of a list: bullets, numbers, or boxes.

    Of a checklist the API shows no sign and not whether a box is ticked (protocol reference, 8.3).
    """
    if mark == "-":
        glyphs: list[dict[str, Any]] = [{"glyphSymbol": "●○■"[level % 3]} for level in range(9)]
    elif mark.startswith("- ["):
        glyphs = [{"glyphType": "GLYPH_TYPE_UNSPECIFIED"}] * 9
    else:
        glyphs = [{"glyphType": ("DECIMAL", "ALPHA", "ROMAN")[level % 3]} for level in range(9)]
    return [
        {
            "bulletAlignment": "START",
            "glyphFormat": f"%{level}" if "glyphSymbol" in glyph else f"%{level}.",
            "indentFirstLine": {"magnitude": 18 + 36 * level, "unit": "PT"},
            "indentStart": {"magnitude": 36 + 36 * level, "unit": "PT"},
            "textStyle": {"underline": False},
            **glyph,
        }
        for level, glyph in enumerate(glyphs)
    ]
