"""A form is read without a closer look, and says what the closer look would have found."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from services.handover.questionnaire.blocks import Table
from services.handover.questionnaire.body import tabs
from services.handover.questionnaire.cells import contents
from services.handover.questionnaire.form import form_pairs
from services.handover.questionnaire.labels import labels
from services.handover.questionnaire.meaning import Sections, reader_of
from services.handover.questionnaire.pairs import Pair
from services.handover.questionnaire.tables import TableLayout
from services.handover.questionnaire.view import View
from tests.services.handover.questionnaire.document import (
    cell,
    document,
    dropdown,
    inserted,
    mail,
    person,
    rich_link,
    table,
)
from tests.services.handover.questionnaire.expect import assert_reads

READER = reader_of(labels())
ABOUT: tuple[Sections, ...] = ((), (frozenset({"contract"}),), (frozenset({"billing"}), frozenset({"deal"})))
LABELS = (
    *("Plan", "Seats", "Company name", "Contract start", "Contract start / end", "PO required?", "PO number"),
    *("Billing contact", "Billing email", "Email", "Name", "Customer", "Status", "Slack channel", "Term"),
    *("Account Executive", "The weather"),
)
ANSWERS = (
    *("", "Team", "40", "1.", "Yes", "TBD", "Plan", "Plan: Team", "Start", "Customer", "Status", "Contract end"),
    *("Name", "Email", "Phone number", "First", "Notes", "Question", "true-up, plan:enterprise-1", "word " * 50),
    *("Seats\n40", "2027-04-01", "Jane Roe\njane@codelantern.example"),
    *((person("Jane Roe", "jane@codelantern.example"),), (mail("jane@codelantern.example"), " or Seats")),
    *(("Plan ", dropdown("Team")), ("Seats ", rich_link("Quote", "https://quotes.codelantern.example/1"))),
)
ROWS = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(ANSWERS)), min_size=1, max_size=7)


def both(rows: list[tuple[object, ...]], around: Sections) -> tuple[list[Pair] | None, list[Pair]]:
    """What a table says as a form, if it is one, and what it says to the closer look."""
    ((made,),) = tabs(document(table(*rows)), View(accepted=False))
    assert isinstance(made, Table)
    cells = contents(made, READER, around)
    closer = TableLayout(cells, made.columns, READER, around, lambda blocks, sections: [])
    return form_pairs(cells, made.columns, READER, around), closer.read()


@given(ROWS, st.sampled_from(ABOUT))
@example([("Plan", "Name"), ("Billing contact", "")], ())
@example([("Plan", ""), ("Name", "")], (frozenset({"billing"}), frozenset({"deal"})))
@example([("Plan", "true-up, plan:enterprise-1")], ())
@example([("Plan", "true-up, plan:enterprise-1"), ("Seats", "40")], ())
@example([("Plan", "true-up, plan:enterprise-1"), ("Seats", "Reference")], ())
@example([("Seats", ("Plan ", dropdown("Team"))), ("Seats", "")], ())
@example([("Customer", "Question")], ())
@example([("Plan", "Team"), (cell("PO number", columns=2), cell((inserted("4500088121"),)))], ())
def test_a_form_says_what_a_closer_look_finds(rows: list[tuple[object, ...]], around: Sections) -> None:
    form, closer = both(rows, around)
    if form is not None:
        assert [(pair.asked, pair.tab, pair.at) for pair in form] == [
            (pair.asked, pair.tab, pair.at) for pair in closer
        ]
        assert [[line.text for line in pair.lines] for pair in form] == [
            [line.text for line in pair.lines] for pair in closer
        ]


def test_questions_with_ordinary_answers_are_a_form() -> None:
    rows: list[tuple[object, ...]] = [("Plan", "Team"), ("PO required?", "Yes"), ("Seats", ""), ("Company name", "Roe")]
    form, closer = both(rows, ())
    assert form is not None
    assert [pair.lines[0].text for pair in form] == ["Team", "Yes", "", "Roe"]
    assert len(closer) == 4


def test_people_by_column_are_no_form() -> None:
    form, _ = both([("Role", "Name"), ("Billing contact", "Jane Roe"), ("Account Executive", "Rae Poe")], ())
    assert form is None


def test_a_form_is_read() -> None:
    rows = (("Plan", "Team"), ("Seats", "40"), ("Company name", "Roe"))
    more = (("Term", "12 months"), ("Time zone", ""), ("ARR", ""))
    assert_reads(document(table(*rows, *more)), plan="Team", seats=40, company_name="Roe", term_months=12)
