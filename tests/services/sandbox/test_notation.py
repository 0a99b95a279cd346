"""The readable notation of the seed becomes what Google Docs would give."""

from typing import Any

import pytest

from services.sandbox import discovery, notation, schema
from services.sandbox.google_docs import tree

CHOICES = {"Plan": ["Choose a plan", "Team"]}


def blocks(text: str) -> list[dict[str, Any]]:
    """The content of the only tab, without the section break at its beginning."""
    (tab,) = notation.tabs("doc", text, CHOICES)
    assert schema.violations(discovery.document("docs")["schemas"], "Tab", tab, answer=True) == []
    content: list[dict[str, Any]] = tab["documentTab"]["body"]["content"]
    return content[1:]


def runs(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Text and style of the runs of the first paragraph."""
    elements = blocks(text)[0]["paragraph"]["elements"]
    return [(each["textRun"]["content"], each["textRun"]["textStyle"]) for each in elements]


def test_headings_have_the_styles_of_headings() -> None:
    styles = [block["paragraph"]["paragraphStyle"] for block in blocks("# A\n## B\n### C\n#### D\n#trial-e")]
    assert [style["namedStyleType"] for style in styles] == [
        "TITLE",
        "HEADING_1",
        "HEADING_2",
        "HEADING_3",
        "NORMAL_TEXT",
    ]
    assert ["headingId" in style for style in styles] == [True, True, True, True, False]


def test_marks_are_styles_and_may_be_nested_or_literal() -> None:
    assert runs(r"**Plan:** *a ~~b~~* 2 \* 3") == [
        ("Plan:", {"bold": True}),
        (" ", {}),
        ("a ", {"italic": True}),
        ("b", {"italic": True, "strikethrough": True}),
        (" 2 * 3\n", {}),
    ]


def test_a_wholly_bold_line_ends_in_a_bold_line_end() -> None:
    assert runs("**Goals:**") == [("Goals:\n", {"bold": True})]


def test_links_and_soft_breaks_are_in_the_text() -> None:
    link = {"underline": True, "link": {"url": "mailto:a@b.example"}}
    assert runs("x<sp>[a@b.example](mailto:a@b.example)") == [("x\v", {}), ("a@b.example", link), ("\n", {})]
    assert runs("[Plan] (link)") == [("[Plan] (link)\n", {})]


def test_lists_have_glyphs_and_levels_and_a_checklist_has_none() -> None:
    (tab,) = notation.tabs("doc", "- a\n  - b\n\n1. c\n\n- [ ] d", CHOICES)
    content = tab["documentTab"]["body"]["content"]
    bullets = [block["paragraph"]["bullet"] for block in content if "bullet" in block.get("paragraph", {})]
    assert [bullet.get("nestingLevel") for bullet in bullets] == [None, 1, None, None]
    levels = [tab["documentTab"]["lists"][bullet["listId"]]["listProperties"]["nestingLevels"][0] for bullet in bullets]
    assert levels[0]["glyphSymbol"] == "●"
    assert levels[2]["glyphType"] == "DECIMAL"
    assert levels[3]["glyphType"] == "GLYPH_TYPE_UNSPECIFIED"
    assert "glyphSymbol" not in levels[3]


def test_a_table_is_indexed_as_google_does_and_followed_by_a_paragraph() -> None:
    table, after = blocks("| a | b<br>c |\n| d |")
    assert (table["startIndex"], table["endIndex"]) == (1, 18)
    assert table["table"]["columns"] == 2
    row = table["table"]["tableRows"][0]
    assert (row["startIndex"], row["tableCells"][0]["startIndex"]) == (2, 3)
    assert [len(cell["content"]) for cell in row["tableCells"]] == [1, 2]
    assert tree.shown(after["paragraph"]["elements"][0]) == "\n"


def test_chips_say_what_google_says_of_them() -> None:
    text = "@[Ada <ada@x.example>]@[b@x.example]@date(2027-05-01)@choice(Plan: Team)@link[T](https://x.example)"
    person, nameless, date, choice, link, _ = blocks(text)[0]["paragraph"]["elements"]
    assert person["person"]["personProperties"] == {"name": "Ada", "email": "ada@x.example"}
    assert nameless["person"]["personProperties"] == {"email": "b@x.example"}
    assert date["dateElement"]["dateElementProperties"]["timestamp"] == "2027-05-01T12:00:00Z"
    assert date["dateElement"]["dateElementProperties"]["displayText"] == "May 1, 2027"
    assert choice["dropdown"]["dropdownProperties"]["displayValue"] == "Team"
    assert link["richLink"]["richLinkProperties"] == {"title": "T", "uri": "https://x.example"}
    with pytest.raises(ValueError, match="none of the choices"):
        blocks("@choice(Plan: Gold)")


def test_suggestions_carry_an_id_each() -> None:
    deleted, inserted, _ = blocks("{--250--}{++300++}")[0]["paragraph"]["elements"]
    assert deleted["textRun"]["suggestedDeletionIds"]
    assert inserted["textRun"]["suggestedInsertionIds"]
    assert deleted["textRun"]["suggestedDeletionIds"] != inserted["textRun"]["suggestedInsertionIds"]


def test_tabs_stand_beside_and_below_each_other() -> None:
    first, second = notation.tabs("doc", "=== A\nx\n=== B\ny\n=== > C\nz", CHOICES)
    assert [each["tabProperties"]["index"] for each in (first, second, second["childTabs"][0])] == [0, 1, 0]
    assert second["childTabs"][0]["tabProperties"]["nestingLevel"] == 1


def test_ids_are_the_same_after_every_reset() -> None:
    assert notation.tabs("doc", "# A\n@[a@b.example]", CHOICES) == notation.tabs("doc", "# A\n@[a@b.example]", CHOICES)
