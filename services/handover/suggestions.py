"""What Salesforce knows and the questionnaire does not say yet: suggestions, which a person takes over or leaves.

Only open answers get any, and they are written as a person would write them: guarded by the document's revision,
and never over what somebody has answered (:mod:`services.handover.filling`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from services.errors import Refused
from services.handover import filling
from services.handover.model import Click, Handover, hash_of
from services.handover.opportunity import PREFIX, STAGE, TELLING, linked, record_id, told_apart, value_at
from services.handover.questionnaire.labels import labels
from services.handover.rules import Rules
from services.handover.words import money, plain_day

LINK = "opportunity_url"
CHANGED = "Salesforce or the document says something else by now, so nothing was written."


class Suggestion(Struct, frozen=True):
    """An answer to propose: the questionnaire's field, and its text as it would be written."""

    field: str
    text: str

    @property
    def key(self) -> str:
        """What a tick for it says: another text is another suggestion."""
        return f"{self.field}:{hash_of(self.text)[:16]}"


class Suggested(Struct, frozen=True):
    """The opportunity that was asked (its id, name and address), and what it suggests.

    ``choices`` are several opportunities (id, name, and where each stands) of which the person has to say which one is
    meant; ``nothing`` says that none was found.
    """

    record: str = ""
    source: str = ""
    link: str = ""
    items: tuple[Suggestion, ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()
    nothing: str = ""


def wanted(handover: Handover, rules: Rules) -> tuple[str, ...]:
    """The open fields for which the questionnaire's opportunity may know an answer.

    Its link is one of them where it is open itself: the opportunity is then looked for by the company's name. A link
    that leads elsewhere is for a person to correct, and nothing is asked for before that.
    """
    names = tuple(one for one in rules.suggestions if _open(handover, one))
    if _linked(handover, rules):
        return names
    by_name = _open(handover, LINK) and handover.value("company_name")
    return (LINK, *names) if by_name else ()


def suggested(click: Click, picked: str = "") -> Suggested:
    """Ask Salesforce, for the open fields alone; ``picked`` is the opportunity's id where the person chose one."""
    rules, names = click.rules, wanted(click.handover, click.rules)
    if not names:
        return Suggested()
    paths = {name: rules.suggestions[name] for name in names if name in rules.suggestions}
    addresses = filter(None, (_address(rules, *one) for one in paths.items()))
    fields = sorted({"Id", "Name", STAGE, *TELLING, *paths.values(), *addresses})
    records = _records(click, picked, fields)
    if not records:
        words = f"Salesforce has no open opportunity named like “{click.handover.company}”."
        return Suggested(nothing=f"{words} Paste its link into the document.")
    if len(records) > 1:
        return Suggested(choices=told_apart(records))
    [found] = records
    link = rules.close_deal.link(str(found["Id"]))
    texts = {name: link if name == LINK else _text(rules, name, found, paths[name]) for name in names}
    items = tuple(Suggestion(name, text) for name, text in texts.items() if text)
    return Suggested(str(found["Id"]), str(found["Name"]), link, items)


def take_over(click: Click, keys: Collection[str], picked: str = "") -> None:
    """Write the ticked ones into the document, all or none; raises Refused when one is no longer what was ticked."""
    values = {one.field: one.text for one in suggested(click, picked).items if one.key in keys}
    if len(values) < len(keys):
        raise Refused("Google Docs", "changed meanwhile", CHANGED, "Look at the suggestions again.")
    filling.fill(click.systems, click.handover.document_id, click.rules.labels, values)


def _records(click: Click, picked: str, fields: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    """The opportunity that the document links or the person picked; else those that are named like the company."""
    record = _linked(click.handover, click.rules) or record_id(picked, PREFIX)
    if record is None:
        return click.systems.salesforce.open_opportunities(str(click.handover.value("company_name")), fields)[0]
    records, _ = click.systems.salesforce.opportunity(record, fields)
    if not records:
        words = "Salesforce has no such opportunity, or the add-on's user there may not see it."
        raise Refused("Salesforce", "no opportunity", words, "Check the opportunity's link in the document.")
    return records


def _open(handover: Handover, name: str) -> bool:
    """Whether the document asks for it, and nobody has answered."""
    answer = handover.answer(name)
    return answer.status in filling.OPEN and bool(answer.where)


def _linked(handover: Handover, rules: Rules) -> str | None:
    return linked(str(handover.value(LINK) or ""), rules.close_deal.hosts)


def _address(rules: Rules, name: str, path: str) -> str:
    """Where a person's address stands beside their name (``Owner.Email``); empty for everything else."""
    first, _, then = path.partition(".")
    return f"{first}.Email" if then == "Name" and labels(rules.labels).fields[name].type == "person" else ""


def _text(rules: Rules, name: str, record: Mapping[str, Any], path: str) -> str:
    """As it is written in a questionnaire; empty for nothing, and for an amount whose currency nobody said."""
    kind, currency, value = labels(rules.labels).fields[name].type, rules.close_deal.currency, value_at(record, path)
    if value in (None, ""):
        return ""
    if kind == "money":
        return money({"amount": value, "currency": currency}) if currency else ""
    if address := _address(rules, name, path):
        email = value_at(record, address)
        return f"{value} <{email}>" if email else str(value)
    return plain_day(str(value)[:10]) if kind == "date" else str(value)
