"""A ledger of many handovers: every question by an index, and what waits told page by page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Select, func, insert, make_url, select, text

from services.handover.backlog import (
    MOST_COUNTED,
    Backlog,
    all_query,
    count_query,
    open_query,
    other_query,
    owners_query,
    settled_query,
    waiting_query,
)
from services.handover.ledger import Ledger
from services.handover.model import Evidence
from services.handover.schema import prepare
from services.handover.tables import connect, handovers, steps
from tests.postgres import DATABASES, Postgres

MANY, WAITING = 3_000, 1_100
CE_STEPS = ("assign_owner", "deliver_license")
PLAN: dict[str, Any] = {"what": "row"}


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which most handovers are finished, to copy."""
    file = tmp_path_factory.mktemp("filled") / "ledger.sqlite"
    _filled(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="module")
def filled_database(postgres: Postgres) -> str:
    """The same in PostgreSQL: the name of a database to copy."""
    address = postgres.new_ledger()
    _filled(address)
    return str(make_url(address).database)


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A copy for each test, on each kind of database."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("filled_file"), tmp_path)
        made = connect(f"sqlite:///{file}")
    else:
        template = request.getfixturevalue("filled_database")
        made = connect(request.getfixturevalue("postgres").new_database(template))
    yield made
    made.dispose()


def _filled(address: str) -> None:
    made = connect(address)
    prepare(made)
    fill(made, MANY, WAITING)
    made.dispose()


def fill(engine: Engine, many: int, waiting: int, at: float = 1_700_000_000.0) -> None:
    """So many handovers, one a minute, of which the last ``waiting`` wait for the sheet."""
    rows = [
        {
            "id": f"doc{n:06}",
            "title": f"Customer {n}",
            "revision": "r1",
            "answers": {"company_name": f"Customer {n}", "site_id": f"site-{n}"},
            "announced_by": "ae@codelantern.example",
            "announced_at": at + 60.0 * n,
            "waits": n >= many - waiting,
            "customer": f"c{n:06}",
            "opportunity": f"o{n:06}",
        }
        for n in range(many)
    ]
    done = [("announce", None), ("assign_owner", {"owner": "ce@codelantern.example"}), ("update_sheet", None)]
    entries = [
        {
            "handover": row["id"],
            "step": name,
            "state": "done",
            "person": "ae@codelantern.example",
            "at": row["announced_at"],
            "lease": "",
            "lease_until": 0.0,
            "plan_hash": "",
            "notes": {},
            "code": "",
            "evidence": {"words": "Done", "link": "", "ids": ids or {}, "undo": None},
        }
        for row in rows
        for name, ids in done
        if not (name == "update_sheet" and row["waits"])
    ]
    with engine.begin() as connection:
        for table, filled in ((handovers, rows), (steps, entries)):
            for start in range(0, len(filled), 1_000):
                connection.execute(insert(table), filled[start : start + 1_000])
        connection.execute(text("ANALYZE"))


def plan(engine: Engine, query: Select[Any]) -> str:
    """How the database would answer."""
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    compiled = query.compile(engine, compile_kwargs={"literal_binds": True, "render_postcompile": True})
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # On so few rows the server would rather read everything; what is asked is whether it could do without.
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(explain + str(compiled).replace("%", "%%"))
        return "\n".join(str(row[-1]) for row in rows)


def scans(found: str) -> list[str]:
    """Lines of a plan that read a whole table."""
    whole = [line for line in found.splitlines() if "SCAN handovers" in line or "SCAN steps" in line]
    unindexed = [line for line in whole if "INDEX" not in line]
    return unindexed + [line for line in found.splitlines() if "Seq Scan" in line]


ORDER = (handovers.c.announced_at, handovers.c.id)
WAITED_FOR = ("update_sheet", "sources_of_truth")
PLACE = "1700000060.0 doc000001"


@pytest.mark.parametrize(
    "query",
    [
        waiting_query("", WAITED_FOR).order_by(*ORDER).limit(100),
        waiting_query(PLACE, WAITED_FOR).order_by(*ORDER).limit(100),
        count_query("", WAITED_FOR),
        count_query(PLACE, WAITED_FOR),
        all_query(PLACE).order_by(*ORDER).limit(500),
        settled_query(["doc000001", "doc000002"], "update_sheet"),
        other_query("doc000001", {"customer": "c000002", "opportunity": "o000002"}),
        owners_query(CE_STEPS),
        open_query(CE_STEPS).order_by(*ORDER).limit(100),
        select(steps).where(steps.c.handover == "doc000001"),
        select(steps).where(steps.c.handover.in_(["doc000001", "doc000002"])),
        select(handovers).where(handovers.c.id == "doc000001"),
    ],
    ids=[
        "waiting",
        "the next",
        "count",
        "count behind",
        "all",
        "settled",
        "other",
        "owners",
        "open",
        "one",
        "several",
        "announcement",
    ],
)
def test_every_question_is_answered_by_an_index_and_none_by_reading_a_table(engine: Engine, query: Select[Any]) -> None:
    found = plan(engine, query)
    assert scans(found) == [], found


def test_the_check_of_plans_sees_a_table_that_is_read_whole(engine: Engine) -> None:
    assert scans(plan(engine, select(func.count()).select_from(handovers).where(handovers.c.title == "x")))


def test_what_waits_is_told_oldest_first_and_page_by_page(engine: Engine) -> None:
    asked = Backlog(engine, WAITED_FOR)
    pages, after = [], ""
    while page := asked.waiting(100, after):
        pages.append([one.id for one in page])
        after = page[-1].place
    assert [len(page) for page in pages] == [100] * 11
    assert [one for page in pages for one in page] == [f"doc{n:06}" for n in range(MANY - WAITING, MANY)]


def test_it_is_counted_no_further_than_anybody_reads(engine: Engine) -> None:
    asked = Backlog(engine, WAITED_FOR)
    assert asked.count() == MOST_COUNTED + 1
    assert asked.count(asked.waiting(150)[-1].place) == WAITING - 150


def test_all_announcements_come_once_each_in_their_order(engine: Engine) -> None:
    found = [one.id for page in Backlog(engine, WAITED_FOR).announcements() for one in page]
    assert found == [f"doc{n:06}" for n in range(MANY)]


def test_a_row_that_is_settled_and_opened_again_waits_again(engine: Engine) -> None:
    ledger, oldest = Ledger(engine), f"doc{MANY - WAITING:06}"
    claim = ledger.claim(oldest, "update_sheet", "ops@codelantern.example", PLAN)
    assert claim is not None
    claim.intend()
    claim.done(Evidence("Row 2"), {})
    assert oldest not in [one.id for one in ledger.backlog.waiting(10)]
    taken = ledger.claim(oldest, "update_sheet/undo/0", "ops@codelantern.example", PLAN)
    assert taken is not None
    taken.intend()
    taken.done(Evidence("Put back"), {"undoes": "update_sheet"})
    assert ledger.backlog.waiting(1)[0].id == oldest
    ledger.settle(oldest, "update_sheet", "ops@codelantern.example", "by_hand", Evidence("By hand"))
    assert ledger.backlog.waiting(1)[0].id != oldest
    ledger.reopen(oldest, "update_sheet", "ops@codelantern.example")
    assert ledger.backlog.waiting(1)[0].id == oldest


def test_only_what_was_taken_lately_and_is_open_counts_for_its_owner(engine: Engine) -> None:
    ledger = Ledger(engine)
    assert ledger.backlog.open_by_owner(CE_STEPS) == {}
    for document in ("new1", "new2"):
        claim = ledger.claim(document, "assign_owner", "ce@codelantern.example", PLAN)
        assert claim is not None
        claim.intend()
        claim.done(Evidence("Taken", "", {"owner": "ce@codelantern.example"}), {})
    ledger.settle("new2", "deliver_license", "ce@codelantern.example", "by_hand", Evidence("By hand"))
    assert ledger.backlog.open_by_owner(CE_STEPS) == {"ce@codelantern.example": 1}
