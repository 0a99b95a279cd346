"""Schedule the check-in: what the customer answered to the welcome, a time when all are free, and the invitation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from services.handover import recipients
from services.handover.fields import Field, TextField, TickField
from services.handover.model import Click, Draft, Effect, Form, Role, hash_of
from services.handover.recipients import Outsider
from services.handover.rules import Rules
from services.handover.template import filled, left_over, values_of
from services.scopes import EVENTS

if TYPE_CHECKING:
    from services.handover.meeting_time import MeetingTime

TICK = "Tick each address outside the customer's domain that should be invited."
NO_CUSTOMER = "There is no customer among the guests."
NO_TITLE = "The meeting has no title."


class ScheduleCheckin:
    """One meeting with the customer, invited to once, from the person's own calendar."""

    name = "schedule_checkin"
    label = "Schedule check-in"
    does = "See what the customer answered, and invite them to the check-in."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ("welcome_email",)
    scopes: tuple[str, ...] = EVENTS

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.calendar_event import CalendarEvent

        return CalendarEvent()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """A name for the meeting."""
        return ("company_name",)

    def draft(self, click: Click, form: Form) -> Draft:
        """The answers so far; a time, the guests and the text, all of which can be changed."""
        from services.handover.meeting_time import meeting_time
        from services.handover.replies import replies

        answered, when, guests = replies(click), meeting_time(click, form), _guests(click, form)
        title = " ".join(form.text("title", _filled(click, click.rules.schedule_checkin.title)).split())
        agenda = form.text("agenda", _filled(click, click.rules.schedule_checkin.agenda))
        problems = (*when.problems, *guests.problems, *_text_problems(title, agenda))
        people = len(guests.listed)
        return Draft(
            confirm=f"Invite {people} {'people' if people > 1 else 'person'}" if people else "Invite",
            plan=None if problems else _plan(click, when, guests, title, agenda),
            facts=(*answered.facts, *when.facts),
            fields=(
                *when.fields(),
                *guests.fields(form),
                TextField("title", "Title", title),
                TextField("agenda", "Agenda", agenda, lines=True),
            ),
            warnings=(*answered.warnings, *when.warnings),
            problems=problems if form.submitted else (),
            notice=when.notice,
            undo="Everybody gets an invitation by mail, with a video meeting. It can be called off, and they are told.",
            wishes=(*answered.wishes, *when.wishes),
            links=answered.links,
        )


class _Guests(Struct, frozen=True):
    """Who is invited beside the person who invites; ``customers`` are those whose yes counts."""

    listed: list[str]
    customers: list[str]
    outsiders: list[Outsider]
    ticked: frozenset[str]
    problems: tuple[str, ...]

    def fields(self, form: Form) -> tuple[Field, ...]:
        """What was typed stays as typed; outsiders get boxes to tick."""
        boxes = tuple((one.address, f"{one.address} · {one.why}") for one in self.outsiders)
        typed = form.text("guests", "\n".join(self.listed))
        return (
            TextField("guests", "Guests (one to a line)", typed, lines=True),
            *([TickField("outsiders", "Outside the customer's domain", boxes, self.ticked)] if boxes else []),
        )


def _guests(click: Click, form: Form) -> _Guests:
    handover, rules = click.handover, click.rules
    ours = [recipients.address_of(handover, name) for name in ("account_executive", "customer_engineer")]
    proposed = recipients.proposed(handover, rules.welcome_email.recipients)
    default = [one for one in dict.fromkeys((*proposed, *ours)) if one not in ("", click.person.email)]
    listed, problems = recipients.addresses(form.text("guests", "\n".join(default)), "Guests")
    outsiders = recipients.outsiders(handover, rules, listed)
    to_tick = {one.address for one in outsiders}
    ticked = form.ticked("outsiders") & to_tick
    customers = [one for one in listed if not rules.ours(one)]
    problems += [] if customers else [NO_CUSTOMER]
    problems += [TICK] if to_tick - ticked else []
    return _Guests(listed, customers, outsiders, ticked, tuple(problems))


def _plan(click: Click, when: MeetingTime, guests: _Guests, title: str, agenda: str) -> dict[str, object] | None:
    if when.slot is None:
        return None
    return {
        "organiser": click.person.email,
        "key": hash_of([click.handover.document_id, ScheduleCheckin.name, click.round])[:32],
        "summary": title,
        "description": agenda,
        "start": when.slot.start.astimezone(when.zone).isoformat(),
        "end": when.slot.end.astimezone(when.zone).isoformat(),
        "time_zone": when.zone.key,
        "guests": guests.listed,
        "customers": guests.customers,
    }


def _filled(click: Click, template: str) -> str:
    return filled(template, values_of(click)).strip()


def _text_problems(title: str, agenda: str) -> list[str]:
    names = ", ".join(left_over(title, agenda))
    found = [f"The texts still hold {names}."] if names else []
    return found if title else [*found, NO_TITLE]
