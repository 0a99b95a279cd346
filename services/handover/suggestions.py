"""What Salesforce knows and the questionnaire does not say yet: suggestions, which a person takes over or leaves.

Only open answers get any, and they are written as a person would write them: guarded by the document's revision,
and never over what somebody has answered (:mod:`services.handover.filling`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.errors import Refused
from services.handover import filling
from services.handover.model import Click, Handover, hash_of
from services.handover.opportunity import linked
from services.handover.questionnaire.labels import labels
from services.handover.rules import Rules
from services.handover.words import day, money

CHANGED = "Salesforce or the document says something else by now, so nothing was written."


@dataclass(frozen=True)
class Suggestion:
    """An answer to propose: the questionnaire's field, and its text as it would be written."""

    field: str
    text: str

    @property
    def key(self) -> str:
        """What a tick for it says: another text is another suggestion."""
        return f"{self.field}:{hash_of(self.text)[:16]}"


@dataclass(frozen=True)
class Suggested:
    """The opportunity that was asked, by name and address, and what it suggests."""

    source: str
    link: str
    items: tuple[Suggestion, ...]


def wanted(handover: Handover, rules: Rules) -> tuple[str, ...]:
    """The open fields for which the questionnaire's opportunity may know an answer; none without its link."""
    if _opportunity(handover, rules) is None:
        return ()
    answers = map(handover.answer, rules.suggestions)
    return tuple(one.field for one in answers if one.status in filling.OPEN and one.where)


def suggested(click: Click) -> Suggested:
    """Ask Salesforce, for the open fields alone."""
    record = _opportunity(click.handover, click.rules) or ""
    paths = {name: click.rules.suggestions[name] for name in wanted(click.handover, click.rules)}
    if not paths:
        return Suggested("", "", ())
    asked = {"Name", *paths.values(), *filter(None, (_address(click.rules, *one) for one in paths.items()))}
    records, _ = click.systems.salesforce.opportunity(record, sorted(asked))
    if not records:
        words = "Salesforce has no such opportunity, or the add-on's user there may not see it."
        raise Refused("Salesforce", "no opportunity", words, "Check the opportunity's link in the document.")
    texts = {name: _text(click.rules, name, records[0], path) for name, path in paths.items()}
    items = tuple(Suggestion(name, text) for name, text in texts.items() if text)
    return Suggested(str(records[0]["Name"]), click.rules.close_deal.link(record), items)


def take_over(click: Click, keys: Collection[str]) -> None:
    """Write the ticked ones into the document, all or none; raises Refused when one is no longer what was ticked."""
    values = {one.field: one.text for one in suggested(click).items if one.key in keys}
    if len(values) < len(keys):
        raise Refused("Google Docs", "changed meanwhile", CHANGED, "Look at the suggestions again.")
    filling.fill(click.systems, click.handover.document_id, click.rules.labels, values)


def _opportunity(handover: Handover, rules: Rules) -> str | None:
    return linked(str(handover.value("opportunity_url") or ""), rules.close_deal.hosts)


def _value(record: Mapping[str, Any], path: str) -> Any:
    """A field, or one of the record that it leads to (``Account.Name``)."""
    first, _, then = path.partition(".")
    value = record.get(first)
    return (value or {}).get(then) if then else value


def _address(rules: Rules, name: str, path: str) -> str:
    """Where a person's address stands beside their name (``Owner.Email``); empty for everything else."""
    first, _, then = path.partition(".")
    return f"{first}.Email" if then == "Name" and labels(rules.labels).fields[name].type == "person" else ""


def _text(rules: Rules, name: str, record: Mapping[str, Any], path: str) -> str:
    """As it is written in a questionnaire; empty for nothing, and for an amount whose currency nobody said."""
    kind, currency, value = labels(rules.labels).fields[name].type, rules.close_deal.currency, _value(record, path)
    if value in (None, ""):
        return ""
    if kind == "money":
        return money({"amount": value, "currency": currency}) if currency else ""
    if address := _address(rules, name, path):
        email = _value(record, address)
        return f"{value} <{email}>" if email else str(value)
    return day(str(value)[:10]) if kind == "date" else str(value)
