"""What the page shows beside the cards, judged by axe in light and in dark: panels, dialogs, menus, faults."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.axe import judged
from tests.services.sandbox.host.fake_addon import FakeAddon, button, card, says
from tests.services.sandbox.host.fake_world import FakeWorld
from tests.services.sandbox.host.test_creation import chosen
from tests.services.sandbox.host.test_dialogs import COMPOSE, asking_for_the_file
from tests.services.sandbox.host.test_panels import ERIK, HOME, arrived, check_in
from tests.services.sandbox.host.test_preview import OWN_LINK, pastes, preview
from tests.services.sandbox.host.visitor import CLICKED, Visitor


def is_fine(visitor: Visitor, leave: str, title: str = "") -> None:
    """The dialog that is open has nothing against it, and closes at the button called ``leave``."""
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text(title)
    assert judged(visitor.page, "dialog") == []
    dialog.get_by_role("button", name=leave, exact=True).click()
    expect(dialog).to_have_count(0)


def test_axe_finds_nothing_on_googles_dialogs(visitor: Visitor, addon: FakeAddon) -> None:
    visitor.opens(asking_for_the_file(addon))
    visitor.presses("Allow access")
    is_fine(visitor, "Deny", "access this file")
    addon.answers["/docs/home"] = {"requesting_google_scopes": {"scopes": [COMPOSE]}}
    visitor.opens()
    is_fine(visitor, "Deny", "wants additional access")
    expect(visitor.sidebar.get_by_role("alert")).to_contain_text("needs your permission")
    assert judged(visitor.page, ".sidebar") == []


def test_axe_finds_nothing_on_the_pages_own_dialogs(visitor: Visitor, world: FakeWorld) -> None:
    arrived(world, id="m1", text="When shall we meet?")
    world.events = [check_in(), check_in(id="e2", status="cancelled")]
    world.links = [{"key": "k1", "state": "waiting", "until": 1930000000}]
    world.post("*New customer*: <https://docs.google.com/x|Larchwood> <!subteam^S1> `code` <!here>")
    visitor.opens(HOME)
    assert judged(visitor.page) == []
    region, page = visitor.region, visitor.page
    region("Gmail").get_by_role("button", name=f"Answer as {ERIK}").click()
    is_fine(visitor, "Cancel", "To everybody in")
    region("Calendar").get_by_role("button", name=f"Answer as {ERIK}").click()
    is_fine(visitor, "Cancel", "another time")
    region("One-time links").get_by_role("button", name="Open as the customer").click()
    is_fine(visitor, "Close", "the secret")
    for name, leave in (("Permissions", "Cancel"), ("Reset", "Cancel")):
        page.get_by_role("button", name=name, exact=True).click()
        is_fine(visitor, leave)


def test_axe_finds_nothing_on_what_links_and_the_at_sign_open(visitor: Visitor, addon: FakeAddon) -> None:
    expect(chosen(visitor, addon)).to_contain_text("Customer's name")
    is_fine(visitor, "Close")
    shown = card(says("Next: <b>Send welcome</b>"), header={"title": "Larchwood Analytics"})
    addon.answers["/docs/preview"] = preview(shown, title="Larchwood · 1 of 3 steps done")
    expect(pastes(visitor, OWN_LINK)).to_contain_text("1 of 3 steps done")
    assert judged(visitor.page, ".preview") == []


def test_axe_finds_nothing_on_menus_faults_and_complaints(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = ("Internal Server Error", 500)
    visitor.opens(card(says("<blink>look</blink>"), button("Press", addon.url(CLICKED))))
    expect(visitor.sidebar.get_by_role("region", name="Complaints")).to_contain_text("1 complaint")
    visitor.presses("Press")
    expect(visitor.sidebar.get_by_role("alert")).to_contain_text("HTTP status 500")
    visitor.sidebar.get_by_role("button", name="More options").click()
    expect(visitor.page.get_by_role("menu")).to_contain_text("Help")
    assert judged(visitor.page) == []
