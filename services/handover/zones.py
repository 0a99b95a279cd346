"""Time zones as people write them: understood, or not; never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from services.handover.patterns import late

OFFSET = late(r"(?:utc|gmt)?\s*([+\u2212-])\s*(\d{1,2})(?::?([0-5]\d))?")
FARTHEST = timedelta(hours=14)
"""No place on earth is farther from UTC."""
CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
NAMES: Mapping[str, str] = {
    "utc": "UTC",
    "gmt": "UTC",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "cdt": "America/Chicago",
    "mountain": "America/Denver",
    "mdt": "America/Denver",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "central european": "Europe/Berlin",
    "eet": "Europe/Helsinki",
    "eest": "Europe/Helsinki",
    "eastern european": "Europe/Helsinki",
    "uk": "Europe/London",
    "british": "Europe/London",
    "jst": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "india": "Asia/Kolkata",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
}
"""What people write instead of a place. What means several zones (CST, IST, BST) is left out, so nobody is misled."""


def zone_of(text: str) -> tzinfo | None:
    """The zone that a text names: IANA's own name, a place, what people call it, or so far from UTC; else None."""
    words = _plain(text)
    if not words:
        return None
    # "America/New_York (Eastern)": a name of IANA's own decides, wherever it stands.
    named = {found for one in re.findall(r"[a-z_+-]+(?:/[a-z_+-]+)+", words) if (found := _iana().get(one))}
    if named:
        return ZoneInfo(named.pop()) if len(named) == 1 else None
    if match := OFFSET.fullmatch(words):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (1 if match[1] == "+" else -1)
        return timezone(ahead) if abs(ahead) <= FARTHEST else None
    # "(UTC-05:00) Eastern Time (US & Canada)": what people call it goes before an explanation in brackets.
    bare = re.sub(r"\([^()]*\)", " ", words).strip()
    bare = re.sub(r"^(us|u\.s\.) | (standard |daylight |summer )?(time|timezone|time zone)$", "", bare)
    found = NAMES.get(bare) or _places().get(bare)
    return ZoneInfo(found) if found else None


def zone_words(zone: tzinfo) -> str:
    """A zone as people call it in English: "Eastern Time", "Central European Time", "UTC+05:30"."""
    from babel.dates import get_timezone_name

    key = str(zone)
    return key if key.startswith("UTC") else str(get_timezone_name(zone, width="long", locale="en_US"))


def place_words(zone: tzinfo) -> str:
    """A zone by its place, as short as can be: "New York", "UTC"."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def day_and_time(moment: datetime, zone: tzinfo) -> str:
    """A moment on the clocks of a zone: "Tuesday, May 4, 2027 at 9:30 AM Eastern Time"."""
    from babel.dates import format_datetime

    at = format_datetime(moment.astimezone(zone), "EEEE, MMMM d, y 'at' h:mm a", tzinfo=zone, locale="en_US")
    return f"{at} {zone_words(zone)}"


def _plain(text: str) -> str:
    """Small letters without accents; one space between words."""
    flat = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(flat.lower().split())


@cache
def _iana() -> Mapping[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}


@cache
def _places() -> Mapping[str, str]:
    """IANA's places by name, where a name is only one place: "berlin", "sao paulo"."""
    found = defaultdict(set)
    for name in _iana().values():
        continent, _, place = name.partition("/")
        if continent in CONTINENTS:
            found[place.rpartition("/")[2].replace("_", " ").lower()].add(name)
    return {place: next(iter(names)) for place, names in found.items() if len(names) == 1}
