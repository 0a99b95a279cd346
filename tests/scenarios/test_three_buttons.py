"""The first whole thing: announce, welcome, update the sheet, each pressed and seen on the other side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.conftest import Stage

LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
SHEET = "1InstallersToCompanySheet00000000000000000000"
SALES = "C0SALES00"


def in_days(days: int) -> int:
    """Midnight UTC of a weekday about ``days`` ahead, in milliseconds."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return int(day.timestamp() * 1000)


def messages(stage: Stage) -> list[dict[str, object]]:
    """The bot's messages in the sales channel."""
    channels = stage.world.panels()["slack"]["channels"]
    sales = next(one for one in channels if one["id"] == SALES)
    return [m for m in sales["messages"] if "New customer" in m["text"]]


def announce(stage: Stage) -> None:
    """The AE announces Larchwood."""
    stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")


def test_the_ae_announces_and_the_channel_sees_the_deal(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    assert "Larchwood Analytics" in host.text
    host.press("Announce")
    assert "Contract start: December 7, 2026 · ARR: $86,400" in host.text
    assert messages(stage) == []
    host.tick_all("confirmed").press("Post in #sales")
    assert host.notification == "Announce: done"
    [message] = messages(stage)
    text = str(message["text"])
    assert "*New customer: Larchwood Analytics*" in text
    assert f"<https://docs.google.com/document/d/{LARCHWOOD}/edit|Larchwood Analytics – new" in text
    assert "<!subteam^S0CETEAM0> <!subteam^S0BUSINESS>" in text
    assert "Posted in #sales" in host.text
    assert "maya.lindqvist@codelantern.example" in host.text


def test_done_again_shows_the_first_result_and_sends_nothing(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ae", LARCHWOOD).open().press("Announce")
    assert "Posted in #sales" in host.text
    assert len(messages(stage)) == 1
    assert stage.calls("chat.postMessage") == 1


def test_a_click_that_the_host_repeats_does_its_work_once(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host.again()
    assert "Posted in #sales" in host.text
    assert stage.calls("chat.postMessage") == 1


def test_an_own_line_is_posted_as_the_text_it_is(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Announce")
    host.fill("note", "Thanks <!channel> & <https://evil.example|us>").tick_all("confirmed").press("Post in #sales")
    [message] = messages(stage)
    assert "Thanks &lt;!channel&gt; &amp; &lt;https://evil.example|us&gt;" in str(message["text"])


def test_announce_waits_for_the_required_answers_and_says_where_they_are_missing(stage: Stage) -> None:
    host = stage.host("ae", stage.document("Tidewater")).open()
    assert "ARR" in host.text
    assert "Only a placeholder so far, under “ARR" in host.text
    host.press("Announce")
    assert "Only a placeholder so far, under “ARR" in host.text
    assert "Not readable under “Contract start date" in host.text
    assert stage.calls("chat.postMessage") == 0


def test_the_welcome_mail_leaves_from_the_ae_with_the_ce_in_copy(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    assert "Hi Larchwood Analytics team," in host.text
    assert "Great news—the final docs were just signed." in host.text
    host.pick_day("date", in_days(30)).press("Send to 3 people")
    assert "Read it once more" in host.text
    host.press("Send to 3 people")
    [mail] = stage.world.panels()["gmail"]["outbox"]
    assert mail["from"].endswith("maya.lindqvist@codelantern.example")
    assert "omar.whitley@larchwood.example" in mail["to"]
    assert "renee.adler@larchwood.example" in mail["to"]
    assert "chloe.marchetti@codelantern.example" in mail["cc"]
    assert mail["subject"] == "Welcome to Sourcegraph, Larchwood Analytics"
    assert "I wanted to introduce Chloé Marchetti, a member" in mail["text"]
    assert "support@sourcegraph.com email (which will go directly to Chloé Marchetti as well)" in mail["text"]
    assert mail["text"].rstrip().endswith("Best,\nMaya Lindqvist")
    assert "$" not in mail["text"]
    assert "Sent to omar.whitley@larchwood.example" in host.text


def test_the_mail_holds_the_day_that_was_picked_and_the_text_that_was_typed(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.fill("text", "See you on the way.\n<b>Maya</b> & co").pick_day("date", in_days(20))
    host.fill("to", "omar.whitley@larchwood.example").press("Send to 3 people")
    [mail] = stage.world.panels()["gmail"]["outbox"]
    assert mail["text"].strip() == "See you on the way.\n<b>Maya</b> & co"
    assert mail["to"] == "omar.whitley@larchwood.example"


def test_an_address_outside_the_customers_domain_has_to_be_ticked(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.pick_day("date", in_days(30)).press("Send to 3 people")
    host.fill("to", "omar.whitley@larchwood.example, friend@elsewhere.example").press("Send to 3 people")
    assert "Tick each address outside the customer's domain" in host.text
    assert stage.calls("gmail.users.drafts.create") == 0
    host.tick("outsiders", "friend@elsewhere.example").press("Send to 3 people")
    [mail] = stage.world.panels()["gmail"]["outbox"]
    assert "friend@elsewhere.example" in mail["to"]


def test_an_address_with_a_line_break_or_a_second_address_is_refused(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open().press("Send welcome")
    host.fill("to", "omar.whitley@larchwood.example bcc: x@evil.example").pick_day("date", in_days(9))
    host.press("Send to 3 people")
    assert "is not an e-mail address" in host.text
    assert stage.calls("gmail.users.drafts.create") == 0


def test_operations_see_each_cell_before_it_changes(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open()
    assert "Larchwood Analytics" in host.text
    host.press("Update sheet")
    assert "F13 · Status" in host.text
    assert "trial → customer" in host.text
    assert "J13 · Contract end" in host.text
    host.press("Write 4 cells")
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    row = installers["sheets"][0]["values"][12]
    assert row[:7] == [
        "omar.whitley@larchwood.example",
        "7c1d3a52-6f0b-4e2c-9d84-52b3f5a0c9e1",
        "srv-2041",
        "Larchwood Analytics",
        "001Hs00003LRCHW8QA",
        "customer",
        "Maya Lindqvist",
    ]
    assert row[7:10] == ["Chloé Marchetti", "NA", "2027-12-06"]
    assert "Row 13 of “Installers”" in host.text


def test_an_updated_customer_is_gone_from_the_sheets_sidebar(stage: Stage) -> None:
    announce(stage)
    host = stage.host("ops", SHEET, editor="sheets").open()
    host.press("Update sheet").press("Write 4 cells")
    assert "Sheet up to date" in host.open().text
    host.press("Sources of truth").press("Done another way?").tick("how", "not_applicable").fill("note", "A test")
    host.press("Record")
    assert "Every announced customer is up to date." in host.open().text


def test_any_other_spreadsheet_leads_to_the_right_one(stage: Stage) -> None:
    host = stage.host("ops", stage.document("lunch"), editor="sheets").open()
    assert "Another spreadsheet" in host.text
    assert "Installers to company" in host.text


def test_a_row_is_added_only_when_the_person_says_so(stage: Stage) -> None:
    quill = stage.document("Quillfeather")
    stage.host("ae", quill).open().press("Announce").tick_all("confirmed").press("Post in #sales")
    host = stage.host("ops", quill).open().press("Update sheet")
    assert "No row has" in host.text
    host.press("Add the row")
    assert stage.calls("sheets.spreadsheets.batchUpdate") == 0
    host.tick("add_row", "add").press("Add the row")
    [installers] = [f for f in stage.world.panels()["sheets"]["files"] if f["id"] == SHEET]
    rows = installers["sheets"][0]["values"]
    assert len(rows) == 62
    assert rows[61][3] == "Quillfeather Publishing"


def test_the_first_opening_asks_for_the_document_and_goes_on_once_it_is_allowed(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD, granted=False).open()
    assert "Allow access first" in host.text
    host.press("Allow access")
    assert host.asked_for_file
    host.allow_file()
    assert "Larchwood Analytics" in host.text


def test_a_host_that_grants_without_naming_the_file_is_asked_again(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD)
    function = f"{host.base_url}/docs/file-scope-granted"
    body = host.event(function)
    body["docs"] = {"addonHasFileScopePermission": True}
    navigations = host.post(function, body).get_json()["action"]["navigations"]
    host.cards = [navigations[-1]["updateCard"]]
    host.press("Continue")
    assert "Larchwood Analytics" in host.text


def test_a_scope_not_granted_is_asked_for_once_and_then_explained(stage: Stage) -> None:
    host = stage.host("ae", LARCHWOOD).open()
    everything, gmail = host.scopes, "https://www.googleapis.com/auth/gmail.compose"
    host.scopes = tuple(scope for scope in everything if scope != gmail)
    host.press("Send welcome")
    assert host.asked_for == (gmail,)
    host.again()
    assert "Permission needed" in host.text
    host.scopes = everything
    host.press("Try again")
    assert "Hi Larchwood Analytics team," in host.text
