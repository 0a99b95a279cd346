"""The line of a key is found, whatever TOML allows around it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.handover.toml_lines import line_of
from tests.conftest import ROOT

TEXT = '''\
# a comment with [a.table] and key = "value" in it
top = 1

[plain]
one = "1" # two = 2
"quoted key" = """
[plain.not_a_table]
three = 3
"""
list = [
    # four = 4
    { id = "a" },
    { id = "b" },
]
dotted.inner = true
[plain.below]
five = 5
[[many]]
six = 6
[[many]]
six = 6
[many.within]
seven = 7
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("plain",), 4),
        (("plain", "one"), 5),
        (("plain", "quoted key"), 6),
        (("plain", "list"), 10),
        (("plain", "list", 1, "id"), 10),
        (("plain", "dotted"), 15),
        (("plain", "dotted", "inner"), 15),
        (("plain", "below", "five"), 17),
        (("many", 0, "six"), 19),
        (("many", 1), 20),
        (("many", 1, "six"), 21),
        (("many", 1, "within", "seven"), 23),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


@pytest.mark.parametrize(
    ("path", "line"), [(("plain", "missing"), 4), (("many", 1, "missing"), 20), (("missing",), 1), ((), 1)]
)
def test_what_is_missing_has_the_line_of_what_is_around_it(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_a_file_with_the_line_ends_of_another_system_is_counted_the_same() -> None:
    assert line_of(TEXT.replace("\n", "\r\n"), ("many", 1, "six")) == 21


def test_every_key_of_the_company_s_own_file_stands_on_the_line_that_is_told() -> None:
    text = (ROOT / "manifest" / "handover.toml").read_text(encoding="utf-8")
    lines = text.split("\n")
    keys = [(section, key) for section, part in tomllib.loads(text).items() for key in part]
    assert len(keys) > 60
    for section, key in keys:
        line = lines[line_of(text, (section, key)) - 1]
        assert line.startswith((f"{key} = ", f'"{key}" = ', f"[{section}.{key}]", f"[[{section}.{key}]]"))


KEYS = st.text(alphabet="abc", min_size=1, max_size=3)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(KEYS, st.sampled_from(['"""\n[x]\na = 1\n"""', "[\n 1,\n 2\n]", "'#'", "{ a = 1 }"]))))
def test_however_long_the_values_before_it_are(pairs: list[tuple[str, str]]) -> None:
    text, wanted = "", {}
    for key, value in dict(pairs).items():
        wanted[key] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    assert {key: line_of(text, (key,)) for key in wanted} == wanted
