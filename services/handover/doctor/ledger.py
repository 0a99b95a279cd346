"""The ledger's part of the set-up: whether its database answers, has the right tables, and can be written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from services.handover.doctor.finding import Finding, ok, wrong
from services.handover.schema import NEWEST, open_ledger, try_to_write, version_of
from services.settings import WrongSettings

AREA = "Ledger"
FREE_MEGABYTES = 50
UPGRADE = "Run `flask ledger upgrade` with the same DATABASE_URL."


def check_ledger(url: str) -> Iterator[Finding]:
    """The database at ``url``; a file that is not there yet is not made by looking."""
    file = _file(url)
    if file is not None and not file.exists():
        yield from _not_there(file)
        return
    if file is not None:
        yield from _space(file)
    try:
        engine = open_ledger(url)
    except WrongSettings as error:
        yield wrong(AREA, "database", str(error), "Correct DATABASE_URL, or start the database.")
        return
    try:
        yield ok(AREA, "database", engine.dialect.name)
        yield from _tables(engine)
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


def _tables(engine: Engine) -> Iterator[Finding]:
    try:
        found = version_of(engine)
        if found is None or found < NEWEST:
            words = f"They are {f'at version {found}' if found else 'not there yet'}; this add-on needs {NEWEST}."
            yield wrong(AREA, "tables", words, UPGRADE)
            return
        newer = f"; newer than this add-on, which needs {NEWEST}: right while an older one is rolled back to"
        yield ok(AREA, "tables", f"at version {found}{newer if found > NEWEST else ''}")
        try_to_write(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", "") or type(error).__name__).partition("\n")[0]
        yield wrong(AREA, "writing", f"The ledger cannot be written: {reason}.", "Nothing is sent before it can.")
        return
    yield ok(AREA, "writing")
