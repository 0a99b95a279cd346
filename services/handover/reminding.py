"""Puts the reminders together: one ledger, one connection pool, the company's own credentials."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from services.handover.model import Step
    from services.handover.reminders import Reminders
    from services.handover.rules import Rules
    from services.pool import Pool
    from services.settings import Settings


def reminders_of(
    settings: Settings,
    rules: Rules,
    steps: Sequence[Step],
    engine: Engine,
    pool: Pool,
    keys_at_hand: Callable[[], bool],
    clock: Callable[[], float],
) -> Callable[[], Reminders]:
    """The reminders of a company with these ``steps``, made when they are first asked for.

    ``clock`` gives seconds since 1970.
    """

    @cache
    def made() -> Reminders:
        # Imported here: a process that starts for a press reminds nobody.
        from services.handover.ledger import Ledger
        from services.handover.overdue import Overdue, duties
        from services.handover.reminders import Reminders
        from services.handover.watch import Watch
        from services.systems import Systems
        from services.transport import Deadline, Transport

        ledger = Ledger(engine, rules.ledger.lease_seconds)
        watch = Watch(settings.salesforce_certificate, keys_at_hand)
        return Reminders(
            rules,
            ledger,
            Overdue(engine, ledger, duties(rules, steps), rules.reminders.at_most),
            lambda seconds: Systems(settings, Transport(pool, Deadline(seconds)), "", ""),
            watch.troubles,
            clock,
            {step.name: step.label for step in steps},
        )

    return made
