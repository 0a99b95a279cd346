"""Text that stands where an answer should be, but answers nothing.

Source: the questionnaire definition, status rules 1 and 2.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits

from services.handover.patterns import late
from services.handover.questionnaire.characters import first_words, folded

# Most answers are none of this, and what few documents hold is compiled late. So each pattern has a look in front of it
# that costs next to nothing: at the first word, or for a few letters without which the pattern cannot match.

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
STAND_IN = late(rf"[\s(\[]*+(?:(?:{_STAND_IN})[\s,;:/().!\[\]|]*+)++", re.IGNORECASE)

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
NONE = late(rf"[\s(]*(?:{_NOTHING})(?:[\s,]+(?:{_AFTERWARDS}))*[\s.!)]*", re.IGNORECASE)

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
TEMPLATE = late(rf"(?:(?:{_BRACKETED}|{_MERGE})[\s,;:/|#·–—-]*+)++")
ANY_TEMPLATE = late(rf"{_BRACKETED}|{_MERGE}")
OPENINGS = ("[", "【", "«", "‹", "(", "（", "<", "{", "${", "%%")
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
_UNITS = (
    "net day days month months year years yr yrs user users seat seats per eur usd gbp cad jpy approx number of "
    "licenses licences annually po ext and name amount currency"
).split()
UNITS = late(rf"\b(?:{'|'.join(_UNITS)}|p\.?a\.?)\b", re.IGNORECASE)
IN_FORMAT = frozenset([*_UNITS, "p", "pa"])
BLANKS = late(r"[\s_#$€£¥₹%.,:;/()+\-–*…[\]]*")
BLANK_SIGN = late(r"[#$€£¥₹…]|__|\.\.\.|[xX]{2}")
CODE = late(r"\W*(?:usd|eur|gbp|cad|jpy)\W*", re.IGNORECASE)
CROSSES = late(r"(?<![^\W\d_])x{2,}(?![^\W\d_])|(?<=-)x+\b", re.IGNORECASE)
# "Phone number" and "email address" are two parts; said in one of them too, a long row of them would take forever.
_PART = (
    r"(?:(?:first|last|full|company|contact|customer|billing)\s+)?names?|e-?mails?(?:\s+addresses)?|"
    r"(?:tele)?phone(?:number|\s*(?:no\.?|#))?"
    r"|tel\.?|mobile|cell|title|role|position|department|street|address(?:\s+line\s*\d)?|"
    r"city|town|state|province|zip(?:\s*code)?"
    r"|post(?:al)?\s*code|country|amount|currency|number|date|url|link|value"
)
PARTS = late(
    rf"[\s(\[@]*(?:(?:{_PART})(?:[\s:：,;/|&+•·()\[\]–—-]+(?:and\s+|or\s+)?(?!\Z)|[\s:：.)\]]*\Z))+", re.IGNORECASE
)
IN_PARTS = frozenset(
    (
        "first last full company contact customer billing name names e email emails telephone telephonenumber "
        "telephoneno phone phonenumber phoneno tel mobile cell title role position department street address city town "
        "state province zip zipcode post postal postcode postalcode country amount currency number date url link value"
    ).split()
)
_YES, _NO = r"yes|y|ja|oui|sí|si|sim|はい|要|true", r"no|n|nein|non|não|いいえ|不要|false|not required"
_YES_OR_NO = (
    rf"[\s(\[]*(?:(?:{_YES})\s*(?:[/|,・／]|\bor\b|\s)\s*(?:{_NO})|(?:{_NO})\s*(?:[/|,・／]|\bor\b)\s*(?:{_YES}))"
    r"(?:\s*(?:[/|,]|\bor\b)\s*(?:tbd|tbc|unknown|n/a|maybe|not sure|don't know|not yet))?[\s)\]?.]*"
)
PICK = late(
    r"[(\[–—:-]\s*(?:please\s+)?(?:pick|choose|select|circle|delete|tick|check|mark|highlight|underline|"
    r"strike|cross)\b[^()]*?"
    r"(?:\b(?:one|all|appropriate|applicable|apply|applies|best|below|option|out)\b)[^()]*[)\]]?\s*$",
    re.IGNORECASE,
)
BEFORE_PICK = re.compile(r"[(\[–—:-]")
TO_PICK = tuple("pick choose select circle delete tick check mark highlight underline strike cross".split())
TO_PICK_FROM = ("one", "all", "app", "best", "below", "option", "out")
PICK_BEFORE = late(
    r"^\s*(?:please\s+)?(?:pick|choose|select|circle|delete|tick)\s+(?:one|as|all)\b[^:]*[:：]", re.IGNORECASE
)
CHOOSING = frozenset("please pick choose select circle delete tick".split())
OPTIONS = late(r"[/|,・／]|\bor\b")
# "Choose a plan" and "Select Plan" are entries of a form; "Select Homes" and "Pick n Pay" are names.
_CHOICE = (
    r"an?|one|your|the|from|options?|items?|values?|list|plan|tier|type|date|answer|currency|country|region|term|terms|"
    r"time ?zone|person|contact|channel|method|model|deployment|hosting|yes|no"
)
NEUTRAL = late(
    rf"[\s(\[<]*(?:please\s+)?(?:select|choose|pick)(?:\s+(?:{_CHOICE})\b)*(?:\s+(?-i:[a-z])[\w-]*){{0,3}}\s*"
    r"(?:…|\.{2,}|:)?[\s)\]>]*",
    re.IGNORECASE,
)
_FILL_IN = (
    r"[\s(\[<]*(?:please\s+)?(?:(?:enter|insert|type|paste|add|put|write|fill in|click|tap|your)\b[^.]{0,60}?(?:here|"
    r"below|…|\.{3})"
    r"|(?:select|choose|pick)\b[^.]{0,40}(?:…|\.{3})|https?://(?:…|\.{3})?|your answer|answer here|"
    r"to be filled(?: in)?)[\s)\]>.]*"
)
_YES_OR_NO_WORDS = "yes y ja oui s si sim は 要 true n no nein non い 不 false not".split()
# For the first words of a text, the forms that may begin with them; "http " has no second word.
_FORMS = (
    (["e", "eg", "ex", "for", "example", "examples", "such", "z b", "p ex", "例"], _EXAMPLE),
    (["please", "enter", "insert", "type", "paste", "add", "put", "write", "fill", "click", "tap", "your"], _FILL_IN),
    (["select", "choose", "pick", "http ", "https ", "answer here", "to be"], _FILL_IN),
    ("d dd m mm mmm mmmm yy yyy yyyy j jj jjj jjjj t tt aa aaa aaaa dia mes day month year".split(), _DATE_FORMAT),
    (
        [f"{one} {other}" for one in _YES_OR_NO_WORDS for other in [*_YES_OR_NO_WORDS, "or", "required", "í", "ã"]],
        _YES_OR_NO,
    ),
)
FORMS: dict[str, re.Pattern[str]] = {}
for _words, _form in _FORMS:
    FORMS |= dict.fromkeys(_words, late(_form, re.IGNORECASE))

_LETTERS = frozenset(ascii_letters + digits)
NO_STAND_IN = _LETTERS - set("tTnNxXwWuUdDpP")
STAND_INS = tuple(
    "tb,to be ,to follow,todo,to do,na,not ,no idea,xxx,unknown,pending,will follow,we do,do not,don't,don’t".split(",")
)
"""How those begin that begin with two letters."""
STAND_IN_SIGNS = frozenset("([?？-–—−…._")
NOTHING = frozenset("none nothing nil no nobody keine keiner aucun ninguno ninguna nenhum nenhuma".split())
BEFORE_NOTHING = NOTHING | {"な", "特"}


def is_stand_in(text: str) -> bool:
    """Whether the text only says that nothing is known: "TBD", "?", "—"."""
    if text[:1] in NO_STAND_IN or len(text) > LONGEST:
        return False
    if text[:2].isalpha():
        may_be = folded(text[:12]).startswith(STAND_INS)
    else:
        may_be = text[:1] in STAND_IN_SIGNS or text[:1].isalpha() or text[:1].isspace()
    return may_be and STAND_IN.fullmatch(text) is not None


def says_none(text: str, first: str) -> bool:
    """Whether a text with this first word says that there is nothing of what is asked: "None known"."""
    if first not in BEFORE_NOTHING or len(text) > LONGEST:
        return False
    return text.lower() in NOTHING or NONE.fullmatch(text) is not None


def is_template(text: str, words: tuple[str, str], of_type: str) -> bool:
    """Whether a text with these first words is part of the form.

    That is template text, an example, a format, parts to fill in, or open options.
    """
    if len(text) > LONGEST:
        return False
    first, second = words
    if text == "@" or _is_form(text, first, second) or _is_format(text, first):
        return True
    is_list = of_type in LINES
    if first in IN_PARTS and PARTS.fullmatch(text) and not (is_list and not re.search(r"[/,|:]", text)):
        return True
    if not is_list and first in CHOOSING and NEUTRAL.fullmatch(text):
        return True
    return (of_type == "channel" and _is_form_of_channel(text)) or _offers(text, first)


def _is_form(text: str, first: str, second: str) -> bool:
    """Whether the text is in template brackets, an example, a request to fill something in, or a format."""
    if text.startswith(OPENINGS) and TEMPLATE.fullmatch(text):
        return True
    form = FORMS.get(first) or FORMS.get(f"{first} {second}")
    return form is not None and form.fullmatch(text) is not None


def _is_form_of_channel(text: str) -> bool:
    outside = ROUND.sub("", text)
    if any(opening in outside for opening in OPENINGS) and ANY_TEMPLATE.search(outside):
        return True
    return re.fullmatch(r"#?(?:trial|slack)?-?(?:x+|…)?", text, re.IGNORECASE) is not None


def _offers(text: str, first: str) -> bool:
    """Whether the text asks to choose among options that stand in it."""
    asked = first in CHOOSING and PICK_BEFORE.match(text) is not None
    if not asked and not (BEFORE_PICK.search(text) and _may_pick(folded(text)) and PICK.search(text)):
        return False
    return OPTIONS.search(PICK.sub("", PICK_BEFORE.sub("", text))) is not None


def _may_pick(lower: str) -> bool:
    for part in TO_PICK_FROM:  # A generator takes twice the time, and every answer passes here.
        if part in lower:
            return any(word in lower for word in TO_PICK)
    return False


def is_format(text: str) -> bool:
    """Whether the text only shows the form of an answer: `MM/DD/YYYY`, `##`, `$`, `Net __`, `xxxx`."""
    return _is_format(text, first_words(text)[0])


def _is_format(text: str, first: str) -> bool:
    if len(text) > 60 or not (first in IN_FORMAT or not first.strip("x")):
        return False
    if not BLANK_SIGN.search(text) and not CODE.fullmatch(text):
        return False
    return BLANKS.fullmatch(CROSSES.sub("", UNITS.sub("", text))) is not None
