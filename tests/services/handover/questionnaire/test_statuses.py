"""Doubt, two answers, answers that cannot be read, tick boxes and suggestions: status rules 3 to 7."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.handover.questionnaire.document import (
    Json,
    bold,
    deleted,
    form,
    inserted,
    item,
    line,
    mail,
    row,
    suggested_line,
    table,
)
from tests.services.handover.questionnaire.document import person as chip
from tests.services.handover.questionnaire.expect import ambiguous, assert_reads, contact, person

DOUBT = [
    "{}?",
    "TBD, probably {}",
    "{} (tbc)",
    "{} - not confirmed",
    "{} ?",
    "maybe {}",
    "{} (?)",
    "{}, to be confirmed",
    "{} (tentative)",
    "probably {}",
]


@pytest.mark.parametrize("doubt", DOUBT)
def test_what_the_writer_marks_as_open_is_only_a_candidate(doubt: str) -> None:
    assert_reads(form(table(("Number of users", doubt.format(80)))), seats=ambiguous(80))
    assert_reads(form(line(f"Plan: {doubt.format('Team')}")), plan=ambiguous("Team"))
    assert_reads(form(table(("AE", doubt.format("Maya Roe")))), account_executive=ambiguous(person("Maya Roe")))


@pytest.mark.parametrize(
    ("label", "field", "answer"),
    [
        ("Contract start", "contract_start_date", "mid-March"),
        ("Contract start", "contract_start_date", "https://crm.example/2027-01-02"),
        ("Check-in", "check_in_date", "April 20 or April 22"),
        ("Technical admin", "technical_admin", "same as billing contact"),
        ("Billing address", "billing_address", "same as above"),
        ("Plan", "plan", "see footnote"),
        ("Opportunity link", "opportunity_url", "Acme – New Business"),
        ("Opportunity link", "opportunity_url", "ftp://crm.example/1"),
        ("Number of users", "seats", "a few hundred"),
        ("ARR", "arr", "$360,000 TCV"),
    ],
)
def test_an_answer_without_a_readable_value_is_ambiguous_without_candidates(
    label: str, field: str, answer: str
) -> None:
    assert_reads(form(table((label, answer))), **{field: ambiguous()})
    assert_reads(form(line(bold(label), f" {answer}")), **{field: ambiguous()})


@pytest.mark.parametrize(
    ("rows", "plan"),
    [
        ((("Plan", "Team"), ("Tier", "team")), "Team"),
        ((("Plan", "Team"), ("Tier", "Business")), ambiguous("Team", "Business")),
        ((("Plan", "TBD"), ("Tier", "Business"), ("Subscription tier", "")), "Business"),
    ],
)
def test_a_field_asked_twice(rows: tuple[tuple[str, str], ...], plan: Any) -> None:
    assert_reads(form(table(*rows)), plan=plan)


def test_answers_that_complete_one_another_are_one() -> None:
    asked = table(("AE", "Maya Roe"), ("Account executive", "maya@lantern.example"))
    assert_reads(form(asked), account_executive=person("Maya Roe", "maya@lantern.example"))


@pytest.mark.parametrize(
    ("label", "field", "answer", "candidates"),
    [
        ("Check-in", "check_in_date", "April 20 or April 22, 2027", ["2027-04-20", "2027-04-22"]),
        ("Seats", "seats", "100–150", [100, 150]),
        ("AE", "account_executive", "Maya Roe or Bob Ray", [person("Maya Roe"), person("Bob Ray")]),
        ("PO number", "po_number", "PO-1001 and PO-1002", ["PO-1001", "PO-1002"]),
        ("PO number", "po_number", "4500078547, 4500078548", ["4500078547", "4500078548"]),
        ("Renewal date", "renewal_date", "02/03/2028", ["2028-02-03", "2028-03-02"]),
    ],
)
def test_two_values_in_one_answer(label: str, field: str, answer: str, candidates: list[Any]) -> None:
    assert_reads(form(table((label, answer))), **{field: ambiguous(*candidates)})


def test_two_person_chips_are_two_people() -> None:
    chips = (chip("Maya Roe", "maya@lantern.example"), " ", chip("Bob Ray", "bob@lantern.example"))
    both = ambiguous(person("Maya Roe", "maya@lantern.example"), person("Bob Ray", "bob@lantern.example"))
    assert_reads(form(table(("AE", chips))), account_executive=both)


def test_a_shown_address_that_differs_from_its_link_is_ambiguous() -> None:
    answer = ("Jane Roe, ", mail("jane@acme.example", "j.roe@acme.example"))
    both = ambiguous(contact("Jane Roe", "jane@acme.example"), contact("Jane Roe", "j.roe@acme.example"))
    assert_reads(form(table(("Billing contact", answer))), billing_contact=both)


@pytest.mark.parametrize(
    "options",
    [
        "☐ Team ☑ Business",
        "[ ] Team [x] Business",
        "( ) Team (x) Business",
        "☐ Team ☒ Business",
        "☐ Team\n☑ Business",
        "☐ Team ✓ Business",
        "Team ☐ Business ☑",
        "☐ Team ✔ Business",
    ],
)
def test_the_ticked_option_is_the_answer(options: str) -> None:
    assert_reads(form(table(("Plan", options))), plan="Business")


def test_all_ticked_options_answer_a_list() -> None:
    assert_reads(form(table(("Code hosts", "☑ GitHub ☐ GitLab ☑ Gitea"))), code_hosts=["GitHub", "Gitea"])
    assert_reads(form(table(("Plan", "☑ Team ☑ Business"))), plan=ambiguous("Team", "Business"))


def test_options_as_native_checklist_items_cannot_be_read() -> None:
    options = [item("Yes", kind="checks"), item("No", kind="checks")]
    assert_reads(form(table(("PO required?", options))), po_required=ambiguous())


@pytest.mark.parametrize(
    ("block", "plan"),
    [
        (table(("Plan", (deleted("Team"), inserted("Business")))), ambiguous("Team", "Business")),
        (table(("Plan", (inserted("Team"),))), ambiguous("Team")),
        (table(("Plan", (deleted("Team"),))), ambiguous("Team")),
        (table(("Plan", (deleted("TBD"), inserted("Team")))), ambiguous("Team")),
        (table(("Plan", ("Te", inserted("am"), deleted("am")))), "Team"),
        (table(("Term", "1 year"), row("Plan", "Team", suggestedInsertionIds=["s1"])), ambiguous("Team")),
        (suggested_line("Plan: Team"), ambiguous("Team")),
    ],
)
def test_an_open_suggestion_that_changes_the_answer_is_ambiguous(block: Json, plan: Any) -> None:
    assert_reads(form(block), plan=plan)


def test_who_is_to_be_asked_is_no_answer_but_a_task_for_somebody_is() -> None:
    assert_reads(form(table(("Plan", "Ask Jane Roe"))), plan=ambiguous())
    assert_reads(form(table(("Known issues", "Ask Bob first"))), known_issues=["Ask Bob first"])
