"""Typed tick boxes: which options are chosen.

Source: the questionnaire definition, status rule 7.
"""

from __future__ import annotations

import re

from services.handover.patterns import late

_CHOSEN = r"[☑☒✓✔✅🗹🗸]\ufe0f?|[\[(（]\s*[xX✓✔☑]\s*[\])）]"
_OTHER = r"[☐□⬜🔲▢]\ufe0f?|\[\s*\]|\(\s*\)|（\s*）"
MARK = late(rf"(?P<chosen>{_CHOSEN})|(?P<other>{_OTHER})")
# Most brackets hold something else.
BRACKETS = re.compile(r"[\[(]\s*[xX]?\s*[\])]")
SIGNS = frozenset("☑☒✓✔✅🗹🗸☐□⬜🔲▢（）")
BEGINNINGS = SIGNS | {"[", "("}


def chosen_options(lines: list[str]) -> list[str] | None:
    """The chosen options, in order; None when there are no tick boxes."""
    for line in lines:
        held = "[" in line or "(" in line
        if (held and BRACKETS.search(line)) or not (line.isascii() or SIGNS.isdisjoint(line)):
            break
    else:
        return None
    marked = [(line, list(MARK.finditer(line))) for line in lines]
    if not any(marks for _, marks in marked):
        return None
    chosen: list[str] = []
    for line, marks in marked:
        chosen += _chosen_in(line, marks)
    return chosen


def begins_with_box(text: str) -> bool:
    """Whether a tick box stands in front of the text."""
    return text[:1] in BEGINNINGS and MARK.match(text) is not None


def _chosen_in(line: str, marks: list[re.Match[str]]) -> list[str]:
    if not marks:
        return []
    before = line[: marks[0].start()].strip(" -–•*:|/,;")
    behind = bool(before) and not line[marks[-1].end() :].strip(" -–•*:|/,;.")
    found = []
    for number, mark in enumerate(marks):
        if not mark["chosen"]:
            continue
        if behind:
            option = line[marks[number - 1].end() if number else 0 : mark.start()]
        else:
            option = line[mark.end() : marks[number + 1].start() if number + 1 < len(marks) else len(line)]
        if len(marks) == 1:
            option = re.split(r"\s+[/|]\s+", option.strip())[-1 if behind else 0]
        option = option.strip(" \t-–•|/,;·")
        if option:
            found.append(option)
    return found
