"""When people can meet: free in the calendars that can be seen, at a working hour on every clock that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from services.handover.model import Click, Handover
from services.handover.sections import Calendar
from services.handover.words import QUOTED, listed, shortened
from services.handover.working_days import day_off
from services.handover.zones import day_and_time, place_words, zone_of

Span = tuple[datetime, datetime]
GRID = timedelta(minutes=15)
"""Every zone on earth is whole quarters of an hour from UTC."""
ON_THE_CLOCK = 30
"""A meeting begins at the full or the half hour of whoever proposes it."""
APART = timedelta(hours=2)
"""So far apart are two proposals for one day, for a choice between two neighbours is none."""
NOT_TOLD = "UTC"
"""What stands in for a person's zone where the host says nothing."""


class Slot(Struct, frozen=True):
    """A time at which everybody could meet. Moments carry a zone."""

    start: datetime
    end: datetime

    def words(self, zone: tzinfo) -> str:
        """On the clocks of a zone: "Tuesday, May 4, 2027 at 9:30 AM Eastern Time"."""
        return day_and_time(self.start, zone)


class Free(Struct, frozen=True):
    """What was found: the next slots, or ``none`` that says why there are not any.

    ``unseen`` says whose time could not be looked at, one sentence each; ``hours`` which clocks were heeded.
    ``ours`` is the zone of who asked, ``theirs`` the customer's, if the document tells one that is understood.
    """

    slots: tuple[Slot, ...]
    none: str
    unseen: tuple[str, ...]
    hours: str
    ours: tzinfo
    theirs: tzinfo | None


class Colleague(Struct, frozen=True):
    """One of ours who takes part: how the card calls them, their address, and where their clock stands."""

    name: str
    address: str
    zone: tzinfo


def free_slots(click: Click, first: date) -> Free:
    """The next slots from ``first`` on, tomorrow at the earliest: of who presses, of the AE, and of the CE.

    One ``freebusy`` for all of them, and none where no hour suits every clock. Raises the errors family.
    """
    rules = click.rules.calendar
    people, unseen = colleagues(click)
    theirs = customers_zone(click.handover)
    zones = [*(one.zone for one in people), *([theirs] if theirs else [])]
    first = max(first, click.today + timedelta(days=1))
    last = first + timedelta(days=rules.search_days - 1)
    span = f"from {_short(first)} to {_short(last)}"
    slots: list[Slot] = []
    suitable = list(within_hours(zones, rules, first, last))
    none = "" if suitable else _never(zones, rules, first, last, span)
    if suitable:
        busy = click.systems.free_busy.busy(
            [one.address for one in people], suitable[0].start, max(one.end for one in suitable)
        )
        hidden = [one for one in people if busy[one.address] is None]
        unseen += [f"{one.name}’s calendar cannot be seen by you, so it was not looked at." for one in hidden]
        seen = [spans for spans in busy.values() if spans is not None]
        slots = spread(undisturbed(suitable, [one for spans in seen for one in spans]), people[0].zone, rules.offered)
        none = "" if slots else f"Somebody is busy at every hour that suits everybody {span}."
        if not seen:
            slots, none = [], "No calendar could be seen, so no time is known to be free."
    return Free(
        tuple(slots), none, tuple(unseen), _hours(people, theirs, _told(click.handover), rules), people[0].zone, theirs
    )


def colleagues(click: Click) -> tuple[list[Colleague], list[str]]:
    """Who presses, then the AE and the CE where the handover knows their addresses; and who is not known."""
    rules, me = click.rules.calendar, click.person
    mine = zone_of(me.time_zone) if me.time_zone != NOT_TOLD else None
    found = {me.email: Colleague("you", me.email, mine or rules.zone_of(me.email))}
    unknown = []
    for name, role, words in (
        ("account_executive", "sales", "the Account Executive"),
        ("customer_engineer", "ce", "the Customer Engineer"),
    ):
        who = click.handover.value(name) or {}
        address, called = str(who.get("email") or "").lower(), shortened(str(who.get("name") or ""), QUOTED)
        if address:
            found.setdefault(address, Colleague(called or address, address, rules.zone_of(address)))
        elif role not in me.roles:
            unknown.append(f"No address is known of {called or words}, so their calendar was not looked at.")
    return list(found.values()), unknown


def customers_zone(handover: Handover) -> tzinfo | None:
    """The customer's time zone, where the document tells one that is understood."""
    return zone_of(_told(handover))


def within_hours(zones: Iterable[tzinfo], rules: Calendar, first: date, last: date) -> Iterator[Slot]:
    """Every slot of the length, by the days of the first zone, that lies in working hours on the clocks of all.

    A day is off where any of the clocks says that it is. Hours are those of the wall: after a change to or from
    summer time a clock shows them at another moment.
    """
    clocks, length = list(dict.fromkeys(zones)), timedelta(minutes=rules.length_minutes)
    moment = datetime.combine(first, time(), clocks[0]).astimezone(UTC) - timedelta(days=1)
    moment = moment.replace(minute=0, second=0, microsecond=0)
    beyond = moment + timedelta(days=(last - first).days + 3)
    while moment < beyond:
        slot = Slot(moment, moment + length)
        here = moment.astimezone(clocks[0])
        if first <= here.date() <= last and here.minute % ON_THE_CLOCK == 0 and _suits(slot, clocks, rules):
            yield slot
        moment += GRID


def undisturbed(slots: Iterable[Slot], busy: Collection[Span]) -> list[Slot]:
    """The slots during which nobody is busy; one that begins as a meeting ends is free."""
    return [one for one in slots if not any(start < one.end and one.start < end for start, end in busy)]


def spread(slots: Iterable[Slot], zone: tzinfo, most: int) -> list[Slot]:
    """The first ``most`` of them, those of one day (of a zone) well apart."""
    kept: list[Slot] = []
    for one in slots:
        same_day = kept and kept[-1].start.astimezone(zone).date() == one.start.astimezone(zone).date()
        if not same_day or one.start - kept[-1].start >= APART:
            kept.append(one)
    return kept[:most]


def _suits(slot: Slot, clocks: Iterable[tzinfo], rules: Calendar) -> bool:
    for zone in clocks:
        start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
        within = rules.day_starts <= start.time() and end.time() <= rules.day_ends and start.date() == end.date()
        if not within or day_off(start.date(), rules.holidays):
            return False
    return True


def _never(zones: Sequence[tzinfo], rules: Calendar, first: date, last: date, span: str) -> str:
    """Why not even one hour suits everybody: there is no working day, or the clocks are too far apart."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    if all(day_off(one, rules.holidays) for one in days):
        return f"There is no working day {span}: only weekends and holidays."
    places = listed([place_words(one) for one in dict.fromkeys(zones)])
    return f"Between {rules.day_starts:%H:%M} and {rules.day_ends:%H:%M}, no hour {span} suits everybody in {places}."


def _hours(people: Iterable[Colleague], theirs: tzinfo | None, told: str, rules: Calendar) -> str:
    """Which clocks were heeded, so that a wrong one is noticed; ``told`` is what the document says of the customer."""
    where = [f"{one.name} in {place_words(one.zone)}" for one in people]
    not_understood = f"“{shortened(told, QUOTED)}” is no time zone that is understood" if told else "not known"
    customer = f"the customer in {place_words(theirs)}" if theirs else f"the customer’s time zone: {not_understood}"
    return f"{rules.day_starts:%H:%M}–{rules.day_ends:%H:%M}: {', '.join([*where, customer])}"


def _told(handover: Handover) -> str:
    return str(handover.value("timezone") or "")


def _short(day: date) -> str:
    from babel.dates import format_date

    return str(format_date(day, "MMMM d", locale="en_US"))
