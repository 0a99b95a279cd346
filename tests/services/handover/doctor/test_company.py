"""What the company's credentials find wrong: each once, with the exact thing to do."""

from __future__ import annotations

import json

import pytest

from services.handover.doctor.slack import SCOPES
from tests.conftest import ROOT, Stage
from tests.services.faulty_server import faulty_server
from tests.services.handover.doctor.examined import (
    CONFIG,
    NOBODY,
    channel,
    configured,
    examined,
    group,
    slack_workspace,
    wrong,
)

SALES, GROUP = "C0SALES00", "S0BUSINESS"


def test_in_the_sandbox_nothing_is_wrong_and_what_only_people_can_read_is_said_to_be_unchecked(stage: Stage) -> None:
    found = examined(stage)
    assert [one for one in found if one.state == "wrong"] == []
    unchecked = [one for one in found if one.state == "unchecked"]
    assert len(unchecked) == 7
    assert all("The Settings card checks it for admins." in one.words for one in unchecked)
    assert {one.area for one in found if one.state == "ok"} == {
        "handover.toml", "Settings", "People", "Ledger", "Google", "Slack", "Salesforce", "License service",
        "One-Time Secret",
    }  # fmt: skip


def test_looking_changes_nothing_outside(stage: Stage) -> None:
    before = stage.world.revision
    examined(stage)
    signed_in = [one for one in stage.world.requests if one["method"] == "oauth2.token"]
    assert stage.world.revision - before == len(signed_in)


def test_a_token_that_slack_does_not_accept_is_told_once(stage: Stage) -> None:
    [(what, words)] = wrong(stage, slack_bot_token="xoxb-another").items()
    assert what == "Slack, sign-in"
    assert "did not accept the sign-in (invalid_auth). Install the app in Slack again" in words


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_each_scope_that_is_missing_is_named_with_where_to_add_it(stage: Stage, scope: str) -> None:
    slack_workspace(stage)["bot"]["scopes"] = [one for one in SCOPES if one != scope]
    words = wrong(stage)[f"Slack, scope {scope}"]
    assert f"Add {scope} under “OAuth & Permissions” of the app, and install it again." in words


def test_the_scopes_that_are_checked_are_those_of_the_apps_manifest() -> None:
    manifest = json.loads((ROOT / "manifest" / "slack.json").read_text())
    assert set(SCOPES) == set(manifest["oauth_config"]["scopes"]["bot"])


def test_a_channel_that_the_app_is_not_in(stage: Stage) -> None:
    channel(stage, SALES)["members"].remove("U0HANDOVR")
    assert "Invite it: /invite in #sales." in wrong(stage)["Slack, channel #sales"]


def test_an_archived_channel(stage: Stage) -> None:
    channel(stage, SALES)["is_archived"] = True
    assert "It is archived. Unarchive it in Slack, or name another" in wrong(stage)["Slack, channel #sales"]


def test_a_channel_that_is_private_and_a_channel_that_is_none_look_the_same(stage: Stage) -> None:
    channel(stage, SALES)["is_private"] = True
    channel(stage, SALES)["members"].remove("U0HANDOVR")
    words = wrong(stage)["Slack, channel #sales"]
    assert "no channel C0SALES00 that the app can see. If it is private, invite the app into it; else correct" in words


def test_a_channel_that_was_renamed(stage: Stage) -> None:
    channel(stage, SALES)["name"] = "deals"
    words = wrong(stage)["Slack, channel #sales"]
    assert 'Slack calls C0SALES00 #deals. Write announce.channel_name = "#deals".' in words


def test_the_channels_of_reminders_are_looked_at_too(stage: Stage) -> None:
    channel(stage, "C0HANDOVR")["is_archived"] = True
    assert "name another channel in reminders.channels.ce.id." in wrong(stage)["Slack, channel #handovers"]


def test_a_user_group_that_is_gone(stage: Stage) -> None:
    slack_workspace(stage)["usergroups"].remove(group(stage, GROUP))
    assert (
        "There is no user group S0BUSINESS. Correct announce.groups" in wrong(stage)["Slack, user group @business-team"]
    )


def test_a_user_group_that_is_disabled(stage: Stage) -> None:
    group(stage, GROUP)["date_delete"] = 1760000000
    assert "It is disabled. Enable it in Slack" in wrong(stage)["Slack, user group @business-team"]


def test_a_user_group_with_another_handle(stage: Stage) -> None:
    group(stage, GROUP)["handle"] = "business"
    assert 'Write handle = "@business" in announce.groups.' in wrong(stage)["Slack, user group @business-team"]


def test_a_team_without_anybody_in_it(stage: Stage) -> None:
    group(stage, "S0CETEAM0")["users"] = []
    assert "Nobody is in the user group S0CETEAM0." in wrong(stage)["Slack, Customer Engineers"]


def test_a_stage_that_is_no_won_stage(stage: Stage) -> None:
    path = configured(stage, ('stage = "Closed Won"', 'stage = "Closed Lost"'))
    words = wrong(stage, path)["Salesforce, stage Closed Lost"]
    assert "It is no won stage; won stages: “Closed Won”. Correct close_deal.stage." in words


FIELDS = [
    ('contract_end = "End_of_Contract__c"', 'contract_end = "End_of_Contrac__c"', "field End_of_Contrac__c",
     "Did you mean “End_of_Contract__c”? Correct close_deal.fields.contract_end"),
    ('close_date = "CloseDate"', 'close_date = "CreatedDate"', "field CreatedDate", "user may not write it."),
    ('salesforce_field = "Customer_Engineer__c"', 'salesforce_field = "Amount2"', "field Amount2",
     "Correct assign_owner.salesforce_field"),
    ('won_reasons = ["Product fit", ', 'won_reasons = ["Product Fits", ', "won reason Product Fits",
     "no such value. Did you mean “Product fit”? Correct close_deal.won_reasons"),
    ('Type = "Renewal"', 'Type = "Renewals"', "field Type", "Did you mean “Renewal”? Correct close_deal.renewal."),
    ('Type = "Renewal"', 'Kind = "Renewal"', "field Kind", "There is no such field"),
    ('"Account.Name"', '"Acount.Name"', "field Acount.Name", "leads to no Acount. Correct suggestions.company_name."),
    ('"Owner.Name"', '"Owner.Nam"', "field Nam", "Correct suggestions.account_executive"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what", "words"), FIELDS, ids=[one[1][-25:] for one in FIELDS])
def test_a_name_that_salesforce_does_not_know(stage: Stage, old: str, new: str, what: str, words: str) -> None:
    found = wrong(stage, configured(stage, (old, new)))
    assert words in found[f"Salesforce, {what}"]


def test_a_field_that_holds_no_user_cannot_hold_the_customer_engineer(stage: Stage) -> None:
    path = configured(stage, ('salesforce_field = "Customer_Engineer__c"', 'salesforce_field = "AccountId"'))
    assert "It does not hold a user." in wrong(stage, path)["Salesforce, field AccountId"]


def test_a_sign_in_that_salesforce_does_not_accept(stage: Stage) -> None:
    [(what, words)] = wrong(stage, salesforce_consumer_key="3MVG9another").items()
    assert what == "Salesforce, sign-in"
    assert "(invalid_client_id). Check SALESFORCE_USERNAME, SALESFORCE_CONSUMER_KEY" in words


def test_what_the_company_has_not_got_may_be_left_out(stage: Stage) -> None:
    alone = {name: "" for name in stage.known if name.startswith(("salesforce_", "sourcegraph_token", "onetime_"))}
    found = examined(stage, CONFIG, **alone)
    assert [one for one in found if one.state == "wrong"] == []
    assert [one.words for one in found if one.words.startswith("Not connected")] == [
        "Not connected: no SALESFORCE_… is set. “Close deal” is then done by hand.",
        "Not connected: SOURCEGRAPH_TOKEN is not set. License keys are then recorded by hand.",
        "Not connected: no ONETIME_SECRET_… is set. License keys are then not offered as links.",
    ]


def test_a_token_that_one_time_secret_does_not_accept(stage: Stage) -> None:
    words = wrong(stage, onetime_secret_token="another")["One-Time Secret, sign-in"]
    assert "ONETIME_SECRET_USER and ONETIME_SECRET_TOKEN" in words


def test_a_token_that_the_license_service_does_not_accept(stage: Stage) -> None:
    words = wrong(stage, sourcegraph_token="sgp_another")["License service, sign-in"]
    assert "(HTTP 401). Make an access token of a site administrator" in words


def test_a_token_that_is_no_site_administrators(stage: Stage) -> None:
    stage.world._store.section("licensing")["site_admin"] = False
    assert "(must be site admin). Make an access token" in wrong(stage)["License service, sign-in"]


def test_an_older_license_service_is_told_by_what_it_does_not_know(stage: Stage) -> None:
    answer = b'{"errors": [{"message": "Cannot query field \\"revokedAt\\" on type \\"ProductLicense\\"."}]}'
    with faulty_server("well", ok=answer) as older:
        words = wrong(stage, sourcegraph_url=older.url)["License service, sign-in"]
    assert "Set create_license.newer_server to false" in words


def test_certificates_that_cannot_be_fetched(stage: Stage) -> None:
    words = wrong(stage, google_certs_url=NOBODY)["Google, signing certificates"]
    assert "They cannot be fetched from 127.0.0.1, so nobody could be let in." in words


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("slack_api_url", "Slack, sign-in"),
        ("salesforce_url", "Salesforce, sign-in"),
        ("sourcegraph_url", "License service, sign-in"),
        ("onetime_secret_url", "One-Time Secret, sign-in"),
    ],
)
def test_a_system_out_of_reach_is_one_finding_and_hides_no_other(stage: Stage, setting: str, what: str) -> None:
    path = configured(stage, ('codelantern.example"]\nce', 'elsewhere.example"]\nce'))
    found = wrong(stage, path, **{setting: f"{NOBODY}/"})
    assert set(found) == {what, "People, sales"}
    assert "could not be asked (could not connect). Check that this server may reach" in found[what]


def test_people_of_a_domain_that_is_not_let_in(stage: Stage) -> None:
    found = wrong(stage, addon_allowed_domains="elsewhere.example")
    assert {"People, sales", "People, ce", "People, finance", "People, ops", "People, admins"} == set(found)
    assert "Add the domain to ADDON_ALLOWED_DOMAINS, or correct the address." in found["People, ops"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("addon_service_account", "the account"),
        ("addon_oauth_client_id", "123456"),
        ("addon_allowed_domains", "@codelantern.example"),
        ("slack_bot_token", "xoxp-somebodys"),
    ],
)
def test_a_setting_that_does_not_look_like_what_it_should_be(stage: Stage, setting: str, value: str) -> None:
    assert f"Settings, {setting.upper()}" in wrong(stage, CONFIG, **{setting: value})


def test_settings_that_are_missing_are_all_told_and_the_rest_waits(stage: Stage) -> None:
    found = examined(stage, slack_bot_token="", addon_oauth_client_id="")
    assert [one.what for one in found if one.state == "wrong"] == ["ADDON_OAUTH_CLIENT_ID", "SLACK_BOT_TOKEN"]
    assert [one.words for one in found if one.state == "unchecked"] == ["The settings have to be right first."]


def test_mistakes_in_the_configuration_are_findings_and_the_ledger_is_looked_at_all_the_same(stage: Stage) -> None:
    path = configured(stage, ("promised_days = 3", "promised_day = 3"))
    found = examined(stage, path)
    [told] = [one for one in found if one.state == "wrong"]
    assert "update_sheet.promised_day: there is no such key. Did you mean “promised_days”?" in told.words
    assert "tables" in [one.what for one in found]
