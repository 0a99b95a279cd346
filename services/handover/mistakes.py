"""Mistakes in ``handover.toml``, each with its line, its key, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from msgspec import Struct

from services.handover.toml_lines import Path, line_of


class Mistake(Struct, frozen=True):
    """``path`` leads to the key, through lists by number; ``words`` say what is wrong and what to write."""

    path: Path
    words: str

    @property
    def key(self) -> str:
        """The key as people write it: ``announce.groups[2].id``, counting from 1."""
        named = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in self.path)
        return named.removeprefix(".")

    def told(self, text: str) -> str:
        """One line for people, with the line of the file's ``text`` on which it stands."""
        return f"line {line_of(text, self.path)}: {self.key}: {self.words}"


def instead(given: str, known: Iterable[str]) -> str:
    """ " Did you mean …?" for a misspelt name; empty when nothing is like it."""
    names = {one.lower(): one for one in sorted(known)}
    near = get_close_matches(given.lower(), names, n=1, cutoff=0.6)
    return f" Did you mean “{names[near[0]]}”?" if near else ""
