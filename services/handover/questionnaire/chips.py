"""Chips: what a person, date, link or dropdown chip shows and means.

Source: the questionnaire definition, section "Chips"; addon-protocol.md section 8.3.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from services.handover.questionnaire.blocks import Chip
from services.handover.questionnaire.view import Json, View, mapping


def chip_of(element: Json, view: View) -> tuple[Json, Chip] | None:
    """The chip of a paragraph element with its JSON, if the element is one."""
    if "person" in element:
        return mapping(element["person"]), _person(mapping(element["person"]))
    if "dateElement" in element:
        return mapping(element["dateElement"]), _date(mapping(element["dateElement"]), view)
    if "richLink" in element:
        return mapping(element["richLink"]), _link(mapping(element["richLink"]))
    if "dropdown" in element:
        return mapping(element["dropdown"]), _dropdown(mapping(element["dropdown"]), view)
    return None


def _text(properties: Json, key: str) -> str:
    value = properties.get(key)
    return value.replace("\v", " ").replace("\n", " ") if isinstance(value, str) else ""


def _person(thing: Json) -> Chip:
    properties = mapping(thing.get("personProperties"))
    name, email = _text(properties, "name").strip(), _text(properties, "email").strip()
    return Chip("person", name or email, email or None)


def _date(thing: Json, view: View) -> Chip:
    properties = view.of(thing, "dateElementProperties", "suggestedDateElementPropertiesChanges")
    day = _day(_text(properties, "timestamp"), _text(properties, "timeZoneId"))
    return Chip("date", _text(properties, "displayText") or day or "", day)


def _day(timestamp: str, zone: str) -> str | None:
    """The day that a date chip shows: its timestamp in the chip's own time zone."""
    try:
        moment = datetime.fromisoformat(timestamp)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(_zone(zone)).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> tzinfo:
    if not name or name in ("UTC", "Etc/UTC"):
        return UTC
    from zoneinfo import ZoneInfo  # Only few date chips name a zone; the module is slow to load.

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def _link(thing: Json) -> Chip:
    properties = mapping(thing.get("richLinkProperties"))
    uri = _text(properties, "uri").strip()
    return Chip("link", _text(properties, "title") or uri, uri or None)


def _dropdown(thing: Json, view: View) -> Chip:
    properties = view.of(thing, "dropdownProperties", "suggestedDropdownPropertiesChanges")
    return Chip("dropdown", _text(properties, "displayValue"))
