"""Salesforce's REST API, spoken to by simple-salesforce."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest
import requests
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError
from simple_salesforce.format import format_soql

from services.sandbox.salesforce.ids import read, whole
from services.sandbox.salesforce.sign_in import GRANT
from tests.services.sandbox.clients import Clients

LARCHWOOD, QUILLFEATHER, WRENFIELD = "006Hs00001LRCHW", "006Hs00001QUILL", "006Hs00001WRENF"
HOSTILE = 'O\'Brien & Sons "Rope" 100%_Hemp \\ Ltd.'
WON = {
    "StageName": "Closed Won",
    "CloseDate": "2026-11-20",
    "End_of_Contract__c": "2027-12-06",
    "Deal_Won_Reason__c": "Champion",
}


def names(clients: Clients, condition: str) -> list[str]:
    """The opportunities that a condition finds, by name."""
    query = format_soql("SELECT Name FROM Opportunity WHERE {:literal} ORDER BY Name", condition)
    found = clients.salesforce().query(query)
    return [str(each["Name"]) for each in found["records"]]


def error(call: Callable[..., Any], *given: Any, **more: Any) -> tuple[int, list[dict[str, Any]]]:
    """Salesforce's refusal of a call: the status and the list of errors."""
    with pytest.raises(SalesforceError) as caught:
        call(*given, **more)
    content: Any = caught.value.content
    return caught.value.status, content


def code(call: Callable[..., Any], *given: Any, **more: Any) -> str:
    """The code of the first error."""
    return str(error(call, *given, **more)[1][0]["errorCode"])


def test_the_check_characters_of_an_id_are_those_of_salesforces_own_example() -> None:
    assert whole("001D000000IqhSL") == "001D000000IqhSLIAZ"
    assert read("001D000000IqhSLIAZ") == "001D000000IqhSLIAZ"
    assert read("001D000000IqhSLIAA") is None
    assert read("001D000000IqhS") is None


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("Account.Name = 'larchwood analytics' AND Amount > 10000", ["Larchwood Analytics – New Business 2026"]),
        (
            "(Amount > 100000 OR Amount < 7000) AND IsClosed = false AND NOT Type = 'Services'",
            ["Amberline – New Business 2026"],
        ),
        ("Account.Owner.Email LIKE 'SOFIA%' AND IsWon = true", ["Wrenfield Dairies – New Business 2025"]),
        ("StageName IN ('Closed Won', 'Closed Lost')", ["Wrenfield Dairies – New Business 2025"]),
        ("Deal_Won_Reason__c != null", ["Wrenfield Dairies – New Business 2025"]),
        (f"Id = '{WRENFIELD}'", ["Wrenfield Dairies – New Business 2025"]),
        (f"Id = '{whole(WRENFIELD)}'", ["Wrenfield Dairies – New Business 2025"]),
        ("CloseDate = 2025-09-30", ["Wrenfield Dairies – New Business 2025"]),
        (
            "CloseDate < 2026-01-01 AND LastModifiedDate < 2026-01-01T00:00:00Z",
            ["Wrenfield Dairies – New Business 2025"],
        ),
        (
            "Account.Name LIKE 'Larchwood A_alytics' AND Type NOT IN ('Services')",
            ["Larchwood Analytics – New Business 2026"],
        ),
        ("Name LIKE '%100\\\\%%'", []),
    ],
)
def test_a_query_finds_what_its_condition_says(clients: Clients, condition: str, found: list[str]) -> None:
    assert names(clients, condition) == found


def test_words_for_days_mean_the_days_around_today(clients: Clients) -> None:
    salesforce, today = clients.salesforce(), datetime.now(ZoneInfo("Europe/Stockholm")).date()
    salesforce.Opportunity.update(LARCHWOOD, {"CloseDate": (today - timedelta(days=3)).isoformat()})
    larchwood = ["Larchwood Analytics – New Business 2026"]
    where = f"Id = '{LARCHWOOD}' AND CloseDate"
    assert names(clients, f"{where} = LAST_N_DAYS:3") == larchwood
    assert names(clients, f"{where} = LAST_N_DAYS:2") == []
    assert names(clients, f"{where} < TODAY") == larchwood
    assert names(clients, f"{where} >= TODAY") == []
    assert names(clients, f"{where} = N_DAYS_AGO:3") == larchwood
    assert names(clients, "LastModifiedDate = TODAY") == larchwood
    salesforce.Opportunity.update(LARCHWOOD, {"CloseDate": today.isoformat()})
    assert names(clients, f"{where} = TODAY") == larchwood
    assert names(clients, f"{where} <= LAST_MONTH") == []


def test_a_hostile_name_is_found_by_its_letters_and_by_nothing_else(clients: Clients) -> None:
    salesforce = clients.salesforce()
    query = "SELECT Id, Name FROM Account WHERE Name = {}"
    assert [each["Name"] for each in salesforce.query(format_soql(query, HOSTILE))["records"]] == [HOSTILE]
    like = "SELECT Name FROM Account WHERE Name LIKE '{:like}%'"
    assert [each["Name"] for each in salesforce.query(format_soql(like, HOSTILE[:25]))["records"]] == [HOSTILE]
    assert salesforce.query(format_soql(like, "%"))["records"] == []
    broken = format_soql("SELECT Name FROM Account WHERE Name = {:literal}", "'x' OR Name LIKE '%'")
    assert len(salesforce.query(broken)["records"]) > 5


def test_records_come_with_their_parents_in_order_and_counted(clients: Clients) -> None:
    salesforce = clients.salesforce()
    query = (
        "SELECT Id, Account.Name, Customer_Engineer__r.Name FROM Opportunity ORDER BY Amount DESC NULLS LAST LIMIT 2"
    )
    found = salesforce.query(query)
    assert found["done"] is True
    first, second = found["records"]
    assert first["attributes"]["type"] == "Opportunity"
    assert (first["Account"]["Name"], first["Customer_Engineer__r"]["Name"]) == (
        "Amberline Brewing Cooperative",
        "Selin Demir",
    )
    assert second["Id"] == whole(LARCHWOOD)
    nobody = salesforce.query(
        format_soql("SELECT Customer_Engineer__r.Name FROM Opportunity WHERE Id = {}", QUILLFEATHER)
    )
    assert nobody["records"][0]["Customer_Engineer__r"] is None
    counted = salesforce.query("SELECT COUNT() FROM Opportunity WHERE IsClosed = true")
    assert (counted["totalSize"], counted["records"]) == (1, [])


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        (
            "SELECT Id FROM Opportunity WHERE Amount > 1 AND Amount < 9 OR Amount = 5",
            "MALFORMED_QUERY",
            "unexpected token: 'OR'",
        ),
        ("SELECT Id FROM Opportunity WHERE Name = 'x", "MALFORMED_QUERY", "Row:1:Column:41"),
        ("SELECT Id FROM Opportunity LIMIT many", "MALFORMED_QUERY", "unexpected token: 'many'"),
        ("SELECT Id", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
        ("SELECT Colour__c FROM Opportunity", "INVALID_FIELD", "No such column 'Colour__c' on entity 'Opportunity'"),
        ("SELECT Id FROM Opportunity WHERE Acount.Name = 'x'", "INVALID_FIELD", "relationship 'Acount'"),
        ("SELECT Id FROM Deal", "INVALID_TYPE", "sObject type 'Deal' is not supported"),
        (
            "SELECT Id FROM Opportunity WHERE CloseDate = '2026-01-01'",
            "INVALID_FIELD",
            "should not be enclosed in quotes",
        ),
        ("SELECT Id FROM Opportunity WHERE Name = 5", "INVALID_FIELD", "should be enclosed in quotes"),
        ("SELECT Id FROM Opportunity WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: x"),
    ],
)
def test_a_query_that_salesforce_would_refuse_is_refused(clients: Clients, query: str, name: str, words: str) -> None:
    status, (first,) = error(clients.salesforce().query, query)
    assert (status, first["errorCode"]) == (400, name)
    assert words in first["message"]


def test_a_won_deal_is_closed_by_its_stage_and_brings_its_renewal(clients: Clients) -> None:
    salesforce = clients.salesforce()
    assert salesforce.Opportunity.update(LARCHWOOD, WON) == 204
    now = salesforce.Opportunity.get(LARCHWOOD, params={"fields": "IsClosed,IsWon,Probability,StageName"})
    assert (now["IsClosed"], now["IsWon"], now["Probability"]) == (True, True, 100)
    assert set(now) == {"attributes", "IsClosed", "IsWon", "Probability", "StageName"}
    renewed = format_soql("SELECT CloseDate FROM Opportunity WHERE Renewed_From__c = {}", whole(LARCHWOOD))
    (renewal,) = salesforce.query(renewed)["records"]
    assert renewal["CloseDate"] == "2027-12-06"
    history = format_soql("SELECT StageName FROM OpportunityHistory WHERE OpportunityId = {}", LARCHWOOD)
    assert {each["StageName"] for each in salesforce.query(history)["records"]} == {"Negotiation/Review", "Closed Won"}
    panel = clients.world.panels()["salesforce"]["opportunities"]
    assert (panel[0]["account"], len(panel)) == ("Larchwood Analytics", 8)


def test_every_broken_validation_rule_is_said_in_its_administrators_words(clients: Clients) -> None:
    status, errors = error(clients.salesforce().Opportunity.update, QUILLFEATHER, {"StageName": "Closed Won"})
    assert status == 400
    assert {each["errorCode"] for each in errors} == {"FIELD_CUSTOM_VALIDATION_EXCEPTION"}
    assert errors[1] == {
        "message": "Say why we won before you close the deal.",
        "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "fields": ["Deal_Won_Reason__c"],
    }
    assert clients.world.salesforce.record("Opportunity", QUILLFEATHER)["StageName"] == "Negotiation/Review"


@pytest.mark.parametrize(
    ("record", "changes", "name"),
    [
        (LARCHWOOD, {"Deal_Won_Reason__c": "Luck"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        (LARCHWOOD, {"IsWon": True}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        (LARCHWOOD, {"Colour__c": "red"}, "INVALID_FIELD"),
        (LARCHWOOD, {"Name": None}, "REQUIRED_FIELD_MISSING"),
        (LARCHWOOD, {"Name": "x" * 121}, "STRING_TOO_LONG"),
        (LARCHWOOD, {"CloseDate": "2026-13-01"}, "JSON_PARSER_ERROR"),
        (LARCHWOOD, {"Amount": "much"}, "JSON_PARSER_ERROR"),
        (LARCHWOOD, {"AccountId": LARCHWOOD}, "MALFORMED_ID"),
        (LARCHWOOD, {"AccountId": "001Hs00003NOONE"}, "INVALID_CROSS_REFERENCE_KEY"),
        (WRENFIELD, {"Amount": 1}, "ENTITY_IS_LOCKED"),
        ("006Hs00001NOONE", {"Amount": 1}, "NOT_FOUND"),
        (LARCHWOOD + "AAA", {"Amount": 1}, "NOT_FOUND"),
    ],
)
def test_a_change_that_salesforce_would_refuse_is_refused(
    clients: Clients, record: str, changes: dict[str, Any], name: str
) -> None:
    assert code(clients.salesforce().Opportunity.update, record, changes) == name


def test_a_record_that_changed_since_is_not_written(clients: Clients) -> None:
    salesforce = clients.salesforce()
    before = datetime.fromisoformat(salesforce.Opportunity.get(LARCHWOOD)["LastModifiedDate"])
    header = {"If-Unmodified-Since": format_datetime(before.astimezone(UTC), usegmt=True)}
    clients.world.salesforce.edit("Opportunity", LARCHWOOD, {"Amount": 81000}, "maya.lindqvist@codelantern.example")
    assert error(salesforce.Opportunity.update, LARCHWOOD, {"Amount": 1}, headers=header)[0] == 412
    assert (
        error(salesforce.Opportunity.update, LARCHWOOD, {"Amount": 1}, headers={"If-Unmodified-Since": "now"})[0] == 400
    )
    assert clients.world.salesforce.record("Opportunity", LARCHWOOD)["Amount"] == 81000


def test_a_record_is_made_once_by_an_external_id(clients: Clients) -> None:
    salesforce = clients.salesforce()
    made = salesforce.Account.upsert("Unique_Account_ID__c/a%2F1", {"Name": "New"}, raw_response=True)
    again = salesforce.Account.upsert("Unique_Account_ID__c/a%2F1", {"Name": "Newer"}, raw_response=True)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["id"] == again.json()["id"]
    assert salesforce.Account.get_by_custom_id("Unique_Account_ID__c", "a/1")["Name"] == "Newer"
    salesforce.Account.create({"Name": "Twin", "Unique_Account_ID__c": "a/1"})
    assert error(salesforce.Account.upsert, "Unique_Account_ID__c/a%2F1", {"Name": "x"})[0] == 300
    assert code(salesforce.Account.create, {}) == "REQUIRED_FIELD_MISSING"


def test_an_object_is_described_with_its_fields_and_picklists(clients: Clients) -> None:
    salesforce = clients.salesforce()
    fields = {each["name"]: each for each in salesforce.Opportunity.describe()["fields"]}
    stages = [each["value"] for each in fields["StageName"]["picklistValues"]]
    assert stages[-2:] == ["Closed Won", "Closed Lost"]
    assert fields["Deal_Won_Reason__c"]["restrictedPicklist"] is True
    assert fields["IsWon"]["updateable"] is False
    assert fields["AccountId"]["referenceTo"] == ["Account"]
    assert {each["name"] for each in salesforce.describe()["sobjects"]} >= {"Account", "Opportunity", "User"}


def test_a_session_that_is_over_is_told_so(clients: Clients) -> None:
    salesforce = clients.salesforce()
    salesforce._salesforce_login_partial = None
    clients.world.salesforce.end_sessions()
    expected = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
    assert error(salesforce.query, "SELECT Id FROM User") == (401, expected)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "somebody"}, "client identifier invalid"),
        ({"aud": "https://codelantern.my.salesforce.example"}, "audience is invalid"),
        ({"exp": time.time() - 60}, "expired authorization code"),
        ({"exp": time.time() + 3600}, "expired authorization code"),
        ({"sub": "sofia.bergqvist@codelantern.example"}, "user hasn't approved this consumer"),
        ({"exp": "soon"}, "invalid assertion"),
    ],
)
def test_an_assertion_with_a_wrong_claim_is_denied(clients: Clients, claims: dict[str, Any], words: str) -> None:
    known = clients.running.settings()
    right = {
        "iss": known["SALESFORCE_CONSUMER_KEY"],
        "sub": known["SALESFORCE_USERNAME"],
        "aud": "https://login.salesforce.com",
        "exp": int(time.time()) + 120,
    }
    # PyJWT itself refuses to write an expiry that is no number; the sandbox must refuse to read one.
    assertion = jwt.encode({**right, **claims}, known["SALESFORCE_PRIVATE_KEY"], algorithm="RS256")
    form = {"grant_type": GRANT, "assertion": assertion}
    answer = requests.post(known["SALESFORCE_URL"] + "/services/oauth2/token", data=form, timeout=5)
    assert (answer.status_code, answer.json()["error_description"]) == (400, words)


def test_an_assertion_under_another_key_is_denied(clients: Clients) -> None:
    from services.sandbox.salesforce.sign_in import SignIn

    with pytest.raises(SalesforceAuthenticationFailed, match="invalid assertion"):
        clients.salesforce(privatekey=SignIn().private_key())


def test_neither_assertion_nor_session_is_in_the_log_or_the_state(clients: Clients) -> None:
    salesforce = clients.salesforce()
    salesforce.query("SELECT Id FROM User")
    assert "sessions" not in clients.world.state()["salesforce"]
    assert salesforce.session_id not in str(list(clients.world.requests)) + str(clients.world.state())
    assert "eyJ" not in str(list(clients.world.requests))
