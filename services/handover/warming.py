"""What a first press would wait for, done before it comes: imports, patterns, clients, connections, look-ups."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from services.errors import OutsideError
from services.handover import effects, patterns
from services.handover.rules import Rules
from services.systems import Systems

DRAWN_WITH = (
    "billing",
    "cell_values",
    "invoice_sheet",
    "license_terms",
    "meeting_time",
    "owner_correction",
    "replies",
    "row_draft",
    "sheet_desk",
    "signature",
    "tiers",
    "times",
    "working_days",
    "zones",
)
"""What steps draw with, which the first card has no use for."""


def warm(rules: Rules, systems: Systems, *others: Callable[[], object]) -> None:
    """Prepare all that can be prepared without a person; what does not answer now, a press asks for itself.

    ``systems`` are the company's, and read nothing as anybody; ``others`` are done beside their look-ups.
    """
    # One after the other, because an import holds the interpreter anyway.
    for name in (*DRAWN_WITH, *(f"effects.{one.name}" for one in iter_modules(effects.__path__))):
        import_module(f"services.handover.{name}")
    patterns.compile_all()
    _ = systems.docs, systems.sheets, systems.drive, systems.gmail, systems.mailbox, systems.calendar
    lookups = [*others, lambda: systems.slack.known_channel(rules.announce.channel)]
    if systems.has_salesforce:
        lookups.append(systems.salesforce.known_stages)
    with ThreadPoolExecutor(len(lookups)) as together:
        for lookup in lookups:
            together.submit(_quietly, lookup)


def _quietly(lookup: Callable[[], object]) -> None:
    with suppress(OutsideError):
        lookup()
