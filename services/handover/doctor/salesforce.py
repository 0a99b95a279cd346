"""Salesforce's part of the set-up: the sign-in, the won stage, and every field of the opportunity that is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import asdict

from services.handover.doctor.finding import Finding, looked, ok, unchecked, wrong
from services.handover.mistakes import instead
from services.handover.opportunity import won_stage
from services.handover.record_rules import SalesforceRecord
from services.handover.rules import Rules
from services.salesforce import Salesforce
from services.systems import Systems

AREA = "Salesforce"
OPPORTUNITY = "Opportunity"
NOT_CONNECTED = "Not connected: no SALESFORCE_… is set. “Close deal” is then done by hand."
SIGN_IN = (
    "Check SALESFORCE_USERNAME, SALESFORCE_CONSUMER_KEY, SALESFORCE_PRIVATE_KEY and SALESFORCE_DOMAIN, that the "
    "connected app has the key's certificate, and that the user is approved for it."
)
Fields = Mapping[str, Mapping[str, Any]]


def check_salesforce(systems: Systems, rules: Rules) -> Iterator[Finding]:
    """Everything, or that it is not connected."""
    if not systems.has_salesforce:
        yield unchecked(AREA, "sign-in", NOT_CONNECTED)
        return
    yield from looked(AREA, "sign-in", SIGN_IN, lambda: _check(systems.salesforce, rules))


def _check(salesforce: Salesforce, rules: Rules) -> Iterator[Finding]:
    stages = salesforce.stages()
    yield ok(AREA, "sign-in")
    name, won = won_stage(stages, rules.close_deal.stage)
    what = f"stage {rules.close_deal.stage}"
    if name:
        yield ok(AREA, what)
    else:
        listed = ", ".join(f"“{one}”" for one in won) or "none"
        yield wrong(AREA, what, f"It is no won stage; won stages: {listed}.", "Correct close_deal.stage.")
    fields = salesforce.fields(OPPORTUNITY)
    yield from _written(fields, rules)
    yield from _renewal(fields, rules)
    for field, path in rules.suggestions.items():
        yield from _suggested(salesforce, fields, field, path)


def _written(fields: Fields, rules: Rules) -> Iterator[Finding]:
    """Fields that a press writes: there, and writable for this user."""
    named = {f"close_deal.fields.{key}": name for key, name in asdict(rules.close_deal.fields).items() if name}
    if rules.assign_owner.salesforce_field:
        named["assign_owner.salesforce_field"] = rules.assign_owner.salesforce_field
    records = rules.sources_of_truth.records if rules.does("sources_of_truth") else []
    for record in (one for one in records if isinstance(one, SalesforceRecord)):
        named |= {f"fields.{name} of sources_of_truth.records ({record.name})": name for name in record.fields}
    for key, name in named.items():
        found = fields.get(name)
        if found is None:
            yield _missing(fields, name, key)
        elif not found.get("updateable"):
            todo = "Give the add-on's user the right to edit it (field-level security), or leave it out of " + key
            yield wrong(AREA, f"field {name}", "The add-on's user may not write it.", f"{todo}.")
        elif key.startswith("assign_owner") and "User" not in found.get("referenceTo", ()):
            yield wrong(
                AREA, f"field {name}", "It does not hold a user.", f"Name a field that looks up a user in {key}."
            )
        else:
            yield ok(AREA, f"field {name}")
    yield from _reasons(fields, rules)


def _reasons(fields: Fields, rules: Rules) -> Iterator[Finding]:
    """What can be chosen has to be in the picklist; text fields take anything."""
    name = rules.close_deal.fields.won_reason
    found = fields.get(name, {})
    if found.get("type") not in ("picklist", "multipicklist"):
        return
    known = {str(one["value"]) for one in found.get("picklistValues", ()) if one.get("active")}
    for reason in rules.close_deal.won_reasons:
        what = f"won reason {reason}"
        if reason in known:
            yield ok(AREA, what)
        else:
            words = f"The picklist {name} has no such value.{instead(reason, known)}"
            yield wrong(AREA, what, words, "Correct close_deal.won_reasons, or add the value in Salesforce.")


def _renewal(fields: Fields, rules: Rules) -> Iterator[Finding]:
    for name, value in rules.close_deal.renewal.items():
        found = fields.get(name)
        if found is None:
            yield _missing(fields, name, "close_deal.renewal")
            continue
        known = {str(one["value"]) for one in found.get("picklistValues", ()) if one.get("active")}
        if known and value not in known:
            words = f"The picklist {name} has no value “{value}”.{instead(value, known)}"
            yield wrong(AREA, f"field {name}", words, "Correct close_deal.renewal.")
        else:
            yield ok(AREA, f"field {name}")


def _suggested(salesforce: Salesforce, fields: Fields, field: str, path: str) -> Iterator[Finding]:
    """``Amount`` is a field; ``Account.Name`` is one of the record that the opportunity leads to."""
    key, (first, _, second) = f"suggestions.{field}", path.partition(".")
    if not second:
        yield ok(AREA, f"field {path}") if first in fields else _missing(fields, first, key)
        return
    leads = next((one for one in fields.values() if one.get("relationshipName") == first), None)
    if leads is None:
        yield wrong(AREA, f"field {path}", f"The opportunity leads to no {first}.", f"Correct {key}.")
        return
    beyond = salesforce.fields(str(leads["referenceTo"][0]))
    yield ok(AREA, f"field {path}") if second in beyond else _missing(beyond, second, key)


def _missing(fields: Fields, name: str, key: str) -> Finding:
    words = f"There is no such field, or the add-on's user may not see it.{instead(name, fields)}"
    return wrong(AREA, f"field {name}", words, f"Correct {key}, or give the user the right to see it.")
