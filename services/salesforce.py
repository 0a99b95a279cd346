"""Salesforce: the company's CRM, with the company's own sign-in, after the person's read of the document.

simple-salesforce speaks the REST API and signs the JWT; our transport carries it. A session lives for the whole
process and is renewed once when Salesforce says that it is over: the library's own renewal has no end.
"""

from __future__ import annotations

import functools
import json
import threading
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from simple_salesforce.api import Salesforce as Client
from simple_salesforce.exceptions import SalesforceAuthenticationFailed
from simple_salesforce.format import format_soql
from simple_salesforce.login import SalesforceLogin

from services.encoded import encoded
from services.errors import Changed, OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.json_bytes import parsed
from services.kept import Lookups
from services.secret import Secret
from services.transport import Answer, Classify, Request, Sending, Transport, part

# It warns of a sign-in that was refused, with the connected app's key in an address; the refusal itself says enough.
warnings.filterwarnings("ignore", module=r"simple_salesforce\.login")
SYSTEM = "Salesforce"
FOR_NOW = {"UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED"}
DAILY_LIMIT = "TotalRequests"
"""How the message of REQUEST_LIMIT_EXCEEDED begins when the day's requests are used up; the others pass soon."""
STAGE_FIELDS = ("MasterLabel", "ApiName", "IsActive", "IsWon")
STAGES, STAGES_SECONDS = "stages", 600.0
"""An administrator's new stage is known ten minutes later at the latest."""
RENEWAL_FIELDS = ("Id", "Name", "CloseDate", "CreatedDate")
MOST = 10
"""As many opportunities of one name are offered to choose from."""

Record = Mapping[str, Any]


class Login(Struct, frozen=True):
    """How the company signs in: by the JWT bearer flow, or with a session of its own and its instance's address.

    ``domain`` is ``login``, ``test`` for a sandbox org, or a My Domain. ``root`` replaces Salesforce's hosts, for our
    sandbox and for emulators.
    """

    username: str
    consumer_key: str
    private_key: Secret
    domain: str
    instance_url: str
    token: Secret
    root: str | None


class Session:
    """The process's session, shared by every click; whoever finds it over renews it, and only one does."""

    def __init__(self, login: Login) -> None:
        self.login = login
        self._lock = threading.Lock()
        self._known: tuple[str, str] | None = (login.token.reveal(), login.instance_url) if login.token else None

    def open(self, transport: Transport, over: str = "") -> tuple[str, str]:
        """The session id and the instance's address; ``over`` is the session that was just refused.

        Raises SignIn when Salesforce accepts no new one.
        """
        with self._lock:
            if self._known is None or (self._known[0] == over and not self.login.token):
                self._known = self._sign_in(transport)
            return self._known

    def _sign_in(self, transport: Transport) -> tuple[str, str]:
        login = self.login
        try:
            session_id, instance = SalesforceLogin(
                session=_over(transport, login.root),
                username=login.username,
                consumer_key=login.consumer_key,
                privatekey=login.private_key.reveal(),
                domain=login.domain,
            )
        except SalesforceAuthenticationFailed as error:
            raise SignIn(SYSTEM, str(error.code), str(error.auth_message)) from None
        except Unknown as error:
            # A sign-in changes nothing, so what came before it is known: nothing was sent.
            raise RefusedForNow(SYSTEM, error.code) from None
        except (ValueError, TypeError, AttributeError):
            # A private key that is none, or an answer without what it must hold.
            raise SignIn(SYSTEM, "no session", "The company's sign-in to Salesforce is not set up right.") from None
        return session_id, f"https://{instance}"


@functools.cache
def session_of(login: Login) -> Session:
    """The one session of this process for a login."""
    return Session(login)


class Salesforce:
    """The REST API for one click."""

    def __init__(self, transport: Transport, session: Session, lookups: Lookups) -> None:
        self._transport = transport
        self._session = session
        self._lookups = lookups

    def opportunity(self, record: str, fields: Sequence[str]) -> tuple[list[Record], list[Record]]:
        """The opportunity with this id, if it can be seen, and every stage of the org."""
        return self._with_stages(fields, format_soql("WHERE Id = {}", record))

    def open_opportunities(self, company: str, fields: Sequence[str]) -> tuple[list[Record], list[Record]]:
        """Open opportunities whose name, or whose account's, begins like a company's; and every stage of the org."""
        named = "WHERE IsClosed = false AND (Account.Name LIKE '{:like}%' OR Name LIKE '{:like}%')"
        order = f"ORDER BY LastModifiedDate DESC LIMIT {MOST}"
        return self._with_stages(fields, f"{format_soql(named, company, company)} {order}")

    def renewal(self, account: str, where: Mapping[str, str]) -> Record | None:
        """The newest open opportunity of an account of which ``where`` is true (field -> text).

        Its Id, Name, CloseDate and CreatedDate.
        """
        equal = [format_soql(f"{name} = {{}}", value) for name, value in where.items()]
        conditions = " AND ".join([format_soql("AccountId = {} AND IsClosed = false", account), *equal])
        query = f"{_select(RENEWAL_FIELDS, 'Opportunity')} WHERE {conditions} ORDER BY CreatedDate DESC"
        return next(iter(self._query(f"{query} LIMIT 1")), None)

    def users(self, email: str, record: str) -> list[Record]:
        """The active users with an address, and the user with this id whether active or not."""
        wanted = format_soql("(Email = {} AND IsActive = true) OR Id = {}", email, record or None)
        return self._query(f"{_select(['Id', 'Name', 'Email'], 'User')} WHERE {wanted}")

    def get(self, kind: str, record: str, fields: list[str]) -> Record:
        """These fields of one record; ``kind`` is its object's API name."""
        path = f"sobjects/{kind}/{record}"
        found: Record = self._call("GET", path, params={"fields": ",".join(fields)})
        part(found, SYSTEM, "attributes")
        return found

    def update(self, kind: str, record: str, fields: Mapping[str, Any], unmodified_since: str) -> None:
        """Write fields, all or none, unless the record changed after ``unmodified_since`` (its LastModifiedDate).

        Raises Changed when it did, and Refused in Salesforce's own words when it says no.
        """
        since = datetime.fromisoformat(unmodified_since).astimezone(UTC)
        headers = {"If-Unmodified-Since": format_datetime(since, usegmt=True)}
        try:
            answer = self._call("PATCH", f"sobjects/{kind}/{record}", data=json.dumps(fields), headers=headers)
        except Refused:
            # Among many reasons, a stage may have been renamed.
            self.forget_stages()
            raise
        if answer is not None:
            raise Unknown(SYSTEM, "an answer of another shape")

    def stages(self) -> list[Record]:
        """Every stage of the org as it is now, by :data:`STAGE_FIELDS`."""
        return self._query(_select(STAGE_FIELDS, "OpportunityStage"))

    def fields(self, kind: str) -> dict[str, Record]:
        """The fields of an object that this user may see, as "sObject Describe" tells them, by API name."""
        found = self._call("GET", f"sobjects/{kind}/describe/")
        return {str(one["name"]): one for one in part(found, SYSTEM, "fields")}

    def forget_stages(self) -> None:
        """What is kept of them proved stale: they are asked for again."""
        self._lookups.forget(STAGES)

    def _with_stages(self, fields: Sequence[str], where: str) -> tuple[list[Record], list[Record]]:
        query = f"{_select(fields, 'Opportunity')} {where}"
        if self._lookups.has(STAGES):
            return self._query(query), self.known_stages()
        # Signed in before, so that two threads do not do it both.
        self._session.open(self._transport)
        with ThreadPoolExecutor(1) as beside:
            stages = beside.submit(self.known_stages)
            return self._query(query), stages.result()

    def known_stages(self) -> list[Record]:
        """Every stage of the org, as it was at most :data:`STAGES_SECONDS` ago."""
        return self._lookups.get(STAGES, STAGES_SECONDS, self.stages)

    def _query(self, query: str) -> list[Record]:
        found = self._call("GET", "query/", params={"q": query})
        return list(part(found, SYSTEM, "records"))

    def _call(self, method: str, path: str, **given: Any) -> Any:
        """One request; a session that is over is renewed once. 401 means that nothing was applied."""
        session_id, instance = self._session.open(self._transport)
        try:
            return self._client(session_id, instance).restful(path, method=method, **given)
        except SignIn:
            renewed, instance = self._session.open(self._transport, over=session_id)
            if renewed == session_id:
                raise
            return self._client(renewed, instance).restful(path, method=method, **given)

    def _client(self, session_id: str, instance: str) -> Client:
        road = _over(self._transport, self._session.login.root)
        return Client(session_id=session_id, instance_url=instance, session=road)


class _Road:
    """What simple-salesforce takes for a requests session: one request over our transport, and no refusals left."""

    proxies: Mapping[str, str] = {}

    def __init__(self, transport: Transport, root: str | None) -> None:
        self._transport = transport
        self._root = root

    def request(self, method: str, url: str, **given: Any) -> requests.Response:
        """A call of the REST API; raises the errors family for everything but success."""
        headers = {k: v for k, v in given.pop("headers").items() if k != "X-PrettyPrint"}
        sending: Sending = "read" if method == "GET" else "once"
        return self._send(encoded(method, self._moved(url), headers=headers, **given), sending, _classify)

    def post(self, url: str, data: Mapping[str, Any], **_: object) -> requests.Response:
        """The token endpoint; its refusals are the library's to read. Asking again does no harm."""
        return self._send(encoded("POST", self._moved(url), data=data), "read", _classify_sign_in)

    def _send(self, request: Request, sending: Sending, classify: Classify) -> requests.Response:
        answer = self._transport.send(request, system=SYSTEM, sending=sending, classify=classify)
        response = requests.Response()
        response.status_code, response._content = answer.status, answer.content
        return response

    def _moved(self, url: str) -> str:
        return self._root.rstrip("/") + urlsplit(url).path if self._root else url


def _over(transport: Transport, root: str | None) -> requests.Session:
    """The library asks for a session by its type, and uses no more of it than a road has."""
    return cast("requests.Session", _Road(transport, root))


def _select(fields: Sequence[str], kind: str) -> str:
    """``fields`` are names of the company's rules, checked at the start, never text of a document."""
    return " ".join(("SELECT", ", ".join(fields), "FROM", kind))


def _classify(answer: Answer) -> None:
    if answer.status == 204:
        return
    if answer.ok:
        answer.json()
        return
    raise _error(answer)


def _error(answer: Answer) -> OutsideError:
    """Salesforce's refusals (reference: effects-and-faults, section 3.4; REST API guide, "Status Codes")."""
    code, words = _said(answer)
    if answer.status == 412:
        return Changed(SYSTEM, code)
    if answer.status == 401:
        return SignIn(SYSTEM, code, words)
    if code in FOR_NOW and not words.startswith(DAILY_LIMIT):
        return RefusedForNow(SYSTEM, code, words)
    if answer.status == 429:
        return RefusedForNow(SYSTEM, code, words, answer.retry_after())
    # 300 is Salesforce's own word for several records that match; other redirections come from somebody in between.
    if answer.status == 300 or 400 <= answer.status < 500:
        return Refused(SYSTEM, code, words)
    return Unknown(SYSTEM, code)


def _said(answer: Answer) -> tuple[str, str]:
    """The first error's code, and every error's own words."""
    try:
        errors = parsed(answer.content)
        return str(errors[0]["errorCode"]), " ".join(str(one["message"]) for one in errors)
    except (ValueError, KeyError, TypeError, IndexError):
        return f"HTTP {answer.status}", ""


def _classify_sign_in(answer: Answer) -> None:
    """Everything that is no complete answer of the token endpoint is not one: no session, nothing applied."""
    if answer.status >= 500 or answer.status == 429:
        raise RefusedForNow(SYSTEM, f"HTTP {answer.status}")
    if not isinstance(answer.json(), dict):
        raise Unknown(SYSTEM, "a sign-in of another shape")
