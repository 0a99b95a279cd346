"""Which field a set of label words asks for, from the table in labels.json and a company's own labels.

In the table, a label is a set of words, in any order, after words.json has brought them to one form: of ``a|b`` one
stands there, and ``[a]`` may stand there or not. ``with`` names words that may be added without changing the question;
any other word makes it another question. ``parts`` names words that ask for the person only together with name, email
or phone ("Billing email"). What is under ``extra`` is needed by steps and never one of the 27 ``fields``, so it looks
like them and is none.

Source: the questionnaire definition, section "Fields"; domain.md sections 5 and 6 for the further fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire import label_words
from services.handover.questionnaire.characters import Signs

FULL_NAME = frozenset({"firstname", "lastname"})
PARTS = FULL_NAME | {"name", "email", "phone"}
UNPLAIN = Signs("\t\n()/[\\]|\x7f")
PLAIN = late(r"[\x00-\x08\x0b-\x27\x2a-\x2e\x30-\x5a\x5e-\x7b}~\u2013\u2014\u2018-\u201d\ufffc]*")
WORD = re.compile(r"[a-z]+|[0-9]+")
PEOPLE = frozenset({"person", "contact"})


class Meaning(Struct, frozen=True):
    """What a label asks: a field, and for people perhaps only some parts of it."""

    field: str
    parts: frozenset[str] = frozenset()


class Field(Struct, frozen=True):
    """One entry of labels.json."""

    name: str
    type: str
    asked: bool
    more: frozenset[str]
    of_parts: tuple[frozenset[str], ...]


class Labels:
    """The table of labels, made ready for look-up by words."""

    def __init__(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        self.fields: dict[str, Field] = {}
        self._exact: dict[frozenset[str], str] = {}
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        self._spellings: set[str] = set(label_words.spellings())
        self._corrections: dict[str, str] = {}
        self._by_letter: dict[str, list[str]] = {}
        for name, entry, asked in _entries():
            own = [own for own in synonyms.get(name, ()) if isinstance(own, str)]
            self._add(name, entry, asked, own)
        self._known: frozenset[str] = frozenset().union(*self._exact)

    def _add(self, name: str, entry: Mapping[str, object], asked: bool, own: Sequence[str]) -> None:
        more = frozenset(_set(words) for words in _texts(entry, "with"))
        parts = tuple(_set(words) for words in _texts(entry, "parts"))
        self.fields[name] = Field(name, str(entry["type"]), asked, frozenset().union(*more), parts)
        for label in [*(label for pattern in _texts(entry, "labels") for label in _spelt_out(pattern)), *own]:
            words = _words(label)
            wanted = frozenset(label_words.meant(words))
            if wanted and (label in own or wanted not in self._exact):
                self._exact[wanted] = name
                self._by_word.setdefault(min(wanted), []).append((wanted, name))
                self._spellings.update(words)
        self._spellings |= self.fields[name].more
        self._by_letter.clear()

    def words(self, text: str) -> frozenset[str]:
        """The words of a label in one form, misspellings corrected."""
        spelt = label_words.spelt(text)
        unknown = [word for word in spelt if word not in self._spellings]
        if unknown and len(unknown) <= 2 and len(spelt) <= 14:
            spelt = [self._correct(word) if word in unknown else word for word in spelt]
        return frozenset(label_words.meant(spelt))

    def reach(self, text: str, first: int, end: int) -> int:
        """How far a label can reach that begins at `first`: up to the first word that stands in no label.

        Brackets and strokes may hold the other half of a bilingual label, and other letters than plain ones are spelt
        in more ways than one; then it can reach to the end.
        """
        if UNPLAIN.stand_in(text, first, end) if text.isascii() else not PLAIN.fullmatch(text, first, end):
            return len(text)
        numbering = label_words.NUMBERING.match(text[first:end].lower())
        for word in WORD.finditer(text[:end].lower(), first + (numbering.end() if numbering else 0), end):
            if word[0] not in self._spellings and self._correct(word[0]) == word[0]:
                return word.start()
        return len(text)

    def knows(self, word: str) -> bool:
        """Whether the word stands in some label."""
        return word in PARTS or word in self._known

    def _correct(self, word: str) -> str:
        if word not in self._corrections:
            if len(self._corrections) > 20_000:
                self._corrections.clear()
            if not self._by_letter:
                for spelling in self._spellings:
                    self._by_letter.setdefault(spelling[0], []).append(spelling)
            self._corrections[word] = label_words.corrected(word, self._by_letter.get(word[0], ())) or word
        return self._corrections[word]

    def exact(self, asked: frozenset[str]) -> Meaning | None:
        """The field of which these are exactly the words of one label."""
        name = self._exact.get(asked)
        return Meaning(name) if name else None

    def find(self, asked: frozenset[str], beside: frozenset[str] = frozenset()) -> Meaning | None:
        """The field that these words ask for; words of `beside` may be left over, all others must be explained."""
        best: tuple[int, int, Meaning] | None = None
        for wanted, name in self._candidates(asked):
            meaning = self._explained(asked - wanted - beside, self.fields[name])
            if meaning is not None:
                rank = (len(wanted), -len(asked - wanted))
                if best is None or rank > best[:2]:
                    best = (*rank, meaning)
        return best[2] if best else self._part(asked - beside) or self._part(asked)

    def _candidates(self, asked: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
        for word in sorted(asked):  # In one order: of two labels that fit as well, the same is taken everywhere.
            for wanted, name in self._by_word.get(word, ()):
                if wanted <= asked:
                    yield wanted, name

    def _explained(self, rest: frozenset[str], field: Field) -> Meaning | None:
        parts = rest & PARTS if field.type in PEOPLE else frozenset[str]()
        for word in rest - parts - field.more:
            fits = label_words.questions().get(word)
            if fits is None or not (field.type in fits or field.name in fits):
                return None
        return Meaning(field.name, _one_by_one(parts, field.type))

    def _part(self, asked: frozenset[str]) -> Meaning | None:
        """Words that ask for the person only together with a part of it: "Billing email"."""
        parts = asked & PARTS
        for field in self.fields.values() if parts else ():
            if asked - parts in field.of_parts:
                return Meaning(field.name, _one_by_one(parts, field.type))
        return None


def _one_by_one(parts: frozenset[str], of_type: str) -> frozenset[str]:
    """No part named, or all of them, asks for the whole person."""
    named = parts - FULL_NAME | {"name"} if parts >= FULL_NAME else parts
    return frozenset() if named >= {"name", "email"} and (of_type != "contact" or "phone" in named) else named


def _entries() -> Iterator[tuple[str, dict[str, object], bool]]:
    tables = label_words.table("labels.json")
    for group in ("fields", "extra"):
        for name, entry in tables[group].items():
            yield name, entry, group == "fields"


def _texts(entry: Mapping[str, object], key: str) -> list[str]:
    texts = entry.get(key, [])
    return [str(text) for text in texts] if isinstance(texts, list) else []


def _spelt_out(pattern: str) -> Iterator[str]:
    if "|" not in pattern and "[" not in pattern:
        yield pattern
        return
    choices = []
    for word in pattern.split():
        if word.startswith("["):
            choices.append(["", *word[1:-1].split("|")])
        else:
            choices.append(word.split("|"))
    for chosen in product(*choices):
        yield " ".join(word for word in chosen if word)


def _set(label: str) -> frozenset[str]:
    return frozenset(label_words.meant(_words(label)))


def _words(label: str) -> list[str]:
    """The words of a label in the table; most are plain words, which need no closer look."""
    letters = label.replace(" ", "")
    return label.split() if letters.isascii() and letters.isalpha() and letters.islower() else label_words.spelt(label)


_known: dict[tuple[tuple[str, tuple[str, ...]], ...], Labels] = {}


def labels(synonyms: Mapping[str, Sequence[str]] | None = None) -> Labels:
    """The table of labels, extended by the company's own; made once for each set of own labels."""
    key = tuple(sorted((field, tuple(own)) for field, own in (synonyms or {}).items()))
    if key not in _known:
        if len(_known) > 8:
            _known.clear()
        _known[key] = Labels(dict(synonyms or {}))
    return _known[key]


def field_names() -> tuple[str, ...]:
    """The 27 fields of the definition, in its order."""
    return tuple(label_words.table("labels.json")["fields"])
