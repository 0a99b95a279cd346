"""Patterns that are compiled when something is first searched for them."""

from __future__ import annotations

import importlib
import re
from threading import Barrier, Thread

import pytest

from services.handover import patterns
from services.handover.patterns import late

WRONG = "(never closed"


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    ours, theirs = late(r"(?P<letter>[a-c])\d", re.IGNORECASE), re.compile(r"(?P<letter>[a-c])\d", re.IGNORECASE)
    text = "A1 d2 b3"
    assert [found["letter"] for found in ours.finditer(text)] == ["A", "b"]
    assert ours.sub("-", text) == theirs.sub("-", text) == "- d2 -"
    assert ours.findall(text, 2) == theirs.findall(text, 2) == ["b"]
    assert [bool(ours.fullmatch(text)) for text in ("c4", "c4 ")] == [True, False]
    assert (ours.pattern, ours.flags) == (theirs.pattern, theirs.flags)


def test_the_functions_of_re_take_a_late_pattern_for_a_pattern() -> None:
    ours = late("[a-c]")
    assert isinstance(ours, re.Pattern)
    assert re.sub(ours, "-", "abd") == "--d"
    assert re.compile(ours) is ours
    assert [found[0] for found in re.finditer(ours, "cad")] == ["c", "a"]


def test_nothing_is_compiled_before_something_is_searched_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_made", [])
    wrong = late(WRONG)
    with pytest.raises(re.error):
        wrong.search("text")


def test_the_warm_up_compiles_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_made", [])
    late(WRONG)
    with pytest.raises(re.error):
        patterns.compile_all()


def test_every_late_pattern_of_the_reader_compiles() -> None:
    importlib.import_module("services.handover.questionnaire.read")
    patterns.compile_all()


def test_threads_that_ask_at_once_find_the_same() -> None:
    one, together, found = late(r"\d+"), Barrier(8), list[str]()

    def ask() -> None:
        together.wait()
        found.extend(one.findall("12 or 34"))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["12"] * 8 + ["34"] * 8
