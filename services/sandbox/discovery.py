"""Google's own description of its APIs, used as a router and as a judge.

The documents ship with google-api-python-client, so the sandbox knows exactly the methods, parameters, scopes
and schemas that the client library knows, and nothing has to be typed in by hand.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

from services.sandbox.refusal import Refusal, invalid

VERSIONS = {"docs": "v1", "drive": "v3", "sheets": "v4", "gmail": "v1", "calendar": "v3"}
_OWN_TYPES = {"string": "TYPE_STRING", "integer": "TYPE_INT32", "boolean": "TYPE_BOOL", "number": "TYPE_DOUBLE"}
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True)
class Method:
    """One method of one API."""

    api: str
    id: str
    http_method: str
    path: re.Pattern[str]
    holes: int
    parameters: dict[str, Any]
    request: str | None
    response: str | None
    scopes: tuple[str, ...]

    @property
    def schemas(self) -> dict[str, Any]:
        """The schemas of the method's API."""
        found: dict[str, Any] = document(self.api)["schemas"]
        return found


@functools.cache
def document(api: str) -> dict[str, Any]:
    """The discovery document of one API."""
    text = get_static_doc(api, VERSIONS[api])
    if text is None:
        raise LookupError(f"google-api-python-client ships no discovery document for {api}")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def methods() -> tuple[Method, ...]:
    """All methods of all APIs in play, those with the fewest placeholders in their address first."""
    found = [method for api in VERSIONS for method in _methods_of(api, document(api))]
    return tuple(sorted(found, key=lambda method: (method.holes, -len(method.path.pattern))))


def _methods_of(api: str, resource: dict[str, Any]) -> Iterator[Method]:
    for described in resource.get("methods", {}).values():
        # Drive's paths stand below a service path; the others are whole. Placeholders never span a slash.
        path = "/" + document(api)["servicePath"] + described.get("flatPath", described["path"])
        pattern = re.sub(r"\\\{\\?\+?(\w+)\\\}", r"(?P<\1>[^/]+?)", re.escape(path))
        yield Method(
            api=api,
            id=described["id"],
            http_method=described["httpMethod"],
            path=re.compile(pattern),
            holes=path.count("{"),
            parameters=described.get("parameters", {}),
            request=described.get("request", {}).get("$ref"),
            response=described.get("response", {}).get("$ref"),
            scopes=tuple(described.get("scopes", ())),
        )
    for below in resource.get("resources", {}).values():
        yield from _methods_of(api, below)


def find(http_method: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method behind an address as it came over the wire, with the parameters that stand in the path.

    The path must not be decoded yet: a sheet may have a slash in its name.
    """
    for method in methods():
        matched = method.path.fullmatch(path) if method.http_method == http_method else None
        if matched:
            return method, {name: unquote(value) for name, value in matched.groupdict().items()}
    return None


def check_query(method: Method, given: dict[str, list[str]]) -> dict[str, Any]:
    """The query parameters in their types; an undeclared or malformed one is refused in Google's words."""
    common = document(method.api)["parameters"]
    taken: dict[str, Any] = {}
    for name, values in given.items():
        declared = method.parameters.get(name) or common.get(name)
        if declared is None or declared["location"] != "query":
            raise _unknown_parameter(name)
        if len(values) > 1 and not declared.get("repeated"):
            raise invalid(f"Invalid value at '{snake(name)}', Proto field is not repeating, cannot start list.")
        typed = [_typed(name, declared, value) for value in values]
        taken[name] = typed if declared.get("repeated") else typed[0]
    for name, declared in method.parameters.items():
        if declared.get("required") and declared["location"] == "query" and name not in taken:
            raise Refusal(400, "INVALID_ARGUMENT", f"Required parameter: {name}", reason="required", location=name)
    return taken


def _unknown_parameter(name: str) -> Refusal:
    text = (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
    return invalid(text, ("", text))


def _typed(name: str, declared: dict[str, Any], value: str) -> Any:
    kind = declared["type"]
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "integer" and _WHOLE_NUMBER.fullmatch(value):
        return _within(name, declared, int(value))
    if kind == "string" and value in declared.get("enum", [value]):
        return value
    type_name = f"type.googleapis.com/{name[0].upper()}{name[1:]}" if "enum" in declared else _OWN_TYPES[kind]
    text = f"Invalid value at '{snake(name)}' ({type_name}), \"{value}\""
    raise invalid(text, (snake(name), text))


def _within(name: str, declared: dict[str, Any], number: int) -> int:
    low, high = int(declared.get("minimum", number)), int(declared.get("maximum", number))
    if not low <= number <= high:
        raise Refusal(
            400,
            "INVALID_ARGUMENT",
            f"Invalid value '{number}'. Values must be within the range: [{low}, {high}]",
            reason="invalidParameter",
            location=name,
        )
    return number


@functools.cache
def snake(name: str) -> str:
    """The proto name of a field, which is how Google's messages name it."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
