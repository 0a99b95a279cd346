"""From an answer area to the value of one field: placeholders, tick boxes, doubt, then the type's own reading.

Source: the questionnaire definition, "Status rules" and "Types and normal forms".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire.answer import Value
from services.handover.questionnaire.area import Area
from services.handover.questionnaire.blocks import CHIP, Line, Run, Tab
from services.handover.questionnaire.characters import first_words, folded
from services.handover.questionnaire.dates import MonthFirst, values
from services.handover.questionnaire.doubt import LINK, is_open, points_elsewhere, without_marks
from services.handover.questionnaire.labels import FULL_NAME, Field
from services.handover.questionnaire.links import read_links
from services.handover.questionnaire.money import read_money
from services.handover.questionnaire.months import read_months
from services.handover.questionnaire.numbers import read_integers
from services.handover.questionnaire.outcome import EMPTY, PLACEHOLDER, UNREADABLE, Outcome, answered
from services.handover.questionnaire.people import read_part, read_people
from services.handover.questionnaire.placeholders import LINES, is_stand_in, is_template, says_none
from services.handover.questionnaire.plain_values import read_channels, read_lines, read_list, read_yes_or_no
from services.handover.questionnaire.tick_boxes import chosen_options

PERSON = ("name", "email")
CONTACT = ("name", "email", "phone")
# A part of a person that is still open does not make the person doubtful.
PARTS = ("mail", "name", "phone", "tel", "mobile")
OPEN_PART = late(
    (
        r"\b(?:name|e-?mail|phone|tel|mobile)\b\.?\s*[:：]?\s*(?:(?:is |to be )?(?:tb[dca]|confirmed|unknown|"
        r"n/?a|pending|\?+|-+))(?!\w)"
    ),
    re.IGNORECASE,
)
# "Jane Roe, Email: jane@x.example": the first part's label stands in front, the others follow with labels of their own.
OTHER_PART = late(r"\b(?:e-?mail|phone|tel|telephone|mobile)\b[^:：\n]{0,12}[:：]", re.IGNORECASE)
# "TBC (April 1, 2027?)": what stands in brackets is the value.
OPEN_BUT_HELD = late(r"([^()]{1,40}?)\s*\(([^()]*\d[^()]*)\)")
MOST_OPTIONS = 500  # Nobody chooses among more; each is looked at as an answer of its own.
NEUTRAL_CHOICE = late(r"\W*(?:please\s+)?(?:select|choose|pick)\b|\W*$", re.IGNORECASE)


class Question(Struct, frozen=True):
    """The field asked, the label as written, and the parts of a person that are asked."""

    field: Field
    label: str
    parts: frozenset[str]


def blank(area: Area, of_type: str) -> Outcome | None:
    """The outcome when nothing was answered; else the area keeps only the lines that are no form text."""
    if area.empty:
        return PLACEHOLDER if area.guided or area.hidden else EMPTY
    whole = area.text
    if is_stand_in(whole) or is_template(whole, area.first_words, of_type):
        return PLACEHOLDER
    if CHIP in area.lines[0].text and _is_neutral_choice(area):
        return PLACEHOLDER
    if len(area.shown) == 1:
        return None
    forms = [is_template(shown, first_words(shown), of_type) for shown in area.shown]
    if all(form or is_stand_in(shown) for form, shown in zip(forms, area.shown, strict=True)):
        return PLACEHOLDER
    if any(forms):
        area.only([not form for form in forms])
    return None


def _is_neutral_choice(area: Area) -> bool:
    runs = [run for line in area.lines for run in line.runs if run.text.strip()]
    only = runs[0].chip if len(runs) == 1 else None
    return only is not None and only.kind == "dropdown" and NEUTRAL_CHOICE.match(only.text) is not None


def evaluate(question: Question, area: Area, month_first: MonthFirst) -> Outcome:
    """What the area says about the field."""
    of_type = question.field.type
    options = chosen_options(area.shown)
    if options is not None:
        return _chosen(question, options, month_first)
    if of_type != "lines" and area.holds_checklist:
        return UNREADABLE
    nothing = blank(area, of_type)
    if nothing:
        return nothing
    whole = area.text
    if says_none(whole, area.first_words[0]) and not (of_type == "boolean" and read_yes_or_no(whole)):
        return answered([[]]) if of_type in LINES else PLACEHOLDER
    if points_elsewhere(whole, area.first_words[0]):
        return UNREADABLE
    held = OPEN_BUT_HELD.fullmatch(whole) if "(" in whole else None
    if held and is_stand_in(held[1]) and CHIP not in area.lines[0].text:
        area, whole = typed_area(held[2]), f"{held[1]}, {held[2]}"
    doubtful = is_open(_without_open_parts(whole) if of_type in ("person", "contact") else whole, of_type)
    return answered(_read(question, area, month_first, doubtful), doubtful)


def _without_open_parts(text: str) -> str:
    lower = folded(text)
    return OPEN_PART.sub(" ", text) if any(part in lower for part in PARTS) else text


def _chosen(question: Question, options: list[str], month_first: MonthFirst) -> Outcome:
    """The chosen options: one value for lists, else a value each."""
    if not options:
        return PLACEHOLDER
    if question.field.type in LINES:
        return answered([options])
    if len(options) > MOST_OPTIONS:
        return UNREADABLE
    found: list[Value] = []
    certain = True
    for option in options:
        outcome = evaluate(question, typed_area(option), month_first)
        certain = certain and outcome.certain and outcome.kind == "answered"
        found += outcome.values
    return answered(list({repr(value): value for value in found}.values()), not certain)


def typed_area(text: str) -> Area:
    """An area of plain text."""
    return Area([Line([Run(text, None)], text, Tab(None, None))])


def _read(question: Question, area: Area, month_first: MonthFirst, doubtful: bool) -> Sequence[Value]:
    of_type = question.field.type
    if of_type == "date":
        return values(area.dates(month_first).found)
    return READERS[of_type](question, area, doubtful)


def _text(_: Question, area: Area, doubtful: bool) -> list[Value]:
    text = without_marks(area.text) if doubtful else area.text
    return [text] if text else []


def _lines(_: Question, area: Area, doubtful: bool) -> list[Value]:
    shown = [without_marks(line) for line in area.shown] if doubtful else area.shown
    lines = read_lines(shown)
    return [list(lines)] if lines else []


def _list(_: Question, area: Area, doubtful: bool) -> list[Value]:
    items = read_list([without_marks(line) for line in area.shown] if doubtful else area.shown)
    return [list(items)] if items else []


def _people(question: Question, area: Area, _: bool) -> list[Value]:
    parts = CONTACT if question.field.type == "contact" else PERSON
    if len(question.parts) == 1 and not OTHER_PART.search(area.text):
        (part,) = question.parts
        return list(read_part(area, "name" if part in FULL_NAME else part, parts))
    return list(read_people(area, parts))


def _everybody(_: Question, area: Area, __: bool) -> list[Value]:
    """All persons of a list, each as "Name <email>"."""
    shown = []
    for person in read_people(area, PERSON):
        name, email = person["name"], person["email"]
        shown.append(f"{name} <{email}>" if name and email else str(name or email))
    return [shown] if shown else []


def _emails(_: Question, area: Area, __: bool) -> list[Value]:
    found = [person["email"] for person in read_people(area, PERSON)]
    emails = [email for email in found if email]
    return [emails] if emails else []


def _money(question: Question, area: Area, _: bool) -> list[Value]:
    return list(read_money(area.typed(), question.label, question.field.name == "arr"))


READERS: dict[str, Callable[[Question, Area, bool], Sequence[Value]]] = {
    "text": _text,
    "po": _text,
    "domain": lambda question, area, doubtful: [str(value).lower() for value in _text(question, area, doubtful)],
    "lines": _lines,
    "list": _list,
    "person": _people,
    "contact": _people,
    "people": _everybody,
    "emails": _emails,
    "money": _money,
    "url": lambda _, area, __: list(read_links(area)),
    "integer": lambda _, area, __: list(read_integers(area.typed())),
    "months": lambda question, area, _: list(read_months(area.typed(), question.label)),
    "boolean": lambda _, area, __: list(read_yes_or_no(area.text)),
    "channel": lambda _, area, __: list(read_channels(LINK.sub(" ", area.text))),
}
