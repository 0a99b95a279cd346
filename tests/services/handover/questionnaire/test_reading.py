"""The reader as others use it: provenance, a company's own labels, further fields, input that is no document."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from services.handover.questionnaire.answer import Where
from services.handover.questionnaire.labels import field_names
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import NotADocument, as_gold, read_questionnaire
from tests.services.handover.questionnaire.document import Json, bold, cell, document, form, line, tab, table


def text_at(document_: Json, where: Where) -> str:
    """The text of the document between the two places, which are counted in UTF-16 units."""
    found: dict[int, bytes] = {}

    def collect(thing: Any) -> None:
        if isinstance(thing, dict):
            if "textRun" in thing:
                units = thing["textRun"]["content"].encode("utf-16-le")
                found.update({thing["startIndex"] + i: units[2 * i : 2 * i + 2] for i in range(len(units) // 2)})
            for inner in thing.values():
                collect(inner)
        elif isinstance(thing, list):
            for inner in thing:
                collect(inner)

    collect(document_)
    assert where.start is not None
    assert where.end is not None
    return b"".join(found[at] for at in range(where.start, where.end)).decode("utf-16-le")


def test_an_answer_knows_where_it_stands() -> None:
    asked = form(line(bold("🏢 Company name:"), " Larchwood 🌲 Analytics"), table(("Plan", "Team")))
    read = read_questionnaire(asked)

    (company,) = read["company_name"].where
    assert (company.tab_id, company.tab_title, company.label) == ("t.tab 1", "Tab 1", "🏢 Company name")
    assert text_at(asked, company) == "Larchwood 🌲 Analytics"
    (plan,) = read["plan"].where
    assert text_at(asked, plan) == "Team"


def test_an_empty_answer_knows_where_it_would_stand() -> None:
    for asked in (line(bold("Plan:")), table(("Plan", ""))):
        (where,) = read_questionnaire(form(asked))["plan"].where

        assert where.label == "Plan"
        assert where.start == where.end
        assert where.start is not None


def test_provenance_is_printed_only_when_it_is_asked_for() -> None:
    read = read_questionnaire(form(line("Plan: Team")))

    assert list(as_gold(read)) == ["is_questionnaire", "fields"]
    assert as_gold(read, where=True)["provenance"]["plan"][0]["label"] == "Plan"
    assert list(as_gold(read)["fields"]) == list(field_names())
    json.dumps(as_gold(read, where=True))


def test_tabs_are_read_in_order_children_after_their_parent() -> None:
    asked = [line(f"{label}: x") for label in ("Site ID", "Tags", "Competitors", "Time zone", "Payment terms")]
    tabs = [tab("One", *asked, line("Plan: A"), children=[tab("Two", line("Plan: B"))]), tab("Three", line("Plan: C"))]

    plan = read_questionnaire(document(tabs=tabs))["plan"]

    assert plan.candidates == ("A", "B", "C")
    assert [where.tab_title for where in plan.where] == ["One", "Two", "Three"]


def test_a_company_extends_the_labels() -> None:
    asked = form(line("Bundle flavour: Team"))

    assert read_questionnaire(asked)["plan"].status == "unanswered"
    assert read_questionnaire(asked, {"plan": ["Bundle flavour"]})["plan"].value == "Team"


def test_further_fields_are_read_but_not_printed_with_the_27() -> None:
    read = read_questionnaire(
        form(
            table(
                ("TCV", "$144,000"),
                ("Signature date", "March 3, 2027"),
                ("Number of engineers", "900"),
                ("Main contacts", "Jane Roe <jane@acme.example>\nBob Ray"),
                ("Account ID", "acme-1"),
                ("Billing frequency", "annual"),
            )
        )
    )

    assert read["tcv"].value == {"amount": 144000, "currency": "USD"}
    assert read["close_date"].value == "2027-03-03"
    assert read["developer_count"].value == 900
    assert read["main_contacts"].value == ["Jane Roe <jane@acme.example>", "Bob Ray"]
    assert read["unique_account_id"].value == "acme-1"
    assert "tcv" not in as_gold(read)["fields"]
    assert as_gold(read, extra=True)["fields"]["billing_frequency"]["value"] == "annual"


@pytest.mark.parametrize("thing", [None, [], "x", 3, {}, {"error": {"code": 403}}, {"tabs": "x"}])
def test_json_that_is_no_document_is_refused(thing: Any) -> None:
    with pytest.raises(NotADocument):
        read_questionnaire(thing)


@pytest.mark.parametrize(
    "thing",
    [
        {"documentId": "d"},
        {"body": {}},
        {"tabs": []},
        {
            "tabs": [
                None,
                3,
                {"documentTab": None},
                {"documentTab": {"body": {"content": [None, {}, {"paragraph": []}]}}},
            ]
        },
        {"body": {"content": [{"paragraph": {"elements": [{"novelty": {}}, {"textRun": {}}, {"person": None}]}}]}},
        {"body": {"content": [{"table": {"tableRows": [{"tableCells": [None, {"tableCellStyle": 3}]}, None]}}]}},
    ],
)
def test_a_document_with_holes_is_read(thing: Any) -> None:
    assert not read_questionnaire(thing).is_questionnaire


def test_lone_surrogates_and_missing_indexes_do_no_harm() -> None:
    asked = form(line("Plan: Te\ud83dam \udc00"), line("Company name: \ud83d"))
    for block in asked["tabs"][0]["documentTab"]["body"]["content"]:
        for element in block.get("paragraph", {}).get("elements", ()):
            element.pop("startIndex", None)

    assert read_questionnaire(asked)["plan"].value == "Te\ud83dam \udc00"


def test_tables_nest_twenty_deep() -> None:
    inner = table(("Plan", "Team"))
    for _ in range(20):
        inner = table((cell(inner),))

    assert read_questionnaire(form(inner))["plan"].value == "Team"


def test_reading_imports_no_server_and_no_outside_system() -> None:
    code = (
        "import sys; from services.handover.questionnaire.read import read_questionnaire;"
        "print([m for m in ('flask','googleapiclient','sqlalchemy','phonenumbers','babel','requests') "
        "if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_the_mask_fits_into_an_address_and_names_what_is_read() -> None:
    assert len(FIELDS_MASK) < 1_500
    assert FIELDS_MASK.count("(") == FIELDS_MASK.count(")")
    for name in ("title", "documentId", "revisionId", "tabProperties(tabId,title)", "childTabs", "lists", "dropdown"):
        assert name in FIELDS_MASK


@pytest.mark.parametrize(
    "answer",
    [
        "-" * 60 + "x",
        "?" * 60 + "a",
        "." * 60 + "b",
        "TBD " * 40 + "x",
        "phone number " * 22 + "!",
        "0" * 20_000,
        "a" * 30_000,
    ],
)
@pytest.mark.parametrize("label", ["Plan", "ARR", "Contract start", "Billing contact", "PO required?", "Goals"])
def test_long_answers_of_one_sign_take_no_time(label: str, answer: str) -> None:
    start = time.process_time()
    read_questionnaire(form(table((label, answer))))
    assert time.process_time() - start < 2


def seconds(document: Json) -> float:
    """How long reading takes, at best."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read_questionnaire(document)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "shape",
    [
        lambda many: line("Plan: Team | " * many),
        lambda many: line("".join(f"Plan: Team {number}\v" for number in range(many))),
        lambda many: table(*[("Plan", "Seats", "Term"), ("Team", "40", "12")] * (many // 4)),
        lambda many: table(*[("Plan", f"Team {number}") for number in range(many // 2)]),
    ],
)
def test_the_time_grows_with_the_size_alone(shape: Callable[[int], Json]) -> None:
    # Eight times as much takes eight times as long; were it to grow with the square, it would take 64 times.
    assert seconds(document(shape(8000))) < 24 * seconds(document(shape(1000))) + 0.2
