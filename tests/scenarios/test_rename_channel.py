"""The trial channel becomes the support channel: its name, its topic, its first message; and every refusal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Stage
from tests.host import Host
from tests.scenarios.test_three_buttons import LARCHWOOD

CHANNEL, METHOD = "C0TRLARCH", "conversations.rename"
APPLIED = ["500_after", "reset_after", "truncated", "nonsense"]


def channel(stage: Stage, channel_id: str = CHANNEL) -> dict[str, Any]:
    """A channel as Slack has it."""
    found: dict[str, Any] = next(one for one in slack(stage)["channels"] if one["id"] == channel_id)
    return found


def slack(stage: Stage) -> dict[str, Any]:
    """The workspace, to arrange what a test needs."""
    workspace: dict[str, Any] = stage.world._store.section("slack")
    return workspace


def ready(stage: Stage) -> Host:
    """The CE looks at what renaming would do."""
    return stage.host("ce", LARCHWOOD).open().press("Rename channel")


def renamed(stage: Stage) -> Host:
    """The CE renames Larchwood's channel."""
    return ready(stage).press("Rename to #support-larchwood")


def test_the_channel_gets_its_name_its_topic_and_its_first_message(stage: Stage) -> None:
    host = ready(stage)
    assert "#trial-larchwood → #support-larchwood" in host.text
    assert "The customer reads this channel." in host.text
    host.press("Rename to #support-larchwood")
    assert "#trial-larchwood is now #support-larchwood" in host.text
    now = channel(stage)
    assert now["name"] == "support-larchwood"
    assert now["topic"] == "Support for Larchwood Analytics: ask here, or write to support@sourcegraph.com"
    assert "Chloé Marchetti reads both" in now["messages"][-1]["text"]


def test_topic_and_message_are_as_the_person_left_them(stage: Stage) -> None:
    ready(stage).fill("topic", "").fill("message", "Hi <!channel> & all").press("Rename to #support-larchwood")
    now = channel(stage)
    assert now["topic"] == "Trial with Larchwood Analytics"
    assert now["messages"][-1]["text"] == "Hi &lt;!channel&gt; &amp; all"


@pytest.mark.parametrize("method", [METHOD, "conversations.setTopic", "chat.postMessage"])
@pytest.mark.parametrize("kind", APPLIED)
def test_everything_happens_once_when_an_answer_is_lost(stage: Stage, method: str, kind: str) -> None:
    stage.world.faults.add("slack", method, kind)
    host = ready(stage).fill("message", "" if method == METHOD else "Hello")
    host.press("Rename to #support-larchwood")
    assert "Not confirmed yet" in host.text
    host.press("Check and finish")
    now = channel(stage)
    assert now["name"] == "support-larchwood"
    assert stage.calls(METHOD) == 1
    assert [one["text"] for one in now["messages"]].count("Hello") <= 1


@pytest.mark.parametrize("kind", ["429", "401", "403"])
def test_a_channel_that_has_its_name_gets_the_rest_though_slack_answers_no_look_in_between(
    stage: Stage, kind: str
) -> None:
    stage.world.faults.add("slack", METHOD, "500_after")
    host = ready(stage).fill("message", "Hello").press("Rename to #support-larchwood")
    stage.pass_time()
    stage.world.faults.add("slack", "conversations.info", kind, times=9, after=1)
    host.press("Check and finish")
    stage.world.faults.clear()
    stage.pass_time()
    host.press("Check and finish")
    now = channel(stage)
    assert now["topic"].startswith("Support for Larchwood Analytics")
    assert [one["text"] for one in now["messages"]].count("Hello") == 1
    assert stage.calls(METHOD) == 1


@pytest.mark.parametrize("method", ["conversations.setTopic", "chat.postMessage"])
@pytest.mark.parametrize("kind", ["429", "401"])
def test_what_slack_does_not_take_right_now_is_done_by_the_next_press(stage: Stage, method: str, kind: str) -> None:
    stage.world.faults.add("slack", method, kind)
    host = renamed(stage)
    assert "Not confirmed yet" in host.text
    stage.pass_time()
    assert "#trial-larchwood is now #support-larchwood" in host.press("Check and finish").text
    now = channel(stage)
    assert now["topic"].startswith("Support for Larchwood Analytics")
    assert "Chloé Marchetti reads both" in now["messages"][-1]["text"]
    assert stage.calls(METHOD) == 1


def test_a_message_that_was_found_is_not_posted_again_for_the_sake_of_the_topic(stage: Stage) -> None:
    stage.world.faults.add("slack", "chat.postMessage", "close_after")
    host = renamed(stage)
    stage.pass_time()
    channel(stage)["topic"] = "somebody else's"
    host.press("Check and finish")
    assert stage.calls("chat.postMessage") == 1
    assert channel(stage)["topic"].startswith("Support for Larchwood Analytics")


def test_a_message_that_is_refused_does_not_make_the_name_look_undone(stage: Stage) -> None:
    slack(stage)["bot"]["scopes"].remove("chat:write")
    assert "is now #support-larchwood; the message was refused (missing_scope)" in renamed(stage).text


def test_the_name_that_slack_made_of_it_is_the_one_that_is_kept(stage: Stage) -> None:
    stage.configure(rename_channel__support_prefix='"Support "')
    host = ready(stage).press("Rename to #Support larchwood")
    assert "#trial-larchwood is now #support-larchwood" in host.text
    host.again()
    assert stage.calls(METHOD) == 1


def test_who_can_rename_it_is_said_when_the_app_did_not_make_it(stage: Stage) -> None:
    channel(stage)["creator"] = "U0SOFIABE"
    host = ready(stage)
    assert "Sofia Bergqvist made this channel." in host.text
    host.press("Rename to #support-larchwood")
    assert "Only Sofia Bergqvist, a workspace admin or a channel manager can rename it." in host.text
    assert "record this step as done by hand" in host.text
    assert channel(stage)["name"] == "trial-larchwood"


def test_a_workspace_that_lets_only_admins_rename_is_explained(stage: Stage) -> None:
    slack(stage)["only_admins_rename"] = True
    assert "lets only admins rename channels" in renamed(stage).text


def test_a_name_that_is_taken_says_by_what(stage: Stage) -> None:
    host = stage.host("ce", stage.document("Amberline")).open().press("Rename channel")
    assert "#support-amberline exists already (“The brewery's test kettle”)." in host.text
    assert stage.calls(METHOD) == 0


def test_a_name_that_is_taken_between_look_and_press_says_by_what(stage: Stage) -> None:
    host = ready(stage)
    channel(stage, "C0RANDOM0")["name"] = "support-larchwood"
    assert "#support-larchwood exists already (“Anything but work”)." in host.press("Rename to #support-larchwood").text


def test_a_name_that_slack_does_not_take_is_explained(stage: Stage) -> None:
    stage.configure(rename_channel__support_prefix='"support!-"')
    host = ready(stage).press("Rename to #support!-larchwood")
    assert "Slack does not take “support!-larchwood” as a name." in host.text
    assert channel(stage)["name"] == "trial-larchwood"


def test_an_archived_channel_is_not_renamed(stage: Stage) -> None:
    host = ready(stage)
    channel(stage)["is_archived"] = True
    host.press("Rename to #support-larchwood")
    assert "#trial-larchwood is archived." in host.text
    assert "not needed" in host.text


def test_a_channel_of_the_customers_workspace_is_not_ours_to_rename(stage: Stage) -> None:
    host = stage.host("ce", stage.document("Quillfeather")).open().press("Rename channel")
    reason = "#trial-quillfeather lives in the customer's own Slack workspace: only they can rename it."
    assert reason in host.text
    host.press("Record as not needed")
    assert reason in host.text
    assert stage.calls(METHOD) == 0


def test_a_channel_that_slack_does_not_show_is_not_guessed(stage: Stage) -> None:
    channel(stage)["name"] = "trial-other"
    assert "Slack shows the app no channel called #trial-larchwood." in ready(stage).text


def test_a_channel_that_somebody_renamed_already_is_recognised(stage: Stage) -> None:
    channel(stage).update(name="support-larchwood", previous_names=["trial-larchwood"])
    assert "#trial-larchwood is called #support-larchwood already." in ready(stage).text


def test_a_channel_without_the_app_in_it_asks_for_an_invitation(stage: Stage) -> None:
    channel(stage)["members"].remove("U0HANDOVR")
    assert "The Slack app is not in #trial-larchwood." in ready(stage).text


def test_taken_back_the_channel_has_its_old_name_and_topic_and_can_be_renamed_again(stage: Stage) -> None:
    host = renamed(stage).press("Undo…")
    assert "#support-larchwood → #trial-larchwood" in host.text
    host.press("Call it #trial-larchwood again")
    assert (channel(stage)["name"], channel(stage)["topic"]) == ("trial-larchwood", "Trial with Larchwood Analytics")
    renamed(stage)
    assert channel(stage)["name"] == "support-larchwood"
    assert len([one for one in channel(stage)["messages"] if "belongs to your support" in one["text"]]) == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("support-larchwood", "is a support channel already"),
        ("larchwood", "does not begin with “trial-”"),
        ("trial-" + "longname-" * 8 + "x", "longer than Slack takes"),
    ],
)
def test_a_name_that_has_no_support_name_is_explained(stage: Stage, name: str, says: str) -> None:
    replace(stage, "#trial-larchwood", f"#{name}")
    assert says in ready(stage).text
    assert stage.calls("conversations.list") == 0


def replace(stage: Stage, old: str, new: str) -> None:
    """Somebody types another answer into Larchwood's questionnaire."""
    document = stage.world.docs.get_document(LARCHWOOD)
    tab = document["tabs"][0]
    start = _start_of(tab["documentTab"]["body"]["content"], old)
    stage.world.docs.edit(LARCHWOOD, {"tab": tab["tabProperties"]["tabId"], "index": start}, new, "ae")


def _start_of(content: list[dict[str, Any]], text: str) -> int:
    for block in content:
        for row in block.get("table", {}).get("tableRows", []):
            for cell in row["tableCells"]:
                if found := _start_of(cell["content"], text):
                    return found
        for element in block.get("paragraph", {}).get("elements", []):
            if element.get("textRun", {}).get("content", "").strip() == text:
                return int(block["startIndex"])
    return 0


def test_a_channel_that_goes_by_another_name_than_in_the_document_is_named_looked_at_and_renamed(stage: Stage) -> None:
    channel(stage)["name"] = "trial-larchwood-analytics"
    host = ready(stage)
    assert "Slack shows the app no channel called #trial-larchwood." in host.text
    host.fill("name", "#trial-larchwood-analytics").press("Rename")
    assert "This is the channel that you named." in host.text
    assert "The document names #trial-larchwood." in host.text
    assert stage.calls(METHOD) == 0
    host.press("Rename to #support-larchwood-analytics")
    assert channel(stage)["name"] == "support-larchwood-analytics"
    assert stage.calls(METHOD) == 1


def test_a_channel_that_is_named_wrongly_too_can_be_named_again(stage: Stage) -> None:
    channel(stage)["name"] = "trial-larchwood-analytics"
    host = ready(stage).fill("name", "#sales").press("Rename")
    assert "#sales does not begin with “trial-”" in host.text
    host.fill("name", "trial-nobody").press("Rename")
    assert "no channel called #trial-nobody" in host.text
    host.fill("name", "trial-larchwood-analytics").press("Rename").press("Rename to #support-larchwood-analytics")
    assert channel(stage)["name"] == "support-larchwood-analytics"
