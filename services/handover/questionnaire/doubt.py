"""Whether the writer marks an answer as open, and the answer without that mark; references to other places.

Source: the questionnaire definition, status rules 4 and 5.
"""

from __future__ import annotations

import re

_OPEN = (
    r"tb[cda]|to be (?:confirmed|defined|determined|decided|agreed|verified|checked)|to confirm|tentative(?:ly)?|"
    r"provisional(?:ly)?"
    r"|not (?:yet )?(?:confirmed|final(?:i[sz]ed)?|certain|sure|decided|agreed|fixed|approved|verified)(?: "
    r"yet)?|unconfirmed|unsure|uncertain"
    r"|probabl[ye]|prob\.|(?:most |very )?likely|maybe|perhaps|presumably|possibly|might be|may be|"
    r"could be|i think|we think|i believe|i guess"
    r"|(?:best )?guess|assum(?:ed|ing|ption)|(?:needs?|awaiting|pending|waiting for|subject to)(?: "
    r"\w+)? (?:confirmation|approval)"
    r"|needs? (?:to be )?(?:confirm(?:ed|ing)|check(?:ed|ing))|needs? confirming|please (?:confirm|"
    r"check|verify)|confirm with \w+|double[- ]check|preliminary"
    r"|pencil+ed in|still open|still to be \w+|not signed off|waiting for \w+|open question|pending|"
    r"draft|vermutlich|wahrscheinlich|未定|仮"
)
ANYWHERE = re.compile(
    rf"(?<![\w-])(?:{_OPEN})(?![\w-])|(?<=\S)\s*[?？]+(?=\s*(?:[),;.\n]|$))|[(\[]\s*[?？]+\s*[)\]]|[?？]{{2,}}",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    rf"\s*[(\[（][^()\[\]（）]*(?<![\w-])(?:{_OPEN})(?![\w-])[^()\[\]（）]*[)\]）]|\s*[(\[（]\s*[?？]+\s*[)\]）]",
    re.IGNORECASE,
)
# "TBD Corp" is a name; a stand-in before a value needs a sign behind it.
LEADING = re.compile(
    rf"^\s*(?:(?:tb[cda]\s*[,;:–—.-]|(?!tb[cda])(?:{_OPEN}|\?+|it'?s|but|for now)[\s,;:–—.-])[\s,;:–—.-]*)+",
    re.IGNORECASE,
)
TRAILING = re.compile(
    (
        rf"(?:\s*[,;:–—.-]+\s*|\s+)(?:but |still |is |this is )?(?:{_OPEN})"
        rf"(?:\s+(?:by|with|yet)\b[^,;.]*)?\s*[.!?]*\s*$|"
        rf"\s*[?？]+\s*$"
    ),
    re.IGNORECASE,
)
MARK = re.compile(r"(?:\s+|^)(?:tb[cda]|unconfirmed)\s*$", re.IGNORECASE)

ELSEWHERE = re.compile(
    r"\W*(?:(?:the )?same(?: as\b.*| person.*| address.*| contact.*)?|as (?:above|below|before|discussed|"
    r"agreed|usual|per\b.*)|ditto|idem|dito|s\. ?o\."
    r"|(?:please )?(?:see|refer to|check|cf\.?|siehe|voir|ver|look (?:in|at))\s+(?:the |our |my |its "
    r")?(?:above|below|footnotes?|notes?|attach\w*|contract|agreement|order form"
    r"|e-?mails?|mail|thread|salesforce|sfdc|crm|slack|comments?|appendix|annex|quote|link|docs?|document|"
    r"deal|opportunity|billing|next|previous|other"
    r"|tab|section|table|page|row|line|file|spreadsheet|invoice|contact|technical|folder|sheet|purchase "
    r"order|msa|oben|unten|ci-dessus|\W*\d+)\b.*"
    r"|ask (?:the |me|us|them|him|her|your|our|[A-Z]\w+).*|(?:in|per|according to) (?:the |our )?(?:contract|"
    r"order form|salesforce|sfdc|crm|quote|msa)\b.*"
    r"|(?:will|to) (?:be )?(?:provide|provided|sent|send|share|shared|follow|come|confirm|confirmed)\b.*"
    r"|.{0,40}\b(?:above|below)\s*(?:\(.*\))?)\W*",
    re.IGNORECASE,
)
LINK = re.compile(r"\w+://\S+|www\.\S+")
# Every mark of doubt in Latin letters has one of these in it; most answers have none, and need no closer look.
HINTS = (
    "?",
    *"tbc tbd tba confirm tentativ provisional unsure uncertain prob likely maybe perhaps presumabl possibl".split(),
    *"think believe guess assum approval check verify preliminary pencil still waiting open pending draft".split(),
    *("not ", "to be", "might be", "may be", "could be", "it's", "its", "but", "for now"),
    *("vermutlich", "wahrscheinlich"),
)

# Marks of doubt stand in short answers.
LONGEST = 2_000


def is_open(text: str, of_type: str) -> bool:
    """Whether the writer marks the answer as open."""
    plain = text if len(text) < LONGEST else text[:LONGEST]
    if "://" in plain or "www." in plain:
        plain = LINK.sub("", plain)
    if plain.isascii() and not _hints_at_doubt(plain.lower()):
        return False
    if of_type == "lines":
        return bool(
            BRACKETED.search(plain)
            or MARK.search(plain)
            or LEADING.match(plain)
            or re.search(r"\s[?？]+$|\?\?+$", plain)
        )
    if of_type in ("text", "list", "channel", "domain", "po"):
        return bool(BRACKETED.search(plain) or LEADING.match(plain) or TRAILING.search(plain))
    return ANYWHERE.search(plain) is not None


def _hints_at_doubt(lower: str) -> bool:
    return any(hint in lower for hint in HINTS)


def without_marks(text: str) -> str:
    """The answer without the words that mark it as open."""
    before = None
    while before != text and len(text) < LONGEST:
        before = text
        text = TRAILING.sub("", LEADING.sub("", BRACKETED.sub("", text)))
    return text.strip(" ,;")


def points_elsewhere(text: str) -> bool:
    """Whether the answer only says where the answer may be found: "same as billing contact"."""
    return len(text) < 120 and ELSEWHERE.fullmatch(text) is not None
