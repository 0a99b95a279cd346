"""Fills the world from the seed file."""

import copy
import datetime
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.sandbox import notation
from services.sandbox.google_calendar import seed as calendars
from services.sandbox.google_drive.records import DOCUMENT, FOLDER, SPREADSHEET, new_file
from services.sandbox.google_sheets import cells, grid
from services.sandbox.identity import Person
from services.sandbox.licensing import records
from services.sandbox.salesforce import seed as org
from services.sandbox.slack import channels


@dataclass(frozen=True)
class Seed:
    """The seed file, read."""

    people: tuple[Person, ...]
    given: dict[str, Any]


def load(path: Path) -> Seed:
    """Read the seed file."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    domain = given["company"]["domain"]
    people = tuple(Person(hd=domain, **person) for person in given["people"])
    return Seed(people, given)


def fill(seed: Seed) -> dict[str, Any]:
    """The state of a world in which nothing has happened yet."""
    addresses = {"everyone": "*", **{person.id: person.email for person in seed.people}}
    given = copy.deepcopy(seed.given)
    state: dict[str, Any] = {"drive": {}, "docs": {}, "sheets": {}, "grants": {}}
    for folder in given.get("folders", []):
        _add_file(state, folder, FOLDER, addresses)
    for document in given["documents"]:
        _add_file(state, document, DOCUMENT, addresses)
        tabs = notation.tabs(document["id"], _dated(document["text"]), document.get("choices", {}))
        state["docs"][document["id"]] = {"tabs": tabs, "edition": 1}
    for spreadsheet in given["spreadsheets"]:
        _add_file(state, spreadsheet, SPREADSHEET, addresses)
        sheets = [_sheet(number, sheet) for number, sheet in enumerate(spreadsheet["sheets"])]
        state["sheets"][spreadsheet["id"]] = {
            "locale": "en_US",
            "timeZone": given["company"]["time_zone"],
            "metadata": [],
            "sheets": sheets,
        }
    state["gmail"] = {
        "mailboxes": {person.email: {"messages": {}, "drafts": {}} for person in seed.people},
        "outbox": [],
        "incoming": [],
        "signatures": {addresses[who]: html for who, html in given["gmail"]["signatures"].items()},
    }
    state["slack"] = _slack(given["slack"])
    state["calendar"] = calendars.fill(given["calendar"], given["company"]["time_zone"], addresses)
    state["salesforce"] = org.fill(given["salesforce"])
    state["licensing"] = _licensing(given["licensing"])
    state["one_time_secret"] = {"secrets": {}}
    return state


def _dated(text: str) -> str:
    """Days ahead as dates: a working day, in the words people use."""

    def ahead(found: re.Match[str]) -> str:
        day = datetime.date.today() + datetime.timedelta(days=int(found[1]))
        day += datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        return f"{day:%B} {day.day}, {day.year}"

    return re.sub(r"\{in (\d+) days\}", ahead, text)


def _add_file(state: dict[str, Any], given: dict[str, Any], mime_type: str, addresses: dict[str, str]) -> None:
    share = {addresses[who]: role for who, role in given["share"].items()}
    owner = next(email for email, role in share.items() if role == "owner")
    file = new_file(given["id"], given["title"], mime_type, share, owner)
    file["parents"] = [given["folder"]] if "folder" in given else ["root"]
    state["drive"][given["id"]] = file


def _sheet(number: int, given: dict[str, Any]) -> grid.Sheet:
    lines = [line.strip() for line in given["rows"].strip().splitlines()]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    sheet = grid.new_sheet(int(given["sheet_id"]) if "sheet_id" in given else number, given["title"])
    sheet["frozenRowCount"] = 1
    sheet["rows"] = [{"cells": [cells.typed(text) for text in row], "metadata": []} for row in rows]
    return sheet


def _slack(given: dict[str, Any]) -> dict[str, Any]:
    users = [_user(given["id"], user) for user in given["users"]]
    bot = {"id": given["bot"]["user_id"], "name": given["bot"]["name"], "real_name": given["bot"]["name"].title()}
    ids = {user["name"]: user["id"] for user in [*users, bot]}
    workspace: dict[str, Any] = {name: given[name] for name in ("id", "name", "url", "bot")}
    workspace["users"] = [*users, _user(given["id"], {**bot, "is_bot": True})]
    workspace["usergroups"] = [_usergroup(given["id"], group, ids) for group in given["usergroups"]]
    workspace["channels"] = [_channel(given, channel, ids) for channel in given["channels"]]
    return workspace


def _licensing(given: dict[str, Any]) -> dict[str, Any]:
    """Accounts with their subscriptions and licenses; days are counted from the day on which the world is filled."""
    today = datetime.datetime.now(datetime.UTC).replace(hour=23, minute=59, second=59, microsecond=0)
    books: dict[str, Any] = {"token": given["token"], "site_admin": True}
    books |= {"accounts": [], "subscriptions": [], "licenses": []}
    for number, account in enumerate(given["accounts"]):
        owner = records.new_account(number + 1, account["username"])
        books["accounts"].append(owner)
        for each in account["subscriptions"]:
            made = records.new_subscription(owner["id"], today - datetime.timedelta(days=each["days_ago"]))
            made["archived"] = each.get("archived", False)
            books["subscriptions"].append(made)
            ends = today + datetime.timedelta(days=each["days_left"])
            terms = {"tags": each["tags"], "users": each["users"], "expires": int(ends.timestamp())}
            began = today - datetime.timedelta(days=each["days_ago"])
            books["licenses"].append(records.new_license(made["id"], began, terms))
    return books


def _user(team: str, given: dict[str, Any]) -> dict[str, Any]:
    profile = {"real_name": given["real_name"], "display_name": given["name"]}
    if "email" in given:
        profile["email"] = given["email"]
    return {
        "id": given["id"],
        "team_id": given.get("team", team),
        "name": given["name"],
        "real_name": given["real_name"],
        "deleted": False,
        "is_bot": given.get("is_bot", False),
        "tz": given.get("tz", "Etc/UTC"),
        "profile": profile,
    }


def _usergroup(team: str, given: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    users = [ids[name] for name in given["users"]]
    about = {"id": given["id"], "team_id": team, "is_usergroup": True, "is_external": False, "date_delete": 0}
    names = {"name": given["name"], "handle": given["handle"], "description": given.get("description", "")}
    return {**about, **names, "user_count": len(users), "users": users}


def _channel(slack: dict[str, Any], given: dict[str, Any], ids: dict[str, str]) -> channels.Channel:
    outside = {user["name"] for user in slack["users"] if "team" in user}
    everybody = [user_id for name, user_id in ids.items() if name not in outside]
    members = everybody if given["members"] == ["everyone"] else [ids[name] for name in given["members"]]
    flags = {name: given[name] for name in ("is_private", "is_archived", "is_ext_shared", "host") if name in given}
    channel = channels.new(
        given["id"],
        given["name"],
        topic=given.get("topic", ""),
        creator=ids[given["creator"]],
        members=members,
        **flags,
    )
    for number, message in enumerate(given.get("messages", [])):
        ts = f"{1_770_100_000 + 3600 * number}.000{number:03d}"
        said = {
            "type": "message",
            "user": ids[message["user"]],
            "ts": ts,
            "team": slack["id"],
            "text": message["text"],
        }
        channel["messages"].append(said)
    return channel
