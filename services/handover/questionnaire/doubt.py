"""Whether the writer marks an answer as open, and the answer without that mark; references to other places.

Source: the questionnaire definition, status rules 4 and 5.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from services.handover.patterns import late

# Each mark begins with the plain letters by which an answer is searched for it.
_MARKS = (
    *("tb[cda]", "to be (?:confirmed|defined|determined|decided|agreed|verified|checked)", "to confirm"),
    *(
        "tentative(?:ly)?",
        "provisional(?:ly)?",
        "unconfirmed",
        "unsure",
        "uncertain",
        "preliminary",
        "draft",
        "pending",
    ),
    "not (?:yet )?(?:confirmed|final(?:i[sz]ed)?|certain|sure|decided|agreed|fixed|approved|verified)(?: yet)?",
    *("probabl[ye]", r"prob\.", "likely", "most likely", "very likely", "maybe", "perhaps", "presumably", "possibly"),
    *("might be", "may be", "could be", "i think", "we think", "i believe", "guess", "best guess"),
    *("assum(?:ed|ing|ption)", r"pending(?: \w+)? (?:confirmation|approval)"),
    r"needs?(?: \w+)? (?:confirmation|approval)",
    r"awaiting(?: \w+)? (?:confirmation|approval)",
    r"waiting for(?: \w+)? (?:confirmation|approval)",
    r"subject to(?: \w+)? (?:confirmation|approval)",
    *(
        "needs? (?:to be )?(?:confirm(?:ed|ing)|check(?:ed|ing))",
        "please (?:confirm|check|verify)",
        r"confirm with \w+",
    ),
    *("double[- ]check", "pencil+ed in", "still open", r"still to be \w+", "not signed off", r"waiting for \w+"),
    *("open question", "vermutlich", "wahrscheinlich", "未定", "仮"),
)
_OPEN = "|".join(_MARKS)
BEGINNING = re.compile(r"[^\W_][\w ]*(?![?+*])")
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
# Most answers hold the beginning of no mark, and need no closer look.
_BEGINNINGS = {"?", "？", *(found[0] for mark in _MARKS if (found := BEGINNING.match(mark)))}
HINTS = tuple(hint for hint in _BEGINNINGS if not any(other in hint for other in _BEGINNINGS - {hint}))

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
    if not _hints_at_doubt(plain.lower()):
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


def _hints_at_doubt(lower: str) -> bool:
    for hint in HINTS:  # noqa: SIM110 - a generator takes twice the time, and every answer passes here.
        if hint in lower:
            return True
    return False


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
