"""What a person may edit or choose in a draft, before it is done. Cards draw one input for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TextField:
    """A text the person may edit; ``lines`` for several lines, ``source`` for what one line suggests meanwhile."""

    name: str
    label: str
    value: str
    lines: bool = False
    source: str = ""


@dataclass(frozen=True)
class DateField:
    """A day the person may change; the draft is drawn again when they do."""

    name: str
    label: str
    value: date | None


@dataclass(frozen=True)
class TickField:
    """Boxes to tick: (value, text) pairs and which are ticked."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    ticked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChoiceField:
    """One of several: (value, text) pairs and which is chosen, if any; the draft is drawn again when it changes."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True)
class ButtonField:
    """A button among the inputs that looks something up: the draft is drawn again, its form saying what was asked."""

    name: str
    label: str


Field = TextField | DateField | TickField | ChoiceField | ButtonField
