"""The opportunity in Salesforce: its link in the questionnaire, and what it said when it was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode

from services.handover.patterns import late
from services.handover.words import value_words

PREFIX = "006"
ID_SHAPE = late(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?", re.ASCII)
ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
BASE_FIELDS = ("Id", "Name", "AccountId", "Account.Name", "Owner.Name", "StageName", "IsClosed", "IsWon")
TELLING = ("Account.Name", "CloseDate", "Owner.Name")
"""What tells two opportunities of one name and stage apart, most telling first."""

KIND, SINCE = "Opportunity", "LastModifiedDate"
"""Salesforce's name for it, and the field that says whether it is as it was when it was looked at."""
STAGE = "StageName"


class Opportunity(Struct, frozen=True):
    """One opportunity as Salesforce had it at ``since``, its LastModifiedDate.

    ``values`` are the fields that a step may write, by API name. ``won_stage`` is the API name of the stage that the
    company's rules name, once it was checked.
    """

    id: str
    name: str
    account_id: str
    account: str
    owner: str
    stage: str
    closed: bool
    won: bool
    since: str
    values: Mapping[str, Any]
    won_stage: str = ""

    def travels(self) -> str:
        """As text that a card's button carries, so that the press need not ask again: what it shows is what was seen.

        A press that carries another ``since`` than Salesforce has is refused there.
        """
        return encode(self).decode()


def travelled(text: str) -> Opportunity | None:
    """The opportunity that a button carried; None for anything else."""
    try:
        return decode(text, type=Opportunity)
    except (MsgspecError, ValueError, RecursionError):
        return None


def of_record(record: Mapping[str, Any], fields: Iterable[str], won_stage: str) -> Opportunity:
    """A record that a query for :data:`BASE_FIELDS`, :data:`SINCE` and ``fields`` found."""
    return Opportunity(
        id=record["Id"],
        name=str(record["Name"]),
        account_id=str(record["AccountId"] or ""),
        account=str((record["Account"] or {}).get("Name", "")),
        owner=str((record["Owner"] or {}).get("Name", "")),
        stage=str(record[STAGE]),
        closed=bool(record["IsClosed"]),
        won=bool(record["IsWon"]),
        since=str(record[SINCE]),
        values={name: record[name] for name in fields},
        won_stage=won_stage,
    )


def value_at(record: Mapping[str, Any], path: str) -> Any:
    """A field, or one of the record that it leads to (``Account.Name``)."""
    first, _, then = path.partition(".")
    value = record.get(first)
    return (value or {}).get(then) if then else value


def told_apart(records: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    """The id, name and stage of each record that a query for these and :data:`TELLING` found, to choose from.

    Where two say the same, the stage is followed by what differs.
    """
    called = [(str(one["Name"]), str(one[STAGE])) for one in records]
    for path in TELLING:
        said = [stored_words(value_at(one, path)) for one in records]
        twins = [{words for other, words in zip(called, said, strict=True) if other == mine} for mine in called]
        called = [
            (name, f"{stage} · {words}" if len(differing) > 1 else stage)
            for (name, stage), words, differing in zip(called, said, twins, strict=True)
        ]
    return tuple((str(one["Id"]), *words) for one, words in zip(records, called, strict=True))


def linked(url: str, hosts: Iterable[str]) -> str | None:
    """The opportunity's id in an address of our Salesforce; None when it leads elsewhere or holds no right id."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme != "https" or host not in {one.lower() for one in hosts}:
        return None
    return _in_path(parts.path)


def named(url: str) -> str | None:
    """The opportunity's id in an address of whichever host; None when it holds no right one."""
    try:
        return _in_path(urlsplit(url).path)
    except ValueError:
        return None


def _in_path(path: str) -> str | None:
    return next(filter(None, (record_id(one, PREFIX) for one in path.split("/"))), None)


def record_id(text: str, prefix: str) -> str | None:
    """The 18 characters of an id of the object with this prefix, written in either form; None for anything else.

    The last three say which of the others are upper case, so that a mistyped id is noticed
    (reference: domain, section 10).
    """
    if not ID_SHAPE.fullmatch(text) or not text.startswith(prefix):
        return None
    blocks = (text[start : start + 5] for start in (0, 5, 10))
    check = "".join(ID_ALPHABET[sum(1 << i for i, one in enumerate(block) if one.isupper())] for block in blocks)
    return text[:15] + check if text[15:] in ("", check) else None


def won_stage(stages: Iterable[Mapping[str, Any]], wanted: str) -> tuple[str, list[str]]:
    """The API name of the won stage with this label (or name), empty if it is none; and every won stage's label."""
    won = [one for one in stages if one["IsActive"] and one["IsWon"]]
    found = next((one for one in won if wanted in (one["MasterLabel"], one["ApiName"])), None)
    return str((found or {}).get("ApiName") or ""), [str(one["MasterLabel"]) for one in won]


def stored_words(value: Any, *, plain: bool = False) -> str:
    """What a field of Salesforce holds, as people say it; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f"{value:,.2f}".removesuffix(".00")
    return value_words(value, plain=plain)


def back_line(label: str, old: Any, new: Any) -> str:
    """What taking one field back changes. It is kept with the plan, so it is said the same to everybody."""
    before = stored_words(old, plain=True)
    return f"{label}: “{stored_words(new, plain=True)}” → {f'“{before}”' if before else 'empty'}"
