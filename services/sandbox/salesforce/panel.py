"""The opportunities as the host page draws them."""

from typing import Any

from services.sandbox.salesforce import objects

_SHOWN = (
    "CloseDate",
    "Amount",
    "End_of_Contract__c",
    "Deal_Won_Reason__c",
    "Customer_Engineer__c",
    "Order_Form_Signed__c",
    "OwnerId",
)


def draw(org: dict[str, Any]) -> dict[str, Any]:
    """Each opportunity, the one that changed last first (a won one before the renewal that came of it)."""
    found = org["records"]["Opportunity"].values()
    ordered = sorted(found, key=lambda each: (str(each["LastModifiedDate"]), bool(each["IsClosed"])), reverse=True)
    return {"opportunities": [_opportunity(org, each) for each in ordered]}


def _opportunity(org: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    sobject = objects.find("Opportunity")
    account = org["records"]["Account"].get(record.get("AccountId") or "", {})
    fields = [sobject.fields[name.lower()] for name in _SHOWN]
    history = [each for each in org["records"]["OpportunityHistory"].values() if each["OpportunityId"] == record["Id"]]
    return {
        "id": record["Id"],
        "name": record["Name"],
        "account": account.get("Name", ""),
        "url": f"{org['lightning_url']}/lightning/r/Opportunity/{record['Id']}/view",
        "stage": record["StageName"],
        "won": record["IsWon"],
        "closed": record["IsClosed"],
        "changedAt": record["LastModifiedDate"],
        "changedBy": _name(org, record["LastModifiedById"]),
        "fields": [
            {"label": each.label.removesuffix(" ID"), "value": _said(org, each, record.get(each.name))}
            for each in fields
        ],
        "history": [
            {"stage": each["StageName"], "at": each["CreatedDate"], "by": _name(org, each["CreatedById"])}
            for each in history
        ],
    }


def _said(org: dict[str, Any], field: objects.Field, value: Any) -> str:
    if value is None:
        return ""
    if field.type == "reference":
        return _name(org, value)
    if field.type == "boolean":
        return "Yes" if value else "No"
    return f"{value:,.2f}" if field.type == "currency" else str(value)


def _name(org: dict[str, Any], user_id: str) -> str:
    return str(org["records"]["User"].get(user_id, {}).get("Name", user_id))
