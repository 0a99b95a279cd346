"""The open file: drawn as its editor draws it, and every edit in the sandbox when its place is left."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.services.sandbox.host.fake_addon import card, says
from tests.services.sandbox.host.fake_world import INSTALLERS, NOTES, QUESTIONNAIRE, FakeWorld, blocks
from tests.services.sandbox.host.visitor import Visitor


@pytest.fixture
def document(visitor: Visitor) -> Locator:
    visitor.opens(card(says("home")))
    return visitor.page.get_by_role("article", name="Document", exact=True)


@pytest.fixture
def grid(visitor: Visitor) -> Locator:
    visitor.opens(card(says("home")), person="ops", file=INSTALLERS)
    return visitor.page.get_by_role("grid", name="Sites")


def texts(world: FakeWorld, file: str = QUESTIONNAIRE) -> list[str]:
    """The paragraphs that stand in the sandbox, as plain text."""
    found = blocks(world.tabs[file][0])
    return [
        "".join(run.get("textRun", {}).get("content", "•") for run in each["paragraph"]["elements"]) for each in found
    ]


def saved(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("main").get_by_role("status")).to_have_text("Saved to the sandbox")


def test_headings_tables_chips_bullets_and_links_are_drawn(document: Locator) -> None:
    expect(document.get_by_role("heading", name="New customer questionnaire")).to_be_visible()
    expect(document.get_by_role("heading", name="Deal")).to_be_visible()
    expect(document.get_by_role("row")).to_have_count(4)
    for chip in ("Enterprise", "Mar 16, 2027", "Erik Sand", "Order form"):
        expect(document.locator(".doc-chip", has_text=chip)).to_be_visible()
    expect(document.locator(".item .glyph")).to_have_text("●")
    expect(document.get_by_role("link", name="the site")).to_have_attribute("href", "https://larchwood.example/")


def test_a_table_cell_is_named_by_its_label_and_edited_in_place(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    document.get_by_role("textbox", name="Company name", exact=True).fill("Larchwood & Sons <b>")
    visitor.page.keyboard.press("Enter")
    saved(visitor)
    assert "Larchwood & Sons <b>\n" in texts(world)
    visitor.page.reload()
    expect(document).to_contain_text("Larchwood & Sons <b>")


def test_an_edit_is_saved_when_its_paragraph_is_left_and_the_next_keeps_the_focus(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    document.get_by_role("textbox", name="Seats").fill("Seats: 400 and a good deal more than before")
    notes = document.get_by_role("textbox", name="Notes")
    notes.click()
    saved(visitor)
    expect(notes).to_be_focused()
    notes.fill("Notes: none")
    visitor.page.keyboard.press("Tab")
    saved(visitor)
    visitor.page.reload()
    expect(document).to_contain_text("Notes: none")
    assert "Seats: 400 and a good deal more than before\n" in texts(world)


def test_two_edits_in_quick_succession_both_reach_their_own_place(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    document.get_by_role("textbox", name="Company name", exact=True).fill("A much longer name than it had")
    document.get_by_role("textbox", name="Seats").fill("Seats: 1")
    document.get_by_role("textbox", name="Notes").fill("Notes: 2")
    document.get_by_role("heading", name="Deal").click()
    saved(visitor)
    visitor.page.reload()
    expect(document).to_contain_text("Notes: 2")
    wanted = ["A much longer name than it had\n", "Seats: 1\n", "Notes: 2\n"]
    assert [each for each in texts(world) if each in wanted] == wanted


def test_soft_line_breaks_come_and_go_as_the_docs_api_writes_them(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    notes = document.get_by_role("textbox", name="Notes")
    notes.click()
    visitor.page.keyboard.press("Control+End")
    visitor.page.keyboard.press("Shift+Enter")
    visitor.page.keyboard.type("third")
    visitor.page.keyboard.press("Enter")
    saved(visitor)
    assert "Notes: first line\u000bsecond line\u000bthird\n" in texts(world)


def test_escape_takes_the_typing_back(visitor: Visitor, document: Locator, world: FakeWorld) -> None:
    before = texts(world)
    document.get_by_role("textbox", name="Seats").fill("nonsense")
    visitor.page.keyboard.press("Escape")
    expect(document.get_by_role("textbox", name="Seats")).to_have_text("Seats: 250")
    assert texts(world) == before


def test_what_others_write_appears_without_taking_the_persons_own_typing(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    seats = document.get_by_role("textbox", name="Seats")
    seats.fill("Seats: being typed")
    heading = next(each for each in blocks(world.get_document(QUESTIONNAIRE)["tabs"][0]) if "Deal" in str(each))
    world.edit(QUESTIONNAIRE, {"tab": "t.0", "index": heading["startIndex"]}, "The deal", "somebody@else.example")
    expect(document.get_by_role("heading", name="The deal")).to_be_visible()
    expect(seats).to_have_text("Seats: being typed")


def test_an_edit_that_is_refused_says_so(visitor: Visitor, document: Locator, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise LookupError("no such paragraph")

    monkeypatch.setattr(FakeWorld, "edit", refuse)
    document.get_by_role("textbox", name="Seats").fill("Seats: 1")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("main").get_by_role("status")).to_contain_text("no such paragraph")


def test_a_link_in_the_text_is_followed_with_the_control_key(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    visitor.page.context.route("https://larchwood.example/**", lambda route: route.fulfill(body="their site"))
    document.get_by_role("link", name="the site").click()
    assert len(visitor.page.context.pages) == 1
    with visitor.page.context.expect_page() as opened:
        document.get_by_role("link", name="the site").click(modifiers=["Control"])
    assert opened.value.url == "https://larchwood.example/"
    assert len(visitor.page.context.pages) == 2


def test_the_tabs_of_the_open_document_are_listed_and_open(visitor: Visitor, document: Locator) -> None:
    files = visitor.page.get_by_role("navigation", name="Files")
    files.get_by_role("button", name="Billing").click()
    expect(document).to_contain_text("Billing contact: none yet")
    expect(files.get_by_role("button", name="Billing")).to_have_attribute("aria-current", "true")
    files.get_by_role("button", name="Meeting notes").click()
    expect(document).to_contain_text("Meeting notes")
    expect(files.get_by_role("button", name="Billing")).to_have_count(0)


def test_an_edit_in_one_file_stays_there_when_another_is_opened(
    visitor: Visitor, document: Locator, world: FakeWorld
) -> None:
    document.get_by_role("textbox", name="Seats").fill("Seats: 7")
    visitor.page.get_by_role("navigation", name="Files").get_by_role("button", name="Meeting notes").click()
    expect(document).to_contain_text("Meeting notes")
    visitor.opens(file=QUESTIONNAIRE)
    expect(document).to_contain_text("Seats: 7")
    assert texts(world, NOTES) == ["Meeting notes\n"]


def test_a_cell_is_edited_and_marked_as_changed(visitor: Visitor, grid: Locator, world: FakeWorld) -> None:
    cell = grid.get_by_role("gridcell", name="B3, Company")
    cell.fill("Larchwood")
    visitor.page.keyboard.press("Enter")
    saved(visitor)
    assert world.values[2] == ["S-022", "Larchwood"]
    assert world.changed[0]["by"] == "jun@codelantern.example"
    expect(grid.locator("[data-cell=B3]")).to_have_class("changed")
    expect(grid.locator("[data-cell=B4]")).to_be_focused()
    visitor.page.reload()
    expect(grid.locator("[data-cell=B3]")).to_have_text("Larchwood")


def test_arrows_move_between_cells_and_escape_takes_back(visitor: Visitor, grid: Locator, world: FakeWorld) -> None:
    grid.locator("[data-cell=A2]").focus()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowRight")
    expect(grid.locator("[data-cell=B3]")).to_be_focused()
    visitor.page.keyboard.type("oops")
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("ArrowUp")
    expect(grid.locator("[data-cell=B2]")).to_be_focused()
    expect(grid.locator("[data-cell=B3]")).to_have_text("")
    assert world.changed == []


def test_of_a_long_sheet_the_first_rows_are_drawn_and_those_that_changed(visitor: Visitor, world: FakeWorld) -> None:
    world.long = {"rowCount": 100_000, "hidden": 99_996, "beyond": [{"row": 1500, "values": ["S-1500", "Far"]}]}
    visitor.opens(card(says("home")), person="ops", file=INSTALLERS)
    grid = visitor.page.get_by_role("grid", name="Sites")
    expect(grid.locator("[data-cell=B1500]")).to_have_text("Far")
    expect(grid.get_by_role("row")).to_have_count(len(world.values) + 2)
    expect(visitor.page.get_by_role("note")).to_contain_text("100,000 rows: the first 3 are drawn")


def test_a_cell_that_the_addon_changes_changes_before_the_persons_eyes(grid: Locator, world: FakeWorld) -> None:
    world.edit(INSTALLERS, "Sites", "B2", '=HYPERLINK("x")', "jun@codelantern.example")
    expect(grid.locator("[data-cell=B2]")).to_have_text('=HYPERLINK("x")')
