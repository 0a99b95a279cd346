"""The sidebar as Google's hosts play it: cards on a stack, spinner, notifications, errors, consent."""

import threading
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.services.sandbox.host.fake_addon import FakeAddon, button, card, clicked, pushed, says
from tests.services.sandbox.host.fake_world import INSTALLERS, NOTES, PERMALINK, FakeWorld
from tests.services.sandbox.host.visitor import CLICKED, Visitor

COMPOSE = "https://www.googleapis.com/auth/gmail.compose"


def shows(words: str, **other: Any) -> dict[str, Any]:
    return card(says(words), **other)


@pytest.fixture
def press_me(addon: FakeAddon) -> dict[str, Any]:
    return card(says("home"), button("Press", addon.url(CLICKED)), name="home", header={"title": "Home"})


def test_the_sidebar_is_300_pixels_wide_and_nothing_in_it_is_wider(visitor: Visitor) -> None:
    sidebar = visitor.opens(shows("An-unbroken-word-" * 20, header={"title": "Long-" * 60, "subtitle": "x" * 200}))
    assert sidebar.bounding_box()["width"] == 300  # type: ignore[index]
    widths = sidebar.locator(".card *").evaluate_all("all => all.map(each => each.scrollWidth)")
    assert max(widths) <= 300


def test_opening_the_page_draws_the_homepage_of_the_open_files_host(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/sheets/home"] = pushed(shows("This is the sheet's home"))
    expect(visitor.opens(file=INSTALLERS)).to_contain_text("This is the sheet's home")


def test_a_bare_card_is_a_homepage_too(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/home"] = shows("bare")
    expect(visitor.opens()).to_contain_text("bare")


def test_another_person_and_another_file_get_their_own_homepage(visitor: Visitor, addon: FakeAddon) -> None:
    visitor.opens(shows("home"))
    people = visitor.page.get_by_role("group", name="Who am I")
    people.get_by_role("button", name="Jun Park Operations").click()
    expect(people.get_by_role("button", name="Jun Park Operations")).to_have_attribute("aria-pressed", "true")
    visitor.page.get_by_role("navigation", name="Files").get_by_role("button", name="Installers to company").click()
    expect(visitor.page.get_by_role("grid", name="Sites")).to_be_visible()
    expect(visitor.sidebar.get_by_role("progressbar")).to_be_hidden()
    tokens = [event["authorizationEventObject"]["userIdToken"] for _, event, _ in addon.calls]
    assert tokens == ["user-token-of maya@codelantern.example"] + ["user-token-of jun@codelantern.example"] * 2
    assert [path for path, _, _ in addon.calls] == ["/docs/home", "/docs/home", "/sheets/home"]


def test_person_and_file_survive_a_reload(visitor: Visitor) -> None:
    visitor.opens(shows("home"), person="ops", file=NOTES)
    visitor.page.reload()
    expect(visitor.page.get_by_role("button", name="Jun Park Operations")).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.get_by_role("main")).to_contain_text("Meeting notes")


def test_pushed_cards_stack_and_the_arrow_goes_back(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]
) -> None:
    addon.answers[CLICKED] = clicked({"pushCard": shows("second")})
    sidebar = visitor.opens(press_me)
    back = sidebar.get_by_role("button", name="Back")
    expect(back).to_be_hidden()
    visitor.presses("Press")
    expect(sidebar).to_contain_text("second")
    back.click()
    expect(sidebar.get_by_role("article", name="Home")).to_be_visible()
    expect(back).to_be_hidden()


def test_navigations_are_followed_in_their_order(visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]) -> None:
    deeper = [{"pushCard": card(says(name), button("Press", addon.url(CLICKED)), name=name)} for name in "bcd"]
    addon.answers[CLICKED] = clicked(*deeper)
    sidebar = visitor.opens(press_me)
    visitor.presses("Press")
    expect(sidebar.locator("[data-card=d]")).to_be_visible()
    addon.answers[CLICKED] = clicked({"popToCard": "c"}, {"pop": True}, {"pushCard": press_me}, {"pop": True})
    visitor.presses("Press")
    expect(sidebar.locator("[data-card=b]")).to_be_visible()
    addon.answers[CLICKED] = clicked({"popToRoot": True}, {"updateCard": shows("fresh home")})
    visitor.presses("Press")
    expect(sidebar).to_contain_text("fresh home")
    expect(sidebar.get_by_role("button", name="Back")).to_be_hidden()


def test_a_card_in_a_button_is_pushed_without_asking_the_addon(visitor: Visitor, addon: FakeAddon) -> None:
    ready = {"buttonList": {"buttons": [{"text": "More", "onClick": {"card": shows("ready-made")}}]}}
    sidebar = visitor.opens(card(ready))
    visitor.presses("More")
    expect(sidebar).to_contain_text("ready-made")
    assert len(addon.calls) == 1


def test_the_spinner_blocks_the_card_until_the_answer_is_there(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]
) -> None:
    release = threading.Event()

    def slowly(_: Any) -> dict[str, Any]:
        release.wait(5)
        return clicked(notification={"text": "Announced in #sales"})

    addon.answers[CLICKED] = slowly
    sidebar = visitor.opens(press_me)
    visitor.presses("Press")
    expect(sidebar.get_by_role("progressbar", name="Working")).to_be_visible()
    box = sidebar.locator("button", has_text="Press").bounding_box()
    visitor.page.mouse.click(box["x"] + 5, box["y"] + 5)  # type: ignore[index]
    release.set()
    expect(sidebar.get_by_role("status")).to_have_text("Announced in #sales")
    expect(sidebar.get_by_role("progressbar")).to_be_hidden()
    assert len(addon.events(CLICKED)) == 1


def test_what_was_done_is_said_to_whoever_did_it_and_until_they_do_something_else(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]
) -> None:
    said = [clicked({"updateCard": press_me}), clicked(notification={"text": "Announced in #sales"})]
    addon.answers[CLICKED] = lambda _: said.pop()
    sidebar = visitor.opens(press_me)
    toast = sidebar.get_by_role("status")
    for words in ("Announced in #sales", ""):
        with visitor.answered():
            visitor.presses("Press")
        assert toast.text_content() == words
    said.append(clicked(notification={"text": "Announced in #sales"}))
    with visitor.answered():
        visitor.presses("Press")
    with visitor.answered("trigger"):
        visitor.page.get_by_role("button", name="Jun Park").click()
    assert toast.text_content() == ""


def test_who_presses_by_keyboard_goes_on_where_the_answer_is(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]
) -> None:
    answers = [clicked({"pushCard": card(says("next"), header={"title": "Next"})}), clicked(notification={"text": "x"})]
    release = threading.Event()

    def slowly(_: Any) -> dict[str, Any]:
        release.wait(5)
        release.clear()
        return answers.pop()

    addon.answers[CLICKED] = slowly
    sidebar = visitor.opens(press_me)
    press = sidebar.get_by_role("button", name="Press", exact=True)
    for comes_next in (press, sidebar.get_by_role("article", name="Next")):
        press.press("Enter")
        expect(visitor.page.locator("body")).to_be_focused()
        release.set()
        expect(comes_next).to_be_focused()


def test_an_answer_to_somebody_who_has_left_is_dropped(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]
) -> None:
    release = threading.Event()

    def late(_: Any) -> dict[str, Any]:
        release.wait(5)
        return clicked({"pushCard": shows("meant for Maya")}, notification={"text": "meant for Maya"})

    addon.answers[CLICKED] = late
    sidebar = visitor.opens(press_me)
    visitor.presses("Press")
    addon.answers["/docs/home"] = pushed(shows("Jun's home"))
    visitor.page.get_by_role("button", name="Jun Park Operations").click()
    expect(sidebar).to_contain_text("Jun's home")
    with visitor.answered():
        release.set()
    visitor.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(sidebar).not_to_contain_text("meant for Maya")


def test_the_three_dots_hold_card_actions_and_universal_actions(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = clicked({"pushCard": shows("by the card")})
    addon.answers["/settings"] = clicked({"pushCard": shows("by the add-on")})
    action = {"actionLabel": "Record by hand", "onClick": {"action": {"function": addon.url(CLICKED)}}}
    sidebar = visitor.opens(shows("home", cardActions=[action]))
    visitor.presses("More options")
    menu = visitor.page.get_by_role("menu")
    expect(menu.get_by_role("menuitem")).to_have_text(["Record by hand", "Settings", "Help", "Refresh"])
    menu.get_by_role("menuitem", name="Record by hand").press("Enter")
    expect(sidebar).to_contain_text("by the card")
    visitor.presses("More options")
    visitor.page.keyboard.press("Enter")
    expect(sidebar).to_contain_text("by the add-on")


def test_an_overflow_menu_opens_at_its_button_and_closes_with_escape(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = clicked(notification={"text": "chosen"})
    items = [
        {"text": "One", "onClick": {"action": {"function": addon.url(CLICKED)}}},
        {"text": "Two", "disabled": True},
    ]
    opener = {
        "icon": {"materialIcon": {"name": "more_vert"}},
        "altText": "More for this step",
        "onClick": {"overflowMenu": {"items": items}},
    }
    sidebar = visitor.opens(card({"buttonList": {"buttons": [opener]}}))
    visitor.presses("More for this step")
    expect(visitor.page.get_by_role("menuitem", name="Two")).to_be_disabled()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("menu")).to_have_count(0)
    expect(sidebar.get_by_role("button", name="More for this step")).to_be_focused()
    visitor.presses("More for this step")
    visitor.page.get_by_role("menuitem", name="One").click()
    expect(sidebar.get_by_role("status")).to_have_text("chosen")


def link_button(words: str, url: str) -> dict[str, Any]:
    return {"buttonList": {"buttons": [{"text": words, "onClick": {"openLink": {"url": url}}}]}}


def test_links_to_files_of_the_sandbox_open_them_here(visitor: Visitor) -> None:
    visitor.opens(card(link_button("Sheet", f"https://docs.google.com/spreadsheets/d/{INSTALLERS}/edit#gid=0")))
    visitor.presses("Sheet")
    expect(visitor.page.get_by_role("grid", name="Sites")).to_be_visible()


def test_links_into_slack_and_gmail_lead_to_their_panels(visitor: Visitor, world: FakeWorld) -> None:
    world.post("found")
    visitor.opens(
        card(link_button("Message", PERMALINK), link_button("Mail", "https://mail.google.com/mail/u/0/#sent"))
    )
    visitor.presses("Message")
    expect(visitor.region("Slack").get_by_role("article")).to_be_focused()
    visitor.presses("Mail")
    expect(visitor.region("Gmail")).to_be_focused()


def test_other_allowed_links_open_in_a_new_tab(visitor: Visitor) -> None:
    visitor.page.context.route("https://docs.google.com/**", lambda route: route.fulfill(body="elsewhere"))
    visitor.opens(card(link_button("Out", "https://docs.google.com/document/d/unknown/edit")))
    with visitor.page.context.expect_page() as opened:
        visitor.presses("Out")
    assert opened.value.url.endswith("/unknown/edit")


def test_a_link_outside_the_manifests_prefixes_is_not_opened(visitor: Visitor) -> None:
    sidebar = visitor.opens(card(link_button("Out", "https://evil.example/")))
    visitor.presses("Out")
    expect(sidebar.get_by_role("alert")).to_contain_text("openLinkUrlPrefixes")
    assert len(visitor.page.context.pages) == 1


def test_the_last_answer_can_be_read_as_json(visitor: Visitor) -> None:
    sidebar = visitor.opens(shows("home"))
    sidebar.get_by_text("Card JSON").click()
    expect(sidebar.get_by_label("Last answer")).to_contain_text('"pushCard"')
    expect(sidebar.get_by_text("/docs/home")).to_be_visible()


def test_reset_brings_everything_back(visitor: Visitor, world: FakeWorld) -> None:
    world.post("to be forgotten")
    visitor.opens(shows("home"))
    expect(visitor.region("Slack")).to_contain_text("to be forgotten")
    visitor.page.get_by_role("button", name="Reset").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(visitor.region("Slack")).not_to_contain_text("to be forgotten")
