"""The objects of the org and their fields, from `objects.toml`, and how Salesforce describes them."""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.sandbox.salesforce.refusal import Refused

_SYSTEM_FIELDS: dict[str, dict[str, Any]] = {
    "Id": {"type": "id", "length": 18},
    "IsDeleted": {"type": "boolean"},
    "CreatedDate": {"type": "datetime"},
    "CreatedById": {"type": "reference", "to": "User", "relationship": "CreatedBy"},
    "LastModifiedDate": {"type": "datetime"},
    "LastModifiedById": {"type": "reference", "to": "User", "relationship": "LastModifiedBy"},
    "SystemModstamp": {"type": "datetime"},
}
_SOAP_TYPES = {"id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "date": "xsd:date", "int": "xsd:int"}
_SOAP_TYPES |= {"datetime": "xsd:dateTime", "currency": "xsd:double", "percent": "xsd:double"}


@dataclass(frozen=True)
class Field:
    """One field. `values` are a picklist's; `to` and `relationship` are a reference's."""

    name: str
    label: str
    type: str
    length: int = 0
    required: bool = False
    restricted: bool = False
    external: bool = False
    by: str = ""
    values: tuple[str, ...] = ()
    to: str = ""
    relationship: str = ""


@dataclass(frozen=True)
class SObject:
    """One object with its fields, by name in lower case: Salesforce does not mind the case."""

    name: str
    label: str
    prefix: str
    read_only: bool
    fields: dict[str, Field]

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return self.fields.get(name.lower())

    def parent(self, relationship: str) -> Field | None:
        """The reference that SOQL calls by this relationship name."""
        wanted = relationship.lower()
        return next((one for one in self.fields.values() if one.relationship.lower() == wanted), None)


def find(name: str) -> SObject:
    """The object of this name, as an address names it."""
    found = _all().get(name.lower())
    if found is None:
        raise Refused(404, "NOT_FOUND", "The requested resource does not exist")
    return found


def names() -> Iterator[str]:
    """The names of all objects."""
    return (each.name for each in _all().values())


def known(name: str) -> SObject | None:
    """The object of this name, if there is one."""
    return _all().get(name.lower())


def describe(sobject: SObject, stages: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer of `describe`, as far as the fields go (REST API guide, "sObject Describe")."""
    about = {"name": sobject.name, "label": sobject.label, "keyPrefix": sobject.prefix, "custom": False}
    rights = {"queryable": True, "createable": not sobject.read_only, "updateable": not sobject.read_only}
    return {**about, **rights, "fields": [_described(each, stages) for each in sobject.fields.values()]}


def _described(field: Field, stages: list[dict[str, Any]]) -> dict[str, Any]:
    if field.name == "StageName" and field.type == "picklist":
        values = [_picked(each["MasterLabel"], each["ApiName"], each["IsActive"]) for each in stages]
    else:
        values = [_picked(value, value, True) for value in field.values]
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "length": field.length,
        "custom": field.name.endswith("__c"),
        "nillable": not field.required,
        "createable": not field.by,
        "updateable": not field.by,
        "externalId": field.external,
        "restrictedPicklist": field.restricted,
        "picklistValues": values,
        "referenceTo": [field.to] if field.to else [],
        "relationshipName": field.relationship or None,
    }


def _picked(label: str, value: str, active: bool) -> dict[str, Any]:
    return {"active": active, "defaultValue": False, "label": label, "validFor": None, "value": value}


@functools.cache
def _all() -> dict[str, SObject]:
    given = tomllib.loads(Path(__file__).with_name("objects.toml").read_text(encoding="utf-8"))
    return {name.lower(): _object(name, about) for name, about in given.items()}


def _object(name: str, about: dict[str, Any]) -> SObject:
    system: dict[str, dict[str, Any]] = {
        key: {"label": key, "by": "system", **value} for key, value in _SYSTEM_FIELDS.items()
    }
    declared = {**system, **about["fields"]}
    fields = {
        key.lower(): Field(key, **{**value, "values": tuple(value.get("values", ()))})
        for key, value in declared.items()
    }
    return SObject(name, about["label"], about["prefix"], about.get("read_only", False), fields)
