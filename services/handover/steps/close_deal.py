"""Close the deal: the opportunity to the won stage, with its close date, contract end, reason and amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import astuple

from services.handover.contract import contract_end
from services.handover.fields import ChoiceField, DateField, Field
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Handover, Role
from services.handover.opportunity import (
    BASE_FIELDS,
    PREFIX,
    SINCE,
    STAGE,
    TELLING,
    Opportunity,
    back_line,
    linked,
    of_record,
    record_id,
    stored_words,
    told_apart,
    travelled,
    won_stage,
)
from services.handover.rules import Rules
from services.handover.sections import CloseDeal as CloseDealRules
from services.handover.words import day, field_words, gap_words, listed, money, value_words, where_words

CLOSE, RECORD = "Close the deal", "Record as closed"
SEEN = "opportunity"
WRITE, KEEP = "write", "keep"
NOT_CONNECTED = (
    "Salesforce is not connected here. Close the deal in Salesforce itself, and record this step as done by hand."
)
PICKED = "This is what will change in Salesforce. Look at it, then press."

AUTOMATION = (
    "A won deal starts Salesforce's own automation: alerts, reports, the renewal. The fields can be put back, and what "
    "the automation did stays."
)


class CloseDeal:
    """Show every field old and new, then write them together, once."""

    name = "close_deal"
    label = "Close deal"
    does = "Record the signed deal as won in Salesforce."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    acts_on_look: Literal[True] = True

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.opportunity_fields import OpportunityFields

        return OpportunityFields()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The contract's end: without it, Salesforce makes no renewal."""
        return tuple(rules.close_deal.required)

    def draft(self, click: Click, form: Form) -> Draft:
        """What will change; or the opportunities to pick from; or why neither is possible."""
        if not click.systems.has_salesforce:
            return Draft(confirm=CLOSE, problems=(NOT_CONNECTED,))
        found = _found(click, form)
        return found if isinstance(found, Draft) else _changing(click, form, found)


def _found(click: Click, form: Form) -> Opportunity | Draft:
    """The opportunity: by the document's link, else by the person's pick; seen before, or asked for now."""
    rules = click.rules.close_deal
    answer = click.handover.answer("opportunity_url")
    picked = record_id(form.text("pick"), PREFIX)
    wanted = linked(str(answer.value), rules.hosts) if answer.status == "answered" else picked
    if answer.status == "answered" and wanted is None:
        hosts = " or ".join(rules.hosts)
        words = f"The link {where_words(answer)} leads to no opportunity on {hosts}, or its id is mistyped."
        return Draft(confirm=CLOSE, problems=(f"{words} Correct it in the document.",))
    fields = tuple(filter(None, astuple(rules.fields)))
    seen = travelled(form.hidden.get(SEEN, ""))
    if seen is not None and seen.id == wanted and set(seen.values) == set(fields):
        return seen
    if wanted is None:
        return _choice(click, form)
    records, stages = click.systems.salesforce.opportunity(wanted, (*BASE_FIELDS, SINCE, *fields))
    stage, won = _stage(click, stages)
    if not stage:
        return Draft(confirm=CLOSE, problems=(_no_such_stage(rules, won),))
    if not records:
        words = "Salesforce has no such opportunity, or the add-on's user there may not see it."
        return Draft(confirm=CLOSE, problems=(words,), facts=(Fact("Opportunity", wanted, where_words(answer)),))
    return of_record(records[0], fields, stage)


def _stage(click: Click, stages: Sequence[Mapping[str, Any]]) -> tuple[str, list[str]]:
    """The configured won stage's API name, and every won stage's label; what is kept of an org without it is stale."""
    stage, won = won_stage(stages, click.rules.close_deal.stage)
    if not stage:
        click.systems.salesforce.forget_stages()
    return stage, won


def _choice(click: Click, form: Form) -> Draft:
    """Opportunities that are named like the company; which one is meant is for the person to say."""
    rules, handover = click.rules.close_deal, click.handover
    answer = handover.answer("opportunity_url")
    records, stages = click.systems.salesforce.open_opportunities(handover.company, ("Id", "Name", STAGE, *TELLING))
    stage, won = _stage(click, stages)
    if not stage:
        return Draft(confirm=CLOSE, problems=(_no_such_stage(rules, won),))
    why = f"The link to the opportunity: {gap_words(answer)}."
    if not records:
        words = f"Salesforce has no open opportunity named like “{handover.company}”. Paste its link into the document."
        return Draft(confirm=CLOSE, problems=(words,), warnings=(why,))
    options = tuple((record, f"{name} · {stands}") for record, name, stands in told_apart(records))
    return Draft(
        confirm="Look at it",
        fields=(ChoiceField("pick", "Which opportunity?", options),),
        problems=("Pick the opportunity.",) if form.submitted else (),
        warnings=(why,),
    )


class _Closing(Struct, frozen=True):
    """What the opportunity will say: field -> value where it differs, the stage last; and what the person chooses."""

    fields: Mapping[str, Any]
    changes: tuple[Change, ...]
    back: list[str]
    inputs: tuple[Field, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def _changing(click: Click, form: Form, deal: Opportunity) -> Draft:
    rules, handover = click.rules.close_deal, click.handover
    facts = _facts(handover, deal)
    if deal.closed and not deal.won:
        words = f"The opportunity is closed as “{deal.stage}”. Open it again in Salesforce first, if that is wrong."
        return Draft(confirm=CLOSE, facts=facts, problems=(words,))
    closing = _closing(click, form, deal)
    picked = () if handover.value("opportunity_url") else (_pick(deal),)
    plan = {
        "id": deal.id,
        "name": deal.name,
        "link": rules.link(deal.id),
        "stands": deal.stage if deal.won else rules.stage,
        "fields": closing.fields,
        "before": {name: deal.stage if name == STAGE else deal.values[name] for name in closing.fields},
        "lines": closing.back,
        "unmodified_since": deal.since,
        "renewal": {"account": deal.account_id, "where": rules.renewal} if rules.renewal and deal.account_id else None,
    }
    count = len(closing.changes)
    return Draft(
        confirm=CLOSE if not deal.won else f"Write {count} field{'s' if count > 1 else ''}" if count else RECORD,
        plan=None if closing.problems else plan,
        facts=facts,
        fields=(*picked, *closing.inputs),
        changes=closing.changes,
        text="" if count else "The opportunity already says all this. Nothing will be written.",
        warnings=(*_another_account(handover, deal), *closing.warnings),
        problems=closing.problems if SEEN in form.hidden else (),
        notice=PICKED if picked and form.submitted and SEEN not in form.hidden else "",
        undo="" if deal.won else AUTOMATION,
        hidden={SEEN: deal.travels()},
    )


def _closing(click: Click, form: Form, deal: Opportunity) -> _Closing:
    """Each field the rules name, compared with what the opportunity says; others first, the stage last."""
    rules = click.rules.close_deal
    names = rules.fields
    when, reason, end = _close_date(click, form, deal), _reason(form, rules, deal), contract_end(click.handover)
    said: list[tuple[str, str, Any]] = [
        (names.contract_end, "End of contract", end.day.isoformat() if end else None),
        (names.won_reason, "Deal won reason", reason),
        (names.close_date, "Close date", when.isoformat() if when else None),
    ]
    amount, amount_fields, warnings = _amount(click, form, deal)
    said += [(names.amount, "Amount", amount)]
    said += [] if deal.won else [(STAGE, "Stage", deal.won_stage)]
    old = {**deal.values, STAGE: deal.stage}
    different = [one for one in said if one[0] and one[2] is not None and one[2] != old[one[0]]]
    given = (names.contract_end, STAGE)
    problems = [] if reason or not _asks_reason(rules) else ["Choose why we won."]
    problems += [] if when else ["Pick the close date."]
    warnings += (f"End of contract: {end.remark}",) if end and end.remark and names.contract_end else ()
    if when and when > click.today:
        warnings += (f"The close date, {day(when.isoformat())}, is ahead.",)
    return _Closing(
        fields={name: value for name, _, value in different},
        changes=tuple(
            Change("Opportunity", label, stored_words(old[name]), stored_words(value), chosen=name not in given)
            for name, label, value in different
        ),
        back=[back_line(label, old[name], value) for name, label, value in different],
        inputs=(*_reason_field(rules, reason), DateField("close_date", "Close date", when), *amount_fields),
        problems=tuple(problems),
        warnings=warnings,
    )


def _close_date(click: Click, form: Form, deal: Opportunity) -> date | None:
    """The day picked; else the opportunity's own, unless it lies ahead: then today."""
    known = str(deal.values.get(click.rules.close_deal.fields.close_date) or "")
    proposed = known if known and (deal.won or known <= click.today.isoformat()) else click.today.isoformat()
    given = _typed(form, "close_date", proposed)
    return date.fromisoformat(given[:10]) if given else None


def _typed(form: Form, name: str, default: str) -> str:
    """An input's text; the default while this opportunity was not shown yet, as after picking it."""
    return form.text(name, default) if SEEN in form.hidden or name in form.inputs else default


def _asks_reason(rules: CloseDealRules) -> bool:
    return bool(rules.fields.won_reason and rules.won_reasons)


def _reason(form: Form, rules: CloseDealRules, deal: Opportunity) -> str | None:
    if not _asks_reason(rules):
        return None
    known = str(deal.values[rules.fields.won_reason] or "")
    given = _typed(form, "won_reason", known)
    return given if given in (*rules.won_reasons, known) and given else None


def _reason_field(rules: CloseDealRules, reason: str | None) -> tuple[Field, ...]:
    if not _asks_reason(rules):
        return ()
    options = tuple((one, one) for one in rules.won_reasons)
    return (ChoiceField("won_reason", "Why did we win?", options, reason or ""),)


def _amount(click: Click, form: Form, deal: Opportunity) -> tuple[float | None, tuple[Field, ...], tuple[str, ...]]:
    """The document's ARR where it differs, if the person wants it written; never in another currency."""
    rules, arr = click.rules.close_deal, click.handover.value("arr")
    name = rules.fields.amount
    if not name or not isinstance(arr, dict) or arr["amount"] == deal.values[name]:
        return None, (), ()
    if arr["currency"] != rules.currency:
        words = f"Salesforce keeps amounts in {rules.currency}; the document says {money(arr)}. The amount stays."
        return None, (), (words,)
    choice = _typed(form, "amount", WRITE) or WRITE
    old = stored_words(deal.values[name]) or "empty"
    options = ((WRITE, f"Write the document's ARR, {money(arr)}"), (KEEP, f"Leave it as it is: {old}"))
    return (arr["amount"] if choice == WRITE else None), (ChoiceField("amount", "Amount", options, choice),), ()


def _pick(deal: Opportunity) -> Field:
    return ChoiceField("pick", "Which opportunity?", ((deal.id, deal.name),), deal.id)


def _facts(handover: Handover, deal: Opportunity) -> tuple[Fact, ...]:
    link, end, arr = (handover.answer(name) for name in ("opportunity_url", "renewal_date", "arr"))
    where = where_words(link) if link.status == "answered" else ""
    answers = [(field_words(end.field), end), ("ARR", arr)]
    return (
        Fact("Opportunity", deal.name, where),
        Fact("Account", deal.account or "none"),
        Fact("Owner", deal.owner),
        *(Fact(label, value_words(one.value), where_words(one)) for label, one in answers if one.status == "answered"),
    )


def _another_account(handover: Handover, deal: Opportunity) -> tuple[str, ...]:
    """The link may lead to somebody else's deal: one name has to begin like the other."""
    ours, theirs = (" ".join(name.split()).casefold() for name in (handover.company, deal.account))
    if not theirs or ours.startswith(theirs) or theirs.startswith(ours):
        return ()
    return (f"This opportunity belongs to “{deal.account}”, not to “{handover.company}”.",)


def _no_such_stage(rules: CloseDealRules, won: list[str]) -> str:
    names = listed([f"“{one}”" for one in won]) or "none"
    words = f"“{rules.stage}” is no won stage of this Salesforce; won stages: {names}."
    return f"{words} Tell an administrator: handover.toml names it."
