"""Fields of a Salesforce opportunity, with the stage among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.errors import Changed, OutsideError
from services.handover.model import Evidence, Notes
from services.handover.opportunity import KIND, SINCE
from services.handover.words import plain_day
from services.systems import Systems

RENEWAL_STAYS = "The renewal opportunity stays: delete it in Salesforce."


class FieldsBack:
    """Every field as it was before, unless somebody changed it again. Plan: ``id``, ``name``, ``link``, ``fields``,
    ``before`` (what they have to say still).
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a record says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The record says what it said before."""
        record = systems.salesforce.get(KIND, plan["id"], list(plan["fields"]))
        return self._evidence(plan) if _says(record, plan["fields"]) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Look at the record, and put its fields back only while each one still says what this step made it say."""
        record = systems.salesforce.get(KIND, plan["id"], [*plan["fields"], SINCE])
        if not _says(record, plan["fields"]):
            if not _says(record, plan["before"]):
                raise Changed("Salesforce", "changed meanwhile")
            systems.salesforce.update(KIND, plan["id"], plan["fields"], record[SINCE])
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        return Evidence(f"“{plan['name']}” is as it was before", plan["link"])


class OpportunityFields:
    """Fields of one opportunity, written together: Salesforce takes all of them or none.

    So the stage can never be won without what belongs to it, and its automation starts once. The record itself is what
    the effect is found again by. Plan: ``id``, ``name``, ``link``, ``stands`` (how it stands then, for people),
    ``fields`` (API name -> value, the stage last; none when the record says all of it already), ``before``, ``lines``,
    ``unmodified_since``, ``renewal`` (``account`` and ``where``) or null.
    """

    undo = FieldsBack()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a record says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The record says what it should."""
        if plan["fields"]:
            record = systems.salesforce.get(KIND, plan["id"], list(plan["fields"]))
            if not _says(record, plan["fields"]):
                return None
        return self._evidence(systems, plan)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Write, unless the record changed since it was shown; then look whether its renewal is there."""
        if plan["fields"]:
            systems.salesforce.update(KIND, plan["id"], plan["fields"], plan["unmodified_since"])
        return self._evidence(systems, plan)

    def _evidence(self, systems: Systems, plan: Mapping[str, Any]) -> Evidence:
        renewal, made = _renewal(systems, plan)
        words = f"“{plan['name']}” is {plan['stands']}{renewal}"
        return Evidence(words, plan["link"], {"opportunity": plan["id"]}, _inverse(plan, made))


def _says(record: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(record.get(name) == value for name, value in fields.items())


def _renewal(systems: Systems, plan: Mapping[str, Any]) -> tuple[str, bool]:
    """What there is to say of the renewal, and whether it is there.

    Salesforce makes it when the deal is closed, so one that is older than what was seen before belongs to another deal
    of the same account.
    """
    renewal = plan["renewal"]
    if renewal is None:
        return "", False
    try:
        found = systems.salesforce.renewal(renewal["account"], renewal["where"])
    except OutsideError:
        # The deal is closed; a look that failed must not make it seem otherwise.
        return "", False
    if found is None:
        return ". No renewal opportunity is there yet: look again later", False
    if plan["fields"] and _moment(found["CreatedDate"]) < _moment(plan["unmodified_since"]):
        return f". No renewal of its own is there yet, only the older “{found['Name']}”: look again later", False
    return f". Renewal: “{found['Name']}”, due {plain_day(found['CloseDate'])}", True


def _moment(text: str) -> datetime:
    """As Salesforce writes it: ``2026-11-12T09:30:00.000+0000``."""
    return datetime.fromisoformat(text)


def _inverse(plan: Mapping[str, Any], renewed: bool) -> dict[str, Any] | None:
    """The plan that puts every written field back; None when none was written."""
    if not plan["fields"]:
        return None
    kept = {name: plan[name] for name in ("id", "name", "link")}
    lines = [*plan["lines"], *([RENEWAL_STAYS] if renewed else [])]
    return {
        **kept,
        "lines": lines,
        "fields": plan["before"],
        "before": plan["fields"],
        "confirm": "Put the opportunity back",
    }
