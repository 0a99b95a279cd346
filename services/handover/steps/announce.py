"""Announce the new customer in Slack: one message that links the questionnaire and calls both teams."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from services import slack
from services.handover.again import warned
from services.handover.checks import doubts
from services.handover.fields import TextField, TickField
from services.handover.model import Click, Draft, Effect, Fact, Form, Handover, Role, hash_of
from services.handover.questionnaire.plain_values import read_yes_or_no
from services.handover.rules import Rules
from services.handover.sections import Announce as AnnounceRules
from services.handover.travelling import TRAVELS, travelling
from services.handover.words import day, field_words, money, person, plain_day, where_words

EVENT_TYPE = "handover_announced"
CALL = "please take it from here."
BOOKED = ("company_name", "contract_start_date", "arr")
"""The three figures that finance books a customer with."""
NOT_CONFIRMED = "Tick that the figures are right: finance books from them."
NOT_TO_BE_NAMED = "Nobody has asked yet whether we may name them outside the company, so please do not."


class Announce:
    """Post in the sales channel, once."""

    name = "announce"
    label = "Announce"
    does = "Tell both teams in Slack that the deal is signed."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    acts_on_look: Literal[True] = True

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.slack_message import SlackMessage

        return SlackMessage()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The figures without which an announcement starts wrong work."""
        return tuple(rules.announce.required)

    def draft(self, click: Click, form: Form) -> Draft:
        """The message as the channel will see it, with an optional line of one's own."""
        handover, rules = click.handover, click.rules.announce
        message = _Message(handover, rules, click.person.email, form.text("note"))
        # A tick is for the figures as they were shown: with others in the document it is no tick.
        figures = hash_of([str(handover.value(name)) for name in BOOKED])[:16]
        confirmed = form.ticked("confirmed") & {figures}
        unconfirmed = (NOT_CONFIRMED,) if form.submitted and not confirmed else ()
        problems = (*_overheard(click), *unconfirmed)
        plan = {
            "channel": rules.channel,
            "channel_name": rules.channel_name,
            "event_type": EVENT_TYPE,
            "key": hash_of([handover.document_id, self.name, click.round])[:32],
            "settle_seconds": rules.settle_seconds,
            **message.sent(),
            "travels": travelling(handover),
        }
        boxes = ((figures, "Customer, contract start and ARR are right"),)
        draft = Draft(
            confirm=f"Post in {rules.channel_name}",
            plan=plan if confirmed and not problems else None,
            facts=_facts(handover),
            text=message.shown(),
            text_title=f"Message in {rules.channel_name}",
            fields=(
                TextField("note", "Add a line (optional)", message.note, lines=True),
                TickField("confirmed", "Finance books from these figures", boxes, confirmed),
            ),
            warnings=tuple(
                f"{field_words(d.field)}: {d.words}" for d in doubts(handover, click.today) if d.field in TRAVELS
            ),
            problems=problems,
            undo=f"{_handles(rules, ' and ')} are notified as soon as it is posted. The message can be deleted later.",
        )
        return warned(click, draft)


def _facts(handover: Handover) -> tuple[Fact, ...]:
    """The figures that finance books from, and where each stands."""
    answers = (handover.answer(n) for n in ("company_name", "contract_start_date", "arr", "account_executive"))
    known = [one for one in answers if one.status == "answered"]
    said = {a.field: day(str(a.value)) if a.field == "contract_start_date" else _said(handover, a.field) for a in known}
    return tuple(Fact(field_words(a.field), said[a.field], where_words(a)) for a in known)


def _said(handover: Handover, name: str) -> str:
    value = handover.value(name)
    if name == "contract_start_date":
        return plain_day(value)
    return money(value) if name == "arr" else person(value) if name == "account_executive" else str(value)


class _Message(Struct, frozen=True):
    """What the channel will read. Every value is escaped; links and mentions are built from our own ids alone."""

    handover: Handover
    rules: AnnounceRules
    confirmed_by: str
    note: str

    def shown(self) -> str:
        """By the names that people see."""
        head = f"New customer: {_one_line(self.handover.company)}"
        return self._text(head, self.handover.title or "Questionnaire", _handles(self.rules, " "), str)

    def sent(self) -> dict[str, Any]:
        """As Slack takes it: ``text`` and ``blocks``."""
        head = f"*New customer: {_bold_safe(self.handover.company)}*"
        link = slack.link(self.handover.url, self.handover.title or "Questionnaire")
        groups = " ".join(f"<!subteam^{group.id}>" for group in self.rules.groups)
        text = self._text(head, link, groups, slack.escape)
        return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}

    def _text(self, head: str, title: str, groups: str, safe: Callable[[str], str]) -> str:
        lines = (
            head,
            title,
            safe(_figures(self.handover)),
            safe(f"Figures confirmed by {self.confirmed_by}"),
            safe(_naming(self.handover)),
            safe(self.note),
            f"{groups} {CALL}",
        )
        return "\n".join(line for line in lines if line)


def _naming(handover: Handover) -> str:
    """Whether the customer may be named outside, in the document's own words; silence is no permission."""
    said = handover.value("public_reference_allowed")
    return f"May we name them outside? “{_one_line(said)}”" if said else NOT_TO_BE_NAMED


def _overheard(click: Click) -> tuple[str, ...]:
    """A channel that others are in is outside: there only a customer who allowed it may be named."""
    rules = click.rules.announce
    said = str(click.handover.value("public_reference_allowed") or "")
    # "Yes, but …" is for a person to understand.
    allowed = len(said.split()) == 1 and read_yes_or_no(said) == [True]
    if allowed or not click.systems.slack.known_channel(rules.channel).is_shared_outside:
        return ()
    name = rules.channel_name
    return (f"{name} is shared with another company, and the questionnaire does not say that we may name them.",)


def _figures(handover: Handover) -> str:
    figures = [("Contract start", "contract_start_date"), ("ARR", "arr"), ("AE", "account_executive")]
    known = [(label, name) for label, name in figures if handover.value(name) is not None]
    return " · ".join(f"{label}: {_said(handover, name)}" for label, name in known)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bold_safe(text: str) -> str:
    """One line without the mark that would end the bold face early."""
    return slack.escape(_one_line(text)).replace("*", "∗")


def _handles(rules: AnnounceRules, between: str) -> str:
    return between.join(group.handle for group in rules.groups)
