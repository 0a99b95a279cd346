"""A person who presses one step until it is settled, by what stands on the cards. No step is known here by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import requests
from sqlalchemy import select

from services.handover.afterwards import REASON
from services.handover.beginning import COMPANY, START
from services.handover.configuration import load_rules
from services.handover.ledger import Ledger
from services.handover.model import Step
from services.handover.steps import STEPS
from services.handover.summary import Summary
from services.handover.tables import connect, steps
from services.handover.whole import Composed, with_parts
from tests.conftest import BASE_URL, ROOT
from tests.crash.rig import LARCHWOOD, HttpHost, Rig
from tests.host import Json, actions
from tests.scenarios.test_three_buttons import SHEET as SPREADSHEET

BY_ROLE = {"sales": "ae", "ce": "ce", "finance": "finance", "ops": "ops"}
ASIDE: Step = Summary((), Ledger(connect("sqlite://")))
"""What is pressed in the spreadsheet and belongs to no customer; here only what it is called, and whose it is."""
BUTTONS = tuple(
    step
    for step in (*with_parts(STEPS, load_rules(ROOT / "manifest" / "handover.toml")), ASIDE)
    if not isinstance(step, Composed)
)
"""Everything that can be pressed: the steps, the parts of those that are made of parts, and the summary."""
SETTLED = ("done", "by_hand", "not_applicable")
CUSTOMER = "Crash Test Works"
PRESSES = 8
"""More than any fault needs: what is not settled after so many is stuck."""


@dataclass(frozen=True)
class Click:
    """One press, to be repeated exactly: where, with what, and from which card."""

    function: str
    parameters: dict[str, str]
    card: Json
    typed: dict[str, Json]


@dataclass
class Presser:
    """One person, one step."""

    rig: Rig
    step: str
    who: str = ""
    host: HttpHost = field(init=False)
    page: ClassVar[str] = ""
    ends: ClassVar[Mapping[str, str]] = {state: state for state in SETTLED}
    said: ClassVar[str] = "Done"
    """Where it is opened below the step's address, in which states it is over, and what a card says of it then."""

    def __post_init__(self) -> None:
        """Whoever's button it is."""
        role = next(step.role for step in BUTTONS if step.name == self.step)
        self.host = self.rig.host(self.who or BY_ROLE[role])
        if self.step == ASIDE.name:
            self.host.editor, self.host.file_id = "sheets", SPREADSHEET

    @property
    def state(self) -> str:
        """What the ledger says of the step, whatever its handover goes by."""
        with self.rig.engine.connect() as connection:
            found = connection.execute(select(steps.c.state).where(steps.c.step == self.step)).scalars().all()
        assert len(found) <= 1, f"{self.step} has several records: {found}"
        return self.ends.get(found[0], found[0]) if found else "never pressed"

    def look(self) -> None:
        """Open the step, as from the home card."""
        self.host.cards, self.host.typed = [], {}
        self._click(Click(f"{BASE_URL}/steps/{self.step}{self.page}", {"docId": LARCHWOOD} | self._named(), {}, {}))

    def _named(self) -> dict[str, str]:
        """The parameters beside the document's id by which the card knows what it is about."""
        return {}

    def ready(self) -> Click | None:
        """The press that the card on top offers, with everything filled in that a person has to fill in."""
        if not self.host.cards:
            return None
        run = f"/steps/{self.step}{self.page}/run"
        found = [action for _, action in actions(self.host.card) if action["function"].endswith(run)]
        if not found:
            return None
        _fill(self.host)
        parameters = {one["key"]: one["value"] for one in found[0].get("parameters", [])}
        return Click(found[0]["function"], parameters, self.host.card, dict(self.host.typed))

    def press(self, click: Click | None) -> bool:
        """Press; whether there was anything to press, and somebody answered."""
        if click is None:
            return False
        self.host.cards, self.host.typed = [click.card], dict(click.typed)
        return self._click(click)

    def go(self) -> Click:
        """Press until it is done, with nothing in the way; returns the press that did it."""
        self.look()
        for _ in range(PRESSES):
            click = self.ready()
            assert click is not None, f"teach tests/crash/person.py how to press {self.step}:\n{self.text}"
            self.press(click)
            if self.state in SETTLED:
                return click
        raise AssertionError(f"teach tests/crash/person.py how to fill in {self.step}:\n{self.text}")

    def settle(self) -> None:
        """Press again and again, as people do, each time when leases and settle times are over."""
        for _ in range(PRESSES):
            if self.state in SETTLED:
                return
            self.rig.pass_time()
            self.look()
            self.press_through()

    def press_through(self) -> None:
        """Press, and once more where the card asked to look again at what was filled in."""
        if self.press(self.ready()) and self.state not in SETTLED:
            self.press(self.ready())

    @property
    def text(self) -> str:
        """What stands on the card on top."""
        return self.host.text if self.host.cards else ""

    def _click(self, click: Click) -> bool:
        try:
            self.host.click(click.function, click.parameters)
        except requests.RequestException:
            return False
        return True


class Undoer(Presser):
    """Somebody who takes a done step back."""

    page: ClassVar[str] = "/undo"
    ends: ClassVar[Mapping[str, str]] = {"undone": "done", "done": "not taken back"}
    said: ClassVar[str] = "Taken back by"

    def _named(self) -> dict[str, str]:
        """A handover that began without a document is known by its customer."""
        return {COMPANY: CUSTOMER} if self.step == START else {}


def _fill(host: HttpHost) -> None:
    """Pick the days that are missing, tick the boxes, and write what has to be written."""
    for widget in _widgets(host.card):
        if "dateTimePicker" in widget and "valueMsEpoch" not in widget["dateTimePicker"]:
            host.pick_day(widget["dateTimePicker"]["name"], _next_month())
        elif "selectionInput" in widget:
            _choose(host, widget["selectionInput"])
        elif _is_to_be_filled(widget.get("textInput", {})):
            host.fill(widget["textInput"]["name"], CUSTOMER)


def _is_to_be_filled(given: Json) -> bool:
    """Lines that stand empty, and the reason why something is taken back."""
    return not given.get("value") and (given.get("type") == "SINGLE_LINE" or given.get("name") == REASON)


def _choose(host: HttpHost, given: Json) -> None:
    values = [item["value"] for item in given["items"]]
    if given["type"] == "CHECK_BOX":
        host.tick(given["name"], *values)
    elif values and not any(item.get("selected") for item in given["items"]):
        host.tick(given["name"], values[0])


def _widgets(card: Json) -> Iterator[dict[str, Any]]:
    for section in card["sections"]:
        yield from section["widgets"]


def _next_month() -> int:
    """Midnight UTC of a Wednesday about a month ahead, in milliseconds."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=28)
    return int((day + timedelta(days=(2 - day.weekday()) % 7)).timestamp() * 1000)
