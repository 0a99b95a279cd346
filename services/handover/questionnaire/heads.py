"""Finds the label at the head of a line: up to a separator, up to the end of the bold face, or the whole line.

Source: the questionnaire definition, "Where labels and answers stand": the separator may be a colon, a full-width
colon, a dash, an arrow, `=`, a tab, or only the end of the bold face, and bold may begin or end a few characters off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.handover.patterns import late
from services.handover.questionnaire.blocks import CHIP, Line, end_of
from services.handover.questionnaire.characters import Signs
from services.handover.questionnaire.meaning import Asked, Reader, Sections
from services.handover.questionnaire.tick_boxes import begins_with_box

# No label is longer than this, so separators further on divide nothing.
REACH = 150
MARK = late(r"\s*(?:[-–—•*・▪◦‣·●○■➢✦>]+\s+|・|#{2,6}\s+|[Qq]\d*\s*[:.)]\s+)")
STRONG = re.compile(r"\s*(?:[:：](?!//)|=>|->|[→⇒➔➡►»＝]|(?<![=<>!])=(?!=)|\t)(?:\s*[:：](?!//))*\s*")
ASKING = late(r"[?？]+\s*")
MARKS = (*"-–—•*・▪◦‣·●○■➢✦>Qq", "##")
STRONG_SIGNS = Signs(":：=>→⇒➔➡►»＝\t")
DASHES = Signs("–—－-")
DASH = late(r"\s+[-–—－]+\s*|[–—－]+\s*|-+\s+")
EMPTY_BEHIND_DASH = late(r"\s[-–—－]+\s*$")
# One of these stands in every line that a sign divides; most lines have none, and need no closer look.
SIGNS = Signs(":：=>→⇒➔➡►»＝\t?？–—－-")
DIVIDING = Signs(":：=>→⇒➔➡►»＝\t?？–—－•*・▪◦‣·●○■➢✦-")
LONGEST_ALONE = 110
# "Seats ....... 40"
LEADER = late(r"\s*(?:\.{3,}|…+|(?:\s\.){3,})\s*(?=\S)")
# "Seats | 40"; without a digit or a sign it may be the label's other language: "Plan | プラン".
PIPE = late(r"(?<![{}\s])\s*[|｜]\s*(?=[^{}|｜]*[\d@#$€£¥₹])")
BAR = late(r"\s*[|｜]\s*(?=[^\s|｜])")
CLOCK = late(r"\d\s*[:：]\s*\d")
WORD_EDGE = late(r"(?<=\w)(?!\w)|(?<=[)）?？:：])")
INSIDE_WORD = late(r"[a-zA-Z\u00c0-\u024f0-9]{2}")
NO_LETTER = late(r"[\W\d_]")
# "Attn: Accounts Payable" is a line of an address.
IN_ADDRESS = late(r"attn\.?|attention|c/o|care of|z\.\s?hd\.?|fao", re.IGNORECASE)
OFF_BY = 4
SHORTEST = 2


class Face(NamedTuple):
    """How a label looks: labels of one document look alike, and other text does not end an answer."""

    kind: str  # heading, item (of a list), mark (typed in front), text
    level: int = 0
    bold: bool = False
    cut: str = ""  # what divides it from its answer: the separator's kind, "bold", or nothing


class Head(NamedTuple):
    """A label at the head of a line; `asked` is None for a label that we do not know."""

    label: str
    asked: Asked | None
    value: Line
    face: Face
    cut: str = ""  # what divides it from its answer
    at: int | None = None  # where the line ends, and an empty answer would stand


class _Cut(NamedTuple):
    end: int
    start: int
    kind: str


def known_head(line: Line, reader: Reader, sections: Sections) -> Head | None:
    """The label at the head of the line, if it is one that we know."""
    text = line.text
    if line.headless or not may_have_head(line):
        return None
    divided = SIGNS.stand_in(text, 0, REACH) or "..." in text or "…" in text or " . ." in text or "|" in text
    first = _offset(line)
    reach = reader.labels.reach(text, first, REACH)
    if reach < first + SHORTEST:
        line.headless = True
        return None
    tried = False
    strong = list(_strong(text, first)) if divided else []
    if len(text) < REACH and reach >= len(text) and not (strong and strong[0].start < len(text.rstrip())):
        tried = True
        asked = _asks(text[first:], reader, sections)
        is_option = begins_with_box(text) and not strong
        if asked and not is_option and not _answers_itself(line, first, asked, reader, sections):
            kind = "strong" if strong else "dash" if divided and EMPTY_BEHIND_DASH.search(text) else ""
            return _head(line, _Cut(len(text), len(text), kind), asked, first)
    if not divided and not line.bold:
        line.headless = not tried
        return None
    for cuts in (strong, _asking(text, first), _bold(line, reach), _dashes(text, first), _rare(text, first)):
        for cut in cuts:
            if cut.end > reach:
                continue
            tried = True
            asked = _asks(text[first : cut.end], reader, sections)
            if asked and cut.kind == "pipe" and (len(text) > REACH or _asks(text[cut.start :], reader, sections)):
                continue
            if asked and not (cut.kind == "dash" and CHIP in text[: cut.end]):
                if cut.kind == "?" and line.bold:
                    cut, asked = _two_questions(line, first, reach, reader, sections) or (cut, asked)
                return _head(line, cut, asked, first)
    line.headless = not tried
    return None


def _two_questions(line: Line, first: int, reach: int, reader: Reader, sections: Sections) -> tuple[_Cut, Asked] | None:
    """The label when its bold face holds two questions: "PO required? PO number"."""
    for cut in _bold(line, reach):
        asked = _asks(line.text[first : cut.end], reader, sections) if cut.end <= reach else None
        if asked and len(asked.meanings) > 1:
            return cut, asked
    return None


def with_dash(head: Head, line: Line) -> Head:
    """The head with the dash behind its label as the answer: "nothing is known"."""
    found = EMPTY_BEHIND_DASH.search(line.text)
    return head._replace(value=line.part(found.start())) if found else head


def _answers_itself(line: Line, first: int, asked: Asked, reader: Reader, sections: Sections) -> bool:
    """Whether what reads as one label is the label and its answer: "PO required? Yes", "Hosting – cloud"."""
    text = line.text
    for cut in (*_bold(line), *_asking(text, first), *_dashes(text, first), *_rare(text, first)):
        head = _asks(text[first : cut.end], reader, sections)
        rest = text[cut.start :].strip()
        if head and set(head.meanings) >= set(asked.meanings) and rest and rest[0] not in "(（":
            return True
    return False


def may_have_head(line: Line) -> bool:
    """Whether a closer look at the line is worth while: most lines of prose cannot hold a label."""
    return len(line.text) < LONGEST_ALONE or line.bold or SIGNS.stand_in(line.text, 0, REACH)


def may_be_divided(line: Line) -> bool:
    """Whether anything in the line could divide a label from what stands beside it."""
    return line.bold or DIVIDING.stand_in(line.text, 0, REACH)


def has_strong_sign(text: str) -> bool:
    """Whether a sign that divides a label from its answer stands anywhere in the text."""
    return STRONG_SIGNS.stand_in(text) and STRONG.search(text) is not None


def _asks(text: str, reader: Reader, sections: Sections) -> Asked | None:
    return None if CHIP in text else reader.asks(text, sections)


def unknown_head(line: Line) -> Head | None:
    """What looks like a label at the head of the line, whatever it asks."""
    text = line.text
    if not line.bold and not SIGNS.stand_in(text, 0, REACH):
        return None
    first = _offset(line)
    for cuts in (_strong(text, first), _bold(line), _whole_bold(line)):
        for cut in cuts:
            label = text[first : cut.end]
            if _is_shaped(label):
                return _head(line, cut, None, first)
            break
    stripped = text.rstrip()
    if stripped.endswith(("?", "？")) and _is_shaped(stripped) and CHIP not in stripped:
        return _head(line, _Cut(len(text), len(text), "?"), None, first)
    return None


def _face(line: Line, cut: str, marked: bool) -> Face:
    """How a label at the head of this line looks; `marked` when a mark is typed in front of it."""
    if line.heading > 0:
        return Face("heading", line.heading)
    bold = _starts_bold(line)
    if line.level is not None:
        return Face("item", line.level, bold)
    return Face("mark" if marked else "text", 0, bold, "" if bold and cut != "bold" else cut)


def _head(line: Line, cut: _Cut, asked: Asked | None, first: int) -> Head:
    kind = cut.kind
    if not kind and line.text.rstrip().endswith(("?", "？")):
        kind = "?"
    return Head(
        line.text[first : cut.end].strip(" \t:：=–—"),
        asked,
        line.part(cut.start),
        _face(line, kind, first > 0),
        kind,
        _end(line),
    )


def _end(line: Line) -> int | None:
    return end_of(line.runs[-1]) if line.runs else None


def _offset(line: Line) -> int:
    """Where the text begins behind a mark typed in front of it."""
    if not line.text.lstrip().startswith(MARKS):
        return 0
    found = MARK.match(line.text)
    return found.end() if found else 0


def _strong(text: str, first: int) -> Iterator[_Cut]:
    if not STRONG_SIGNS.stand_in(text, first, REACH):
        return
    for number, found in enumerate(STRONG.finditer(text, first, REACH)):
        if number > 3:
            return
        if found.start() == first or CLOCK.match(text, max(found.start() - 1, 0)):
            continue
        yield _Cut(found.start(), found.end(), "strong")


def _asking(text: str, first: int) -> Iterator[_Cut]:
    found = ASKING.search(text, first, REACH) if "?" in text or "？" in text else None
    if found and found.end() < len(text):
        strong, dash = STRONG.match(text, found.end()), DASH.match(text, found.end())
        rest = strong or dash or found
        yield _Cut(found.start() + 1, rest.end(), "strong" if strong else "dash" if dash else "?")


def _dashes(text: str, first: int) -> Iterator[_Cut]:
    if not DASHES.stand_in(text, first, REACH):
        return
    for number, found in enumerate(DASH.finditer(text, first, REACH)):
        if number > 2:
            return
        if found.start() > first:
            yield _Cut(found.start(), found.end(), "dash")


def _rare(text: str, first: int) -> Iterator[_Cut]:
    """Dot leaders, and a stroke that stands alone: more of them divide pairs."""
    leader = LEADER.search(text, first, REACH) if "." in text or "…" in text else None
    pipe = PIPE.search(text, first, REACH) if text.count("|") + text.count("｜") == 1 else None
    if leader and leader.start() > first:
        yield _Cut(leader.start(), leader.end(), "strong")
    if pipe and pipe.start() > first:
        yield _Cut(pipe.start(), pipe.end(), "pipe")


def _bold_region(line: Line) -> tuple[int, int] | None:
    """The first bold stretch, if it begins at the head of the line or only a few characters behind it."""
    at, start, end = 0, -1, 0
    for run in line.runs:
        if run.bold and run.chip is None:
            start = at if start < 0 else start
            end = at + len(run.text)
        elif start >= 0 and run.text.strip():
            break
        at += len(run.text)
    if start < 0 or (start > 0 and len(NO_LETTER.sub("", line.text[:start])) > OFF_BY):
        return None
    return start, end


def _starts_bold(line: Line) -> bool:
    return line.bold and _bold_region(line) is not None


def _bold(line: Line, reach: int = REACH) -> Iterator[_Cut]:
    """Word edges near the end of the bold face, the nearest first."""
    region = _bold_region(line) if line.bold else None
    if region is None or region[1] > REACH or not line.text[region[1] :].strip():
        return
    if reach < region[1] - 4 * OFF_BY:
        return
    text = line.text
    end = len(text[: region[1]].rstrip())
    edges = set() if INSIDE_WORD.match(text, end - 1) else {end}
    if not text.endswith((":", "：", "?", "？"), 0, end):
        edges |= {found.start() for found in WORD_EDGE.finditer(text, max(end - 4 * OFF_BY, 0), end + OFF_BY + 1)}
    near = sorted((len(text[min(edge, end) : max(edge, end)].replace(" ", "")), -edge) for edge in edges)
    for off, edge in ((off, -minus) for off, minus in near):
        if edge > 0 and off <= OFF_BY:
            rest = STRONG.match(line.text, edge) or DASH.match(line.text, edge) or BAR.match(line.text, edge)
            yield _Cut(edge, rest.end() if rest else edge, "bold")


def _whole_bold(line: Line) -> Iterator[_Cut]:
    region = _bold_region(line) if line.bold else None
    if region and not line.text[region[1] :].strip():
        yield _Cut(len(line.text), len(line.text), "")


def _is_shaped(label: str) -> bool:
    """Whether the text could be a label at all: short, with a letter, no sentence, address or chip."""
    text = label.strip()
    if not 1 < len(text) <= 70 or text.endswith((".", ",", ";")) or "://" in text or "@" in text or CHIP in text:
        return False
    return len(text.split()) <= 9 and any(letter.isalpha() for letter in text) and not IN_ADDRESS.fullmatch(text)
