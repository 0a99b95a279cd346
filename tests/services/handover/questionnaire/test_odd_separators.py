"""Leaders and strokes between label and answer, bold that begins late, and names that read like remarks."""

from __future__ import annotations

import pytest

from tests.services.handover.questionnaire.document import bold, form, line, table
from tests.services.handover.questionnaire.expect import PLACEHOLDER, UNANSWERED, ambiguous, assert_reads, money
from tests.services.handover.questionnaire.expect import person as person_read


def test_dot_leaders_lead_to_the_answer() -> None:
    assert_reads(
        form(
            line("Seats ....... 40"),
            line("Plan ............ Team"),
            line("ARR …… $120,000"),
            line("PO number .... TBD"),
        ),
        seats=40,
        plan="Team",
        arr=money(120_000, "USD"),
        po_number=PLACEHOLDER,
    )


def test_dots_within_an_answer_divide_nothing() -> None:
    assert_reads(form(line("Plan: Team ... for now")), plan="Team ... for now")


def test_a_stroke_may_stand_between_a_label_and_its_answer() -> None:
    assert_reads(
        form(
            line("Seats | 40"), line("ARR | $120k"), line(bold("Plan"), " | Team"), line(bold("Term"), " | 12 months")
        ),
        seats=40,
        arr=money(120_000, "USD"),
        plan="Team",
        term_months=12,
    )
    assert_reads(form(line("Plan | プラン"), line("Team")), plan="Team")
    assert_reads(form(line("Seats: 40 | Plan: Team 2")), seats=40, plan="Team 2")


def test_bold_may_begin_a_few_letters_late() -> None:
    assert_reads(
        form(
            line("Pay", bold("ment terms"), " Net 30"),
            line("Cust", bold("omer Engineer"), " Ann Li"),
            line("Site ", bold("ID"), " abc"),
        ),
        payment_terms="Net 30",
        customer_engineer=person_read("Ann Li"),
        site_id="abc",
    )


@pytest.mark.parametrize("name", ["Probably Ltd", "Ask Media Group", "To Follow Ltd", "Not Sure Inc.", "Pending Labs"])
def test_names_of_companies_may_read_like_remarks(name: str) -> None:
    assert_reads(form(table(("Company name", name))), company_name=name)


def test_remarks_about_a_company_stay_remarks() -> None:
    assert_reads(form(table(("Company name", "Probably Acme Ltd"))), company_name=ambiguous("Acme Ltd"))
    assert_reads(form(table(("Company name", "Ask Jane Roe"))), company_name=ambiguous())


def test_the_name_of_an_engineer_is_no_company() -> None:
    for label in ("Customer Engineer? Name", "Customer Engineer / name"):
        document = form(table((label, "Ann Li")))
        assert_reads(document, customer_engineer=person_read("Ann Li"), company_name=UNANSWERED)
