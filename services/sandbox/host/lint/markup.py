"""The small subset of HTML that card text may hold (reference: the add-ons' "Widgets" page, text formatting)."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

TAGS = {"b", "i", "u", "s", "strike", "font", "a", "br", "time"}
ATTRIBUTES = {"font": {"color"}, "a": {"href"}}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
ENTITY = re.compile(r"&(?!(#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)")
SPECIAL = re.compile(r"[<>&]")
TAG = re.compile(r"<[^<>]*>")
LONG_ENOUGH = 3
"""Letters around its tags that a text needs to be told from markup of our own."""


def mistakes(markup: str) -> list[str]:
    """What is wrong with a piece of card text, in sentences."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    loose = ["A “&” stands there that is not escaped."] if ENTITY.search(markup) else []
    # A "<" that begins no tag is read as text by a browser and as the end of the text by other clients.
    stray = ["A “<” stands there that is not escaped."] if "<" in "".join(reader.texts) else []
    return [*reader.found, *(f"<{tag}> is never closed." for tag in reader.open), *loose, *stray]


def links(markup: str) -> list[str]:
    """The addresses that a piece of card text links to."""
    reader = _Reader()
    reader.feed(markup)
    return reader.links


def hostile(texts: Iterable[str]) -> frozenset[str]:
    """The pieces of other people's texts that are not the same once they are escaped, line by line."""
    special = filter(SPECIAL.search, texts)
    lines = (line.strip() for text in special for line in re.split(r"[\n\r\v\t]", text))
    return frozenset(line for line in lines if SPECIAL.search(line) and len(TAG.sub("", line)) >= LONG_ENOUGH)


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(f"<{tag}> is not shown in cards.")
            return
        if tag != "br":
            self.open.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.found.append(f"<{tag}> may not have {name}.")
            elif name == "color" and not COLOUR.match(value or ""):
                self.found.append(f"The colour {value} is not written as #RRGGBB.")
            elif name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in TAGS and (not self.open or self.open.pop() != tag):
            self.found.append(f"</{tag}> closes something else.")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append("A comment is not shown in cards.")

    def handle_decl(self, decl: str) -> None:
        self.found.append("A declaration is not shown in cards.")

    def unknown_decl(self, data: str) -> None:
        self.found.append("A declaration is not shown in cards.")

    def handle_pi(self, data: str) -> None:
        self.found.append("A processing instruction is not shown in cards.")
