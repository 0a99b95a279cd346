"""The Settings card of those who look after the add-on: the whole set-up, checked as they press."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import BASE_URL, Stage
from tests.host import SCOPES, Host
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET
from tests.services.handover.doctor.examined import channel

TEMPLATES = (
    "1QuestionnaireTemplate0000000000000000000000",
    "1SuccessPlanTemplate000000000000000000000000",
    "1InvoiceTemplate00000000000000000000000000000",
)


def settings(host: Host) -> Host:
    """Settings, from the menu."""
    host.open().click(f"{BASE_URL}/settings", {})
    return host


def admin(stage: Stage, *, allowed: tuple[str, ...] = TEMPLATES, scopes: tuple[str, ...] = SCOPES) -> Host:
    """Operations look after the add-on; they may read the templates, and allowed this add-on to."""
    person = stage.world.person("ops")
    for template in TEMPLATES:
        stage.world._store.section("drive")[template]["permissions"].setdefault(person.email, "reader")
    for template in allowed:
        stage.world.identity.grant_file(person, template)
    host = stage.host("ops", LARCHWOOD)
    host.scopes = scopes
    return settings(host)


def test_an_admin_sees_that_everything_is_right(stage: Stage) -> None:
    host = admin(stage).press("Check the set-up")
    assert "Everything that was looked at is as it should be." in host.text
    assert " 0 wrong · 0 not checked" in host.text
    assert "heading “Installer email”" in host.text
    assert "question “ARR”" in host.text
    assert "placeholders of template of invoice" in host.text


def test_nobody_else_is_offered_it_or_may_press_it(stage: Stage) -> None:
    host = settings(stage.host("ae", LARCHWOOD))
    assert "Check the set-up" not in host.text
    host.click(f"{BASE_URL}/settings/check", {})
    assert "Signed in as" in host.text
    assert stage.calls("auth.test") == 0


def test_what_the_command_line_finds_stands_on_the_card_too(stage: Stage) -> None:
    channel(stage, "C0SALES00")["is_archived"] = True
    host = admin(stage).press("Check the set-up")
    assert "To put right" in host.text
    drawn = [widget["decoratedText"] for widget in host.card["sections"][0]["widgets"]]
    assert [one["topLabel"] for one in drawn] == ["Slack"]
    assert drawn[0]["text"].startswith("<b>channel #sales</b><br>It is archived.")
    assert "Unarchive it in Slack, or name another channel in announce.channel." in host.text
    assert " 1 wrong · " in host.text


def test_put_right_and_checked_again(stage: Stage) -> None:
    channel(stage, "C0SALES00")["is_archived"] = True
    host = admin(stage).press("Check the set-up")
    channel(stage, "C0SALES00")["is_archived"] = False
    host.press("Check again")
    assert " 0 wrong · " in host.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_that_the_add_on_may_not_read(stage: Stage, template: str) -> None:
    host = admin(stage, allowed=tuple(one for one in TEMPLATES if one != template)).press("Check the set-up")
    assert "it was not allowed yet, it is not shared with you, or it is gone." in host.text
    assert "Open it once and press “Allow access” in its sidebar." in host.text
    assert " 1 wrong · " in host.text


def test_a_template_in_the_bin(stage: Stage) -> None:
    stage.world._store.section("drive")[TEMPLATES[2]]["trashed"] = True
    assert "Take it out again, or name another one in invoice.template." in admin(stage).press("Check the set-up").text


def installers(stage: Stage) -> dict[str, Any]:
    """The sheet with the customers' rows, to be changed in place."""
    sheets = stage.world._store.section("sheets")[SHEET]["sheets"]
    found: dict[str, Any] = next(one for one in sheets if one["title"] == "Installers")
    return found


def edit(stage: Stage, document: str, old: str, new: str) -> None:
    """Somebody writes something else in a template."""
    docs = stage.world._store.section("docs")
    docs[document] = _replaced(docs[document], old, new)


def _replaced(value: object, old: str, new: str) -> object:
    if isinstance(value, dict):
        return {name: _replaced(inner, old, new) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, old, new) for inner in value]
    return value.replace(old, new) if isinstance(value, str) else value


def test_a_placeholder_that_nothing_is_put_in_place_of(stage: Stage) -> None:
    edit(stage, TEMPLATES[2], "$TOTAL", "$TOTLA")
    host = admin(stage).press("Check the set-up")
    assert "$TOTLA in it would be left as it is. Did you mean “$TOTAL”?" in host.text
    edit(stage, TEMPLATES[1], "$", "€")
    assert "It has none, so every copy would say the same." in host.press("Check again").text


def test_a_questionnaire_that_does_not_ask_what_steps_wait_for(stage: Stage) -> None:
    edit(stage, TEMPLATES[0], "Renewal date", "Sunshine")
    host = admin(stage).press("Check the set-up")
    assert "Add the question to the template, or its own label in handover.toml: [labels] renewal_date = " in host.text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Site id", "Place", "write what it is called now into columns.site_id in update_sheet."),
        ("Region", "Status", "Rename one, so that none is guessed."),
    ],
)
def test_a_heading_that_is_missing_or_stands_there_twice(stage: Stage, old: str, new: str, words: str) -> None:
    sheet = installers(stage)
    sheet["rows"][0] = _replaced(sheet["rows"][0], old, new)
    assert words in admin(stage).press("Check the set-up").text.replace("\n", " ")


def test_a_sheet_that_was_renamed_or_is_not_shared(stage: Stage) -> None:
    sheet = installers(stage)
    sheet["title"] = "Installs"
    host = admin(stage).press("Check the set-up")
    assert "It has no sheet called “Installers”." in host.text
    del stage.world._store.section("drive")[SHEET]["permissions"]["ops@codelantern.example"]
    assert (
        "Ask its owner to share it with you, or correct spreadsheet in update_sheet." in host.press("Check again").text
    )


def test_without_the_permission_for_spreadsheets_it_is_asked_for_once_and_the_rest_is_checked(stage: Stage) -> None:
    without = tuple(one for one in SCOPES if not one.endswith("/spreadsheets"))
    host = admin(stage, scopes=without).press("Check the set-up")
    assert host.asked_for == ("https://www.googleapis.com/auth/spreadsheets",)
    host.again()
    assert "The permission for spreadsheets was not given." in host.text
    assert "permission to read and write the installers spreadsheet as you" in host.text
    assert " 0 wrong · " in host.text


def test_however_much_is_wrong_the_card_fits(stage: Stage) -> None:
    stage.world._store.section("slack")["bot"]["scopes"] = ["chat:write"]
    stage.world.salesforce.end_sessions()
    edit(stage, TEMPLATES[0], "a", "e")
    host = admin(stage, allowed=()).press("Check the set-up")
    assert "more. `flask doctor` on the command line shows all of them." in host.text
