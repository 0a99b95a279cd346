"""What leaves, leaves once: every client library over real sockets, against every fault of the reference's table.

An upgrade of a library that sends again by itself, or goes around our transport, fails here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import gspread
import pytest

from services.errors import OutsideError, RefusedForNow, SignIn, Unknown
from services.gmail import Gmail, Mail
from services.google import GoogleHttp
from services.google_sheets import SheetsSession
from services.kept import Lookups
from services.licensing import Licensing
from services.pool import Pool
from services.salesforce import Login, Salesforce, Session
from services.secret import Secret
from services.slack import Slack
from services.transport import Answer, Deadline, Request, Sending, Transport, part
from tests.services.faulty_server import FaultyServer, certificate, faulty_server

MAIL = Mail("anna@codelantern.example", ("omar@larchwood.example",), (), "Welcome", "Hello")
NOBODY_KNOWS = (
    "closes",
    "resets",
    "silence",
    "slow drip",
    "truncated",
    "200 with HTML",
    "200 with other JSON",
    "302 elsewhere",
    "500",
    "503",
)
SECONDS = 1.0
"""The click's deadline in these tests; only silence and the drip last so long."""


@dataclass(frozen=True)
class Library:
    """A client library: one POST without a key, and the answer that it takes for success."""

    post: Callable[[Transport, str], object]
    ok: bytes
    status: str = "200 OK"


def gmail(transport: Transport, url: str) -> object:
    """google-api-python-client."""
    return Gmail(GoogleHttp(transport, "token", "Gmail"), url).create_draft(MAIL)


def sheets(transport: Transport, url: str) -> object:
    """gspread."""
    session: object = SheetsSession(GoogleHttp(transport, "token", "Google Sheets"), url)
    client = gspread.HTTPClient(None, session)  # type: ignore[arg-type]
    return part(client.batch_update("sheet", {"requests": []}), "Google Sheets", "replies")


def slack(transport: Transport, url: str) -> object:
    """slack_sdk."""
    return Slack(transport, "token", url + "/api/", Lookups()).post(
        "C1", "Hello", [], {"event_type": "x", "event_payload": {}}
    )


def salesforce(transport: Transport, url: str) -> object:
    """simple-salesforce, with a session of the company's own."""
    login = Login("", "", Secret(), "login", url, Secret("token"), url)
    client = Salesforce(transport, Session(login), Lookups())
    client.update("Opportunity", "006Hs00001LRCHWIA5", {"StageName": "Won"}, "2026-11-12T09:30:00.000+0000")
    return None


def licensing(transport: Transport, url: str) -> object:
    """The license service has no client library: a GraphQL mutation over requests."""
    return Licensing(transport, Secret("token"), url).create_account("larchwood")


LIBRARIES = {
    "googleapiclient": Library(gmail, b'{"id": "d1", "message": {"id": "m1", "threadId": "t1"}}'),
    "gspread": Library(sheets, b'{"spreadsheetId": "sheet", "replies": []}'),
    "slack_sdk": Library(slack, b'{"ok": true, "ts": "1.2"}'),
    "simple-salesforce": Library(salesforce, b"", "204 No Content"),
    "requests": Library(licensing, b'{"data": {"createUser": {"user": {"id": "u1"}}}}'),
}


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Library:
    """Each client library in turn."""
    return LIBRARIES[request.param]


@pytest.fixture
def transport() -> Iterator[Transport]:
    """The way out of one click with little time."""
    pool = Pool()
    yield Transport(pool, Deadline(SECONDS))
    pool.close()


def refusal(library: Library, transport: Transport, url: str) -> OutsideError:
    """How the post fails."""
    with pytest.raises(OutsideError) as raised:
        library.post(transport, url)
    return raised.value


def test_a_post_that_goes_well_is_sent_once(library: Library, transport: Transport) -> None:
    with faulty_server("well", library.ok, status=library.status) as server:
        library.post(transport, server.url)
    assert len(server.received) == 1


@pytest.mark.parametrize("fault", NOBODY_KNOWS)
def test_a_post_whose_answer_is_lost_is_sent_once_and_nobody_knows(
    library: Library, transport: Transport, fault: str
) -> None:
    with faulty_server(fault, library.ok) as server:
        error = refusal(library, transport, server.url)
    assert type(error) is Unknown
    assert len(server.received) == 1


@pytest.mark.parametrize(("fault", "expected"), [("401", SignIn), ("429", RefusedForNow)])
def test_a_post_that_is_refused_is_sent_once_and_known_not_to_be_applied(
    library: Library, transport: Transport, fault: str, expected: type[OutsideError]
) -> None:
    with faulty_server(fault) as server:
        error = refusal(library, transport, server.url)
    assert type(error) is expected
    assert len(server.received) == 1
    if isinstance(error, RefusedForNow):
        assert error.retry_after == 7.0


@pytest.mark.parametrize("name", ["googleapiclient", "gspread"])
def test_googles_rate_limit_as_403_is_sent_once_and_known_not_to_be_applied(transport: Transport, name: str) -> None:
    with faulty_server("403 rate") as server:
        assert type(refusal(LIBRARIES[name], transport, server.url)) is RefusedForNow
    assert len(server.received) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid"])
def test_a_post_that_found_nobody_is_known_not_to_be_applied(library: Library, transport: Transport, url: str) -> None:
    assert type(refusal(library, transport, url)) is RefusedForNow


def test_a_connection_that_was_closed_while_idle_costs_no_second_send(library: Library, transport: Transport) -> None:
    with faulty_server("closes when idle", library.ok, status=library.status) as server:
        library.post(transport, server.url)
        assert server.hung_up.wait(5)
        library.post(transport, server.url)
    assert len(server.received) == 2


def request(server: FaultyServer, transport: Transport, sending: Sending = "once") -> Answer:
    """A request of no library in particular; 429 is the one refusal."""

    def classify(answer: Answer) -> None:
        if answer.status == 429:
            raise RefusedForNow("System", "busy", retry_after=answer.retry_after())
        if not answer.ok:
            raise Unknown("System", f"HTTP {answer.status}")

    return transport.send(Request("POST", server.url, body=b"{}"), system="System", sending=sending, classify=classify)


@pytest.mark.parametrize("fault", ["closes", "broken record"])
def test_tls_that_breaks_off_after_the_request_is_unknown(tmp_path: Path, fault: str) -> None:
    trusted, tls = certificate(tmp_path)
    with closing(Pool(str(trusted))) as pool, faulty_server(fault, tls=tls) as server, pytest.raises(Unknown):
        request(server, Transport(pool, Deadline(SECONDS)))
    assert len(server.received) == 1


def test_authorities_are_read_once_however_many_connections_follow(tmp_path: Path) -> None:
    trusted, tls = certificate(tmp_path)
    with closing(Pool(str(trusted))) as pool, faulty_server("well", tls=tls) as one:
        assert request(one, Transport(pool, Deadline(SECONDS))).ok
        trusted.unlink()
        with faulty_server("well", tls=tls) as other:
            assert request(other, Transport(pool, Deadline(SECONDS))).ok


def test_a_certificate_that_is_not_trusted_ends_before_anything_is_sent(transport: Transport, tmp_path: Path) -> None:
    _, tls = certificate(tmp_path)
    with faulty_server("well", tls=tls) as server, pytest.raises(RefusedForNow):
        request(server, transport)
    assert server.received == []


@pytest.mark.parametrize("sending", ["read", "keyed"])
def test_what_may_be_sent_again_is_sent_three_times_at_most(sending: Sending) -> None:
    with faulty_server("closes") as server, pytest.raises(Unknown):
        request(server, Transport(Pool(), Deadline(5)), sending)
    assert len(server.received) == 3


def test_a_wait_that_does_not_fit_into_the_click_is_left_to_the_person(transport: Transport) -> None:
    began = time.monotonic()
    with faulty_server("429") as server, pytest.raises(RefusedForNow) as refused:
        request(server, transport, "read")
    assert time.monotonic() - began < 7
    assert (len(server.received), refused.value.retry_after) == (1, 7.0)


@pytest.mark.parametrize("sending", ["read", "keyed"])
def test_a_wait_that_fits_into_the_click_is_waited_for(sending: Sending) -> None:
    began = time.monotonic()
    with faulty_server("429 for a second", then="well") as server:
        assert request(server, Transport(Pool(), Deadline(5)), sending).ok
    assert time.monotonic() - began >= 1.0
    assert len(server.received) == 2


def test_what_goes_out_once_is_not_sent_again_whatever_the_answer_asks_for() -> None:
    with faulty_server("429 for a second", then="well") as server, pytest.raises(RefusedForNow):
        request(server, Transport(Pool(), Deadline(5)))
    assert len(server.received) == 1


def test_a_date_to_wait_for_is_understood(transport: Transport) -> None:
    with faulty_server("429 by date") as server, pytest.raises(RefusedForNow) as refused:
        request(server, transport)
    assert refused.value.retry_after == 0.0


def test_a_refused_second_send_does_not_say_that_the_first_never_arrived() -> None:
    with faulty_server("closes", then="429 by date") as server, pytest.raises(Unknown):
        request(server, Transport(Pool(), Deadline(5)), "keyed")
    assert len(server.received) == 3
