"""The search language of `files.list`, as far as played (Drive API guide, "Search query terms and operators")."""

import re
from collections.abc import Callable
from typing import Any

from services.sandbox.refusal import Refusal

File = dict[str, Any]
Test = Callable[[File], bool]
_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:\\.|[^'\\])*')|(?P<sign><=|>=|!=|[=<>(){}])|(?P<word>[A-Za-z]+))")


def parse(query: str) -> Test:
    """The test that a file has to pass."""
    parser = _Parser(query)
    test = parser.either()
    if parser.tokens:
        raise parser.refused()
    return test


class _Parser:
    def __init__(self, query: str) -> None:
        self.tokens: list[str] = []
        self._query = query
        at = 0
        while query[at:].strip():
            token = _TOKEN.match(query, at)
            if token is None:
                raise self.refused()
            self.tokens.append(token[0].strip())
            at = token.end()

    def refused(self) -> Refusal:
        return Refusal(400, "INVALID_ARGUMENT", "Invalid Value", reason="invalid", location="q")

    def either(self) -> Test:
        tests = [self._both()]
        while self._take("or"):
            tests.append(self._both())
        return lambda file: any(test(file) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._take("and"):
            tests.append(self._one())
        return lambda file: all(test(file) for test in tests)

    def _one(self) -> Test:
        if self._take("not"):
            test = self._one()
            return lambda file: not test(file)
        if self._take("("):
            test = self.either()
            self._expect(")")
            return test
        if self.tokens and self.tokens[0].startswith("'"):
            return self._membership(self._text())
        return self._term(self._next())

    def _membership(self, value: str) -> Test:
        self._expect("in")
        names = self._next()
        if names == "parents":
            return lambda file: value in file["parents"]
        if names in ("owners", "writers", "readers"):
            roles = {
                "owners": {"owner"},
                "writers": {"owner", "writer"},
                "readers": {"owner", "writer", "reader"},
            }[names]
            return lambda file: file["permissions"].get(value) in roles
        raise self.refused()

    def _term(self, name: str) -> Test:
        if name in ("appProperties", "properties"):
            self._expect("has")
            key, value = self._pair()
            return lambda file: file.get(name, {}).get(key) == value
        sign = self._next()
        if name in ("trashed", "starred") and sign in ("=", "!="):
            wanted = self._next()
            if wanted not in ("true", "false"):
                raise self.refused()
            return lambda file: (bool(file.get(name)) == (wanted == "true")) == (sign == "=")
        if name in ("name", "mimeType"):
            return self._text_test(name, sign, self._text())
        if name in ("modifiedTime", "createdTime"):
            return self._time_test(name, sign, self._text())
        raise self.refused()

    def _text_test(self, name: str, sign: str, value: str) -> Test:
        match sign:
            case "=":
                return lambda file: str(file[name]) == value
            case "!=":
                return lambda file: str(file[name]) != value
            case "contains":
                # Of a name only the beginnings of words are found, not any part of it.
                words = re.compile(r"(?<!\w)" + re.escape(value), re.IGNORECASE)
                return lambda file: bool(words.search(file[name]))
        raise self.refused()

    def _time_test(self, name: str, sign: str, value: str) -> Test:
        if sign not in ("<", "<=", "=", "!=", ">", ">="):
            raise self.refused()
        compare: dict[str, Callable[[str], bool]] = {
            "<": lambda time: time < value,
            "<=": lambda time: time <= value,
            "=": lambda time: time == value,
            "!=": lambda time: time != value,
            ">": lambda time: time > value,
            ">=": lambda time: time >= value,
        }
        return lambda file: compare[sign](file[name])

    def _pair(self) -> tuple[str, str]:
        for sign in ("{", "key", "="):
            self._expect(sign)
        key = self._text()
        for sign in ("and", "value", "="):
            self._expect(sign)
        value = self._text()
        self._expect("}")
        return key, value

    def _text(self) -> str:
        token = self._next()
        if not token.startswith("'"):
            raise self.refused()
        return re.sub(r"\\(.)", r"\1", token[1:-1])

    def _next(self) -> str:
        if not self.tokens:
            raise self.refused()
        return self.tokens.pop(0)

    def _take(self, word: str) -> bool:
        if self.tokens and self.tokens[0] == word:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise self.refused()
