"""Answers that read like labels or heads, and labels that read like something else."""

from __future__ import annotations

import pytest

from services.handover.questionnaire.read import read_questionnaire
from tests.services.handover.questionnaire.document import (
    bold,
    cell,
    document,
    form,
    heading,
    italic,
    item,
    line,
    table,
)
from tests.services.handover.questionnaire.expect import (
    PLACEHOLDER,
    UNANSWERED,
    assert_reads,
    contact,
    money,
    person,
)


@pytest.mark.parametrize("name", ["Select Homes", "Draft Kings", "Insert Coin GmbH", "Plan International", "Yes Bank"])
def test_a_name_that_begins_like_a_form_is_a_name_in_every_layout(name: str) -> None:
    for blocks in (
        [table(("Company name", name), ("Plan", "Team"))],
        [table(("Company name",), (name,), ("Plan",), ("Team",))],
        [table(("Company name", "Plan", "Number of users"), (name, "Team", "40"))],
        [heading(2, "Company name"), line(name), heading(2, "Plan"), line("Team")],
        [line(bold("Company name:"), f" {name}"), line(bold("Plan:"), " Team")],
        [item("Company name"), item(name, level=1), item("Plan"), item("Team", level=1)],
    ):
        assert_reads(form(*blocks), company_name=name, plan="Team")


def test_a_row_about_something_internal_is_no_header_row() -> None:
    rows = [("Plan", "Team"), ("Internal Slack channel", "#internal-larchwood"), ("Number of users", "40")]
    assert_reads(form(table(*rows)), plan="Team", seats=40, slack_channel=UNANSWERED)


def test_a_row_of_answers_is_no_header_row() -> None:
    assert_reads(
        form(
            table(
                ("Shared Slack channel", "PO number", "PO required?"),
                ("#trial-larchwood", "4500", "Yes"),
                ("Plan", "Champion", "Who should receive the invoice?"),
                ("", "Ren Owner", "Accounts Payable <ap@larchwood.example>"),
            )
        ),
        slack_channel="#trial-larchwood",
        po_number="4500",
        po_required=True,
        plan=UNANSWERED,
        billing_contact=contact("Accounts Payable", "ap@larchwood.example"),
    )


def test_a_stand_in_beside_customer_is_no_head() -> None:
    assert_reads(form(table(("Plan", "Team"), ("Customer", "n/a"))), plan="Team", company_name=PLACEHOLDER)


def test_an_answer_that_repeats_its_label_makes_no_row_of_labels() -> None:
    assert_reads(
        form(
            table(
                ("Plan", "Team", "Number of users", "40"),
                ("CE", "", "Self-hosted or cloud?", "Self-hosted"),
                ("AE", "Maya Roe", "", ""),
            )
        ),
        customer_engineer=UNANSWERED,
        deployment_type="Self-hosted",
        account_executive=person("Maya Roe"),
    )


def test_rows_of_labels_and_answers_may_be_sparse() -> None:
    assert_reads(
        form(
            table(
                ("Plan", "Number of users", "Term", "ARR"),
                ("Team", "", "", ""),
                ("AE", "Payment terms", "Company name", "Site ID"),
                ("", "", "Larchwood", ""),
            )
        ),
        plan="Team",
        seats=UNANSWERED,
        company_name="Larchwood",
        payment_terms=UNANSWERED,
    )


def test_a_cell_with_label_and_answer_may_stand_beside_cells_without_answers() -> None:
    assert_reads(
        form(
            table(
                (cell((bold("Plan"),), "Team"), cell((bold("Number of users"),), "40")),
                (cell((bold("Payment terms"),)), cell((bold("Term"),))),
                (cell((bold("Contract start"),)), cell((bold("Tags"),), "a, b")),
                (cell((bold("Known issues"),), "SSO ends in May"), ""),
            )
        ),
        plan="Team",
        seats=40,
        payment_terms=UNANSWERED,
        term_months=UNANSWERED,
        contract_start_date=UNANSWERED,
        license_tags=["a", "b"],
        known_issues=["SSO ends in May"],
    )


def test_items_on_lines_of_their_own_are_no_labels_where_labels_have_space_above_them() -> None:
    pairs = (("Plan", "Team"), ("Goals", "Deployment", "Hosting"), ("Seats", "40"), ("Code hosts", "Perforce", "Repos"))
    assert_reads(
        form(*[block for pair in pairs for block in (*map(line, pair), line())]),
        plan="Team",
        goals=["Deployment", "Hosting"],
        seats=40,
        code_hosts=["Perforce", "Repos"],
        deployment_type=UNANSWERED,
    )


def test_a_question_without_an_answer_does_not_take_the_next_label() -> None:
    assert_reads(
        form(line("Plan"), line("Team"), line(), line("Who else was evaluated?"), line(), line("Term"), line("1 year")),
        competitors=UNANSWERED,
        term_months=12,
    )


def test_items_with_colons_below_a_label_of_another_face_are_its_answer() -> None:
    assert_reads(
        form(
            heading(3, "Goals"),
            item(bold("Speed:"), " find code faster"),
            item(bold("Quality:"), " fewer faults"),
            heading(3, "Plan"),
            line("Team"),
        ),
        goals=["Speed: find code faster", "Quality: fewer faults"],
        plan="Team",
    )
    assert_reads(
        form(line(bold("Goals:")), line("Speed: at once"), line(bold("Plan:"), " Team"), line("Term: 1 year")),
        goals=["Speed: at once"],
        term_months=12,
    )


def test_a_company_with_a_colon_below_its_label_is_no_label() -> None:
    assert_reads(
        form(line("Company name"), line("Acme: Berlin"), line(), line("Plan: Team")),
        company_name="Acme: Berlin",
        plan="Team",
    )


def test_attention_is_a_line_of_an_address() -> None:
    assert_reads(
        form(line("Bill-to: Larchwood"), line("Attn: Accounts Payable"), line("1 Main St"), line("Plan: Team")),
        billing_address=["Larchwood", "Attn: Accounts Payable", "1 Main St"],
        plan="Team",
    )


def test_a_dash_is_the_answer_where_only_bold_divides() -> None:
    assert_reads(form(line(bold("Plan"), " Team"), line(bold("PO #"), " —")), po_number=PLACEHOLDER)
    assert_reads(form(line(bold("Plan"), " — Team"), line(bold("PO #"), " —")), po_number=UNANSWERED)


def test_bold_may_end_in_the_first_word_of_the_answer() -> None:
    assert_reads(
        form(line(bold("Company name: La"), "rchwood Ltd"), line(bold("Plan En"), "terprise")),
        company_name="Larchwood Ltd",
        plan="Enterprise",
    )


def test_pairs_divided_by_dashes_share_a_line() -> None:
    assert_reads(form(line("Company name - Larchwood | Plan - Team")), company_name="Larchwood", plan="Team")


def test_questions_and_answers_may_be_marked_by_letters() -> None:
    assert_reads(
        form(line("Q: Which plan?"), line("A: Team"), line("Q2: How many users?"), line("A2: 40")),
        plan="Team",
        seats=40,
    )


def test_a_hint_in_italics_stands_in_the_label_s_cell() -> None:
    assert_reads(form(table((cell(("Plan ", italic("which of the three"))), "Team"))), plan="Team")


def test_template_text_behind_a_dash_is_a_placeholder() -> None:
    assert_reads(form(line("PO required – [enter here]"), line("Plan – Team")), po_required=PLACEHOLDER, plan="Team")


def test_email_in_the_row_below_a_contact_belongs_to_the_contact() -> None:
    rows = [("Billing contact", "Jane Roe"), ("Email", "jane@x.example"), ("Security contact", "Sue Cure")]
    assert_reads(
        form(table(*rows, ("Email", "sue@x.example"))),
        billing_contact=contact("Jane Roe", "jane@x.example"),
        technical_admin=UNANSWERED,
    )


def test_first_and_last_name_have_columns_of_their_own() -> None:
    for first, last in (("First name", "Last name"), ("First", "Last")):
        assert_reads(
            form(table(("Role", first, last, "Email"), ("Admin", "John", "Doe", "john@x.example"))),
            technical_admin=person("John Doe", "john@x.example"),
        )


def test_the_currency_asked_with_the_amount_belongs_to_it() -> None:
    assert_reads(form(table(("ARR / currency", "120,000 / USD"))), arr=money(120000, "USD"))


def test_a_known_label_beside_a_look_alike_divides_the_answer() -> None:
    assert_reads(form(table(("Plan / support plan", "Enterprise / Premium"))), plan="Enterprise")


@pytest.mark.parametrize(
    "label", ["Stack", "Quality", "Building", "Cancel", "Binding", "Tracking", "Print", "Star date"]
)
def test_english_words_are_no_misspelt_labels(label: str) -> None:
    read = read_questionnaire(form(table((label, "https://crm.example/1"), ("Plan", "Team"))))
    assert {name for name, answer in read.answers.items() if answer.status not in ("unanswered",)} == {"plan"}


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Costumer name", "company_name"),
        ("Nº of users", "seats"),
        ("№ of users", "seats"),
        ("PO (required)", "po_number"),
        ("Technical contact (CE)", "customer_engineer"),
        ("How many years?", "term_months"),
        ("What do they pay per year?", "arr"),
        ("Valid until", "renewal_date"),
        ("Is a PO mandatory?", "po_required"),
        ("What problem are they solving?", "goals"),
        ("Which other tools were evaluated?", "competitors"),
        ("Owning AE", "account_executive"),
    ],
)
def test_a_label_is_known_by_what_it_asks(label: str, field: str) -> None:
    assert read_questionnaire(form(table((label, "")))).answers.keys() >= {field}


def test_details_of_the_customer_are_a_section() -> None:
    assert_reads(form(heading(2, "Customer details"), line("Plan"), line("Team")), company_name=UNANSWERED, plan="Team")


def test_a_table_that_only_describes_labels_asks_nothing() -> None:
    labels = ("Company name", "Plan", "Seats", "ARR", "Contract start", "Renewal date", "AE")
    described = document(table(("Field", "Description"), *((label, "what it is") for label in labels)))
    assert not read_questionnaire(described).is_questionnaire
