"""JSON over the wire: quick, and yet what Python's own takes is taken, with the same values."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.json_bytes import parsed, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_comes_through_as_with_pythons_json(value: object) -> None:
    assert parsed(json.dumps(value).encode()) == value
    assert json.loads(written(value)) == value


@pytest.mark.parametrize("text", ['"\\ud83d alone"', '\ufeff{"a": 1}', "[1e400]", "[-Infinity]"])
def test_what_only_pythons_json_takes_is_taken(text: str) -> None:
    assert parsed(text.encode()) == json.loads(text.removeprefix("\ufeff"))


@pytest.mark.parametrize("content", [b"", b"<html>", b"[1,]", b'{"a": 1} {}', b'"\xff"'])
def test_what_is_no_json_is_a_value_error(content: bytes) -> None:
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        parsed(content)


def test_half_a_surrogate_pair_and_what_json_does_not_know_are_written() -> None:
    assert json.loads(written({"half": "\ud83d"})) == {"half": "\ud83d"}
    assert json.loads(written({"odd": 3 + 4j})) == {"odd": "(3+4j)"}
