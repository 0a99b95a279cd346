"""SOQL, read: what is selected, from which object, under which conditions (SOQL and SOSL Reference, "SELECT").

A recursive descent, one method for each rule of the grammar. There is no library for Python that reads it.
"""

import datetime
import re
from dataclasses import dataclass

from services.sandbox.salesforce.refusal import Refused


@dataclass(frozen=True)
class Text:
    """A quoted text as it was written, without its quotes: what a backslash means depends on the operator."""

    raw: str


@dataclass(frozen=True)
class DateLiteral:
    """A day or span in words: `TODAY`, `LAST_N_DAYS:30`."""

    name: str
    number: int | None = None


Value = Text | DateLiteral | datetime.datetime | datetime.date | bool | int | float | None


@dataclass(frozen=True)
class Comparison:
    """`field operator value`; for `IN` and `NOT IN` there are as many values as there are."""

    field: str
    operator: str
    values: tuple[Value, ...]
    at: int


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    condition: "Condition"


@dataclass(frozen=True)
class AllOf:
    """Conditions joined by `AND`."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    """Conditions joined by `OR`."""

    conditions: "tuple[Condition, ...]"


Condition = Comparison | Not | AllOf | AnyOf


@dataclass(frozen=True)
class Order:
    """One part of `ORDER BY`."""

    field: str
    descending: bool
    nulls_last: bool
    at: int


@dataclass(frozen=True)
class Selected:
    """A field in the list, and where it stands."""

    field: str
    at: int


@dataclass(frozen=True)
class Query:
    """A whole query. Without `fields` it only counts."""

    text: str
    fields: tuple[Selected, ...]
    object: str
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:\\.|[^'\\])*')
  | (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
  | (?P<day>\d{4}-\d\d-\d\d)
  | (?P<number>[+-]?\d+(?:\.\d+)?)
  | (?P<span>[A-Za-z_]+:\d+)
  | (?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)
  | (?P<sign><=|>=|!=|<>|[=<>(),])
  )""",
    re.VERBOSE,
)
_SIGNS = {"=", "!=", "<>", "<", "<=", ">", ">="}


def parse(text: str) -> Query:
    """Read a query; raises `MALFORMED_QUERY` with the place of the first thing that does not belong."""
    return _Parser(text).query()


def parse_condition(text: str) -> Condition:
    """Read a condition alone, as behind `WHERE`."""
    parser = _Parser(text)
    found = parser.condition()
    parser.end()
    return found


def place(text: str, at: int) -> str:
    """How Salesforce points at a place in a query: its surroundings with a caret below."""
    start = max(0, at - 30)
    shown, row = text[start : at + 30].replace("\n", " "), text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"\n{shown}\n{' ' * (at - start)}^\nERROR at Row:{row}:Column:{column}\n"


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._read()
        self._next = 0

    def query(self) -> Query:
        self._expect("SELECT")
        fields = self._fields()
        self._expect("FROM")
        object_ = self._take("name").text
        where = self.condition() if self._accept("WHERE") else None
        order = self._order() if self._accept("ORDER") else ()
        limit = self._number() if self._accept("LIMIT") else None
        offset = self._number() if self._accept("OFFSET") else 0
        self.end()
        return Query(self._text, fields, object_, where, order, limit, offset)

    def condition(self) -> Condition:
        """Conditions joined by one of the two words; mixing them takes parentheses."""
        found = [self._single()]
        for word, joined in (("AND", AllOf), ("OR", AnyOf)):
            while self._accept(word):
                found.append(self._single())
            if len(found) > 1:
                return joined(tuple(found))
        return found[0]

    def end(self) -> None:
        if self._peek().kind != "end":
            raise self._unexpected()

    def _fields(self) -> tuple[Selected, ...]:
        first = self._take("name")
        if first.text.upper() == "COUNT" and self._accept("("):
            self._expect(")")
            return ()
        found = [Selected(first.text, first.at)]
        while self._accept(","):
            token = self._take("name")
            found.append(Selected(token.text, token.at))
        return tuple(found)

    def _single(self) -> Condition:
        if self._accept("NOT"):
            return Not(self._single())
        if self._accept("("):
            inner = self.condition()
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        field = self._take("name")
        if self._accept("LIKE"):
            return Comparison(field.text, "LIKE", (Text(self._take("text").text[1:-1]),), field.at)
        if self._accept("NOT"):
            self._expect("IN")
            return Comparison(field.text, "NOT IN", self._list(), field.at)
        if self._accept("IN"):
            return Comparison(field.text, "IN", self._list(), field.at)
        sign = self._take("sign")
        if sign.text not in _SIGNS:
            raise self._unexpected(sign)
        return Comparison(field.text, "!=" if sign.text == "<>" else sign.text, (self._value(),), field.at)

    def _list(self) -> tuple[Value, ...]:
        self._expect("(")
        found = [self._value()]
        while self._accept(","):
            found.append(self._value())
        self._expect(")")
        return tuple(found)

    def _value(self) -> Value:
        token = self._peek()
        self._next += 1
        match token.kind:
            case "text":
                return Text(token.text[1:-1])
            case "number":
                return float(token.text) if "." in token.text else int(token.text)
            case "moment":
                return datetime.datetime.fromisoformat(token.text)
            case "day":
                return self._day(token)
            case "span":
                name, _, number = token.text.partition(":")
                return DateLiteral(name.upper(), int(number))
            case "name" if token.text.lower() in ("true", "false"):
                return token.text.lower() == "true"
            case "name" if token.text.lower() == "null":
                return None
            case "name" if "." not in token.text:
                return DateLiteral(token.text.upper())
        raise self._unexpected(token)

    def _day(self, token: _Token) -> datetime.date:
        try:
            return datetime.date.fromisoformat(token.text)
        except ValueError:
            raise self._unexpected(token) from None

    def _order(self) -> tuple[Order, ...]:
        self._expect("BY")
        found = [self._ordered()]
        while self._accept(","):
            found.append(self._ordered())
        return tuple(found)

    def _ordered(self) -> Order:
        field = self._take("name")
        descending = not self._accept("ASC") and self._accept("DESC")
        last = False
        if self._accept("NULLS"):
            last = self._accept("LAST")
            if not last:
                self._expect("FIRST")
        return Order(field.text, descending, last, field.at)

    def _number(self) -> int:
        token = self._take("number")
        if not token.text.isdigit():
            raise self._unexpected(token)
        return int(token.text)

    def _read(self) -> list[_Token]:
        found = []
        at = 0
        while self._text[at:].strip():
            token = _TOKEN.match(self._text, at)
            if token is None:
                start = at + len(self._text[at:]) - len(self._text[at:].lstrip())
                raise self._unexpected(_Token("", self._text[start], start))
            kind = str(token.lastgroup)
            found.append(_Token(kind, token[kind], token.start(kind)))
            at = token.end()
        return [*found, _Token("end", "<EOF>", len(self._text))]

    def _peek(self) -> _Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    def _take(self, kind: str) -> _Token:
        token = self._peek()
        if token.kind != kind:
            raise self._unexpected(token)
        self._next += 1
        return token

    def _accept(self, word: str) -> bool:
        token = self._peek()
        matches = token.kind in ("name", "sign") and token.text.upper() == word
        self._next += matches
        return matches

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise self._unexpected()

    def _unexpected(self, token: _Token | None = None) -> Refused:
        token = token or self._peek()
        return Refused(400, "MALFORMED_QUERY", f"{place(self._text, token.at)}unexpected token: '{token.text}'")
