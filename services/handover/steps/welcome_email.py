"""The welcome mail: the company's text from the AE's own mailbox to the main contacts, CE in copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from services.handover import recipients
from services.handover.again import warned
from services.handover.completion import CUSTOMER_ENGINEERS
from services.handover.fields import ButtonField, DateField, Field, TextField, TickField
from services.handover.model import Click, Draft, Effect, Evidence, Fact, Form, Role
from services.handover.recipients import Outsider
from services.handover.rules import Rules
from services.handover.template import filled, left_over, values_of
from services.handover.words import QUOTED, person, plain_weekday, shortened, weekday
from services.scopes import COMPOSE

if TYPE_CHECKING:
    from services.handover.signature import Signature
    from services.handover.times import Times

TICK = "Tick each address outside the customer's domain that should get this mail."
NO_SIGNATURE = "Gmail keeps no signature for your address, so there is none to add."
SIGN = ButtonField("sign", "Add my Gmail signature")
UNSIGN = ButtonField("unsign", "Leave the signature out")
SIGNED = "signed"
DRAWN = "drawn_date"
"""The hidden values: whether the signature is wanted, and which day the card showed."""
NOBODY_IN_COPY = "Nobody is in copy: no address is known of the Customer Engineer, {name}."


class WelcomeEmail:
    """Draft, then send, once."""

    name = "welcome_email"
    label = "Send welcome"
    does = "Introduce the Customer Engineer from your own mailbox."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = COMPOSE
    acts_on_look: Literal[True] = True

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.welcome_mail import WelcomeMail

        return WelcomeMail()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The customer's name, and the Customer Engineer whom the mail introduces."""
        return (*rules.welcome_email.required, "customer_engineer")

    def also_waits_for(self, rules: Rules) -> tuple[str, ...]:
        """The owner, unless the company lets the document decide who that is."""
        return () if rules.welcome_email.customer_engineer_from_document else ("assign_owner",)

    def draft(self, click: Click, form: Form) -> Draft:
        """The mail, all of it editable; a new date is put into the text and shown before it goes."""
        letter = _letter(click, form)
        people = len({*letter.to, *letter.cc})
        check_in = letter.check_in
        said = form.submitted and not form.asked
        draft = Draft(
            confirm=f"Send to {people} people" if people > 1 else "Send",
            plan=None if letter.problems else {**letter.plan(click.person.email), **_named(click)},
            facts=_facts(click, letter),
            fields=letter.fields(form),
            warnings=(*check_in.warnings(click.rules.calendar.holidays), *_warnings(click, letter)),
            problems=letter.problems if said or not letter.to else (),
            notice=letter.notice,
            undo="A sent mail cannot be taken back.",
            hidden={"text_date": check_in.words, **check_in.hidden, **({SIGNED: "yes"} if letter.signature else {})},
        )
        return warned(click, draft)

    def outdated(self, evidence: Evidence, owner: Mapping[str, str]) -> str:
        """That somebody else has the customer by now."""
        from services.handover.owner_correction import outdated

        return outdated(evidence, owner)

    def amendment(self, click: Click, form: Form) -> Draft:
        """The mail that says so, from the Account Executive or the new owner."""
        from services.handover.owner_correction import owner_correction

        return owner_correction(click, form)


class _CheckIn(Struct, frozen=True):
    """The day proposed for the check-in, with a time where one is chosen; ``words`` are those of the mail."""

    when: date | None
    words: str
    times: Times | None
    problems: tuple[str, ...] = ()

    @property
    def proposed(self) -> str:
        """The moment or the day, as ISO 8601, for who makes the event of it."""
        chosen = self.times.chosen if self.times else None
        return chosen.isoformat() if chosen else str(self.when or "")

    @property
    def hidden(self) -> dict[str, str]:
        """What the next press has to know of this drawing."""
        return {DRAWN: str(self.when or ""), **(self.times.carried if self.times else {})}

    def fields(self) -> tuple[Field, ...]:
        """A day, and the free times once they were looked up."""
        from services.handover.times import FIND

        choice = self.times.field("A day without a time") if self.times else None
        return (DateField("date", "Check-in", self.when), FIND, *([choice] if choice else []))

    def warnings(self, holidays: Collection[date]) -> tuple[str, ...]:
        """A day on which nobody meets, and what could not be found out about the times."""
        from services.handover.working_days import day_off, next_working_day

        remarks = self.times.remarks if self.times else ()
        off = day_off(self.when, holidays) if self.when and not (self.times and self.times.chosen) else ""
        if self.when is None or not off:
            return remarks
        later = weekday(next_working_day(self.when, holidays))
        return (f"{weekday(self.when)} is {off}; the next working day is {later}.", *remarks)


class _Letter(Struct, frozen=True):
    """The mail as the document and the form make it."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    text: str
    check_in: _CheckIn
    signature: Signature | None
    outsiders: list[Outsider]
    ticked: frozenset[str]
    problems: tuple[str, ...]
    notice: str

    def plan(self, sender: str) -> dict[str, object]:
        """Text and HTML hold the same words."""
        from services.gmail import html_of

        people = {"sender": sender, "to": self.to, "cc": self.cc, "bcc": self.bcc}
        text, html = self.text, html_of(self.text)
        if self.signature is not None:
            text, html = self.signature.below(text, html)
        return {**people, "subject": self.subject, "text": text, "html": html, "check_in": self.check_in.proposed}

    def fields(self, form: Form) -> tuple[Field, ...]:
        """What was typed stays as typed; outsiders get boxes to tick."""
        boxes = tuple((one.address, f"{one.address} · {one.why}") for one in self.outsiders)
        return (
            TextField("to", "To (one to a line)", form.text("to", "\n".join(self.to)), lines=True),
            TextField("cc", "Copy", form.text("cc", ", ".join(self.cc)), source=CUSTOMER_ENGINEERS),
            *([TickField("outsiders", "Outside the customer's domain", boxes, self.ticked)] if boxes else []),
            TextField("subject", "Subject", self.subject),
            *self.check_in.fields(),
            TextField("text", "Text", self.text, lines=True),
            UNSIGN if self.signature else SIGN,
        )


def _letter(click: Click, form: Form) -> _Letter:
    handover, rules = click.handover, click.rules
    check_in = _check_in(click, form)
    values = values_of(click) | {"$DATE": check_in.words or "$DATE"}
    text, notice = _text(click, form, values)
    subject = " ".join(form.text("subject", filled(rules.welcome_email.subject, values)).split())
    proposed = recipients.proposed(handover, rules.welcome_email.recipients)
    to, to_problems = recipients.addresses(form.text("to", "\n".join(proposed)), "To")
    cc, cc_problems = recipients.addresses(form.text("cc", "\n".join(recipients.copied(handover))), "Copy")
    outsiders = recipients.outsiders(handover, rules, [*to, *cc])
    to_tick = {one.address for one in outsiders}
    ticked = form.ticked("outsiders") & to_tick
    problems = [*check_in.problems, *to_problems, *cc_problems, *_left_over(subject, text)]
    problems += [] if to else ["There is nobody in To."]
    problems += [] if subject and text else ["The mail has no subject or no text."]
    problems += [TICK] if to_tick - ticked else []
    letter = _Letter(
        to=to,
        cc=cc,
        bcc=rules.welcome_email.bcc,
        subject=subject,
        text=text,
        check_in=check_in,
        signature=_signature(click, form),
        outsiders=outsiders,
        ticked=ticked,
        problems=tuple(problems),
        notice=notice,
    )
    return letter


def _named(click: Click) -> dict[str, str]:
    """Whom the mail introduces: kept, so that it is noticed when somebody else has the customer later."""
    engineer = click.handover.value("customer_engineer") or {}
    name = person(engineer)
    return {"engineer": str(engineer.get("email") or name).lower(), "engineer_name": name}


def _facts(click: Click, letter: _Letter) -> tuple[Fact, ...]:
    """What goes with the mail and cannot be edited here."""
    bcc, times = ", ".join(click.rules.welcome_email.bcc), letter.check_in.times
    signed = letter.signature.text if letter.signature else ""
    told = (
        ("From", click.person.email),
        ("Blind copy", bcc),
        ("Goes out as", "Formatted, and as plain text"),
        ("Signature below the text", signed),
        ("Free times are within", times.hours if times else ""),
    )
    return tuple(Fact(label, value) for label, value in told if value)


def _signature(click: Click, form: Form) -> Signature | None:
    """The sender's own signature when they asked for it: never taken from the form, which went through a browser."""
    from services.handover.signature import signature_of

    wanted = form.hidden.get(SIGNED) == "yes" or form.asked == SIGN.name
    if not wanted or form.asked == UNSIGN.name:
        return None
    return signature_of(click.systems.mailbox.signature(click.person.email))


def _warnings(click: Click, letter: _Letter) -> tuple[str, ...]:
    """What is worth a look before it goes, and keeps it from nothing."""
    name = shortened(person(click.handover.value("customer_engineer") or {}), QUOTED)
    alone = () if letter.cc else (NOBODY_IN_COPY.format(name=name),)
    unsigned = letter.signature is not None and not letter.signature.text
    return (*alone, *((NO_SIGNATURE,) if unsigned else ()))


def _left_over(subject: str, text: str) -> list[str]:
    names = ", ".join(left_over(subject, text))
    return [f"The mail still holds {names}."] if names else []


def _check_in(click: Click, form: Form) -> _CheckIn:
    """The free time that is chosen, else the day that was picked, else the one proposed in the document.

    A day that was picked since the card was drawn is meant instead of the time chosen before it.
    """
    from services.handover.times import times_of
    from services.handover.zones import day_and_time

    given = form.text("date", str(click.handover.value("check_in_date") or ""))[:10]
    when = date.fromisoformat(given) if given else None
    times = times_of(click, form, when or click.today)
    if times is not None and times.chosen is not None and given != form.hidden.get(DRAWN, ""):
        times = replace(times, chosen=None)
    if times is not None and times.chosen is not None:
        when = times.chosen.astimezone(times.readers_zone).date()
        words = day_and_time(times.chosen, times.readers_zone)
    elif when is None:
        return _CheckIn(None, "", times, ("Pick a date for the check-in.",))
    else:
        words = plain_weekday(when)
    # Times are offered from tomorrow on: one of today stands on a card that is older than that.
    late = when < click.today or (times is not None and times.chosen is not None and when == click.today)
    passed = f"The check-in date, {weekday(when)}, has passed. Pick another."
    return _CheckIn(when, words, times, (passed,) if late else ())


def _text(click: Click, form: Form, values: Mapping[str, str]) -> tuple[str, str]:
    """The text with the picked date in it; a notice when the submitted text had another one."""
    if not form.submitted:
        return filled(click.rules.welcome_text, values), ""
    text = form.text("text")
    before, now = form.hidden.get("text_date") or "$DATE", values["$DATE"]
    if before == now or before not in text:
        return text, ""
    return text.replace(before, now), f"The text now says {now}. Read it once more, then send."
