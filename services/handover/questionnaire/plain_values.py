"""Values that are made of text: text itself, lines, lists, channels, yes and no, purchase order numbers.

Source: the questionnaire definition, "Types and normal forms".
"""

from __future__ import annotations

import re
import unicodedata

from services.handover.patterns import late
from services.handover.questionnaire.numbers import distinct

TYPED_MARK = late(r"^(?:[-–—•*・▪◦‣·●○■➢✦]+\s+|・\s*|[•●▪]\s*|\(?\d{1,2}[.)]\s+|\d{1,2}\)\s*)+")
BRACKETS = late(r"\s*[(（][^()（）]*[)）]")
ITEMS = re.compile(r"\s*[,、，;；]\s*(?:and\s+|&\s+)?|\s+(?:and|&|/|\+)\s+|\n", re.IGNORECASE)
CHANNEL = re.compile(r"#[^\s#,;()（）]+")
BARE_CHANNEL = late(r"[\w-]+(?:\.[\w-]+)*")

_NOT = (
    r"none\s+(?:is\s+)?(?:required|needed|necessary)|(?:is\s+)?not\s+(?:yet\s+)?(?:required|needed|"
    r"necessary)|no\s+(?:po|purchase order)(?:\s+(?:is\s+)?(?:required|needed|necessary))?|(?:do(?:es)?(?:n't|"
    r"n’t| not)|don't)\s+(?:need|require)\b"
)
NO = late(
    (
        rf"(?:{_NOT})|(?<![^\W\d_])(?:no|nein|non|não|nao)(?![^\W\d_]|\s*[-.:#]?\s*\d)|^\W*n\W*$|いいえ|不要|"
        rf"^لا$|(?<!\w)لا(?!\w)"
    ),
    re.IGNORECASE,
)
YES = re.compile(
    (
        r"^\W*y\W*$|(?<![^\W\d_])(?:yes|required|needed|ja|oui|sí|si|sim)(?![^\W\d_])|(?:always|does) "
        r"(?:need|require)s?|はい|(?<!不)要|(?<!\w)نعم(?!\w)"
    ),
    re.IGNORECASE,
)
ORDER_NUMBER = re.compile(r"(?=[\w/.#-]*\d)#?[^\W_][\w/.-]*")
ORDER_DIVIDER = re.compile(r"\s*[,;、，\n]\s*(?:and\s+)?|\s+(?:and|&|or|\+|/)\s+|\s+", re.IGNORECASE)
WHOLE_DIVIDER = late(r"\s*[,;、，\n]\s*(?:and\s+)?|\s+(?:and|&|or|\+|/)\s+")
ORDER_WORDS = late(r"\b(?:po|p\.o\.|purchase order|number|no\.?|nr\.?|order)\b(?!-)[\s#:.]*", re.IGNORECASE)


def _unmarked(line: str) -> str:
    """The line without a mark typed in front of it: a sign, or a number with a point or a bracket."""
    if line[:1].isalpha() or (line[:1].isdigit() and "." not in line[:4] and ")" not in line[:4]):
        return line
    return TYPED_MARK.sub("", line)


def read_lines(lines: list[str]) -> list[str]:
    """The lines without marks typed in front of them."""
    return [line for line in (_unmarked(line).strip() for line in lines) if line]


def read_list(lines: list[str]) -> list[str]:
    """The items of a list, remarks in brackets dropped."""
    items: list[str] = []
    for line in lines:
        bare = BRACKETS.sub("", _unmarked(line))
        items += [
            item.strip(" .") if item.strip().endswith(".") and item.count(".") == 1 else item.strip()
            for item in ITEMS.split(bare)
        ]
    return [item for item in items if item]


def read_channels(text: str) -> list[str]:
    """The channels in an answer: marked with `#`, or the only word there is."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = [channel.rstrip(".:!?'\"`”’") for channel in CHANNEL.findall(plain)]
    if not found:
        bare = re.sub(r"\([^()]*\)", " ", plain).strip(" .`'\"")
        found = [f"#{bare}"] if BARE_CHANNEL.fullmatch(bare) and any(char.isalpha() for char in bare) else []
    return distinct([channel for channel in found if len(channel) > 1])


def read_yes_or_no(text: str) -> list[bool]:
    """What a statement says: yes, no, or, where it says both, both."""
    may_deny = "n" in text or "N" in text or not text.isascii()
    rest = NO.sub(" ", text) if may_deny else text
    found = []
    if YES.search(rest):
        found.append(True)
    if may_deny and NO.search(text):
        found.append(False)
    return found


def read_order_numbers(text: str, asked: bool) -> list[str]:
    """The purchase order numbers in an answer. `asked`: the label asks for the number, so it stands as written."""
    pieces = [piece for piece in ORDER_DIVIDER.split(text.strip()) if piece]
    if asked and text.strip() and not read_yes_or_no(ORDER_NUMBER.sub(" ", text)):
        numbers = [piece.strip(",;") for piece in pieces]
        if len(numbers) > 1 and all(ORDER_NUMBER.fullmatch(number) for number in numbers):
            return distinct(numbers) if re.search(r"[,;、，\n&/+]|\b(?:and|or)\b", text) else [text]
        divided = [piece.strip() for piece in WHOLE_DIVIDER.split(text) if piece.strip()] if len(pieces) > 1 else pieces
        if len(divided) > 1 and all(
            re.fullmatch(rf"(?:{ORDER_WORDS.pattern})?{ORDER_NUMBER.pattern}", piece, re.IGNORECASE)
            for piece in divided
        ):
            return distinct(divided)
        return [text] if any(char.isdigit() for char in text) else []
    bare = re.sub(r"\d{4}-\d{2}-\d{2}", " ", ORDER_WORDS.sub(" ", text))
    return distinct(
        [number.strip(".,;") for number in ORDER_NUMBER.findall(bare) if sum(char.isdigit() for char in number) >= 3]
    )
