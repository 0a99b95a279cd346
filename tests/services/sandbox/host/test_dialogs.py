"""What stands between a click and its card: errors in Google's manner, consent, and the dialog for the file."""

from typing import Any

import pytest
from flask import Response
from playwright.sync_api import expect

from tests.services.sandbox.host.fake_addon import FakeAddon, button, card, clicked, pushed, says
from tests.services.sandbox.host.fake_world import QUESTIONNAIRE, FakeWorld
from tests.services.sandbox.host.visitor import CLICKED, Visitor

COMPOSE = "https://www.googleapis.com/auth/gmail.compose"


def shows(words: str) -> dict[str, Any]:
    return card(says(words))


@pytest.fixture
def press_me(addon: FakeAddon) -> dict[str, Any]:
    return card(says("home"), button("Press", addon.url(CLICKED)), name="home", header={"title": "Home"})


FAILURES: list[tuple[Any, str]] = [
    (("Internal Server Error", 500), "HTTP status 500"),
    (("Unauthorized", 401), "HTTP status 401"),
    (Response("<html>oops", mimetype="text/html"), "Failed to parse JSON"),
    (
        {"action": {"navigations": []}},
        "Cannot find field: action in message google.apps.card.v1.SubmitFormResponse",
    ),
    (
        clicked({"pushCard": {"sections": [{"widgets": [{"textParagraph": {"txt": "x"}}]}]}}),
        "Cannot find field: txt",
    ),
    (clicked({"pushCard": card(button("x", "https://x", parameters=[{"key": "a", "value": True}]))}), "value"),
]


@pytest.mark.parametrize(("answer", "words"), FAILURES)
def test_a_failing_addon_is_reported_above_the_card_that_stays(
    visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any], answer: Any, words: str
) -> None:
    addon.answers[CLICKED] = answer
    sidebar = visitor.opens(press_me)
    visitor.presses("Press")
    alert = sidebar.get_by_role("alert")
    expect(alert).to_contain_text("Error with the add-on")
    expect(alert).to_contain_text(words)
    expect(sidebar.get_by_role("article", name="Home")).to_be_visible()
    addon.answers[CLICKED] = clicked({"updateCard": shows("better now")})
    alert.get_by_role("button", name="Try again").click()
    expect(sidebar).to_contain_text("better now")
    expect(alert).to_be_empty()


def test_an_error_is_gone_after_any_good_answer(visitor: Visitor, addon: FakeAddon, press_me: dict[str, Any]) -> None:
    addon.answers[CLICKED] = ("Internal Server Error", 500)
    sidebar = visitor.opens(press_me)
    visitor.presses("Press")
    expect(sidebar.get_by_role("alert")).to_contain_text("HTTP status 500")
    addon.answers[CLICKED] = clicked(notification={"text": "done"})
    visitor.presses("Press")
    expect(sidebar.get_by_role("status")).to_have_text("done")
    expect(sidebar.get_by_role("alert")).to_be_empty()


def test_a_trigger_that_answers_like_a_click_is_refused(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/home"] = clicked({"pushCard": shows("x")})
    expect(visitor.opens().get_by_role("alert")).to_contain_text("Cannot find field: renderActions")


def test_what_a_host_would_only_shrug_at_is_complained_of_beside_the_card(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = clicked({"updateCard": shows("all right")})
    sidebar = visitor.opens(card(says("<blink>look</blink>"), button("Press", addon.url(CLICKED))))
    complaints = sidebar.get_by_role("region", name="Complaints")
    expect(complaints).to_contain_text("1 complaint about this answer")
    expect(complaints).to_contain_text("<blink> is not shown in cards.")
    expect(complaints).to_contain_text("action.navigations[0].pushCard.sections[0].widgets[0].textParagraph.text")
    expect(sidebar.get_by_role("alert")).to_be_empty()
    visitor.presses("Press")
    expect(sidebar).to_contain_text("all right")
    expect(complaints).to_be_empty()


def test_text_of_the_open_document_that_a_card_does_not_escape_is_complained_of(
    visitor: Visitor, world: FakeWorld
) -> None:
    world.edit(QUESTIONNAIRE, {"tab": "t.1", "index": 1}, "<b>Larchwood</b>")
    sidebar = visitor.opens(shows("For <b>Larchwood</b>"))
    expect(sidebar.get_by_role("region", name="Complaints")).to_contain_text("it has to be escaped")


def test_suggestions_are_judged_as_suggestions(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/suggest"] = clicked()
    action = {"function": addon.url("/suggest")}
    sidebar = visitor.opens(card({"textInput": {"name": "ce", "label": "CE", "autoCompleteAction": action}}))
    sidebar.get_by_label("CE").press_sequentially("ch")
    complaints = sidebar.get_by_role("region", name="Complaints")
    expect(complaints).to_contain_text("Cannot find field: renderActions")
    expect(complaints).to_contain_text("GetAutocompletionResponse")


def needing_compose(event: dict[str, Any]) -> dict[str, Any]:
    if COMPOSE not in event["authorizationEventObject"]["authorizedScopes"]:
        return {"requesting_google_scopes": {"scopes": [COMPOSE]}}
    return clicked({"updateCard": shows("sent")})


def untick_compose(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Permissions").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="gmail.compose").uncheck()
    with visitor.answered("trigger"):
        dialog.get_by_role("button", name="Save").click()


def test_consent_that_is_given_sends_the_same_click_again(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = needing_compose
    field = {"textInput": {"name": "to", "label": "To"}}
    send = button("Send", addon.url(CLICKED), parameters=[{"key": "run", "value": "r1"}])
    sidebar = visitor.opens(card(field, send))
    untick_compose(visitor)
    sidebar.get_by_label("To").fill("erik@larchwood.example")
    visitor.presses("Send")
    dialog = visitor.page.get_by_role("dialog", name="Handover wants additional access to your Google Account")
    dialog.get_by_role("button", name="Allow").click()
    expect(sidebar).to_contain_text("sent")
    first, second = (event["commonEventObject"] for event in addon.events(CLICKED))
    assert first == second
    assert second["formInputs"]["to"] == {"stringInputs": {"value": ["erik@larchwood.example"]}}
    assert second["parameters"] == {"run": "r1"}


def test_consent_that_is_denied_sends_nothing_and_leaves_the_card(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers[CLICKED] = needing_compose
    sidebar = visitor.opens(card(button("Send", addon.url(CLICKED)), header={"title": "Home"}))
    untick_compose(visitor)
    visitor.presses("Send")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Deny").click()
    expect(sidebar.get_by_role("article", name="Home")).to_be_visible()
    assert len(addon.events(CLICKED)) == 1


def test_a_homepage_without_its_scopes_says_so_when_they_are_denied(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/home"] = {"requesting_google_scopes": {"all_scopes": True}}
    sidebar = visitor.opens()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Deny").click()
    expect(sidebar.get_by_role("alert")).to_contain_text("Handover needs your permission.")


def test_a_scope_that_the_manifest_does_not_list_is_an_error(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/docs/home"] = {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/drive"]}}
    sidebar = visitor.opens()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Allow").click()
    expect(sidebar.get_by_role("alert")).to_contain_text("the manifest does not list")


def asking_for_the_file(addon: FakeAddon) -> dict[str, Any]:
    addon.answers[CLICKED] = {
        "renderActions": {"hostAppAction": {"editorAction": {"requestFileScopeForActiveDocument": {}}}}
    }
    return card(button("Allow access", addon.url(CLICKED)), header={"title": "Home"})


def test_the_file_dialog_grants_the_file_and_calls_the_trigger(
    visitor: Visitor, addon: FakeAddon, world: FakeWorld
) -> None:
    addon.answers["/docs/granted"] = lambda event: pushed(shows(f"reads {event['docs']['id']}"))
    sidebar = visitor.opens(asking_for_the_file(addon))
    visitor.presses("Allow access")
    dialog = visitor.page.get_by_role("dialog", name="Allow Handover to access this file?")
    expect(dialog).to_contain_text("New customer questionnaire: Larchwood Analytics")
    dialog.get_by_role("button", name="Allow").click()
    expect(sidebar).to_contain_text(f"reads {QUESTIONNAIRE}")
    assert world.identity.granted == {("ae", QUESTIONNAIRE)}


def test_a_granted_file_can_be_closed_again_in_the_permissions(
    visitor: Visitor, addon: FakeAddon, world: FakeWorld
) -> None:
    world.identity.granted.add(("ae", QUESTIONNAIRE))
    visitor.opens(shows("home"))
    visitor.page.get_by_role("button", name="Permissions").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="The open file").uncheck()
    with visitor.answered("trigger"):
        dialog.get_by_role("button", name="Save").click()
    assert not world.identity.granted
    assert addon.events("/docs/home")[-1]["docs"] == {"addonHasFileScopePermission": False}


def test_a_declined_file_dialog_tells_the_addon_nothing(visitor: Visitor, addon: FakeAddon, world: FakeWorld) -> None:
    sidebar = visitor.opens(asking_for_the_file(addon))
    visitor.presses("Allow access")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Deny").click()
    expect(sidebar.get_by_role("article", name="Home")).to_be_visible()
    assert not addon.events("/docs/granted")
    assert not world.identity.granted
