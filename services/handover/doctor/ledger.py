"""The ledger's part of the set-up: whether its database answers, has the right tables, and can be written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from services.handover.doctor.finding import Finding, ok, wrong
from services.handover.identity import advice, differences
from services.handover.schema import NEWEST, open_ledger, try_to_write, version_of
from services.settings import WrongSettings

AREA = "Ledger"
FREE_MEGABYTES = 50
TAKES_NOTHING = "Make room on its disk and see that it can be written, or correct DATABASE_URL. Nothing is sent before."
UPGRADE = "Run `flask ledger upgrade` with the same DATABASE_URL."


def check_ledger(url: str, ours: Mapping[str, str]) -> Iterator[Finding]:
    """The database at ``url``; a file that is not there yet is not made by looking.

    ``ours`` is what this set-up says of itself; see :mod:`services.handover.identity`.
    """
    file = _file(url)
    if file is not None and not file.exists():
        yield from _not_there(file)
        return
    if file is not None:
        yield from _space(file)
    try:
        engine = open_ledger(url)
    except WrongSettings as error:
        todo = "Correct DATABASE_URL, or start the database."
        yield wrong(AREA, "database", str(error), todo if file is None else TAKES_NOTHING)
        return
    try:
        yield ok(AREA, "database", engine.dialect.name)
        yield from _tables(engine, ours)
    finally:
        engine.dispose()


def _file(url: str) -> Path | None:
    """Where an SQLite database lies; None for servers, for memory, and for what is no address."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None
    named = address.database or ""
    return Path(named) if address.get_backend_name() == "sqlite" and named not in ("", ":memory:") else None


def _not_there(file: Path) -> Iterator[Finding]:
    parent = next((one for one in file.parents if one.exists()), Path())
    if os.access(parent, os.W_OK):
        yield ok(AREA, "database", "not there yet; the first start makes it")
    else:
        yield wrong(AREA, "database", f"{file} is not there, and cannot be made.", "Make its folder writable.")


def _space(file: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(file.parent).free // 2**20
    if free < FREE_MEGABYTES:
        yield wrong(AREA, "disk", f"Only {free} MB are free where the ledger lies.", "Make room before it is full.")
    else:
        yield ok(AREA, "disk")


def _tables(engine: Engine, ours: Mapping[str, str]) -> Iterator[Finding]:
    try:
        found = version_of(engine)
        if found is None or found < NEWEST:
            words = f"They are {f'at version {found}' if found else 'not there yet'}; this add-on needs {NEWEST}."
            yield wrong(AREA, "tables", words, UPGRADE)
            return
        newer = f"; newer than this add-on, which needs {NEWEST}: right while an older one is rolled back to"
        yield ok(AREA, "tables", f"at version {found}{newer if found > NEWEST else ''}")
        yield from _whose(engine, ours)
        try_to_write(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", "") or type(error).__name__).partition("\n")[0]
        yield wrong(AREA, "writing", f"The ledger cannot be written: {reason}.", TAKES_NOTHING)
        return
    yield ok(AREA, "writing")


def _whose(engine: Engine, ours: Mapping[str, str]) -> Iterator[Finding]:
    """A ledger that another set-up began is not this one's to write in."""
    found = differences(engine, ours)
    for name, (there, here) in found.items():
        yield wrong(AREA, "whose it is", f"{name} is “{there}” in the ledger and “{here}” here.", advice(found))
    if ours and not found:
        yield ok(AREA, "whose it is")
