"""``[sources_of_truth]`` of ``handover.toml``: the records that have to know about a deal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from services.handover.kinds import ApiName
from services.handover.mistakes import instead
from services.handover.questionnaire.labels import labels as known_labels
from services.handover.sections import Section, SheetSection

STAMPS = ("updated_by", "updated_at")


def _known(names: list[str], *others: str) -> None:
    known = known_labels().fields
    for name in names:
        if name not in known and name not in others:
            raise ValueError(f"the questionnaire has no field “{name}”.{instead(name, known)}")


class _Record(Section):
    """``name`` stands in addresses and in the ledger, ``label`` on cards."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")
    label: str


class SheetRecord(_Record, SheetSection):
    """A customer's row in a sheet; its columns are known by the questionnaire's fields, or have a fixed text."""

    kind: Literal["sheet"]
    keys: list[str] = Field(min_length=1)
    texts: dict[str, str] = Field({})

    @model_validator(mode="after")
    def _columns_can_be_filled(self) -> SheetRecord:
        _known(list(self.columns), *STAMPS, *self.texts)
        if missing := sorted({*self.keys, *self.texts} - set(self.columns)):
            raise ValueError(f"no columns: {', '.join(missing)}. Add them to this record's columns.")
        _known(self.keys)
        return self


class SalesforceRecord(_Record):
    """Fields of the opportunity, by API name, and the questionnaire's field that each is filled from."""

    kind: Literal["salesforce"]
    fields: dict[ApiName, str] = Field(min_length=1)

    @field_validator("fields")
    @classmethod
    def _are_fields(cls, fields: dict[str, str]) -> dict[str, str]:
        _known(list(fields.values()))
        return fields


class ConfirmedRecord(_Record):
    """A system that the add-on does not write: a person says where its entry is. ``url`` leads to the system."""

    kind: Literal["confirmed"]
    url: str = Field("", pattern=r"^(https://\S+)?$")
    fields: list[str] = Field([])

    @field_validator("fields")
    @classmethod
    def _are_fields(cls, fields: list[str]) -> list[str]:
        _known(fields)
        return fields


Record = Annotated[SheetRecord | SalesforceRecord | ConfirmedRecord, Field(discriminator="kind")]


class SourcesOfTruth(Section):
    """The records, in the order in which they are shown."""

    records: list[Record] = Field([])

    @field_validator("records")
    @classmethod
    def _have_names_of_their_own(cls, records: list[Record]) -> list[Record]:
        names = [one.name for one in records]
        if twice := sorted({one for one in names if names.count(one) > 1}):
            raise ValueError(f"two records are called “{twice[0]}”. Each needs a name of its own.")
        return records
