"""Whether the writer marks an answer as open, and the answer without that mark; references to other places.

Source: the questionnaire definition, status rules 4 and 5.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_letters

from msgspec import Struct

from services.handover.patterns import late

# The words with which marks begin, and what follows them.
_MARKS = (
    ("tbc tbd tba", ""),
    ("to", " be (?:confirmed|defined|determined|decided|agreed|verified|checked)"),
    ("to", " confirm"),
    ("tentatively tentative provisionally provisional unconfirmed unsure uncertain preliminary draft pending", ""),
    ("not", " (?:yet )?(?:confirmed|final(?:i[sz]ed)?|certain|sure|decided|agreed|fixed|approved|verified)(?: yet)?"),
    ("probably probable", ""),
    ("prob", r"\."),
    ("likely", ""),
    ("most very", " likely"),
    ("maybe perhaps presumably possibly", ""),
    ("might may could", " be"),
    ("i we", " think"),
    ("i", " believe"),
    ("guess", ""),
    ("best", " guess"),
    ("assumed assuming assumption", ""),
    ("pending needs need awaiting", r"(?: \w+)? (?:confirmation|approval)"),
    ("waiting", r" for(?: \w+)? (?:confirmation|approval)"),
    ("subject", r" to(?: \w+)? (?:confirmation|approval)"),
    ("needs need", " (?:to be )?(?:confirm(?:ed|ing)|check(?:ed|ing))"),
    ("please", " (?:confirm|check|verify)"),
    ("confirm", r" with \w+"),
    ("double", "[- ]check"),
    ("penciled pencilled", " in"),
    ("still", " open"),
    ("still", r" to be \w+"),
    ("not", " signed off"),
    ("waiting", r" for \w+"),
    ("open", " question"),
    ("vermutlich wahrscheinlich 未定 仮", ""),
)
_OPEN = "|".join(f"(?:{words.replace(' ', '|')}){behind}" for words, behind in _MARKS)
# Most answers hold no such word, and need no closer look; of the others, most hold the beginning of no mark.
FIRST_WORDS = frozenset(word.encode() for words, _ in _MARKS for word in words.split())
BEGINNING = re.compile(r"[^\W_][\w ]*(?![?+*])")
_BEGINNINGS = {
    *("?", "？"),
    *(found[0] for words, behind in _MARKS for word in words.split() if (found := BEGINNING.match(word + behind))),
}
HINTS = tuple(hint for hint in _BEGINNINGS if not any(other in hint for other in _BEGINNINGS - {hint}))
WORDS = bytes(ord(sign.lower() if sign in ascii_letters else " ") for sign in map(chr, range(256)))
"""Plain letters in lower case, and a space in place of all else."""
# "TBD Corp", "Draft Kings" and "Pending Labs" are names; such words before a value need a sign behind them.
_NEEDS_SIGN = (
    r"tb[cda]|(?=(?-i:[A-Z]))(?:draft|pending|preliminary|provisional|tentative|guess|open question)(?!\s+(?-i:[a-z]))"
)


class _Patterns(Struct, frozen=True):
    anywhere: re.Pattern[str]
    bracketed: re.Pattern[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Where the marks may stand. They take long to compile, and few documents hold the beginning of one."""
    anywhere = (
        rf"(?<![\w-])(?:{_OPEN})(?![\w-])|(?<=\S)\s*[?？]+(?=\s*(?:[),;.\n]|$))|[(\[]\s*[?？]+\s*[)\]]|[?？]{{2,}}"
    )
    bracketed = (
        rf"\s*[(\[（][^()\[\]（）]*(?<![\w-])(?:{_OPEN})(?![\w-])[^()\[\]（）]*[)\]）]|\s*[(\[（]\s*[?？]+\s*[)\]）]"
    )
    leading = (
        rf"^\s*(?:(?:(?:{_NEEDS_SIGN})\s*[,;:–—.-]|(?!{_NEEDS_SIGN})(?:{_OPEN}|\?+)[\s,;:–—.-])"
        r"(?:[\s,;:–—.-]|(?:it'?s|but|for now)[\s,;:–—.-])*)+"
    )
    trailing = (
        rf"(?:\s*[,;:–—.-]+\s*|\s+(?!(?-i:Draft|Pending)\b))(?:but |still |is |this is )?(?:{_OPEN})"
        rf"(?:\s+(?:by|with|yet)\b[^,;.]*)?\s*[.!?]*\s*$|\s*[?？]+\s*$"
    )
    return _Patterns(*(re.compile(pattern, re.IGNORECASE) for pattern in (anywhere, bracketed, leading, trailing)))


MARK = late(r"(?:\s+|^)(?:tb[cda]|unconfirmed)\s*$", re.IGNORECASE)

ELSEWHERE = late(
    r"\W*(?:(?:the )?same(?: as\b.*| person.*| address.*| contact.*)?|as (?:above|below|before|discussed|"
    r"agreed|usual|per\b.*)|ditto|idem|dito|s\. ?o\."
    r"|(?:please )?(?:see|refer to|check|cf\.?|siehe|voir|ver|look (?:in|at))\s+(?:the |our |my |its "
    r")?(?:above|below|footnotes?|notes?|attach\w*|contract|agreement|order form"
    r"|e-?mails?|mail|thread|salesforce|sfdc|crm|slack|comments?|appendix|annex|quote|link|docs?|document|"
    r"deal|opportunity|billing|next|previous|other"
    r"|tab|section|table|page|row|line|file|spreadsheet|invoice|contact|technical|folder|sheet|purchase "
    r"order|msa|oben|unten|ci-dessus|\W*\d+)\b.*"
    r"|ask (?:(?:the|your|our|their) \w+(?: \w+)?|\w+(?: (?-i:[A-Z])\w+)?)"
    r"|(?:in|per|according to) (?:the |our )?(?:contract|order form|salesforce|sfdc|crm|quote|msa)\b.*"
    r"|(?:will|to) (?:be )?(?:provide|provided|sent|send|share|shared|follow|come|confirm|confirmed)\b.*)\W*",
    re.IGNORECASE,
)
TO_ELSEWHERE = frozenset(
    "the same as ditto idem dito s please see refer check cf siehe voir ver look ask in per according will to".split()
)
ON_THIS_PAGE = late(r"\W*.{0,40}\b(?:above|below)\s*(?:\(.*\))?\W*", re.IGNORECASE)
LINK = re.compile(r"\w+://\S+|www\.\S+")
# "Probably Ltd" and "Ask Media Group" are names: nothing but a form of company would be left, or stands at the end.
COMPANY = (
    r"(?:ltd|limited|inc|llc|llp|gmbh|ag|corp|corporation|plc|group|holdings?|company|b\.?v|s\.?a|pty|k\.?k|oy|labs)"
)
ONLY_COMPANY = late(rf"\W*{COMPANY}\W*", re.IGNORECASE)
ENDS_AS_COMPANY = late(rf"(?-i:[A-Z])\w*(?: (?-i:[A-Z])\w*)+ {COMPANY}\.?", re.IGNORECASE)
# Marks of doubt stand in short answers.
LONGEST = 2_000


def is_open(text: str, of_type: str) -> bool:
    """Whether the writer marks the answer as open."""
    plain = text if len(text) < LONGEST else text[:LONGEST]
    if "://" in plain or "www." in plain:
        plain = LINK.sub("", plain)
    if not _hints_at_doubt(plain):
        return False
    marks = _patterns()
    if of_type == "lines":
        return bool(
            marks.bracketed.search(plain)
            or MARK.search(plain)
            or marks.leading.match(plain)
            or re.search(r"\s[?？]+$|\?\?+$", plain)
        )
    if of_type in ("text", "list", "channel", "domain", "po"):
        if of_type == "text" and ONLY_COMPANY.fullmatch(without_marks(plain)):
            return False
        return bool(marks.bracketed.search(plain) or marks.leading.match(plain) or marks.trailing.search(plain))
    return marks.anywhere.search(plain) is not None


def _hints_at_doubt(text: str) -> bool:
    if text.isascii() and "?" not in text and FIRST_WORDS.isdisjoint(text.encode().translate(WORDS).split()):
        return False
    lower = text.lower()
    return any(hint in lower for hint in HINTS)


def without_marks(text: str) -> str:
    """The answer without the words that mark it as open."""
    before, marks = None, _patterns()
    while before != text and len(text) < LONGEST:
        before = text
        text = marks.trailing.sub("", marks.leading.sub("", marks.bracketed.sub("", text)))
    return text.strip(" ,;")


def points_elsewhere(text: str, first: str) -> bool:
    """Whether an answer with this first word only says where it may be found: "same as billing contact"."""
    if len(text) >= 120:
        return False
    if first in TO_ELSEWHERE and ELSEWHERE.fullmatch(text):
        return ENDS_AS_COMPANY.fullmatch(text) is None
    lower = text.lower()
    return ("above" in lower or "below" in lower) and ON_THIS_PAGE.fullmatch(text) is not None
