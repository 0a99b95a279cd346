"""The ledger's tables and its connection: ids, hashes, codes; never a token, a key or a mail's text for long."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Double,
    Engine,
    Index,
    Integer,
    MetaData,
    QueuePool,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
    true,
)

CONNECTIONS = 8
"""One for each thread of a process, as app.yaml starts it."""
metadata = MetaData()

handovers = Table(
    "handovers",
    metadata,
    Column("id", String(128), primary_key=True, comment="the questionnaire document's id"),
    Column("title", String(512), nullable=False),
    Column("revision", String(256)),
    Column("answers", JSON, nullable=False, comment="the facts that travel with the announcement"),
    Column("announced_by", String(320), nullable=False),
    Column("announced_at", Double, nullable=False),
    Column("waits", Boolean, nullable=False, server_default=true(), comment="a step of operations is not settled"),
    Column("customer", String(32), comment="by what the same one is known in another document, see handover.again"),
    Column("opportunity", String(18), comment="Salesforce's id of the deal"),
    Index("handovers_by_age", "announced_at", "id"),
    Index("handovers_waiting", "waits", "announced_at", "id"),
    Index("handovers_by_customer", "customer", "announced_at"),
    Index("handovers_by_opportunity", "opportunity", "announced_at"),
)

steps = Table(
    "steps",
    metadata,
    Column("handover", String(128), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column(
        "state",
        String(16),
        nullable=False,
        comment="see claim.State",
    ),
    Column("person", String(320), nullable=False),
    Column("at", Double, nullable=False, comment="when the state was reached; seconds since 1970"),
    Column("lease", String(64), nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("plan_hash", String(64), nullable=False),
    Column("plan", JSON(none_as_null=True), comment="frozen; only until the step is settled"),
    Column("intent_at", Double, comment="set before sending; cleared once known not to be applied"),
    Column("notes", JSON, nullable=False, comment="ids met on the way"),
    Column("used", JSON(none_as_null=True), comment="what of the document it used, see handover.used"),
    Column("evidence", JSON(none_as_null=True), comment="words, link, ids, and what taking it back needs"),
    Column("round", Integer, nullable=False, default=0, server_default="0", comment="how often it was taken back"),
    Column("code", String(128), nullable=False, default="", comment="the outside system's word for a refusal"),
    Index("steps_by_step", "step", "state", "at"),
)

numbers = Table(
    "numbers",
    metadata,
    Column("sequence", String(64), primary_key=True, comment="one run of numbers, for instance a year's invoices"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("handover", String(128), nullable=False, comment="whose it is, for good"),
    UniqueConstraint("sequence", "handover", name="numbers_once"),
)

identity = Table(
    "identity",
    metadata,
    Column("name", String(64), primary_key=True, comment="see handover.identity"),
    Column("value", String(512), nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("handover", String(128), nullable=False),
    Column("step", String(64), nullable=False),
    Column("person", String(320), nullable=False),
    Column("at", Double, nullable=False),
    Column(
        "what",
        String(32),
        nullable=False,
        comment="claimed, intent, looked, and the states",
    ),
    Column("code", String(128), nullable=False),
    Index("attempts_by_step", "handover", "step"),
)


def connect(url: str) -> Engine:
    """An engine for the ledger; :func:`services.handover.schema.prepare` looks at its tables.

    SQLite runs with a write-ahead log, full syncs, a ten-second busy timeout and immediate transactions:
    without the timeout most competing claims failed (measured: effects-and-faults, section 6). A process keeps
    :data:`CONNECTIONS` at most: nobody who presses needs two at once, or waits for one to be opened.
    """
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    kept: dict[str, Any] = {"poolclass": QueuePool, "pool_size": CONNECTIONS, "max_overflow": 0}
    engine = create_engine(address, pool_pre_ping=address.get_backend_name() != "sqlite", **kept)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def reading(engine: Engine) -> Connection:
    """A connection that opens no transaction: reads never wait for a claim.

    A file's connections are in autocommit as they come; telling SQLAlchemy costs each read a second statement.
    """
    own = {"reads": True} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    return engine.connect().execution_options(**own)


def empty(engine: Engine) -> None:
    """Forget all handovers: for the sandbox's Reset, which empties the outside world too."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table is not identity:
                connection.execute(table.delete())


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Writers take their turn at the start of a transaction; readers take none and wait for nobody."""
    if not connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
