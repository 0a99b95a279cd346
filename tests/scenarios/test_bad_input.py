"""Documents, people and values that are not as they should be: a card that says so, and what to do."""

from __future__ import annotations

import pytest

from tests.conftest import BASE_URL, Stage
from tests.scenarios.test_three_buttons import LARCHWOOD, SHEET, announce, in_days, messages

HOSTILE = [
    '<b>Acme</b> & "Sons"',
    '=HYPERLINK("https://evil.example","click")',
    "<!channel> <@U0MAYALIN> <https://evil.example|bank>",
    "*bold* _it_ `code` ~no~",
    "Acme | Co, مرحبا \u202etxt.exe",
    "O'Brien & Sons, Ltd.",
    "漢" * 90,
    "A very long company name " * 12,
    "$CE $DATE $100",
]


def company(stage: Stage, name: str) -> None:
    """Write another company name into Larchwood's questionnaire, as a person would."""
    document = stage.world.docs.get_document(LARCHWOOD)
    tab = document["tabs"][0]
    tables = [e["table"] for e in tab["documentTab"]["body"]["content"] if "table" in e]
    cell = tables[0]["tableRows"][0]["tableCells"][1]
    place = {"tab": tab["tabProperties"]["tabId"], "index": cell["content"][0]["startIndex"]}
    stage.world.docs.edit(LARCHWOOD, place, name, "maya.lindqvist@codelantern.example")


def test_a_document_that_is_no_questionnaire_is_said_so_and_offers_no_button(stage: Stage) -> None:
    host = stage.host("ae", stage.document("Notes: Larchwood trial review")).open()
    assert "No questionnaire here" in host.text
    assert "Announce" not in host.text


def test_a_press_for_a_document_that_is_no_questionnaire_does_nothing(stage: Stage) -> None:
    notes = stage.document("Notes: Larchwood trial review")
    host = stage.host("ae", notes).open()
    host.click(f"{BASE_URL}/steps/announce/run", {"docId": notes})
    assert "No questionnaire here" in host.text
    assert stage.calls("chat.postMessage") == 0


def test_a_document_not_shared_with_this_person_gives_no_glimpse_of_it(stage: Stage) -> None:
    host = stage.host("finance", stage.document("Notes: Larchwood trial review")).open()
    assert "No access" in host.text
    assert "Ask its owner to share it with you" in host.text


def test_a_document_whose_grant_was_taken_back_is_asked_for_again(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    stage.world.identity.revoke_file(host.person, LARCHWOOD)
    host.press("Announce")
    assert "Allow access again" in host.text
    host.press("Allow access")
    assert host.asked_for_file


def test_a_document_that_google_no_longer_finds_can_be_allowed_again_too(stage: Stage) -> None:
    host = stage.host("ae", stage.document("Quillfeather")).open()
    stage.world.drive.share(host.file_id, "*", None)
    stage.world.drive.share(host.file_id, host.person.email, None)
    host.press("Check again")
    assert "If you took back the add-on's access to it, press “Allow access”." in host.text
    host.press("Allow access")
    assert host.asked_for_file


def test_a_press_without_any_document_says_so(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD, granted=False).open()
    host.click(f"{BASE_URL}/steps/announce/run", {})
    assert "Which document?" in host.text
    assert stage.calls("chat.postMessage") == 0


def test_a_button_of_another_version_says_so(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    host.click(f"{BASE_URL}/steps/launch_rocket", {"docId": LARCHWOOD})
    assert "No such button" in host.text


@pytest.mark.parametrize("path", ["announce", "announce/run", "close_deal", "announce/undo/run", "announce/record"])
def test_in_the_sheet_only_the_steps_of_operations_can_be_pressed(stage: Stage, path: str) -> None:
    announce(stage)
    host = stage.host("ae", SHEET, editor="sheets").open()
    host.click(f"{BASE_URL}/steps/{path}", {"docId": LARCHWOOD, "sheetId": SHEET, "submitted": "yes"})
    assert "Open the questionnaire" in host.text
    assert len(messages(stage)) == 1


def test_an_event_without_the_persons_token_asks_for_their_identity(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD)
    function = f"{BASE_URL}/docs/homepage"
    body = host.event(function)
    del body["authorizationEventObject"]["userIdToken"]
    del body["authorizationEventObject"]["authorizedScopes"]
    answer = host.post(function, body).get_json()
    assert answer == {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/userinfo.email"]}}


@pytest.mark.parametrize(("person", "step"), [("ce", "announce"), ("finance", "welcome_email"), ("ae", "update_sheet")])
def test_a_step_of_another_role_cannot_be_pressed(stage: Stage, person: str, step: str) -> None:
    host = stage.host(person, LARCHWOOD).open()
    host.click(f"{BASE_URL}/steps/{step}/run", {"docId": LARCHWOOD})
    assert "belongs to" in host.text or "Waits for" in host.text
    assert stage.calls("chat.postMessage") + stage.calls("gmail.users.drafts.create") == 0


def test_a_press_that_does_not_carry_what_was_looked_at_is_shown_first(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    host.click(f"{BASE_URL}/steps/announce/run", {"docId": LARCHWOOD})
    assert "Something changed since you looked" in host.text
    assert messages(stage) == []


def test_a_document_that_changed_since_the_look_is_shown_again_before_anything_is_posted(stage: Stage) -> None:
    stage.configure(press__look_seconds="0")
    host = stage.host("ae", LARCHWOOD).open().press("Announce")
    company(stage, "Larchwood Analytics Ltd")
    host.tick_all("confirmed").press("Post in #sales")
    assert "Something changed since you looked" in host.text
    assert messages(stage) == []
    host.tick_all("confirmed").press("Post in #sales")
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_text_in_a_document_stays_text_wherever_it_goes(stage: Stage, name: str) -> None:
    company(stage, name)
    shown = " ".join(name.replace("\u202e", "").split())
    host = stage.host("ae", LARCHWOOD).open().press("Announce")
    assert shown in host.text
    host.tick_all("confirmed").press("Post in #sales")
    [message] = messages(stage)
    body = str(message["text"]).replace("&lt;", "‹").replace("&gt;", "›").replace("&amp;", "&")
    assert "<!channel>" not in body
    assert "<@U0MAYALIN>" not in body
    assert "<https://evil" not in body
    assert shown.replace("<", "‹").replace(">", "›").replace("*", "∗") in body
    sheet = stage.host("ops", SHEET, editor="sheets").open().press("Update sheet")
    # The row bears another name by now, so it has to be ticked as theirs.
    sheet.tick_all("rows").press("Go on").press("Write 5 cells")
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    assert installers["sheets"][0]["values"][12][3] == shown


@pytest.mark.parametrize("name", HOSTILE)
def test_text_in_a_document_stays_text_in_a_mail(stage: Stage, name: str) -> None:
    company(stage, name)
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", in_days(30)).press("Send to 3 people")
    if "$" in name:
        assert "The mail still holds" in host.text
        return
    host.press("Send to 3 people")
    [mail] = stage.world.panels()["gmail"]["outbox"]
    shown = " ".join(name.replace("\u202e", "").split())
    assert f"Hi {shown} team," in mail["text"]
    assert shown in mail["subject"]
    assert mail["cc"] == "chloe.marchetti@codelantern.example"


def test_the_sheet_shows_its_list_to_operations_only(stage: Stage) -> None:
    announce(stage)
    text = stage.host("ae", SHEET, editor="sheets").open().text
    assert "kept by Operations" in text
    assert "Larchwood" not in text


def test_two_people_who_press_at_once_send_one_message(stage: Stage) -> None:
    first = stage.host("ae", LARCHWOOD).open().press("Announce")
    second = stage.host("ae", LARCHWOOD).open().press("Announce")
    first.tick_all("confirmed").press("Post in #sales")
    second.tick_all("confirmed").press("Post in #sales")
    assert "Posted in #sales" in second.text
    assert len(messages(stage)) == 1
