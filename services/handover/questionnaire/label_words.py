"""Brings the words of a label to one form, so that labels are compared by what they ask and not by spelling.

In words.json, ``phrases`` are several words that mean one thing, replaced first; ``forms`` are one word in several
forms; ``filler`` are words that say nothing about what is asked; ``questions`` fit only fields of the named types, and
elsewhere make another question; ``ordinary`` are words that are no misspellings of the label words that they look like.

Source: the questionnaire definition, "A label is known by what it asks, not by these words", and domain.md section 6.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from services.handover.questionnaire.characters import HIDDEN

# "1.", "1)", "(1)", "Q1:", "a)", "2.3.1", "#4" and "Step 2:" in front of a label count; "24/7" does not. In lower case.
NUMBERING = re.compile(
    r"^\s*(?:(?:step|question|q|no\.?|nr\.?|item|part)\s*\d+(?:\.\d+)*\s*(?:[.):-]|–?)\s+"
    r"|q?\d+(?:\.\d+)*\s*[.):](?!\d)\s*|\(?\d+\)\s*|\d+(?:\.\d+)+\s+|#\d+\s*[.:)]?\s+|\(?[a-z]\)\s*|[a-z]\.\s+"
    r"|[ivx]{1,4}[.)]\s+|\d{1,2}\s+[-–—]\s+)"
)
# Footnote marks and characters that nobody sees.
NOT_SPELT = dict.fromkeys(map(ord, "¹²³⁰⁴⁵⁶⁷⁸⁹")) | HIDDEN
SPELT = NOT_SPELT | {ord("º"): "°", ord("№"): " # "}
WORD = re.compile(r"[a-z\u00df-\u024f]+|[0-9]+")
NUMBER_SIGN = re.compile(r"(?<![a-z])(?:no\.|n°\.?)")
PLURAL_IN_BRACKETS = re.compile(r"\((e?s|ies)\)")


@cache
def table(name: str) -> dict[str, Any]:
    """One of the word tables that lie beside this file.

    They are JSON because every start reads them, and Python reads JSON thirty times as fast as TOML.
    """
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    tables: dict[str, Any] = json.loads(text)
    return tables


@cache
def _forms() -> dict[str, str]:
    return {form: word for word, forms in table("words.json")["forms"].items() for form in forms}


@cache
def _filler() -> frozenset[str]:
    return frozenset(table("words.json")["filler"])


@cache
def _one_form() -> dict[str, str]:
    """What stands for a word; for one that says nothing, nothing."""
    return dict.fromkeys(_filler(), "") | _forms()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(table("words.json")["ordinary"])


@cache
def questions() -> dict[str, frozenset[str]]:
    """Question words, and the types and fields that they can ask for."""
    return {word: frozenset(fits) for word, fits in table("words.json")["questions"].items()}


@cache
def _phrases() -> dict[str, list[tuple[list[str], list[str]]]]:
    """The words of each phrase and what they mean, the longest first, by the first of its words."""
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    for phrase, meaning in sorted(table("words.json")["phrases"].items(), key=lambda one: -len(one[0])):
        words = phrase.split()
        found.setdefault(words[0], []).append((words, meaning.split()))
    return found


def spelt(text: str) -> list[str]:
    """The Latin words of a label as they are spelt; other scripts are the other half of a bilingual label."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text.translate(SPELT)).casefold()
    plain = NUMBERING.sub("", PLURAL_IN_BRACKETS.sub(r"\1", plain) if "(" in plain else plain, count=1)
    plain = plain.replace("’s", "").replace("'s", "").replace("#", " number ").replace("&", " and ")
    plain = NUMBER_SIGN.sub(" number ", plain) if "n" in plain else plain
    return WORD.findall(plain)


def meant(words: list[str]) -> list[str]:
    """The words in one form, without those that say nothing."""
    if len(words) > 1 and not _phrases().keys().isdisjoint(words):
        words = _with_phrases(words)
    known = _one_form()
    return [form for word in words if (form := known.get(word, word))]


def _with_phrases(words: list[str]) -> list[str]:
    """The words with what each phrase means in its place."""
    phrases = _phrases()
    found: list[str] = []
    at = 0
    while at < len(words):
        for phrase, meaning in phrases.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                found += meaning
                at += len(phrase)
                break
        else:
            found.append(words[at])
            at += 1
    return found


def corrected(word: str, vocabulary: Iterable[str]) -> str | None:
    """The word of the vocabulary of which this one is a misspelling: the nearest, then the one that begins alike."""
    if len(word) < 4 or word in _ordinary():
        return None
    letters = set(word)
    best: tuple[int, int, str] | None = None
    for candidate in vocabulary:
        if candidate[0] != word[0] or abs(len(candidate) - len(word)) > 2 or len(candidate) < 4:
            continue
        allowed = 2 if len(candidate) >= 7 else 1
        # An edit brings at most one letter and takes one away. Nearly all words differ in more; counting edits is slow.
        if len(letters.symmetric_difference(candidate)) > 2 * allowed:
            continue
        if len(candidate) < 5 and sorted(candidate) != sorted(word):
            continue
        distance = _distance(word, candidate, allowed)
        rank = (distance, -_alike(word, candidate), candidate)
        if distance <= allowed and (best is None or rank < best):
            best = rank
    return best[2] if best else None


@cache
def spellings() -> frozenset[str]:
    """Every correct spelling of a word that the word table knows."""
    phrases = (word for phrase in table("words.json")["phrases"] for word in phrase.split())
    return frozenset(_forms()) | frozenset(_forms().values()) | frozenset(phrases) | frozenset(questions()) | _filler()


def _alike(left: str, right: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, drop, change, swap of neighbours) between two words, or limit + 1 when there are more."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
