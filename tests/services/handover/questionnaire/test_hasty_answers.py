"""Answers as they are written in a hurry: half decided, mistyped, or about a part of something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.handover.questionnaire.document import Content, cell, day, form, item, person, row, struck, table
from tests.services.handover.questionnaire.expect import PLACEHOLDER, UNANSWERED, ambiguous, assert_reads, money
from tests.services.handover.questionnaire.expect import contact as contact_read
from tests.services.handover.questionnaire.expect import person as person_read

DOUBTFUL = (ambiguous("2027-01-02", "2027-02-01"), ambiguous(40), ambiguous(40, 50))

ANSWERS: list[tuple[str, Content, str, Any]] = [
    ("Contract start", "end of Q1", "contract_start_date", ambiguous()),
    ("Contract start", "1/2/27", "contract_start_date", DOUBTFUL[0]),
    ("Contract start", "TBC (April 1, 2027?)", "contract_start_date", ambiguous("2027-04-01")),
    ("Contract start", "31.02.2027", "contract_start_date", ambiguous()),
    ("Contract start", ("We start ", day("2027-04-01T00:00:00Z", "Apr 1")), "contract_start_date", "2027-04-01"),
    ("Seats", "TBD (40)", "seats", DOUBTFUL[1]),
    ("Seats", "40-50 seats", "seats", DOUBTFUL[2]),
    ("Seats", "40 of 120 developers", "seats", 40),
    ("Seats", "4O", "seats", ambiguous()),
    ("Seats", (struck("40"), " 60"), "seats", 60),
    ("Seats", (struck("40"),), "seats", UNANSWERED),
    ("ARR", "€ 1.2m p.a.", "arr", money(1_200_000, "EUR")),
    ("ARR", "$10k MRR", "arr", ambiguous()),
    ("ARR", "10k/month", "arr", ambiguous()),
    ("ARR", "$120k + $20k services", "arr", money(120_000, "USD")),
    ("AE", "@", "account_executive", PLACEHOLDER),
    ("AE", ("Talk to ", person("Jane Roe", "jane@x.example"), " please"), "account_executive",
     person_read("Jane Roe", "jane@x.example")),
    ("Code hosts", cell(item("GitHub"), item("GitLab (old)")), "code_hosts", ["GitHub", "GitLab"]),
    ("Billing contact", "Jane Roe jane@x.example, Bob Li bob@x.example", "billing_contact",
     ambiguous(contact_read("Jane Roe", "jane@x.example"), contact_read("Bob Li", "bob@x.example"))),
    ("Renewal date", "__/__/____", "renewal_date", PLACEHOLDER),
    ("Kunde / Customer", "Müller & Söhne GmbH", "company_name", "Müller & Söhne GmbH"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "answer", "field", "expected"), ANSWERS)
def test_a_hasty_answer_is_read_or_said_to_be_open(label: str, answer: Content, field: str, expected: Any) -> None:
    assert_reads(form(table((label, answer))), **{field: expected})


def test_merged_rows_say_whose_name_and_email_follow() -> None:
    assert_reads(
        form(
            table(
                row(cell("Billing", columns=2)),
                ("Name", "Jane Roe"),
                ("Email", "jane@x.example"),
                row(cell("Technical", columns=2)),
                ("Name", "Bob Li"),
            )
        ),
        billing_contact=contact_read("Jane Roe", "jane@x.example"),
        technical_admin=person_read("Bob Li"),
    )
