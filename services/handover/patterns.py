"""Regular expressions that are compiled when something is first searched for them.

Python compiles slowly: all patterns of this product together take longer than a bare Flask takes to be imported. What
the first card of an ordinary questionnaire needs is compiled when its module is loaded, and the rest is made here.
"""

from __future__ import annotations

import re
from typing import Any, cast

# While some libraries are loaded, `late` stands in its place.
_compile = re.compile


class _Late:
    """Stands for a pattern; each of its methods is looked up once, and is then as fast as the pattern's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    # Everybody else's can be set, too; nobody sets this one.
    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """What it says it is, so that `re.sub` and its like take it for a pattern."""
        return re.Pattern

    def __getattr__(self, name: str) -> Any:
        """What the pattern has of this name. Python asks only for what is not there yet.

        Two threads that ask at once both compile the pattern, and find the same.
        """
        found = getattr(self.compiled(), name)
        setattr(self, name, found)
        return found

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, which `re` keeps."""
        return _compile(*self._given)


_made: list[_Late] = []


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile` for what an ordinary document has no use for: compiled at its first use, or by the warm-up."""
    one = _Late(pattern, flags)
    _made.append(one)
    return cast("re.Pattern[str]", one)


def compile_all() -> None:
    """Compile what was put off, so that no press waits for it."""
    for one in _made:
        one.compiled()
