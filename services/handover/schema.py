"""Whether a database has the tables that this code was written for, and giving them to it.

Alembic is imported only where something has to be migrated: a process that answers presses never pays for it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from services.handover.tables import connect, metadata, reading
from services.settings import WrongSettings

FOLDER = Path(__file__).with_name("migrations")
FIRST, NEWEST = "0001", "0007"
"""Versions count up, so that older and newer can be told apart without reading the migrations."""
BEHIND = (
    "The ledger's tables are {found}, and this version of the add-on needs version {needed}. "
    "Run `flask ledger upgrade` with the same DATABASE_URL, then start again."
)
IN_MEMORY = (
    "DATABASE_URL keeps the ledger in memory: what was done would be forgotten, and done again. Name a file, such as "
    "sqlite:////var/lib/handover/ledger.sqlite, or use PostgreSQL."
)
_RELEASE_LOCK = 4_021_973
_versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def open_ledger(url: str) -> Engine:
    """The database at ``url``. Raises WrongSettings when there is none, or no driver for it."""
    try:
        engine = connect(url)
        if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
            raise WrongSettings(IN_MEMORY)
        engine.connect().close()
    except (ArgumentError, ModuleNotFoundError) as error:
        words = f"DATABASE_URL cannot be used: {error}. PostgreSQL needs the extra `postgres`."
        raise WrongSettings(words) from None
    except (DBAPIError, sqlite3.Error) as error:
        raise WrongSettings(f"DATABASE_URL: the ledger's database does not answer: {_reason(error)}") from None
    return engine


def prepare(engine: Engine) -> None:
    """Make a database ready at start: SQLite's file is made or migrated, a server's is only looked at.

    A server is migrated by a release job, before the code that needs it starts. One that is newer than this code is
    fine: migrations expand first and contract later. Raises WrongSettings for one that is behind.
    """
    try:
        found = _prepare_file(engine) if engine.dialect.name == "sqlite" else version_of(engine)
    except DBAPIError as error:
        words = f"The ledger cannot be read or written: {_reason(error)}. Make room on its disk, or make it writable."
        raise WrongSettings(words) from None
    if found is None or found < NEWEST:
        raise WrongSettings(BEHIND.format(found=f"at version {found}" if found else "not there yet", needed=NEWEST))


def version_of(engine: Engine) -> str | None:
    """Which version the tables have; None when there are none."""
    with engine.connect() as connection:
        return _version(connection)


def try_to_write(engine: Engine) -> None:
    """Write what stands there already, and keep it: only that finds out whether the disk takes it."""
    with engine.begin() as connection:
        connection.execute(update(_versions).values(version_num=_versions.c.version_num))


def condition(engine: Engine) -> str:
    """Whether the ledger can be written now: ``ok``, or in a few words why not. Never an address or a password."""
    try:
        with reading(engine) as connection:
            found = _version(connection)
    except SQLAlchemyError:
        return "does not answer"
    return "ok" if found is not None and found >= NEWEST else f"at version {found or 'none'}, needs {NEWEST}"


def _reason(error: Exception) -> str:
    """The database's own words, in one line, without the statement and its values."""
    return str(getattr(error, "orig", error)).strip().partition("\n")[0]


def upgrade(engine: Engine) -> str | None:
    """Bring the tables to the newest version; returns the version they had. Two at once wait for each other."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _RELEASE_LOCK})
        found = _version(connection)
        _migrate(connection)
    return found


def _prepare_file(engine: Engine) -> str | None:
    """In one immediate transaction, because several processes may start at once. Returns the version it then has."""
    with engine.begin() as connection:
        found = _version(connection)
        if found is None and not inspect(connection).has_table("steps"):
            metadata.create_all(connection)
            _stamp(connection, NEWEST)
            return NEWEST
        if found is None:
            # From the days before versions were kept.
            _stamp(connection, FIRST)
            found = FIRST
        if found >= NEWEST:
            return found
        _migrate(connection)
        return _version(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_versions.name):
        return None
    return connection.execute(select(_versions.c.version_num)).scalar_one_or_none()


def _stamp(connection: Connection, version: str) -> None:
    _versions.create(connection, checkfirst=True)
    connection.execute(insert(_versions).values(version_num=version))


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
