"""What one answer area says about one field.

Source: the questionnaire definition, "Form of the result" and "Status rules".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from services.handover.questionnaire.answer import Value


class Outcome(Struct, frozen=True):
    """Nothing, a placeholder, or something answered: then the values that can be read, and whether they are certain."""

    kind: Literal["empty", "placeholder", "answered"]
    values: tuple[Value, ...] = ()
    certain: bool = True


EMPTY = Outcome("empty")
PLACEHOLDER = Outcome("placeholder")
UNREADABLE = Outcome("answered", (), False)


def answered(values: Sequence[Value], is_open: bool = False) -> Outcome:
    """Something answered; certain when it is just one value that nobody has marked as open."""
    return Outcome("answered", tuple(values), len(values) == 1 and not is_open)
