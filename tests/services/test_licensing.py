"""A license key read offline: what it says, whatever white space it came with; and what is none."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.licensing import Terms, decode, fingerprint
from services.secret import Secret

INFO = {"v": 1, "n": [1, 2], "t": ["true-up"], "u": 250, "c": "2021-01-01T00:00:00Z", "e": "2021-12-31T23:59:59Z"}


def key(info: object) -> str:
    """A key in the real form with this content."""
    outer = {"sig": {"Blob": "x"}, "info": base64.b64encode(json.dumps(info).encode()).decode()}
    return base64.urlsafe_b64encode(json.dumps(outer).encode()).decode().rstrip("=")


def test_a_key_says_its_users_its_tags_and_its_end() -> None:
    end = int(datetime(2021, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
    assert decode(key(INFO)) == Terms(250, frozenset({"true-up"}), end)
    assert decode(key(INFO | {"sf_opp_id": "006X"})).opportunity == "006X"
    assert decode(key(INFO | {"t": None})).tags == frozenset()


def test_white_space_in_a_key_is_harmless() -> None:
    text = key(INFO)
    broken = f"  {text[:50]}\n{text[50:]}\t "
    assert decode(broken) == decode(text)
    assert fingerprint(Secret(broken)) == fingerprint(Secret(text))


@pytest.mark.parametrize("info", [{}, [], "x", None, INFO | {"u": "many"}, INFO | {"e": "soon"}, INFO | {"e": 5}])
def test_another_content_is_no_key(info: object) -> None:
    with pytest.raises(ValueError, match=r"^not a license key$"):
        decode(key(info))


@given(st.text())
def test_any_text_is_a_key_or_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a license key$"):
        decode(text)
