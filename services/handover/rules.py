"""The company's process: what ``handover.toml`` says, once it was checked as a whole."""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from services.handover.checked import Section
from services.handover.kinds import ApiPath
from services.handover.record_rules import SourcesOfTruth
from services.handover.reminder_rules import ReminderRules, SlackPlace
from services.handover.sections import (
    Announce,
    AssignOwner,
    Calendar,
    CloseDeal,
    Company,
    CreateLicense,
    DeliverLicense,
    Invoice,
    LedgerRules,
    Press,
    RenameChannel,
    Roles,
    ScheduleCheckin,
    Start,
    StepRules,
    SuccessPlan,
    UpdateSheet,
    WelcomeEmail,
)
from services.handover.tier_tables import Tiers


class SlackChannel(Struct, frozen=True):
    """A channel as handover.toml names it: the keys of its id and of its name, and both."""

    id_key: str
    name_key: str
    id: str
    name: str


ABSENT: Any = object()
"""In place of a section that may be missing: it has nothing in it, and whoever reads it all the same is stopped."""


class Rules(Section, frozen=True, kw_only=True, dict=True):
    """Everything in ``handover.toml``.

    The section of a step that is done by hand here, or left out, may be missing; nobody reads it then.
    :func:`services.handover.configuration.load_rules` sees to both.
    """

    company: Company
    roles: Roles
    steps: StepRules = StepRules()
    start: Start
    announce: Announce
    welcome_email: WelcomeEmail
    assign_owner: AssignOwner
    rename_channel: RenameChannel = ABSENT
    create_license: CreateLicense = ABSENT
    deliver_license: DeliverLicense = ABSENT
    schedule_checkin: ScheduleCheckin = ScheduleCheckin()
    success_plan: SuccessPlan = ABSENT
    tiers: Tiers = ABSENT
    invoice: Invoice = ABSENT
    update_sheet: UpdateSheet
    sources_of_truth: SourcesOfTruth = SourcesOfTruth()
    close_deal: CloseDeal
    ledger: LedgerRules = LedgerRules()
    press: Press = Press()
    calendar: Calendar = Calendar()
    reminders: ReminderRules = ReminderRules()
    suggestions: dict[str, ApiPath] = {}
    labels: dict[str, list[str]] = {}
    folder: Path

    def does(self, step: str) -> bool:
        """Whether the add-on does this step here, by its public name."""
        return step not in (*self.steps.by_hand, *self.steps.without)

    @cached_property
    def filled(self) -> frozenset[str]:
        """The ids of the templates of which steps fill copies."""
        templates: dict[str, SuccessPlan | Invoice] = {"success_plan": self.success_plan, "invoice": self.invoice}
        return frozenset(one.template for step, one in templates.items() if self.does(step))

    def roles_of(self, email: str) -> frozenset[str]:
        """The roles of a person; nobody has one that is not written down."""
        anyone = "*@" + email.rpartition("@")[2]
        entries = {role: {e.lower() for e in getattr(self.roles, role)} for role in Roles.__struct_fields__}
        return frozenset(role for role, listed in entries.items() if {email.lower(), anyone.lower()} & listed)

    def channels(self) -> Iterator[SlackChannel]:
        """Every channel that something is posted in, wherever it is named."""
        told = self.announce
        yield SlackChannel("announce.channel", "announce.channel_name", told.channel, told.channel_name)
        if self.does("invoice"):
            bill = self.invoice
            yield SlackChannel("invoice.channel", "invoice.channel_name", bill.channel, bill.channel_name)
        places: dict[str, SlackPlace] = {f"channels.{role}": one for role, one in self.reminders.channels.items()}
        places |= {"operators": self.reminders.operators} if self.reminders.operators else {}
        for key, place in places.items():
            yield SlackChannel(f"reminders.{key}.id", f"reminders.{key}.name", place.id, place.name)

    def is_admin(self, email: str) -> bool:
        """Whether a person looks after the add-on here."""
        return email.lower() in {one.lower() for one in self.company.admins}

    def ours(self, address: str) -> bool:
        """Whether an address is one of our own people."""
        return address.rpartition("@")[2].lower() in {d.lower() for d in self.company.domains}

    @cached_property
    def welcome_text(self) -> str:
        """The welcome mail's template text."""
        return self._text(self.welcome_email.template)

    @cached_property
    def delivery_text(self) -> str:
        """The text that a license key is delivered with."""
        return self._text(self.deliver_license.template)

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8-sig").strip()
