"""Salesforce: an org with accounts, opportunities and users, and as much of its REST API as a deal needs.

Answers and errors are those of the REST API Developer Guide; a session is a matter of `sign_in`.
"""

import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.salesforce import objects, records, soql
from services.sandbox.salesforce.objects import SObject
from services.sandbox.salesforce.panel import draw
from services.sandbox.salesforce.refusal import Refused, failed
from services.sandbox.salesforce.search import Record, Search, attributes
from services.sandbox.salesforce.sign_in import SignIn, user_id
from services.sandbox.store import Store

PREFIX = "/salesforce"
_SIGN_IN = "/services/oauth2/token"
_DATA = re.compile(r"/services/data/v\d+\.\d(/.*)")
_ROUTES = (
    ("GET", re.compile(r"/query/?"), "query"),
    ("GET", re.compile(r"/sobjects/?"), "sobjects.list"),
    ("GET", re.compile(r"/sobjects/(\w+)/describe/?"), "sobjects.describe"),
    ("POST", re.compile(r"/sobjects/(\w+)/?"), "sobjects.create"),
    ("GET", re.compile(r"/sobjects/(\w+)/(\w+)/?"), "sobjects.get"),
    ("PATCH", re.compile(r"/sobjects/(\w+)/(\w+)/?"), "sobjects.update"),
    ("GET", re.compile(r"/sobjects/(\w+)/(\w+)/([^/]+)/?"), "sobjects.getByExternalId"),
    ("PATCH", re.compile(r"/sobjects/(\w+)/(\w+)/([^/]+)/?"), "sobjects.upsert"),
)
Org = dict[str, Any]


class Salesforce:
    """The company's org, spoken to by simple-salesforce."""

    name = "salesforce"

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sign_in = SignIn()
        self._methods: dict[str, Callable[..., Answer]] = {
            "query": self._query,
            "sobjects.list": self._list,
            "sobjects.describe": self._describe,
            "sobjects.create": self._create,
            "sobjects.get": self._get,
            "sobjects.update": self._update,
            "sobjects.getByExternalId": self._get_by_external_id,
            "sobjects.upsert": self._upsert,
        }

    def owns(self, path: str) -> bool:
        """The REST API and its sign-in."""
        return path.startswith(PREFIX)

    def recognise(self, exchange: Exchange) -> None:
        """Find out which method is asked, for the faults and for the log. Assertions are never logged."""
        path = exchange.path.removeprefix(PREFIX)
        exchange.system, exchange.person = self.name, "integration"
        if path == _SIGN_IN:
            exchange.method = "oauth2.token"
            return
        exchange.method = _route(exchange)[0]
        exchange.body = _json(exchange) if exchange.data else None

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a request, or Salesforce's refusal."""
        with self._store.lock:
            if exchange.method == "oauth2.token":
                answer = self._sign_in.token(self._org, exchange)
                self._store.changed()
                return answer
            try:
                return self._call(exchange)
            except Refused as refused:
                return refused.answer()

    def went_well(self, answer: Answer) -> bool:
        """The status says it."""
        return True

    def failed(self, kind: str, answer: Answer | None) -> Answer:
        """Salesforce's own words for a fault."""
        return failed(kind)

    def settings(self, root: str) -> dict[str, str]:
        """What the add-on has to be told to sign in here."""
        org = self._org
        return {
            "SALESFORCE_URL": root + PREFIX,
            "SALESFORCE_USERNAME": org["approved"][0],
            "SALESFORCE_CONSUMER_KEY": org["consumer_key"],
            "SALESFORCE_PRIVATE_KEY": self._sign_in.private_key(),
        }

    def panel(self) -> dict[str, Any]:
        """What the host page draws: each opportunity with its fields and the history of its stage."""
        with self._store.lock:
            return draw(self._org)

    def record(self, name: str, record_id: str) -> Record:
        """One record as it is now."""
        with self._store.lock:
            return dict(records.get(self._org, objects.find(name), record_id))

    def edit(self, name: str, record_id: str, changes: Record, by: str) -> None:
        """A colleague (an id or a user name) changes a record in Salesforce itself."""
        with self._store.lock:
            users = self._org["records"]["User"].values()
            user = next(each for each in users if by in (each["Id"], each["Username"], each["Email"]))
            sobject = objects.find(name)
            records.update(self._org, sobject, records.get(self._org, sobject, record_id), changes, user["Id"])
            self._store.changed()

    def end_sessions(self) -> None:
        """Every session is over, as after its time or when an administrator ends it."""
        with self._store.lock:
            self._org["sessions"].clear()
            self._store.changed()

    @property
    def _org(self) -> Org:
        org: Org = self._store.section("salesforce")
        return org

    def _call(self, exchange: Exchange) -> Answer:
        method, parts = _route(exchange)
        user = user_id(self._org, exchange)
        if method not in self._methods:
            raise Refused(404, "NOT_FOUND", "The requested resource does not exist")
        answer = self._methods[method](exchange, user, *parts)
        answer.headers["Sforce-Limit-Info"] = f"api-usage={len(self._org['sessions'])}/15000"
        return answer

    def _query(self, exchange: Exchange, _: str) -> Answer:
        text = exchange.query.get("q", [""])[-1]
        if not text:
            raise Refused(400, "MALFORMED_QUERY", "SOQL statements cannot be empty or null")
        return json_answer(200, Search(self._org["records"], text, records.here(self._org)).run(soql.parse(text)))

    def _list(self, *_: Any) -> Answer:
        listed = [{"name": name, "keyPrefix": objects.find(name).prefix} for name in objects.names()]
        return json_answer(200, {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed})

    def _describe(self, _: Exchange, __: str, name: str) -> Answer:
        stages = sorted(self._org["records"]["OpportunityStage"].values(), key=lambda each: each["SortOrder"])
        return json_answer(200, objects.describe(objects.find(name), stages))

    def _create(self, exchange: Exchange, user: str, name: str) -> Answer:
        made = records.create(self._org, _writable(name), _body(exchange), user)
        self._store.changed()
        return json_answer(201, {"id": made["Id"], "success": True, "errors": []})

    def _get(self, exchange: Exchange, _: str, name: str, record_id: str) -> Answer:
        sobject = objects.find(name)
        return _shown(exchange, sobject, records.get(self._org, sobject, record_id))

    def _update(self, exchange: Exchange, user: str, name: str, record_id: str) -> Answer:
        sobject = _writable(name)
        record = records.get(self._org, sobject, record_id)
        _check_unmodified(exchange, record)
        records.update(self._org, sobject, record, _body(exchange), user)
        self._store.changed()
        return Answer(204, b"")

    def _get_by_external_id(self, exchange: Exchange, _: str, name: str, field: str, value: str) -> Answer:
        sobject = objects.find(name)
        found = records.by_external_id(self._org, sobject, field, unquote(value))
        if not found:
            raise Refused(404, "NOT_FOUND", "The requested resource does not exist")
        return _shown(exchange, sobject, found[0]) if len(found) == 1 else _several(sobject, found)

    def _upsert(self, exchange: Exchange, user: str, name: str, field: str, value: str) -> Answer:
        sobject, given = _writable(name), _body(exchange)
        key = sobject.field(field)
        found = records.by_external_id(self._org, sobject, field, unquote(value))
        if len(found) > 1:
            return _several(sobject, found)
        if key is not None and key.name in given:
            words = f"The {key.name} field should not be specified in the sobject data."
            raise Refused(400, "INVALID_FIELD", words, [key.name])
        if found:
            _check_unmodified(exchange, found[0])
            kept = records.update(self._org, sobject, found[0], given, user)
        else:
            kept = records.create(self._org, sobject, {**given, field: unquote(value)}, user)
        self._store.changed()
        return json_answer(
            200 if found else 201, {"id": kept["Id"], "success": True, "errors": [], "created": not found}
        )


def _route(exchange: Exchange) -> tuple[str, tuple[str, ...]]:
    """The method's name, and what stands in the address."""
    data = _DATA.fullmatch(exchange.path.removeprefix(PREFIX))
    for http_method, path, name in _ROUTES:
        matched = path.fullmatch(data[1]) if data and exchange.http_method == http_method else None
        if matched:
            return name, matched.groups()
    return "unknown", ()


def _writable(name: str) -> SObject:
    sobject = objects.find(name)
    if sobject.read_only:
        words = f"entity type {sobject.name} does not support this operation"
        raise Refused(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", words, [])
    return sobject


def _shown(exchange: Exchange, sobject: SObject, record: Record) -> Answer:
    """One record: the fields that are asked for, or all."""
    asked = exchange.query.get("fields", [""])[-1]
    names = [name.strip() for name in asked.split(",")] if asked else [each.name for each in sobject.fields.values()]
    shown: Record = {"attributes": attributes(sobject, record)}
    for name in names:
        field = sobject.field(name)
        if field is None:
            words = f"No such column '{name}' on sobject of type {sobject.name}"
            raise Refused(400, "INVALID_FIELD", words)
        shown[field.name] = record.get(field.name)
    return json_answer(200, shown)


def _several(sobject: SObject, found: list[Record]) -> Answer:
    """300: an external id that is not unique; the answer lists the addresses."""
    return json_answer(300, [attributes(sobject, each)["url"] for each in found])


def _check_unmodified(exchange: Exchange, record: Record) -> None:
    """`If-Unmodified-Since`, to the second (REST API guide, "Conditional Request Headers")."""
    given = exchange.headers.get("If-Unmodified-Since")
    if given is None:
        return
    try:
        since = parsedate_to_datetime(given)
    except ValueError:
        raise Refused(400, "INVALID_HEADER_VALUE", f"Invalid value for If-Unmodified-Since: {given}") from None
    if record["LastModifiedDate"] > records.stamp(since.timestamp()):
        words = "The record was modified since the date that the request names."
        raise Refused(412, "PRECONDITION_FAILED", words)


def _json(exchange: Exchange) -> Any:
    try:
        return json.loads(exchange.data)
    except ValueError:
        return None


def _body(exchange: Exchange) -> Record:
    body = _json(exchange)
    if not isinstance(body, dict):
        raise Refused(
            400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body."
        )
    return body
