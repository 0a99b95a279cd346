"""What a cell holds: how typed text is understood, and how a value is shown.

A cell is kept as {"value": ExtendedValue, "format": NumberFormat, "changed": …}, all of them optional.
("ValueInputOption", "ValueRenderOption" and "Date and time values" of the Sheets API.)
"""

import datetime
import re
from typing import Any

Cell = dict[str, Any]
_DAY_ZERO = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
_NUMBER = re.compile(r"([-+]?)(\$?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?(%?)")
_HYPERLINK = re.compile(r'=\s*HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
_DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"), "%Y-%m-%d", {"type": "DATE", "pattern": "yyyy-mm-dd"}),
    (re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"), "%m/%d/%Y", {"type": "DATE", "pattern": "m/d/yyyy"}),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{2}"),
        "%Y-%m-%d %H:%M",
        {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"},
    ),
)


def raw(value: Any) -> Cell:
    """A value stored as it is: text stays text, also where it begins with `=`."""
    if isinstance(value, bool):
        return {"value": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"value": {"numberValue": value}}
    return {"value": {"stringValue": value}} if value != "" else {}


def typed(value: Any) -> Cell:
    """A value as if a person had typed it: numbers, dates and formulas are recognised."""
    if not isinstance(value, str):
        return raw(value)
    if value.startswith("'"):
        return raw(value[1:])
    if value.startswith("=") and len(value) > 1:
        return {"value": {"formulaValue": value}}
    text = value.strip()
    if text.upper() in ("TRUE", "FALSE"):
        return {"value": {"boolValue": text.upper() == "TRUE"}}
    return _number(text) or _date(text) or raw(value)


def _number(text: str) -> Cell | None:
    found = _NUMBER.fullmatch(text)
    if not found or not (found[3] or found[4]):
        return None
    sign, dollar, whole, part, percent = found.groups()
    number = float(f"{sign}{(whole or '0').replace(',', '')}{part or ''}")
    decimals = ".00" if part else ""
    cell: Cell = {"value": {"numberValue": _plain(number / 100 if percent else number)}}
    if percent:
        cell["format"] = {"type": "PERCENT", "pattern": f"0{decimals}%"}
    elif dollar:
        cell["format"] = {"type": "CURRENCY", "pattern": f'"$"#,##0{decimals}'}
    elif "," in (whole or ""):
        cell["format"] = {"type": "NUMBER", "pattern": f"#,##0{decimals}"}
    return cell


def _date(text: str) -> Cell | None:
    for shape, pattern, number_format in _DATES:
        if shape.fullmatch(text):
            try:
                moment = datetime.datetime.strptime(text, pattern).replace(tzinfo=datetime.UTC)
            except ValueError:
                return None
            serial = (moment - _DAY_ZERO) / datetime.timedelta(days=1)
            return {"value": {"numberValue": _plain(serial)}, "format": dict(number_format)}
    return None


def effective(cell: Cell) -> dict[str, Any]:
    """The value that a cell comes to. Formulas are not calculated, save for the label of a link."""
    value: dict[str, Any] = cell.get("value", {})
    if "formulaValue" not in value:
        return value
    link = _HYPERLINK.fullmatch(value["formulaValue"])
    if link:
        return {"stringValue": link[2] if link[2] is not None else link[1]}
    return {"errorValue": {"type": "ERROR", "message": "The sandbox does not calculate."}}


def hyperlink(cell: Cell) -> str | None:
    """Where a HYPERLINK formula leads."""
    link = _HYPERLINK.fullmatch(cell.get("value", {}).get("formulaValue", ""))
    return link[1] if link else None


def formatted(cell: Cell) -> str:
    """What a person sees."""
    value = effective(cell)
    if "numberValue" in value:
        return _formatted_number(value["numberValue"], cell.get("format", {}))
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return "#ERROR!"
    return str(value.get("stringValue", ""))


def rendered(cell: Cell, render: str, dates: str) -> Any:
    """The value as one of the render options wants it."""
    if render == "FORMATTED_VALUE":
        return formatted(cell)
    if render == "FORMULA" and "formulaValue" in cell.get("value", {}):
        return cell["value"]["formulaValue"]
    value = effective(cell)
    is_date = cell.get("format", {}).get("type") in ("DATE", "TIME", "DATE_TIME")
    if "errorValue" in value or ("numberValue" in value and is_date and dates == "FORMATTED_STRING"):
        return formatted(cell)
    return next(iter(value.values()), "")


def data(cell: Cell) -> dict[str, Any]:
    """The cell as CellData."""
    shown: dict[str, Any] = {}
    if "value" in cell:
        shown = {
            "userEnteredValue": cell["value"],
            "effectiveValue": effective(cell),
            "formattedValue": formatted(cell),
        }
    if "format" in cell:
        shown["userEnteredFormat"] = shown["effectiveFormat"] = {"numberFormat": cell["format"]}
    if hyperlink(cell):
        shown["hyperlink"] = hyperlink(cell)
    return shown


def order(cell: Cell) -> tuple[int, Any]:
    """Where a cell comes when rows are sorted: numbers, text, truth values, nothing."""
    value = effective(cell)
    if "numberValue" in value:
        return 0, value["numberValue"]
    if "stringValue" in value:
        return 1, value["stringValue"].casefold()
    return (2, value["boolValue"]) if "boolValue" in value else (3, 0)


def _formatted_number(number: float, number_format: dict[str, str]) -> str:
    pattern = number_format.get("pattern", "")
    if number_format.get("type") in ("DATE", "DATE_TIME"):
        return _formatted_date(_DAY_ZERO + datetime.timedelta(days=number), pattern or "m/d/yyyy")
    decimals = len(pattern.rstrip("%").partition(".")[2])
    if pattern.endswith("%"):
        return f"{number * 100:.{decimals}f}%"
    if "#,##0" in pattern:
        sign = "-" if number < 0 else ""
        return f"{sign}{'$' if '$' in pattern else ''}{abs(number):,.{decimals}f}"
    return f"{number:.15g}"


def _formatted_date(moment: datetime.datetime, pattern: str) -> str:
    parts = {
        "yyyy": f"{moment:%Y}",
        "mm": f"{moment:%m}",
        "m": str(moment.month),
        "dd": f"{moment:%d}",
        "d": str(moment.day),
        "hh": f"{moment:%H}",
        ":mm": f":{moment:%M}",
    }
    return re.sub(r"yyyy|:mm|mm|m|dd|d|hh", lambda part: parts[part[0]], pattern.lower())


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
