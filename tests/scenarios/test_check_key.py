"""A pasted key is read on the spot and compared with the document; it comes back nowhere."""

from __future__ import annotations

import json

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_create_license import books, made
from tests.scenarios.test_create_license import ready as ready_to_create
from tests.scenarios.test_three_buttons import LARCHWOOD


def check(stage: Stage, text: str, title: str = "Larchwood") -> Host:
    """The CE pastes a key."""
    host = stage.host("ce", stage.document(title)).open().press("Check a license key")
    return host.fill("key", text).press("Check the key")


def test_the_key_that_was_made_has_the_documents_terms(stage: Stage) -> None:
    ready_to_create(stage).press("Create the key")
    asked = len(stage.world.requests)
    key = made(stage)[0]["key"]
    host = check(stage, f"  {key[:60]}\n{key[60:]} ")
    assert "These are the document's terms for production." in host.text
    assert "180 users" in host.text
    assert "2027-12-06 23:59:59 UTC" in host.text
    assert "The signature was not checked" in host.text
    assert key[:40] not in json.dumps(host.cards)
    assert {one["system"] for one in list(stage.world.requests)[asked:]} <= {"identity", "docs"}


def test_the_trials_key_differs_and_it_is_said_how(stage: Stage) -> None:
    trial = next(one["key"] for one in books(stage)["licenses"] if one["users"] == 50)
    text = check(stage, trial).text
    assert "50 users instead of 180 users." in text
    assert "Tags that were not asked for: trial." in text
    assert "Tags that are missing: customer:larchwood-analytics, true-up." in text


def test_each_environments_key_is_told_apart(stage: Stage) -> None:
    ready_to_create(stage, "Amberline").press("Create 3 keys")
    assert "terms for production." in check(stage, made(stage)[0]["key"], "Amberline").text
    assert "terms for staging or test." in check(stage, made(stage)[1]["key"], "Amberline").text


def test_anything_else_is_no_key(stage: Stage) -> None:
    assert "This is no license key." in check(stage, "sourcegraph.com/license?").text
    host = stage.host("ce", LARCHWOOD).open().press("Check a license key").press("Check the key")
    assert "This is no license key." in host.text


def test_without_terms_the_key_still_says_what_it_allows(stage: Stage) -> None:
    trial = next(one["key"] for one in books(stage)["licenses"] if one["users"] == 50)
    text = check(stage, trial, "Tidewater").text
    assert "The document does not give all terms yet" in text
    assert "50 users" in text


def test_only_customer_engineering_is_offered_it(stage: Stage) -> None:
    assert "Check a license key" not in stage.host("ops", LARCHWOOD).open().text
