"""The welcome mail: the company's text from the AE's own mailbox to the main contacts, CE in copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from services.gmail import SCOPES, address
from services.handover.effects import GmailMessage
from services.handover.model import (
    Click,
    DateField,
    Draft,
    Effect,
    Fact,
    Form,
    Handover,
    Role,
    TextField,
    TickField,
)
from services.handover.rules import Rules
from services.handover.words import person, weekday

PLACEHOLDER = re.compile(r"\$[A-Z]+")
NAMES = ("billing_contact", "technical_admin", "main_contacts")


class WelcomeEmail:
    """Draft, then send, once."""

    name = "welcome_email"
    label = "Send welcome"
    does = "Introduce the Customer Engineer from your own mailbox."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = SCOPES
    effect: Effect = GmailMessage()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The customer's name, and the CE where the document is what names one."""
        named = ("customer_engineer",) if rules.welcome_email.customer_engineer_from_document else ()
        return (*rules.welcome_email.required, *named)

    def draft(self, click: Click, form: Form) -> Draft:
        """The mail, all of it editable; a new date is put into the text and shown before it goes."""
        handover, rules = click.handover, click.rules
        when, date_problem = _date(click, form)
        text, notice = _text(click, form, when)
        to, to_problems = _addresses(form.text("to", ", ".join(_proposed(handover, rules))), "To")
        cc, cc_problems = _addresses(form.text("cc", ", ".join(_copied(handover))), "Copy")
        subject = " ".join(
            form.text("subject", _filled(rules.welcome_email.subject, _values(click, when))).split()
        )
        outsiders = _outsiders(handover, rules, [*to, *cc])
        ticked = form.ticked("outsiders") & set(outsiders)
        problems = [
            *date_problem,
            *to_problems,
            *cc_problems,
            *([] if to else ["There is nobody in To."]),
            *([] if subject else ["The subject is empty."]),
            *_left_over(subject, text),
        ]
        if set(outsiders) - ticked:
            problems.append("Tick each address outside the customer's domain that should get this mail.")
        plan = {
            "sender": click.person.email,
            "to": to,
            "cc": cc,
            "subject": subject,
            "text": text,
        }
        return Draft(
            confirm=_confirm(to, cc),
            plan=None if problems else plan,
            facts=(Fact("From", click.person.email),),
            fields=(
                TextField(
                    "to", "To (one to a line)", "\n".join(to) if not to_problems else form.text("to"), lines=True
                ),
                TextField("cc", "Copy", "\n".join(cc) if not cc_problems else form.text("cc"), lines=True),
                *_outsider_field(outsiders, ticked),
                TextField("subject", "Subject", subject),
                DateField("date", "Check-in", when),
                TextField("text", "Text", text, lines=True),
            ),
            warnings=_warnings(when),
            problems=tuple(problems) if form.submitted or not to else (),
            notice=notice,
            undo="A sent mail cannot be taken back.",
            hidden={"text_date": weekday(when) if when else ""},
        )


def _values(click: Click, when: date | None) -> Mapping[str, str]:
    """What the placeholders of the template stand for."""
    handover, company = click.handover, click.rules.company
    executive = handover.value("account_executive") or {}
    return {
        "$COMPANY": handover.company,
        "$CE": person(handover.value("customer_engineer") or {}),
        "$NAME": person(executive) or click.person.email,
        "$DATE": weekday(when) if when else "$DATE",
        "$SUPPORT": company.support_address,
        "$VENDOR": company.name,
    }


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Placeholders replaced in one pass, so that a value is never expanded itself."""
    return PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), template)


def _left_over(subject: str, text: str) -> list[str]:
    names = ", ".join(sorted({found[0] for found in PLACEHOLDER.finditer(f"{subject}\n{text}")}))
    return [f"The mail still holds {names}."] if names else []


def _date(click: Click, form: Form) -> tuple[date | None, list[str]]:
    """The check-in proposed in the document, or the day picked. A day that has passed is refused."""
    proposed = click.handover.value("check_in_date")
    given = form.text("date", str(proposed or ""))
    when = date.fromisoformat(given) if given else None
    if when is None:
        return None, ["Pick a date for the check-in."]
    if when < click.today:
        return when, [f"The check-in date, {weekday(when)}, has passed. Pick another."]
    return when, []


def _text(click: Click, form: Form, when: date | None) -> tuple[str, str]:
    """The text, with the date that is picked; a notice when the submitted text had another one."""
    values = _values(click, when)
    if not form.submitted:
        return _filled(click.rules.welcome_text, values), ""
    text = form.text("text")
    before = form.hidden.get("text_date") or "$DATE"
    now = values["$DATE"]
    if before == now or before not in text:
        return text, ""
    return text.replace(before, now), f"The text now says {now}. Read it once more, then send."


def _proposed(handover: Handover, rules: Rules) -> list[str]:
    """Addresses of the fields the company proposes first; the first field that has any is enough."""
    for name in rules.welcome_email.recipients:
        value: Any = handover.value(name)
        people = value if isinstance(value, list) else [value]
        found = [one["email"] for one in people if isinstance(one, Mapping) and one.get("email")]
        if found:
            return found
    return []


def _copied(handover: Handover) -> list[str]:
    email = (handover.value("customer_engineer") or {}).get("email")
    return [email] if email else []


def _addresses(text: str, label: str) -> tuple[list[str], list[str]]:
    """Bare addresses, each once, in order; what is not one is named and refused."""
    found: list[str] = []
    problems = []
    for part in filter(None, (one.strip() for one in re.split(r"[,;\n]", text))):
        try:
            one = address(part)
        except (ValueError, IndexError):
            problems.append(f"{label}: “{part}” is not an e-mail address.")
            continue
        if one not in found:
            found.append(one)
    return found, problems


def _outsiders(handover: Handover, rules: Rules, addresses: Iterable[str]) -> list[str]:
    """Addresses that are neither ours nor of a domain the document gives for this customer."""
    domains = {str(handover.value("company_domain") or "").lower()}
    for name in NAMES:
        value: Any = handover.value(name)
        people = value if isinstance(value, list) else [value]
        domains |= {
            str(one["email"]).rpartition("@")[2] for one in people if isinstance(one, Mapping) and one.get("email")
        }
    return [a for a in addresses if a.rpartition("@")[2] not in domains and not rules.ours(a)]


def _outsider_field(outsiders: list[str], ticked: frozenset[str]) -> list[TickField]:
    if not outsiders:
        return []
    return [TickField("outsiders", "Outside the customer's domain", tuple((a, a) for a in outsiders), ticked)]


def _warnings(when: date | None) -> tuple[str, ...]:
    if when is not None and when.weekday() >= 5:
        monday = when + timedelta(days=7 - when.weekday())
        return (f"{weekday(when)} is on a weekend; the next Monday is {weekday(monday)}.",)
    return ()


def _confirm(to: list[str], cc: list[str]) -> str:
    people = len(to) + len(cc)
    return f"Send to {people} people" if people > 1 else "Send"
