"""Text that stands where an answer should be, but answers nothing.

Source: the questionnaire definition, status rules 1 and 2.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits

# No form text is longer than this.
LONGEST = 300
LINES = frozenset({"lines", "list", "people", "emails"})

_STAND_IN = (
    r"tb[dca]\b|t\.b\.[dca]\.?|to be (?:confirmed|defined|determined|decided|announced|advised|agreed|"
    r"provided|discussed)"
    r"|n\.?\s?/\s?a\b\.?|n\.\s?a\.?|na\b|not applicable|[?？]++|[-–—−]++|…++|\.{2,}+|x{3,}+\b|_++"
    r"|(?:not (?:yet )?known|unknown|not (?:yet )?(?:decided|determined|defined|available))(?: yet)?"
    r"|(?:we )?do(?:n't|n’t| not) know(?: yet)?|no idea|not sure(?: yet)?|todo|to do|pending|to follow|will follow"
)
# Quantifiers that never give back (`++`, `*+`) keep the time linear, whatever the text is.
STAND_IN = re.compile(rf"[\s(\[]*+(?:(?:{_STAND_IN})[\s,;:/().!\[\]|]*+)++", re.IGNORECASE)

_NOTHING = (
    r"none|nothing|nil|no one|nobody|keine|keiner|aucun|ninguno|ninguna|nenhum|nenhuma|なし|特になし"
    r"|no (?:\w+ )?(?:\w+ )?(?:(?:issues|risks|blockers|problems|concerns|competitors)(?:,| or| and|"
    r"/) ?(?:\w+ )?)*(?:issues?|risks?|blockers?|competitors?|competition|tags?|problems?|concerns?|"
    r"alternatives?|"
    r"others?|vendors?|goals?|criteria|evaluation|tools?|gotchas)|no"
)
_AFTERWARDS = (
    r"known|identified|so far|yet|at this time|at the moment|right now|currently|to report|(?:that )?we know of|needed|"
    r"required|reported|at present|for now|evaluated|found|else|applicable|of note|to date|were evaluated|involved"
)
NONE = re.compile(rf"[\s(]*(?:{_NOTHING})(?:[\s,]+(?:{_AFTERWARDS}))*[\s.!)]*", re.IGNORECASE)

_MERGE_NAME = r"[A-Za-z0-9._]+"
_MERGE = (
    rf"\{{\{{\s*{_MERGE_NAME}(?:\s*\|[^{{}}]*)?\s*\}}\}}|\$\{{\s*{_MERGE_NAME}(?:\s*\|[^{{}}]*)?\s*\}}"
    rf"|%%\s*{_MERGE_NAME}(?:\s*\|[^%]*)?\s*%%"
)
_BRACKETED = (
    r"\[+[^\[\]]*[^\W\d_][^\[\]]*\]+|【[^【】]+】|«[^«»]+»|‹[^‹›]+›|[(（][^()（）@\d]*[^\W\d_][^()（）@\d]*[)）]"
    r"|<+\s*(?!/?\s*(?:b|i|u|p|br|em|strong|script|a|div|span|img|svg|h\d|html|body)\b)[^<>@/=\"']*[^\W\d_][^<>@/=\"']*>+"
    r"|(?<![{$])\{[A-Za-z][A-Za-z .,_/-]*\}(?!\})"
)
_TEMPLATE = rf"(?-i:(?:(?:{_BRACKETED}|{_MERGE})[\s,;:/|#·–—-]*+)++)"
ANY_TEMPLATE = re.compile(rf"{_BRACKETED}|{_MERGE}")
ROUND = re.compile(r"\([^()]*\)")
# In capitals, "E.G." before other words may begin a name: "E.G. Company", "EG Group".
_EXAMPLE = (
    r"[\s(\[\"'“]*(?:(?-i:[Ee]\.\s?g\b|[Ee]g[.,:\s]|E\.?\s?G\.?\s*(?:[,:]|\.\s(?!.*[a-z])))|ex\.|for example|"
    r"for instance|examples?\s*[:：]|such as|z\.\s?b\.|p\.\s?ex\.|例[:：]).*"
)
_DATE_FORMAT = (
    r"[\s(\[<]*(?:(?:d{1,2}|m{1,4}|y{2,4}|j{2,4}|t{1,2}|a{2,4}|dia|mes|day|month|year)(?:[\s/.,年月日-]+|"
    r"(?=[\])>]|$))){2,3}[\s)\]>]*"
)
UNITS = re.compile(
    r"\b(?:net|days?|months?|years?|yrs?|users?|seats?|per|p\.?a\.?|eur|usd|gbp|cad|jpy|approx|number|"
    r"of|licen[sc]es|annually"
    r"|po|ext|and|name|amount|currency)\b",
    re.IGNORECASE,
)
BLANKS = re.compile(r"[\s_#$€£¥₹%.,:;/()+\-–*…[\]]*")
MAYBE_BLANK = re.compile(r"[#$€£¥₹….xX_]")
BLANK_SIGN = re.compile(r"[#$€£¥₹…]|__|\.\.\.|[xX]{2}")
CODE = re.compile(r"\W*(?:usd|eur|gbp|cad|jpy)\W*", re.IGNORECASE)
CROSSES = re.compile(r"(?<![^\W\d_])x{2,}(?![^\W\d_])|(?<=-)x+\b", re.IGNORECASE)
_PART = (
    r"(?:(?:first|last|full|company|contact|customer|billing)\s+)?names?|e-?mails?(?:\s+address(?:es)?)?|"
    r"(?:tele)?phone(?:\s*(?:number|no\.?|#))?"
    r"|tel\.?|mobile|cell|title|role|position|department|street(?:\s+address)?|address(?:\s+line\s*\d)?|"
    r"city|town|state|province|zip(?:\s*code)?"
    r"|post(?:al)?\s*code|postcode|country|amount|currency|number|date|url|link|value"
)
_PARTS = rf"[\s(\[@]*(?:{_PART})(?:[\s:：,;/|&+•·()\[\]–—-]+(?:and\s+|or\s+)?(?:{_PART}))*[\s:：.)\]]*"
PARTS = re.compile(_PARTS, re.IGNORECASE)
_YES, _NO = r"yes|y|ja|oui|sí|si|sim|はい|要|true", r"no|n|nein|non|não|いいえ|不要|false|not required"
_YES_OR_NO = (
    rf"[\s(\[]*(?:(?:{_YES})\s*(?:[/|,・／]|\bor\b|\s)\s*(?:{_NO})|(?:{_NO})\s*(?:[/|,・／]|\bor\b)\s*(?:{_YES}))"
    r"(?:\s*(?:[/|,]|\bor\b)\s*(?:tbd|tbc|unknown|n/a|maybe|not sure|don't know|not yet))?[\s)\]?.]*"
)
# Two patterns, since the first one alone is searched for by its first sign, which most answers do not have.
PICK = re.compile(
    r"[(\[–—:-]\s*(?:please\s+)?(?:pick|choose|select|circle|delete|tick|check|mark|highlight|underline|"
    r"strike|cross)\b[^()]*?"
    r"(?:\b(?:one|all|appropriate|applicable|apply|applies|best|below|option|out)\b)[^()]*[)\]]?\s*$",
    re.IGNORECASE,
)
PICK_BEFORE = re.compile(
    r"^\s*(?:please\s+)?(?:pick|choose|select|circle|delete|tick)\s+(?:one|as|all)\b[^:]*[:：]", re.IGNORECASE
)
OPTIONS = re.compile(r"[/|,・／]|\bor\b")
# "Choose a plan" and "Select Plan" are entries of a form; "Select Homes" and "Pick n Pay" are names.
_CHOICE = (
    r"an?|one|your|the|from|options?|items?|values?|list|plan|tier|type|date|answer|currency|country|region|term|terms|"
    r"time ?zone|person|contact|channel|method|model|deployment|hosting|yes|no"
)
_NEUTRAL = (
    rf"[\s(\[<]*(?:please\s+)?(?:select|choose|pick)(?:\s+(?:{_CHOICE})\b)*(?:\s+(?-i:[a-z])[\w-]*){{0,3}}\s*"
    r"(?:…|\.{2,}|:)?[\s)\]>]*"
)
_FILL_IN = (
    r"[\s(\[<]*(?:please\s+)?(?:(?:enter|insert|type|paste|add|put|write|fill in|click|tap|your)\b[^.]{0,60}?(?:here|"
    r"below|…|\.{3})"
    r"|(?:select|choose|pick)\b[^.]{0,40}(?:…|\.{3})|https?://(?:…|\.{3})?|your answer|answer here|"
    r"to be filled(?: in)?)[\s)\]>.]*"
)
# One look at the text for all forms: most answers have none of them.
FORM = re.compile("|".join((_TEMPLATE, _EXAMPLE, _FILL_IN, _DATE_FORMAT, _YES_OR_NO)), re.IGNORECASE)
FORM_OF_ONE_VALUE = re.compile(rf"{_NEUTRAL}|{_PARTS}", re.IGNORECASE)

# Most answers begin with a letter or digit with which none of these begins, and need no closer look.
_LETTERS = frozenset(ascii_letters + digits)
NO_STAND_IN = _LETTERS - set("tTnNxXwWuUdDpP")
NOT_NONE = _LETTERS - set("nNkKaA")


def is_stand_in(text: str) -> bool:
    """Whether the text only says that nothing is known: "TBD", "?", "—"."""
    return text[:1] not in NO_STAND_IN and len(text) <= LONGEST and STAND_IN.fullmatch(text) is not None


def says_none(text: str) -> bool:
    """Whether the text says that there is nothing of what is asked: "None known"."""
    return text[:1] not in NOT_NONE and len(text) <= LONGEST and NONE.fullmatch(text) is not None


def is_template(text: str, of_type: str) -> bool:
    """Whether the text is part of the form: template text, an example, a format, parts to fill in, open options."""
    if len(text) > LONGEST:
        return False
    if text == "@" or FORM.fullmatch(text) or is_format(text):
        return True
    if of_type not in LINES:
        if FORM_OF_ONE_VALUE.fullmatch(text):
            return True
    elif PARTS.fullmatch(text) and re.search(r"[/,|:]", text):
        return True
    if of_type == "channel" and (
        ANY_TEMPLATE.search(ROUND.sub("", text)) or re.fullmatch(r"#?(?:trial|slack)?-?(?:x+|…)?", text, re.IGNORECASE)
    ):
        return True
    return (PICK.search(text) is not None or PICK_BEFORE.match(text) is not None) and _has_options(text)


def _has_options(text: str) -> bool:
    return OPTIONS.search(PICK.sub("", PICK_BEFORE.sub("", text))) is not None


def is_format(text: str) -> bool:
    """Whether the text only shows the form of an answer: `MM/DD/YYYY`, `##`, `$`, `Net __`, `xxxx`."""
    if len(text) > 60:
        return False
    if not (MAYBE_BLANK.search(text) and BLANK_SIGN.search(text)) and not CODE.fullmatch(text):
        return False
    return BLANKS.fullmatch(CROSSES.sub("", UNITS.sub("", text))) is not None
