"""What was answered to the welcome mail: who, when, and how it begins. None of it is kept."""

from __future__ import annotations

from email.utils import parseaddr

from msgspec import Struct

from services.errors import OutsideError, ScopeMissing
from services.gmail import Received
from services.handover.conversation import conversation
from services.handover.links import thread_link
from services.handover.model import Click, Fact, Link
from services.handover.words import moment, shortened
from services.scopes import READ_MAIL

LONGEST, SHOWN = 160, 6
"""How much of a mail is shown, in characters, and how many mails are: the last ones."""
LABEL = "Answers to the welcome"
NOBODY = "Nobody has answered yet."
UNREAD = "Without your permission to read your mail, answers to the welcome are not shown here."


class Replies(Struct, frozen=True):
    """The answers as facts, the way to them, and what stood in the way of reading them."""

    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()


def replies(click: Click) -> Replies:
    """The answers from outside; a mailbox that cannot be read stands in nobody's way."""
    try:
        mails, why = conversation(click)
    except ScopeMissing:
        return Replies(warnings=(UNREAD,), wishes=READ_MAIL)
    except OutsideError as error:
        return Replies(warnings=(f"Answers to the welcome could not be read ({error.system}: {error.code}).",))
    if not mails:
        return Replies((Fact(LABEL, why),))
    answers = [one for one in mails if not click.rules.ours(parseaddr(one.sender)[1])]
    link = Link("Open the conversation", thread_link(mails[-1].thread))
    if not answers:
        return Replies((Fact(LABEL, NOBODY),), (link,))
    return Replies((*_left_out(answers), *(_fact(click, one) for one in answers[-SHOWN:])), (link,))


def _left_out(answers: list[Received]) -> tuple[Fact, ...]:
    earlier = len(answers) - SHOWN
    return (Fact(LABEL, f"{earlier} earlier and these:"),) if earlier > 0 else ()


def _fact(click: Click, mail: Received) -> Fact:
    name, address = parseaddr(mail.sender)
    said = shortened(mail.snippet, LONGEST)
    return Fact("Answer", f"{said}\n{name or address}, {moment(mail.at, click.person)}")
