"""What holds for every document: reading never fails, and what means the same is read the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.handover.questionnaire.read import as_gold, read_questionnaire
from tests.services.handover.questionnaire.document import (
    Json,
    bold,
    cell,
    day,
    deleted,
    document,
    dropdown,
    heading,
    inserted,
    italic,
    item,
    line,
    link,
    person,
    rich_link,
    struck,
    tab,
    table,
)

DOCS = Path(__file__).parents[3] / "questionnaires" / "docs"
PUBLIC: list[Json] = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DOCS.glob("*.json"))]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.sampled_from(
    [
        "Plan",
        "Company name",
        "ARR",
        "AE / CE",
        "Billing",
        "Name",
        "Start",
        ":",
        " – ",
        "|",
        "Team",
        "$10k",
        "TBD",
        "[Plan]",
        "☑ Yes ☐ No",
        "1/2/2027",
        "April 1, 2027",
        "a@b.example",
        "{{ x }}",
        "\ue907",
        "\v",
        "\t",
        "٤٠",
        "会社名",
        "?",
        "(",
        "[",
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=8), max_size=6).map("".join)
INLINE = st.one_of(
    TEXTS,
    TEXTS.map(bold),
    TEXTS.map(italic),
    TEXTS.map(struck),
    TEXTS.map(lambda text: link(text, "https://crm.example/1")),
    TEXTS.map(lambda text: link(text, f"mailto:{text}")),
    TEXTS.map(lambda text: person(text, "a@b.example")),
    TEXTS.map(lambda text: day(text, "May 1, 2027", text)),
    TEXTS.map(lambda text: rich_link(text, text)),
    TEXTS.map(dropdown),
    TEXTS.map(inserted),
    TEXTS.map(deleted),
)
LINES = st.one_of(
    st.lists(INLINE, max_size=4).map(lambda content: line(*content)),
    st.builds(lambda level, text: heading(level, text), st.integers(1, 6), TEXTS),
    st.builds(
        lambda text, level, kind: item(text, level=level, kind=kind),
        TEXTS,
        st.integers(0, 8),
        st.sampled_from(["bullets", "numbers", "checks"]),
    ),
)
CELLS = st.builds(
    lambda blocks, rows, columns: cell(*blocks, rows=rows, columns=columns),
    st.lists(LINES, max_size=2),
    st.integers(1, 3),
    st.integers(1, 3),
)
BLOCKS = st.recursive(
    LINES,
    lambda inner: st.lists(st.lists(CELLS | inner.map(cell), max_size=4), max_size=4).map(lambda rows: table(*rows)),
    max_leaves=8,
)


@QUICK
@given(st.lists(BLOCKS, max_size=8))
def test_reading_never_fails(blocks: list[Json]) -> None:
    asked = document(table(*((label, "") for label in ("Plan", "AE", "CE", "ARR", "Term", "Tags"))), *blocks)

    json.dumps(as_gold(read_questionnaire(asked), where=True))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "paragraph",
                    "elements",
                    "textRun",
                    "content",
                    "table",
                    "tableRows",
                    "tableCells",
                    "bullet",
                    "textStyle",
                    "person",
                    "body",
                    "documentTab",
                    "link",
                    "personProperties",
                    "tableCellStyle",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@QUICK
@given(JSON)
def test_reading_never_fails_on_json_of_any_shape(thing: Any) -> None:
    read_questionnaire({"body": {"content": [thing, {"paragraph": thing}, {"table": thing}]}, "lists": thing})


def runs_of(thing: Any) -> list[list[Json]]:
    """The element lists of all paragraphs."""
    found: list[list[Json]] = []
    if isinstance(thing, dict):
        if isinstance(thing.get("elements"), list):
            found.append(thing["elements"])
        for inner in thing.values():
            found += runs_of(inner)
    elif isinstance(thing, list):
        for inner in thing:
            found += runs_of(inner)
    return found


def fields(asked: Json) -> Any:
    return as_gold(read_questionnaire(asked))


@QUICK
@given(st.sampled_from(range(8)), st.randoms(use_true_random=False))
def test_splitting_runs_and_adding_styles_changes_no_answer(number: int, random: Any) -> None:
    asked = copy.deepcopy(PUBLIC[number])
    for elements in runs_of(asked):
        split: list[Json] = []
        for element in elements:
            content = element.get("textRun", {}).get("content", "")
            if len(content) < 3 or random.random() < 0.5:
                split.append(element)
                continue
            at = random.randrange(1, len(content) - 1)
            first, second = copy.deepcopy(element), copy.deepcopy(element)
            first["textRun"]["content"], second["textRun"]["content"] = content[:at], content[at:]
            first["textRun"].setdefault("textStyle", {})["underline"] = True
            first["endIndex"] = second["startIndex"] = element.get("startIndex", 0) + at
            split += [first, second]
        elements[:] = split

    assert fields(asked) == fields(PUBLIC[number])


@QUICK
@given(
    st.sampled_from(range(8)),
    st.lists(st.sampled_from(["Weather was fine.", "We met on Monday", "Nothing else to say"])),
)
def test_unrelated_paragraphs_change_no_answer(number: int, sentences: list[str]) -> None:
    asked = copy.deepcopy(PUBLIC[number])
    content = asked["tabs"][0]["documentTab"]["body"]["content"]
    content[1:1] = [line(sentence) for sentence in sentences]
    content += [heading(1, "Weather"), *(line(sentence) for sentence in sentences)]

    assert fields(asked) == fields(PUBLIC[number])


@QUICK
@given(st.sampled_from(range(8)))
def test_moving_everything_into_a_child_tab_changes_no_answer(number: int) -> None:
    asked = copy.deepcopy(PUBLIC[number])
    asked["tabs"] = [tab("Cover", line("Hello")) | {"childTabs": asked["tabs"]}]

    assert fields(asked) == fields(PUBLIC[number])


ANSWERS = [
    ("Company name", "Larchwood"),
    ("Plan", "Team"),
    ("Number of users", "40"),
    ("Tags", "a, b"),
    ("Term", "1 year"),
    ("AE", "Maya Roe"),
    ("ARR", "$10k"),
    ("Goals", "Go fast"),
    ("PO required?", "No"),
    ("Site ID", ""),
]


@QUICK
@given(st.lists(st.sampled_from(range(6)), min_size=len(ANSWERS), max_size=len(ANSWERS)))
def test_every_layout_is_read_the_same(layouts: list[int]) -> None:
    blocks: list[Json] = []
    for (label, answer), layout in zip(ANSWERS, layouts, strict=True):
        blocks += [
            [table((label, answer))],
            [heading(3, label), line(answer)],
            [line(bold(f"{label}:"), f" {answer}")],
            [table((f"{label}\n{answer}",))] if answer else [table((label, ""))],
            [table((label,), (answer,))],
            [heading(3, label), table((answer,))],
        ][layout]
    expected = document(table(*ANSWERS))

    assert fields(document(*blocks)) == fields(expected)


@QUICK
@given(st.sampled_from(range(8)))
def test_no_value_is_found_that_the_document_does_not_contain(number: int) -> None:
    written = json.dumps(PUBLIC[number], ensure_ascii=False).lower()
    for field in ("company_name", "plan", "po_number", "site_id", "timezone", "opportunity_url", "slack_channel"):
        answer = read_questionnaire(PUBLIC[number])[field]
        for value in (*answer.candidates, *([answer.value] if answer.value is not None else [])):
            assert str(value).lower() in written
