"""What operators should know before people meet it: sign-ins that fail, and certificates that end soon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from services.errors import OutsideError, SignIn
from services.systems import Systems

SOON_DAYS = 30
DAY_SECONDS = 86_400.0


class Trouble(Struct, frozen=True):
    """One thing to put right: ``name`` tells it from others, ``words`` say what is wrong and what to do."""

    name: str
    words: str


class Watch:
    """Asks each system whether it takes our sign-in, and looks at the certificate that Salesforce trusts.

    ``certificate`` is that certificate as PEM, or empty. ``keys_at_hand`` says whether Google's signing certificates
    can be had.
    """

    def __init__(self, certificate: str, keys_at_hand: Callable[[], bool]) -> None:
        self._certificate = certificate
        self._keys_at_hand = keys_at_hand

    def troubles(self, systems: Systems, moment: float) -> list[Trouble]:
        """What is wrong at ``moment`` (seconds since 1970). A system that does not answer now is no trouble yet."""
        found = [*_sign_ins(systems), *_ending(self._certificate, moment)]
        if not self._keys_at_hand():
            words = "Google's signing certificates cannot be fetched, so nobody is let in. Look at GOOGLE_CERTS_URL."
            found.append(Trouble("google_certificates", words))
        return found


def _sign_ins(systems: Systems) -> list[Trouble]:
    checks: list[tuple[str, str, Callable[[], object]]] = [("slack", "SLACK_BOT_TOKEN", systems.slack.installation)]
    if systems.has_salesforce:
        checks.append(("salesforce", "SALESFORCE_…", systems.salesforce.stages))
    return [trouble for name, setting, ask in checks if (trouble := _asked(name, setting, ask))]


def _asked(name: str, setting: str, ask: Callable[[], object]) -> Trouble | None:
    try:
        ask()
    except SignIn as error:
        words = f"{error.system} does not take our sign-in ({error.code}). Renew it, and set {setting} anew."
        return Trouble(name, words)
    except OutsideError:
        return None
    return None


def _ending(certificate: str, moment: float) -> list[Trouble]:
    """The certificate of the connected app: without it Salesforce takes no sign-in any more."""
    if not certificate:
        return []
    from cryptography.x509 import load_pem_x509_certificate

    name = "salesforce_certificate"
    try:
        ends = load_pem_x509_certificate(certificate.encode()).not_valid_after_utc
    except ValueError:
        return [Trouble(name, "SALESFORCE_CERTIFICATE is no certificate in PEM. Set it anew, or leave it out.")]
    days = (ends - datetime.fromtimestamp(moment, UTC)).total_seconds() / DAY_SECONDS
    if days > SOON_DAYS:
        return []
    when = f"ended on {ends:%Y-%m-%d}" if days <= 0 else f"ends on {ends:%Y-%m-%d}, in {days:.0f} days"
    words = f"The certificate of Salesforce's connected app {when}. Upload a new one, and set its key and certificate."
    return [Trouble(name, words)]
