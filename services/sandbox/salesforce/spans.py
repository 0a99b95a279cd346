"""The days that SOQL has words for (SOQL and SOSL Reference, "Date Formats and Date Literals")."""

import datetime

Span = tuple[datetime.date, datetime.date]
_DAY = datetime.timedelta(days=1)


def span(name: str, number: int | None, today: datetime.date) -> Span | None:
    """From the first day of a date literal to the day after its last; None for a word that is none."""
    when, _, unit = name.partition("_")
    if number is not None:
        return _counted(name, number, today)
    if name in ("TODAY", "YESTERDAY", "TOMORROW"):
        day = today + _DAY * (("YESTERDAY", "TODAY", "TOMORROW").index(name) - 1)
        return day, day + _DAY
    if name in ("LAST_90_DAYS", "NEXT_90_DAYS"):
        return _counted(f"{when}_N_DAYS", 90, today)
    if when not in ("LAST", "THIS", "NEXT") or unit not in ("WEEK", "MONTH", "QUARTER", "YEAR"):
        return None
    return _calendar(unit, ("LAST", "THIS", "NEXT").index(when) - 1, today)


def _counted(name: str, number: int, today: datetime.date) -> Span | None:
    match name:
        case "LAST_N_DAYS":
            return today - _DAY * number, today + _DAY
        case "NEXT_N_DAYS":
            return today + _DAY, today + _DAY * (number + 1)
        case "N_DAYS_AGO":
            return today - _DAY * number, today - _DAY * (number - 1)
    return None


def _calendar(unit: str, shift: int, today: datetime.date) -> Span:
    """Weeks begin on Sunday, as they do for users of the United States."""
    if unit == "WEEK":
        start = today - _DAY * ((today.weekday() + 1) % 7) + _DAY * 7 * shift
        return start, start + _DAY * 7
    months = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
    first = (today.year * 12 + today.month - 1) // months * months + shift * months
    return _month(first), _month(first + months)


def _month(number: int) -> datetime.date:
    return datetime.date(number // 12, number % 12 + 1, 1)
