"""Taking an invoice back that was not sent: its draft is deleted, and its document goes into the bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import NoAccess, Refused
from services.handover.effects.draft_deletion import delete, in_own_mailbox
from services.handover.model import Evidence, Notes
from services.systems import Systems

GONE = "The draft is not there any more: it was sent or deleted in Gmail."
SEE_GMAIL = "Look for it in Gmail. If it was sent, the customer has the invoice, and it cannot be taken back."


class InvoiceBack:
    """Plan: ``file``, ``number``, ``sender``, ``draft`` (id, or empty where there was only a document).

    Notes: ``deleting`` once the draft is being deleted by us: a draft that is gone without it may have been sent.
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Gmail and Drive know at once."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The draft is deleted, and the document is in the bin."""
        own_mailbox(systems, plan)
        if plan["draft"] and (not notes.ids.get("deleting") or systems.gmail.has_draft(plan["draft"])):
            return None
        return None if _kept(systems, plan["file"]) else self._evidence(plan)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Delete the draft, unless an earlier press did; then the document."""
        own_mailbox(systems, plan)
        if plan["draft"]:
            self._delete(systems, plan["draft"], notes)
        if _kept(systems, plan["file"]):
            systems.drive.bin(plan["file"])
        return self._evidence(plan)

    def _delete(self, systems: Systems, draft: str, notes: Notes) -> None:
        if not systems.gmail.has_draft(draft):
            if not notes.ids.get("deleting"):
                raise Refused("Gmail", "no such draft", GONE, SEE_GMAIL)
            return
        delete(systems, draft, notes)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        return Evidence(f"{plan['number']} is in the bin and was not sent")


def own_mailbox(systems: Systems, plan: Mapping[str, Any]) -> None:
    """Raises Refused for anybody but whoever made the invoice."""
    words = f"Only {plan['sender']} can see whether this invoice went out."
    in_own_mailbox(systems, plan["sender"], words, "Ask them to press the button.")


def inverse(plan: Mapping[str, Any], file: str, draft: str) -> dict[str, Any]:
    """The plan that takes an invoice back which waits as a draft, or is only a document."""
    lines = [f"Puts the document of {plan['number']} into the bin. The number stays this customer's."]
    if draft:
        lines.insert(0, "Deletes the draft in your Gmail, if it was not sent from there.")
    kept = {"file": file, "number": plan["number"], "sender": plan["sender"], "draft": draft}
    return {**kept, "lines": lines, "confirm": "Take the invoice back"}


def _kept(systems: Systems, file_id: str) -> bool:
    try:
        return not systems.drive.file(file_id).trashed
    except NoAccess as error:
        if error.status == 404:
            return False
        raise
