"""Success plan: for a customer in the top tier now or by potential, a document filled from the questionnaire."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from services.errors import NoAccess
from services.handover.fields import TextField
from services.handover.model import Click, Draft, Effect, Fact, Form, Link, Role, hash_of
from services.handover.rules import Rules
from services.handover.template import filled, inert, values_of
from services.handover.words import day, plain_day, value_words, where_words
from services.scopes import DRIVE_FILE

if TYPE_CHECKING:
    from services.handover.tiers import Judged

MARK = "handoverSuccessPlan"
REASON = "reason"
NOT_STATED = "not stated in the questionnaire"
FILLED = {
    "$GOALS": "goals",
    "$MEASURES": "success_criteria",
    "$RISKS": "known_issues",
    "$PEOPLE": "main_contacts",
    "$SPONSOR": "executive_sponsor",
    "$START": "contract_start_date",
    "$END": "renewal_date",
    "$SEATS": "seats",
}
"""What stands for which field of the questionnaire in the plan's template."""
NO_GOALS = "A plan without goals helps nobody. Fill in “Goals” in the questionnaire first."
NO_REASON = "Say why this customer gets a plan all the same."
NOT_GRANTED = (
    "This add-on may not read the plan's template for you yet. Open the template once, press “Allow access” in its "
    "sidebar, then press here again. If it does not open, ask its owner to share it with you."
)


class SuccessPlan:
    """Copy the plan's template, once for each customer."""

    name = "success_plan"
    label = "Success plan"
    does = "Make the plan by which the customer will judge us."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = DRIVE_FILE

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.drive_copy import DriveCopy

        return DriveCopy()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Without the yearly revenue nobody can say whether a plan is due."""
        return ("arr",)

    def draft(self, click: Click, form: Form) -> Draft:
        """The tier with its reasons; then the plan's document, or why there need not be one."""
        from services.handover.tiers import judge

        judged = judge(click.handover, click.rules.tiers, click.today)
        shown = Draft(
            confirm="Make the plan",
            facts=_facts(click, judged),
            undo="The document stands beside its template and can be put into the bin again.",
        )
        if not judged.top:
            reason = form.text(REASON)
            shown = _all_the_same(shown, judged, reason)
            if not form.submitted or not reason:
                return shown.with_problem(NO_REASON) if form.submitted else shown
        if not click.handover.value("goals"):
            return shown.with_problem(NO_GOALS)
        return _planned(click, shown, judged)


def _facts(click: Click, judged: Judged) -> tuple[Fact, ...]:
    tiers = (Fact(label, words) for label, words in judged.reasons)
    goals = click.handover.answer("goals")
    title = Fact("Title", _title(click))
    return (*tiers, Fact("Judged by", f"the table in force since {day(judged.since.isoformat())}"), title) + (
        (Fact("Goals", value_words(goals.value), where_words(goals)),) if goals.status == "answered" else ()
    )


def _all_the_same(shown: Draft, judged: Judged, reason: str) -> Draft:
    """Not due by the table: the reason to record, or the person's own for making one."""
    words = " · ".join(f"{label}: {told}" for label, told in judged.reasons)
    return Draft(
        confirm="Make one all the same",
        facts=shown.facts,
        fields=(TextField(REASON, "Why this customer gets a plan all the same", reason),),
        undo=shown.undo,
        not_needed=f"A success plan is for tier 1, now or by potential. {words}.",
    )


def _planned(click: Click, shown: Draft, judged: Judged) -> Draft:
    rules = click.rules.success_plan
    mark = (MARK, hash_of([click.handover.document_id, click.round])[:32])
    try:
        template = click.systems.drive.file(rules.template)
    except NoAccess:
        return shown.with_problem(NOT_GRANTED, Link("Open the template", rules.url))
    plan = {
        "owner": click.person.email,
        "template": rules.template,
        "folder": next(iter(template.parents), ""),
        "title": _title(click),
        "mark": list(mark),
        "answers": {},
        "labels": {},
        "placeholders": {name: inert(text) for name, text in _placeholders(click, judged).items()},
        "settle_seconds": rules.settle_seconds,
        "made_for": click.handover.url,
    }
    return replace(shown, plan=plan)


def _placeholders(click: Click, judged: Judged) -> dict[str, str]:
    handover = click.handover
    start = handover.value("contract_start_date")
    first = date.fromisoformat(start) if start else click.today
    review = first + timedelta(days=click.rules.success_plan.review_days)
    fields = {name: handover.value(field) for name, field in FILLED.items()}
    said = {name: value_words(value, plain=True) for name, value in fields.items() if value not in (None, "", [])}
    answers = {name: said.get(name, NOT_STATED) for name in fields}
    tier = "; ".join(f"{label}: {words}" for label, words in judged.reasons)
    return {**values_of(click), **answers, "$REVIEW": plain_day(review.isoformat()), "$TIER": tier}


def _title(click: Click) -> str:
    return filled(click.rules.success_plan.title, values_of(click))
