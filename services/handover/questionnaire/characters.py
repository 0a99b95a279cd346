"""The normal form of strings, and digits of every script.

Source: the questionnaire definition, "Types and normal forms".
"""

from __future__ import annotations

import re
import unicodedata

SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
OTHER = re.compile(r"[^\x00-\x7f]")
UNKNOWN_OBJECT = "\ue907"

# U+200C and U+200D join letters in some scripts and emoji; the definition does not list them, so they stay.
HIDDEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])


def normal(text: str) -> str:
    """The string in its normal form: NFC, plain single spaces, nothing hidden, ends trimmed."""
    if text.isascii():
        return " ".join(text.split())
    visible = text.translate(HIDDEN)
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
