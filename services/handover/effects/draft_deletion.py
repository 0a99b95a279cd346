"""Deleting a draft so that afterwards a draft that is gone can be told from a mail that was sent."""

from __future__ import annotations

from services.errors import NOT_APPLIED, Refused
from services.handover.model import Notes
from services.systems import Systems


def in_own_mailbox(systems: Systems, sender: str, words: str, way_out: str) -> None:
    """In another mailbox every draft is missing, which would look like "gone" or "sent". Raises Refused."""
    if sender != systems.user_email:
        raise Refused("Gmail", "another mailbox", words, way_out)


def delete(systems: Systems, draft: str, notes: Notes) -> None:
    """Delete it, noted as ``deleting`` before: a draft that is gone without that note may have been sent.

    Raises what Gmail raises; the note goes again where the draft is known to be still there.
    """
    notes.keep(deleting="yes")
    try:
        systems.gmail.delete_draft(draft)
    except NOT_APPLIED:
        notes.keep(deleting="")
        raise
