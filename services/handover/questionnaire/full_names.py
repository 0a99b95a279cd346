"""First and last names that are asked one by one: one after the other, or in columns of their own.

Source: the questionnaire definition, "Where labels and answers stand": the parts of one person may be asked one by one.
"""

from __future__ import annotations

from msgspec.structs import replace

from services.handover.questionnaire.blocks import Line, Run, line_of
from services.handover.questionnaire.labels import FULL_NAME, Meaning
from services.handover.questionnaire.pairs import Pair, has_text


def with_full_names(pairs: list[Pair]) -> list[Pair]:
    """The pairs, neighbours that ask for the first and the last name of one person made one."""
    found: list[Pair] = []
    before: Meaning | None = None
    for pair in pairs:
        half = _half(pair)
        if half and before and half.field == before.field and half.parts != before.parts:
            asked = found.pop()
            first, last = (pair, asked) if "firstname" in half.parts else (asked, pair)
            pair, half = replace(asked, lines=joined(first.lines, last.lines)), None
        found.append(pair)
        before = half
    return found


def _half(pair: Pair) -> Meaning | None:
    """What the pair asks for, if it is only the first or only the last name."""
    asked = pair.asked.meanings[0] if len(pair.asked.meanings) == 1 else None
    return asked if asked and len(asked.parts) == 1 and asked.parts <= FULL_NAME else None


def joined(first: list[Line], last: list[Line]) -> list[Line]:
    """The first and the last name in one line."""
    filled = [line for line in (*first, *last) if has_text(line)]
    if len(filled) < 2:
        return filled or first
    runs: list[Run] = []
    for line in filled:
        runs += [Run(" ", None), *line.runs] if runs else line.runs
    return [line_of(runs, "".join([run.text for run in runs]), filled[0].tab)]
