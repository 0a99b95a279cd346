"""The welcome mail, and the one that follows when somebody else is the Customer Engineer by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.effects.gmail_message import DraftableMail, GmailMessage
from services.handover.model import Evidence


class OwnerCorrection(GmailMessage):
    """Tells the customer who their Customer Engineer is, and not, from the mailbox of whoever presses.

    Plan: as of :class:`GmailMessage`, with ``said`` and ``welcome`` (words and ids of the welcome's evidence, which
    stay what the later steps find its conversation by), ``engineer`` and ``engineer_name``.
    """

    def _evidence(self, plan: Mapping[str, Any], thread_id: str, ids: Mapping[str, str]) -> Evidence:
        sent = super()._evidence(plan, thread_id, ids)
        named = {name: plan[name] for name in ("engineer", "engineer_name")}
        words = f"{plan['said']}; told since that it is {plan['engineer_name']}"
        return Evidence(words, sent.link, {**plan["welcome"], **named})


class WelcomeMail(DraftableMail):
    """Plan: as of :class:`GmailMessage`, with ``engineer`` (address, or name) and ``engineer_name``: whom it names."""

    correction = OwnerCorrection()
    correct_words = ("Correct…", "Send the correction", "A sent mail cannot be taken back.")

    def _evidence(self, plan: Mapping[str, Any], thread_id: str, ids: Mapping[str, str]) -> Evidence:
        named = {name: plan[name] for name in ("engineer", "engineer_name") if plan.get(name)}
        return super()._evidence(plan, thread_id, {**ids, **named})
