"""An invoice: a document from the template, its PDF in a mail of finance's own, and a word to the AE.

Three things happen outside, each once and each found again by itself: the copy by its mark, the mail by its draft,
the message by its key. A press that broke off goes on with the first that is missing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any

from services.errors import NOT_APPLIED, NoAccess, OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.handover.effects.drive_copy import DriveCopy
from services.handover.effects.invoice_back import InvoiceBack, inverse, own_mailbox
from services.handover.effects.slack_message import SlackMessage
from services.handover.links import document_url
from services.handover.model import Effect, Evidence, Notes
from services.handover.numbering import NUMBER
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.template import left_over
from services.systems import Systems

SEND, DRAFT, PREPARE = "send", "draft", "prepare"
SIGN = "$NUMBER"
UNFILLED = "The invoice's document still holds {names}, so nothing was mailed."
FIX_TEMPLATE = "It was put into the bin. Correct the template, then press again."


class InvoiceSent:
    """A document, a mail and a message, in this order.

    Plan: ``number``, ``how`` (send, draft or prepare), ``sender``, ``said`` (the amount and the day it is due),
    ``file_name``, ``copy`` (as :class:`~services.handover.effects.drive_copy.DriveCopy`), ``stale`` (an invoice that
    an earlier press made and did not send, or empty), ``mail`` (``to``, ``subject``, ``text``) and ``message`` (as
    :class:`~services.handover.effects.slack_message.SlackMessage`, or null). ``$NUMBER`` in any text is the number.

    Notes: ``copy``, ``pdf`` (SHA-256 of the PDF that the draft holds), ``draft_id``, ``thread_id``, and when copying
    and telling were tried without an answer: ``copying_at``, ``telling_at``; ``sending`` once the mail may be out.
    """

    undo = InvoiceBack()
    _copy = DriveCopy()
    _message = SlackMessage()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Each of the three waits for itself, so that a mail known to be out holds up nothing."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Done only when all of it is: what is missing is for :meth:`apply`, which finds the rest again."""
        own_mailbox(systems, plan)
        plan = _with_number(plan)
        if "pdf" not in notes.ids or "copy" not in notes.ids:
            return None
        if plan["how"] == PREPARE:
            return self._evidence(plan, notes)
        draft_id = notes.ids.get("draft_id")
        if draft_id is None:
            return None
        if plan["how"] == DRAFT:
            return self._evidence(plan, notes)
        if systems.gmail.has_draft(draft_id):
            return None
        told = not plan["message"] or self._told(systems, plan["message"], notes)
        return self._evidence(plan, notes) if told else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Whatever is not there yet, in its order.

        Once the mail may be out, no refusal of what comes beside it counts as "nothing was done": somebody else's press
        would begin anew, and mail a second invoice.
        """
        own_mailbox(systems, plan)
        try:
            return self._go_on(systems, _with_number(plan), notes)
        except NOT_APPLIED as error:
            if notes.ids.get("sending"):
                raise Unknown(error.system, error.code) from None
            raise

    def _go_on(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        document = self._document(systems, plan, notes)
        if plan["how"] == PREPARE:
            notes.keep(pdf=hashlib.sha256(systems.drive.pdf(document)).hexdigest())
            return self._evidence(plan, notes)
        if "draft_id" not in notes.ids:
            self._draft(systems, plan, notes, document)
        if plan["how"] == DRAFT:
            return self._evidence(plan, notes)
        if systems.gmail.has_draft(notes.ids["draft_id"]):
            self._send(systems, notes)
        return self._evidence(plan, notes, self._tell(systems, plan, notes))

    def _send(self, systems: Systems, notes: Notes) -> None:
        notes.keep(sending="yes")
        try:
            systems.gmail.send_draft(notes.ids["draft_id"])
        except NOT_APPLIED:
            notes.keep(sending="")
            raise

    def _document(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> str:
        """The id of the filled-in invoice; refused while anything in it is not filled in."""
        earlier = self._copy.find(systems, plan["copy"], notes, 0.0)
        found = earlier or _once(self._copy, systems, plan["copy"], notes, "copying_at")
        document = found.ids["document"]
        notes.keep(copy=document)
        if plan["stale"] and plan["stale"] != document:
            _put_away(systems, plan["stale"])
        names = ", ".join(left_over(_texts(systems.docs.document(document, FIELDS_MASK))))
        if names:
            systems.drive.bin(document)
            notes.keep(copy="", copying_at="")
            raise Refused("Google Docs", "not filled in", UNFILLED.format(names=names), FIX_TEMPLATE)
        return document

    def _draft(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, document: str) -> None:
        """The mail with the PDF, whose bytes are fixed from here on: they are exported once and kept in the draft."""
        from services.gmail import Attached, Mail

        data, mail = systems.drive.pdf(document), plan["mail"]
        attached = (Attached(plan["file_name"], data),)
        draft_id, thread_id = systems.gmail.create_draft(
            Mail(plan["sender"], tuple(mail["to"]), (), mail["subject"], mail["text"], attached=attached)
        )
        notes.keep(draft_id=draft_id, thread_id=thread_id, pdf=hashlib.sha256(data).hexdigest())

    def _told(self, systems: Systems, message: Mapping[str, Any], notes: Notes) -> bool:
        """Whether the message is there; nobody looks for one that was never tried."""
        at = notes.ids.get("telling_at", "")
        return at != "" and self._message.find(systems, message, notes, float(at)) is not None

    def _tell(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> str:
        """Tell the AE; words for the person when Slack did not take it, because the invoice is out by now."""
        message = plan["message"]
        if not message:
            return ""
        try:
            _once(self._message, systems, message, notes, "telling_at")
        except (RefusedForNow, SignIn, Unknown) as error:
            # The mail is out: the next press finds it so, and tells the AE.
            raise Unknown(error.system, error.code) from None
        except OutsideError as error:
            return f" Slack did not take the message to {message['channel_name']} ({error.code}): tell the AE yourself."
        return ""

    def _evidence(self, plan: Mapping[str, Any], notes: Notes, remark: str = "") -> Evidence:
        people = ", ".join(plan["mail"]["to"])
        how = {
            SEND: f"sent to {people}",
            DRAFT: f"waits as a draft in {plan['sender']}'s mailbox, for {people}",
            PREPARE: "prepared; hand it in yourself",
        }[plan["how"]]
        names = ("pdf", "draft_id", "thread_id")
        known = {name: notes.ids[name] for name in names if name in notes.ids}
        ids = {"number": plan[NUMBER], "document": notes.ids["copy"], **known}
        words = f"{plan[NUMBER]} {how}: {plan['said']}.{remark}"
        # What was mailed cannot be taken back.
        back = None if plan["how"] == SEND else inverse(plan, notes.ids["copy"], ids.get("draft_id", ""))
        return Evidence(words, document_url(notes.ids["copy"]), ids, back)


def _once(effect: Effect, systems: Systems, plan: Mapping[str, Any], notes: Notes, tried: str) -> Evidence:
    """Find what an earlier press may have done, or do it; ``tried`` names the note that says when it was tried.

    Raises Unknown while "not found" cannot be believed yet.
    """
    at = notes.ids.get(tried)
    if at:
        found = effect.find(systems, plan, notes, float(at))
        if found is not None:
            return found
        if time.time() - float(at) < effect.settle(plan):
            raise Unknown("The other side", "it may still turn up")
    notes.keep(**{tried: str(time.time())})
    try:
        return effect.apply(systems, plan, notes)
    except Unknown:
        raise
    except OutsideError:
        notes.keep(**{tried: ""})
        raise


def _put_away(systems: Systems, unsent: str) -> None:
    """An invoice that was never mailed, into the bin; somebody else's is seen by them alone, and holds up nobody."""
    try:
        systems.drive.bin(unsent)
    except NoAccess:
        return


def _with_number(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan with its number in every text."""
    filled: dict[str, Any] = _put(plan, plan[NUMBER])
    return filled


def _put(value: Any, number: str) -> Any:
    if isinstance(value, str):
        return value.replace(SIGN, number)
    if isinstance(value, list):
        return [_put(one, number) for one in value]
    if isinstance(value, Mapping):
        return {key: _put(one, number) for key, one in value.items()}
    return value


def _texts(node: Any) -> str:
    """Every text of a document."""
    if isinstance(node, list):
        return "\n".join(_texts(one) for one in node)
    if isinstance(node, Mapping):
        return str(node["content"]) if isinstance(node.get("content"), str) else _texts(list(node.values()))
    return ""
