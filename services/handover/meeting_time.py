"""When to meet: one of the free times, or another one that the person says, on the clocks of both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from services.errors import OutsideError, ScopeMissing
from services.handover.conversation import WELCOME
from services.handover.fields import ChoiceField, DateField, Field, TextField
from services.handover.model import Click, Fact, Form
from services.handover.slots import Slot, colleagues, customers_zone, free_slots
from services.handover.words import clock_words, weekday
from services.handover.working_days import day_off
from services.handover.zones import day_and_time, place_words
from services.scopes import FREE_BUSY

DAY, SLOT, HOUR, OTHER = "day", "slot", "hour", "other"
UNSEEN = "Without your permission to see free times, nobody's calendar was looked at."
OTHERS_NOW = "The times to choose from are others now. Look once more, then press."
NO_HOUR = "Say at what time, as 14:30."
PAST = "That time has passed. Choose another."
T = TypeVar("T")


class _Seen(Struct):
    """What could not be looked at, and the permissions that would help."""

    warnings: list[str] = field(default_factory=list)
    wishes: tuple[str, ...] = ()

    def looking(self, look: Callable[[], T]) -> T | None:
        """What ``look`` returns; calendars that cannot be seen stand in nobody's way."""
        try:
            return look()
        except ScopeMissing:
            self.wishes = FREE_BUSY
            self.warnings.append(UNSEEN)
        except OutsideError as error:
            self.warnings.append(f"Nobody's calendar could be looked at ({error.system}: {error.code}).")
        return None


class MeetingTime(Struct, frozen=True):
    """The chosen time, or what is wrong with it: ``slot`` is None then. ``zone`` is the clock it is said by."""

    day: date
    options: tuple[tuple[str, str], ...]
    chosen: str
    hour: str
    zone: ZoneInfo
    slot: Slot | None
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]
    notice: str
    wishes: tuple[str, ...]

    def fields(self) -> tuple[Field, ...]:
        """The day to begin with, the times from it on, and the hour where another time is wanted."""
        there = place_words(self.zone)
        hour = TextField(HOUR, f"At (hours:minutes in {there})", self.hour)
        choice = ChoiceField(SLOT, f"When (in {there})", self.options, self.chosen)
        return (DateField(DAY, "From", self.day), choice, *([hour] if self.chosen == OTHER else []))


def meeting_time(click: Click, form: Form) -> MeetingTime:
    """What the welcome mail proposed, else the first free time; or what the person chose instead."""
    seen, zone, theirs = _Seen(), _zone(click), customers_zone(click.handover)
    proposed = _proposed(click)
    day = _day(click, form, proposed)
    free = seen.looking(lambda: free_slots(click, day))
    seen.warnings += [*free.unseen, *filter(None, [free.none])] if free else []
    offered = {_key(one.start): one for one in (free.slots if free else ())}
    told = _told(click, proposed, day, zone)
    slots = {**told, **offered}
    options = (
        *((key, _option(slots[key], zone, theirs, key in told)) for key in sorted(slots)),
        (OTHER, "Another time that day"),
    )
    first = next(iter(slots), OTHER)
    picked = next(iter(form.ticked(SLOT)), "")
    chosen = picked if picked in dict(options) else first
    hour = form.text(HOUR) if form.submitted else ""
    slot, problems = (slots[chosen], []) if chosen in slots else _other(click, day, hour, zone)
    if slot is not None and chosen not in offered:
        seen.warnings += _in_the_way(click, seen, slot, zone)
    return MeetingTime(
        *(day, options, chosen, hour, zone, slot),
        facts=(*([Fact("Looked at", free.hours)] if free else []), *_clocks(slot, theirs, proposed, zone)),
        warnings=tuple(seen.warnings),
        problems=tuple(problems),
        notice=OTHERS_NOW if form.submitted and picked and picked != chosen else "",
        wishes=seen.wishes,
    )


def _key(start: datetime) -> str:
    return start.astimezone(UTC).isoformat()


def _proposed(click: Click) -> str:
    """The day (ISO), or the very moment, that the welcome mail proposed; where nobody knows, the document's."""
    welcome = click.done.get(WELCOME)
    mailed = welcome.ids.get("check_in", "") if welcome else ""
    return mailed or str(click.handover.value("check_in_date") or "")


def _told(click: Click, proposed: str, day: date, zone: ZoneInfo) -> dict[str, Slot]:
    """The moment that the customer was told, if it was one and lies ahead, on the day that is looked at."""
    if len(proposed) <= len("2027-05-04"):
        return {}
    start = datetime.fromisoformat(proposed)
    if start <= datetime.now(UTC) or start.astimezone(zone).date() != day:
        return {}
    return {_key(start): Slot(start, start + timedelta(minutes=click.rules.calendar.length_minutes))}


def _zone(click: Click) -> ZoneInfo:
    """The person's own clock, if it is one that Calendar knows by name, or the company's."""
    mine = colleagues(click)[0][0].zone
    return mine if isinstance(mine, ZoneInfo) else click.rules.calendar.zone


def _day(click: Click, form: Form, proposed: str) -> date:
    """The day picked; at first the one that was proposed, if it lies ahead."""
    given = form.text(DAY, proposed)
    return max(date.fromisoformat(given[:10]), click.today) if given else click.today + timedelta(days=1)


def _option(slot: Slot, zone: tzinfo, theirs: tzinfo | None, told: bool) -> str:
    """The time on our clock, and on the customer's where that is another one; ``told``: to the customer already."""
    here, there = (slot.start.astimezone(one) for one in (zone, theirs or zone))
    words = clock_words(slot.start, slot.end, zone)
    if here.utcoffset() != there.utcoffset():
        day = "" if here.date() == there.date() else f"{there:%A} "
        words += f" · {day}{there:%H:%M} in {place_words(theirs or zone)}"
    return f"{words} (in the welcome mail)" if told else words


def _other(click: Click, day: date, hour: str, zone: ZoneInfo) -> tuple[Slot | None, list[str]]:
    """The time that the person typed."""
    try:
        start = datetime.combine(day, time.fromisoformat(hour), zone)
    except ValueError:
        return None, [NO_HOUR]
    if start <= datetime.now(UTC):
        return None, [PAST]
    return Slot(start, start + timedelta(minutes=click.rules.calendar.length_minutes)), []


def _in_the_way(click: Click, seen: _Seen, slot: Slot, zone: ZoneInfo) -> list[str]:
    """What speaks against a time that was not offered; the person decides."""
    day = slot.start.astimezone(zone).date()
    off = day_off(day, click.rules.calendar.holidays)
    found = [f"{weekday(day)} is {off}."] if off else []
    if not seen.wishes:
        people, _ = colleagues(click)
        asked = [one.address for one in people]
        busy = seen.looking(lambda: click.systems.free_busy.busy(asked, slot.start, slot.end)) or {}
        names = [
            "You are" if one.address == click.person.email else f"{one.name} is"
            for one in people
            if busy.get(one.address)
        ]
        found += [f"{name} busy at that time." for name in names]
    return found


def _clocks(slot: Slot | None, theirs: tzinfo | None, proposed: str, zone: tzinfo) -> tuple[Fact, ...]:
    """What the customer's clock says then, and which day was proposed, if it is another one."""
    if slot is None:
        return ()
    there = (Fact("On the customer's clock", day_and_time(slot.start, theirs)),) if theirs else ()
    if not proposed or date.fromisoformat(proposed[:10]) == slot.start.astimezone(zone).date():
        return there
    return (*there, Fact("The customer was told another day", weekday(date.fromisoformat(proposed[:10]))))
