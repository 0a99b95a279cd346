"""What one label asks: one field, several ("AE / CE"), or part of a person, with the sections above it in mind.

Source: the questionnaire definition, "Fields" (labels) and "Where labels and answers stand" (sections).
"""

from __future__ import annotations

import re

from msgspec import Struct

from services.handover.patterns import late
from services.handover.questionnaire import label_words
from services.handover.questionnaire.characters import Signs, folded
from services.handover.questionnaire.labels import PARTS, PEOPLE, Labels, Meaning

LONGEST = 140
# Labels repeat from document to document; so many readings of labels are kept.
REMEMBERED = 20_000
BRACKETS = late(r"[(（\[【「]([^()（）\[\]【】「」]*)[)）\]】」]?")
# "(required)" says how to fill in the form, and is no part of what is asked.
FORM_REMARK = late(r"\s*[(（\[]\s*(?:required|mandatory|optional|if (?:any|known|applicable))\s*[)）\]]", re.IGNORECASE)
TEMPLATE = late(r"\s*(?:[(（][^()（）]*[)）]|\[[^\]]*\]|<[^>]*>|\$?\{+[^}]*\}+|%%[^%]*%%)\s*")
DIVIDERS = (
    late(r"\s*[/|／｜]\s*"),
    late(r"\s*[,、，;+&＋]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE),
    late(r"[?？]\s*"),
    late(r"\s+[–—-]\s+|[–—]"),
)
OTHER_LANGUAGE = late(r"\s*[/|／｜\n\t]\s*")
NOT_A_LABEL = re.compile(r"://|@\w|\w\.[a-z]{2,}/\w|^\W*$|,\s*$")
BEHIND_BRACKETS = late(r"\s*[\[【][^\[\]【】]*[\]】]\s*\w")
# What stands in each of these; most labels hold none of it.
OPENINGS = Signs("(（[【「")
IN_FRONT = ("(", "（", "[", "【", "<", "{", "${", "%%")
OF_FORMS = ("required", "mandatory", "optional", "if ")
OF_LANGUAGES = Signs("/|／｜\n\t")

# Words whose meaning a section above may change: "Start" under "Trial" is no contract start.
OPEN_TO_SECTION = frozenset(
    (
        "name firstname lastname email phone contact address start end date term terms length owner number required "
        "channel plan tier seat value amount currency type identifier link admin key tag when who licence renewal "
        "level annual reference"
    ).split()
)
# Words of a section title that change nothing about the labels below it.
NEUTRAL = frozenset(
    (
        "payment terms commercial commercials contract deal company customer contact billing technical general basic "
        "key order team finance date admin section primary account setup name po renewal sales data legalities"
    ).split()
)
# "Does the customer need a PO, and if so what is the number?"
OF_AN_ORDER = frozenset({"number", "reference", "ref", "identifier"})


class Asked(Struct, frozen=True):
    """What a label asks, in order; None stands for a half that is not known. `text` is the label as written."""

    meanings: tuple[Meaning | None, ...]
    text: str
    words: frozenset[str]

    @property
    def field(self) -> str | None:
        """The one field that is asked, if it is one."""
        only = self.meanings[0] if len(self.meanings) == 1 else None
        return only.field if only else None


Sections = tuple[frozenset[str], ...]


class Reader:
    """Reads labels, and remembers those it has read."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._read: dict[str, Asked | None] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._spelt: dict[str, frozenset[str]] = {}
        self._below_read: dict[tuple[str, Sections], Asked | None] = {}

    def words(self, text: str) -> frozenset[str]:
        """The words of a section's title."""
        found = self._words.get(text)
        if found is None:
            if len(self._words) > REMEMBERED:
                self._words.clear()
            found = self._words[text] = self.labels.words(without_brackets(text[:LONGEST]))
        return found

    def spelt(self, text: str) -> frozenset[str]:
        """The words of a title as they are spelt; it has none when it is too long for one."""
        if len(text) > LONGEST:
            return frozenset()
        found = self._spelt.get(text)
        if found is None:
            if len(self._spelt) > REMEMBERED:
                self._spelt.clear()
            found = self._spelt[text] = frozenset(label_words.spelt(text))
        return found

    def asks(self, text: str, sections: Sections = ()) -> Asked | None:
        """What the label asks; None when it is no label that we know."""
        if not sections:
            try:
                return self._read[text]
            except KeyError:
                return self._alone(text) if len(text) <= LONGEST + 60 else None
        key = (text, sections)
        try:
            return self._below_read[key]
        except KeyError:
            if len(text) > LONGEST + 60:
                return None
            if len(self._below_read) > REMEMBERED:
                self._below_read.clear()
        self._below_read[key] = asked = self._with_sections(text, sections)
        return asked

    def _with_sections(self, text: str, sections: Sections) -> Asked | None:
        known = self._alone(text)
        words = self.words(text)
        if not words or not _may_ask(text):
            return known
        if known is not None and (len(known.meanings) > 1 or not words <= OPEN_TO_SECTION):
            return known if len(known.meanings) == 1 else self._divided_below(text, sections) or known
        return self._below(text, words, sections, known)

    def _alone(self, text: str) -> Asked | None:
        try:
            return self._read[text]
        except KeyError:
            if len(self._read) > REMEMBERED:
                self._read.clear()
        self._read[text] = asked = self._look_up(text)
        return asked

    def _look_up(self, text: str) -> Asked | None:
        label = _without_form_remark(text).strip()
        if not label or not _may_ask(label):
            return None
        base = without_brackets(label)
        if len(base) > LONGEST:
            return None
        words = self.labels.words(base)
        found = self._meanings(base, words) if words else None
        with_brackets = self.labels.words(BRACKETS.sub(r" \1 ", label)) if base != label else words
        if with_brackets != words:
            found = self._by_brackets(found, with_brackets, label, bool(words))
        return Asked(found, label.rstrip(" \t:：="), words) if found else None

    def _by_brackets(
        self, found: tuple[Meaning | None, ...] | None, words: frozenset[str], label: str, has_base: bool
    ) -> tuple[Meaning | None, ...] | None:
        """Brackets hold a remark, the other language, or what makes the label another one: "Plan (support)"."""
        whole = self.labels.find(words)
        if found and whole and not (self._asked(whole) and self.labels.exact(words) is None):
            return (whole,)
        if found:
            return found
        if whole:
            return (whole,)
        inside = " / ".join(BRACKETS.findall(label))
        inner = self._meanings(inside, self.labels.words(inside))
        if has_base and (" / " in inside or len(self.labels.words(inside)) < 2 or self._is_english(label)):
            return None
        return inner

    def _is_english(self, label: str) -> bool:
        """Whether the label has an English meaning of its own, so that its brackets hold only a remark."""
        known = self.labels.words(without_brackets(label))
        return any(self.labels.knows(word) for word in known)

    def _meanings(self, text: str, words: frozenset[str]) -> tuple[Meaning | None, ...] | None:
        whole = self.labels.exact(words)
        if whole and self._asked(whole):
            return (whole,)
        for divider in DIVIDERS:
            halves = self._halves(divider.split(text.strip(" :：?？*")))
            if whole and not (halves and any(map(self._asked, halves))):
                continue
            # "Deployment – cloud" is a label and its answer, not two labels.
            if halves and (divider is not DIVIDERS[-1] or all(self._asked(half) for half in halves)):
                return halves
        found = whole or self.labels.find(words)
        return (found,) if found else self._other_language(text)

    def _asked(self, meaning: Meaning | None) -> bool:
        return meaning is not None and self.labels.fields[meaning.field].asked

    def _halves(self, texts: list[str]) -> tuple[Meaning | None, ...] | None:
        """The fields of "AE / CE", "Contract start / end", "PO required / number"; one, if all ask the same."""
        if not 1 < len(texts) <= 4 or not all(text.strip() for text in texts):
            return None
        found: list[Meaning | None] = []
        for text in texts:
            words = self.labels.words(text)
            found.append(self._half(texts[0], words) if words else None)
        known = [meaning for meaning in found if meaning]
        if len(known) < len(found):
            return None
        if len(set(known)) == 1:
            return (known[0],)
        if len({meaning.field for meaning in known}) == 1:
            parts: frozenset[str] = frozenset().union(*(meaning.parts for meaning in known))
            return (Meaning(known[0].field, parts if all(meaning.parts for meaning in known) else frozenset()),)
        return tuple(found)

    def _half(self, first: str, words: frozenset[str]) -> Meaning | None:
        """What one half asks: "end" of "Contract start / end" takes the head of the `first` half."""
        found, head = self.labels.find(words), first.split()
        whole = self.labels.words(first)
        if words <= PARTS and not words <= whole:
            person = self.labels.find(whole | words)
            if person and self.labels.fields[person.field].type in PEOPLE:
                return person
        # "Trial start / end" asks for no end of the contract.
        if found and not (words <= OPEN_TO_SECTION and self._is_other(self.labels.find(whole))):
            return found
        if words <= OF_AN_ORDER and "po" in whole:
            return self.labels.find(words | {"po"})
        for length in range(len(head) - 1, 0, -1):
            beside = self.labels.find(self.labels.words(" ".join(head[:length])) | words)
            if beside:
                return beside
        return found

    def _other_language(self, text: str) -> tuple[Meaning | None, ...] | None:
        """The English half of a bilingual label."""
        if not OF_LANGUAGES.stand_in(text):
            return None
        halves = [half for half in OTHER_LANGUAGE.split(text.strip(" :：?？*")) if half.strip()]
        if not 1 < len(halves) <= 4:
            return None
        known = {self.labels.find(self.labels.words(half)) for half in halves} - {None}
        return (known.pop(),) if len(known) == 1 else None

    def _below(self, text: str, words: frozenset[str], sections: Sections, known: Asked | None) -> Asked | None:
        around: frozenset[str] = frozenset()
        for section in sections:
            around |= section
            found = self.labels.find(words | section, section & NEUTRAL - words)
            if not found and around != section:
                found = self.labels.find(words | around, around & NEUTRAL - words)
            if found:
                return Asked((found,), text.strip(), words)
            if self._blocks(section):
                return None
        return known

    def _blocks(self, section: frozenset[str]) -> bool:
        """Whether the section is about something else, so that "Start" or "Name" below it mean nothing of ours."""
        return self._is_other(self.labels.find(section) or self.labels.find(section | {"contact"}))

    def _is_other(self, meaning: Meaning | None) -> bool:
        return meaning is not None and not self.labels.fields[meaning.field].asked

    def _divided_below(self, text: str, sections: Sections) -> Asked | None:
        for divider in DIVIDERS:
            halves = divider.split(text.strip(" :：?？*"))
            if len(halves) > 1:
                asked = [self.asks(half, sections) for half in halves]
                if all(half is not None and len(half.meanings) == 1 for half in asked):
                    meanings = tuple(half.meanings[0] for half in asked if half)
                    return Asked(meanings, text.strip(), self.words(text))
        return None


def without_brackets(text: str) -> str:
    """The text without what stands in brackets."""
    return BRACKETS.sub(" ", text) if OPENINGS.stand_in(text) else text


def _without_form_remark(text: str) -> str:
    lower = folded(text) if OPENINGS.stand_in(text) else ""
    return FORM_REMARK.sub("", text) if any(word in lower for word in OF_FORMS) else text


def _may_ask(text: str) -> bool:
    """Whether the text could be a label: no address, no sentence that goes on, and not only brackets or signs."""
    if NOT_A_LABEL.search(text):
        return False
    return not text.lstrip().startswith(IN_FRONT) or not (BEHIND_BRACKETS.match(text) or TEMPLATE.fullmatch(text))


_readers: dict[int, Reader] = {}


def reader_of(labels: Labels) -> Reader:
    """The reader of labels for a table; made once, so that it remembers what it has read."""
    if id(labels) not in _readers:
        _readers[id(labels)] = Reader(labels)
    return _readers[id(labels)]
