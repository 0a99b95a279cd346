"""A world of a few lines in the shape that the host page asks for: two documents, one spreadsheet, one channel."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

QUESTIONNAIRE, NOTES, INSTALLERS = "doc-larchwood", "doc-notes", "sheet-installers"
PERMALINK = "https://codelantern.slack.com/archives/C1/p1773134100000100"


@dataclass(frozen=True)
class FakePerson:
    id: str
    name: str
    email: str


PEOPLE = (
    FakePerson("ae", "Maya Lindqvist", "maya@codelantern.example"),
    FakePerson("ce", "Tomás Aguilar-Wetterström", "tomas@codelantern.example"),
    FakePerson("finance", "Ingrid Osei", "ingrid@codelantern.example"),
    FakePerson("ops", "Jun Park", "jun@codelantern.example"),
)


def text(content: str, **style: Any) -> dict[str, Any]:
    return {"textRun": {"content": content, "textStyle": style}}


def paragraph(*elements: Any, style: str = "NORMAL_TEXT", **other: Any) -> dict[str, Any]:
    runs = [text(each) if isinstance(each, str) else each for each in elements]
    runs.append(text("\n"))
    return {"paragraph": {"elements": runs, "paragraphStyle": {"namedStyleType": style}, **other}}


def table(*rows: Sequence[Any]) -> dict[str, Any]:
    cells: list[list[dict[str, Any]]] = [
        [{"content": [paragraph(*([each] if each else []))]} for each in row] for row in rows
    ]
    for row in cells:
        row[0]["tableCellStyle"] = {
            "backgroundColor": {"color": {"rgbColor": {"red": 0.95, "green": 0.95, "blue": 0.96}}}
        }
    return {"table": {"tableRows": [{"tableCells": row} for row in cells]}}


PERSON = {"person": {"personProperties": {"name": "Erik Sand", "email": "erik@larchwood.example"}}}
DATE = {"dateElement": {"dateElementProperties": {"displayText": "Mar 16, 2027"}}}
PLAN = {"dropdown": {"dropdownProperties": {"displayValue": "Enterprise"}}}
LINK = {"richLink": {"richLinkProperties": {"title": "Order form", "uri": "https://docs.google.com/document/d/x"}}}
BULLETS = {"listProperties": {"nestingLevels": [{"glyphSymbol": "●"}]}}


def questionnaire() -> list[dict[str, Any]]:
    first = [
        paragraph("New customer questionnaire", style="TITLE"),
        paragraph(text("Copy this document, fill it in, and announce it.", italic=True)),
        paragraph("Deal", style="HEADING_1"),
        table(
            ["Company name", "Larchwood Analytics"],
            ["Plan", PLAN],
            ["Contract start", DATE],
            ["Main contact", PERSON],
        ),
        paragraph("Rollout", style="HEADING_2"),
        paragraph(text("Seats: ", bold=True), "250"),
        paragraph(text("Notes: ", bold=True), "first line\u000bsecond line"),
        paragraph("Single sign-on through their own provider", bullet={"listId": "l"}),
        paragraph("Order form: ", LINK),
        paragraph("See ", text("the site", link={"url": "https://larchwood.example/"}), " for more"),
    ]
    return [tab("t.0", "Questionnaire", first), tab("t.1", "Billing", [paragraph("Billing contact: none yet")])]


def tab(tab_id: str, title: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    body = {"content": [{"endIndex": 1, "sectionBreak": {}}, *content]}
    tab_properties = {"tabId": tab_id, "title": title}
    return {"tabProperties": tab_properties, "documentTab": {"body": body, "lists": {"l": BULLETS}}}


def number(content: list[dict[str, Any]], start: int) -> int:
    """Number the paragraphs as the Docs API does, near enough for a page that only hands the numbers back."""
    for block in content:
        block["startIndex"] = start
        for row in block.get("table", {}).get("tableRows", []):
            for cell in row["tableCells"]:
                start = number(cell["content"], start + 2)
        for element in block.get("paragraph", {}).get("elements", []):
            start += len(element["textRun"]["content"]) if "textRun" in element else 1
        start += 1
    return start


class FakeIdentity:
    def __init__(self) -> None:
        self.granted: set[tuple[str, str]] = set()

    def system_token(self, audience: str, /) -> str:
        return f"system-token-for {audience}"

    def user_token(self, person: FakePerson, /) -> str:
        return f"user-token-of {person.email}"

    def access_token(self, person: FakePerson, scopes: Sequence[str], /) -> str:
        return f"access-token-of {person.email} with {len(scopes)} scopes"

    def grant_file(self, person: FakePerson, file_id: str, /) -> None:
        self.granted.add((person.id, file_id))

    def revoke_file(self, person: FakePerson, file_id: str, /) -> None:
        self.granted.discard((person.id, file_id))

    def has_file(self, person: FakePerson, file_id: str, /) -> bool:
        return (person.id, file_id) in self.granted


class FakeWorld:
    """Keeps its state in plain attributes, which tests may change as they like."""

    def __init__(self) -> None:
        self.people = PEOPLE
        self.identity = FakeIdentity()
        self.docs = self.sheets = self.gmail = self.calendar = self.one_time_secret = self
        self.revision = 1
        self.reset()

    def reset(self) -> None:
        self.revision += 1
        self.identity.granted.clear()
        self.tabs = {QUESTIONNAIRE: questionnaire(), NOTES: [tab("t.0", "Tab 1", [paragraph("Meeting notes")])]}
        self.values = [
            ["Site", "Company", "Installer"],
            ["S-014", "Larchwood", "erik@larchwood.example"],
            ["S-022"],
        ]
        self.changed: list[dict[str, Any]] = []
        self.long: dict[str, Any] = {}
        self.messages: list[dict[str, Any]] = []
        self.outbox: list[dict[str, Any]] = []
        self.accounts: list[dict[str, Any]] = []
        self.answered: list[tuple[str, str, str]] = []
        self.events: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []

    def files(self) -> list[dict[str, Any]]:
        titles = [
            (QUESTIONNAIRE, "New customer questionnaire: Larchwood Analytics", "document"),
            (NOTES, "Meeting notes", "document"),
            (INSTALLERS, "Installers to company", "spreadsheet"),
        ]
        return [
            {"id": id, "title": title, "kind": kind, "url": f"https://docs.google.com/{kind}/d/{id}/edit"}
            for id, title, kind in titles
        ]

    def get_document(self, file_id: str, /) -> Any:
        tabs = copy.deepcopy(self.tabs[file_id])
        for each in tabs:
            number(each["documentTab"]["body"]["content"], 0)
        return {"documentId": file_id, "tabs": tabs}

    def edit(self, file_id: str, place: Any, *rest: str) -> None:
        self.revision += 1
        if file_id == INSTALLERS:
            self.edit_cell(rest[0], rest[1], rest[2])
        else:
            self.edit_paragraph(file_id, place, rest[0])

    def edit_paragraph(self, file_id: str, place: Mapping[str, Any], new: str) -> None:
        shown = next(
            each for each in self.get_document(file_id)["tabs"] if each["tabProperties"]["tabId"] == place["tab"]
        )
        kept = next(each for each in self.tabs[file_id] if each["tabProperties"]["tabId"] == place["tab"])
        pairs = zip(blocks(shown), blocks(kept), strict=True)
        found = next((mine for theirs, mine in pairs if theirs["startIndex"] == place["index"]), None)
        if found is None:
            raise LookupError(f"no paragraph at {place}")
        found["paragraph"]["elements"] = [text(new + "\n")]

    def edit_cell(self, cell: str, new: str, by: str) -> None:
        column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1
        while len(self.values) <= row:
            self.values.append([])
        self.values[row] += [""] * (column + 1 - len(self.values[row]))
        old, self.values[row][column] = self.values[row][column], new
        self.changed.insert(0, {"cell": cell, "old": old, "new": new, "by": by, "at": f"{self.revision}"})

    def answer(self, message_id: str, sender: str, text: str) -> None:
        """Somebody outside answers a mail, or an invitation."""
        self.answered.append((message_id, sender, text))
        self.revision += 1

    def move(self, event_id: str, by: str, start: str) -> None:
        """A guest moves an event."""
        self.answer(event_id, by, start)

    def open(self, key: str) -> str:
        """The customer opens a link."""
        self.answer(key, "", "opened")
        return "the secret"

    def cancel(self, event_id: str, by: str) -> None:
        """Whoever invited cancels it."""
        self.answer(event_id, by, "cancelled")

    def post(self, message: str, **other: Any) -> None:
        """Let a message arrive in Slack."""
        at = 1773134100 + len(self.messages)
        self.messages.append(
            {"ts": f"{at}.000100", "name": "Handover", "text": message, "permalink": PERMALINK, **other}
        )
        self.revision += 1

    def panels(self) -> dict[str, Any]:
        slack = {
            "channels": [
                {"id": "C1", "name": "sales", "messages": list(self.messages)},
                {"id": "C2", "name": "trial-larchwood", "messages": []},
            ],
            "usergroups": [{"id": "S1", "handle": "ce-team"}, {"id": "S2", "handle": "business-team"}],
            "users": [{"id": "U1", "name": "jun", "real_name": "Jun Park"}],
        }
        sheet = {"sheetId": 0, "title": "Sites", "values": self.values, "changed": self.changed, **self.long}
        spreadsheet = {"id": INSTALLERS, "title": "Installers to company", "sheets": [sheet]}
        return {
            "slack": slack,
            "gmail": {"mailboxes": {}, "outbox": self.outbox, "conversations": [[mail] for mail in self.outbox]},
            "sheets": {"files": [spreadsheet]},
            "licensing": {"accounts": self.accounts},
            "calendar": {"events": self.events},
            "one_time_secret": {"links": self.links},
        }


def blocks(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every paragraph of a tab, those in tables included, in order."""

    def walk(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for block in content:
            if "paragraph" in block:
                found.append(block)
            for row in block.get("table", {}).get("tableRows", []):
                for cell in row["tableCells"]:
                    found += walk(cell["content"])
        return found

    return walk(shown["documentTab"]["body"]["content"])
