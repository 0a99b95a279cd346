"""The license service's GraphQL, spoken to over bare HTTP: what it answers and how it refuses."""

import base64
import json
from typing import Any

import pytest
import requests

from tests.services.sandbox.clients import Clients

ACCOUNT = "LarchwoodAnalytics-001Hs00003LRCHW8QA"
GENERATE = """mutation($s: ID!, $l: ProductLicenseInput!) {
  dotcom { generateProductLicenseForSubscription(productSubscriptionID: $s, license: $l) { id licenseKey } } }"""
SUBSCRIPTIONS = """query($a: ID, $n: Int) { dotcom { productSubscriptions(account: $a, first: $n) {
  nodes { id name isArchived account { username } productLicenses(first: 1) { totalCount } }
  totalCount pageInfo { hasNextPage } } } }"""


def post(clients: Clients, query: str, header: str | None = None, **variables: Any) -> requests.Response:
    """One query with the sandbox's token, or with another header."""
    headers = {"Authorization": f"token {clients.world.licensing.token}" if header is None else header}
    url = clients.running.settings()["SOURCEGRAPH_URL"] + "/.api/graphql"
    return requests.post(url, json={"query": query, "variables": variables}, headers=headers, timeout=5)


def ask(clients: Clients, query: str, **variables: Any) -> Any:
    """The data of an answer without errors."""
    answer = post(clients, query, **variables).json()
    assert "errors" not in answer, answer
    return answer["data"]


def refused(clients: Clients, query: str, **variables: Any) -> str:
    """The message of a refusal, which comes with status 200 and without data."""
    answer = post(clients, query, **variables)
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    return str(answer.json()["errors"][0]["message"])


def account(clients: Clients) -> str:
    """Larchwood's id."""
    return str(ask(clients, "query($n: String) { user(username: $n) { id } }", n=ACCOUNT)["user"]["id"])


def test_subscriptions_come_newest_first_and_archived_ones_last(clients: Clients) -> None:
    everybody = ask(clients, SUBSCRIPTIONS)["dotcom"]["productSubscriptions"]
    assert [one["isArchived"] for one in everybody["nodes"]] == [False, False, True]
    mine = ask(clients, SUBSCRIPTIONS, a=account(clients), n=1)["dotcom"]["productSubscriptions"]
    assert (len(mine["nodes"]), mine["totalCount"], mine["pageInfo"]["hasNextPage"]) == (1, 2, True)
    assert mine["nodes"][0]["productLicenses"]["totalCount"] == 1


def test_a_generated_key_says_its_terms_in_signed_text(clients: Clients) -> None:
    made = ask(clients, "mutation($a: ID!) { dotcom { createProductSubscription(accountID: $a) { id } } }",
               a=account(clients))  # fmt: skip
    terms = {"tags": ["true-up"], "userCount": 250, "expiresAt": 1640995199, "salesforceOpportunityID": "006X"}
    generated = ask(clients, GENERATE, s=made["dotcom"]["createProductSubscription"]["id"], l=terms)
    key = generated["dotcom"]["generateProductLicenseForSubscription"]["licenseKey"]
    outer = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    info = json.loads(base64.b64decode(outer["info"]))
    assert set(outer) == {"sig", "info"}
    assert (info["v"], info["u"], info["t"], info["e"]) == (1, 250, ["true-up"], "2021-12-31T23:59:59Z")
    assert (info["sf_opp_id"], len(info["n"])) == ("006X", 8)


def test_generating_twice_makes_two_licenses_and_the_newest_is_active(clients: Clients) -> None:
    made = ask(clients, "mutation($a: ID!) { dotcom { createProductSubscription(accountID: $a) { id uuid } } }",
               a=account(clients))["dotcom"]["createProductSubscription"]  # fmt: skip
    terms = {"tags": [], "userCount": 1, "expiresAt": 1}
    ids = [ask(clients, GENERATE, s=made["id"], l=terms) for _ in range(2)]
    last = ids[1]["dotcom"]["generateProductLicenseForSubscription"]["id"]
    found = ask(
        clients,
        """query($u: String!) { dotcom { productSubscription(uuid: $u) {
             activeLicense { id info { productNameWithBrand } } productLicenses { totalCount } } } }""",
        u=made["uuid"],
    )["dotcom"]["productSubscription"]
    assert found["activeLicense"] == {"id": last, "info": {"productNameWithBrand": "Sourcegraph Enterprise"}}
    assert found["productLicenses"]["totalCount"] == 2


@pytest.mark.parametrize(
    ("query", "variables", "message"),
    [
        (GENERATE, {"s": "x", "l": {"tags": [], "userCount": 1, "expiresAt": 1}}, "product subscription not found"),
        ("mutation { dotcom { revokeLicense(id: 1, reason: 2) { alwaysNil } } }", {}, "String cannot represent"),
        ('mutation { dotcom { archiveProductSubscription(id: "x") { alwaysNil } } }', {}, "subscription not found"),
        ('mutation { dotcom { revokeLicense(id: "x", reason: "y") { alwaysNil } } }', {}, "license not found"),
        ("mutation($n: String!) { createUser(username: $n) { user { id } } }", {"n": ACCOUNT}, "err_username_exists"),
        ("mutation($n: String!) { createUser(username: $n) { user { id } } }", {"n": "a b"}, "is not valid"),
    ],
)
def test_what_it_cannot_do_it_says_with_status_200(
    clients: Clients, query: str, variables: dict[str, Any], message: str
) -> None:
    answer = post(clients, query, **variables)
    assert answer.status_code == 200
    assert message in answer.json()["errors"][0]["message"]


def test_seconds_beyond_32_bits_are_refused(clients: Clients) -> None:
    terms = {"tags": [], "userCount": 1, "expiresAt": 2**31}
    answer = post(clients, GENERATE, s="x", l=terms).json()
    assert "non 32-bit signed integer" in answer["errors"][0]["message"]


def test_only_site_administrators_may(clients: Clients) -> None:
    clients.world._store.section("licensing")["site_admin"] = False
    assert refused(clients, SUBSCRIPTIONS) == "must be site admin"


@pytest.mark.parametrize(
    ("header", "words"),
    [("token sgp_wrong", "Invalid access token."), ("Basic x", "Invalid Authorization header.")],
)
def test_a_wrong_token_is_401_with_plain_text(clients: Clients, header: str, words: str) -> None:
    answer = post(clients, SUBSCRIPTIONS, header)
    assert (answer.status_code, answer.text) == (401, words)
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_data_may_come_with_errors_beside_it(clients: Clients) -> None:
    clients.world.faults.add("licensing", "dotcom.productSubscriptions", "partial")
    answer = post(clients, SUBSCRIPTIONS)
    assert answer.status_code == 200
    assert answer.json()["errors"][0]["message"] == "context deadline exceeded"
    assert answer.json()["data"]["dotcom"]["productSubscriptions"]["totalCount"] == 3


def test_no_key_and_no_token_leave_by_another_door(clients: Clients) -> None:
    keys = [one["key"] for one in clients.world._store.section("licensing")["licenses"]]
    assert len(keys) == 3
    told = json.dumps([clients.world.panels(), clients.world.state(), list(clients.world.requests)])
    assert not any(key in told for key in keys)
    assert clients.world.licensing.token not in told
