"""Slack's methods about people and groups of people: `auth.*`, `users.*`, `usergroups.*`."""

import copy
from typing import Any

from services.sandbox.slack.arguments import Arguments, Refused, flag, page, required
from services.sandbox.slack.channels import Workspace


def auth_test(workspace: Workspace, _: Arguments) -> dict[str, Any]:
    """Whose token this is."""
    bot = {name: workspace["bot"][name] for name in ("user_id", "bot_id")}
    team = {"url": workspace["url"], "team": workspace["name"], "team_id": workspace["id"]}
    return {**team, "user": workspace["bot"]["name"], **bot, "is_enterprise_install": False}


def usergroups_list(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The groups that can be mentioned."""
    hidden = () if flag(given, "include_users") else ("users",)
    groups = [
        {name: copy.copy(value) for name, value in group.items() if name not in hidden}
        for group in workspace["usergroups"]
        if not group["date_delete"] or flag(given, "include_disabled")
    ]
    return {"usergroups": groups}


def usergroups_users_list(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Who is in a group."""
    (wanted,) = required(given, "usergroup")
    for group in workspace["usergroups"]:
        if group["id"] == wanted:
            return {"users": list(group["users"])}
    raise Refused("no_such_subteam")


def users_list(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Everybody, a page at a time."""
    shown, cursor = page(workspace["users"], given)
    return {"members": copy.deepcopy(shown), "response_metadata": {"next_cursor": cursor}}


def users_info(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """One person."""
    (wanted,) = required(given, "user")
    for user in workspace["users"]:
        if user["id"] == wanted:
            return {"user": copy.deepcopy(user)}
    raise Refused("user_not_found")


def users_lookup_by_email(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The person with an address."""
    (wanted,) = required(given, "email")
    for user in workspace["users"]:
        if user["profile"].get("email", "").lower() == wanted.lower() and not user["deleted"]:
            return {"user": copy.deepcopy(user)}
    raise Refused("users_not_found")
