"""Persons and contacts: name, email and phone."""

from __future__ import annotations

import pytest

from tests.services.handover.questionnaire.document import bold, cell, form, heading, line, link, table
from tests.services.handover.questionnaire.document import person as chip
from tests.services.handover.questionnaire.expect import (
    PLACEHOLDER,
    UNANSWERED,
    ambiguous,
    assert_reads,
    contact,
    person,
)

CONTACTS = {
    "Jane Roe, Controller": contact("Jane Roe"),
    "Jane Roe (AP)": contact("Jane Roe"),
    "Ms Jane Roe": contact("Jane Roe"),
    "Dr. Jane Roe <JANE@Acme.example>": contact("Jane Roe", "jane@acme.example"),
    "AP team <ap@acme.example>": contact("AP team", "ap@acme.example"),
    "Accounts Payable, ap@acme.example": contact("Accounts Payable", "ap@acme.example"),
    "jane@acme.example - Jane Roe": contact("Jane Roe", "jane@acme.example"),
    "Jane Roe (jane@acme.example), +44 (0)20 7946 0307": contact("Jane Roe", "jane@acme.example", "+442079460307"),
    "田中太郎 様 tanaka@acme.example": contact("田中太郎", "tanaka@acme.example"),
    "田中さん": contact("田中"),
    "Jane Roe, Head of Finance\njane@acme.example\n+1 415-555-0110 ext. 5": contact(
        "Jane Roe", "jane@acme.example", "+14155550110"
    ),
    "Name: Jane Roe\nEmail: jane@acme.example\nPhone: 030 1234567": contact(
        "Jane Roe", "jane@acme.example", "0301234567"
    ),
    "Send it to Jane Roe at jane@acme.example please": contact("Jane Roe", "jane@acme.example"),
    "ap@acme.example": contact(None, "ap@acme.example"),
    "Jane van der Roe / jane@acme.example / 415.555.0110": contact(
        "Jane van der Roe", "jane@acme.example", "4155550110"
    ),
    "Seán O'Brien-Smith, sean@acme.example": contact("Seán O'Brien-Smith", "sean@acme.example"),
    "Jane Roe | Accounts Payable | jane@acme.example": contact("Jane Roe", "jane@acme.example"),
    "Jane Roe – VP Finance": contact("Jane Roe"),
    "Herr Max Müller, ٠٣٠ ١٢٣٤٥٦٧": contact("Max Müller", None, "0301234567"),
    "jane roe, jane@acme.example": contact("jane roe", "jane@acme.example"),
    "Jane Roe, on leave until May": contact("Jane Roe"),
}


@pytest.mark.parametrize(("answer", "expected"), CONTACTS.items())
def test_a_contact_is_name_email_and_phone_alone(answer: str, expected: dict[str, str | None]) -> None:
    assert_reads(form(table(("Billing contact", answer))), billing_contact=expected)
    assert_reads(form(heading(3, "Billing contact"), *map(line, answer.split("\n"))), billing_contact=expected)


def test_a_name_that_is_linked_to_mailto_has_that_email() -> None:
    linked = link("Jane Roe", "mailto:Jane@acme.example?subject=Hello")
    assert_reads(
        form(line(bold("Billing contact:"), " ", linked)), billing_contact=contact("Jane Roe", "jane@acme.example")
    )


@pytest.mark.parametrize("mark", ["cc: ", "CC ", ", cc'd to ", " (copy: ", "; bcc ", "Kopie an: "])
def test_whoever_only_reads_along_gives_nobody_an_address(mark: str) -> None:
    named = ambiguous(contact("Jane Roe"), contact(None, "ap@acme.example"))
    assert_reads(form(table(("Billing contact", f"Jane Roe {mark}ap@acme.example"))), billing_contact=named)
    chipped = cell(line(f"Jane Roe {mark}", chip(None, "ap@acme.example")))
    assert_reads(form(table(("Billing contact", chipped))), billing_contact=named)


def test_an_address_of_ones_own_stands_before_that_of_whoever_reads_along() -> None:
    answer = "Jane Roe, jane@acme.example, cc Bob Li <bob@acme.example>"
    both = ambiguous(contact("Jane Roe", "jane@acme.example"), contact("Bob Li", "bob@acme.example"))
    assert_reads(form(table(("Billing contact", answer))), billing_contact=both)


def test_a_person_chip_may_have_no_name() -> None:
    assert_reads(
        form(table(("AE", chip(None, "maya@lantern.example")))), account_executive=person(None, "maya@lantern.example")
    )


def test_a_remark_behind_a_person_chip_is_no_second_person() -> None:
    answer = (chip("Maya Roe", "maya@lantern.example"), " (West)")
    assert_reads(form(table(("AE", answer))), account_executive=person("Maya Roe", "maya@lantern.example"))


def test_a_part_that_is_open_in_a_table_of_people_gives_way_to_the_others() -> None:
    people = table(("Role", "Name", "Email"), ("Billing contact", "Jane Roe", "TBD"), ("AE", "Ann Low", "?"))
    assert_reads(form(people), billing_contact=contact("Jane Roe"), account_executive=person("Ann Low"))


def test_parts_with_labels_of_their_own_may_share_a_line_below_the_label() -> None:
    assert_reads(
        form(heading(2, "Billing contact"), line("Name: Jane Roe, Email: jane@acme.example, Phone: +49 30 1234567")),
        billing_contact=contact("Jane Roe", "jane@acme.example", "+49301234567"),
    )


def test_a_letter_may_stand_for_the_phone() -> None:
    assert_reads(
        form(table(("Billing contact", "Jane Roe\nT +49 30 1234567"))),
        billing_contact=contact("Jane Roe", None, "+49301234567"),
    )


def test_a_table_in_the_cell_beside_a_section_is_read_below_it() -> None:
    parts = table(("Name", "Jane Roe"), ("Email", "jane@acme.example"))
    assert_reads(form(table(("Billing", cell(parts)))), billing_contact=contact("Jane Roe", "jane@acme.example"))


def test_first_and_last_name_may_have_columns_of_their_own() -> None:
    for head, row in (
        (("Role", "First name", "Last name", "Email"), ("Account Executive", "Maya", "Roe", "maya@x.example")),
        (("Role", "Surname", "Given name", "Email"), ("Account Executive", "Roe", "Maya", "maya@x.example")),
    ):
        assert_reads(form(table(head, row)), account_executive=person("Maya Roe", "maya@x.example"))


def test_first_and_last_name_may_be_asked_one_by_one() -> None:
    asked = (("First name", "Omar"), ("Last name", "Whitley"), ("Email", "o@w.example"))
    for blocks in (
        [heading(2, "Technical administrator"), *(line(f"{label}: {answer}") for label, answer in asked)],
        [table((cell("Technical administrator", columns=2),), *asked)],
        [table(*((f"Admin {label.lower()}", answer) for label, answer in asked))],
    ):
        assert_reads(form(*blocks), technical_admin=person("Omar Whitley", "o@w.example"))


def test_a_table_of_people_has_roles_in_one_column() -> None:
    assert_reads(
        form(
            table(
                ("Role", "Name", "Email", "Phone"),
                ("Account Executive", "Maya Roe", "maya@x.example", ""),
                ("Billing contact", "Jane Doe", "jane@y.example", "+1 415 555 0100"),
                ("Security contact", "Bob", "bob@y.example", ""),
            )
        ),
        account_executive=person("Maya Roe", "maya@x.example"),
        billing_contact=contact("Jane Doe", "jane@y.example", "+14155550100"),
    )


def test_a_table_of_people_may_be_filled_in_part() -> None:
    assert_reads(
        form(
            table(
                ("", "Name", "E-mail"),
                ("AE", "Maya Roe", "maya@x.example"),
                ("CE", "", ""),
                ("Technical admin", "TBD", ""),
            )
        ),
        account_executive=person("Maya Roe", "maya@x.example"),
        technical_admin=PLACEHOLDER,
        customer_engineer=UNANSWERED,
    )
