"""One answer for each field, from everything that was read about it.

Source: the questionnaire definition, status rules 3 and 6, and "When two values are the same".
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from services.handover.questionnaire.answer import Answer, Value, Where
from services.handover.questionnaire.answers import Reading
from services.handover.questionnaire.labels import PEOPLE, Field
from services.handover.questionnaire.together import Together

WITHOUT_CASE = frozenset({"plan", "deployment_type", "payment_terms", "timezone"})


def merged(readings: Iterable[Reading], fields: Mapping[str, Field]) -> dict[str, Answer]:
    """The answers of one reading of the document. A field that is not asked has none."""
    by_field: dict[str, list[Reading]] = {}
    for reading in readings:
        by_field.setdefault(reading.field, []).append(reading)
    return {name: _answer(fields[name], found) for name, found in by_field.items()}


def _answer(field: Field, readings: list[Reading]) -> Answer:
    if len(readings) == 1:
        outcome, place = readings[0].outcome, readings[0].where
        if outcome.kind == "answered" and outcome.certain and len(outcome.values) == 1:
            return Answer(field.name, "answered", outcome.values[0], (), (place,))
    real = [reading for reading in readings if reading.outcome.kind == "answered"]
    if not real:
        held = [reading for reading in readings if reading.outcome.kind == "placeholder"]
        return Answer(field.name, "placeholder" if held else "unanswered", where=_places(held or readings))
    values = distinct([value for reading in real for value in reading.outcome.values], field, len(real) > 1)
    where = _places(real)
    if len(values) == 1 and all(reading.outcome.certain for reading in real):
        return Answer(field.name, "answered", values[0], where=where)
    return Answer(field.name, "ambiguous", None, tuple(values), where)


def _places(readings: list[Reading]) -> tuple[Where, ...]:
    if len(readings) == 1:
        return (readings[0].where,)
    return tuple(dict.fromkeys(reading.where for reading in readings))


def distinct(values: Sequence[Value], field: Field, several: bool) -> list[Value]:
    """The values, each once. Persons of ``several`` answers that complete one another are one; of one answer, two."""
    if len(values) < 2:
        return list(values)
    if field.type not in PEOPLE or not several:
        known: dict[Hashable, Value] = {}
        for value in values:
            known.setdefault(_key(value, field), value)
        return list(known.values())
    people = Together()
    for value in values:
        people.add(value)
    return people.found


def _key(value: Value, field: Field) -> Hashable:
    """Equal for values of a field that are the same."""
    if isinstance(value, dict):
        return tuple(str(part).casefold() if field.type in PEOPLE else part for part in value.values())
    if isinstance(value, list):
        return tuple(sorted(item.casefold() for item in value)) if field.type == "list" else tuple(value)
    return value.casefold() if isinstance(value, str) and field.name in WITHOUT_CASE else value


def with_suggestions(present: Answer | None, accepted: Answer | None, field: Field) -> Answer:
    """The answer, given the document as it is and with its suggestions accepted."""
    now, then = present or Answer(field.name, "unanswered"), accepted or Answer(field.name, "unanswered")
    if _equal(now, then, field):
        return now if now.where else then
    values = list(_values(now))
    known = {_key(value, field) for value in values}
    values += [value for value in _values(then) if _key(value, field) not in known]
    where = tuple(dict.fromkeys([*now.where, *then.where]))
    return Answer(field.name, "ambiguous", None, tuple(values), where)


def _values(answer: Answer) -> tuple[Value, ...]:
    return answer.candidates if answer.value is None else (answer.value,)


def _equal(left: Answer, right: Answer, field: Field) -> bool:
    ours, theirs = _values(left), _values(right)
    return (
        left.status == right.status
        and len(ours) == len(theirs)
        and {_key(value, field) for value in ours} <= {_key(value, field) for value in theirs}
    )
