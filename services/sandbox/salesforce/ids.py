"""Salesforce's record ids: 15 characters in which case matters, or 18 with a check for those who ignore case.

(Object Reference, "ID Field Type"; each of the three check characters stands for the upper-case letters of five.)
"""

import re

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = re.compile(r"[0-9A-Za-z]{15}([0-9A-Za-z]{3})?")


def whole(short: str) -> str:
    """An id of 15 characters with its check characters."""
    blocks = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(_ALPHABET[sum(1 << i for i, one in enumerate(block) if one.isupper())] for block in blocks)


def read(text: str) -> str | None:
    """The 18 characters of an id written in either form; None for what is no id."""
    if not _SHAPE.fullmatch(text):
        return None
    return whole(text) if len(text) == 15 else text if whole(text[:15]) == text else None


def numbered(prefix: str, number: int) -> str:
    """The id of a new record of an object, by its three-character prefix."""
    digits = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return whole(f"{prefix}Hs0000Z{digits:0>4}")
