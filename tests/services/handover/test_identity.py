"""One ledger, one company, one way of numbering: a start that says otherwise is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.handover.identity import adopt, differences, settle
from services.handover.schema import prepare
from services.handover.tables import connect, empty
from services.settings import WrongSettings
from tests.conftest import ROOT
from tests.test_app import BOOT_ERROR, NEEDED, process, start

OURS = {"HANDOVER_MODE": "production", "company.name": "Sourcegraph", "invoice.number": "INV-####"}
EXAMPLE = str(ROOT / "manifest" / "examples" / "deutsch" / "handover.toml")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A ledger of each kind."""
    engine = connect(database_url)
    prepare(engine)
    yield engine
    engine.dispose()


def test_the_first_start_says_whose_it_is_and_the_next_ones_agree(engine: Engine) -> None:
    settle(engine, OURS)
    settle(engine, OURS)
    assert differences(engine, OURS) == {}


def test_several_processes_that_start_at_once_all_start(engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: settle(engine, OURS), range(6)))
    assert differences(engine, OURS) == {}


def test_another_company_is_refused_with_both_names_and_nothing_is_written(engine: Engine) -> None:
    settle(engine, OURS)
    theirs = {**OURS, "company.name": "Laternenwerk", "invoice.number": "RE-####"}
    with pytest.raises(WrongSettings) as refused:
        settle(engine, theirs)
    assert "company.name is “Sourcegraph” in the ledger and “Laternenwerk” here" in str(refused.value)
    assert "invoice.number is “INV-####” in the ledger and “RE-####” here" in str(refused.value)
    assert "run `flask ledger adopt`" in str(refused.value)
    assert differences(engine, OURS) == {}


def test_who_invoices_by_hand_agrees_with_whoever_numbers(engine: Engine) -> None:
    settle(engine, OURS)
    settle(engine, {name: value for name, value in OURS.items() if name != "invoice.number"})


def test_a_company_that_changed_its_name_says_so_once(engine: Engine) -> None:
    settle(engine, OURS)
    renamed = {**OURS, "company.name": "Sourcegraph GmbH"}
    assert adopt(engine, renamed) == {"company.name": ("Sourcegraph", "Sourcegraph GmbH")}
    settle(engine, renamed)
    assert adopt(engine, renamed) == {}


def test_a_sandbox_never_gets_hold_of_a_companys_ledger(engine: Engine) -> None:
    settle(engine, OURS)
    sandbox = {**OURS, "HANDOVER_MODE": "sandbox"}
    for way in (settle, adopt):
        with pytest.raises(WrongSettings, match="A sandbox's ledger and a company's are never the same"):
            way(engine, sandbox)


def test_the_sandboxs_reset_leaves_the_ledger_the_sandboxs(engine: Engine) -> None:
    settle(engine, OURS)
    empty(engine)
    assert differences(engine, {**OURS, "company.name": "x"}) == {"company.name": ("Sourcegraph", "x")}


def test_two_configurations_on_one_ledger_the_second_does_not_start(tmp_path: Path) -> None:
    environment = NEEDED | {"DATABASE_URL": f"sqlite:///{tmp_path / 'l.sqlite'}"}
    assert start(**environment).returncode == 0
    other = environment | {"HANDOVER_CONFIG": EXAMPLE}
    refused = start(**other)
    assert refused.returncode == BOOT_ERROR
    assert "company.name is “Sourcegraph” in the ledger and “Laternenwerk” here" in refused.stderr
    assert "Traceback" not in refused.stderr
    adopted = process("-m", "flask", "ledger", "adopt", **other)
    assert "company.name: “Sourcegraph” became “Laternenwerk”." in adopted.stdout, adopted.stderr
    assert start(**other).returncode == 0
    assert "Nothing differs." in process("-m", "flask", "ledger", "adopt", **other).stdout
