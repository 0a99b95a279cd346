"""Writing records: what a value may be, what a record must have, and what follows from it.

Order of a save (Apex Developer Guide, "Triggers and Order of Execution", as far as played): types and picklists,
required fields, what Salesforce derives, validation rules; then the record is kept and what the org automates happens.
"""

import datetime
import time
from typing import Any
from zoneinfo import ZoneInfo

from services.sandbox.salesforce import ids, objects, soql
from services.sandbox.salesforce.objects import Field, SObject
from services.sandbox.salesforce.refusal import Refused
from services.sandbox.salesforce.search import Record, Search

Org = dict[str, Any]


def now() -> str:
    """This second, as Salesforce writes moments."""
    return stamp(time.time())


def stamp(seconds: float) -> str:
    """A moment as Salesforce writes it."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def here(org: Org) -> datetime.datetime:
    """This moment where the org is: its day is what TODAY means in a rule and in a query."""
    return datetime.datetime.now(ZoneInfo(org["time_zone"]))


def get(org: Org, sobject: SObject, record_id: str) -> Record:
    """The record with this id, in either form."""
    whole = ids.read(record_id)
    if whole is None:
        words = f"Provided external ID field does not exist or is not accessible: {record_id}"
        raise Refused(404, "NOT_FOUND", words)
    found: Record | None = org["records"][sobject.name].get(whole)
    if found is None:
        raise Refused(404, "NOT_FOUND", "The requested resource does not exist")
    return found


def by_external_id(org: Org, sobject: SObject, name: str, value: str) -> list[Record]:
    """The records that have this value in a field that is an external id."""
    field = sobject.field(name)
    if field is None or not field.external:
        words = f"Provided external ID field does not exist or is not accessible: {name}"
        raise Refused(404, "NOT_FOUND", words)
    found = org["records"][sobject.name].values()
    return [one for one in found if str(one.get(field.name) or "").lower() == value.lower()]


def create(org: Org, sobject: SObject, given: Record, user_id: str) -> Record:
    """Make a record; answers it as it was kept."""
    values = _typed(org, sobject, given)
    missing = [each.name for each in sobject.fields.values() if each.required and values.get(each.name) is None]
    if missing:
        words = f"Required fields are missing: [{', '.join(missing)}]"
        raise Refused(400, "REQUIRED_FIELD_MISSING", words, missing)
    org["made"] += 1
    moment = now()
    made = {"Id": ids.numbered(sobject.prefix, org["made"]), "IsDeleted": False}
    made |= {"CreatedDate": moment, "CreatedById": user_id}
    made |= {"OwnerId": user_id} if "ownerid" in sobject.fields else {}
    return _keep(org, sobject, {}, {**made, **values}, user_id)


def update(org: Org, sobject: SObject, before: Record, given: Record, user_id: str) -> Record:
    """Change a record, unless the org has locked it; answers it as it was kept."""
    lock = org["locked_when"].get(sobject.name)
    if lock and _holds(org, sobject, before, lock):
        raise Refused(400, "ENTITY_IS_LOCKED", "the entity is locked for editing", [])
    values = _typed(org, sobject, given)
    emptied = [name for name, value in values.items() if value is None and _required(sobject, name)]
    if emptied:
        words = f"Required fields are missing: [{', '.join(emptied)}]"
        raise Refused(400, "REQUIRED_FIELD_MISSING", words, emptied)
    return _keep(org, sobject, before, {**before, **values}, user_id)


def _keep(org: Org, sobject: SObject, before: Record, record: Record, user_id: str) -> Record:
    if sobject.name == "Opportunity":
        _derive(org, before, record)
    _validate(org, sobject, record)
    record |= {"LastModifiedDate": now(), "LastModifiedById": user_id, "SystemModstamp": now()}
    org["records"][sobject.name][record["Id"]] = record
    if sobject.name == "Opportunity":
        _remember(org, before, record, user_id)
        _renew(org, sobject, before, record, user_id)
    return record


def _typed(org: Org, sobject: SObject, given: Record) -> Record:
    typed = {}
    for name, value in given.items():
        if name == "attributes":
            continue
        field = sobject.field(name)
        if field is None:
            words = f"No such column '{name}' on sobject of type {sobject.name}"
            raise Refused(400, "INVALID_FIELD", words)
        if field.by == "system":
            hint = "Please check the security settings of this field and verify that it is read/write for your profile"
            words = f"Unable to create/update fields: {field.name}. {hint} or permission set."
            raise Refused(400, "INVALID_FIELD_FOR_INSERT_UPDATE", words, [field.name])
        typed[field.name] = None if value in (None, "") else _value(org, field, value)
    return typed


def _value(org: Org, field: Field, value: Any) -> Any:
    match field.type:
        case "boolean" | "int" | "currency" | "percent":
            return _plain(field, value)
        case "date":
            return _date(value)
        case "reference":
            return _reference(org, field, value)
        case "picklist" if field.restricted and value not in field.values:
            words = f"{field.label}: bad value for restricted picklist field: {value}"
            raise Refused(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, [field.name])
    if not isinstance(value, str):
        raise _unreadable("string", value)
    if field.length and len(value) > field.length:
        words = f"{field.label}: data value too large: {value} (max length={field.length})"
        raise Refused(400, "STRING_TOO_LONG", words, [field.name])
    return value


def _plain(field: Field, value: Any) -> bool | int | float:
    if field.type == "boolean" and isinstance(value, bool):
        return value
    if field.type == "int" and type(value) is int:
        return value
    if field.type in ("currency", "percent") and type(value) in (int, float):
        return float(value)
    raise _unreadable({"int": "int", "boolean": "boolean"}.get(field.type, "double"), value)


def _date(value: Any) -> str:
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise _unreadable("date", value) from None


def _reference(org: Org, field: Field, value: Any) -> str:
    whole = ids.read(value) if isinstance(value, str) else None
    if whole is None or whole[:3] != objects.find(field.to).prefix:
        words = f"{field.label}: id value of incorrect type: {value}"
        raise Refused(400, "MALFORMED_ID", words, [field.name])
    if whole not in org["records"][field.to]:
        raise Refused(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [])
    return whole


def _unreadable(kind: str, value: Any) -> Refused:
    shape = {bool: "VALUE_TRUE", int: "VALUE_NUMBER_INT", float: "VALUE_NUMBER_FLOAT"}.get(type(value), "VALUE_STRING")
    words = (
        f"Cannot deserialize instance of {kind} from {shape} value {value} or request may be missing a required field"
    )
    return Refused(400, "JSON_PARSER_ERROR", f"{words} at [line:1, column:1]")


def _required(sobject: SObject, name: str) -> bool:
    field = sobject.field(name)
    return field is not None and field.required


def _holds(org: Org, sobject: SObject, record: Record, condition: str) -> bool:
    return Search(org["records"], condition, here(org)).holds(soql.parse_condition(condition), sobject, record)


def _derive(org: Org, before: Record, record: Record) -> None:
    """What an opportunity's stage decides; a stage that the org does not know is open."""
    stages = org["records"]["OpportunityStage"].values()
    stage = next((each for each in stages if each["ApiName"] == record["StageName"]), None)
    record |= {"IsClosed": bool(stage and stage["IsClosed"]), "IsWon": bool(stage and stage["IsWon"])}
    if stage and before.get("StageName") != record["StageName"]:
        record["Probability"] = stage["DefaultProbability"]
        record["ForecastCategoryName"] = stage["ForecastCategoryName"]


def _validate(org: Org, sobject: SObject, record: Record) -> None:
    broken = [
        Refused(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", rule["message"], [rule["field"]] if "field" in rule else [])
        for rule in org["validation_rules"]
        if rule["object"] == sobject.name and _holds(org, sobject, record, rule["when"])
    ]
    if broken:
        raise Refused.several(broken)


def _remember(org: Org, before: Record, record: Record, user_id: str) -> None:
    """Each change of stage, amount or close date is a line of the stage history."""
    watched = ("StageName", "Amount", "CloseDate")
    if all(before.get(name) == record.get(name) for name in watched):
        return
    org["made"] += 1
    made = {"Id": ids.numbered("008", org["made"]), "OpportunityId": record["Id"], "IsDeleted": False}
    made |= {"CreatedDate": record["LastModifiedDate"], "CreatedById": user_id}
    org["records"]["OpportunityHistory"][made["Id"]] = made | {name: record.get(name) for name in watched}


def _renew(org: Org, sobject: SObject, before: Record, record: Record, user_id: str) -> None:
    """The org's automation: a deal that becomes won gets a renewal, due when its contract ends."""
    end = record.get("End_of_Contract__c")
    if not org["renews"] or before.get("IsWon", False) or not record["IsWon"] or not end:
        return
    if by_external_id(org, sobject, "Renewed_From__c", record["Id"]):
        return
    account = org["records"]["Account"].get(record.get("AccountId") or "", {})
    renewal: Record = {"Name": f"{account.get('Name', record['Name'])} – Renewal {end[:4]}", "Type": "Renewal"}
    renewal |= {"AccountId": record.get("AccountId"), "OwnerId": record["OwnerId"], "Amount": record.get("Amount")}
    renewal |= {"StageName": org["renews"], "CloseDate": end, "Renewed_From__c": record["Id"]}
    create(org, sobject, renewal, user_id)
