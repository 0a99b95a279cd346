"""Whether words are a person's name, a role, or a team.

Source: the questionnaire definition, "Types and normal forms": Person and contact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.handover.patterns import late
from services.handover.questionnaire.characters import first_words, folded, normal
from services.handover.questionnaire.placeholders import is_stand_in

TITLE = late(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|herr|frau|mme|mlle|monsieur|madame|m|sr|sra|señor|"
    r"señora|dr\.-ing|dipl\.-ing|ing|sir)\.?\s+)+"
    r"(?=\S)|\s*(?:様|さん|氏|殿|先生|-san|-sama)\s*$|,?\s+(?:ph\.?d|mba|m\.?d|esq|cpa|msc)\.?$",
    re.IGNORECASE,
)
BEFORE_NAME = frozenset(
    "mr mrs ms miss mx dr prof professor herr frau mme mlle monsieur madame m sr sra se dipl ing sir".split()
)
BEHIND_NAME = tuple("様 さん 氏 殿 先生 san sama phd ph.d mba md m.d esq cpa msc".split())
PARTICLES = frozenset(
    (
        "van von de del della der den di da dos das du la le el al bin ibn ben of y e zu zur ter ten "
        "te st st. do af av bint"
    ).split()
)
TEAM_WORDS = frozenset(
    "accounts payable ap ar accounting finance billing invoicing team department dept dept. desk "
    "group office it ops operations platform procurement purchasing infrastructure "
    "devops security support treasury payables receivable shared engineering helpdesk admin admins "
    "administration legal hr sre tooling buchhaltung rechnungswesen comptabilité "
    "facturación contabilidad financeiro 経理部 経理 invoices accountspayable it-team dx devex".split()
)
ROLE_WORDS = TEAM_WORDS | frozenset(
    "controller manager director head vp svp evp avp cto cfo ceo cio ciso coo cpo chief officer lead "
    "leader engineer engineers administrator owner analyst specialist assistant coordinator "
    "president vice founder co-founder treasurer bookkeeper buyer sales technical senior junior principal "
    "staff account executive customer success solutions architect "
    "developer software systems system information technology business corporate services center "
    "centre unit product project program programme consultant clerk "
    "accountant executive partner secretary representative rep supervisor site reliability productivity "
    "experience data science cloud enterprise general global regional contact "
    "primary backup main champion sponsor user users company inc ltd llc gmbh corp corporation plc "
    "contractor external internal marketing strategy digital research quality "
    "leiter leiterin directeur directrice responsable gerente jefe geschäftsführer geschäftsführerin "
    "ae ce csm sdr pm tpm db dba network web machine learning".split()
)
ORDINARY = frozenset(
    "a an the and or but if in on at to for from with by of as is are was be been it its this that "
    "these those we they he she his her their our us you your i me my "
    "same see above below contact no not yet ask please send call email mail phone who whom whoever "
    "someone somebody anyone everyone nobody none next soon later new "
    "should will would can could may might must do does did has have had there here both via cc copy "
    "invoice invoices tbd tbc tba pending unknown confirm confirmed only also "
    "then until after before during left joins joined starting started leaves leave was former formerly "
    "currently now today tomorrow name names mr mrs ms receives receive billing "
    "footnote note notes best reach handles runs owns responsible person people either one two another "
    "other all any use using attn attention directly hi hello thanks thank kind regards "
    "yes part time remote based he's she's they're it's out hired hiring decide decides decided link "
    "document contract january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday probably maybe likely perhaps".split()
)
NO_NAMES = ORDINARY | ROLE_WORDS
# Role words of persons that stand in the names of teams too.
OF_BOTH = frozenset(
    "technical customer platform shared services developer experience information technology systems company".split()
)
PERSONAL = ROLE_WORDS - TEAM_WORDS - OF_BOTH
# A team is called "billing" too, though the word also stands in sentences.
NO_TEAM = PERSONAL | (ORDINARY - {"billing"})
GIVEN_NAMES = frozenset("an do may june april august will so art".split())
_WORD = r"[^\W\d_]+(?:[.'’\u2010\u2011-][^\W\d_]+)*\.?"
WORD = late(_WORD)
WORDS = re.compile(rf"(?:(?:{_WORD}|&)(?: (?!\Z)|\Z))+")
JUNIOR = (" Jr", " Sr")  # Behind a name in its normal form.
PLACE = re.compile(r"\s(?:from|at|in|of)\s")
OF_PLACE = late(r"\s+(?:from|at|in|of)\s+(?:the\s+)?[A-Z]\w*(?:\s+\w+)?$")


def as_name(piece: str) -> str | None:
    """The name of a person, if the words are one."""
    text = normal(piece).strip(" .,;:\"“”'@*_~<>()[]?")
    junior = text.endswith(JUNIOR)
    before = None if _may_have_title(text) else text
    while before != text:
        before = text
        text = TITLE.sub("", text).strip()
    text = _without_role(text)
    words = text.split()
    if not 1 <= len(words) <= 6 or is_stand_in(text) or not WORDS.fullmatch(text):
        return None
    lower = [word.lower().strip(".,") for word in words]
    if any(word in NO_NAMES and not (word in ORDINARY and _is_given_name(word, words)) for word in lower):
        return None
    text += "." if junior and piece.rstrip().endswith("r.") else ""
    return (
        text
        if text.istitle() or _is_capital(words) or (len(words) <= 3 and _all_lower(words) and len(words) > 1)
        else None
    )


def _may_have_title(text: str) -> bool:
    return first_words(text)[0] in BEFORE_NAME or folded(text).rstrip(".").endswith(BEHIND_NAME)


def _is_given_name(lower: str, words: list[str]) -> bool:
    """Whether an ordinary word is a name here: "April", "Will", "An" beside another name."""
    return (
        lower in GIVEN_NAMES and len(words) > 1 and any(word.lower() == lower and not word.islower() for word in words)
    )


def _is_capital(words: list[str]) -> bool:
    """Whether the words begin with capitals, or are of a script that has none."""
    return all(
        not word[0].islower() or word.lower() in PARTICLES or word.startswith(("d'", "d’", "o'", "l'"))
        for word in words
    ) and (not words[0][0].islower() or (len(words) > 1 and not words[-1][0].islower()))


def _all_lower(words: list[str]) -> bool:
    return all(word.islower() for word in words)


def _without_role(text: str) -> str:
    """The name before a role that follows without a sign between: none, unless the role begins with "the"."""
    return OF_PLACE.sub("", text) if PLACE.search(text) else text


def is_team(text: str) -> bool:
    """Whether the words name a team or department: "Accounts Payable", "AP team"."""
    words = [word.strip(".,'’").lower() for word in text.split()]
    if not 1 <= len(words) <= 5 or any(char.isdigit() for char in text):
        return False
    if words[0] in ("the", "their", "our"):
        words = words[1:]
    has_team = not TEAM_WORDS.isdisjoint(words)
    return has_team and NO_TEAM.isdisjoint(words)


def names_in_sentence(text: str) -> Iterator[str]:
    """Names of two or more capitalised words that stand in a sentence."""
    words = text.split()
    run: list[str] = []
    for word in [*words, ""]:
        bare = word.strip(".,;:()<>\"'!?")
        fits = bool(bare) and bare[0].isupper() and bare.lower() not in NO_NAMES and WORD.fullmatch(bare) is not None
        if fits:
            run.append(bare)
        if not fits or (word.endswith((",", ";", ".", ":")) and len(bare) > 1):
            if len(run) >= 2:
                yield normal(" ".join(run))
            run = []
