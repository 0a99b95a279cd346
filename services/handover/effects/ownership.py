"""Whose customer it is: a field in Salesforce where it differs, and a direct message to the one it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services import slack
from services.errors import Changed, OutsideError, RefusedForNow, SignIn, Unknown
from services.handover.effects.slack_message import CLOCKS_DIFFER_SECONDS
from services.handover.model import Evidence, Notes
from services.handover.opportunity import KIND, SINCE
from services.systems import Systems


class Ownership:
    """Plan: ``owner`` (address; empty when it is handed back) and ``owner_name``; ``record`` (``id``, ``name``,
    ``link``, ``field``, ``value``, ``before``, ``words``, ``since``) or null; ``message`` (``to``: address, ``text``,
    ``event_type``, ``key``) or null; ``back`` (the message of handing back, as above); ``settle_seconds``.
    Notes: ``channel``.

    The record comes first, and is written only if it says otherwise; it says itself whether it was. Handing back is
    the same kind of press with old and new exchanged; the person's reason goes with its message.
    """

    @property
    def undo(self) -> Ownership:
        """The field as it was before, and a message to whoever named the owner."""
        return self

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Slack's history may lag behind a message whose answer was lost."""
        return float(plan["settle_seconds"]) if plan["message"] else 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The record says it, and the message is there."""
        record, message = plan["record"], plan["message"]
        if record is not None and not _says(systems, record):
            return None
        if message is None:
            return _evidence(plan, "")
        return _evidence(plan, "") if _told(systems, plan, notes, since) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Write the field, then send the message unless an earlier attempt did."""
        record = plan["record"]
        if record is not None and not _says(systems, record):
            _write(systems, record)
        return _evidence(plan, _tell(systems, plan, notes))


def _says(systems: Systems, record: Mapping[str, Any]) -> bool:
    found = systems.salesforce.get(KIND, record["id"], [record["field"]])
    return bool(found.get(record["field"]) == record["value"])


def _write(systems: Systems, record: Mapping[str, Any]) -> None:
    """Only over what was shown: somebody who named another one meanwhile is not overruled."""
    found = systems.salesforce.get(KIND, record["id"], [record["field"], SINCE])
    if found.get(record["field"]) != record["before"]:
        raise Changed("Salesforce", "changed meanwhile")
    systems.salesforce.update(KIND, record["id"], {record["field"]: record["value"]}, found[SINCE])


def _told(systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> bool:
    channel, message = notes.ids.get("channel"), plan["message"]
    if not channel:
        return False
    return bool(systems.slack.find(channel, message["event_type"], message["key"], since - CLOCKS_DIFFER_SECONDS))


def _tell(systems: Systems, plan: Mapping[str, Any], notes: Notes) -> str:
    """Send it; the words say so when Slack knows nobody by that address, because the owner is named all the same."""
    message = plan["message"]
    if message is None:
        return ""
    try:
        user = systems.slack.user_by_email(message["to"])
        if user is None:
            return f". Slack knows nobody called {message['to']}: tell them yourself"
        channel = systems.slack.open(user.id)
        if notes.ids.get("channel") and _told(systems, plan, notes, 0.0):
            return ""
        notes.keep(channel=channel)
        said = " ".join(filter(None, (message["text"], slack.escape(plan.get("reason", "")))))
        metadata = {"event_type": message["event_type"], "event_payload": {"key": message["key"]}}
        systems.slack.post(channel, said, [], metadata)
    except (RefusedForNow, SignIn, Unknown) as error:
        # The field may be written already: the next press looks at both and does what is left.
        raise Unknown(error.system, error.code) from None
    except OutsideError as error:
        return f". {message['to']} could not be told in Slack ({error.code}): tell them yourself"
    return ""


def _evidence(plan: Mapping[str, Any], untold: str) -> Evidence:
    record = plan["record"]
    written = f". Salesforce: {record['words']}" if record and record["value"] != record["before"] else ""
    who = f"{plan['owner_name']} owns this customer" if plan["owner"] else "Handed back"
    ids = {"owner": plan["owner"], "owner_name": plan["owner_name"]} if plan["owner"] else {}
    return Evidence(f"{who}{written}{untold}", record["link"] if record else "", ids, _back(plan))


def _back(plan: Mapping[str, Any]) -> dict[str, Any] | None:
    """The plan of handing it back; None once it was."""
    if not plan["owner"]:
        return None
    record = plan["record"]
    old_and_new = {"value": record["before"], "before": record["value"], "words": record["back"]} if record else {}
    lines = [f"{plan['owner_name']} does not own this customer any longer."]
    if record and record["value"] != record["before"]:
        lines.append(f"Salesforce: {record['back']}")
    return {
        "owner": "",
        "owner_name": plan["owner_name"],
        "record": {**record, **old_and_new} if record else None,
        "message": plan["back"],
        "settle_seconds": plan["settle_seconds"],
        "confirm": "Hand it back",
        "asks": "Why?",
        "lines": lines,
    }
