"""Only Google calls us: every other request is refused before anything is read or sent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest

from addon.verification import REFETCH_SECONDS, Certificates, CertificatesMissing
from services.pool import Pool
from services.sandbox.identity import CERTS_MAX_AGE, Key
from tests.conftest import BASE_URL, Stage
from tests.host import Host

LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
RUN = f"{BASE_URL}/steps/announce/run"
LIFETIME = float(CERTS_MAX_AGE)


@pytest.fixture
def host(stage: Stage) -> Host:
    """The AE in Larchwood's questionnaire."""
    return stage.host("ae", LARCHWOOD)


def status(host: Host, token: str | None, body: dict[str, Any] | None = None) -> int:
    """Status of an announce press whose system token is ``token``, in header and body alike."""
    body = body or host.event(RUN, {"docId": LARCHWOOD})
    if token is not None:
        body["authorizationEventObject"]["systemIdToken"] = token
    code = host.post(RUN, body).status_code
    assert [r for r in host.world.requests if r["system"] != "identity"] == []
    return code


def test_a_request_without_a_token_is_refused(host: Host) -> None:
    answer = host.app.test_client().post("/steps/announce/run", json=host.event(RUN))
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "audience",
    [
        f"{BASE_URL}/steps/announce",
        f"{RUN}/",
        f"{RUN}?name=announce",
        RUN.replace("https", "http"),
        BASE_URL,
        "",
    ],
)
def test_a_token_for_another_address_is_refused(host: Host, audience: str) -> None:
    assert status(host, host.world.identity.system_token(audience)) == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"},
        {"email": ""},
        {"email_verified": False},
        {"email_verified": "true"},
        {"iss": "https://issuer.example"},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(host: Host, wrong: dict[str, Any]) -> None:
    assert status(host, host.world.identity.system_token(RUN, **wrong)) == 401


@pytest.mark.parametrize("seconds", [{"exp": -60, "iat": -3660}, {"iat": 120}])
def test_a_token_of_another_time_is_refused(host: Host, seconds: dict[str, int]) -> None:
    wrong = {name: int(time.time()) + offset for name, offset in seconds.items()}
    assert status(host, host.world.identity.system_token(RUN, **wrong)) == 401


def test_a_clock_a_few_seconds_off_is_forgiven(host: Host) -> None:
    token = host.world.identity.system_token(RUN, iat=int(time.time()) + 5)
    body = host.event(RUN, {"docId": LARCHWOOD})
    body["authorizationEventObject"]["systemIdToken"] = token
    assert host.post(RUN, body).status_code == 200


def test_a_token_under_a_foreign_key_is_refused(host: Host) -> None:
    claims = host.world.identity.system_claims(RUN)
    assert status(host, Key.make().sign(claims)) == 401


@pytest.mark.parametrize("nonsense", ["x", "a.b.c", "e30.e30.e30", "bearer"])
def test_nonsense_for_a_token_is_refused(host: Host, nonsense: str) -> None:
    assert status(host, nonsense) == 401


def test_header_and_body_must_carry_the_same_token(host: Host) -> None:
    body = host.event(RUN, {"docId": LARCHWOOD})
    other = host.world.identity.system_token(RUN, exp=int(time.time()) + 999)
    assert host.post(RUN, body, token=other).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"aud": "another-client"}, {"hd": "elsewhere.example"}, {"hd": None}, {"email_verified": False}],
)
def test_a_person_of_another_client_or_domain_is_refused(host: Host, wrong: dict[str, Any]) -> None:
    body = host.event(RUN, {"docId": LARCHWOOD})
    body["authorizationEventObject"]["userIdToken"] = host.world.identity.user_token(host.person, **wrong)
    assert status(host, None, body) == 401


def test_a_body_that_is_no_event_is_refused_without_a_stack_trace(host: Host) -> None:
    token = host.world.identity.system_token(RUN)
    for body in (b"", b"{", b"[]", b'{"commonEventObject": 3}', b'"\xff"', b"[" * 200_000):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = host.app.test_client().post("/steps/announce/run", data=body, headers=headers)
        assert answer.status_code == 400
        assert b"Traceback" not in answer.data


def test_a_body_larger_than_any_event_is_not_read(host: Host) -> None:
    token = host.world.identity.system_token(RUN)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = host.app.test_client().post("/steps/announce/run", data=b" " * 1_100_000, headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize(("padding", "status"), [(0, 200), (1_100_000, 400)])
def test_a_body_that_comes_in_pieces_is_read_up_to_the_same_length(host: Host, padding: int, status: int) -> None:
    event = host.event(RUN, {"docId": LARCHWOOD})
    body = json.dumps(event).encode() + b" " * padding
    answer = host.app.test_client().post(
        "/steps/announce/run",
        input_stream=BytesIO(body),
        headers={"Authorization": f"Bearer {event['authorizationEventObject']['systemIdToken']}"},
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code == status


def test_a_new_signing_key_is_fetched_when_it_first_appears(host: Host) -> None:
    host.open()
    host.world.identity.rotate()
    body = host.event(RUN, {"docId": LARCHWOOD})
    assert host.post(RUN, body).status_code == 200


def test_without_certificates_the_answer_is_503(stage: Stage, host: Host) -> None:
    stage.world.faults.add("identity", "*", "500_before", times=5)
    assert host.post(RUN, host.event(RUN, {"docId": LARCHWOOD})).status_code == 503


@dataclass
class Clock:
    """A clock that a test sets."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """It stands at zero."""
    return Clock()


@pytest.fixture
def certificates(stage: Stage, clock: Clock) -> Iterator[Certificates]:
    """Google's certificates as one process keeps them."""
    pool = Pool()
    yield Certificates(stage.running.settings()["GOOGLE_CERTS_URL"], pool, clock)
    pool.close()


def fetched(stage: Stage) -> int:
    """How often Google was asked for its certificates."""
    return sum(one["system"] == "identity" for one in stage.world.requests)


def key_id(stage: Stage) -> str:
    """The key with which Google signs now."""
    return next(iter(stage.world.identity.certs()))


def test_kept_certificates_go_on_while_google_cannot_be_asked_and_end_with_their_lifetime(
    stage: Stage, certificates: Certificates, clock: Clock
) -> None:
    key = key_id(stage)
    assert key in certificates.holding(key)
    stage.world.faults.add("identity", "*", "500_before", times=None)
    clock.seconds = LIFETIME - 1
    assert key in certificates.holding(key)
    clock.seconds = LIFETIME + 1
    with pytest.raises(CertificatesMissing):
        certificates.holding(key)
    stage.world.faults.clear()
    assert key in certificates.holding(key)


def test_certificates_are_asked_for_once_in_their_lifetime_and_again_before_its_end(
    stage: Stage, certificates: Certificates, clock: Clock
) -> None:
    key = key_id(stage)
    for clock.seconds in (0, 1, LIFETIME / 2):
        certificates.holding(key)
    assert fetched(stage) == 1
    clock.seconds = LIFETIME * 0.8
    certificates.holding(key)
    assert fetched(stage) == 2


def test_forged_key_ids_do_not_make_us_ask_google_again_and_again(
    stage: Stage, certificates: Certificates, clock: Clock
) -> None:
    certificates.holding(key_id(stage))
    for number in range(20):
        assert f"forged-{number}" not in certificates.holding(f"forged-{number}")
    assert fetched(stage) == 2
    clock.seconds = REFETCH_SECONDS + 1
    certificates.holding("forged")
    assert fetched(stage) == 3


def test_an_answer_without_certificates_is_not_kept_in_their_place(stage: Stage, host: Host) -> None:
    stage.world.faults.add("identity", "*", "nonsense", times=3)
    assert host.post(RUN, host.event(RUN, {"docId": LARCHWOOD})).status_code == 503
    assert host.post(RUN, host.event(RUN, {"docId": LARCHWOOD})).status_code == 200
