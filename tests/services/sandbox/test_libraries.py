"""The client libraries meet the faults as they were measured: two of them send again by themselves.

The table stands in the reference on effects and faults, section 4. If one of these fails after an upgrade, the
library has changed its ways, or the sandbox no longer fails as real systems do.
"""

import http.client
import json

import pytest
import requests
from google.auth.exceptions import RefreshError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.services.sandbox.clients import INSTALLERS, Clients, raw

CREATE = "gmail.users.drafts.create"
UPDATE = "sheets.spreadsheets.values.update"


def draft(clients: Clients, kind: str) -> object:
    """Creates a draft while Gmail fails; answers what the library returns."""
    clients.gmail("ae").getProfile(userId="me").execute()
    clients.world.faults.add("gmail", CREATE, kind, seconds=0.3)
    body = {"message": raw(To="omar.whitley@larchwood.example")}
    answer: object = clients.gmail("ae").drafts().create(userId="me", body=body).execute()
    return answer


def drafts(clients: Clients) -> int:
    """How many drafts there are now."""
    return len(clients.world.panels()["gmail"]["mailboxes"]["maya.lindqvist@codelantern.example"]["drafts"])


def test_googleapiclient_sends_twice_when_the_connection_is_closed_without_an_answer(clients: Clients) -> None:
    draft(clients, "close_after")
    assert drafts(clients) == 2


def test_googleapiclient_sends_once_when_the_connection_is_reset(clients: Clients) -> None:
    with pytest.raises(ConnectionResetError):
        draft(clients, "reset_after")
    assert drafts(clients) == 1


def test_googleapiclient_returns_text_for_a_page_and_breaks_on_half_an_answer(clients: Clients) -> None:
    assert isinstance(draft(clients, "html"), str)
    with pytest.raises(http.client.IncompleteRead):
        draft(clients, "truncated")


def test_googleapiclient_tries_to_refresh_a_token_that_is_refused(clients: Clients) -> None:
    with pytest.raises(RefreshError):
        draft(clients, "401")


def test_slack_sdk_sends_twice_by_default_when_the_connection_is_lost(clients: Clients) -> None:
    eager = WebClient(clients.world.slack.token, base_url=clients.running.settings()["SLACK_API_URL"])
    for count, kind in ((2, "close_after"), (4, "reset_after")):
        clients.world.faults.add("slack", "chat.postMessage", kind)
        eager.chat_postMessage(channel="C0SALES00", text="marked")
        messages = clients.slack().conversations_history(channel="C0SALES00")["messages"]
        assert sum(message["text"] == "marked" for message in messages) == count


def test_slack_sdk_without_its_handlers_sends_once(clients: Clients) -> None:
    clients.world.faults.add("slack", "chat.postMessage", "close_after")
    with pytest.raises(http.client.RemoteDisconnected):
        clients.slack().chat_postMessage(channel="C0SALES00", text="marked")
    clients.world.faults.add("slack", "chat.postMessage", "html")
    with pytest.raises(SlackApiError):
        clients.slack().chat_postMessage(channel="C0SALES00", text="marked")
    messages = clients.slack().conversations_history(channel="C0SALES00")["messages"]
    assert sum(message["text"] == "marked" for message in messages) == 2


def test_gspread_sends_once_and_breaks_as_requests_does(clients: Clients) -> None:
    sheet = clients.gspread("ops").open_by_key(INSTALLERS).worksheet("Installers")
    for kind, error in (
        ("close_after", requests.ConnectionError),
        ("truncated", requests.exceptions.ChunkedEncodingError),
        ("html", json.JSONDecodeError),
    ):
        clients.world.requests.clear()
        clients.world.faults.add("sheets", UPDATE, kind)
        with pytest.raises(error):
            sheet.update([["customer"]], "F2", raw=True)
        assert len(clients.world.requests) == 1
