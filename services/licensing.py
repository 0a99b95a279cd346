"""Sourcegraph's license service: accounts, subscriptions and license keys, with a site administrator's token.

GraphQL over one address. Status 200 says nothing by itself: an answer with ``errors`` went wrong, and after a
mutation it may have run all the same (reference: domain, section 8). A key is a secret: it travels as
:class:`~services.secret.Secret`, which prints as stars.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from msgspec import Struct

from services.encoded import encoded
from services.errors import Refused, RefusedForNow, SignIn, Unknown
from services.secret import Secret
from services.transport import Answer, Sending, Transport, part

SYSTEM = "Sourcegraph"
MOST = 200
"""Subscriptions or licenses that are read at once; there are never so many for one customer."""
REFUSALS = ("must be site admin", "must be authenticated", "not found", "cannot create user")
"""Words of messages that say for certain that nothing was done."""


class Terms(Struct, frozen=True):
    """What a key allows; ``expires`` in seconds since 1970."""

    users: int
    tags: frozenset[str]
    expires: int
    opportunity: str | None = None


class License(Struct, frozen=True):
    """A license as the service lists it. ``terms`` is None when the service cannot read its own key."""

    id: str
    terms: Terms | None
    revoked: bool


class Subscription(Struct, frozen=True):
    """A container for one installation's licenses, newest first."""

    id: str
    name: str
    page: str
    archived: bool
    licenses: tuple[License, ...]

    @property
    def active(self) -> License | None:
        """The newest license, which is the one in force."""
        return self.licenses[0] if self.licenses else None


class Licensing:
    """The license service, as far as the handover uses it. ``newer``: servers that know opportunities and revoking."""

    def __init__(self, transport: Transport, token: Secret, root: str) -> None:
        self._transport = transport
        self._token = token
        self._root = root.rstrip("/")

    def check(self, newer: bool) -> None:
        """See one license, as ``newer`` servers or others tell it. Raises the errors family when that cannot be."""
        query = f"""query {{ dotcom {{ productLicenses(first: 1) {{
            nodes {{ {_license_fields(newer)} }} pageInfo {{ hasNextPage }} }} }} }}"""
        part(self._ask(query, {}, "read"), SYSTEM, "dotcom", "productLicenses", "nodes")

    def find_account(self, username: str) -> str | None:
        """The id of the account with this name."""
        query = "query($n: String!) { user(username: $n) { id } }"
        user = part(self._ask(query, {"n": username}, "read"), SYSTEM, "user")
        return str(part(user, SYSTEM, "id")) if user else None

    def create_account(self, username: str) -> str:
        """A new account's id; it gets no e-mail address."""
        query = "mutation($n: String!) { createUser(username: $n) { user { id } } }"
        return str(part(self._ask(query, {"n": username}, "once"), SYSTEM, "createUser", "user", "id"))

    def list_subscriptions(self, account: str, newer: bool) -> list[Subscription]:
        """An account's subscriptions with their licenses, archived ones too."""
        query = f"""query($a: ID!, $n: Int!) {{ dotcom {{ productSubscriptions(account: $a, first: $n) {{
            nodes {{ id name isArchived urlForSiteAdmin productLicenses(first: $n) {{
                nodes {{ {_license_fields(newer)} }} pageInfo {{ hasNextPage }} }} }}
            pageInfo {{ hasNextPage }} }} }} }}"""
        answer = self._ask(query, {"a": account, "n": MOST}, "read")
        found = part(answer, SYSTEM, "dotcom", "productSubscriptions")
        return [self._subscription(one) for one in _all(found)]

    def create_subscription(self, account: str) -> str:
        """A new subscription's id."""
        query = "mutation($a: ID!) { dotcom { createProductSubscription(accountID: $a) { id } } }"
        answer = self._ask(query, {"a": account}, "once")
        return str(part(answer, SYSTEM, "dotcom", "createProductSubscription", "id"))

    def generate_license(self, subscription: str, terms: Terms) -> str:
        """A new license's id. Every call makes another one."""
        license_: dict[str, Any] = {"tags": sorted(terms.tags), "userCount": terms.users, "expiresAt": terms.expires}
        if terms.opportunity:
            license_["salesforceOpportunityID"] = terms.opportunity
        query = """mutation($s: ID!, $l: ProductLicenseInput!) {
            dotcom { generateProductLicenseForSubscription(productSubscriptionID: $s, license: $l) { id } } }"""
        answer = self._ask(query, {"s": subscription, "l": license_}, "once")
        return str(part(answer, SYSTEM, "dotcom", "generateProductLicenseForSubscription", "id"))

    def keys(self, subscription: str) -> dict[str, Secret]:
        """The keys of a subscription's licenses, by license id."""
        query = """query($s: ID!, $n: Int!) { dotcom { productLicenses(productSubscriptionID: $s, first: $n) {
            nodes { id licenseKey } pageInfo { hasNextPage } } } }"""
        answer = self._ask(query, {"s": subscription, "n": MOST}, "read")
        found = _all(part(answer, SYSTEM, "dotcom", "productLicenses"))
        return {str(part(one, SYSTEM, "id")): Secret(str(part(one, SYSTEM, "licenseKey"))) for one in found}

    def revoke_license(self, license_id: str, reason: str) -> None:
        """Make a key worthless; newer servers only."""
        query = "mutation($i: ID!, $r: String!) { dotcom { revokeLicense(id: $i, reason: $r) { alwaysNil } } }"
        part(self._ask(query, {"i": license_id, "r": reason}, "keyed"), SYSTEM, "dotcom", "revokeLicense")

    def archive_subscription(self, subscription: str) -> None:
        """Hide a subscription; keys in it go on working."""
        query = "mutation($i: ID!) { dotcom { archiveProductSubscription(id: $i) { alwaysNil } } }"
        answer = self._ask(query, {"i": subscription}, "keyed")
        part(answer, SYSTEM, "dotcom", "archiveProductSubscription")

    def _subscription(self, given: Mapping[str, Any]) -> Subscription:
        return Subscription(
            id=str(part(given, SYSTEM, "id")),
            name=str(part(given, SYSTEM, "name")),
            page=urljoin(self._root + "/", str(given.get("urlForSiteAdmin") or "")),
            archived=bool(part(given, SYSTEM, "isArchived")),
            licenses=tuple(_license(one) for one in _all(part(given, SYSTEM, "productLicenses"))),
        )

    def _ask(self, query: str, variables: Mapping[str, Any], sending: Sending) -> Any:
        if not self._token.reveal():
            way_out = "Record this step as done by hand, or have an administrator set SOURCEGRAPH_TOKEN."
            raise Refused(SYSTEM, "not connected", "", way_out)
        headers = {"Authorization": f"token {self._token.reveal()}"}
        body = {"query": query, "variables": variables}
        request = encoded("POST", f"{self._root}/.api/graphql", headers=headers, json=body)
        answer = self._transport.send(request, system=SYSTEM, sending=sending, classify=_classify)
        return part(answer.json(), SYSTEM, "data")


def decode(text: str) -> Terms:
    """What a key says, read without asking anybody; its signature is not verified. White space in it is harmless.

    Raises ValueError for anything that is no key. The text never stands in the error.
    """
    try:
        packed = "".join(text.split())
        outer = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        info = json.loads(base64.b64decode(outer["info"]))
        tags = frozenset(str(tag) for tag in info["t"] or ())
        return Terms(int(info["u"]), tags, _seconds(info["e"]), info.get("sf_opp_id"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("not a license key") from None


def fingerprint(key: Secret) -> str:
    """What may be kept of a key: the first 12 digits of its SHA-256."""
    return hashlib.sha256("".join(key.reveal().split()).encode()).hexdigest()[:12]


def _license_fields(newer: bool) -> str:
    more = ("salesforceOpportunityID", "revokedAt") if newer else ("", "")
    return f"id info {{ tags userCount expiresAt {more[0]} }} {more[1]}"


def _license(given: Mapping[str, Any]) -> License:
    info = given.get("info")
    terms = None
    if info:
        users, tags = int(part(info, SYSTEM, "userCount")), frozenset(part(info, SYSTEM, "tags"))
        terms = Terms(users, tags, _seconds(part(info, SYSTEM, "expiresAt")), info.get("salesforceOpportunityID"))
    return License(str(part(given, SYSTEM, "id")), terms, bool(given.get("revokedAt")))


def _seconds(moment: str) -> int:
    """A moment as Go writes it (RFC 3339) in seconds since 1970."""
    when = datetime.fromisoformat(moment)
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())


def _all(connection: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The nodes of a list; part of a list proves nothing about what is missing from it."""
    if part(connection, SYSTEM, "pageInfo", "hasNextPage"):
        raise Refused(SYSTEM, "too many to look through")
    nodes: list[Mapping[str, Any]] = part(connection, SYSTEM, "nodes")
    return nodes


def _classify(answer: Answer) -> None:
    """The service's refusals; its own words are plain text with 401, and stand in ``errors`` with 200."""
    if answer.status == 401:
        raise SignIn(SYSTEM, "HTTP 401", "The access token was not accepted.")
    if answer.status == 429:
        raise RefusedForNow(SYSTEM, "HTTP 429", retry_after=answer.retry_after())
    if answer.status >= 500 or 300 <= answer.status < 400:
        raise Unknown(SYSTEM, f"HTTP {answer.status}")
    if not answer.ok:
        raise Refused(SYSTEM, f"HTTP {answer.status}")
    body = answer.json()
    errors = body.get("errors") if isinstance(body, dict) else None
    if errors:
        raise _error(body, errors)


def _error(body: Mapping[str, Any], errors: Any) -> Refused | Unknown:
    """Known refusals of a whole request; data with errors beside it, or unknown words, prove nothing."""
    messages = [str(one.get("message", "")) for one in errors if isinstance(one, dict)] if _is_list(errors) else []
    known = [words for message in messages for words in REFUSALS if words in message]
    if body.get("data") is None and known:
        return Refused(SYSTEM, known[0])
    if "data" not in body and messages:
        return Refused(SYSTEM, "a query that this server does not know")
    return Unknown(SYSTEM, "an answer with errors")


def _is_list(value: object) -> bool:
    return isinstance(value, list)
