"""The newcomer's walk: one command, one page, four buttons, each effect seen in its system's panel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from services.handover.steps import STEPS
from tests.browser import Desk


def test_the_walk_of_a_newcomer(desk: Desk) -> None:
    _start(desk)
    _announce(desk)
    _welcome(desk)
    _update_the_sheet(desk)


def _start(desk: Desk) -> None:
    expect(desk.page.get_by_role("heading", name="Larchwood Analytics – new customer questionnaire")).to_be_visible()
    desk.become("Maya Lindqvist")
    desk.open("New customer questionnaire (template)")
    desk.allow()
    desk.press("Start a handover")
    desk.sidebar.get_by_label("Customer's name").fill("Northmoor Seeds")
    desk.press("Start")
    desk.reads(f"0 of {len(STEPS) - 1} steps done")
    expect(desk.page.get_by_role("heading", name="Northmoor Seeds – new customer questionnaire")).to_be_visible()


def _announce(desk: Desk) -> None:
    desk.become("Maya Lindqvist")
    desk.open("Larchwood Analytics")
    desk.allow()
    desk.press("Announce")
    desk.reads("Contract start: December 7, 2026")
    desk.sidebar.get_by_label("Customer, contract start and ARR are right").check()
    desk.press("Post in #sales")
    desk.reads("Posted in #sales")
    expect(desk.panel("Slack")).to_contain_text("New customer: Larchwood Analytics")
    expect(desk.panel("Slack")).to_contain_text("@ce-team")


def _welcome(desk: Desk) -> None:
    desk.sidebar.get_by_role("button", name="Back").click()
    desk.press("Send welcome")
    ahead = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
    desk.sidebar.get_by_label("Check-in").fill(ahead)
    desk.sidebar.get_by_label("Check-in").blur()
    desk.reads("Read it once more")
    desk.press("Send to 3 people")
    desk.reads("Sent to omar.whitley@larchwood.example")
    mail = desk.panel("Gmail")
    expect(mail).to_contain_text("Welcome to Sourcegraph, Larchwood Analytics")
    expect(mail).to_contain_text("Great news—the final docs were just signed.")


def _update_the_sheet(desk: Desk) -> None:
    desk.become("Tomasz Wierzbicki")
    desk.open("Installers to company")
    desk.allow()
    desk.press("Update sheet")
    desk.reads("F13 · Status")
    desk.press("Write 4 cells")
    desk.reads("Row 13 of “Installers”")
    expect(desk.panel("Installers spreadsheet")).to_contain_text("customer")
