"""Where labels and answers stand in tables: a small document for each layout of the definition."""

from __future__ import annotations

from tests.services.handover.questionnaire.document import (
    cell,
    form,
    item,
    table,
)
from tests.services.handover.questionnaire.expect import (
    UNANSWERED,
    ambiguous,
    assert_reads,
    contact,
    money,
)


def test_a_header_row_says_which_column_holds_no_answers() -> None:
    assert_reads(
        form(
            table(
                ("#", "Question", "Answer", "Notes"),
                ("1", "Plan", "Team", "why not"),
                ("2", "Number of users", "40", "400 later"),
            )
        ),
        plan="Team",
        seats=40,
    )


def test_a_row_may_hold_two_pairs() -> None:
    assert_reads(
        form(table(("Plan", "Team", "Number of users", "40"), ("ARR", "$10k", "Term", "12 months"))),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
        term_months=12,
    )


def test_two_columns_of_answers_are_two_answers() -> None:
    assert_reads(
        form(table(("Question", "Acme US", "Acme UK"), ("Plan", "Team", "Business"), ("Number of users", "40", "40"))),
        plan=ambiguous("Team", "Business"),
        seats=40,
    )


def test_labels_in_one_row_have_their_answers_in_the_row_below() -> None:
    assert_reads(
        form(table(("Plan", "Number of users", "ARR"), ("Team", "40", "$10k"))),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
    )


def test_rows_of_labels_and_answers_may_repeat() -> None:
    assert_reads(
        form(table(("Plan", "Number of users"), ("Team", "40"), ("ARR", "Term"), ("$10k", "12 months"))),
        plan="Team",
        seats=40,
        term_months=12,
    )


def test_label_and_answer_may_stand_in_one_cell() -> None:
    assert_reads(
        form(table(("Plan\nTeam", "Number of users\n40"), ("ARR\n$10k", "Term\n12 months"))),
        plan="Team",
        seats=40,
        term_months=12,
    )


def test_label_and_answer_may_stand_in_one_cell_with_a_colon() -> None:
    assert_reads(
        form(table(("Plan: Team", "Number of users: 40"), ("ARR: $10k", "Term: 12 months"))),
        plan="Team",
        seats=40,
        term_months=12,
    )


def test_a_label_cell_may_stand_above_its_answer_cell() -> None:
    assert_reads(
        form(table(("Plan",), ("Team",), ("Number of users",), ("40",), ("PO number",), ("",), ("ARR",), ("$10k",))),
        plan="Team",
        seats=40,
        po_number=UNANSWERED,
        arr=money(10000, "USD"),
    )


def test_a_hint_in_the_labels_cell_is_no_answer() -> None:
    assert_reads(
        form(table(("Plan\nTeam, Business or Enterprise", "Team"), ("Number of users\nincluding contractors", "40"))),
        plan="Team",
        seats=40,
    )


def test_a_hint_is_no_answer_to_an_empty_question_either() -> None:
    assert_reads(
        form(table(("Plan\nTeam, Business or Enterprise", ""), ("Number of users\nincluding contractors", ""))),
        plan=UNANSWERED,
        seats=UNANSWERED,
    )


def test_a_merged_row_gives_the_labels_below_their_meaning() -> None:
    assert_reads(
        form(
            table(
                (cell("Billing", columns=2),),
                ("Contact", "Jane Doe"),
                ("Address", "1 Main St"),
                ("Terms", "Net 30"),
                (cell("Contract", columns=2),),
                ("Start", "April 1, 2027"),
                ("End", "March 31, 2028"),
            )
        ),
        billing_contact=contact("Jane Doe"),
        billing_address=["1 Main St"],
        payment_terms="Net 30",
        contract_start_date="2027-04-01",
        renewal_date="2028-03-31",
    )


def test_covered_cells_that_are_listed_change_nothing() -> None:
    assert_reads(
        form(table((cell("Billing", columns=2), ""), ("Contact", "Jane Doe"), ("Email", "j@x.example"))),
        billing_contact=contact("Jane Doe", "j@x.example"),
    )


def test_a_cell_that_spans_rows_gives_the_labels_beside_it_their_meaning() -> None:
    assert_reads(
        form(
            table(
                (cell("Billing", rows=3), "Contact", "Jane Doe"), ("", "Address", "1 Main St"), ("", "Terms", "Net 30")
            )
        ),
        billing_contact=contact("Jane Doe"),
        billing_address=["1 Main St"],
        payment_terms="Net 30",
    )


def test_a_label_that_spans_rows_has_all_their_answers() -> None:
    assert_reads(
        form(table((cell("Goals", rows=2), "Reduce cost"), ("", "Faster search"), ("Plan", "Team"))),
        goals=["Reduce cost", "Faster search"],
        plan="Team",
    )


def test_a_table_inside_an_answer_cell_is_read() -> None:
    assert_reads(
        form(table(("Plan", "Team"), ("Billing contact", cell(table(("Name", "Jane Doe"), ("Email", "j@x.example")))))),
        plan="Team",
        billing_contact=contact("Jane Doe", "j@x.example"),
    )


def test_tables_inside_cells_of_a_layout_table_are_read() -> None:
    assert_reads(
        form(table((cell(table(("Plan", "Team"), ("Number of users", "40"))), cell(table(("ARR", "$10k")))))),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
    )


def test_a_table_without_labels_in_an_answer_cell_is_the_answer() -> None:
    assert_reads(
        form(table(("Goals", cell(table(("Reduce cost",), ("Faster search",)))), ("Plan", "Team"))),
        goals=["Reduce cost", "Faster search"],
    )


def test_pairs_in_the_cell_beside_a_section_are_read() -> None:
    assert_reads(
        form(table(("Billing", "Contact: Jane Doe\nAddress: 1 Main St"), ("Plan", "Team"))),
        billing_contact=contact("Jane Doe"),
        billing_address=["1 Main St"],
        plan="Team",
    )


def test_nested_items_of_all_levels_belong_to_the_answer() -> None:
    assert_reads(
        form(
            item("Goals", kind="numbers"),
            item("Go fast", level=1),
            item("Go far", level=2),
            item("Mood", kind="numbers"),
            item("ok", level=1),
        ),
        goals=["Go fast", "Go far"],
    )


def test_an_answer_below_its_label_may_read_like_a_label() -> None:
    assert_reads(
        form(table(("Plan", "Deployment type", "Number of users"), ("Team", "Self-hosted", "40"))),
        plan="Team",
        deployment_type="Self-hosted",
        seats=40,
    )
    assert_reads(
        form(table(("Plan", "Payment terms"), ("Team", "Net 30"), ("Code hosts", ""), ("GitHub", ""))),
        payment_terms="Net 30",
        code_hosts=["GitHub"],
    )


def test_the_last_of_cells_with_label_and_answer_may_stand_alone_in_its_row() -> None:
    assert_reads(
        form(table(("Plan\nTeam", "Number of users\n40"), ("Payment terms\nNet 30", ""))),
        plan="Team",
        seats=40,
        payment_terms="Net 30",
    )


def test_number_columns_may_stand_before_each_of_several_pairs() -> None:
    assert_reads(
        form(
            table(("1", "Plan", "Team", "3", "ARR", "$10k"), ("2", "Number of users", "40", "4", "Term", "12 months"))
        ),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
        term_months=12,
    )


def test_a_section_between_rows_of_labels_and_answers_is_no_answer() -> None:
    assert_reads(
        form(
            table(
                ("Plan", "Number of users"),
                ("Team", "40"),
                (cell("More", columns=2), cell()),
                ("ARR", "Term"),
                ("$10k", "1 year"),
            )
        ),
        plan="Team",
        seats=40,
        arr=money(10000, "USD"),
    )


def test_an_answer_that_stands_alone_below_its_labels_may_read_like_another_label() -> None:
    asked = ("Plan", "License key tags", "Number of users", "ARR")
    assert_reads(form(table(asked, ("", "trial", "", ""))), license_tags=["trial"], plan=UNANSWERED)


def test_words_in_a_table_inside_the_answer_to_a_list_are_its_items() -> None:
    for inner in (table(("trial",), ("dev",)), table(("trial", "dev"))):
        assert_reads(form(table(("Tags", cell(inner)), ("Plan", "Team"))), license_tags=["trial", "dev"], plan="Team")


def test_in_a_single_column_an_answer_may_read_like_another_label() -> None:
    rows = [(one,) for one in ("Plan", "Team", "Number of users", "40", "License key tags", "trial, dev")]
    assert_reads(form(table(*rows)), plan="Team", seats=40, license_tags=["trial", "dev"])


def test_a_merged_label_ends_where_the_other_labels_stand() -> None:
    section = (cell("Contract", rows=2), "Start", "2027-04-01")
    rows = (section, ("", "Term", "12"), (cell("Plan", columns=2), "Team"))
    assert_reads(form(table(*rows)), contract_start_date="2027-04-01", term_months=12, plan="Team")
