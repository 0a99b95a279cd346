"""Where labels and answers stand in lines, lists and headings: a small document for each layout."""

from __future__ import annotations

import pytest

from tests.services.handover.questionnaire.document import (
    bold,
    form,
    heading,
    item,
    line,
    struck,
    table,
)
from tests.services.handover.questionnaire.expect import (
    PLACEHOLDER,
    UNANSWERED,
    assert_reads,
    contact,
    money,
)
from tests.services.handover.questionnaire.expect import person as person_read


def test_an_answer_below_a_heading_ends_at_the_next_heading() -> None:
    assert_reads(
        form(
            heading(3, "Plan"),
            line("Team"),
            heading(3, "Favourite colour"),
            line("red"),
            heading(3, "Number of users"),
            line("40"),
        ),
        plan="Team",
        seats=40,
    )


def test_a_label_on_its_own_line_has_its_answer_below() -> None:
    assert_reads(form(line("Plan"), line("Team"), line("Number of users"), line("40")), plan="Team", seats=40)


def test_an_unknown_bold_label_ends_the_answer_before_it() -> None:
    assert_reads(
        form(
            line(bold("Plan")),
            line("Team"),
            line(bold("Favourite colour")),
            line("red"),
            line(bold("Goals")),
            line("Go fast"),
            line("Go far"),
            line(bold("Mood")),
            line("fine"),
        ),
        plan="Team",
        goals=["Go fast", "Go far"],
    )


def test_bold_may_end_late() -> None:
    assert_reads(form(line(bold("Company name Ac"), "me Ltd")), company_name="Acme Ltd")


def test_bold_may_end_early() -> None:
    assert_reads(form(line(bold("Company na"), "me Acme Ltd")), company_name="Acme Ltd")


def test_bold_may_begin_late() -> None:
    assert_reads(form(line("C", bold("ompany name"), " Acme Ltd")), company_name="Acme Ltd")


def test_bold_may_begin_and_end_late() -> None:
    assert_reads(form(line("Co", bold("mpany name: A"), "cme Ltd")), company_name="Acme Ltd")


def test_pairs_may_share_a_line_divided_by_bars() -> None:
    assert_reads(form(line("Plan: Team | Seats: 40 | ARR: $10k")), plan="Team", seats=40, arr=money(10000, "USD"))


def test_an_unknown_pair_between_bars_is_no_answer() -> None:
    assert_reads(form(line("Plan: Team | Mood: fine | ARR: $10k")), plan="Team", arr=money(10000, "USD"))


def test_a_bar_inside_an_answer_stays() -> None:
    assert_reads(form(line("Plan: Team | Business")), plan="Team | Business")


def test_pairs_may_share_a_paragraph_divided_by_line_breaks() -> None:
    assert_reads(form(line("Plan: Team\x0bSeats: 40\x0bARR: $10k")), plan="Team", seats=40)


def test_bold_labels_may_share_a_paragraph() -> None:
    assert_reads(form(line(bold("Plan:"), " Team\x0b", bold("Seats:"), " 40")), plan="Team", seats=40)


def test_list_items_hold_pairs_and_unknown_items_end_answers() -> None:
    assert_reads(
        form(item("Plan: Team"), item("Seats: 40"), item("Other thing"), item("ARR: $10k")), plan="Team", seats=40
    )


def test_a_checklist_item_may_hold_a_pair() -> None:
    assert_reads(form(item("Plan: Team", kind="checks"), item("Seats: 40", kind="checks")), plan="Team", seats=40)


def test_a_numbered_question_has_its_answer_in_nested_items() -> None:
    assert_reads(
        form(
            item("What is the plan?", kind="numbers"),
            item("Team", level=1),
            item("How many users?", kind="numbers"),
            item("40", level=1),
            item("Who cares?", kind="numbers"),
            item("me", level=1),
        ),
        plan="Team",
        seats=40,
    )


def test_numbers_typed_in_front_of_labels_do_not_count() -> None:
    assert_reads(
        form(line("1. Plan: Team"), line("2) Seats: 40"), line("Q3: ARR: $10k")),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
    )


def test_headings_give_short_labels_their_meaning() -> None:
    assert_reads(
        form(
            heading(2, "Billing"),
            line("Contact: Jane Doe"),
            line("Email: j@x.example"),
            line("Phone: 415-555-0100"),
            line("Address: 1 Main St"),
            line("Terms: Net 30"),
            heading(2, "Contract"),
            line("Start: April 1, 2027"),
            line("End: March 31, 2028"),
            line("Length: 1 year"),
        ),
        billing_contact=contact("Jane Doe", "j@x.example", "4155550100"),
        billing_address=["1 Main St"],
        payment_terms="Net 30",
        contract_start_date="2027-04-01",
        renewal_date="2028-03-31",
        term_months=12,
    )


def test_a_trial_section_holds_no_contract_dates() -> None:
    assert_reads(
        form(
            heading(2, "Trial"),
            line("Start: April 1, 2027"),
            line("End: March 31, 2028"),
            heading(2, "Contract"),
            line("Start: May 1, 2027"),
        ),
        contract_start_date="2027-05-01",
        renewal_date=UNANSWERED,
    )


def test_name_and_email_below_technical_administrator_are_the_administrators() -> None:
    assert_reads(
        form(heading(2, "Technical administrator"), line("Name: Omar Wit"), line("Email: omar@x.example")),
        technical_admin=person_read("Omar Wit", "omar@x.example"),
    )


def test_a_name_below_security_contact_is_not_the_billing_contact() -> None:
    assert_reads(
        form(
            heading(2, "Billing"), line(bold("Security contact")), line("Name: Bob Ray"), line("Email: bob@x.example")
        ),
        billing_contact=UNANSWERED,
    )


def test_answers_to_two_fields_may_stand_on_two_lines() -> None:
    assert_reads(
        form(table(("AE & CE", "Maya Roe <maya@x.example>\nGareth Pu <g@x.example>"), ("Plan and seats", "Team, 40"))),
        account_executive=person_read("Maya Roe", "maya@x.example"),
        customer_engineer=person_read("Gareth Pu", "g@x.example"),
        plan="Team",
        seats=40,
    )


def test_the_answer_of_a_struck_label_belongs_to_no_other_label() -> None:
    assert_reads(
        form(line(bold("Plan:"), " Team"), line(struck("Seats:"), " 40"), line("ARR: $1")),
        plan="Team",
        seats=UNANSWERED,
        arr=money(1, "USD"),
    )


@pytest.mark.parametrize("separator", [": ", "：", " – ", " - ", " — ", " → ", " = ", "\t", "=", " -> ", " : ", " => "])
def test_label_and_answer_may_be_divided_by(separator: str) -> None:
    assert_reads(form(line(f"Plan{separator}Team"), line(f"Number of users{separator}40")), plan="Team", seats=40)


def test_nested_items_below_a_label_for_several_things_are_its_answer() -> None:
    assert_reads(
        form(
            item("Known issues", kind="numbers"),
            item("Slow sign-in", level=1),
            item("Training", level=1),
            item("Plan", kind="numbers"),
            item("Team", level=1),
        ),
        known_issues=["Slow sign-in", "Training"],
        plan="Team",
    )


def test_template_text_below_a_heading_is_no_label() -> None:
    assert_reads(
        form(heading(2, "Company name"), line("{{ name }}"), heading(2, "AE"), line("<name>")),
        company_name=PLACEHOLDER,
        account_executive=PLACEHOLDER,
    )


def test_items_on_lines_of_their_own_may_read_like_labels() -> None:
    for label, end in ((line(bold("Tags:")), line(bold("Plan:"), " Team")), (heading(3, "Tags"), heading(3, "Plan"))):
        assert_reads(form(label, line("trial"), line("dev"), end), license_tags=["trial", "dev"])


@pytest.mark.parametrize(("face", "rest"), [("Plan T", "eam"), ("Plan Te", "am"), ("Plan Tea", "m"), ("Pla", "n Team")])
def test_bold_may_end_inside_the_label_or_the_first_word_of_the_answer(face: str, rest: str) -> None:
    assert_reads(form(line(bold(face), rest), line(bold("Mood:"), " good")), plan="Team")


def test_bold_that_ends_in_a_word_divides_nothing_in_it() -> None:
    assert_reads(form(line(bold("Payment terms N"), "et 30")), payment_terms="Net 30")
    assert_reads(form(line(bold("Company name Larc"), "hwood Ltd")), company_name="Larchwood Ltd")
    assert_reads(form(line(bold("Plan B:"), " x")), plan=UNANSWERED)
