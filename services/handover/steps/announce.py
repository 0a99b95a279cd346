"""Announce the new customer in Slack: one message that links the questionnaire and calls both teams."""

from __future__ import annotations

from typing import Any

from services import slack
from services.handover.effects.slack_message import SlackMessage
from services.handover.model import Click, Draft, Effect, Fact, Form, Handover, Role, TextField, hash_of
from services.handover.rules import Announce as AnnounceRules
from services.handover.rules import Rules
from services.handover.travelling import travelling
from services.handover.words import day, field_words, money, person, where_words

EVENT_TYPE = "handover_announced"
CALL = "please take it from here."


class Announce:
    """Post in the sales channel, once."""

    name = "announce"
    label = "Announce"
    does = "Tell both teams in Slack that the deal is signed."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    effect: Effect = SlackMessage()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The figures without which an announcement starts wrong work."""
        return tuple(rules.announce.required)

    def draft(self, click: Click, form: Form) -> Draft:
        """The message as the channel will see it, with an optional line of one's own."""
        handover, rules = click.handover, click.rules.announce
        note = form.text("note")
        plan = {
            "channel": rules.channel,
            "channel_name": rules.channel_name,
            "event_type": EVENT_TYPE,
            "key": hash_of([handover.document_id, self.name, click.round])[:32],
            "settle_seconds": rules.settle_seconds,
            **_message(handover, rules, note),
            "travels": travelling(handover),
        }
        return Draft(
            confirm=f"Post in {rules.channel_name}",
            plan=plan,
            facts=_facts(handover),
            text=_preview(handover, rules, note),
            text_title=f"Message in {rules.channel_name}",
            fields=(TextField("note", "Add a line (optional)", note, lines=True),),
            undo=f"{_handles(rules, ' and ')} are notified as soon as it is posted. The message can be deleted later.",
        )


def _facts(handover: Handover) -> tuple[Fact, ...]:
    """The figures that finance books from, and where each stands."""
    answers = (handover.answer(n) for n in ("company_name", "contract_start_date", "arr", "account_executive"))
    known = [one for one in answers if one.status == "answered"]
    return tuple(Fact(field_words(a.field), _said(handover, a.field), where_words(a)) for a in known)


def _said(handover: Handover, name: str) -> str:
    value = handover.value(name)
    if name == "contract_start_date":
        return day(value)
    return money(value) if name == "arr" else person(value) if name == "account_executive" else str(value)


def _preview(handover: Handover, rules: AnnounceRules, note: str) -> str:
    """The message as the channel will read it: links and mentions by the names people see."""
    return "\n".join(
        line
        for line in (
            f"New customer: {_one_line(handover.company)}",
            handover.title or "Questionnaire",
            _figures(handover),
            note,
            f"{_handles(rules, ' ')} {CALL}",
        )
        if line
    )


def _message(handover: Handover, rules: AnnounceRules, note: str) -> dict[str, Any]:
    """Text and blocks. Every value is escaped; links and mentions are built from our own ids alone."""
    lines = [
        f"*New customer: {_bold_safe(handover.company)}*",
        slack.link(handover.url, handover.title or "Questionnaire"),
        slack.escape(_figures(handover)),
        slack.escape(note),
        " ".join(f"<!subteam^{group.id}>" for group in rules.groups) + f" {CALL}",
    ]
    text = "\n".join(line for line in lines if line)
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


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
