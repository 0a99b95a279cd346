"""Every record that has to know about the deal: each by its own press, and the step done when all of them are."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from services.handover.configuration import load_rules
from services.handover.ledger import Ledger
from services.handover.model import Evidence
from services.handover.schema import open_ledger, upgrade
from services.settings import WrongSettings
from tests.conftest import BASE_URL, ROOT, Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce
from tests.scenarios.test_update_sheet import OPS, batch

OPPORTUNITY = "https://codelantern.crm.example/lightning/r/Opportunity/006Hs00001LRCHWIA5/view"
LINK = "https://docs.google.com/spreadsheets/d/1ArrTracker/edit#gid=0&range=A7"
LABELS = ("Deals", "Server to company", "Salesforce opportunity", "ARR tracker")


def tab(stage: Stage, title: str) -> list[list[str]]:
    """A sheet of the installers spreadsheet as a person sees it."""
    [file] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    [sheet] = [one for one in file["sheets"] if one["title"] == title]
    found: list[list[str]] = sheet["values"]
    return found


def opportunity(stage: Stage) -> dict[str, Any]:
    """Larchwood's, as Salesforce has it."""
    found: dict[str, Any] = stage.world.state()["salesforce"]["records"]["Opportunity"]["006Hs00001LRCHWIA5"]
    return found


def look(stage: Stage, label: str, editor: str = "docs") -> Host:
    """Operations look at one record."""
    host = stage.host("ops", LARCHWOOD if editor == "docs" else SHEET, editor=editor)
    return host.open().press("Sources of truth").press(label)


def write_all(stage: Stage, editor: str = "docs") -> Host:
    """Every record, one after the other; returns the last card."""
    look(stage, "Deals", editor).tick("add_row", "add").press("Add the row")
    look(stage, "Server to company", editor).press("Write 3 cells")
    look(stage, "Salesforce opportunity", editor).press("Write 2 fields")
    host = look(stage, "ARR tracker", editor).tick("sure", "yes").fill("note", f"Row 7: {LINK}")
    return host.press("Confirm")


def test_the_step_waits_for_the_announcement_and_then_lists_every_record(stage: Stage) -> None:
    host = stage.host("ops", LARCHWOOD).open().press("Sources of truth")
    assert "Waits for “Announce”" in host.text
    announce(stage)
    host.open().press("Sources of truth")
    assert [label for label in LABELS if label not in host.text] == []
    assert host.text.count("Ready for you") == len(LABELS)


@pytest.mark.parametrize("editor", ["docs", "sheets"])
def test_each_record_by_its_own_press_and_the_step_when_all_are(stage: Stage, editor: str) -> None:
    announce(stage)
    host = write_all(stage, editor)
    assert "Confirmed: Row 7" in host.text
    assert tab(stage, "Deals")[3] == [
        "Larchwood Analytics", "", "2026-12-07", "2027-12-06", "$86,400", "new", "Maya Lindqvist", "Chloé Marchetti",
        OPPORTUNITY, OPS, tab(stage, "Deals")[3][10],
    ]  # fmt: skip
    assert tab(stage, "Servers")[2] == [
        "srv-2041", "Larchwood Analytics", "001Hs00003LRCHW8QA", "Enterprise", "180", "2027-12-06",
    ]  # fmt: skip
    assert (opportunity(stage)["Licensed_Users__c"], opportunity(stage)["Plan__c"]) == (180, "Enterprise")
    host.press("All records")
    assert "Sources of truth: done" in host.text
    assert "4 of 4 records up to date" in host.text


def test_every_record_has_its_own_entry_in_the_ledger_and_its_own_state_on_the_card(stage: Stage) -> None:
    announce(stage)
    look(stage, "Server to company").press("Write 3 cells")
    host = stage.host("ops", LARCHWOOD).open()
    assert "1 of 4 records up to date · Ready for you" in host.text
    host.press("Sources of truth")
    assert "Row 3 of “Servers” · you" in host.text
    assert host.text.count("Ready for you") == 3
    records = Ledger(open_ledger(stage.known["database_url"])).records(LARCHWOOD)
    assert records["sources_of_truth.servers"].state == "done"
    assert records["sources_of_truth"].state == "open"


def test_a_record_that_is_taken_back_opens_the_step_again(stage: Stage) -> None:
    announce(stage)
    before = tab(stage, "Servers")
    write_all(stage)
    look(stage, "Server to company").press("Undo…").press("Put 3 cells back")
    assert tab(stage, "Servers") == before
    host = stage.host("ops", LARCHWOOD).open()
    assert "3 of 4 records up to date · Ready for you" in host.text
    look(stage, "Salesforce opportunity").press("Undo…").press("Put the opportunity back")
    assert opportunity(stage).get("Plan__c") is None
    look(stage, "ARR tracker").press("Undo…").press("Take it back")
    look(stage, "Deals").press("Undo…").press("Put 10 cells back")
    assert "0 of 4 records up to date" in stage.host("ops", LARCHWOOD).open().text
    write_all(stage)
    assert "Sources of truth: done" in stage.host("ops", LARCHWOOD).open().press("Sources of truth").text


def test_a_record_that_is_not_needed_counts_and_opens_the_step_when_it_is_again(stage: Stage) -> None:
    announce(stage)
    for label in LABELS:
        host = look(stage, label).press("Done another way?").tick("how", "not_applicable")
        host.fill("note", "A renewal").press("Record")
    assert "Sources of truth: done" in host.press("All records").text
    host.press("Deals").press("Open it again")
    assert "3 of 4 records up to date" in host.open().text


def test_a_confirmation_needs_a_tick_and_a_word(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "ARR tracker").press("Confirm")
    assert "Tick that these figures stand there." in host.text
    assert "Add the link to the entry, or its number." in host.text
    host.tick("sure", "yes").fill("note", "x" * 501).press("Confirm")
    assert "Keep it below 500 characters." in host.text
    records = Ledger(open_ledger(stage.known["database_url"])).records(LARCHWOOD)
    assert "sources_of_truth.arr_tracker" not in records


def test_a_typed_link_is_opened_only_where_the_add_on_may_open_links(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "ARR tracker").tick("sure", "yes").fill("note", "https://evil.example/x").press("Confirm")
    assert "https://evil.example/x" in host.text
    assert "'url': 'https://evil" not in str(host.card)
    look(stage, "ARR tracker").press("Undo…").press("Take it back")
    host = look(stage, "ARR tracker").tick("sure", "yes").fill("note", LINK).press("Confirm")
    assert f"'url': '{LINK}'" in str(host.card)


def test_a_row_that_somebody_changes_between_the_look_and_the_press_is_not_written(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "Server to company")
    stage.world.sheets.edit(SHEET, "Servers", "E3", "90", OPS)
    host.press("Write 3 cells")
    assert "90 → 180" in host.text
    assert tab(stage, "Servers")[2][3:] == ["Trial", "90"]


def test_a_tab_that_was_renamed_is_said(stage: Stage) -> None:
    announce(stage)
    batch(
        stage,
        {"deleteDimension": {"range": {"sheetId": 1170242, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}}},
    )
    assert "The sheet “Servers” has no heading “CRM unique id”" in look(stage, "Server to company").text


def test_salesforce_is_written_for_nobody_who_cannot_read_the_sheet(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "Salesforce opportunity", "sheets")
    stage.world.drive.share(SHEET, "maya.lindqvist@codelantern.example", "owner")
    stage.world.drive.share(SHEET, OPS, None)
    host.press("Write 2 fields")
    assert "No access" in str(host.card)
    assert opportunity(stage).get("Plan__c") is None


def test_others_may_look_but_not_press(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ce", LARCHWOOD).open().press("Sources of truth").press("Salesforce opportunity")
    assert "This button belongs to Operations" in host.text
    host.click(f"{BASE_URL}/steps/sources_of_truth.opportunity/run", {"docId": LARCHWOOD, "submitted": "yes"})
    assert opportunity(stage).get("Plan__c") is None


def test_a_press_that_lost_its_answer_is_found_again(stage: Stage) -> None:
    announce(stage)
    host = look(stage, "Salesforce opportunity")
    stage.world.faults.add("salesforce", "sobjects.update", "500_after")
    host.press("Write 2 fields")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert "is as the questionnaire says" in host.text
    assert stage.calls("sobjects.update") == 1


def test_two_people_who_settle_the_last_two_records_at_once_finish_the_step(database_url: str) -> None:
    names = tuple(f"sources_of_truth.{name}" for name in "abcdefgh")
    wholes = {"sources_of_truth": names}
    engine = open_ledger(database_url)
    upgrade(engine)
    ledger = Ledger(engine, wholes=wholes)
    for round_ in range(5):
        together = Barrier(len(names))

        def settle(name: str, document: str = f"doc{round_}", together: Barrier = together) -> None:
            together.wait()
            assert ledger.settle(document, name, OPS, "by_hand", Evidence("yes"))

        threads = [Thread(target=settle, args=(name,)) for name in names]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert ledger.records(f"doc{round_}")["sources_of_truth"].state == "done"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('keys = ["unique_account_id"]', 'keys = ["site_id"]', "no columns: site_id"),
        ('seats = ["Seats"]', 'chairs = ["Seats"]', "has no field “chairs”"),
        ('name = "servers"', 'name = "deals"', "two records are called “deals”"),
        ('Plan__c = "plan"', 'Plan__c = "plans"', "has no field “plans”. Did you mean “plan”?"),
        ('kind = "confirmed"', 'kind = "fax"', "sources_of_truth.records"),
    ],
)
def test_a_mistake_in_the_list_is_named_at_the_start(stage: Stage, old: str, new: str, said: str) -> None:
    text = (ROOT / "manifest" / "handover.toml").read_text(encoding="utf-8")
    assert old in text
    path = stage.folder / "handover.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(WrongSettings, match=said):
        load_rules(path)
