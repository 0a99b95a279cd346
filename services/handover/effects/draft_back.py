"""Removing a mail that was kept as a draft, while it still is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import NoAccess, OutsideError
from services.handover.effects.draft_deletion import delete, in_own_mailbox
from services.handover.model import Evidence, Notes
from services.systems import Systems

DELETED = "The draft was deleted from Gmail, and nothing was sent"
GONE = "The draft was not in Gmail any more: it was sent or deleted there, and nothing was changed now"
SENT = "The draft was not there any more: it was sent from Gmail, which cannot be taken back"


class DraftBack:
    """Plan: ``sender``, ``draft`` and ``thread`` (ids), ``subject``.

    Notes: ``deleting`` once the draft is being deleted by us: a draft that is gone without it may have been sent.
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Gmail knows at once."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The draft is gone, whoever it was."""
        _own_mailbox(systems, plan)
        return None if systems.gmail.has_draft(plan["draft"]) else _gone(systems, plan, notes)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Delete it. One that is gone already is left at that, and never made again."""
        _own_mailbox(systems, plan)
        if not systems.gmail.has_draft(plan["draft"]):
            return _gone(systems, plan, notes)
        try:
            delete(systems, plan["draft"], notes)
        except NoAccess as error:
            if error.status == 404:
                # It went between the look and the deletion.
                return _gone(systems, plan, notes)
            raise
        return Evidence(DELETED)


def inverse(sender: str, draft: str, thread: str, subject: str) -> dict[str, Any]:
    """The plan that removes a draft."""
    lines = [
        "Deletes the draft in your Gmail at once and for good, not into the bin.",
        "The step itself stays as it is.",
    ]
    ids = {"sender": sender, "draft": draft, "thread": thread, "subject": subject}
    return {**ids, "lines": lines, "confirm": "Delete the draft"}


def _gone(systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
    if _was_sent(systems, plan):
        return Evidence(SENT)
    return Evidence(DELETED if notes.ids.get("deleting") else GONE)


def _was_sent(systems: Systems, plan: Mapping[str, Any]) -> bool:
    """Whether the mail stands in its conversation; False too where this person's mailbox may not be read."""
    try:
        mails = systems.mailbox.conversation(plan["thread"])
    except OutsideError:
        # Reading is a permission of its own, and a conversation of which nothing is left does not exist.
        return False
    return any(plan["sender"] in mail.sender.lower() and mail.subject == plan["subject"] for mail in mails)


def _own_mailbox(systems: Systems, plan: Mapping[str, Any]) -> None:
    words = f"The draft is in {plan['sender']}'s Gmail."
    in_own_mailbox(systems, plan["sender"], words, "Ask them to delete it.")
