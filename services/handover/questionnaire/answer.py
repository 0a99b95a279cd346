"""What was read from a questionnaire: the answers, and where each of them stands.

Source: the questionnaire definition, sections "Form of the result" and "Types and normal forms".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Status = Literal["answered", "unanswered", "placeholder", "ambiguous"]
Person = dict[str, str | None]
Money = dict[str, int | float | str | None]
Value = str | int | float | bool | Person | Money | list[str]


class Where(Struct, frozen=True):
    """Where an answer stands, also one that is still empty; `label` is the label as written."""

    tab_id: str | None
    tab_title: str | None
    start: int | None
    end: int | None
    label: str


class Answer(Struct, frozen=True):
    """What was read for one field. `value` is set only when `status` is "answered"."""

    field: str
    status: Status
    value: Value | None = None
    candidates: tuple[Value, ...] = ()
    where: tuple[Where, ...] = ()


class Questionnaire(Struct, frozen=True):
    """One document as it was read, at one revision."""

    title: str
    document_id: str
    revision: str | None
    is_questionnaire: bool
    answers: Mapping[str, Answer]

    def __getitem__(self, field: str) -> Answer:
        """The answer to a field; one that is not asked is unanswered."""
        return self.answers.get(field) or Answer(field, "unanswered")
