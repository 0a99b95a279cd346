"""Numbers of a run: one for each handover, and none left out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from services.handover import numbering
from services.handover.schema import open_ledger, upgrade


def _ledger(url: str) -> Engine:
    engine = open_ledger(url)
    upgrade(engine)
    return engine


def test_eight_at_once_get_eight_numbers_without_a_gap(database_url: str) -> None:
    engine = _ledger(database_url)
    names = [f"doc{n}" for n in range(8)] * 3
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: numbering.take(engine, "invoice", name, 7), names))
    assert sorted(set(found)) == list(range(7, 15))
    assert all(len({number for one, number in zip(names, found, strict=True) if one == name}) == 1 for name in names)


def test_every_run_counts_by_itself(database_url: str) -> None:
    engine = _ledger(database_url)
    assert [numbering.take(engine, run, "doc") for run in ("2026", "2027")] == [1, 1]
    assert numbering.take(engine, "2026", "other") == 2


@pytest.mark.parametrize(("form", "number", "words"), [("INV-####", 7, "INV-0007"), ("#/26", 123, "123/26")])
def test_a_number_is_written_with_all_its_digits(form: str, number: int, words: str) -> None:
    assert numbering.written(form, number) == words
