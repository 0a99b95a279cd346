"""Free times in a draft: looked up when a button asks for them, carried from one drawing to the next, one chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct

from services.handover.fields import ButtonField, ChoiceField
from services.handover.model import Click, Form
from services.handover.slots import colleagues, customers_zone, free_slots
from services.handover.zones import place_words

FIND = ButtonField("find_times", "Find free times")
CARRIED = "times"
CHOICE = "time"
NO_TIME = "day"
"""The choice of no time at all: a day is enough."""


class Times(Struct, frozen=True):
    """What was found: the moments at which everybody is free, what to know of them, and which one is chosen.

    ``hours`` says which clocks were heeded; ``ours`` is the zone of who presses, ``theirs`` the customer's, if known.
    """

    starts: tuple[datetime, ...]
    remarks: tuple[str, ...]
    hours: str
    chosen: datetime | None
    ours: tzinfo
    theirs: tzinfo | None

    @property
    def readers_zone(self) -> tzinfo:
        """The clock by which the customer is told."""
        return self.theirs or self.ours

    @property
    def carried(self) -> dict[str, str]:
        """The hidden value that brings them back with the next press, without asking the calendars again."""
        return {CARRIED: json.dumps([[one.isoformat() for one in self.starts], self.remarks, self.hours])}

    def field(self, otherwise: str) -> ChoiceField | None:
        """The choice between them; ``otherwise`` is what no time is called."""
        if not self.starts:
            return None
        options = [(one.isoformat(), self._words(one)) for one in self.starts]
        chosen = self.chosen.isoformat() if self.chosen else NO_TIME
        return ChoiceField(CHOICE, "Everybody is free", ((NO_TIME, otherwise), *options), chosen)

    def _words(self, moment: datetime) -> str:
        here = moment.astimezone(self.ours)
        if self.theirs is None:
            return _short(here)
        there = moment.astimezone(self.theirs)
        return f"{_short(here)} · {_short(there, here.date())} in {place_words(self.theirs)}"


def times_of(click: Click, form: Form, first: date) -> Times | None:
    """The free times from ``first`` on when the form asks for them, else those it brings; None without any.

    Raises the errors family when the calendars have to be asked.
    """
    if form.asked == FIND.name:
        free = free_slots(click, first)
        starts = tuple(one.start.astimezone(UTC) for one in free.slots)
        remarks, hours = (*filter(None, (free.none,)), *free.unseen), free.hours
    else:
        found = _brought(form.hidden.get(CARRIED, ""))
        if found is None:
            return None
        starts, remarks, hours = found
    chosen = next((one for one in starts if one.isoformat() == form.text(CHOICE)), None)
    people, _ = colleagues(click)
    return Times(starts, remarks, hours, chosen, people[0].zone, customers_zone(click.handover))


def _brought(text: str) -> tuple[tuple[datetime, ...], tuple[str, ...], str] | None:
    """What :attr:`Times.carried` wrote; it went through a browser, so anything else is nothing."""
    try:
        starts, remarks, hours = json.loads(text)
        moments = tuple(datetime.fromisoformat(str(one)).astimezone(UTC) for one in starts)
    except (ValueError, TypeError, OverflowError):
        return None
    return moments, tuple(map(str, remarks)) if isinstance(remarks, Sequence) else (), str(hours)


def _short(moment: datetime, known: date | None = None) -> str:
    """As in "Tue, May 4, 15:30"; the time alone on a day that is ``known`` already."""
    from babel.dates import format_date

    day = "" if moment.date() == known else f"{format_date(moment.date(), 'EEE, MMM d', locale='en_US')}, "
    return f"{day}{moment:%H:%M}"
