"""The names, emails and phone numbers in an answer, in order.

Telephone numbers are found here and not by the library that knows them: without a country it finds no number like
"030/1234567", and in an answer of one line it takes six times as long (200 microseconds against 35). It is the judge of
this module in the tests, with the numbers of every country. Addresses are only taken as written, in lower case, so
nothing is left for a library that validates them; loading one costs as much as reading the whole document.

Source: the questionnaire definition, "Types and normal forms": Person and contact. The name is the person's name
alone: no role, department or title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire.area import Area
from services.handover.questionnaire.blocks import Line
from services.handover.questionnaire.characters import folded, normal, plain_digits
from services.handover.questionnaire.names import as_name, is_team, names_in_sentence

EMAIL = re.compile(r"[^\W_][\w.+'’-]*@[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]*|_[\w.+'-]*@[\w-]+(?:\.[\w-]+)+")
PHONE = late(r"(?<![\w@.-])(?:\+|00)?\(?\d[\d().\-–‑−·]*(?:(?:\s|/(?!\s)|\s?[-–−]\s?)*[\d().\-–‑−·]+)*\d(?!\w|@)")
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")
DATE = late(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
EXTENSION = late(r"[\s,;]*(?:\b(?:extension|ext\.?|x|durchwahl)\s*|x|#)\d{1,6}\b", re.IGNORECASE)
PART_LABEL = late(
    r"(?:^|(?<=[\s,;|(]))(?:full name|name|e-?mail(?: address)?|mail|(?:tele)?phone(?: (?:number|no\.?))?|"
    r"tel\.?|telefon|mobile|mob\.?|cell|office|direct|ph\.?|fax|[tmpe]|contact|attn\.?|attention|c/o)"
    r"\s*[:：=](?!//)\s*|\b(?:tel|telefon|ph|mob|mobile|cell|fax|direct)\.?\s+(?=[+(\d]|$)|"
    r"(?:^|(?<=[,;|(\n])|(?<=[,;|(\n]\s))[tm]\.?\s+(?=[+(\d]|$)",
    re.IGNORECASE,
)
DIVIDER = re.compile(
    r"(\s*[,、，]\s*(?:and\s+)?|\s*[;/|\n＋+／]\s*|\s+[–—-]+\s+|\s+(?:and|&|or|und|oder|et|ou|y|e)\s+|"
    r"\s*[:：]\s*|\s*[<>()（）\[\]「」«»→·•]+\s*|\s{2,}|\s+at\s*$|\s+(?:via|c/o)\s+)"
)
JOINS = frozenset("; / | ＋ + ／ and & or und oder et ou y e ,and".split())
"""Dividers behind which another person follows; a line break is one too."""
# Stands behind every label of a part, unless the text ends with it.
BEHIND_LABEL = re.compile(r"[:=+(\d]")
COPY = late(
    r"(?:^|(?<=[\s,;(]))(?:b?cc(?:['’]d)?|c\.c\.|copy|copied|copying|kopie)(?:\s+(?:to|in|an))?\s*[:：]?\s*[<(]?\s*$",
    re.IGNORECASE,
)
"""Behind it stands somebody who only reads along, whose address is nobody else's."""
REMARK = re.compile(r"[(（]([^()（）]*)[)）]")


class Bit(Struct, frozen=True):
    """One thing about a person: name, team, email or phone; or a person chip with name and email (`other`).

    Of the kind "apart" there is nothing to read: what follows is another person's.
    """

    kind: str
    text: str
    other: str | None = None


def bits_in(area: Area) -> list[Bit]:
    """The names, emails and phones of an answer."""
    return [bit for line in area.lines for bit in _of_line(line)]


def _of_line(line: Line) -> Iterator[Bit]:
    """A line as stretches of plain text, mail links and person chips."""
    text, follows = "", False
    for kind, shown, target in _stretches(line):
        if kind == "text":
            text += shown
            continue
        yield from _of_text(text, follows)
        text, follows = "", True
        if kind == "chip":
            yield Bit("chip", "" if shown == target else normal(shown), target.lower() if target else None)
        else:
            yield from _of_mail_link(shown, target or "")
    yield from _of_text(text, follows)


def _stretches(line: Line) -> Iterator[tuple[str, str, str | None]]:
    """Stretches of one kind; runs with the same link are one."""
    linked: tuple[str, str] | None = None
    for run in line.runs:
        link = run.link if run.link and run.link.lower().startswith("mailto:") and run.chip is None else None
        if linked and (link is None or link != linked[1]):
            yield "mail", linked[0], linked[1]
            linked = None
        if link:
            linked = (linked[0] + run.text if linked else run.text, link)
        elif run.chip and run.chip.kind == "person":
            yield "chip", run.chip.text, run.chip.value
        elif run.chip is None or run.chip.kind == "dropdown":
            yield "text", run.chip.text if run.chip else run.text, None
        else:
            yield "text", "\n", None
    if linked:
        yield "mail", linked[0], linked[1]


def _of_mail_link(shown: str, target: str) -> Iterator[Bit]:
    linked = unquote(target[len("mailto:") :].split("?")[0]).strip().lower()
    text = normal(shown)
    written = EMAIL.search(plain_digits(text))
    if written:
        before, behind = text[: written.start()], text[written.end() :]
        yield from _of_text(before)
        email = _email(written[0])
        yield Bit("email", email, linked if linked and linked != email else None)
        yield from _of_text(behind, follows=True)
    else:
        yield from _of_text(shown)
        if EMAIL.fullmatch(linked):
            yield Bit("email", linked)


def _email(text: str) -> str:
    return normal(text).strip(".'’-").lower()


def _of_text(text: str, follows: bool = False) -> Iterator[Bit]:
    """The bits of typed text. `follows`: an email or chip stands before it, so that brackets hold a remark."""
    if not text:
        return
    plain = plain_digits(text.replace("\v", "\n"))
    at = 0
    for kind, start, end in _found(plain):
        yield from _names(text[at:start], follows)
        follows = True
        yield Bit(kind, _email(plain[start:end]) if kind == "email" else phone(plain[start:end]))
        at = end
    yield from _names(text[at:], follows)


def _found(plain: str) -> list[tuple[str, int, int]]:
    """The emails and phone numbers in a text that has plain digits."""
    found = [("email", match.start(), match.end()) for match in EMAIL.finditer(plain)] if "@" in plain else []
    if DIGIT.search(plain) is None:
        return found
    dates = [match.span() for match in DATE.finditer(plain)]
    emails = [(start, end) for _, start, end in found]
    for match in PHONE.finditer(plain):
        digits = sum(char.isdigit() for char in match[0])
        # No date has a plus sign in front, so "+687 20.12.34" is a number that is written with dots.
        taken = emails if match[0].startswith("+") else emails + dates
        free = not any(match.start() < end and start < match.end() for start, end in taken)
        if 6 <= digits <= 16 and free:
            extension = EXTENSION.match(plain, match.end())
            found.append(("phone", match.start(), extension.end() if extension else match.end()))
    return sorted(found, key=lambda one: one[1])


def phone(text: str) -> str:
    """The digits of a phone number, with a leading plus sign if there is one."""
    number = EXTENSION.sub("", text).strip().lstrip("(")
    plus = number.startswith("+")
    if plus:
        number = re.sub(r"\(\s*0\s*\)", "", number)
    digits = "".join(char for char in number if char.isdigit())
    return f"+{digits}" if plus else digits


def _names(text: str, follows: bool) -> Iterator[Bit]:
    """The names in text that holds no email and no phone, and whether what follows belongs to somebody else."""
    if not LETTER.search(text):
        return
    copied = COPY.search(text) if _may_copy(folded(text)) else None
    if copied:
        yield from _names(text[: copied.start()], follows)
        yield Bit("apart", "")
        return
    bare = PART_LABEL.sub(" , ", text) if BEHIND_LABEL.search(text) or "：" in text or text[-1].isspace() else text
    if "(" in bare or "（" in bare:
        bare = REMARK.sub(lambda match: " " if follows or _is_remark(match) else match[0], bare)
    found: list[Bit] = []
    joined = True
    for number, piece in enumerate(DIVIDER.split(bare)):
        if number % 2:
            joined = "\n" in piece or "".join(piece.split()) in JOINS
            continue
        name = as_name(piece) if piece else None
        if name and len(found) == 1 and not joined and " " not in name + found[0].text and number == 2:
            found = [Bit("name", f"{found[0].text}, {name}")]  # The family name first: "Roe, Jane".
        elif name and (joined or not found or _stands_alone(name)):
            found.append(Bit("name", name))
        elif piece.strip() and is_team(normal(piece)):
            found.append(Bit("team", normal(piece)))
        joined = False if piece.strip() else joined
    if not found:
        found = [Bit("name", name) for name in names_in_sentence(bare)]
    yield from found


def _may_copy(lower: str) -> bool:
    return "cc" in lower or "c.c" in lower or "cop" in lower or "kopie" in lower


def _is_remark(match: re.Match[str]) -> bool:
    """Brackets hold a remark when something stands before them."""
    return match.start() > 0 and bool(match.string[: match.start()].strip())


def _stands_alone(name: str) -> bool:
    """Whether a name behind a comma is another person, not a remark on the first: it is a full name."""
    return len(name.split()) >= 2
