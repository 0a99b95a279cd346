"""The add-on under gunicorn, with break points: gunicorn reads this file as its configuration.

A test writes one order into the server's folder: at which event, counted from the order on, what happens. The
product knows nothing of it: the events are SQLAlchemy's own, and the return of :meth:`Transport.send`.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Pool, event
from sqlalchemy.exc import OperationalError

from services import transport

FOLDER = Path(os.environ["CRASH_FOLDER"])
ORDER, STRUCK, CLOCK, EVENTS = (FOLDER / name for name in ("order.json", "struck.json", "clock", "events"))
READ_SECONDS = 1.0
"""Systems that fall silent are given up sooner than in production, because there are so many of them here."""
EXIT = 70


class BreakPoints:
    """One worker's count of events, and what the standing order does at one of them."""

    def __init__(self) -> None:
        self._order: dict[str, Any] = {}
        self._text = ""
        self._seen = 0
        self._lost = False

    def reached(self, at: str, connection: Connection | None = None) -> None:
        """An event: the ledger ``taken`` into hand, ``commit`` and ``committed``; ``sent`` and ``answered`` outside."""
        self._read()
        if self._lost and connection is not None:
            raise _lost()
        if not self._order:
            return
        if self._order["at"] == "all":
            with EVENTS.open("a") as file:
                file.write(at + "\n")
        if at != self._order["at"]:
            return
        self._seen += 1
        if self._seen == self._order["nth"]:
            STRUCK.with_suffix(".new").write_text(json.dumps({"id": self._order["id"], "pid": os.getpid()}))
            STRUCK.with_suffix(".new").replace(STRUCK)
            self._do(connection)

    def _read(self) -> None:
        """A new order starts a new count; one that was carried out, maybe by a worker now dead, is over."""
        text = ORDER.read_text() if ORDER.exists() else ""
        if text == self._text:
            return
        self._text, self._seen, self._lost = text, 0, False
        self._order = json.loads(text) if text else {}
        struck = json.loads(STRUCK.read_text()) if STRUCK.exists() else {}
        if self._order and struck.get("id") == self._order["id"]:
            self._order = {}

    def _do(self, connection: Connection | None) -> None:
        match self._order["do"]:
            case "exit":
                os._exit(EXIT)
            case "stop":
                # To this very thread: sent to the process, it may let this thread run on for a moment.
                signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
            case "lose":
                self._lost = True
                raise _lost()
            case "lose the answer":
                # The database did it, and the connection broke before it could say so.
                assert connection is not None
                _commit(connection)
                self._lost = True
                raise _lost()
            case "clock":
                CLOCK.write_text(str(self._order["seconds"]))


def _lost() -> OperationalError:
    return OperationalError("the database is lost", None, sqlite3.OperationalError("disk I/O error"))


def _commit(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute("COMMIT")
    else:
        raw.commit()


def _shifted_julianday(connection: Any, _record: object) -> None:
    """The database's clock, which a test can set: SQLite lets a connection bring its own functions."""
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("julianday", 1, lambda _: (time.time() + _shift()) / 86_400 + 2_440_587.5)


def _shift() -> float:
    return float(CLOCK.read_text()) if CLOCK.exists() else 0.0


def post_fork(_server: object, _worker: object) -> None:
    """Gunicorn's hook: a worker has just been made."""
    points = BreakPoints()
    writing: set[int] = set()

    def taken(connection: Connection) -> None:
        points.reached("taken", connection)

    def commit(connection: Connection) -> None:
        points.reached("commit", connection)
        writing.add(id(connection.connection.dbapi_connection))

    def checkin(raw: Any, _record: object) -> None:
        if id(raw) in writing:
            writing.discard(id(raw))
            points.reached("committed")

    event.listen(Engine, "engine_connect", taken)
    event.listen(Engine, "commit", commit)
    event.listen(Pool, "checkin", checkin)
    event.listen(Engine, "connect", _shifted_julianday)
    transport.READ_SECONDS = READ_SECONDS
    send = transport.Transport.send

    def watched(self: transport.Transport, request: Any, **rest: Any) -> transport.Answer:
        points.reached("sent")
        answer = send(self, request, **rest)
        points.reached("answered")
        return answer

    transport.Transport.send = watched  # type: ignore[method-assign]
