"""Partial responses: the `fields` parameter, applied for real.

Syntax and meaning: "Improve performance", section "Partial response", of the Docs, Sheets, Drive and Gmail
guides: `a,b` names fields, `a/b` a field below, `a(b,c)` several below, `*` everything at its level.
"""

import re
from typing import Any

from services.sandbox.refusal import Refusal, invalid

Mask = dict[str, "Mask"]
_TOKEN = re.compile(r"[A-Za-z0-9_$.\-]+|[*,/()]")


def parse(text: str, api: str) -> Mask:
    """The mask as a tree: an empty tree below a name means everything below it."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise _refused(text, api)
    parser = _Parser(tokens, text, api)
    mask = parser.selection()
    if parser.rest():
        raise _refused(text, api)
    return mask


class _Parser:
    def __init__(self, tokens: list[str], text: str, api: str) -> None:
        self._tokens = tokens
        self._text = text
        self._api = api

    def rest(self) -> list[str]:
        return self._tokens

    def selection(self) -> Mask:
        mask: Mask = {}
        while True:
            self._path(mask)
            if not self._next_is(","):
                return mask
            self._tokens.pop(0)

    def _path(self, mask: Mask) -> None:
        if not self._tokens or self._tokens[0] in ",/()":
            raise _refused(self._text, self._api)
        # A mask of google.protobuf.FieldMask form separates with dots; the query parameter takes both.
        *above, last = self._tokens.pop(0).split(".")
        for name in above:
            mask = mask.setdefault(name, {})
        if self._next_is("/"):
            self._tokens.pop(0)
            self._path(mask.setdefault(last, {}))
        elif self._next_is("("):
            self._tokens.pop(0)
            _merge(mask.setdefault(last, {}), self.selection())
            if not self._next_is(")"):
                raise _refused(self._text, self._api)
            self._tokens.pop(0)
        else:
            mask[last] = {}

    def _next_is(self, token: str) -> bool:
        return bool(self._tokens) and self._tokens[0] == token


def _merge(mask: Mask, other: Mask) -> None:
    for name, below in other.items():
        _merge(mask.setdefault(name, {}), below)


def check(mask: Mask, schemas: dict[str, Any], name: str, api: str, at: str = "") -> None:
    """Refuse a mask that names a field which the schema does not have."""
    _check(mask, schemas, {"$ref": name}, api, at)


def _check(mask: Mask, schemas: dict[str, Any], schema: dict[str, Any], api: str, at: str) -> None:
    while "$ref" in schema or schema["type"] == "array":
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    for field, below in mask.items():
        path = f"{at}/{field}" if at else field
        declared = schema.get("properties", {})
        if field == "*":
            _check_star(below, schemas, list(declared.values()), api, path)
        elif field in declared:
            _check(below, schemas, declared[field], api, path)
        elif "additionalProperties" in schema:
            _check(below, schemas, schema["additionalProperties"], api, path)
        elif schema["type"] != "any":
            raise _refused(path, api)


def _check_star(below: Mask, schemas: dict[str, Any], members: list[dict[str, Any]], api: str, at: str) -> None:
    """Of all fields at a level it is enough that one has what is asked for below the star."""
    for number, member in enumerate(members):
        try:
            _check(below, schemas, member, api, at)
        except Refusal:
            if number + 1 == len(members):
                raise
        else:
            return


def apply(mask: Mask, value: Any) -> Any:
    """Only what the mask names."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    star = mask.get("*")
    kept = {}
    for key, member in value.items():
        below = mask.get(key, star)
        if below is None:
            continue
        kept[key] = apply(below, member)
        if key not in mask and below and not any(kept[key]):
            # Below a star, what has none of the fields is left out whole.
            del kept[key]
    return kept


def _refused(path: str, api: str) -> Refusal:
    if api == "drive":
        return Refusal(
            400,
            "INVALID_ARGUMENT",
            f"Invalid field selection {path}",
            reason="invalidParameter",
            location="fields",
        )
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return invalid("Request contains an invalid argument.", (path, text))
