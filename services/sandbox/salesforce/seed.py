"""Fills the org from the seed file."""

from typing import Any

from services.sandbox.salesforce import ids, objects

_LISTS = {"users": "User", "accounts": "Account", "opportunities": "Opportunity", "stages": "OpportunityStage"}


def fill(given: dict[str, Any]) -> dict[str, Any]:
    """The org in which nothing has happened yet. Ids stand in the seed in their short form."""
    org = {name: given[name] for name in ("organization", "instance_url", "lightning_url", "time_zone")}
    org |= {name: given[name] for name in ("consumer_key", "approved")}
    org |= {name: given[name] for name in ("locked_when", "validation_rules", "renews")}
    org |= {"sessions": {}, "made": 0, "records": {name: {} for name in objects.names()}}
    for part, name in _LISTS.items():
        for number, values in enumerate(given[part], 1):
            record = _record(objects.find(name), number, values, org["records"]["User"])
            org["records"][name][record["Id"]] = record
    _derive(org)
    return org


def _record(sobject: objects.SObject, number: int, values: dict[str, Any], users: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"IsDeleted": False}
    for name, value in values.items():
        field = sobject.fields[name.lower()]
        record[field.name] = ids.whole(value) if field.type in ("id", "reference") else value
        if field.type in ("currency", "percent"):
            record[field.name] = float(value)
    record.setdefault("Id", ids.numbered(sobject.prefix, number))
    moment, user = record.get("LastModifiedDate", "2026-09-01T08:00:00.000+0000"), record.get("OwnerId")
    made = {"CreatedDate": moment, "LastModifiedDate": moment, "SystemModstamp": moment}
    by = user or next(iter(users), record["Id"])
    return {**made, "CreatedById": by, "LastModifiedById": by, **record}


def _derive(org: dict[str, Any]) -> None:
    """What an opportunity's stage decides, and the first line of its history."""
    stages = {each["ApiName"]: each for each in org["records"]["OpportunityStage"].values()}
    for number, each in enumerate(org["records"]["Opportunity"].values(), 1):
        stage = stages[each["StageName"]]
        each |= {"IsClosed": stage["IsClosed"], "IsWon": stage["IsWon"]}
        each |= {"Probability": stage["DefaultProbability"], "ForecastCategoryName": stage["ForecastCategoryName"]}
        line = {"Id": ids.numbered("008", 9000 + number), "OpportunityId": each["Id"], "IsDeleted": False}
        line |= {name: each.get(name) for name in ("StageName", "Amount", "CloseDate", "CreatedDate", "CreatedById")}
        org["records"]["OpportunityHistory"][line["Id"]] = line
