"""The normal form of strings, and digits of every script.

Source: the questionnaire definition, "Types and normal forms".
"""

from __future__ import annotations

import re
import sys
import unicodedata

from services.handover.patterns import late

SPACES = late(r"\s+")
FIRST_WORDS = re.compile(r"[\W_]*+([a-z]+|\w)[\W_]*+([a-z]+|\w)?")
OTHER = late(r"[^\x00-\x7f]")
UNKNOWN_OBJECT = "\ue907"
# U+200C and U+200D join letters in some scripts and emoji; the definition does not list them, so they stay.
HIDDEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])

# Other letters that patterns take for plain ones when they ignore case: the dotless i, the long s, the dot of "İ".
ALIKE = {0x131: "i", 0x17F: "s", 0x307: None}
# Hardly any text holds one of these, and to look for them takes a tenth of the time.
_ALIKE = frozenset(map(chr, ALIKE))
_HIDDEN = frozenset(map(chr, HIDDEN))


class Signs:
    """Signs to look for in texts. Most texts are ASCII, and a pattern of a few plain signs is soon compiled."""

    def __init__(self, signs: str) -> None:
        self._plain = re.compile(f"[{re.escape(''.join(filter(str.isascii, signs)))}]")
        self._all = frozenset(signs)

    def stand_in(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether one of the signs stands between two places of a text."""
        if text.isascii():
            return self._plain.search(text, start, end) is not None
        return not self._all.isdisjoint(text[start:end])


def folded(text: str) -> str:
    """The text in lower case, with its Latin letters as patterns compare them that ignore case."""
    lower = text.lower()
    return lower if text.isascii() or _ALIKE.isdisjoint(lower) else lower.translate(ALIKE)


def first_words(text: str) -> tuple[str, str]:
    """The first two words, folded: of each its plain letters, or the one digit or other letter that stands there."""
    found = FIRST_WORDS.match(folded(text))
    return (found[1], found[2] or "") if found else ("", "")


def normal(text: str) -> str:
    """The string in its normal form: NFC, plain single spaces, nothing hidden, ends trimmed."""
    if text.isascii():
        return " ".join(text.split())
    visible = text if _HIDDEN.isdisjoint(text) else text.translate(HIDDEN)
    return SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def plain_digits(text: str) -> str:
    """The text with ordinary digits, letters and signs in place of other scripts' and full-width ones.

    Every character stays one character, so that places in the text stay the same.
    """
    if text.isascii():
        return text
    return OTHER.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    char = found[0]
    decimal = unicodedata.decimal(char, None)
    if decimal is not None:
        return str(decimal)
    folded = unicodedata.normalize("NFKC", char)
    if char in "\u2009\u200a\u2006\u2007\u2008\u202f\u00a0\u3000":
        return " "
    if char == "\u066c":  # the thousands separator that goes with Arabic digits
        return ","
    if char == "\u066b":
        return "."
    return folded if len(folded) == 1 else char
