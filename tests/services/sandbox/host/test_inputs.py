"""The inputs of cards: how each is encoded in an event, what is required, and what survives the next card."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.services.sandbox.host.fake_addon import FakeAddon, button, card, clicked, says
from tests.services.sandbox.host.visitor import CLICKED, Visitor


def choice(kind: str, *selected: str, **other: Any) -> dict[str, Any]:
    items = [{"text": name.upper(), "value": name, "selected": name in selected} for name in "abcd"]
    return {"selectionInput": {"name": "choice", "label": "Choice", "type": kind, "items": items, **other}}


def picker(kind: str, **other: Any) -> dict[str, Any]:
    return {"dateTimePicker": {"name": "when", "label": "When", "type": kind, **other}}


def text_input(name: str, **other: Any) -> dict[str, Any]:
    return {"textInput": {"name": name, "label": name.capitalize(), **other}}


@pytest.fixture(autouse=True)
def answer(addon: FakeAddon) -> None:
    addon.answers[CLICKED] = clicked()


def opened(visitor: Visitor, *widgets: dict[str, Any], **action: Any) -> Locator:
    """Open a card with these widgets and a button that sends them."""
    return visitor.opens(card(*widgets, button("Send", visitor.addon.url(CLICKED), **action)))


def sent(visitor: Visitor) -> Any:
    with visitor.answered():
        visitor.presses("Send")
    return visitor.sent().get("formInputs")


def test_typed_text_is_sent_as_a_list_of_one_and_empty_text_not_at_all(visitor: Visitor) -> None:
    sidebar = opened(visitor, text_input("one"), text_input("two", type="MULTIPLE_LINE"), text_input("three"))
    assert sent(visitor) is None
    sidebar.get_by_label("One").fill("A <b>&")
    sidebar.get_by_label("Two").fill("first\nsecond")
    assert sent(visitor) == {
        "one": {"stringInputs": {"value": ["A <b>&"]}},
        "two": {"stringInputs": {"value": ["first\nsecond"]}},
    }


def test_check_boxes_switches_and_lists_send_all_that_is_ticked(visitor: Visitor) -> None:
    for kind, role in (("CHECK_BOX", "checkbox"), ("SWITCH", "switch"), ("MULTI_SELECT", "checkbox")):
        sidebar = opened(visitor, choice(kind, "b"))
        sidebar.get_by_role(role, name="D").check()  # type: ignore[arg-type]
        assert sent(visitor) == {"choice": {"stringInputs": {"value": ["b", "d"]}}}


def test_a_list_takes_no_more_than_its_maximum(visitor: Visitor) -> None:
    sidebar = opened(visitor, choice("MULTI_SELECT", "a", multiSelectMaxSelectedItems=2))
    sidebar.get_by_role("checkbox", name="B").check()
    expect(sidebar.get_by_role("checkbox", name="C")).to_be_disabled()


def test_a_radio_button_and_a_drop_down_send_their_one_value(visitor: Visitor) -> None:
    sidebar = opened(visitor, choice("RADIO_BUTTON", "a"))
    sidebar.get_by_role("radio", name="C").check()
    assert sent(visitor) == {"choice": {"stringInputs": {"value": ["c"]}}}
    sidebar = opened(visitor, choice("DROPDOWN"))
    assert sent(visitor) is None
    sidebar.get_by_label("Choice").select_option("B")
    assert sent(visitor) == {"choice": {"stringInputs": {"value": ["b"]}}}


def test_a_switch_beside_a_text_sends_its_value_only_when_it_is_on(visitor: Visitor) -> None:
    control = {"name": "copy", "value": "yes"}
    sidebar = opened(visitor, {"decoratedText": {"text": "Send <b>me</b> a copy", "switchControl": control}})
    assert sent(visitor) is None
    sidebar.get_by_role("switch", name="Send me a copy").check()
    assert sent(visitor) == {"copy": {"stringInputs": {"value": ["yes"]}}}


def test_a_date_is_the_midnight_in_utc_that_begins_it(visitor: Visitor) -> None:
    sidebar = opened(visitor, picker("DATE_ONLY", valueMsEpoch="1775001600000"))
    expect(sidebar.get_by_label("When")).to_have_value("2026-04-01")
    sidebar.get_by_label("When").fill("2026-10-25")
    assert sent(visitor) == {"when": {"dateInput": {"msSinceEpoch": "1792886400000"}}}


def test_a_time_is_hours_and_minutes(visitor: Visitor) -> None:
    sidebar = opened(visitor, picker("TIME_ONLY", valueMsEpoch=str(9 * 3600_000 + 30 * 60_000)))
    expect(sidebar.get_by_label("When")).to_have_value("09:30")
    assert sent(visitor) == {"when": {"timeInput": {"hours": 9, "minutes": 30}}}


def test_a_date_with_time_is_an_instant_shown_in_the_persons_zone(visitor: Visitor) -> None:
    sidebar = opened(visitor, picker("DATE_AND_TIME", valueMsEpoch="1773651600000"))
    expect(sidebar.get_by_label("When")).to_have_value("2026-03-16T10:00")
    expected = {"msSinceEpoch": "1773651600000", "hasDate": True, "hasTime": True}
    assert sent(visitor) == {"when": {"dateTimeInput": expected}}


def test_a_date_with_time_is_shown_in_the_zone_that_the_card_names(visitor: Visitor) -> None:
    sidebar = opened(visitor, picker("DATE_AND_TIME", valueMsEpoch="1773651600000", timezoneOffsetDate=-300))
    expect(sidebar.get_by_label("When")).to_have_value("2026-03-16T04:00")
    assert sent(visitor)["when"]["dateTimeInput"]["msSinceEpoch"] == "1773651600000"


def test_the_event_carries_the_persons_zone_and_language(visitor: Visitor) -> None:
    opened(visitor)
    sent(visitor)
    common = visitor.sent()
    assert common["timeZone"]["id"] == "Europe/Stockholm"
    assert int(common["timeZone"]["offset"]) in (3_600_000, 7_200_000)
    assert common["userLocale"] == "en-US"


def test_what_is_required_is_asked_for_before_anything_is_sent(visitor: Visitor, addon: FakeAddon) -> None:
    validation = {"inputType": "EMAIL", "characterLimit": 20}
    sidebar = opened(visitor, text_input("to", validation=validation), choice("DROPDOWN"), allWidgetsAreRequired=True)
    visitor.presses("Send")
    expect(sidebar.get_by_text("This field is required")).to_have_count(2)
    expect(sidebar.get_by_label("To")).to_be_focused()
    sidebar.get_by_label("Choice").select_option("A")
    for wrong, words in (
        ("not an address", "Enter an email address"),
        ("much.too.long@larchwood.example", "At most 20"),
    ):
        sidebar.get_by_label("To").fill(wrong)
        visitor.presses("Send")
        expect(sidebar.get_by_text(words)).to_be_visible()
    assert addon.events(CLICKED) == []
    sidebar.get_by_label("To").fill("a@b.example")
    assert set(sent(visitor)) == {"to", "choice"}


def test_inputs_are_cleared_after_an_action_unless_it_keeps_them(visitor: Visitor) -> None:
    sidebar = opened(visitor, text_input("note", value="before"))
    sidebar.get_by_label("Note").fill("typed")
    sent(visitor)
    expect(sidebar.get_by_label("Note")).to_have_value("before")
    sidebar = opened(visitor, text_input("note", value="before"), persistValues=True)
    sidebar.get_by_label("Note").fill("typed")
    sent(visitor)
    expect(sidebar.get_by_label("Note")).to_have_value("typed")


def test_an_updated_card_keeps_what_was_typed_into_fields_that_are_still_there(
    visitor: Visitor, addon: FakeAddon
) -> None:
    updated = card(says("Look again"), text_input("note", value="new"), text_input("other", value="new"))
    addon.answers[CLICKED] = clicked({"updateCard": updated})
    sidebar = opened(visitor, text_input("note", value="old"), text_input("other", value="old"), persistValues=True)
    sidebar.get_by_label("Note").fill("typed")
    sent(visitor)
    expect(sidebar).to_contain_text("Look again")
    expect(sidebar.get_by_label("Note")).to_have_value("typed")
    expect(sidebar.get_by_label("Other")).to_have_value("new")


def test_a_change_is_sent_when_the_field_is_left(visitor: Visitor, addon: FakeAddon) -> None:
    action = {"function": addon.url(CLICKED), "loadIndicator": "NONE", "persistValues": True}
    sidebar = visitor.opens(card(text_input("note", onChangeAction=action), choice("DROPDOWN", onChangeAction=action)))
    sidebar.get_by_label("Note").fill("typed")
    with visitor.answered():
        sidebar.get_by_label("Note").press("Tab")
    assert visitor.sent()["formInputs"] == {"note": {"stringInputs": {"value": ["typed"]}}}
    with visitor.answered():
        sidebar.get_by_label("Choice").select_option("B")
    assert set(visitor.sent()["formInputs"]) == {"note", "choice"}


def test_who_chooses_by_keyboard_stays_in_the_input_of_the_card_that_comes(visitor: Visitor, addon: FakeAddon) -> None:
    action = {"function": addon.url(CLICKED), "persistValues": True}
    form = (choice("RADIO_BUTTON", "a", onChangeAction=action), picker("DATE_ONLY", onChangeAction=action))
    addon.answers[CLICKED] = clicked({"updateCard": card(says("Look again"), *form)})
    sidebar = visitor.opens(card(*form))
    sidebar.get_by_role("radio", name="A", exact=True).focus()
    for name in "BC":
        with visitor.answered():
            visitor.page.keyboard.press("ArrowDown")
        expect(sidebar.get_by_role("radio", name=name, exact=True)).to_be_focused()
    with visitor.answered():
        sidebar.get_by_label("When").fill("2027-03-16")
    expect(sidebar.get_by_label("When")).to_be_focused()


def test_a_date_that_is_typed_is_sent_when_it_is_whole(visitor: Visitor, addon: FakeAddon) -> None:
    action = {"function": addon.url(CLICKED), "persistValues": True}
    sidebar = visitor.opens(card(picker("DATE_ONLY", valueMsEpoch="1805155200000", onChangeAction=action)))
    sidebar.get_by_label("When").focus()
    visitor.page.keyboard.type("12242026")
    assert addon.events(CLICKED) == []
    with visitor.answered():
        visitor.page.keyboard.press("Enter")
    assert visitor.sent()["formInputs"] == {"when": {"dateInput": {"msSinceEpoch": "1798070400000"}}}
    assert len(addon.events(CLICKED)) == 1


def test_suggestions_are_asked_for_with_the_text_typed_so_far(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/suggest"] = {"autoComplete": {"items": [{"text": "Nordic Roof & Solar"}, {"text": "Norrland El"}]}}
    field = text_input(
        "installer",
        autoCompleteAction={"function": addon.url("/suggest")},
        initialSuggestions={"items": [{"text": "First"}]},
    )
    sidebar = visitor.opens(card(field))
    options = sidebar.locator("datalist option")
    expect(options).to_have_count(1)
    sidebar.get_by_label("Installer").press_sequentially("nor")
    expect(options).to_have_count(2)
    assert visitor.sent("/suggest")["formInputs"] == {"installer": {"stringInputs": {"value": ["nor"]}}}
