"""On which line a key of a TOML file stands: the standard library's reader tells it for syntax errors alone.

The file is taken apart into its statements, and each is read by the very same reader, so that there is no second
opinion on what TOML is: a statement ends where it can be read for the first time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) of a key, or of the nearest thing around it that stands in the file; 1 when nothing does.

    ``path`` leads through tables by name and through lists by number (from 0). What stands within a value of several
    lines has the value's first line.
    """
    places = _places(text)
    around = (tuple(path[:end]) for end in range(len(path), 0, -1))
    return next((places[one] for one in around if one in places), 1)


def _places(text: str) -> dict[Path, int]:
    """Every table, key and value of a file that can be read, with its line; the first mention counts."""
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, statement, is_header in _statements(text):
        if is_header:
            table = _entered(statement, counts)
            _mention(places, table, number)
        else:
            for path in _paths(statement):
                _mention(places, (*table, *path), number)
    return places


def _mention(places: dict[Path, int], path: Path, line: int) -> None:
    for end in range(1, len(path) + 1):
        places.setdefault(path[:end], line)


def _statements(text: str) -> Iterator[tuple[int, Mapping[str, Any], bool]]:
    """Line (from 1), contents, and whether it is a table's heading, of each statement."""
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        end, statement = _statement(lines, start)
        if statement:
            yield start + 1, statement, lines[start].lstrip().startswith("[")
        start = end


def _statement(lines: Sequence[str], start: int) -> tuple[int, Mapping[str, Any]]:
    """Where the statement ends that begins at ``start``, and what it says; nothing for lines that say nothing."""
    for end in range(start + 1, len(lines) + 1):
        try:
            return end, tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
    return start + 1, {}


def _entered(heading: Mapping[str, Any], counts: dict[Path, int]) -> Path:
    """The table that a heading such as ``[a.b]`` or ``[[a.b]]`` opens; a list's name leads to its last table."""
    path: Path = ()
    found: Any = heading
    while isinstance(found, dict) and found:
        [(name, found)] = found.items()
        path = (*path, name)
        if isinstance(found, list):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _paths(value: Any) -> Iterator[Path]:
    """The way to everything within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in inner:
        yield (name,)
        yield from ((name, *path) for path in _paths(below))
