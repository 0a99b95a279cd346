"""Which records a query finds, and what of them it shows."""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from services.sandbox.salesforce import ids, objects, soql
from services.sandbox.salesforce.objects import Field, SObject
from services.sandbox.salesforce.refusal import Refused
from services.sandbox.salesforce.soql import Comparison, Condition, DateLiteral, Query, Text, Value
from services.sandbox.salesforce.spans import span

Record = dict[str, Any]
Records = dict[str, dict[str, Record]]
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_QUOTED = frozenset({"string", "email", "url", "picklist", "textarea", "id", "reference"})
_NUMBERS = frozenset({"int", "currency", "percent", "double"})
_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class Search:
    """One query over the records of the org. `text` is what errors point into; `now` is this moment where the org is.

    Date literals begin and end in the time zone of the user who asks (SOQL and SOSL Reference, "Date Formats and
    Date Literals"); all users of this org are in the org's zone.
    """

    def __init__(self, records: Records, text: str, now: datetime.datetime) -> None:
        self._records = records
        self._text = text
        self._now = now

    def run(self, query: Query) -> dict[str, Any]:
        """The answer of the `query` resource."""
        sobject = objects.known(query.object)
        if sobject is None:
            raise self._no_object(query.object)
        for selected in query.fields:
            self._resolve(sobject, selected.field, selected.at)
        if query.where is not None:
            self._check(query.where, sobject)
        found = [one for one in self._of(sobject) if query.where is None or self.holds(query.where, sobject, one)]
        for part in reversed(query.order):
            found = self._sorted(found, sobject, part)
        found = found[query.offset :][: query.limit]
        shown = [self._shown(sobject, one, [each.field for each in query.fields]) for one in found]
        return {"totalSize": len(found), "done": True, "records": shown if query.fields else []}

    def holds(self, condition: Condition, sobject: SObject, record: Record) -> bool:
        """Whether a condition is true of a record."""
        match condition:
            case soql.AllOf(conditions):
                return all(self.holds(each, sobject, record) for each in conditions)
            case soql.AnyOf(conditions):
                return any(self.holds(each, sobject, record) for each in conditions)
            case soql.Not(inner):
                return not self.holds(inner, sobject, record)
            case Comparison():
                return self._compare(condition, sobject, record)

    def _of(self, sobject: SObject) -> Iterable[Record]:
        return self._records.get(sobject.name, {}).values()

    def _check(self, condition: Condition, sobject: SObject) -> None:
        """Fields that are there, and values of their kinds, whether or not there is a record to compare."""
        match condition:
            case soql.AllOf(conditions) | soql.AnyOf(conditions):
                for each in conditions:
                    self._check(each, sobject)
            case soql.Not(inner):
                self._check(inner, sobject)
            case Comparison():
                field = self._resolve(sobject, condition.field, condition.at)
                for value in condition.values:
                    self._fits(field, condition, value)

    def _compare(self, asked: Comparison, sobject: SObject, record: Record) -> bool:
        field = self._resolve(sobject, asked.field, asked.at)
        actual = _comparable(field, self._value(sobject, record, asked.field))
        match asked.operator:
            case "LIKE":
                return actual is not None and bool(_pattern(asked.values[0]).fullmatch(actual))
            case "=" | "IN":
                return any(self._equal(field, actual, value) for value in asked.values)
            case "!=" | "NOT IN":
                return not any(self._equal(field, actual, value) for value in asked.values)
        return self._ordered(field, actual, asked.operator, asked.values[0])

    def _equal(self, field: Field, actual: Any, value: Value) -> bool:
        if isinstance(value, DateLiteral) and actual is not None:
            first, after = self._days(value)
            return bool(first <= self._day(actual) < after)
        return bool(actual == _asked(field, value))

    def _ordered(self, field: Field, actual: Any, operator: str, value: Value) -> bool:
        if actual is None or value is None:
            return False
        if isinstance(value, DateLiteral):
            first, after = self._days(value)
            bound = first if operator in ("<", ">=") else after
            return _ORDERINGS["<" if operator in ("<", "<=") else ">="](self._day(actual), bound)
        return _ORDERINGS[operator](actual, _asked(field, value))

    def _fits(self, field: Field, asked: Comparison, value: Value) -> None:
        """Refuse a value of another kind than the field's, as Salesforce does."""
        if value is None:
            return
        dated = isinstance(value, DateLiteral | datetime.date)
        quoted = isinstance(value, Text)
        if quoted and field.type in _QUOTED:
            if field.type in ("id", "reference") and ids.read(_plain(value)) is None:
                raise self._refused("INVALID_QUERY_FILTER_OPERATOR", asked.at, f"invalid ID field: {_plain(value)}")
            return
        fits = {"boolean": isinstance(value, bool), "date": dated, "datetime": dated}
        if fits.get(field.type, field.type in _NUMBERS and isinstance(value, int | float)) and not quoted:
            return
        should = "should be" if field.type in _QUOTED else "should not be"
        kind = "string" if field.type in _QUOTED else field.type
        words = f"value of filter criterion for field '{asked.field}' must be of type {kind} and {should}"
        raise self._refused("INVALID_FIELD", asked.at, f"{words} enclosed in quotes")

    def _days(self, literal: DateLiteral) -> tuple[datetime.date, datetime.date]:
        found = span(literal.name, literal.number, self._now.date())
        if found is None:
            raise Refused(400, "MALFORMED_QUERY", f"unexpected token: '{literal.name}'")
        return found

    def _day(self, value: datetime.date) -> datetime.date:
        """The day of a date, or of a moment where the org is."""
        return value.astimezone(self._now.tzinfo).date() if isinstance(value, datetime.datetime) else value

    def _resolve(self, sobject: SObject, path: str, at: int) -> Field:
        """The field at the end of a path such as `Account.Owner.Name`."""
        *parents, last = path.split(".")
        for name in parents:
            reference = sobject.parent(name)
            if reference is None:
                words = f"Didn't understand relationship '{name}' in field path."
                hint = (
                    "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom"
                )
                raise self._refused("INVALID_FIELD", at, f"{words} {hint} relationship name.")
            sobject = objects.find(reference.to)
        field = sobject.field(last)
        if field is None:
            hint = (
                "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."
            )
            words = f"No such column '{last}' on entity '{sobject.name}'. {hint}"
            raise self._refused("INVALID_FIELD", at, words)
        return field

    def _value(self, sobject: SObject, record: Record, path: str) -> Any:
        *parents, last = path.split(".")
        for name in parents:
            above = self._above(sobject, record, name)
            if above is None:
                return None
            sobject, record = above
        field = sobject.field(last)
        return record.get(field.name) if field else None

    def _above(self, sobject: SObject, record: Record, relationship: str) -> tuple[SObject, Record] | None:
        reference = sobject.parent(relationship)
        parent = self._records[reference.to].get(record.get(reference.name) or "") if reference else None
        return (objects.find(reference.to), parent) if reference and parent else None

    def _shown(self, sobject: SObject, record: Record, paths: list[str]) -> Record:
        shown: Record = {"attributes": attributes(sobject, record)}
        for path in paths:
            name, _, below = path.partition(".")
            if below:
                above = self._above(sobject, record, name)
                reference = sobject.parent(name)
                key = reference.relationship if reference else name
                inner = self._shown(*above, [below]) if above else None
                shown[key] = {**(shown.get(key) or {}), **inner} if inner else None
            else:
                field = sobject.field(name)
                shown[field.name if field else name] = record.get(field.name) if field else None
        return shown

    def _sorted(self, found: list[Record], sobject: SObject, part: soql.Order) -> list[Record]:
        field = self._resolve(sobject, part.field, part.at)
        keyed = [(_comparable(field, self._value(sobject, one, part.field)), one) for one in found]
        filled = sorted((pair for pair in keyed if pair[0] is not None), key=lambda p: p[0], reverse=part.descending)
        empty = [one for key, one in keyed if key is None]
        ordered = [one for _, one in filled]
        return [*ordered, *empty] if part.nulls_last else [*empty, *ordered]

    def _no_object(self, name: str) -> Refused:
        hint = "If you are attempting to use a custom object, be sure to append the '__c' after the entity name."
        words = f"sObject type '{name}' is not supported. {hint}"
        return self._refused("INVALID_TYPE", max(0, self._text.find(name)), words)

    def _refused(self, code: str, at: int, words: str) -> Refused:
        return Refused(400, code, soql.place(self._text, at) + words)


def attributes(sobject: SObject, record: Record) -> dict[str, str]:
    """What every record in an answer begins with."""
    return {"type": sobject.name, "url": f"/services/data/v59.0/sobjects/{sobject.name}/{record['Id']}"}


def _comparable(field: Field, value: Any) -> Any:
    """Texts are compared without regard to case; ids and moments as what they mean."""
    if value is None or field.type in ("id", "reference"):
        return value
    if field.type == "datetime":
        return datetime.datetime.fromisoformat(value)
    if field.type == "date":
        return datetime.date.fromisoformat(value)
    return value.casefold() if isinstance(value, str) else value


def _asked(field: Field, value: Value) -> Any:
    if isinstance(value, Text):
        plain = _plain(value)
        return ids.read(plain) if field.type in ("id", "reference") else plain.casefold()
    if field.type == "datetime" and type(value) is datetime.date:
        return datetime.datetime.combine(value, datetime.time(), datetime.UTC)
    return value


def _plain(value: Value) -> str:
    """What a quoted text says."""
    assert isinstance(value, Text)
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1].lower(), found[1]), value.raw)


def _pattern(value: Value) -> re.Pattern[str]:
    """What a text behind `LIKE` finds: `%` is anything, `_` is one character, unless a backslash stands before it."""
    assert isinstance(value, Text)
    parts = re.findall(r"\\.|.", value.raw, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    found = "".join(wild.get(part) or re.escape(_plain(Text(part))) for part in parts)
    return re.compile(found, re.IGNORECASE | re.DOTALL)
