"""The set-up, checked for those who look after it, by the company's credentials and by their own token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from addon.addresses import Addresses
from addon.answering import Envelope
from addon.cards import about, checkup
from addon.cards.problem import SCOPE_WORDS
from addon.consent import ScopesDeclined
from addon.visit import FILE_SCOPE, Visit
from services import scopes
from services.handover.connections import connections
from services.handover.doctor.finding import Finding, ok, unchecked
from services.handover.process import Process

if TYPE_CHECKING:
    from services.handover.doctor.doctor import Doctor

Json = dict[str, Any]
NOT_GIVEN = "Not given yet. It is asked for when a step first needs it."


class Checkup:
    """The Settings card, and for admins the check behind it."""

    def __init__(self, process: Process, addresses: Addresses, doctor: Callable[[], Doctor]) -> None:
        self._rules = process.rules
        self._addresses = addresses
        self._doctor = doctor

    def settings(self, visit: Visit, envelope: Envelope) -> Json:
        """Who am I here, and what is connected."""
        admin = self._rules.is_admin(visit.person.email)
        check = about.check_section(self._addresses, visit.keep) if admin else None
        granted, connected = visit.event.authorization.authorized_scopes, connections(visit.systems, self._rules)
        return envelope(about.settings_card(visit.person, granted, connected, self._rules, check))

    def check(self, visit: Visit, envelope: Envelope) -> Json:
        """Look at everything; whoever is no admin sees their settings instead."""
        if not self._rules.is_admin(visit.person.email):
            return self.settings(visit, envelope)
        may_sheets = self._may_sheets(visit)
        systems, doctor = visit.systems.anew(), self._doctor()
        found = [
            *doctor.company(systems),
            *doctor.person(systems, may_sheets),
            *_permissions(visit),
        ]
        return envelope(checkup.checkup_card(found, self._addresses, visit.keep))

    def _may_sheets(self, visit: Visit) -> bool:
        """Asked for once; who declines is still told everything else."""
        with suppress(ScopesDeclined):
            visit.need(FILE_SCOPE, *scopes.SPREADSHEETS)
        return visit.event.authorization.authorized_scopes.issuperset(scopes.SPREADSHEETS)


def _permissions(visit: Visit) -> Iterator[Finding]:
    """Each of Google's permissions that presses may need; a person may do without any of them."""
    for scope, words in SCOPE_WORDS.items():
        what = f"permission to {words}"
        given = scope in visit.event.authorization.authorized_scopes
        yield ok("Google", what) if given else unchecked("Google", what, NOT_GIVEN)
