"""The panels of the outside systems, drawn as their own users see them."""

import pytest
from playwright.sync_api import expect

from tests.services.sandbox.host.fake_addon import card, says
from tests.services.sandbox.host.fake_world import INSTALLERS, FakeWorld
from tests.services.sandbox.host.visitor import Visitor

HOME = card(says("home"))
ERIK, MOVED = "erik@larchwood.example", "Yes, but at another time"


def arrived(world: FakeWorld, **mail: object) -> None:
    world.outbox.insert(
        0,
        {
            "from": "maya@codelantern.example",
            "to": ["erik@larchwood.example"],
            "cc": [],
            "subject": "Welcome",
            "date": "",
            **mail,
        },
    )
    world.revision += 1


def test_slack_shows_links_marks_and_mentions(visitor: Visitor, world: FakeWorld) -> None:
    world.post(
        "*New customer*: <https://docs.google.com/x|Larchwood> <!subteam^S1> <@U1> :tada: _soon_ ~late~ `code` <!here>"
    )
    visitor.opens(HOME)
    message = visitor.region("Slack").get_by_role("article")
    expect(message).to_contain_text("New customer: Larchwood @ce-team @Jun Park :tada: soon late code @here")
    expect(message.locator(".mention")).to_have_text(["@ce-team", "@Jun Park", "@here"])
    expect(message.get_by_role("link")).to_have_attribute("href", "https://docs.google.com/x")
    assert message.locator(".slack-text strong").inner_text() == "New customer"


def test_slack_shows_escaped_text_literally(visitor: Visitor, world: FakeWorld) -> None:
    world.post("&lt;!channel&gt; &lt;b&gt; &amp;amp; 2*3*4 snake_case_name <javascript:alert(1)|press>")
    visitor.opens(HOME)
    text = visitor.region("Slack").locator(".slack-text")
    expect(text).to_have_text("<!channel> <b> &amp; 2*3*4 snake_case_name <javascript:alert(1)|press>")
    expect(text.locator(".mention, a, strong, em")).to_have_count(0)


def test_slack_shows_blocks_instead_of_their_fallback(visitor: Visitor, world: FakeWorld) -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Larchwood *not bold*"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*ARR*\n12,000"}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "by <@U1>"}]},
        {
            "type": "actions",
            "elements": [{"type": "button", "text": {"text": "Open"}, "url": "https://docs.google.com/x"}],
        },
    ]
    world.post("fallback", blocks=blocks)
    visitor.opens(HOME)
    message = visitor.region("Slack").get_by_role("article")
    expect(message).to_contain_text("Larchwood *not bold*")
    expect(message).not_to_contain_text("fallback")
    expect(message.get_by_role("link", name="Open")).to_be_visible()


def test_slack_opens_at_its_newest_message(visitor: Visitor, world: FakeWorld) -> None:
    for number in range(30):
        world.post(f"message {number}")
    visitor.opens(HOME)
    expect(visitor.region("Slack").get_by_role("article").last).to_be_in_viewport()


def test_new_messages_appear_by_themselves_and_are_announced(visitor: Visitor, world: FakeWorld) -> None:
    world.post("old")
    visitor.opens(HOME)
    log = visitor.page.get_by_role("log")
    expect(visitor.region("Slack").get_by_role("article")).to_have_count(1)
    world.post("brand new")
    expect(visitor.region("Slack").locator(".arrived")).to_contain_text("brand new")
    expect(log).to_have_text("New in Slack, #sales: brand new")


def test_the_outbox_shows_each_mail_as_its_recipient_sees_it(visitor: Visitor, world: FakeWorld) -> None:
    arrived(world, text="Hi <b>team</b>,\n\nBest", cc=["tomas@codelantern.example", "support@codelantern.example"])
    arrived(
        world,
        subject="Second",
        html="<p>Hi <b>team</b></p><script>window.hit = 1</script><img src=x onerror='window.hit=1'>",
    )
    visitor.opens(HOME)
    gmail = visitor.region("Gmail")
    expect(gmail.get_by_role("heading", level=3)).to_have_text(["Second", "Welcome"])
    first = gmail.get_by_role("article", name="Mail: Welcome")
    expect(first).to_contain_text("tomas@codelantern.example, support@codelantern.example")
    expect(first.locator(".mail-body")).to_have_text("Hi <b>team</b>,\n\nBest")
    expect(gmail.get_by_role("article", name="Mail: Second").locator("b")).to_have_text("team")
    expect(gmail.locator("script, img")).to_have_count(0)
    assert visitor.page.evaluate("window.hit") is None


def test_changed_cells_show_what_they_said_and_who_changed_them(visitor: Visitor, world: FakeWorld) -> None:
    visitor.opens(HOME)
    region = visitor.region("Installers spreadsheet")
    expect(region).to_contain_text("No cell has changed yet.")
    world.edit(INSTALLERS, "Sites", "B2", "Larchwood Analytics", "jun@codelantern.example")
    world.edit(INSTALLERS, "Sites", "B3", "Larchwood Analytics", "jun@codelantern.example")
    change = region.locator("[data-change=B2]")
    expect(change).to_contain_text("Company")
    expect(change.locator("del")).to_have_text("Larchwood")
    expect(change.locator("ins")).to_have_text("Larchwood Analytics")
    expect(change).to_contain_text("by jun@codelantern.example")
    expect(region.locator("[data-change=B3] del")).to_have_text("(empty)")


def test_whoever_got_a_mail_outside_can_answer_it(visitor: Visitor, world: FakeWorld) -> None:
    arrived(world, id="m1", text="When shall we meet?")
    visitor.opens(HOME)
    visitor.region("Gmail").get_by_role("button", name="Answer as erik@larchwood.example").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Answer").fill("On Tuesday.")
    with visitor.page.expect_response("**/host/answer"):
        dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    assert world.answered == [("m1", "erik@larchwood.example", "On Tuesday.")]


def test_the_license_service_shows_what_each_license_allows(visitor: Visitor, world: FakeWorld) -> None:
    license_ = {"id": "l1", "users": 180, "tags": ["true-up"], "expires": "2027-12-06T23:59:59Z", "revoked": None}
    page = "https://sourcegraph.example/site-admin/s1"
    subscription = {"name": "L-0A1B2C3D4E", "page": page, "archived": False, "licenses": [license_]}
    world.accounts = [{"username": "Larchwood-001", "subscriptions": [subscription]}]
    visitor.opens(HOME)
    account = visitor.region("License service").get_by_role("region", name="Larchwood-001")
    expect(account).to_contain_text("L-0A1B2C3D4E")
    expect(account.get_by_role("article", name="License: 180 users")).to_contain_text("until 2027-12-06")
    expect(account).to_contain_text("true-up")


def check_in(**other: object) -> dict[str, object]:
    about = {"id": "e1", "summary": "Check-in", "status": "confirmed", "organizer": "jun@codelantern.example"}
    times = {"start": "2031-03-05T14:00:00+00:00", "end": "2031-03-05T14:30:00+00:00", "sequence": 0}
    guests = [{"email": ERIK, "answer": "needsAction"}]
    return {**about, **times, "guests": guests, "outside": [ERIK], "movable": True, "link": "", "meet": "", **other}


@pytest.mark.parametrize(
    ("choice", "said"), [("Yes", "accepted"), ("Maybe", "tentative"), ("No", "declined"), (MOVED, "moved")]
)
def test_a_guest_answers_an_invitation(visitor: Visitor, world: FakeWorld, choice: str, said: str) -> None:
    world.events = [check_in()]
    visitor.opens(HOME)
    visitor.region("Calendar").get_by_role("button", name=f"Answer as {ERIK}").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("radio", name=choice, exact=True).check()
    if said == "moved":
        dialog.get_by_label("When instead").fill("")
        dialog.get_by_role("button", name="Send").click()
        dialog.get_by_label("When instead").fill("2031-03-06T09:30")
    with visitor.page.expect_response("**/host/invitation"):
        dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    moved_to = visitor.page.evaluate("new Date('2031-03-06T09:30').toISOString()")
    assert world.answered == [("e1", ERIK, moved_to if said == "moved" else said)]


def test_who_may_not_change_an_event_can_only_answer(visitor: Visitor, world: FakeWorld) -> None:
    world.events = [check_in(movable=False)]
    visitor.opens(HOME)
    visitor.region("Calendar").get_by_role("button", name=f"Answer as {ERIK}").click()
    expect(visitor.page.get_by_role("dialog").get_by_role("radio")).to_have_count(3)


def test_whoever_invited_cancels_the_event(visitor: Visitor, world: FakeWorld) -> None:
    world.events = [check_in()]
    visitor.opens(HOME)
    visitor.region("Calendar").get_by_role("button", name="Cancel as jun@codelantern.example").click()
    with visitor.page.expect_response("**/host/invitation"):
        visitor.page.get_by_role("dialog").get_by_role("button", name="Cancel the event").click()
    assert world.answered == [("e1", "jun@codelantern.example", "cancelled")]


def test_among_ourselves_and_after_it_was_cancelled_there_is_nothing_to_answer(
    visitor: Visitor, world: FakeWorld
) -> None:
    world.events = [check_in(outside=[]), check_in(id="e2", status="cancelled")]
    visitor.opens(HOME)
    expect(visitor.region("Calendar").get_by_role("article")).to_have_count(2)
    expect(visitor.region("Calendar").get_by_role("button")).to_have_count(0)


def test_the_customer_opens_a_link_and_sees_what_it_shows(visitor: Visitor, world: FakeWorld) -> None:
    world.links = [
        {"key": "k1", "state": "waiting", "until": 1930000000},
        {"key": "k2", "state": "opened", "until": 1930000000},
    ]
    visitor.opens(HOME)
    region = visitor.region("One-time links")
    expect(region.get_by_role("heading", level=3)).to_have_text(["not opened yet", "opened"])
    region.get_by_role("button", name="Open as the customer").click()
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("the secret")
    assert world.answered == [("k1", "", "opened")]
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Copied")).to_be_focused()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == "the secret"


def test_a_link_that_is_gone_says_so(visitor: Visitor, world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> str:
        raise LookupError("it was opened already")

    monkeypatch.setattr(world, "open", gone)
    world.links = [{"key": "k1", "state": "waiting", "until": 1930000000}]
    visitor.opens(HOME)
    visitor.region("One-time links").get_by_role("button", name="Open as the customer").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("This link shows nothing: it was opened already.")
