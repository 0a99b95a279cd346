"""A secret is read where somebody asks for it, and nowhere else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable

import msgspec
import pytest

from services.secret import Secret

TOKEN = "xoxb-larchwood"


class Holder(msgspec.Struct):
    """What holds a secret beside something else."""

    token: Secret
    name: str = "Larchwood"


def test_whoever_asks_gets_the_text() -> None:
    assert Secret(TOKEN).reveal() == TOKEN


@pytest.mark.parametrize(
    "shown",
    [
        repr,
        str,
        "{}".format,
        "{!s:>40}".format,
        "{!r}".format,
        "%s".__mod__,
        lambda secret: repr(Holder(secret)),
        lambda secret: repr([secret, {"token": secret}]),
        lambda secret: logging.LogRecord("n", logging.INFO, "p", 1, "%s", (secret,), None).getMessage(),
        lambda secret: str(ValueError(secret)),
    ],
)
def test_nothing_shows_it(shown: Callable[[Secret], str]) -> None:
    assert "larchwood" not in shown(Secret(TOKEN))
    assert len(shown(Secret(TOKEN))) == len(shown(Secret("x")))


@pytest.mark.parametrize(
    "written",
    [
        json.dumps,
        pickle.dumps,
        copy.deepcopy,
        msgspec.json.encode,
        msgspec.to_builtins,
        lambda secret: msgspec.json.encode(Holder(secret)),
        vars,
        "".join,
    ],
)
def test_nothing_writes_it_down(written: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as refused:
        written(Secret(TOKEN))
    assert TOKEN not in str(refused.value)


def test_what_is_no_text_is_refused_without_repeating_it() -> None:
    given: list[str] = msgspec.json.decode(f'["{TOKEN}"]')
    with pytest.raises(TypeError, match=r"^a secret is a text$"):
        Secret(given)  # type: ignore[arg-type]


def test_two_of_one_text_are_the_same_and_an_empty_one_is_none() -> None:
    assert Secret(TOKEN) == Secret(TOKEN)
    assert Secret(TOKEN) != Secret("another")
    assert Secret(TOKEN) != TOKEN
    assert {Secret(TOKEN): 1}[Secret(TOKEN)] == 1
    assert Secret(TOKEN)
    assert not Secret()
