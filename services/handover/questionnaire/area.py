"""The answer area of a label, cleaned of what is not part of an answer.

Source: the questionnaire definition, "What is not part of an answer" and, for U+E907, "Chips". Struck-through text is
gone already when the document is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from services.handover.patterns import late
from services.handover.questionnaire.blocks import CHIP, Line, Run, parts
from services.handover.questionnaire.characters import UNKNOWN_OBJECT, first_words, normal
from services.handover.questionnaire.dates import Dates, MonthFirst, read_dates

TYPED_MARK = late(r"(?<=[^\W\d_]{2})[¹²³⁰⁴-⁹]+(?=\W|$)|(?<=[.)\d])[¹²³⁰⁴-⁹]+(?=\W|$)")
MARKS_OR_UNKNOWN = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹" + UNKNOWN_OBJECT)
TEMPLATE_BRACKETS = late(r"\[([^\[\]]{2,80})\]|【([^【】]{2,80})】")


class Area:
    """The lines of an answer. `shown` is the text of each line, chips as the text they show; `text` is all in one."""

    def __init__(self, lines: Sequence[Line], names_field: Callable[[str], bool] | None = None) -> None:
        self.guided = False
        self.hidden = False
        self._dates: Dates | None = None
        self._first_words: tuple[str, str] | None = None
        self.lines: list[Line] = []
        self.shown: list[str] = []
        for line in lines:
            self._add(line, names_field)
        self.text = self._text()

    def _add(self, line: Line, names_field: Callable[[str], bool] | None) -> None:
        kept = line if self._is_plain(line) else self._cleaned(line)
        if names_field and ("[" in kept.text or "【" in kept.text):
            kept = self._without_template(kept, names_field)
        shown = normal(shown_text(kept.runs))
        if shown:
            self.lines.append(kept)
            self.shown.append(shown)
        elif any(run.chip for run in kept.runs):
            self.hidden = True

    def _is_plain(self, line: Line) -> bool:
        return not line.italic and (line.text.isascii() or MARKS_OR_UNKNOWN.isdisjoint(line.text))

    def _cleaned(self, line: Line) -> Line:
        runs: list[Run] = []
        for run in line.runs:
            text = run.text
            if run.chip is None:
                if run.italic and text.strip():
                    self.guided = True
                    continue
                if UNKNOWN_OBJECT in text:
                    self.hidden = True
                    text = text.replace(UNKNOWN_OBJECT, "")
                text = TYPED_MARK.sub("", text)
            runs.append(run if text == run.text else replace(run, text=text))
        return line.like(runs, "".join(run.text for run in runs), line.soft)

    def _without_template(self, line: Line, names_field: Callable[[str], bool]) -> Line:
        """The line without brackets that name the field or one of its parts, if more than they stands there."""
        found = [
            match for match in TEMPLATE_BRACKETS.finditer(line.text)
            if CHIP not in match[0] and names_field(match[1] or match[2])
        ]  # fmt: skip
        rest = TEMPLATE_BRACKETS.sub("", line.text)
        if not found or not any(char.isalnum() or char == CHIP for char in rest):
            return line
        starts, ends = [0, *(match.end() for match in found)], [*(match.start() for match in found), len(line.text)]
        kept = parts(line, [(start, end) for start, end in zip(starts, ends, strict=True) if start < end])
        runs = [run for part in kept for run in part.runs]
        return line.like(runs, "".join(run.text for run in runs), line.soft)

    def _text(self) -> str:
        return self.shown[0] if len(self.shown) == 1 else " ".join(self.shown)

    @property
    def first_words(self) -> tuple[str, str]:
        """The first two words of the answer, folded; most questions about its words look at them first."""
        if self._first_words is None:
            self._first_words = first_words(self.text)
        return self._first_words

    @property
    def empty(self) -> bool:
        """Whether no text is left."""
        return not self.shown

    @property
    def holds_checklist(self) -> bool:
        """Whether any line is an item of a checklist."""
        return True in [line.checklist for line in self.lines]

    def only(self, keep: Sequence[bool]) -> None:
        """Keeps some of the lines."""
        self.lines = [line for line, kept in zip(self.lines, keep, strict=True) if kept]
        self.shown = [shown for shown, kept in zip(self.shown, keep, strict=True) if kept]
        self.text = self._text()
        self._dates = self._first_words = None

    def dates(self, month_first: MonthFirst) -> Dates:
        """The dates of the answer, which more than one question may look at."""
        if self._dates is None:
            self._dates = read_dates(self.typed(dates=True), month_first)
        return self._dates

    def typed(self, dates: bool = False) -> str:
        """The typed lines; chips other than dropdowns, and date chips if wanted, say nothing about numbers."""
        return "\n".join(normal("".join([_typed(run, dates) for run in line.runs])) for line in self.lines)


def _typed(run: Run, dates: bool) -> str:
    if run.chip is None:
        return run.text
    if run.chip.kind == "date" and dates:
        return f" {run.chip.value or run.chip.text} "
    return run.chip.text if run.chip.kind == "dropdown" else CHIP


def shown_text(runs: Sequence[Run]) -> str:
    """The text that runs show."""
    if len(runs) == 1 and runs[0].chip is None:
        return runs[0].text
    return "".join([run.chip.text if run.chip else run.text for run in runs])
