"""``flask ledger …``: what is done with the ledger alone, without any other setting.

Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.group()
def ledger() -> None:
    """Work with the ledger at DATABASE_URL."""


@ledger.command("upgrade")
def upgrade_ledger() -> None:
    """Bring the ledger's tables to this version, before the code that needs them starts."""
    from services.handover.schema import NEWEST, upgrade

    with _ledger(ready=False) as engine:
        found = upgrade(engine)
    before = "already" if found == NEWEST else f"from {found}" if found else "made new"
    click.echo(f"The ledger's tables are at version {NEWEST} ({before}).")


@ledger.command("adopt")
def adopt_ledger() -> None:
    """Say that this ledger belongs to the configuration as it is now, after the company changed."""
    from services.handover.configuration import load_rules
    from services.handover.identity import adopt, identity_of
    from services.settings import config_path

    with _ledger() as engine:
        found = adopt(engine, identity_of("production", load_rules(config_path())))
    for name, (before, now) in found.items():
        click.echo(f"{name}: “{before}” became “{now}”.")
    click.echo("" if found else "Nothing differs.", nl=not found)


@ledger.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), required=True)
def export_ledger(form: Literal["csv", "json"]) -> None:
    """Print what was done, by whom, with what evidence."""
    from services.handover.keeping import export

    with _ledger() as engine:
        export(engine, form, sys.stdout)


@ledger.command("report")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1), help="Announced in so many days.")
@click.option("--json", "machine", is_flag=True, help="Print it as JSON, with times in seconds.")
def report_ledger(days: int, machine: bool) -> None:
    """Print what is open and for how long, and how long each step took."""
    from services.handover import report
    from services.handover.by_hand import here
    from services.handover.configuration import load_rules
    from services.handover.steps import STEPS
    from services.settings import config_path

    with _ledger() as engine:
        known = here(STEPS, load_rules(config_path()).steps)
        found = report.report(engine, known, time.time(), days)
    click.echo(json.dumps(found.as_json(), indent=1) if machine else "\n".join(report.lines(found)))


@ledger.command("prune")
def prune_ledger() -> None:
    """Forget people and facts of handovers older than the company keeps them; what was done stays done."""
    from services.handover.configuration import load_rules
    from services.handover.keeping import prune
    from services.settings import config_path

    with _ledger() as engine:
        days = load_rules(config_path()).ledger.retention_days
        done = prune(engine, days)
    click.echo(f"Nothing had happened for {days} days in {done.forgotten} handovers; they are forgotten.")
    if done.unsettled:
        click.echo(f"{done.unsettled} older ones stay, because a step of theirs is not confirmed yet.")


@contextmanager
def _ledger(*, ready: bool = True) -> Iterator[Engine]:
    """The ledger alone, because its commands need no other setting; mistakes end with what to do."""
    from services.handover.schema import open_ledger, prepare
    from services.settings import ROOT, WrongSettings, database_url

    (ROOT / "instance").mkdir(exist_ok=True)
    try:
        engine = open_ledger(database_url())
        if ready:
            prepare(engine)
        yield engine
    except WrongSettings as error:
        sys.exit(str(error))
