"""The license key: its terms from the document, made once whatever the service answers, and shown nowhere."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_invoice import retype
from tests.scenarios.test_rename_channel import replace
from tests.scenarios.test_three_buttons import LARCHWOOD

GENERATE = "dotcom.generateProductLicenseForSubscription"
SUBSCRIBE = "dotcom.createProductSubscription"
END = datetime(2027, 12, 6, 23, 59, 59, tzinfo=UTC)
TWO = '["chloe.marchetti@codelantern.example", "ops@codelantern.example"]'
APPLIED = ["500_after", "reset_after", "truncated", "html", "nonsense", "partial"]
NOT_APPLIED = ["500_before", "close_before", "503"]


def books(stage: Stage) -> dict[str, Any]:
    """What the license service has."""
    found: dict[str, Any] = stage.world._store.section("licensing")
    return found


def made(stage: Stage) -> list[dict[str, Any]]:
    """The licenses that were not in the seed, oldest first."""
    return list(books(stage)["licenses"][3:])


def ready(stage: Stage, title: str = "Larchwood") -> Host:
    """The CE looks at the terms."""
    return stage.host("ce", stage.document(title)).open().press("Create license key")


def test_every_term_is_shown_with_where_it_stands(stage: Stage) -> None:
    text = ready(stage).text
    for line in (
        "LarchwoodAnalytics-001Hs00003LRCHW8QA",
        "180 users",
        "under “Number of users”",
        "true-up, plan:enterprise-1, customer:larchwood-analytics",
        "2027-12-06 23:59:59 UTC",
        "2027-12-06 18:59:59 America/New_York",
        "under “Renewal date”",
    ):
        assert line in text
    assert made(stage) == []


def test_a_converted_trial_gets_a_subscription_of_its_own(stage: Stage) -> None:
    host = ready(stage)
    assert "stays as it is: it works until it ends." in host.text
    host.press("Create the key")
    [license_] = made(stage)
    assert (license_["users"], license_["expires"]) == (180, int(END.timestamp()))
    assert set(license_["tags"]) == {"true-up", "plan:enterprise-1", "customer:larchwood-analytics"}
    assert license_["sf_opp_id"] == "006Hs00001LRCHWIA5"
    trial = [one["subscription"] for one in books(stage)["licenses"] if "trial" in one["tags"]]
    assert license_["subscription"] not in trial
    assert "1 key in L-" in host.text
    assert "production 180 users, fingerprint " in host.text


def test_each_environment_gets_a_key_in_one_new_subscription_of_a_new_account(stage: Stage) -> None:
    host = ready(stage, "Amberline")
    assert "No such account yet: it is made" in host.text
    assert "Key for staging" in host.text
    host.press("Create 3 keys")
    assert "AmberlineBrewingCooperative-001Hs00003AMBRL4XA" in [one["username"] for one in books(stage)["accounts"]]
    keys = made(stage)
    assert [one["users"] for one in keys] == [250, 20, 20]
    assert ["dev" in one["tags"] for one in keys] == [False, True, True]
    assert len({one["subscription"] for one in keys}) == 1
    assert "3 keys in L-" in host.text


@pytest.mark.parametrize("method", ["createUser", SUBSCRIBE, GENERATE])
@pytest.mark.parametrize("kind", APPLIED)
def test_what_was_made_without_a_clear_answer_is_found_and_made_once(stage: Stage, method: str, kind: str) -> None:
    stage.configure(create_license__settle_seconds="0")
    host = ready(stage, "Amberline")
    stage.world.faults.add("licensing", method, kind)
    host.press("Create 3 keys")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    assert "3 keys in L-" in host.text
    assert len(made(stage)) == 3
    assert len(books(stage)["subscriptions"]) == 4
    assert len(books(stage)["accounts"]) == 3


@pytest.mark.parametrize("kind", NOT_APPLIED)
def test_not_listed_yet_is_not_believed_at_once(stage: Stage, kind: str) -> None:
    host = ready(stage)
    stage.world.faults.add("licensing", GENERATE, kind)
    host.press("Create the key").press("Check and finish")
    assert "Check again in" in host.text
    assert stage.calls(GENERATE) == 1


def test_a_second_press_finds_the_first_ones_key(stage: Stage) -> None:
    ready(stage).press("Create the key").again()
    assert len(made(stage)) == 1


def test_a_key_that_somebody_made_by_hand_with_the_very_same_terms_is_recorded(stage: Stage) -> None:
    ready(stage).press("Create the key")
    _forget(stage)
    host = ready(stage)
    assert "holds keys with these very terms. None is made" in host.text
    host.press("Record the keys")
    assert "1 key in L-" in host.text
    assert len(made(stage)) == 1


def test_a_renewal_goes_into_the_subscription_that_is_chosen(stage: Stage) -> None:
    ready(stage).press("Create the key")
    [first] = made(stage)
    _forget(stage)
    replace(stage, "180", "240")
    host = ready(stage)
    assert "a renewal, or more users" in host.text
    host.tick("into", first["subscription"]).press("Create the key")
    assert [one["users"] for one in made(stage)] == [180, 240]
    assert len({one["subscription"] for one in made(stage)}) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("true-up, plan:enterprise-1", "true-up, plan:enterprise-1, turbo", "“turbo” is no tag that the license"),
        ("true-up, plan:enterprise-1", "plan:business-0", "The plan is “Enterprise” (plan:enterprise-1), but the tags"),
        ("true-up, plan:enterprise-1", "mau", "“mau” needs “true-up”"),
        ("true-up, plan:enterprise-1", "true-up, trial", "“trial” must not be in a paying customer's key"),
        ("Enterprise", "Platinum", "The plan “Platinum” has no tag in handover.toml"),
        ("001Hs00003LRCHW8QA", "001-Hs", "The account ID “001-Hs” is not made of letters and digits alone"),
        ("December 6, 2027", "December 6, 2039", "after January 19, 2038"),
        ("December 6, 2027", "December 6, 2025", "The contract ended on 2025-12-06"),
        ("180", "0", "not a whole number from 1"),
    ],
)
def test_terms_that_cannot_be_are_refused_before_anything_is_asked(stage: Stage, old: str, new: str, says: str) -> None:
    replace(stage, old, new)
    assert says in ready(stage).text
    assert stage.calls("createUser") + stage.calls(SUBSCRIBE) + stage.calls(GENERATE) == 0


def test_a_hard_cap_for_who_pays_by_active_users_is_refused(stage: Stage) -> None:
    retype(stage, **{"Code hosts": "Billing model", "GitHub Enterprise, GitLab": "Monthly active users"})
    retype(stage, **{"Competitors evaluated": "Seat cap", "Lumenseek, in-house scripts": "hard"})
    retype(stage, **{"true-up, plan:enterprise-1": "plan:enterprise-1"})
    assert "billed by monthly active users may go over, but the seat cap is “hard”" in ready(stage).text


def test_the_renewal_on_the_day_after_ends_the_key_the_day_before(stage: Stage) -> None:
    replace(stage, "December 6, 2027", "December 7, 2027")
    text = ready(stage).text
    assert "2027-12-06 23:59:59 UTC" in text
    assert "December 7, 2027 is the renewal; service ends the day before." in text


def test_the_later_of_two_zones_may_end_it(stage: Stage) -> None:
    stage.configure(create_license__later_in_customers_zone="true")
    text = ready(stage).text
    assert "2027-12-07 04:59:59 UTC" in text
    assert "2027-12-06 23:59:59 America/New_York" in text


def test_a_service_that_drops_a_tag_is_caught_when_the_key_is_read_back(stage: Stage) -> None:
    host = ready(stage)
    generate = stage.world.licensing._generate
    stage.world.licensing._generate = lambda info, **given: _without_tags(generate, info, given)  # type: ignore[method-assign]
    try:
        host.press("Create the key")
    finally:
        stage.world.licensing._generate = generate  # type: ignore[method-assign]
    assert "Made, but not as asked; do not deliver it." in host.text
    assert "production: tags that are missing: true-up" in host.text


def test_a_second_person_confirms_the_very_same_terms(stage: Stage) -> None:
    stage.configure(
        create_license__approval="true", roles__ce='["chloe.marchetti@codelantern.example", "ops@codelantern.example"]'
    )
    host = ready(stage).press("Confirm these terms")
    assert "Your confirmation of these terms is kept." in host.text
    assert "You confirmed these terms. Now a second person has to." in ready(stage).text
    second = stage.host("ops", LARCHWOOD).open().press("Create license key")
    assert "chloe.marchetti@codelantern.example confirmed exactly these terms." in second.text
    assert "refused" not in second.text
    second.press("Create the key")
    assert len(made(stage)) == 1


def test_other_terms_than_those_confirmed_need_confirming_again(stage: Stage) -> None:
    stage.configure(
        create_license__approval="true", roles__ce='["chloe.marchetti@codelantern.example", "ops@codelantern.example"]'
    )
    ready(stage).press("Confirm these terms")
    replace(stage, "180", "1800")
    second = stage.host("ops", LARCHWOOD).open().press("Create license key").press("Confirm these terms")
    assert "Your confirmation of these terms is kept." in second.text
    assert made(stage) == []


def test_a_token_that_is_not_accepted_is_told(stage: Stage) -> None:
    stage.world.faults.add("licensing", "user", "401")
    assert "Sourcegraph refused the sign-in" in ready(stage).text


def test_a_token_without_the_right_makes_nothing(stage: Stage) -> None:
    books(stage)["site_admin"] = False
    assert (
        "Sourcegraph refused it: must be site admin. Nothing was sent or changed. Tell an administrator"
        in ready(stage, "Amberline").press("Create 3 keys").text
    )
    assert made(stage) == []


def test_taken_back_the_keys_are_revoked_and_their_subscription_archived(stage: Stage) -> None:
    host = ready(stage).press("Create the key").press("Undo…").press("Revoke the keys")
    [license_] = made(stage)
    assert license_["revoked"]
    assert [one["archived"] for one in books(stage)["subscriptions"]].count(True) == 2
    assert "Create license key" in host.text
    host.open().press("Create license key").press("Create the key")
    assert len(made(stage)) == 2
    assert made(stage)[0]["subscription"] != made(stage)[1]["subscription"]


def test_the_key_is_nowhere_but_in_the_license_service(stage: Stage) -> None:
    hosts = [ready(stage, title).press(button) for title, button in _BOTH]
    keys = [one["key"] for one in books(stage)["licenses"]]
    with sqlite3.connect(stage.folder / "ledger.sqlite") as ledger:
        kept = "\n".join(ledger.iterdump())
    assert "fingerprint" in kept
    told = kept + json.dumps([host.cards for host in hosts])
    assert not any(key[:40] in told for key in keys)


_BOTH = (("Larchwood", "Create the key"), ("Amberline", "Create 3 keys"))


def _forget(stage: Stage) -> None:
    """The ledger forgets the step, as if somebody had made the key by hand."""
    with sqlite3.connect(stage.folder / "ledger.sqlite") as ledger:
        ledger.execute("DELETE FROM steps WHERE step = 'create_license'")


def _without_tags(generate: Any, info: Any, given: dict[str, Any]) -> Any:
    tags = [tag for tag in given["license"]["tags"] if tag != "true-up"]
    return generate(info, **{**given, "license": {**given["license"], "tags": tags}})
