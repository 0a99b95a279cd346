"""Judges JSON against Google's schemas: what we ask, in Google's words, and what a stand-in answers."""

import base64
import binascii
import datetime
import json
import re
from typing import Any, NamedTuple

from services.sandbox.discovery import snake

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "any": (object,),
}
_NAMES = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "integer": "TYPE_INT32", "number": "TYPE_DOUBLE"}
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")
_Way = tuple[()] | tuple["_Way", str | int]
"""From the whole to a part: the way to what holds it, and its name, its index, or its key in brackets."""


class Violation(NamedTuple):
    """One thing that is wrong, as Google says it: the field's proto path and the whole sentence."""

    field: str
    text: str


def violations(schemas: dict[str, Any], name: str, value: Any, *, answer: bool = False) -> list[Violation]:
    """Everything in `value` that schema `name` does not allow.

    A request may leave a field null or write a whole number as text, as proto3's JSON mapping allows; an
    answer may not.
    """
    judge = _Judge(schemas, answer)
    judge.judge({"$ref": name}, value, ())
    return judge.found


class _Judge:
    """Looks through a value; the way to a place is put into words only where something is wrong."""

    def __init__(self, schemas: dict[str, Any], answer: bool) -> None:
        self.found: list[Violation] = []
        self._schemas = schemas
        self._answer = answer

    def judge(self, schema: dict[str, Any], value: Any, way: _Way) -> None:
        schema = self._schemas[schema["$ref"]] if "$ref" in schema else schema
        if value is None and not self._answer:
            return
        if not self._fits(schema, value):
            self.found.append(_wrong_value(schema, value, _place(way)))
        elif isinstance(value, dict) and schema["type"] == "object":
            self._members(schema, value, way)
        elif isinstance(value, list) and schema["type"] == "array":
            for index, item in enumerate(value):
                self.judge(schema["items"], item, (way, index))

    def _members(self, schema: dict[str, Any], value: dict[str, Any], way: _Way) -> None:
        declared, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, member in value.items():
            if key in declared:
                self.judge(declared[key], member, (way, key))
            elif others is not None:
                self.judge(others, member, (way, f'["{key}"]'))
            else:
                self.found.append(_unknown_name(key, _place(way)))

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        kind = schema["type"]
        if isinstance(value, bool) and kind in ("integer", "number"):
            return False
        if kind in ("integer", "number") and isinstance(value, str) and not self._answer:
            return bool(_WHOLE_NUMBER.fullmatch(value))
        if (
            kind == "string"
            and schema.get("format") in ("int64", "uint64")
            and not self._answer
            and isinstance(value, int)
        ):
            return True
        return isinstance(value, _TYPES[kind]) and self._well_formed(schema, value)

    @staticmethod
    def _well_formed(schema: dict[str, Any], value: Any) -> bool:
        if "enum" in schema:
            return value in schema["enum"]
        match schema.get("format"):
            case "int32":
                return int(value) in range(-(2**31), 2**31)
            case "int64" | "uint64":
                return bool(_WHOLE_NUMBER.fullmatch(value))
            case "byte":
                return _is_base64(value)
            case "google-datetime" | "date-time":
                return _is_time(value)
        return True


def _place(way: _Way) -> str:
    if not way:
        return ""
    outer, step = way
    at = _place(outer)
    if isinstance(step, int) or step.startswith("["):
        return f"{at}[{step}]" if isinstance(step, int) else f"{at}{step}"
    return f"{at}.{snake(step)}" if at else snake(step)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _unknown_name(name: str, at: str) -> Violation:
    place = f" at '{at}'" if at else ""
    return Violation(at, f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.')


def _wrong_value(schema: dict[str, Any], value: Any, at: str) -> Violation:
    if isinstance(value, list):
        text = f'Unknown name "{at}": Proto field is not repeating, cannot start list.'
        return Violation(at, f"Invalid JSON payload received. {text}")
    kind = schema["type"]
    name = _NAMES.get(kind, "")
    if "enum" in schema or kind in ("object", "array"):
        name = f"type.googleapis.com/{schema.get('id', kind)}"
    elif schema.get("format") in ("int64", "uint64", "byte"):
        name = {"int64": "TYPE_INT64", "uint64": "TYPE_UINT64", "byte": "TYPE_BYTES"}[schema["format"]]
    return Violation(at, f"Invalid value at '{at}' ({name}), {json.dumps(value, ensure_ascii=False)}")
