"""From pairs to what each field was answered, pair by pair: two-in-one labels, purchase orders, contract periods.

Source: the questionnaire definition, "Fields" (one label can ask for two fields), PO, and Dates (a period).
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from services.handover.patterns import late
from services.handover.questionnaire.answer import Value, Where
from services.handover.questionnaire.area import Area
from services.handover.questionnaire.blocks import Line, Run, end_of
from services.handover.questionnaire.characters import first_words
from services.handover.questionnaire.dates import MonthFirst, values
from services.handover.questionnaire.doubt import is_open, without_marks
from services.handover.questionnaire.evaluate import Question, blank, evaluate
from services.handover.questionnaire.labels import PARTS, Meaning
from services.handover.questionnaire.meaning import Reader
from services.handover.questionnaire.outcome import EMPTY, PLACEHOLDER, UNREADABLE, Outcome, answered
from services.handover.questionnaire.pairs import Pair, has_text
from services.handover.questionnaire.placeholders import says_none
from services.handover.questionnaire.plain_values import read_order_numbers, read_yes_or_no
from services.handover.questionnaire.tick_boxes import chosen_options

PROSE = frozenset({"text", "lines", "list", "domain"})
# A longer answer holds no single date, number or person; looking for one would only take time.
LONGEST_VALUE = 3_000
DIGITS_OF_TWO_DATES = 6
ORDER = ("po_required", "po_number")
PERIOD = ("contract_start_date", "renewal_date")
DIVIDERS = (
    late(r"\s+[/|／｜]\s+"),
    late(r"[/|／｜]"),
    late(r"\s*[;；]\s*"),
    late(r"\s*[,、，]\s*"),
    late(r"\s+(?:and|&|\+)\s+", re.IGNORECASE),
    late(r"\s+[–—-]\s+"),
)


class Reading(Struct, frozen=True):
    """What one pair says about one field, and where."""

    field: str
    outcome: Outcome
    where: Where


class Answers:
    """Reads the pairs of one document."""

    def __init__(self, reader: Reader, month_first: MonthFirst) -> None:
        self.reader = reader
        self.month_first = month_first

    def of(self, pair: Pair) -> list[Reading]:
        """What the pair says about each field that its label asks for."""
        meanings = pair.asked.meanings
        if len(meanings) == 1:
            return self._one(pair, meanings[0], pair.lines) if meanings[0] else []
        names = tuple(meaning.field for meaning in meanings if meaning)
        area = self._area(pair.lines, names)
        nothing = blank(Area(area.lines), "text") if not area.empty or area.guided or area.hidden else EMPTY
        if nothing:
            where = self._where(pair, area)
            return [Reading(name, nothing, where) for name in names]
        divided = _divided(area.lines, len(meanings))
        if set(names) == set(PERIOD) and (divided is None or self._period(area)):
            return self._dates(pair, PERIOD[0], area)
        if divided is None and set(names) <= set(ORDER):
            return self._order(pair, ORDER[0], area)
        if divided:
            parts = zip(meanings, divided, strict=True)
            return [reading for meaning, lines in parts if meaning for reading in self._one(pair, meaning, lines)]
        # The answer is not divided like its label, so nobody can say which part belongs to which field.
        return [self._doubtful(pair, meaning, area) for meaning in meanings if meaning]

    def _doubtful(self, pair: Pair, meaning: Meaning, area: Area) -> Reading:
        outcome = evaluate(self._question(pair, meaning), Area(area.lines), self.month_first)
        return Reading(meaning.field, replace(outcome, certain=False), self._where(pair, area))

    def _one(self, pair: Pair, meaning: Meaning, lines: list[Line]) -> list[Reading]:
        field = meaning.field
        area = self._area(lines, (field,))
        of_type = self.reader.labels.fields[field].type
        if of_type not in PROSE and sum(map(len, area.shown)) > LONGEST_VALUE:
            return [Reading(field, UNREADABLE, self._where(pair, area))]
        if field in ORDER:
            return self._order(pair, field, area)
        if field in PERIOD or field == "term_months":
            return self._dates(pair, field, area)
        return [self._plain(pair, meaning, area)]

    def _plain(self, pair: Pair, meaning: Meaning, area: Area) -> Reading:
        where = self._where(pair, area)
        return Reading(meaning.field, evaluate(self._question(pair, meaning), area, self.month_first), where)

    def _question(self, pair: Pair, meaning: Meaning) -> Question:
        return Question(self.reader.labels.fields[meaning.field], pair.asked.text, meaning.parts)

    def _area(self, lines: list[Line], fields: tuple[str, ...]) -> Area:
        def names_field(text: str) -> bool:
            words = self.reader.words(text)
            if words <= PARTS | {"date", "link", "amount", "value", "number", "address", "title", "role"}:
                return bool(words) or text.strip().lower() in ("list", "text")
            asked = self.reader.asks(text)
            return asked is not None and any(meaning and meaning.field in fields for meaning in asked.meanings)

        return Area(lines, names_field)

    def _where(self, pair: Pair, area: Area) -> Where:
        first: Run | None = None
        last: Run | None = None
        for line in area.lines or pair.lines:
            for run in line.runs:
                if run.text and not run.text.isspace():
                    first, last = first or run, run
        start, end = (first.start, end_of(last)) if first and last else (pair.at, pair.at)
        return Where(pair.tab.id, pair.tab.title, start, end, pair.asked.text)

    def _period(self, area: Area) -> bool:
        return area.dates(self.month_first).period is not None

    def _dates(self, pair: Pair, field: str, area: Area) -> list[Reading]:
        """A date of the contract; a period answers both ends of it, whichever label it stands under."""
        # A length of time is a period only where two dates may stand.
        may_be_one = field in PERIOD or sum(map(str.isdigit, area.text)) >= DIGITS_OF_TWO_DATES
        dates = area.dates(self.month_first) if may_be_one else None
        if dates is None or dates.period is None:
            return [self._plain(pair, Meaning(field), area)]
        where, doubtful = self._where(pair, area), is_open(area.text, "date")
        ends = zip(PERIOD, dates.period, strict=True)
        found = [Reading(name, answered(values([end]), doubtful), where) for name, end in ends]
        return found if field in PERIOD else [*found, self._plain(pair, Meaning(field), area)]

    def _order(self, pair: Pair, field: str, area: Area) -> list[Reading]:
        """Whether a purchase order is required, and its number; each may stand under the other's label."""
        where = self._where(pair, area)
        options = chosen_options(area.shown)
        text = " ".join(options) if options is not None else area.text
        nothing = PLACEHOLDER if options == [] else None if options else blank(area, "text")
        statement = read_yes_or_no(re.sub(r"(?=[\w-]*\d)[\w-]+", " ", text))
        numbers = read_order_numbers("\n".join(area.shown) if options is None else text, field == "po_number")
        if nothing is None and says_none(text, first_words(text)[0]) and not statement:
            nothing = PLACEHOLDER
        if area.holds_checklist:
            nothing = UNREADABLE
        if nothing:
            return [Reading(field, nothing, where)]
        doubtful = is_open(text, "po")
        if doubtful:
            numbers = read_order_numbers(without_marks(text), field == "po_number")
        other = ORDER[1 - ORDER.index(field)]
        found: dict[str, list[Value]] = {"po_required": list(statement), "po_number": list(numbers)}
        if not (statement or numbers):
            return [Reading(field, UNREADABLE, where)]
        own = Reading(field, answered(found[field], doubtful) if found[field] else EMPTY, where)
        return [own, Reading(other, answered(found[other], doubtful), where)] if found[other] else [own]


def _divided(lines: list[Line], wanted: int) -> list[list[Line]] | None:
    """The answer divided into as many parts as the label has."""
    filled = [line for line in lines if has_text(line)]
    if len(filled) == wanted:
        return [[line] for line in filled]
    if len(filled) != 1:
        return None
    line = filled[0]
    for divider in DIVIDERS:
        marks = list(divider.finditer(line.text))
        if len(marks) == wanted - 1:
            starts = [0, *(mark.end() for mark in marks)]
            ends = [*(mark.start() for mark in marks), len(line.text)]
            return [[line.part(start, end)] for start, end in zip(starts, ends, strict=True)]
    return _by_chips(line, wanted)


def _by_chips(line: Line, wanted: int) -> list[list[Line]] | None:
    starts, at = [], 0
    for run in line.runs:
        if run.chip and run.chip.kind == "person":
            starts.append(at)
        at += len(run.text)
    if len(starts) != wanted:
        return None
    ends = [*starts[1:], len(line.text)]
    return [[line.part(start, end)] for start, end in zip(starts, ends, strict=True)]
