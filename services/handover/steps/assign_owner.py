"""Take ownership: which Customer Engineer has this customer, in Salesforce too, and told to them in Slack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from services import slack
from services.errors import OutsideError
from services.handover.fields import ChoiceField
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Handover, Role, hash_of
from services.handover.opportunity import KIND, SINCE, linked
from services.handover.rules import Rules
from services.handover.words import where_words

EVENT_TYPE = "handover_owner"
OWNER = "owner"
NOBODY = "Slack's user group of Customer Engineers is empty, or handover.toml names none: tell an administrator."
NOT_THERE = (
    "Salesforce has no such opportunity, or the add-on's user there may not see it, so nothing is written there."
)
CHANGED = "This is what will change. Look at it, then press."


class AssignOwner:
    """Name the owner once; write Salesforce only where it says otherwise."""

    name = "assign_owner"
    label = "Take ownership"
    does = "Say which Customer Engineer has this customer."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.ownership import Ownership

        return Ownership()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """A name to tell the owner."""
        return ("company_name",)

    def draft(self, click: Click, form: Form) -> Draft:
        """Who it could be, with what each has open; what Salesforce says now and will say; what they will read."""
        people = _candidates(click)
        if not people:
            return Draft(confirm="Take ownership", problems=(NOBODY,))
        proposed = _proposed(click, people)
        picked = form.text(OWNER, proposed)
        chosen = picked if picked in people else proposed
        name, called = people[chosen][0], _called(people)
        record, warning = _record(click, chosen, name)
        options = tuple(
            (email, f"{called[email]} · {count} open handover{'s' if count != 1 else ''}")
            for email, (_, count) in people.items()
        )
        note = _message(click, chosen)
        return Draft(
            confirm=f"Name {called[chosen]}" if chosen != click.person.email else "Take it",
            plan=_plan(click, chosen, name, record, note),
            facts=(Fact("Owner", called[chosen]), *_facts(click, name, record)),
            fields=(ChoiceField(OWNER, "Owner", options, chosen),),
            changes=_changes(record),
            text=note["plain"] if note else "",
            text_title=f"Message to {called[chosen]} in Slack" if note else "",
            warnings=(warning,) if warning else (),
            notice=CHANGED if form.submitted and form.hidden.get(OWNER) != chosen else "",
            undo="It can be handed back, with a reason.",
            hidden={OWNER: chosen},
        )


def _candidates(click: Click) -> Mapping[str, tuple[str, int]]:
    """Everybody of the team, with what each has open; only oneself, where others name and one is none of them."""
    people, leads = click.engineers(), click.rules.assign_owner.leads
    mine = click.person.email
    return people if not leads or mine in leads else {email: one for email, one in people.items() if email == mine}


def _called(people: Mapping[str, tuple[str, int]]) -> Mapping[str, str]:
    """What each address is called here: two of one name are told apart by it."""
    names = [name for name, _ in people.values()]
    return {email: name if names.count(name) == 1 else f"{name} ({email})" for email, (name, _) in people.items()}


def _proposed(click: Click, people: Mapping[str, tuple[str, int]]) -> str:
    """Whom the document names, else the person who looks, else whoever has the fewest."""
    named = str((click.handover.value("customer_engineer") or {}).get("email") or "").lower()
    if named in people:
        return named
    if click.person.email in people:
        return click.person.email
    return min(people, key=lambda email: people[email][1])


def _record(click: Click, owner: str, name: str) -> tuple[dict[str, Any] | None, str]:
    """What Salesforce says and will say about the Customer Engineer; None, and why, when it cannot be written."""
    rules = click.rules
    field = rules.assign_owner.salesforce_field
    if not field or not click.systems.has_salesforce:
        return None, ""
    link = click.handover.answer("opportunity_url")
    record = linked(str(link.value), rules.close_deal.hosts) if link.status == "answered" else None
    if record is None:
        return None, "The document has no usable link to the opportunity, so Salesforce is not written."
    try:
        found = click.systems.salesforce.get(KIND, record, ["Name", field, SINCE])
        users = click.systems.salesforce.users(owner, found.get(field) or "")
    except OutsideError as error:
        return None, f"{NOT_THERE} ({error.code})"
    new = next((one for one in users if str(one["Email"]).lower() == owner), None)
    if new is None:
        return None, f"Salesforce has no active user with the address {owner}, so its Customer Engineer stays."
    before = found.get(field)
    old = next((str(one["Name"]) for one in users if one["Id"] == before), "nobody")
    return {
        "id": record,
        "name": found["Name"],
        "link": rules.close_deal.link(record),
        "field": field,
        "value": new["Id"],
        "before": before,
        "words": f"Customer Engineer {old} → {name}",
        "back": f"Customer Engineer {name} → {old}",
        "old": old,
        "new": name,
    }, ""


def _plan(
    click: Click, owner: str, name: str, record: Mapping[str, Any] | None, note: Mapping[str, str] | None
) -> dict[str, Any]:
    company = slack.escape(" ".join(click.handover.company.split()))
    title = slack.link(click.handover.url, click.handover.title or "Questionnaire")
    back = f"{slack.escape(name)} handed {company} back: {title}."
    return {
        "owner": owner,
        "owner_name": name,
        "record": record,
        "message": {k: v for k, v in note.items() if k != "plain"} if note else None,
        "back": _to(click, click.person.email, back, "back") if owner != click.person.email else None,
        "settle_seconds": click.rules.assign_owner.settle_seconds,
    }


def _message(click: Click, owner: str) -> dict[str, str] | None:
    """What the owner reads; nobody is told what they just did themselves."""
    if owner == click.person.email:
        return None
    handover = click.handover
    company = " ".join(handover.company.split())
    title = handover.title or "Questionnaire"
    text = f"You now own the customer {slack.escape(company)}: {slack.link(handover.url, title)}."
    return {**_to(click, owner, text, "named"), "plain": f"You now own the customer {company}: {title}."}


def _to(click: Click, address: str, text: str, what: str) -> dict[str, str]:
    key = hash_of([click.handover.document_id, AssignOwner.name, what, click.round])[:32]
    return {"to": address, "text": text, "event_type": EVENT_TYPE, "key": key}


def _facts(click: Click, name: str, record: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    handover: Handover = click.handover
    named = handover.answer("customer_engineer")
    said = (handover.value("customer_engineer") or {}).get("name", "")
    facts = []
    if said:
        facts.append(Fact("The document names", said, where_words(named)))
    if record is not None and record["value"] == record["before"]:
        facts.append(Fact("Salesforce", f"names {name} already; nothing is written there"))
    return tuple(facts)


def _changes(record: Mapping[str, Any] | None) -> tuple[Change, ...]:
    if record is None or record["value"] == record["before"]:
        return ()
    return (Change("Opportunity", "Customer Engineer", record["old"], record["new"]),)
