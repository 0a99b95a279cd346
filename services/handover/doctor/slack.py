"""Slack's part of the set-up: the token and its scopes, the channels, the user groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from services.errors import Refused
from services.handover.doctor.finding import Finding, looked, ok, unchecked, wrong
from services.handover.rules import Rules, SlackChannel
from services.slack import Installation, Slack, UserGroup

AREA = "Slack"
SCOPES: Mapping[str, str] = {
    "chat:write": "post, correct and delete messages",
    "channels:read": "look at public channels",
    "channels:history": "find its own messages again there",
    "channels:manage": "rename public channels",
    "groups:read": "look at private channels",
    "groups:history": "find its own messages again there",
    "groups:write": "rename private channels",
    "im:write": "write to people directly",
    "im:history": "find such a message again",
    "usergroups:read": "know who is in a user group",
    "users:read": "know people's names",
    "users:read.email": "find people by their address",
}
"""What the app's scopes are for; the same as in its manifest, ``slack.json``."""
SIGN_IN = "Install the app in Slack again, and put its “Bot User OAuth Token” into SLACK_BOT_TOKEN."
ADDRESS = "SLACK_BOT_TOKEN and SLACK_API_URL name it."


def check_slack(slack: Slack, rules: Rules) -> Iterator[Finding]:
    """Everything; when the token is not accepted, nothing else can be asked."""
    try:
        found = slack.installation()
    except Exception as error:
        refused = error
        yield from looked(AREA, "sign-in", SIGN_IN, lambda: _raise(refused))
        return
    yield ok(AREA, "sign-in", f"as {found.bot} in {found.team}")
    yield from _scopes(found)
    for named in _channels(rules).values():
        yield from looked(AREA, f"channel {named.name}", ADDRESS, partial(_channel, slack, named))
    yield from looked(AREA, "user groups", ADDRESS, lambda: _groups(slack.user_groups(), rules))
    if rules.assign_owner.group:
        yield from looked(AREA, "Customer Engineers", ADDRESS, lambda: _engineers(slack, rules))


def _raise(error: Exception) -> Iterator[Finding]:
    raise error
    yield  # pragma: no cover - makes this a generator


def _scopes(found: Installation) -> Iterator[Finding]:
    if found.scopes is None:
        yield unchecked(AREA, "scopes", "Slack's answers do not say them.")
        return
    for scope, why in SCOPES.items():
        if scope in found.scopes:
            yield ok(AREA, f"scope {scope}")
        else:
            todo = f"Add {scope} under “OAuth & Permissions” of the app, and install it again."
            yield wrong(AREA, f"scope {scope}", f"It is missing: the app cannot {why}.", todo)


def _channels(rules: Rules) -> dict[str, SlackChannel]:
    """Each channel that is posted in once, by its id."""
    named: dict[str, SlackChannel] = {}
    for one in rules.channels():
        named.setdefault(one.id, one)
    return named


def _channel(slack: Slack, named: SlackChannel) -> Iterator[Finding]:
    what = f"channel {named.name}"
    try:
        found = slack.channel(named.id)
    except Refused as error:
        if error.code != "channel_not_found":
            raise
        words = f"There is no channel {named.id} that the app can see."
        yield wrong(AREA, what, words, f"If it is private, invite the app into it; else correct {named.id_key}.")
        return
    if found.is_archived:
        yield wrong(AREA, what, "It is archived.", f"Unarchive it in Slack, or name another channel in {named.id_key}.")
    elif not found.is_member:
        yield wrong(AREA, what, "The app is not in it and cannot post there.", f"Invite it: /invite in #{found.name}.")
    elif f"#{found.name}" != named.name:
        todo = f'Write {named.name_key} = "#{found.name}".'
        yield wrong(AREA, what, f"Slack calls {named.id} #{found.name}.", todo)
    else:
        yield ok(AREA, what, named.id)


def _groups(there: Mapping[str, UserGroup], rules: Rules) -> Iterator[Finding]:
    named = {group.id: (group.handle, "announce.groups") for group in rules.announce.groups}
    if rules.assign_owner.group:
        named.setdefault(rules.assign_owner.group, ("", "assign_owner.group"))
    for group_id, (handle, key) in named.items():
        what, found = f"user group {handle or group_id}", there.get(group_id)
        if found is None:
            yield wrong(AREA, what, f"There is no user group {group_id}.", f"Correct {key}: copy the group's link.")
        elif found.is_disabled:
            yield wrong(AREA, what, "It is disabled.", f"Enable it in Slack, or name another one in {key}.")
        elif handle and f"@{found.handle}" != handle:
            words = f"Slack calls {group_id} @{found.handle}."
            yield wrong(AREA, what, words, f'Write handle = "@{found.handle}" in {key}.')
        else:
            yield ok(AREA, what, group_id)


def _engineers(slack: Slack, rules: Rules) -> Iterator[Finding]:
    """Whoever takes a customer is one of them."""
    what, group = "Customer Engineers", rules.assign_owner.group
    count = len(slack.members(group))
    if not count:
        yield wrong(AREA, what, f"Nobody is in the user group {group}.", "Add the Customer Engineers to it in Slack.")
    else:
        yield ok(AREA, what, f"{count} in the user group")
