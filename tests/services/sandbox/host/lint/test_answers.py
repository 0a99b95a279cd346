"""The linter of answers: each rule by an answer that breaks it and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from services.sandbox.host.lint.answers import Complaint, Kind, Linter
from tests.services.sandbox.host.fake_addon import card, clicked, pushed, says

Json = dict[str, Any]
BASE = "https://handover.example"
DOCUMENT = "https://www.googleapis.com/auth/drive.file"
DEPLOYMENT: Json = {
    "oauthScopes": [DOCUMENT],
    "addOns": {
        "common": {"openLinkUrlPrefixes": ["https://docs.google.com/", "https://*.slack.com/"]},
        "docs": {
            "linkPreviewTriggers": [{"runFunction": f"{BASE}/p", "patterns": [{"hostPattern": "docs.google.com"}]}]
        },
    },
}
LINTER = Linter(DEPLOYMENT, BASE, lambda path: path in ("/docs/homepage", "/steps/announce"))
ACTION: Json = {"function": f"{BASE}/steps/announce", "parameters": [{"key": "docId", "value": "1"}]}


def complaints(kind: Kind, answer: Any, *documents: Any) -> list[Complaint]:
    return LINTER.complaints(kind, answer, documents)


def button(**other: Any) -> Json:
    return {"buttonList": {"buttons": [{"text": "Go", "onClick": {"action": {**ACTION, **other}}}]}}


def opening(url: str) -> Json:
    return {"buttonList": {"buttons": [{"text": "Open", "onClick": {"openLink": {"url": url}}}]}}


def row(**other: Any) -> Json:
    return {"decoratedText": {"text": "Announce", **other}}


def choice(count: int) -> Json:
    items = [{"text": str(number), "value": str(number)} for number in range(count)]
    return {"selectionInput": {"name": "choice", "type": "CHECK_BOX", "items": items}}


def on_card(*widgets: Json, **other: Any) -> tuple[Kind, Json]:
    return "trigger", pushed(card(*widgets, **other))


def preview(*widgets: Json) -> tuple[Kind, Json]:
    return "preview", {"action": {"linkPreview": {"title": "Larchwood", "previewCard": card(*widgets)}}}


LINK = {"url": "https://docs.google.com/document/d/1/edit", "title": "Larchwood"}
INSERTED = {"renderActions": {"action": {"links": [LINK]}}}
GOOD: list[tuple[Kind, Any]] = [
    on_card(says("a <b>bold</b> &amp; <font color='#b06000'>amber</font><br>word"), button(), choice(100)),
    on_card(*[says("line")] * 100, header={"title": "Larchwood"}),
    on_card(row(startIcon={"knownIcon": "EMAIL"}), row(startIcon={"materialIcon": {"name": "mail"}})),
    on_card(opening("https://docs.google.com/document/d/1/edit"), opening("https://team.slack.com/archives/C1/p1")),
    on_card(says("<a href='https://docs.google.com/'>there</a>"), opening("mailto:a@b.example")),
    ("trigger", card(says("a bare card"))),
    ("trigger", {"action": {"navigations": [{"popToRoot": True}, {"updateCard": card(says("granted"))}]}}),
    ("trigger", {"requesting_google_scopes": {"scopes": [DOCUMENT]}}),
    ("click", {"requesting_google_scopes": {"all_scopes": True}}),
    ("click", clicked({"pushCard": card(says("pushed"))}, notification={"text": "done"})),
    ("click", {"renderActions": {"hostAppAction": {"editorAction": {"requestFileScopeForActiveDocument": {}}}}}),
    ("click", {"renderActions": {"action": {"link": {"url": "https://docs.google.com/", "openAs": "OVERLAY"}}}}),
    preview(says("done"), row()),
    ("preview", {}),
    ("dialog", INSERTED),
    ("dialog", clicked({"updateCard": card(says("again"))})),
    ("suggestions", {"autoComplete": {"items": [{"text": "chloe@codelantern.example"}]}}),
    ("suggestions", {"autoComplete": {"items": []}}),
]


@pytest.mark.parametrize(("kind", "answer"), GOOD)
def test_a_good_answer_has_no_complaint(kind: Kind, answer: Any) -> None:
    assert complaints(kind, answer) == []


BROKEN: list[tuple[str, tuple[Kind, Any]]] = [
    ("envelope", ("click", pushed(card(says("a trigger's answer"))))),
    ("envelope", ("trigger", clicked({"pushCard": card(says("a click's answer"))}))),
    ("envelope", ("trigger", {})),
    ("envelope", ("trigger", {"action": {"navigations": [{"popToRoot": True}]}})),
    ("envelope", ("trigger", pushed(card(says("x"))) | {"actions": []})),
    ("envelope", ("preview", pushed(card(says("x"))))),
    ("envelope", ("click", {"renderActions": {"action": {"linkPreview": {"title": "x"}}}})),
    ("envelope", ("click", INSERTED)),
    ("envelope", ("dialog", {"renderActions": {"action": {"links": [LINK, LINK]}}})),
    ("envelope", ("suggestions", {"suggestions": [{"text": "x"}]})),
    ("envelope", ("click", ["not", "an", "object"])),
    ("schema", on_card({"textParagraph": {"txt": "x"}})),
    ("schema", on_card(row(text=12))),
    ("schema", on_card(row(top_label="snake"))),
    ("schema", on_card({"textInput": {"name": "a", "label": "A", "type": "MANY_LINES"}})),
    ("schema", on_card({**says("two"), "divider": {}})),
    ("schema", on_card({"dateTimePicker": {"name": "a", "valueMsEpoch": "soon"}})),
    ("schema", on_card({"buttonList": {"buttons": {"text": "no list"}}})),
    ("parameter", on_card(button(parameters=[{"key": "submitted", "value": True}]))),
    ("parameter", on_card(button(parameters=[{"key": "__action_method_name__", "value": "x"}]))),
    ("parameter", on_card(button(parameters=[{"key": "a", "value": "x"}, {"key": "a", "value": "y"}]))),
    ("address", on_card(button(function="announce"))),
    ("address", on_card(button(function="http://handover.example/steps/announce"))),
    ("address", on_card(button(function="https://handover.example.org/steps/announce"))),
    ("route", on_card(button(function=f"{BASE}/steps"))),
    ("widgets", on_card(*[says("line")] * 101)),
    ("items", on_card(choice(101))),
    ("items", ("suggestions", {"autoComplete": {"items": [{"text": "x"}] * 101}})),
    ("size", on_card(says("x" * 30_000))),
    ("icon", on_card(row(startIcon={"knownIcon": "CHECK"}))),
    ("icon", on_card(row(startIcon={"materialIcon": {"name": "chek_circle"}}))),
    ("markup", on_card(says("<h1>big</h1>"))),
    ("markup", on_card(row(text="<b>never closed"))),
    ("markup", on_card(says("<b><i>crossed</b></i>"))),
    ("markup", on_card(says("<font color='red'>word</font>"))),
    ("markup", on_card(says("<b style='x'>word</b>"))),
    ("markup", on_card(says("Fish & chips"))),
    ("markup", on_card(says("1 < 2"))),
    ("markup", on_card(says("a<!-- hidden -->b"))),
    ("markup", ("trigger", pushed({"sections": [{"header": "<p>", "widgets": [says("x")]}]}))),
    ("link", on_card(opening("https://elsewhere.example/"))),
    ("link", on_card(opening("http://docs.google.com/"))),
    (
        "link",
        ("dialog", {"renderActions": {"action": {"links": [{"url": "https://elsewhere.example/", "title": "x"}]}}}),
    ),
    ("link", on_card(opening("https://docs.google.com.evil.example/"))),
    ("link", on_card(opening("https://slack.com/archives"))),
    ("link", on_card(opening("javascript:alert(1)"))),
    ("link", on_card(says("<a href='https://elsewhere.example/'>there</a>"))),
    ("link", ("click", {"renderActions": {"action": {"link": {"url": "https://elsewhere.example/"}}}})),
    ("elsewhere", on_card({"carousel": {"carouselCards": []}})),
    ("elsewhere", on_card({"columns": {"columnItems": []}})),
    ("elsewhere", on_card({"textParagraph": {"text": "*x*", "textSyntax": "MARKDOWN"}})),
    ("elsewhere", on_card({"textInput": {"name": "a", "label": "A", "placeholderText": "x"}})),
    ("elsewhere", on_card(button(interaction="OPEN_DIALOG"))),
    ("elsewhere", ("click", {"renderActions": {"action": {"modifyOperations": [{}]}}})),
    ("image", on_card({"image": {"imageUrl": "http://handover.example/logo.png"}})),
    ("image", on_card({"image": {"imageUrl": "https://handover.example/logo.svg"}})),
    ("required", ("trigger", pushed({"header": {"title": "blank"}, "sections": []}))),
    ("required", ("trigger", pushed({"sections": [{"header": "empty", "widgets": []}]}))),
    ("required", on_card({"buttonList": {"buttons": [{"text": "dead"}]}})),
    ("required", on_card({"textInput": {"name": "nameless"}})),
    ("required", on_card(says("x"), fixedFooter={"secondaryButton": {"text": "x", "onClick": {"action": ACTION}}})),
    ("scope", ("click", {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/drive"]}})),
    ("scope", ("click", {"requesting_google_scopes": {"scopes": [DOCUMENT], "all_scopes": True}})),
    ("scope", ("click", {"requesting_google_scopes": {"scopes": []}})),
    ("preview", preview(choice(2))),
    ("dialog", ("dialog", clicked({"pushCard": card(says("x"))}))),
    ("dialog", ("dialog", clicked({"updateCard": card(says("x"))}, notification={"text": "x"}))),
]


@pytest.mark.parametrize(("rule", "broken"), BROKEN)
def test_an_answer_that_breaks_one_rule_is_complained_of_for_that_rule_alone(rule: str, broken: Any) -> None:
    kind, answer = broken
    assert {one.rule for one in complaints(kind, answer)} == {rule}
    assert all(one.words for one in complaints(kind, answer))


@pytest.mark.parametrize("text", ["<b>Larchwood</b>", "<font color='#c5221f'>Larchwood", "Fish & chips Ltd"])
def test_a_documents_own_text_may_stand_in_a_card_only_escaped(text: str) -> None:
    document = {"body": [{"content": f"Company\n{text}\n"}]}
    (named,) = [one for one in complaints(*on_card(says(f"for {text}")), document) if one.rule == "unescaped"]
    assert named.where == "action.navigations[0].pushCard.sections[0].widgets[0].textParagraph.text"
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert complaints(*on_card(says(f"for {escaped}")), document) == []


def test_tags_in_a_document_do_not_forbid_the_cards_own() -> None:
    assert complaints(*on_card(says("<b>bold</b>")), {"content": "Write <b> for bold."}, "<b>") == []


def test_what_a_host_throws_away_as_a_whole_is_marked_so_and_comes_alone() -> None:
    answer = on_card(row(txt=1), button(function="nowhere"))[1]
    assert {(one.rule, one.refused) for one in complaints("trigger", answer)} == {("schema", True)}
    stripped = complaints(*on_card(button(interaction="OPEN_DIALOG"), button(function="nowhere")))
    assert [one.refused for one in stripped] == [True]
    assert not any(one.refused for one in complaints(*on_card(button(function="nowhere"))))


def test_the_sandboxs_own_slack_stands_for_the_real_one() -> None:
    assert complaints(*on_card(opening("https://team.slack.example/archives/C1/p1"))) == []
    assert complaints(*on_card(opening("https://team.salesforce.example/x"))) != []


def test_on_this_machine_plain_http_is_all_there_is() -> None:
    linter = Linter(DEPLOYMENT, "http://127.0.0.1:5000", lambda _: True)
    local = "http://127.0.0.1:5000/"
    shown = [button(function=local + "home"), opening(local + "x"), {"image": {"imageUrl": local + "logo.png"}}]
    assert {one.rule for one in linter.complaints(*on_card(*shown))} == {"link"}
    allowed = {"addOns": {"common": {"openLinkUrlPrefixes": [local]}}}
    linter = Linter(allowed, "http://127.0.0.1:5000", lambda _: True)
    assert linter.complaints(*on_card(*shown)) == []


def test_every_complaint_says_where() -> None:
    inner = card(row(startIcon={"knownIcon": "TICK"}))
    deep = card(says("x"), {"buttonList": {"buttons": [{"text": "x", "onClick": {"card": inner}}]}})
    (one,) = complaints("click", clicked({"updateCard": deep}))
    way = "renderActions.action.navigations[0].updateCard.sections[0].widgets[1].buttonList.buttons[0].onClick.card"
    assert one.where == f"{way}.sections[0].widgets[0].decoratedText.startIcon.knownIcon"
