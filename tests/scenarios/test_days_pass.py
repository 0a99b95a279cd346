"""On the host page a day passes and Slack is reminded; and the report draws how far everybody is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Request, expect

from tests.axe import judged
from tests.browser import Desk

AS_READ_ALOUD = re.compile(r"Announce: 1 of 1; Send welcome: 0 of 1, oldest waits \d")


def next_day(page: Page) -> str:
    """Let a day pass; what the page says to it."""
    page.get_by_role("button", name="Next day").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    said = dialog.inner_text()
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_be_hidden()
    return said


def test_a_newcomer_lets_days_pass_and_reads_the_report(desk: Desk) -> None:
    page, asked = desk.page, list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was announced yet")
    assert judged(page) == []
    page.get_by_role("link", name="Back to the sandbox").click()
    # A page answers once it has drawn its people.
    expect(page.get_by_role("group", name="Who am I").get_by_role("button").first).to_be_visible()
    assert "Nothing is late, so nobody was reminded." in next_day(page)
    desk.become("Maya Lindqvist")
    desk.open("Larchwood Analytics")
    desk.allow()
    desk.press("Announce")
    desk.sidebar.get_by_label("Customer, contract start and ARR are right").check()
    desk.press("Post in #sales")
    desk.reads("Posted in #sales")
    assert "posted in Slack." in next_day(page)
    expect(desk.panel("Slack")).to_contain_text("Send welcome is late for Larchwood Analytics")
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("status")).to_contain_text("1 handover announced in the last 365 days, 1 of them open.")
    drawn = page.get_by_role("img", name="How far they are")
    expect(drawn).to_have_attribute("aria-label", AS_READ_ALOUD)
    assert judged(page) == []
    address = page.url.removesuffix("/host/report")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
