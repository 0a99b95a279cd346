"""What the front of all Google APIs checks before a stand-in is asked."""

import logging

import pytest
import requests

from tests.services.sandbox.clients import (
    COMPOSE,
    DOCS,
    FILE,
    INSTALLERS,
    LARCHWOOD,
    MAIL_SEND,
    SHEETS,
    Clients,
    raw,
    refusal,
)

BATCH = f"/v1/documents/{LARCHWOOD}:batchUpdate"
DOCUMENT = f"/v1/documents/{LARCHWOOD}"


def test_a_request_without_a_token_is_told_so(clients: Clients) -> None:
    answer = requests.get(clients.running.url + DOCUMENT, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert answer.json()["error"]["details"][0]["reason"] == "CREDENTIALS_MISSING"


def test_a_token_without_the_scope_is_told_which_it_lacks(clients: Clients) -> None:
    error = refusal(clients.docs("ae", COMPOSE).get(documentId=LARCHWOOD))
    assert error.status_code == 403
    assert error.error_details[0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_sending_mail_does_not_allow_drafts(clients: Clients) -> None:
    drafts = clients.gmail("ae", MAIL_SEND).drafts()
    error = refusal(drafts.create(userId="me", body={"message": raw(To="a@larchwood.example")}))
    assert error.status_code == 403
    assert error.error_details[0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_an_invented_field_is_refused_in_googles_words(clients: Clients) -> None:
    body = {"requests": [{"insertText": {"txt": "x", "location": {"index": 1}}}]}
    error = clients.call("POST", BATCH, "ae", DOCS, json=body).json()["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    assert error["message"] == (
        "Invalid JSON payload received. Unknown name \"txt\" at 'requests[0].insert_text': Cannot find field."
    )
    assert error["details"][0]["fieldViolations"][0]["field"] == "requests[0].insert_text"


def test_a_value_of_the_wrong_type_is_refused_in_googles_words(clients: Clients) -> None:
    body = {"requests": [{"insertText": {"text": 7, "location": {"index": "one"}}}]}
    error = clients.call("POST", BATCH, "ae", DOCS, json=body).json()["error"]
    assert "Invalid value at 'requests[0].insert_text.text' (TYPE_STRING), 7" in error["message"]
    assert "Invalid value at 'requests[0].insert_text.location.index' (TYPE_INT32), \"one\"" in error["message"]


def test_an_undeclared_or_wrong_query_parameter_is_refused(clients: Clients) -> None:
    unknown = clients.call("GET", f"{DOCUMENT}?tabs=all", "ae", DOCS).json()["error"]
    assert unknown["message"].startswith('Invalid JSON payload received. Unknown name "tabs": Cannot bind query')
    wrong = clients.call("GET", f"{DOCUMENT}?suggestionsViewMode=ALL", "ae", DOCS)
    assert wrong.status_code == 400
    flag = clients.call("GET", f"{DOCUMENT}?includeTabsContent=maybe", "ae", DOCS)
    assert "(TYPE_BOOL)" in flag.json()["error"]["message"]


def test_a_body_that_is_not_json_is_refused(clients: Clients) -> None:
    answer = clients.call("POST", BATCH, "ae", DOCS, data=b"{requests")
    assert answer.status_code == 400


def test_a_mask_leaves_only_what_it_names(clients: Clients) -> None:
    mask = "title,tabs(tabProperties/title,documentTab/body/content/paragraph(elements(textRun/content)))"
    document = clients.docs("ae").get(documentId=LARCHWOOD, fields=mask).execute()
    assert set(document) == {"title", "tabs"}
    assert document["tabs"][0]["tabProperties"] == {"title": "Tab 1"}
    assert document["tabs"][0]["documentTab"]["body"]["content"][1] == {
        "paragraph": {"elements": [{"textRun": {"content": "New customer questionnaire\n"}}]}
    }


def test_a_star_in_a_mask_stands_for_every_field(clients: Clients) -> None:
    answer = clients.sheets("ops").get(spreadsheetId=INSTALLERS, fields="sheets/*/title").execute()
    titles = ("Installers", "Deals", "Servers", "Read me")
    assert answer == {"sheets": [{"properties": {"title": title}} for title in titles]}


def test_a_mask_with_an_unknown_field_is_refused(clients: Clients) -> None:
    error = refusal(clients.docs("ae").get(documentId=LARCHWOOD, fields="title,tab(tabProperties)"))
    assert error.status_code == 400
    assert "Cannot find matching fields for path 'tab'" in str(error.error_details)
    drive = refusal(clients.drive("ae").get(fileId=LARCHWOOD, fields="id,titel"))
    assert drive.reason == "Invalid field selection titel"


def test_a_mask_with_loose_ends_is_refused(clients: Clients) -> None:
    for mask in ("title,", "tabs(", "tabs)", "a//b", "title;drop"):
        assert refusal(clients.docs("ae").get(documentId=LARCHWOOD, fields=mask)).status_code == 400


def test_answers_are_indented_unless_asked_otherwise(clients: Clients) -> None:
    wide = clients.call("GET", f"{DOCUMENT}?fields=title", "ae", DOCS).text
    narrow = clients.call("GET", f"{DOCUMENT}?fields=title&prettyPrint=false", "ae", DOCS).text
    assert "\n" in wide
    assert "\n" not in narrow


def test_an_address_that_is_too_long_comes_as_a_form(clients: Clients) -> None:
    document = clients.docs("ae").get(documentId=LARCHWOOD, fields=",".join(["title"] * 500)).execute()
    assert document == {"title": "Larchwood Analytics – new customer questionnaire"}
    assert clients.world.requests[-1]["http_method"] == "GET"


def test_an_address_that_google_does_not_have_is_a_page_and_not_json(clients: Clients) -> None:
    answer = clients.call("GET", "/v1/document/1", "ae", DOCS)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_method_that_is_not_played_is_complained_about(clients: Clients) -> None:
    answer = clients.call("POST", "/v4/spreadsheets", "ae", SHEETS, json={})
    assert answer.status_code == 501
    assert clients.world.complaints == ["The sandbox does not play sheets.spreadsheets.create."]
    clients.world.complaints.clear()


def test_a_token_in_an_address_is_complained_about(clients: Clients, caplog: pytest.LogCaptureFixture) -> None:
    # The address is what is wrong here, so the library that logs addresses has to be quiet.
    caplog.set_level(logging.WARNING, "urllib3")
    token = clients.token("ae", DOCS)
    clients.call("GET", f"{DOCUMENT}?fields=title&access_token={token}", "ae", DOCS)
    assert len(clients.world.complaints) == 1
    assert token not in str(clients.world.requests)
    clients.world.complaints.clear()


def test_every_request_is_logged_without_tokens(clients: Clients) -> None:
    clients.world.identity.grant_file(clients.world.person("ae"), LARCHWOOD)
    token = clients.token("ae", FILE)
    headers = {"Authorization": f"Bearer {token}"}
    requests.get(clients.running.url + DOCUMENT, headers=headers, params={"fields": "title"}, timeout=5)
    (entry,) = clients.world.requests
    assert entry["system"] == "docs"
    assert entry["method"] == "docs.documents.get"
    assert entry["http_method"] == "GET"
    assert entry["path"] == DOCUMENT
    assert entry["person"] == "maya.lindqvist@codelantern.example"
    assert entry["status"] == 200
    assert token not in str(entry)
