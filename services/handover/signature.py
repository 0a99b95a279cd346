"""A mail signature: HTML that somebody designed elsewhere, made again from a few harmless parts, and as plain text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from msgspec import Struct

HARMLESS = {
    "a": ("href",),
    "b": (),
    "br": (),
    "div": (),
    "em": (),
    "font": ("color", "face", "size"),
    "hr": (),
    "i": (),
    "img": ("src", "alt", "width", "height"),
    "li": (),
    "p": (),
    "span": (),
    "strong": (),
    "table": ("cellpadding", "cellspacing"),
    "tbody": (),
    "td": ("width", "valign"),
    "tr": (),
    "u": (),
    "ul": (),
}
"""The tags that stay, and their attributes; every one may have a ``style``."""
EMPTY = ("br", "hr", "img")
LINES = ("div", "p", "tr", "li", "table", "ul", "hr")
"""What stands on a line of its own."""
SILENT = ("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math")
"""What is no text, whatever is in it."""
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"'<>\\]+", re.IGNORECASE)
PICTURE = re.compile(r"https://[^\s\"'<>\\]+", re.IGNORECASE)
PLAIN_VALUE = re.compile(r"[\w #%.,+-]{1,80}", re.ASCII)
PROPERTIES = ("color", "font-family", "font-size", "font-style", "font-weight", "text-decoration", "line-height")
LONGEST = 10_000
"""Gmail keeps no longer ones, in characters."""


class Signature(Struct, frozen=True):
    """What stands below a mail, in both of its parts; both are empty where somebody has none."""

    html: str
    text: str

    def below(self, text: str, html: str) -> tuple[str, str]:
        """The two parts of a mail with the signature below them; "-- " is the mark that mail programs know."""
        if not self.text:
            return text, html
        return f"{text}\n\n-- \n{self.text}", f'{html}<div class="gmail_signature">{self.html}</div>\n'


def signature_of(html: str) -> Signature:
    """The signature that Gmail keeps, without anything that could run, load from nowhere, or hide."""
    maker = _Maker()
    maker.feed(html[:LONGEST])
    maker.close()
    lines = (" ".join(line.split()) for line in "".join(maker.text).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Signature("".join(maker.html) if text else "", text)


class _Maker(HTMLParser):
    """Writes what is harmless anew, so that nothing comes through as it was; closes what was left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a harmless tag, with its harmless attributes."""
        if self._silent or tag in SILENT:
            self._silent = self._silent or tag
            return
        if tag not in HARMLESS:
            return
        given = {name: (value or "").strip() for name, value in attrs}
        kept = {name: value for name, value in given.items() if _harmless(tag, name, value)}
        if tag == "img" and "src" not in kept:
            return
        if style := _style(given.get("style", "")):
            kept["style"] = style
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.html.append(f"<{tag}{written}>")
        self.text.append("\n" if tag in LINES or tag == "br" else " " if tag == "td" else "")
        if tag == "a":
            self._links.append(kept.get("href", ""))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it, and what was opened inside it."""
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag in self._open:
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text stays text."""
        if not self._silent:
            self.html.append(escape(data, quote=False))
            self.text.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """End the document."""
        super().close()
        while self._open:
            self._close()

    def _close(self) -> str:
        tag = self._open.pop()
        self.html.append(f"</{tag}>")
        if tag in LINES:
            self.text.append("\n")
        if tag == "a":
            link = re.sub(r"^(mailto|tel):", "", self._links.pop(), flags=re.IGNORECASE)
            self.text.append(f" <{link}>" if link and link not in "".join(self.text) else "")
        return tag


def _harmless(tag: str, name: str, value: str) -> bool:
    if name not in HARMLESS[tag]:
        return False
    if name == "href":
        return ADDRESS.fullmatch(value) is not None
    if name == "src":
        return PICTURE.fullmatch(value) is not None
    return name == "alt" or PLAIN_VALUE.fullmatch(value) is not None


def _style(style: str) -> str:
    """The declarations that change how letters look, and nothing else."""
    pairs = (one.partition(":")[::2] for one in style.split(";"))
    kept = [(name.strip().lower(), value.strip()) for name, value in pairs]
    return "; ".join(f"{n}: {v}" for n, v in kept if n in PROPERTIES and PLAIN_VALUE.fullmatch(v))
