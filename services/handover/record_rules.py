"""``[sources_of_truth]`` of ``handover.toml``: the records that have to know about a deal."""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from services.handover.checked import Section, Wrong
from services.handover.kinds import ApiName, matching
from services.handover.mistakes import instead
from services.handover.questionnaire.labels import labels as known_labels
from services.handover.sections import SheetSection

STAMPS = ("updated_by", "updated_at")

RecordName = Annotated[
    str,
    matching(r"[a-z][a-z0-9_]{0,30}", "write up to 31 small letters, digits and _, a letter first, not “{text}”"),
]
"""It stands in addresses and in the ledger; a record's ``label`` stands on cards."""


def _known(key: str, names: Iterable[str], *others: str) -> None:
    known = known_labels().fields
    for name in names:
        if name not in known and name not in others:
            raise Wrong(f"the questionnaire has no field “{name}”.{instead(name, known)}", key)


class SheetRecord(SheetSection, frozen=True, kw_only=True, tag_field="kind", tag="sheet"):
    """A customer's row in a sheet; its columns are known by the questionnaire's fields, or have a fixed text."""

    name: RecordName
    label: str
    keys: Annotated[list[str], Meta(min_length=1)]
    texts: dict[str, str] = {}

    def __post_init__(self) -> None:
        _known("columns", self.columns, *STAMPS, *self.texts)
        if missing := sorted({*self.keys, *self.texts} - set(self.columns)):
            raise Wrong(f"no columns: {', '.join(missing)}. Add them to this record's columns.")
        _known("keys", self.keys)


class SalesforceRecord(Section, frozen=True, tag_field="kind", tag="salesforce"):
    """Fields of the opportunity, by API name, and the questionnaire's field that each is filled from."""

    name: RecordName
    label: str
    fields: Annotated[dict[ApiName, str], Meta(min_length=1)]

    def __post_init__(self) -> None:
        _known("fields", self.fields.values())


class ConfirmedRecord(Section, frozen=True, tag_field="kind", tag="confirmed"):
    """A system that the add-on does not write: a person says where its entry is. ``url`` leads to the system."""

    name: RecordName
    label: str
    url: Annotated[str, matching(r"(?:https://\S+)?", "write an address that begins with https://, not “{text}”")] = ""
    fields: list[str] = []

    def __post_init__(self) -> None:
        _known("fields", self.fields)


Record = SheetRecord | SalesforceRecord | ConfirmedRecord


class SourcesOfTruth(Section, frozen=True):
    """The records, in the order in which they are shown."""

    records: list[Record] = []

    def __post_init__(self) -> None:
        names = [one.name for one in self.records]
        if twice := sorted({one for one in names if names.count(one) > 1}):
            raise Wrong(f"two records are called “{twice[0]}”. Each needs a name of its own.", "records")
