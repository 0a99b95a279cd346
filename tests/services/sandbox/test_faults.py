"""The outside world fails as it is told, on real sockets."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from services.sandbox.faults import KINDS, UNAPPLIED
from tests.services.sandbox.clients import LARCHWOOD, Clients, refusal

POST = "chat.postMessage"


@pytest.fixture
def post(clients: Clients) -> Iterator[Callable[..., requests.Response]]:
    """Posts a message over a connection that is kept, without any re-sending."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {clients.world.slack.token}"
    url = clients.running.settings()["SLACK_API_URL"] + POST

    def send(timeout: float = 5) -> requests.Response:
        return session.post(url, json={"channel": "C0SALES00", "text": "marked"}, timeout=timeout)

    yield send
    session.close()


def applied(clients: Clients) -> int:
    """How many times the message stands in the channel."""
    channels = clients.world.panels()["slack"]["channels"]
    return sum(message["text"] == "marked" for channel in channels for message in channel["messages"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_applied_or_not_as_its_kind_says_and_is_over_after_once(
    clients: Clients, post: Callable[..., requests.Response], kind: str
) -> None:
    clients.world.faults.add("slack", POST, kind, seconds=0.1)
    try:
        answer: Any = post()
    except requests.RequestException as error:
        answer = error
    assert applied(clients) == (0 if kind in UNAPPLIED else 1), answer
    assert clients.world.requests[-1]["fault"] == kind
    assert post().json()["ok"] is True
    assert applied(clients) == (1 if kind in UNAPPLIED else 2)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("429", 429), ("500_before", 500), ("500_after", 500), ("503", 503), ("401", 401), ("403_rate", 403)],
)
def test_google_fails_in_its_own_words(clients: Clients, kind: str, status: int) -> None:
    clients.world.faults.add("docs", "docs.documents.get", kind)
    request = clients.docs("ae").get(documentId=LARCHWOOD)
    error = refusal(request) if kind != "401" else _unauthorised(clients)
    assert error.status_code == status
    assert request.execute()["documentId"] == LARCHWOOD


def _unauthorised(clients: Clients) -> Any:
    # google-auth would try to refresh the token; a bare request shows what came.
    return clients.call("GET", f"/v1/documents/{LARCHWOOD}", "ae", "https://www.googleapis.com/auth/documents")


def test_gmail_and_drive_name_the_reason_of_a_rate_limit(clients: Clients) -> None:
    clients.world.faults.add("*", "*", "403_rate", times=2)
    for request in (clients.gmail("ae").getProfile(userId="me"), clients.drive("ae").list()):
        details = refusal(request).error_details[0]
        assert (details["domain"], details["reason"]) == ("usageLimits", "userRateLimitExceeded")


def test_slack_says_when_to_come_back(clients: Clients, post: Callable[..., requests.Response]) -> None:
    clients.world.faults.add("slack", POST, "429")
    answer = post()
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()["error"]) == (429, "1", "ratelimited")


def test_a_reset_is_a_reset_and_a_close_is_a_close(clients: Clients, post: Callable[..., requests.Response]) -> None:
    clients.world.faults.add("slack", POST, "reset_after")
    clients.world.faults.add("slack", POST, "close_after")
    with pytest.raises(requests.ConnectionError) as reset:
        post()
    assert "ConnectionResetError" in repr(reset.value)
    with pytest.raises(requests.ConnectionError) as closed:
        post()
    assert "RemoteDisconnected" in repr(closed.value)


def test_silence_ends_when_the_client_gives_up_or_the_faults_are_cleared(
    clients: Clients, post: Callable[..., requests.Response]
) -> None:
    clients.world.faults.add("slack", POST, "silence_after", seconds=30)
    begun = time.monotonic()
    with pytest.raises(requests.ReadTimeout):
        post(timeout=0.2)
    assert 0.15 < time.monotonic() - begun < 30
    assert applied(clients) == 1


def test_slow_answers_are_right_but_late(clients: Clients, post: Callable[..., requests.Response]) -> None:
    for kind in ("slow", "drip"):
        clients.world.faults.add("slack", POST, kind, seconds=0.2)
        begun = time.monotonic()
        assert post().json()["ok"] is True
        assert time.monotonic() - begun >= 0.2


def test_a_truncated_answer_promises_more_than_comes(clients: Clients, post: Callable[..., requests.Response]) -> None:
    clients.world.faults.add("slack", POST, "truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        post()


def test_html_and_nonsense_come_with_status_200(clients: Clients, post: Callable[..., requests.Response]) -> None:
    clients.world.faults.add("slack", POST, "html")
    clients.world.faults.add("slack", POST, "nonsense")
    page = post()
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=UTF-8")
    assert "ok" not in post().json()


def test_faults_begin_after_a_number_of_requests_and_last_for_a_number(
    clients: Clients, post: Callable[..., requests.Response]
) -> None:
    clients.world.faults.add("slack", "chat.*", "500_before", times=2, after=1)
    assert [post().status_code for _ in range(5)] == [200, 500, 500, 200, 200]


def test_a_fault_without_end_lasts_until_it_is_cleared(
    clients: Clients, post: Callable[..., requests.Response]
) -> None:
    clients.world.faults.add("*", "*", "503", times=None)
    assert [post().status_code for _ in range(3)] == [503, 503, 503]
    clients.world.faults.clear()
    assert post().status_code == 200


def test_faults_by_chance_are_the_same_for_the_same_seed(
    clients: Clients, post: Callable[..., requests.Response]
) -> None:
    rounds = []
    for _ in range(2):
        clients.world.faults.clear()
        clients.world.faults.add("slack", POST, "500_before", times=None, chance=0.5, seed=7)
        rounds.append([post().status_code for _ in range(12)])
    assert rounds[0] == rounds[1]
    assert set(rounds[0]) == {200, 500}


def test_an_unknown_kind_is_an_error(clients: Clients) -> None:
    with pytest.raises(ValueError, match="no kind of fault"):
        clients.world.faults.add("slack", POST, "boom")


def test_certificates_can_fail_too(clients: Clients) -> None:
    clients.world.faults.add("identity", "*", "503")
    url = clients.running.settings()["GOOGLE_CERTS_URL"]
    assert [requests.get(url, timeout=5).status_code for _ in range(2)] == [503, 200]


def test_a_connection_is_kept_for_the_next_request(clients: Clients) -> None:
    host, port = clients.running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        reader = connection.makefile("rb")
        for _ in range(3):
            connection.sendall(b"GET /oauth2/v1/certs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert reader.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while line := reader.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            reader.read(length)
