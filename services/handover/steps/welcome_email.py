"""The welcome mail: the company's text from the AE's own mailbox to the main contacts, CE in copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from services.gmail import SCOPES, html_of
from services.handover import recipients
from services.handover.completion import CUSTOMER_ENGINEERS
from services.handover.effects.gmail_message import DraftableMail
from services.handover.fields import DateField, Field, TextField, TickField
from services.handover.model import Click, Draft, Effect, Fact, Form, Role
from services.handover.recipients import Outsider
from services.handover.rules import Rules
from services.handover.template import filled, left_over, values_of
from services.handover.words import weekday
from services.handover.working_days import day_off, next_working_day

TICK = "Tick each address outside the customer's domain that should get this mail."
NOBODY_YET = "“Take ownership” says who the Customer Engineer is, and nobody took this customer yet."


class WelcomeEmail:
    """Draft, then send, once."""

    name = "welcome_email"
    label = "Send welcome"
    does = "Introduce the Customer Engineer from your own mailbox."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = SCOPES
    effect: Effect = DraftableMail()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The customer's name, and the CE where the document is what names one."""
        named = ("customer_engineer",) if rules.welcome_email.customer_engineer_from_document else ()
        return (*rules.welcome_email.required, *named)

    def draft(self, click: Click, form: Form) -> Draft:
        """The mail, all of it editable; a new date is put into the text and shown before it goes."""
        if not (click.owner or click.rules.welcome_email.customer_engineer_from_document):
            return Draft(confirm="Send", problems=(NOBODY_YET,))
        letter = _letter(click, form)
        people = len(letter.to) + len(letter.cc)
        return Draft(
            confirm=f"Send to {people} people" if people > 1 else "Send",
            plan=None if letter.problems else letter.plan(click.person.email),
            facts=_facts(click),
            fields=letter.fields(form),
            warnings=_warnings(letter.when, click.rules.calendar.holidays),
            problems=letter.problems if form.submitted or not letter.to else (),
            notice=letter.notice,
            undo="A sent mail cannot be taken back.",
            hidden={"text_date": weekday(letter.when) if letter.when else ""},
        )


@dataclass(frozen=True)
class _Letter:
    """The mail as the document and the form make it."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    text: str
    when: date | None
    outsiders: list[Outsider]
    ticked: frozenset[str]
    problems: tuple[str, ...]
    notice: str

    def plan(self, sender: str) -> dict[str, object]:
        """Text and HTML hold the same words."""
        people = {"sender": sender, "to": self.to, "cc": self.cc, "bcc": self.bcc}
        return {**people, "subject": self.subject, "text": self.text, "html": html_of(self.text)}

    def fields(self, form: Form) -> tuple[Field, ...]:
        """What was typed stays as typed; outsiders get boxes to tick."""
        boxes = tuple((one.address, f"{one.address} · {one.why}") for one in self.outsiders)
        return (
            TextField("to", "To (one to a line)", form.text("to", "\n".join(self.to)), lines=True),
            TextField("cc", "Copy", form.text("cc", ", ".join(self.cc)), source=CUSTOMER_ENGINEERS),
            *([TickField("outsiders", "Outside the customer's domain", boxes, self.ticked)] if boxes else []),
            TextField("subject", "Subject", self.subject),
            DateField("date", "Check-in", self.when),
            TextField("text", "Text", self.text, lines=True),
        )


def _letter(click: Click, form: Form) -> _Letter:
    handover, rules = click.handover, click.rules
    when, date_problems = _date(click, form)
    values = _values(click, when)
    text, notice = _text(click, form, values)
    subject = " ".join(form.text("subject", filled(rules.welcome_email.subject, values)).split())
    proposed = recipients.proposed(handover, rules.welcome_email.recipients)
    to, to_problems = recipients.addresses(form.text("to", "\n".join(proposed)), "To")
    cc, cc_problems = recipients.addresses(form.text("cc", "\n".join(recipients.copied(handover))), "Copy")
    outsiders = recipients.outsiders(handover, rules, [*to, *cc])
    to_tick = {one.address for one in outsiders}
    ticked = form.ticked("outsiders") & to_tick
    problems = [*date_problems, *to_problems, *cc_problems, *_left_over(subject, text)]
    problems += [] if to else ["There is nobody in To."]
    problems += [] if subject and text else ["The mail has no subject or no text."]
    problems += [TICK] if to_tick - ticked else []
    return _Letter(to, cc, rules.welcome_email.bcc, subject, text, when, outsiders, ticked, tuple(problems), notice)


def _facts(click: Click) -> tuple[Fact, ...]:
    """What goes with the mail and cannot be edited here."""
    bcc = ", ".join(click.rules.welcome_email.bcc)
    sent = Fact("Goes out as", "Text and HTML, in the same words")
    return (Fact("From", click.person.email), *([Fact("Blind copy", bcc)] if bcc else []), sent)


def _values(click: Click, when: date | None) -> Mapping[str, str]:
    """What the placeholders of the template stand for."""
    return values_of(click) | {"$DATE": weekday(when) if when else "$DATE"}


def _left_over(subject: str, text: str) -> list[str]:
    names = ", ".join(left_over(subject, text))
    return [f"The mail still holds {names}."] if names else []


def _date(click: Click, form: Form) -> tuple[date | None, list[str]]:
    """The check-in proposed in the document, or the day picked. A day that has passed is refused."""
    given = form.text("date", str(click.handover.value("check_in_date") or ""))
    when = date.fromisoformat(given[:10]) if given else None
    if when is None:
        return None, ["Pick a date for the check-in."]
    if when < click.today:
        return when, [f"The check-in date, {weekday(when)}, has passed. Pick another."]
    return when, []


def _text(click: Click, form: Form, values: Mapping[str, str]) -> tuple[str, str]:
    """The text with the picked date in it; a notice when the submitted text had another one."""
    if not form.submitted:
        return filled(click.rules.welcome_text, values), ""
    text = form.text("text")
    before, now = form.hidden.get("text_date") or "$DATE", values["$DATE"]
    if before == now or before not in text:
        return text, ""
    return text.replace(before, now), f"The text now says {now}. Read it once more, then send."


def _warnings(when: date | None, holidays: Collection[date]) -> tuple[str, ...]:
    off = day_off(when, holidays) if when else ""
    if when is None or not off:
        return ()
    return (f"{weekday(when)} is {off}; the next working day is {weekday(next_working_day(when, holidays))}.",)
