"""Google's published card messages as data: ``python -m tests.services.sandbox.host.lint.published`` writes them.

The sandbox has to be as strict as a host without carrying google-apps-card (and gRPC with it), so it keeps the
messages as a file. A test compares the file with the library.
"""

from __future__ import annotations

import json
from typing import Any

from google.apps.card_v1 import Card
from google.protobuf.descriptor import FieldDescriptor

from services.sandbox.host.lint.schema import PUBLISHED

SIMPLE = {
    FieldDescriptor.TYPE_STRING: "string",
    FieldDescriptor.TYPE_BOOL: "bool",
    FieldDescriptor.TYPE_INT32: "int32",
    FieldDescriptor.TYPE_INT64: "int64",
    FieldDescriptor.TYPE_DOUBLE: "double",
    FieldDescriptor.TYPE_FLOAT: "float",
}


def published() -> dict[str, Any]:
    """Message -> field -> kind (``[]`` before what repeats, ``|`` between an enum's values), and every oneof."""
    messages: dict[str, dict[str, str]] = {}
    oneofs: dict[str, list[list[str]]] = {}

    def collect(message: Any) -> None:
        name = _name(message)
        if name in messages:
            return
        messages[name] = {field.json_name: _kind(field) for field in message.fields}
        choices = [[field.json_name for field in one.fields] for one in message.oneofs]
        if kept := [names for names in choices if len(names) > 1]:
            oneofs[name] = kept
        for field in message.fields:
            if field.message_type and field.message_type.name != "FloatValue":
                collect(field.message_type)

    collect(Card.pb(Card()).DESCRIPTOR)
    return {"messages": messages, "oneofs": oneofs}


def _name(message: Any) -> str:
    return str(message.full_name).removeprefix("google.apps.card.v1.").removeprefix("google.type.")


def _kind(field: Any) -> str:
    if field.message_type:
        kind = "float" if field.message_type.name == "FloatValue" else _name(field.message_type)
    elif field.enum_type:
        kind = "|".join(value.name for value in field.enum_type.values)
    else:
        kind = SIMPLE[field.type]
    return f"[]{kind}" if field.is_repeated else kind


if __name__ == "__main__":
    PUBLISHED.write_text(json.dumps(published(), indent=1) + "\n")
