"""What is a questionnaire and what is not."""

from __future__ import annotations

import pytest

from services.handover.questionnaire.read import as_gold, read_questionnaire
from tests.services.handover.questionnaire.document import Json, bold, document, heading, item, line, table

ASKED = ("Company name", "AE", "CE", "Plan", "Number of users", "ARR", "Contract start", "Term", "PO number")


def test_six_fields_asked_make_a_questionnaire_also_when_nothing_is_filled_in() -> None:
    assert read_questionnaire(document(table(*((label, "") for label in ASKED[:6])))).is_questionnaire
    assert not read_questionnaire(document(table(*((label, "") for label in ASKED[:5])))).is_questionnaire


NOT_ONE: dict[str, Json] = {
    "a list with a row per customer": document(
        table(ASKED, *((name, "A Bee", "C Dee", "Team", "4", "$1", "2027-01-01", "1 year", "1") for name in "xyz"))
    ),
    "meeting notes": document(
        line("Attendees: Maya Roe"),
        heading(2, "Notes"),
        *(item(f"{label}: talked about it") for label in ASKED),
        heading(2, "Action items"),
    ),
    "a mail": document(
        *(line(f"{head}: Maya") for head in ("From", "To", "Subject")), *(line(f"{label}: Team") for label in ASKED)
    ),
    "a contract": document(
        *(line(bold(f"{label}:"), " Team") for label in ASKED),
        line("This Agreement shall be governed by the governing law of Delaware, and the parties hereby agree to it."),
        line("Neither party indemnifies the other; confidential information remains confidential hereunder."),
    ),
    "a description of the process": document(
        line(bold("Account Executive:"), " writes the questionnaire"),
        line(bold("Contract start:"), " take it from the order form"),
        line(bold("ARR:"), " the yearly amount, from the deal"),
        line(bold("Number of users:"), " as on the order form"),
        line(bold("Term:"), " as on the order form"),
        line(bold("Salesforce link:"), " copy it from the browser"),
        line(bold("Plan:"), " as sold"),
    ),
}


@pytest.mark.parametrize("name", NOT_ONE)
def test_nothing_is_read_from(name: str) -> None:
    read = as_gold(read_questionnaire(NOT_ONE[name]))

    assert read["is_questionnaire"] is False
    assert all(answer == {"status": "unanswered"} for answer in read["fields"].values())


def test_a_form_may_greet_its_reader_and_a_mail_is_none() -> None:
    asked = table(*((label, "") for label in ASKED))
    assert read_questionnaire(document(line("Dear AE,"), asked, line("Thank you"))).is_questionnaire
    mail = (line("Hi Sam,"), *(line(f"{label}: Team") for label in ASKED), line("Best regards"), line("Maya"))
    assert not read_questionnaire(document(*mail)).is_questionnaire
