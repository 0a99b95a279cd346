"""Every widget that a sidebar may hold: that it is drawn, what it sends, and what it never lets through."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.services.sandbox.host.fake_addon import FakeAddon, card, clicked, says
from tests.services.sandbox.host.showcase import example
from tests.services.sandbox.host.visitor import CLICKED, Visitor


def choice(kind: str, *selected: str, **other: Any) -> dict[str, Any]:
    items = [{"text": name.upper(), "value": name, "selected": name in selected} for name in "abcd"]
    return {"selectionInput": {"name": "choice", "label": "Choice", "type": kind, "items": items, **other}}


def text_input(name: str, **other: Any) -> dict[str, Any]:
    return {"textInput": {"name": name, "label": name.capitalize(), **other}}


@pytest.fixture(autouse=True)
def answer(addon: FakeAddon) -> None:
    addon.answers[CLICKED] = clicked()


def sent(visitor: Visitor) -> Any:
    with visitor.answered():
        visitor.presses("Send")
    return visitor.sent().get("formInputs")


def test_every_widget_is_drawn(visitor: Visitor) -> None:
    sidebar = visitor.opens(example("everything"))
    for name in ("grid", "columns", "image", "selectionInput", "dateTimePicker", "buttonList", "decoratedText"):
        expect(sidebar.locator(f"[data-widget={name}]").first).to_be_visible()
    expect(sidebar.locator(".unknown-widget")).to_have_count(0)
    expect(sidebar.get_by_role("group", name="Radio button").get_by_role("radio")).to_have_count(2)
    expect(sidebar.get_by_role("group", name="Switch").get_by_role("switch").first).to_be_checked()


HOSTILE = (
    "<b>bold</b><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    "<a href='javascript:window.hit = 1'>bad</a><a href='https://example.com/' onclick='window.hit = 1'>good</a>"
    "<font color='#c5221f' style='position:fixed'>red</font><font color='expression(1)'>plain</font>"
    "<div onmouseover='window.hit = 1'>unwrapped</div>&lt;i&gt; &amp; more\nnext<time>now</time>"
)


def test_only_the_formatting_that_cards_allow_comes_through(visitor: Visitor) -> None:
    sidebar = visitor.opens(card(says(HOSTILE)))
    text = sidebar.locator("[data-widget=textParagraph]")
    expect(text).to_contain_text("bad")
    html = text.inner_html()
    for forbidden in ("<script", "<img", "javascript:", "onclick", "onerror", "onmouseover", "<div", "position"):
        assert forbidden not in html
    expect(text).to_contain_text("<i> & more")
    expect(text.get_by_role("link")).to_have_text(["good"])
    assert text.locator("b").inner_text() == "bold"
    assert "color: rgb(197, 34, 31)" in html
    assert visitor.page.evaluate("window.hit") is None


def test_hostile_text_in_names_and_labels_stays_text(visitor: Visitor) -> None:
    hostile = "<img src=x onerror='window.hit = 1'>"
    shown = card(
        text_input("a", label=hostile, value=hostile, hintText=hostile),
        choice("DROPDOWN", label=hostile),
        header={"title": hostile, "subtitle": hostile},
    )
    sidebar = visitor.opens(shown)
    expect(sidebar.locator(".card-title")).to_have_text(hostile)
    expect(sidebar.locator(".card img")).to_have_count(0)
    assert visitor.page.evaluate("window.hit") is None


def test_parameters_go_out_as_a_map_and_a_grid_adds_its_item(visitor: Visitor, addon: FakeAddon) -> None:
    action = {"function": addon.url(CLICKED), "parameters": [{"key": "step", "value": "announce"}]}
    items = [{"id": "x", "title": "Ecks"}, {"id": "y", "title": "Why"}]
    visitor.opens(card({"grid": {"columnCount": 2, "items": items, "onClick": {"action": action}}}))
    with visitor.answered():
        visitor.presses("Why")
    assert visitor.sent()["parameters"] == {
        "step": "announce",
        "grid_item_identifier": "y",
        "grid_item_index": "1",
    }


def test_a_collapsible_section_shows_the_rest_on_demand(visitor: Visitor) -> None:
    section = {
        "header": "Unanswered",
        "collapsible": True,
        "uncollapsibleWidgetsCount": 1,
        "widgets": [says("first"), says("second")],
    }
    sidebar = visitor.opens({"sections": [section]})
    expect(sidebar.get_by_text("first")).to_be_visible()
    expect(sidebar.get_by_text("second")).to_be_hidden()
    visitor.presses("Show more: Unanswered")
    expect(sidebar.get_by_text("second")).to_be_visible()
    expect(sidebar.get_by_role("button", name="Show less: Unanswered")).to_have_attribute("aria-expanded", "true")


def test_a_card_may_bring_its_own_buttons_to_collapse(visitor: Visitor) -> None:
    control = {
        "expandButton": {"text": "All steps", "onClick": {}},
        "collapseButton": {"text": "Fewer", "onClick": {}},
    }
    section = {"collapsible": True, "widgets": [says("hidden")], "collapseControl": control}
    sidebar = visitor.opens({"sections": [section]})
    visitor.presses("All steps")
    expect(sidebar.get_by_text("hidden")).to_be_visible()
    expect(sidebar.get_by_role("button", name="Fewer")).to_be_visible()


def test_long_paragraphs_are_cut_where_the_card_says(visitor: Visitor) -> None:
    sidebar = visitor.opens(
        card(
            {"textParagraph": {"text": "many words " * 60, "maxLines": 2}},
            {"textParagraph": {"text": "short", "maxLines": 2}},
        )
    )
    more = sidebar.get_by_role("button", name="Show more")
    expect(more).to_have_count(1)
    more.click()
    expect(sidebar.get_by_role("button", name="Show less")).to_be_visible()


def test_the_footer_stays_below_the_cards_sections(visitor: Visitor, addon: FakeAddon) -> None:
    footer = {"primaryButton": {"text": "Send", "onClick": {"action": {"function": addon.url(CLICKED)}}}}
    visitor.opens(card(*[says("line")] * 80, fixedFooter=footer))
    expect(visitor.sidebar.get_by_role("button", name="Send")).to_be_in_viewport()
    assert sent(visitor) is None


def test_a_row_is_pressed_as_a_whole_but_its_button_stays_its_own(visitor: Visitor, addon: FakeAddon) -> None:
    addon.answers["/own"] = clicked()
    own = {"text": "Own", "onClick": {"action": {"function": addon.url("/own")}}}
    row = {
        "text": "Announce",
        "bottomLabel": "Your turn",
        "button": own,
        "onClick": {"action": {"function": addon.url(CLICKED)}},
    }
    sidebar = visitor.opens(card({"decoratedText": row}))
    with visitor.answered():
        visitor.presses("Own")
    assert [path for path, _, _ in addon.calls][1:] == ["/own"]
    with visitor.answered():
        sidebar.get_by_role("button", name="Announce").press("Enter")
    assert [path for path, _, _ in addon.calls][1:] == ["/own", CLICKED]


def test_the_section_that_crosses_the_hundredth_widget_is_dropped_and_all_after_it(visitor: Visitor) -> None:
    sections = [{"widgets": [says(f"s{number}")] * 40} for number in range(4)]
    sidebar = visitor.opens({"sections": sections})
    expect(sidebar.locator("[data-widget]")).to_have_count(80)
    expect(sidebar.get_by_text("s2")).to_have_count(0)
