"""The outside world: everything that the add-on can reach, on your own machine."""

import collections
import datetime
import json
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from services.sandbox import seed as seeds
from services.sandbox.faults import Faults
from services.sandbox.gmail.stand_in import Gmail
from services.sandbox.google_api import Handler
from services.sandbox.google_calendar.stand_in import GoogleCalendar
from services.sandbox.google_docs.stand_in import GoogleDocs
from services.sandbox.google_drive.stand_in import GoogleDrive
from services.sandbox.google_sheets.stand_in import GoogleSheets
from services.sandbox.identity import Identity, Person
from services.sandbox.licensing.stand_in import Licensing
from services.sandbox.one_time_secret.stand_in import OneTimeSecret
from services.sandbox.salesforce.stand_in import Salesforce
from services.sandbox.slack.stand_in import Slack
from services.sandbox.stand_in import StandIn
from services.sandbox.store import Store

SEED = Path(__file__).with_name("seed.toml")
_LOG_LENGTH = 2000


class World:
    """All stand-ins with their state.

    With a `state` file the world outlives the process: it is written after every change, the signing keys stand
    beside it. Without one it lives in memory only.
    """

    def __init__(self, state: Path | None = None, seed: Path = SEED) -> None:
        loaded = seeds.load(seed)
        blank = json.dumps(seeds.fill(loaded))
        self._store = Store(state, lambda: json.loads(blank))
        self.people: tuple[Person, ...] = loaded.people
        self.identity = Identity(self._store, self.people, state.parent if state else None)
        self.drive = GoogleDrive(self._store, self.identity)
        self.docs = GoogleDocs(self._store, self.drive)
        self.sheets = GoogleSheets(self._store, self.drive)
        self.calendar = GoogleCalendar(self._store, self.identity)
        self.gmail = Gmail(self._store, self.identity)
        self.slack = Slack(self._store)
        self.licensing = Licensing(self._store)
        self.salesforce = Salesforce(self._store)
        self.one_time_secret = OneTimeSecret(self._store)
        # Slack's addresses begin like those of One-Time Secret, which are the longer ones.
        self.stand_ins: tuple[StandIn, ...] = (self.one_time_secret, self.slack, self.licensing, self.salesforce)
        self.faults = Faults()
        self.requests: collections.deque[dict[str, Any]] = collections.deque(maxlen=_LOG_LENGTH)
        self.complaints: list[str] = []

    @property
    def lock(self) -> threading.RLock:
        """Held while anything in the world is read or changed."""
        return self._store.lock

    @property
    def revision(self) -> int:
        """Grows with each change, for polling."""
        return self._store.revision

    def reset(self) -> None:
        """Back to the seed: no faults, no grants, an empty log. Signing keys stay."""
        with self._store.lock:
            self._store.reset()
            self._forget()

    def snapshot(self) -> dict[str, Any]:
        """All that there is, to come back to."""
        return self._store.snapshot()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Back to a snapshot: no faults, an empty log."""
        with self._store.lock:
            self._store.restore(snapshot)
            self._forget()

    def _forget(self) -> None:
        self.faults.clear()
        self.requests.clear()
        self.complaints.clear()

    def complain(self, text: str) -> None:
        """Something is wrong with the sandbox or with the use that is made of it; tests look here."""
        self.complaints.append(text)

    def log(self, entry: dict[str, Any]) -> None:
        """Remember a request from outside. Tokens never come here."""
        self.requests.append({**entry, "time": datetime.datetime.now(datetime.UTC).isoformat()})

    def handlers(self) -> dict[str, Handler]:
        """What answers each method of a Google API."""
        return {
            **self.docs.handlers(),
            **self.drive.handlers(),
            **self.sheets.handlers(),
            **self.gmail.handlers(),
            **self.calendar.handlers(),
        }

    def person(self, person_id: str) -> Person:
        """One of the people, by id ("ae", "ce", "finance", "ops") or address."""
        for person in self.people:
            if person_id in (person.id, person.email):
                return person
        raise LookupError(f"nobody here is called {person_id!r}")

    def files(self) -> list[dict[str, Any]]:
        """The documents and spreadsheets: id, title, kind, url."""
        return self.drive.files()

    def panels(self) -> dict[str, Any]:
        """The state of each system, for the host page to draw."""
        with self._store.lock:
            return {
                **{one.name: one.panel() for one in self.stand_ins},
                "gmail": self.gmail.panel(),
                "sheets": self.sheets.panel(),
                "calendar": self.calendar.panel(),
            }

    def state(self) -> dict[str, Any]:
        """Everything but secrets, for looking at from another process."""
        people = [asdict(person) for person in self.people]
        kept = self._store.snapshot()
        del kept["slack"]["bot"]["token"], kept["salesforce"]["sessions"], kept["licensing"]["token"]
        for license_ in kept["licensing"]["licenses"]:
            del license_["key"]
        for secret in kept["one_time_secret"]["secrets"].values():
            del secret["value"], secret["secret_key"]
        kept["one_time_secret"].pop("token", None)
        return {**kept, "people": people, "complaints": list(self.complaints)}
