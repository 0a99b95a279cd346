"""One of the two readings of a document with open suggestions: as it is, or with the suggestions accepted.

Source: the questionnaire definition, status rule 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.questionnaire.blocks import Room

Json = Mapping[str, Any]

_NAMES = {
    "suggestedTextStyleChanges": ("textStyle", "textStyleSuggestionState"),
    "suggestedParagraphStyleChanges": ("paragraphStyle", "paragraphStyleSuggestionState"),
    "suggestedDateElementPropertiesChanges": ("dateElementProperties", "dateElementPropertiesSuggestionState"),
    "suggestedDropdownPropertiesChanges": ("dropdownProperties", "dropdownPropertiesSuggestionState"),
}


class View:
    """What of a document counts in one reading; remembers whether any suggestion was met."""

    def __init__(self, accepted: bool) -> None:
        self.accepted = accepted
        self.room = Room()
        self.met_suggestion = False

    def shows(self, thing: Json) -> bool:
        """Whether a run, chip, row, cell or table is there in this reading."""
        if "suggestedInsertionIds" not in thing and "suggestedDeletionIds" not in thing:
            return True
        inserted = thing.get("suggestedInsertionIds")
        deleted = thing.get("suggestedDeletionIds")
        if not inserted and not deleted:
            return True
        self.met_suggestion = True
        return not deleted if self.accepted else not inserted

    def of(self, thing: Json, name: str, changes: str) -> Json:
        """A style or the properties of a chip, with suggested changes applied when they are accepted."""
        plain = mapping(thing.get(name))
        suggested = thing.get(changes)
        if not suggested:
            return plain
        self.met_suggestion = True
        if not self.accepted:
            return plain
        changed = dict(plain)
        inner, state = _NAMES[changes]
        for change in mapping(suggested).values():
            new, marks = mapping(mapping(change).get(inner)), mapping(mapping(change).get(state))
            for key, marked in marks.items():
                field = key.removesuffix("Suggested")
                if marked is True and key != field:
                    changed[field] = new.get(field)
        return changed


def mapping(thing: object) -> Json:
    """The object, or an empty one where the document holds something else."""
    return thing if isinstance(thing, dict) else {}


def sequence(thing: object) -> list[Any]:
    """The array, or an empty one where the document holds something else."""
    return thing if isinstance(thing, list) else []
