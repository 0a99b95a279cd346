"""The welcome mail's conversation, as it stands in the mailbox of whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.handover.model import Click

if TYPE_CHECKING:
    from services.gmail import Received

WELCOME = "welcome_email"
BY_HAND = "The welcome mail was recorded as sent by hand, so its conversation is not known."
NOT_IN_MAILBOX = "The welcome mail is not in your mailbox."


def conversation(click: Click) -> tuple[list[Received], str]:
    """Its mails, the welcome first; or none, and why.

    A thread's id is its sender's own: in another mailbox the mail is looked for. Raises the errors family, and
    ScopeMissing where reading was not allowed.
    """
    welcome = click.done[WELCOME].ids if WELCOME in click.done else {}
    if not welcome.get("sender"):
        return [], BY_HAND
    mailbox = click.systems.mailbox
    mine = welcome["sender"] == click.person.email
    thread = welcome["thread"] if mine else mailbox.find(welcome["sender"], welcome["subject"])
    mails = mailbox.conversation(thread) if thread else []
    return mails, "" if mails else NOT_IN_MAILBOX
