"""What is no rule at all in ``handover.toml``: :mod:`msgspec` stops at the first mistake, and people want to see all.

A file that is right is converted at once. One that is not is gone through part by part along the types of the rules;
what each part must be is read from the same types, so that both ways have one opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields

from services.handover.checked import Section
from services.handover.kinds import made
from services.handover.mistakes import Mistake, instead
from services.handover.toml_lines import Path

Kind = TypeVar("Kind")
Part = TypeVar("Part", bound=Section)
PLAIN = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    date: "a date, such as 2027-03-31",
    time: "a time of day, such as 09:00:00",
    list: "a list",
    dict: "a table",
}


def checked(given: Mapping[str, Any], rules: type[Part]) -> Part | list[Mistake]:
    """The rules that are given; or every mistake in them."""
    try:
        return _converted(given, rules)
    except ValidationError:
        return list(_in_section(given, rules, ()))


def _converted(given: Any, kind: type[Kind]) -> Kind:
    # Not strict, so that "7" counts as a number.
    return convert(given, kind, strict=False, dec_hook=made)


def _wrong(given: Any, kind: Any, path: Path) -> Iterator[Mistake]:
    """Every mistake in what is given for something of this kind."""
    kinds = [one for one in get_args(kind) if one is not NoneType] if _is_union(kind) else [kind]
    plain, _ = _plain(kinds[0])
    if isinstance(plain, type) and issubclass(plain, Struct):
        yield from _in_section(given, plain, path) if len(kinds) == 1 else _in_one_of(given, kinds, path)
        return
    found: list[Mistake] = []
    inner = get_args(plain)
    if get_origin(plain) is dict and isinstance(given, dict):
        for name, value in given.items():
            found += [*_wrong(name, inner[0], (*path, name)), *_wrong(value, inner[1], (*path, name))]
    elif get_origin(plain) is list and isinstance(given, list):
        for i, value in enumerate(given):
            found += _wrong(value, inner[0], (*path, i))
    yield from found or _whole(given, kind, path)


def _in_section(given: Any, kind: type[Struct], path: Path) -> Iterator[Mistake]:
    """A key that is missing only because it is misspelt is told once."""
    if not isinstance(given, Mapping):
        yield Mistake(path, "it must be a table.")
        return
    known = {one.name: one for one in fields(kind)}
    free = [name for name in known if name not in given]
    strange = [name for name in given if name not in known and name != kind.__struct_config__.tag_field]
    meant = {near for name in strange for near in get_close_matches(name.lower(), free, n=1, cutoff=0.6)}
    found = [Mistake((*path, name), _missing(path)) for name in free if known[name].required and name not in meant]
    for name in known:
        found += _wrong(given[name], known[name].type, (*path, name)) if name in given else ()
    found += [Mistake((*path, name), _strange(name, given[name], free, path)) for name in strange]
    yield from found or _whole(given, kind, path)


def _in_one_of(given: Any, kinds: list[type[Struct]], path: Path) -> Iterator[Mistake]:
    """A part whose kind stands in one of its own keys."""
    key = str(kinds[0].__struct_config__.tag_field)
    by_tag = {str(one.__struct_config__.tag): one for one in kinds}
    if not isinstance(given, dict):
        yield Mistake(path, "it must be a table.")
    elif key not in given:
        yield Mistake((*path, key), _missing(path))
    elif isinstance(given[key], str) and given[key] in by_tag:
        yield from _in_section(given, by_tag[given[key]], path)
    else:
        yield Mistake((*path, key), _one_of(given[key], list(by_tag)))


def _whole(given: Any, kind: Any, path: Path) -> Iterator[Mistake]:
    """What is wrong where nothing within is."""
    try:
        _converted(given, kind)
    except ValidationError as error:
        # What our own kinds and parts said; msgspec's words are no plain English.
        said = error.__cause__
        words = str(said) if said else _must_be(given, kind)
        within: Path = getattr(said, "path", ())
        yield Mistake((*path, *within), words if words.endswith((".", "?")) else f"{words}.")


def _must_be(given: Any, kind: Any) -> str:
    if _is_union(kind):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    plain, meta = _plain(kind)
    if get_origin(plain) is Literal:
        return _one_of(given, get_args(plain))
    if meta.extra and isinstance(given, str):
        told: str = meta.extra["words"](text=given)
        return told
    what = PLAIN.get(get_origin(plain) or plain, "something else")
    least = " that is not empty" if meta.min_length and isinstance(given, (list, dict)) else ""
    return f"it must be {what}{least}{_limits(meta)}"


def _limits(meta: Meta) -> str:
    if meta.gt is not None:
        return f" above {meta.gt:g}"
    if meta.ge is not None and meta.le is not None:
        return f" from {meta.ge:g} to {meta.le:g}"
    return f", at least {meta.ge:g}" if meta.ge is not None else ""


def _missing(path: Path) -> str:
    return f"this {'key' if path else 'section'} is missing."


def _strange(name: str, value: Any, free: list[str], path: Path) -> str:
    kind = "section" if not path and isinstance(value, dict) else "key"
    return f"there is no such {kind}.{instead(name, free)}"


def _one_of(given: Any, words: Sequence[str]) -> str:
    *others, last = [f"“{one}”" for one in words]
    meant = instead(given, words) if isinstance(given, str) else ""
    return f"it must be {', '.join(others)} or {last}.{meant}"


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _plain(kind: Any) -> tuple[Any, Meta]:
    """A kind without what is said about it, and that."""
    if get_origin(kind) is not Annotated:
        return kind, Meta()
    return kind.__origin__, next((one for one in kind.__metadata__ if isinstance(one, Meta)), Meta())
