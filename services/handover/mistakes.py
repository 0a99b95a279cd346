"""Mistakes in ``handover.toml``, each with its line, its key, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

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


def mistakes_of(error: ValidationError, model: type[BaseModel]) -> list[Mistake]:
    """What pydantic found. A key that is missing only because it is misspelt is told once."""
    found = error.errors()
    unknown = {_path(one): one for one in found if one["type"] == "extra_forbidden"}
    meant = {(*path[:-1], name) for path in unknown for name in _near(path, model)}
    told = (one for one in found if not (one["type"] == "missing" and _path(one) in meant))
    return [Mistake(_path(one), _words(one, model)) for one in told]


def _words(error: ErrorDetails, model: type[BaseModel]) -> str:
    path = _path(error)
    if error["type"] == "extra_forbidden":
        kind = "section" if len(path) == 1 and isinstance(error["input"], dict) else "key"
        return f"there is no such {kind}.{instead(str(path[-1]), _names(path[:-1], model))}"
    if error["type"] == "missing":
        return f"this {'section' if len(path) == 1 else 'key'} is missing."
    words = error["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
    return words if words.endswith((".", "?")) else f"{words}."


def _path(error: ErrorDetails) -> Path:
    # pydantic adds "[key]" to the way to a table's name that is not as it must be, and after the number of a record
    # its kind, which is no key of the file.
    way = error["loc"]
    kinds = {i + 1 for i, one in enumerate(way) if isinstance(one, int) and "sources_of_truth" in way}
    return tuple(one for i, one in enumerate(way) if one != "[key]" and i not in kinds)


def _near(path: Path, model: type[BaseModel]) -> list[str]:
    return get_close_matches(str(path[-1]).lower(), _names(path[:-1], model), n=1, cutoff=0.6)


def _names(path: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    """The keys that may stand below ``path``."""
    found: Any = model
    for name in path:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(str(name))
            found = field.annotation if field else None
        else:
            found = next(reversed(get_args(found)), None)
    return sorted(_fields(found))


def _fields(model: Any) -> Iterator[str]:
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield from (name for name, field in model.model_fields.items() if not field.exclude)
