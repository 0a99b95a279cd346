"""Who comes in: a request is verified and becomes a visit, or it is refused before anything is done."""

from __future__ import annotations

from flask import Request
from msgspec import Struct

from addon.click_line import ClickLine
from addon.consent import Consent
from addon.event import Event, NotAnEvent, read_event
from addon.verification import Unauthorized, Verification
from services.handover import words
from services.handover.model import Person
from services.handover.rules import Rules
from services.json_bytes import parsed
from services.kept import Looks, Lookups
from services.pool import Pool
from services.settings import Settings
from services.systems import Systems
from services.transport import Deadline, Transport

EMAIL_SCOPE = "https://www.googleapis.com/auth/userinfo.email"
LOCALE_SCOPE = "https://www.googleapis.com/auth/script.locale"
FILE_SCOPE = "https://www.googleapis.com/auth/drive.file"
BODY_BYTES = 1_000_000
"""Events are a few kilobytes (addon-protocol, section 5.3)."""


class Visit(Struct, frozen=True):
    """One verified interaction: the event, the person, and the systems as this person."""

    event: Event
    person: Person
    systems: Systems
    consent: Consent
    path: str
    line: ClickLine

    @property
    def keep(self) -> dict[str, str]:
        """Parameters that every button carries on: the host may leave the file's id out of later events."""
        event = self.event
        if event.host == "sheets":
            return {"sheetId": event.file_id or "", "docId": event.parameter("docId")}
        return {"docId": event.file_id or ""}

    def need(self, *scopes: str) -> None:
        """Go on only with these scopes granted; see :class:`~addon.consent.Consent`."""
        granted = self.event.authorization.authorized_scopes
        self.consent.need(scopes, granted, self.person.email, self.path)

    def wish(self, *scopes: str) -> None:
        """Ask for scopes with which more could be shown, and go on without them where they are not granted."""
        self.consent.wish(scopes, self.event.authorization.authorized_scopes, self.person.email)

    def lacks(self, *scopes: str) -> None:
        """An outside call proved that the token has none of these scopes: ask, or explain."""
        self.consent.missing(frozenset(scopes), self.person.email, self.path)


class Door:
    """Verifies requests in the order of addon-protocol, section 5.3, and opens with a visit."""

    def __init__(self, settings: Settings, rules: Rules, verification: Verification, pool: Pool) -> None:
        self._settings = settings
        self._rules = rules
        self._verification = verification
        self._pool = pool
        self._consent = Consent()
        self._lookups = Lookups()
        self._looks = Looks(rules.press.look_seconds)

    def company(self) -> Systems:
        """The systems that the company's own credentials open, without any person."""
        return Systems(self._settings, Transport(self._pool, Deadline()), "", "", self._lookups)

    def visit(self, request: Request, line: ClickLine) -> Visit:
        """The visit behind a request. Raises Unauthorized, NotAnEvent, CertificatesMissing or ScopesMissing."""
        token = self._verification.system(request.headers.get("Authorization", ""), request.path)
        event = read_event(_body(request))
        line.host = event.host
        tokens = event.authorization
        inner = tokens.system_id_token.reveal()
        if inner and inner != token:
            raise Unauthorized("header and body disagree")
        user_token = tokens.user_id_token.reveal()
        if not user_token:
            self._consent.missing(frozenset({EMAIL_SCOPE}), "somebody", request.path)
        email = self._verification.person(user_token)
        common = event.common
        roles = self._rules.roles_of(email)
        line.role = " ".join(sorted(roles)) or "none"
        words.READER.set(common.user_locale)
        person = Person(email, roles, common.user_locale, common.time_zone.id)
        line.transport = transport = Transport(self._pool, Deadline())
        token = tokens.user_oauth_token.reveal()
        systems = Systems(self._settings, transport, email, token, self._lookups, self._looks)
        return Visit(event, person, systems, self._consent, request.path, line)


def _body(request: Request) -> object:
    """The request's JSON; of a body larger than any event no more is read, whether it says its length or not."""
    body = request.stream.read(BODY_BYTES + 1)
    if len(body) > BODY_BYTES:
        raise NotAnEvent("The request is too large.")
    try:
        return parsed(body)
    except (ValueError, RecursionError):
        return None
