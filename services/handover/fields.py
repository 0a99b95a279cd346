"""What a person may edit or choose in a draft, before it is done. Cards draw one input for each."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class TextField(Struct, frozen=True):
    """A text the person may edit; ``lines`` for several lines, ``source`` for what one line suggests meanwhile."""

    name: str
    label: str
    value: str
    lines: bool = False
    source: str = ""


class DateField(Struct, frozen=True):
    """A day the person may change; the draft is drawn again when they do."""

    name: str
    label: str
    value: date | None


class TickField(Struct, frozen=True):
    """Boxes to tick: (value, text) pairs and which are ticked."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    ticked: frozenset[str] = frozenset()


class ChoiceField(Struct, frozen=True):
    """One of several: (value, text) pairs and which is chosen, if any; the draft is drawn again when it changes."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""


class ButtonField(Struct, frozen=True):
    """A button among the inputs that looks something up: the draft is drawn again, its form saying what was asked."""

    name: str
    label: str


Field = TextField | DateField | TickField | ChoiceField | ButtonField
