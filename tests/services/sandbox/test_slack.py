"""The Web API of Slack, spoken to by slack_sdk."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from slack_sdk.errors import SlackApiError

from tests.services.sandbox.clients import Clients

SALES = "C0SALES00"
MARK = {"event_type": "handover_step", "event_payload": {"key": "run-1:announce"}}


def error(call: Callable[..., Any], **given: Any) -> dict[str, Any]:
    """Slack's refusal of a call."""
    with pytest.raises(SlackApiError) as caught:
        call(**given)
    body: dict[str, Any] = caught.value.response.data
    return body


def test_a_message_is_posted_and_stays_as_it_was_sent(clients: Clients) -> None:
    slack = clients.slack()
    text = "<!subteam^S0CETEAM0> Larchwood &amp; Sons &lt;b&gt; signed <https://docs.example/d|questionnaire>"
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    answer = slack.chat_postMessage(channel=SALES, text=text, blocks=blocks, metadata=MARK, unfurl_links=False)
    assert answer["channel"] == SALES
    assert answer["message"]["text"] == text
    (message,) = slack.conversations_history(channel=SALES, limit=1)["messages"]
    assert message["ts"] == answer["ts"]
    assert message["blocks"][0]["text"]["text"] == text
    assert message["bot_id"] == "B0HANDOVR"
    panel = next(each for each in clients.world.panels()["slack"]["channels"] if each["id"] == SALES)
    assert (panel["name"], panel["members"]) == ("sales", 9)
    assert (
        panel["messages"][-1]["permalink"]
        == slack.chat_getPermalink(channel=SALES, message_ts=answer["ts"])["permalink"]
    )


def test_metadata_comes_only_if_it_is_asked_for(clients: Clients) -> None:
    slack = clients.slack()
    slack.chat_postMessage(channel=SALES, text="x", metadata=MARK)
    assert "metadata" not in slack.conversations_history(channel=SALES)["messages"][0]
    message = slack.conversations_history(channel=SALES, include_all_metadata=True)["messages"][0]
    assert message["metadata"] == MARK


def test_history_is_read_in_pages_between_two_times(clients: Clients) -> None:
    slack = clients.slack()
    sent = [slack.chat_postMessage(channel=SALES, text=str(number))["ts"] for number in range(5)]
    found: list[str] = []
    cursor = None
    while cursor != "":
        page = slack.conversations_history(channel=SALES, oldest=sent[0], latest=sent[4], limit=2, cursor=cursor)
        found += [message["text"] for message in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"] if page["has_more"] else ""
        assert page["has_more"] is bool(cursor)
    assert found == ["3", "2", "1"]
    both = slack.conversations_history(channel=SALES, oldest=sent[0], latest=sent[4], inclusive=True)
    assert len(both["messages"]) == 5
    assert error(slack.conversations_history, channel=SALES, cursor="bogus")["error"] == "invalid_cursor"
    assert error(slack.conversations_history, channel=SALES, oldest="noon")["error"] == "invalid_ts_oldest"
    assert error(slack.conversations_history, channel=SALES, limit=5000)["error"] == "invalid_limit"


def test_answers_in_a_thread_stand_in_the_thread(clients: Clients) -> None:
    slack = clients.slack()
    top = slack.chat_postMessage(channel=SALES, text="top")["ts"]
    reply = slack.chat_postMessage(channel=SALES, text="reply", thread_ts=top, metadata=MARK)["ts"]
    assert [each["text"] for each in slack.conversations_history(channel=SALES, limit=1)["messages"]] == ["top"]
    thread = slack.conversations_replies(channel=SALES, ts=top, include_all_metadata=True)["messages"]
    assert [each["text"] for each in thread] == ["top", "reply"]
    assert thread[0]["reply_count"] == 1
    assert thread[1]["metadata"] == MARK
    assert f"thread_ts={top}" in slack.chat_getPermalink(channel=SALES, message_ts=reply)["permalink"]
    assert error(slack.chat_postMessage, channel=SALES, text="x", thread_ts="1.0")["error"] == "thread_not_found"


def test_only_ones_own_messages_are_changed_and_deleted(clients: Clients) -> None:
    slack = clients.slack()
    ts = slack.chat_postMessage(channel=SALES, text="one")["ts"]
    assert slack.chat_update(channel=SALES, ts=ts, text="two")["message"]["edited"]["user"] == "U0HANDOVR"
    slack.chat_delete(channel=SALES, ts=ts)
    assert error(slack.chat_delete, channel=SALES, ts=ts)["error"] == "message_not_found"
    other = clients.world.slack.say(SALES, "U0PRIYARA", "mine")
    assert error(slack.chat_update, channel=SALES, ts=other, text="x")["error"] == "cant_update_message"
    assert error(slack.chat_delete, channel=SALES, ts=other)["error"] == "cant_delete_message"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0FINANCE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0TROLD00", "text": "x"}, "is_archived"),
        ({"channel": SALES, "text": ""}, "no_text"),
        ({"channel": SALES, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": SALES, "text": "x", "blocks": [{"type": "sektion"}]}, "invalid_blocks"),
        ({"channel": SALES, "text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        (
            {
                "channel": SALES,
                "text": "x",
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
            },
            "invalid_blocks",
        ),
        ({"channel": SALES, "text": "x", "metadata": {"key": "1"}}, "invalid_metadata_format"),
        (
            {"channel": SALES, "text": "x", "metadata": {"event_type": "e", "event_payload": {"k": "x" * 17_000}}},
            "metadata_too_large",
        ),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused(clients: Clients, given: dict[str, Any], name: str) -> None:
    assert error(clients.slack().chat_postMessage, **given)["error"] == name


def test_the_bot_writes_only_where_it_is_a_member(clients: Clients) -> None:
    slack = clients.slack()
    assert error(slack.chat_postMessage, channel="C0RANDOM0", text="x")["error"] == "not_in_channel"
    assert error(slack.conversations_history, channel="C0RANDOM0")["error"] == "not_in_channel"


def test_a_token_that_is_missing_or_wrong_is_told_apart(clients: Clients) -> None:
    assert error(clients.slack("xoxb-wrong").auth_test)["error"] == "invalid_auth"
    answer = requests.post(clients.running.settings()["SLACK_API_URL"] + "auth.test", timeout=5)
    assert answer.json() == {"ok": False, "error": "not_authed"}
    assert clients.slack().auth_test()["user_id"] == "U0HANDOVR"


def test_a_missing_scope_is_named(clients: Clients) -> None:
    clients.world._store.section("slack")["bot"]["scopes"].remove("usergroups:read")
    body = error(clients.slack().usergroups_list)
    assert (body["error"], body["needed"]) == ("missing_scope", "usergroups:read")
    assert "chat:write" in body["provided"].split(",")


def test_a_direct_message_is_read_with_its_own_scope(clients: Clients) -> None:
    direct = clients.slack().conversations_open(users="U0CHLOEMA")["channel"]["id"]
    clients.world._store.section("slack")["bot"]["scopes"].remove("im:history")
    body = error(clients.slack().conversations_history, channel=direct)
    assert (body["error"], body["needed"]) == ("missing_scope", "im:history")
    assert clients.slack().conversations_history(channel="C0SALES00")["ok"]


def test_groups_and_people_are_found(clients: Clients) -> None:
    slack = clients.slack()
    groups = {group["handle"]: group["id"] for group in slack.usergroups_list()["usergroups"]}
    assert groups == {"ce-team": "S0CETEAM0", "business-team": "S0BUSINESS"}
    user = slack.users_lookupByEmail(email="Chloe.Marchetti@codelantern.example")["user"]
    assert slack.users_info(user=user["id"])["user"]["real_name"] == "Chloé Marchetti"
    assert error(slack.users_lookupByEmail, email="nobody@codelantern.example")["error"] == "users_not_found"
    assert len(slack.users_list()["members"]) == 10


def test_channels_are_listed_in_pages(clients: Clients) -> None:
    slack = clients.slack()
    names: list[str] = []
    cursor = None
    while cursor != "":
        page = slack.conversations_list(limit=3, cursor=cursor, exclude_archived=True)
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
    assert "sales" in names
    assert "trial-larchwood" in names
    assert "finance-internal" not in names
    assert "trial-saltmarsh" not in names


def test_a_channel_is_renamed_by_its_maker_only_and_slack_shapes_the_name(clients: Clients) -> None:
    slack = clients.slack()
    answer = slack.conversations_rename(channel="C0TRLARCH", name="Support-Larchwood")
    assert answer["channel"]["name"] == "support-larchwood"
    assert slack.conversations_info(channel="C0TRLARCH")["channel"]["previous_names"] == ["trial-larchwood"]

    def refused(channel: str, name: str) -> Any:
        return error(slack.conversations_rename, channel=channel, name=name)["error"]

    assert refused("C0TRTIDEW", "support-tidewater") == "not_authorized"
    assert refused("C0TRAMBER", "support-larchwood") == "name_taken"
    assert refused("C0TRAMBER", "support/amberline!") == "invalid_name_specials"
    assert refused("C0TRAMBER", "s" * 81) == "invalid_name_maxlength"
    assert refused("C0TRAMBER", "---") == "invalid_name_punctuation"
    assert refused("C0TRAMBER", "#") == "invalid_name_required"
    assert refused("C0NOWHERE", "support-x") == "channel_not_found"
    assert refused("C0RANDOM0", "support-x") == "not_in_channel"
    assert refused("C0TROLD00", "support-saltmarsh") == "is_archived"
    clients.world._store.section("slack")["only_admins_rename"] = True
    assert refused("C0TRAMBER", "support-malt") == "restricted_action"


def test_a_channel_of_the_customers_workspace_says_where_it_lives_and_keeps_its_name(clients: Clients) -> None:
    slack = clients.slack()
    theirs = slack.conversations_info(channel="C0TRQUILL")["channel"]
    assert (theirs["is_ext_shared"], theirs["conversation_host_id"]) == (True, "T0QUILLFE")
    assert slack.conversations_info(channel="C0TRLARCH")["channel"]["conversation_host_id"] == "T0CODELAN"
    assert error(slack.conversations_rename, channel="C0TRQUILL", name="x")["error"] == "not_authorized"


def test_a_topic_is_set_by_members_and_is_not_too_long(clients: Clients) -> None:
    slack = clients.slack()
    slack.conversations_setTopic(channel="C0TRLARCH", topic="How to reach us")
    assert slack.conversations_info(channel="C0TRLARCH")["channel"]["topic"]["value"] == "How to reach us"
    assert error(slack.conversations_setTopic, channel="C0TRLARCH", topic="x" * 251)["error"] == "too_long"
    assert error(slack.conversations_setTopic, channel="C0RANDOM0", topic="x")["error"] == "not_in_channel"
    assert error(slack.conversations_setTopic, channel="C0TROLD00", topic="x")["error"] == "is_archived"


def test_the_members_of_a_group_are_listed(clients: Clients) -> None:
    slack = clients.slack()
    assert slack.usergroups_users_list(usergroup="S0BUSINESS")["users"] == ["U0INESOKA", "U0TOMASZW"]
    assert error(slack.usergroups_users_list, usergroup="S0NOBODY")["error"] == "no_such_subteam"


def test_a_person_is_written_to_directly(clients: Clients) -> None:
    slack = clients.slack()
    channel = slack.conversations_open(users="U0CHLOEMA")["channel"]["id"]
    assert slack.chat_postMessage(channel="U0CHLOEMA", text="hi")["channel"] == channel
    assert error(slack.conversations_open, users="U0NOBODY")["error"] == "user_not_found"


def test_arguments_come_as_a_form_too_and_nonsense_is_named(clients: Clients) -> None:
    url = clients.running.settings()["SLACK_API_URL"]
    headers = {"Authorization": f"Bearer {clients.world.slack.token}"}
    form = {
        "channel": SALES,
        "text": "a & b",
        "blocks": '[{"type": "divider"}]',
        "metadata": '{"event_type": "e", "event_payload": {}}',
    }
    answer = requests.post(url + "chat.postMessage", data=form, headers=headers, timeout=5).json()
    assert answer["message"]["blocks"][0]["type"] == "divider"
    assert clients.world.requests[-1]["body"]["metadata"] == {"event_type": "e", "event_payload": {}}
    json_type = {**headers, "Content-Type": "application/json"}
    assert (
        requests.post(url + "chat.postMessage", data="{", headers=json_type, timeout=5).json()["error"]
        == "invalid_json"
    )
    assert requests.post(url + "chat.shout", headers=headers, timeout=5).json()["error"] == "unknown_method"
    missing = requests.post(url + "chat.postMessage", headers=headers, timeout=5).json()
    assert missing["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    assert "xoxb" not in str(clients.world.requests)
