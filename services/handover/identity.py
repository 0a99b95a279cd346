"""Whose ledger it is: what every process that works on one ledger has to agree on.

The first start writes it down, and a start that says something else is refused before anything is sent. Otherwise a
sandbox could empty a company's ledger, and two companies, or two ways of numbering invoices, get mixed up in one.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from services.handover.rules import Rules
from services.handover.tables import identity, reading
from services.settings import WrongSettings

MODE, COMPANY, NUMBERS = "HANDOVER_MODE", "company.name", "invoice.number"
ELSEWHERE = (
    "HANDOVER_CONFIG and DATABASE_URL do not belong together: correct one of them. If the company did change this, run "
    "`flask ledger adopt`, then start again."
)
SANDBOX = "A sandbox's ledger and a company's are never the same: correct DATABASE_URL."


def identity_of(mode: str, rules: Rules) -> Mapping[str, str]:
    """What this process says; ``mode`` is the setting's."""
    numbers = {NUMBERS: rules.invoice.number} if rules.does("invoice") else {}
    return {MODE: mode, COMPANY: rules.company.name, **numbers}


def differences(engine: Engine, ours: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Where the ledger says something else: name -> (there, here)."""
    return _differences(_written(engine), ours)


def settle(engine: Engine, ours: Mapping[str, str]) -> None:
    """Write down at the first start whose ledger it is. Raises WrongSettings when it is somebody else's."""
    there = _written(engine)
    found = _differences(there, ours)
    missing = [name for name in ours if name not in there]
    for name in () if found else missing:
        _write_once(engine, name, ours[name])
    # The server may fork its workers after this, and two processes must not speak on one connection.
    engine.dispose()
    if found:
        mistakes = [f"{name} is “{there}” in the ledger and “{here}” here" for name, (there, here) in found.items()]
        raise WrongSettings("This ledger was begun by another set-up:", mistakes, advice(found))


def adopt(engine: Engine, ours: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The company changed: its ledger says so from now on. Returns what differed, as :func:`differences` does.

    Raises WrongSettings for a ledger of another mode.
    """
    found = differences(engine, ours)
    if MODE in found:
        raise WrongSettings(SANDBOX)
    with engine.begin() as connection:
        connection.execute(delete(identity).where(identity.c.name.in_(found)))
        for name in found:
            connection.execute(insert(identity).values(name=name, value=ours[name]))
    return found


def advice(found: Mapping[str, tuple[str, str]]) -> str:
    """What to do about differences."""
    return SANDBOX if MODE in found else ELSEWHERE


def _written(engine: Engine) -> Mapping[str, str]:
    with reading(engine) as connection:
        return {row.name: row.value for row in connection.execute(select(identity))}


def _differences(there: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (there[name], here) for name, here in ours.items() if there.get(name, here) != here}


def _write_once(engine: Engine, name: str, value: str) -> None:
    """Of several processes that start at once, the first writes."""
    try:
        with engine.begin() as connection:
            known = select(identity.c.name).where(identity.c.name == name)
            if connection.execute(known).one_or_none() is None:
                connection.execute(insert(identity).values(name=name, value=value))
    except IntegrityError:
        return
