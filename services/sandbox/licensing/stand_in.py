"""Sourcegraph's license service: accounts, subscriptions and license keys behind GraphQL.

A wrong token is 401 with plain text; everything else is 200, and whether it went well stands in `errors`.
graphql-core parses, validates and executes, so that a query the real service would refuse is refused here.
"""

import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    graphql_sync,
    parse,
)

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.licensing import shown
from services.sandbox.licensing.records import Books, Record, new_account, new_license, new_subscription, stamp
from services.sandbox.store import Store

PATH = "/.api/graphql"
_CHANGES = {
    "createUser",
    "dotcom.createProductSubscription",
    "dotcom.generateProductLicenseForSubscription",
    "dotcom.archiveProductSubscription",
    "dotcom.revokeLicense",
}
_USERNAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9]|[-.](?=[a-zA-Z0-9]))*-?")


class Licensing:
    """Keeps what was generated; keys are in its answers only, never in its panel."""

    name = "licensing"

    def __init__(self, store: Store) -> None:
        self._store = store

    def owns(self, path: str) -> bool:
        """The one address of GraphQL."""
        return path == PATH

    def went_well(self, answer: Answer) -> bool:
        """Status 200 says nothing."""
        return "errors" not in json.loads(answer.body)

    def failed(self, kind: str, answer: Answer | None) -> Answer:
        """The service's own words for a fault; a partial one has data and errors."""
        if kind == "partial" and answer is not None:
            body = json.loads(answer.body)
            return json_answer(200, {**body, "errors": [{"message": "context deadline exceeded", "path": ["dotcom"]}]})
        words = {
            "429": "rate limited",
            "403_rate": "rate limited",
            "401": "Invalid access token.",
            "503": "unavailable",
        }
        status = {"429": 429, "403_rate": 429, "401": 401, "503": 503}.get(kind, 500)
        return _text(status, words.get(kind, "internal error"))

    def settings(self, root: str) -> dict[str, str]:
        """A site administrator's token, and where it is taken."""
        return {"SOURCEGRAPH_URL": root, "SOURCEGRAPH_TOKEN": self.token}

    def recognise(self, exchange: Exchange) -> None:
        """Find out which member is asked for, such as `dotcom.productSubscriptions`."""
        exchange.system, exchange.method, exchange.person = self.name, "unknown", "token"
        try:
            exchange.body = _given(exchange)
            exchange.method = _member(exchange.body["query"])
        except (ValueError, KeyError, TypeError, GraphQLError):
            return

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a query or a mutation."""
        refused = self._sign_in(exchange.headers.get("Authorization", ""))
        if refused:
            return _text(401, refused)
        try:
            given = _given(exchange)
            query = str(given["query"])
        except (ValueError, KeyError, TypeError):
            return _text(400, "request body must be a JSON object with a query")
        with self._store.lock:
            result = graphql_sync(
                _schema(),
                query,
                root_value=self._root(),
                variable_values=given.get("variables"),
                operation_name=given.get("operationName"),
            )
            if exchange.method in _CHANGES:
                self._store.changed()
        if not result.errors:
            return json_answer(200, {"data": result.data})
        errors = [error.formatted for error in result.errors]
        # A query that is not accepted never runs, so its answer has no data, not even null.
        ran = any("path" in error for error in errors)
        return json_answer(200, {"errors": errors, **({"data": result.data} if ran else {})})

    def panel(self) -> dict[str, Any]:
        """What the host page draws."""
        with self._store.lock:
            return shown.panel(self._books)

    @property
    def token(self) -> str:
        """The access token that is accepted."""
        return str(self._store.section("licensing")["token"])

    @property
    def _books(self) -> Books:
        books: Books = self._store.section("licensing")
        return books

    def _sign_in(self, header: str) -> str:
        scheme, _, token = header.partition(" ")
        if scheme not in ("token", "Bearer"):
            return "Invalid Authorization header."
        return "" if token == self.token else "Invalid access token."

    def _root(self) -> dict[str, Any]:
        dotcom = {
            "productSubscription": self._product_subscription,
            "productSubscriptions": self._product_subscriptions,
            "productLicenses": self._product_licenses,
            "createProductSubscription": self._create_product_subscription,
            "generateProductLicenseForSubscription": self._generate,
            "archiveProductSubscription": self._archive,
            "revokeLicense": self._revoke,
        }
        users = {"user": self._user, "users": self._users, "createUser": self._create_user}
        return {**users, "dotcom": dotcom}

    def _admin(self) -> None:
        if not self._store.section("licensing")["site_admin"]:
            raise GraphQLError("must be site admin")

    def _user(self, _: Any, username: str | None = None, email: str | None = None) -> Any:
        asked = {name: value for name, value in (("username", username), ("email", email)) if value is not None}
        found = [one for one in self._books["accounts"] if asked.items() <= one.items()]
        return shown.account(found[0]) if asked and found else None

    def _users(self, _: Any, first: int | None = None, query: str | None = None) -> Any:
        self._admin()
        found = [one for one in self._books["accounts"] if (query or "").lower() in one["username"].lower()]
        return shown.connection([shown.account(one) for one in found], first)

    def _create_user(self, _: Any, username: str, email: str | None = None) -> Any:
        self._admin()
        accounts = self._books["accounts"]
        if not _USERNAME.fullmatch(username):
            raise GraphQLError("cannot create user: the username is not valid")
        if any(one["username"].lower() == username.lower() for one in accounts):
            raise GraphQLError("cannot create user: err_username_exists")
        accounts.append(new_account(1000 + len(accounts), username, email))
        return {"user": shown.account(accounts[-1]), "resetPasswordURL": None}

    def _product_subscription(self, _: Any, uuid: str) -> Any:
        self._admin()
        return shown.subscription(self._books, self._one("subscriptions", "uuid", uuid))

    def _product_subscriptions(
        self, _: Any, first: int | None = None, account: str | None = None, query: str | None = None
    ) -> Any:
        self._admin()
        names = {one["id"]: one["username"].lower() for one in self._books["accounts"]}
        found = [
            one
            for one in reversed(self._books["subscriptions"])
            if account in (None, one["account"]) and (query or "").lower() in names.get(one["account"], "")
        ]
        found.sort(key=lambda one: bool(one["archived"]))
        return shown.connection([shown.subscription(self._books, one) for one in found], first)

    def _product_licenses(self, _: Any, first: int | None = None, **asked: Any) -> Any:
        self._admin()
        text, subscription = asked.get("licenseKeySubstring"), asked.get("productSubscriptionID")
        found = [
            one
            for one in reversed(self._books["licenses"])
            if (text or "") in one["key"] and subscription in (None, one["subscription"])
        ]
        return shown.connection([shown.license_(self._books, one) for one in found], first)

    def _create_product_subscription(self, _: Any, **asked: Any) -> Any:
        self._admin()
        account = self._one("accounts", "id", asked["accountID"])
        made = new_subscription(account["id"], datetime.datetime.now(datetime.UTC))
        self._books["subscriptions"].append(made)
        return shown.subscription(self._books, made)

    def _generate(self, _: Any, license: dict[str, Any], **asked: Any) -> Any:
        self._admin()
        holder = self._one("subscriptions", "id", asked["productSubscriptionID"])
        terms = {
            "tags": license["tags"],
            "users": license["userCount"],
            "expires": license["expiresAt"],
            "sf_sub_id": license.get("salesforceSubscriptionID"),
            "sf_opp_id": license.get("salesforceOpportunityID"),
        }
        made = new_license(holder["id"], datetime.datetime.now(datetime.UTC), terms)
        self._books["licenses"].append(made)
        return shown.license_(self._books, made)

    def _archive(self, _: Any, id: str) -> Any:
        self._admin()
        self._one("subscriptions", "id", id)["archived"] = True
        return {"alwaysNil": None}

    def _revoke(self, _: Any, id: str, reason: str) -> Any:
        self._admin()
        revoked = self._one("licenses", "id", id)
        revoked |= {"revoked": stamp(datetime.datetime.now(datetime.UTC)), "reason": reason}
        return {"alwaysNil": None}

    def _one(self, books: str, name: str, value: str) -> Record:
        words = {"subscriptions": "product subscription", "licenses": "product license", "accounts": "user"}[books]
        for record in self._books[books]:
            if record[name] == value:
                return record
        raise GraphQLError(f"{words} not found")


@cache
def _schema() -> GraphQLSchema:
    return build_schema(Path(__file__).with_name("schema.graphql").read_text(encoding="utf-8"))


def _given(exchange: Exchange) -> dict[str, Any]:
    given = json.loads(exchange.data)
    if not isinstance(given, dict):
        raise ValueError("no object")
    return given


def _member(query: str) -> str:
    """The first member that a query asks for, with the group it stands in."""
    operation = next(one for one in parse(query).definitions if isinstance(one, OperationDefinitionNode))
    names: list[str] = []
    selected: SelectionSetNode | None = operation.selection_set
    while selected and (not names or names == ["dotcom"]):
        node = selected.selections[0]
        if not isinstance(node, FieldNode):
            break
        names.append(node.name.value)
        selected = node.selection_set
    return ".".join(names)


def _text(status: int, words: str) -> Answer:
    return Answer(status, words.encode(), "text/plain; charset=utf-8")
