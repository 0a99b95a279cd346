"""Sign-ins that fail and certificates that end are told to operators once a day, and stand in the log each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import Stage
from tests.cron import cron_of, seconds_of

TUESDAY, WEDNESDAY, SATURDAY = "2027-03-16T11:00+01:00", "2027-03-17T11:00+01:00", "2027-03-20T11:00+01:00"


def test_a_sign_in_that_fails_is_told_to_operators_once_a_day(stage: Stage) -> None:
    cron = cron_of(stage, salesforce_username="nobody@codelantern.example")
    for moment in (TUESDAY, "2027-03-16T12:00+01:00"):
        assert cron.call(moment)["problems"]
    [told] = cron.said("handovers", ":warning:")
    assert "Salesforce does not take our sign-in (" in told
    assert "Renew it" in told
    cron.call(WEDNESDAY)
    assert len(cron.said("handovers", ":warning:")) == 2


def test_when_slack_takes_no_sign_in_the_log_says_so_and_the_call_ends_well(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    told = cron_of(stage, slack_bot_token="xoxb-revoked").call(TUESDAY)
    assert told["problems"][0].startswith("Slack does not take our sign-in (invalid_auth).")
    assert "SLACK_BOT_TOKEN" in caplog.text


def certificate(ends: datetime) -> str:
    """A certificate as PEM that is valid until ``ends``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "connected app")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(ends - timedelta(days=365)).not_valid_after(ends)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.parametrize(
    ("days", "told"),
    [(40, ""), (12, "ends on 2027-03-28, in 12 days"), (-1, "ended on 2027-03-15")],
)
def test_a_certificate_is_called_to_mind_before_it_ends(stage: Stage, days: int, told: str) -> None:
    ends = datetime.fromtimestamp(seconds_of(TUESDAY), UTC) + timedelta(days=days)
    cron = cron_of(stage, salesforce_certificate=certificate(ends))
    cron.call(TUESDAY)
    assert [told in one for one in cron.said("handovers", "certificate")] == ([True] if told else [])


def test_at_the_weekend_only_the_log_says_so(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    cron = cron_of(stage, salesforce_username="nobody@codelantern.example")
    assert cron.call(SATURDAY)["problems"]
    assert cron.said("handovers", ":warning:") == []
    assert "Salesforce does not take our sign-in" in caplog.text


def test_what_is_no_certificate_is_told_too(stage: Stage) -> None:
    cron = cron_of(stage, salesforce_certificate="no certificate")
    [told] = cron.call(TUESDAY)["problems"]
    assert told == "SALESFORCE_CERTIFICATE is no certificate in PEM. Set it anew, or leave it out."


def test_without_googles_certificates_operators_are_told_that_nobody_is_let_in(stage: Stage) -> None:
    stage.world.faults.add("identity", "*", "500_before", times=99)
    cron = cron_of(stage)
    cron.call(TUESDAY)
    [told] = cron.said("handovers", ":warning:")
    assert "signing certificates cannot be fetched" in told
