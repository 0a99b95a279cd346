"""A mail from the person's own mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.handover.effects.draft_back import DraftBack, inverse
from services.handover.effects.draft_deletion import in_own_mailbox
from services.handover.links import thread_link
from services.handover.model import Evidence, Notes
from services.systems import Systems

if TYPE_CHECKING:
    from services.gmail import Mail


class GmailMessage:
    """A mail from the person's own mailbox: a draft that sending uses up.

    Plan: ``sender``, ``to``, ``cc``, ``bcc``, ``subject``, ``text``, ``html``; ``check_in`` where it proposes one, and
    ``answers`` where it answers a mail: ``thread``, ``message_id``, ``references`` and more of it.
    Notes: ``draft_id``, ``thread_id``. A sent mail cannot be taken back.
    """

    undo: DraftBack | None = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Gmail knows at once whether a draft is still there."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """A draft that was kept and is gone was sent; without a kept draft nothing was."""
        words = f"Only {plan['sender']} can see whether this mail went out."
        in_own_mailbox(systems, plan["sender"], words, "Ask them to press the button.")
        draft_id = notes.ids.get("draft_id")
        if draft_id is None or systems.gmail.has_draft(draft_id):
            return None
        return self._evidence(plan, notes.ids.get("thread_id", ""), {})

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Make the draft unless an earlier attempt made it, keep its id, and send it."""
        draft_id = notes.ids.get("draft_id")
        if draft_id is None:
            draft_id, thread_id = systems.gmail.create_draft(self._mail(systems, plan, notes))
            notes.keep(draft_id=draft_id, thread_id=thread_id)
        message_id, thread_id = systems.gmail.send_draft(draft_id)
        return self._evidence(plan, thread_id, {"message": message_id})

    def _mail(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Mail:
        """The mail itself; kinds of mail that hold more than their plan says put it in here."""
        from services.gmail import Mail, Received

        to, cc, bcc = (tuple(plan.get(name, ())) for name in ("to", "cc", "bcc"))
        answers = Received(**plan["answers"]) if plan.get("answers") else None
        return Mail(plan["sender"], to, cc, plan["subject"], plan["text"], plan.get("html", ""), bcc, answers)

    def _evidence(self, plan: Mapping[str, Any], thread_id: str, ids: Mapping[str, str]) -> Evidence:
        people = ", ".join(plan["to"])
        link = thread_link(thread_id) if thread_id else ""
        kept = {"thread": thread_id, "sender": plan["sender"], "subject": plan["subject"]}
        kept |= {"check_in": plan["check_in"]} if plan.get("check_in") else {}
        return Evidence(f"Sent to {people}", link, {**ids, **kept})


class GmailDraft(GmailMessage):
    """The same mail kept as a draft, which the person sends from Gmail or throws away. Plan and notes as above."""

    undo = DraftBack()

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """By the id that was kept; a draft whose id was lost does no harm beside a second one."""
        draft_id = notes.ids.get("draft_id")
        return self._kept(plan, notes) if draft_id is not None and systems.gmail.has_draft(draft_id) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Make the draft."""
        draft_id, thread_id = systems.gmail.create_draft(self._mail(systems, plan, notes))
        notes.keep(draft_id=draft_id, thread_id=thread_id)
        return self._kept(plan, notes)

    def _kept(self, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        ids = {name: notes.ids[name] for name in ("draft_id", "thread_id")}
        back = inverse(plan["sender"], ids["draft_id"], ids["thread_id"], plan["subject"])
        return Evidence("Kept as a draft in Gmail", "https://mail.google.com/mail/#drafts", ids, back)


class DraftableMail(GmailMessage):
    """A mail that can also be kept as a draft, for the person to send by hand."""

    keeping = GmailDraft()
    keep_words = (
        "Keep as draft in Gmail",
        "It is a draft in your Gmail, and nothing was sent. "
        "If you send it from there, say so here with “Done another way?”.",
    )
