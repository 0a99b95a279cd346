"""How Slack takes arguments: as a form, as JSON or in the address, and in which types."""

import json
from typing import Any
from urllib.parse import parse_qs

from services.sandbox.exchange import Exchange

Arguments = dict[str, Any]


class Refused(Exception):
    """`ok: false`, with the name of the error and whatever goes with it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body = {"ok": False, "error": error, **more}


def read(exchange: Exchange) -> Arguments:
    """The arguments of a call, wherever they stand."""
    given: Arguments = {name: values[-1] for name, values in exchange.query.items()}
    kind = exchange.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = json.loads(exchange.data or b"{}")
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return {**given, **body}
    if kind in ("application/x-www-form-urlencoded", ""):
        form = parse_qs(exchange.data.decode(errors="replace"), keep_blank_values=True)
        return {**given, **{name: values[-1] for name, values in form.items()}}
    if exchange.data:
        raise Refused("invalid_post_type")
    return given


def flag(given: Arguments, name: str, default: bool = False) -> bool:
    """A truth value; forms write it in several ways."""
    return str(given.get(name, default)).lower() in ("1", "true", "yes")


def number(given: Arguments, name: str, default: int, most: int) -> int:
    """A whole number between 1 and `most`."""
    try:
        value = int(given.get(name) or default)
    except ValueError:
        raise Refused("invalid_limit") from None
    if value < 1 or value > most:
        raise Refused("invalid_limit")
    return value


def structure(given: Arguments, name: str, error: str) -> Any:
    """An argument that is a structure; in a form it is JSON text."""
    value = given.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise Refused(error) from None


def required(given: Arguments, *names: str) -> list[str]:
    """Arguments that must be there."""
    missing = [name for name in names if not given.get(name)]
    if missing:
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    return [str(given[name]) for name in names]


def page(found: list[Any], given: Arguments, default: int = 100, most: int = 1000) -> tuple[list[Any], str]:
    """One page of a list, and the cursor of the next or an empty text."""
    size = number(given, "limit", default, most)
    cursor = str(given.get("cursor") or "")
    start = 0
    if cursor:
        if not cursor.startswith("bmV4dDo6") or not cursor[8:].rstrip("=").isdigit():
            raise Refused("invalid_cursor")
        start = int(cursor[8:].rstrip("="))
    following = f"bmV4dDo6{start + size}=" if start + size < len(found) else ""
    return found[start : start + size], following
