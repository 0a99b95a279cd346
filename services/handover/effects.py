"""The kinds of effect, each with how it is found again. Steps declare which one they have.

A plan is plain JSON: what it holds is what is sent, on the first attempt and on every later one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import NoAccess, OutsideError, Refused
from services.handover.model import Evidence, Notes
from services.systems import Systems


class SlackMessage:
    """A message in a channel, found again by the key in its metadata.

    Plan: ``channel``, ``channel_name``, ``text``, ``blocks``, ``event_type``, ``key``, ``settle_seconds``.
    """

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Slack's history may lag behind a message whose answer was lost."""
        return float(plan["settle_seconds"])

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Look through the channel's history from five seconds before the attempt."""
        ts = systems.slack.find(plan["channel"], plan["event_type"], plan["key"], since - 5)
        return self._evidence(systems, plan, ts) if ts else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Post it."""
        metadata = {"event_type": plan["event_type"], "event_payload": {"key": plan["key"]}}
        ts = systems.slack.post(plan["channel"], plan["text"], plan["blocks"], metadata)
        return self._evidence(systems, plan, ts)

    def _evidence(self, systems: Systems, plan: Mapping[str, Any], ts: str) -> Evidence:
        ids = {"channel": plan["channel"], "ts": ts}
        try:
            link = systems.slack.permalink(plan["channel"], ts)
        except OutsideError:
            # The message is posted; a missing link must not make it look otherwise.
            link = ""
        return Evidence(f"Posted in {plan['channel_name']}", link, ids)


class GmailMessage:
    """A mail from the person's own mailbox: a draft that sending uses up.

    Plan: ``sender``, ``to``, ``cc``, ``subject``, ``text``. Notes: ``draft_id``, ``thread_id``.
    """

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Gmail knows at once whether a draft is still there."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """A draft that was kept and is gone was sent; without a kept draft nothing was."""
        if plan["sender"] != systems.user_email:
            # In another mailbox every draft is missing, which would look like "sent".
            words = f"Only {plan['sender']} can see whether this mail went out. Ask them to press the button."
            raise Refused("Gmail", "another mailbox", words)
        draft_id = notes.ids.get("draft_id")
        if draft_id is None or systems.gmail.has_draft(draft_id):
            return None
        return self._evidence(plan, notes.ids.get("thread_id", ""), {})

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Make the draft unless an earlier attempt made it, keep its id, and send it."""
        from services.gmail import Mail

        draft_id = notes.ids.get("draft_id")
        if draft_id is None:
            mail = Mail(plan["sender"], tuple(plan["to"]), tuple(plan["cc"]), plan["subject"], plan["text"])
            draft_id, thread_id = systems.gmail.create_draft(mail)
            notes.keep(draft_id=draft_id, thread_id=thread_id)
        message_id, thread_id = systems.gmail.send_draft(draft_id)
        return self._evidence(plan, thread_id, {"message": message_id})

    def _evidence(self, plan: Mapping[str, Any], thread_id: str, ids: Mapping[str, str]) -> Evidence:
        people = ", ".join(plan["to"])
        link = f"https://mail.google.com/mail/#all/{thread_id}" if thread_id else ""
        return Evidence(f"Sent to {people}", link, {**ids, "thread": thread_id})


class SheetRows:
    """Cells of anchored rows, written as absolute values; or one new row.

    Plan: ``tab`` (spreadsheet, title, sheet_id), ``rows`` (``key``, ``number``, ``before``, ``cells``: column
    index as text -> text) and ``insert`` (``key``, ``after``, ``cells``) or null.
    """

    def settle(self, plan: Mapping[str, Any]) -> float:
        """What a sheet says is what it has."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Every planned cell already says what it should."""
        found = systems.sheets.anchored(_tab(plan), _keys(plan))
        wanted = [*plan["rows"], *([plan["insert"]] if plan["insert"] else [])]
        if all(row["key"] in found and _says(found[row["key"]][1], row["cells"]) for row in wanted):
            return self._evidence(plan, {key: number for key, (number, _) in found.items()})
        return None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Check that no cell changed since it was shown, then write; nothing is written if one did."""
        tab = _tab(plan)
        found = systems.sheets.anchored(tab, _keys(plan))
        for row in plan["rows"]:
            if row["key"] not in found:
                raise NoAccess("Google Sheets", "row gone", "The customer's row was deleted.", 404)
            _still(found[row["key"]][1], row)
        if plan["insert"]:
            insert = plan["insert"]
            systems.sheets.insert_row(tab, insert["after"], insert["key"], _by_index(insert["cells"]))
            return self._evidence(plan, {insert["key"]: insert["after"] + 1})
        cells = {row["key"]: _by_index(row["cells"]) for row in plan["rows"] if row["cells"]}
        if cells:
            systems.sheets.write_anchored(tab, cells)
        return self._evidence(plan, {key: number for key, (number, _) in found.items()})

    def _evidence(self, plan: Mapping[str, Any], numbers: Mapping[str, int]) -> Evidence:
        tab = plan["tab"]
        rows = sorted(numbers.values())
        listed = " and ".join(str(n) for n in rows)
        words = f"Row{'s' if len(rows) > 1 else ''} {listed} of “{tab['title']}”"
        first = rows[0] if rows else 1
        link = f"https://docs.google.com/spreadsheets/d/{tab['spreadsheet']}/edit#gid={tab['sheet_id']}&range=A{first}"
        return Evidence(words, link, {"rows": listed})


def _tab(plan: Mapping[str, Any]) -> Any:
    from services.google_sheets import Tab

    tab = plan["tab"]
    return Tab(tab["spreadsheet"], tab["title"], tab["sheet_id"])


def _keys(plan: Mapping[str, Any]) -> list[str]:
    return [row["key"] for row in plan["rows"]] + ([plan["insert"]["key"]] if plan["insert"] else [])


def _by_index(cells: Mapping[str, str]) -> dict[int, str]:
    """JSON has no whole numbers for keys."""
    return {int(index): text for index, text in cells.items()}


def _cell(values: list[str], index: str) -> str:
    return values[int(index)] if int(index) < len(values) else ""


def _says(values: list[str], cells: Mapping[str, str]) -> bool:
    return all(_cell(values, index) == text for index, text in cells.items())


def _still(values: list[str], row: Mapping[str, Any]) -> None:
    """Raise unless every cell still says what was shown, or already says what it should."""
    for index, before in row["before"].items():
        text = _cell(values, index)
        if text not in (before, row["cells"].get(index, before)):
            words = f"A cell of row {row['number']} was changed meanwhile: it says “{text}”, not “{before}”."
            raise Refused("Google Sheets", "changed meanwhile", words)
