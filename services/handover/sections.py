"""The sections of ``handover.toml``, each typed. A key that is not known here is an error at start."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from services.handover.kinds import Address, Addresses, ApiName, ChannelId, Domains, FileId, GroupId, Members
from services.handover.links import document_url
from services.transport import CLICK_SECONDS


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{zone!r} is no time zone") from None
    return zone


ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""IANA's name of a time zone."""


class Section(BaseModel):
    """A part of the company's rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(Section):
    """Who we are towards the customer."""

    name: str
    domains: Domains
    support_address: str
    admins: Addresses = []


class Roles(Section):
    """Addresses, or ``*@domain``, by role."""

    sales: Members = []
    ce: Members = []
    finance: Members = []
    ops: Members = []


class StepRules(Section):
    """Steps that the add-on does not do here: done by hand and recorded, or left out altogether."""

    by_hand: list[str] = []
    without: list[str] = []


class Group(Section):
    """A Slack user group: its id (``S…``) and its handle for people."""

    id: GroupId
    handle: str


class Start(Section):
    """The questionnaire's template, and what a customer's copy of it is called."""

    template: FileId
    title: str
    settle_seconds: float = 60

    @field_validator("title")
    @classmethod
    def _names_the_customer(cls, title: str) -> str:
        if "$COMPANY" not in title:
            raise ValueError("it must hold $COMPANY, or every customer's document would have the same title")
        return title

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class Announce(Section):
    """Where and to whom a new customer is announced."""

    channel: ChannelId
    channel_name: str
    groups: list[Group]
    settle_seconds: float = 30
    required: list[str]


CORRECTION = "Hi $COMPANY team,\n\nyour Customer Engineer is $CE, and not $BEFORE as I wrote.\n\n$NAME"


class WelcomeEmail(Section):
    """The welcome mail's template and whom it proposes."""

    template: str
    subject: str
    recipients: list[str]
    bcc: Addresses = []
    correction_subject: str = "Your Customer Engineer at $VENDOR"
    correction: str = CORRECTION
    customer_engineer_from_document: bool
    required: list[str]


class Calendar(Section):
    """When people meet, on the clock of each: the company's zone, colleagues elsewhere by address, days off."""

    zone: ZoneName = "UTC"
    zones: dict[Address, ZoneName] = {}
    day_starts: time = time(9)
    day_ends: time = time(17)
    length_minutes: int = Field(30, ge=15, le=480)
    search_days: int = Field(14, ge=1, le=60)
    offered: int = Field(6, ge=1, le=20)
    holidays: list[date] = []

    @field_validator("zones")
    @classmethod
    def _by_address(cls, zones: dict[str, str]) -> dict[str, str]:
        return {one.lower(): zone for one, zone in zones.items()}

    @model_validator(mode="after")
    def _has_hours(self) -> Calendar:
        if self.day_ends <= self.day_starts:
            raise ValueError("day_ends must be later than day_starts")
        return self


class AssignOwner(Section):
    """Who may take a customer, who may name others, and where Salesforce keeps the Customer Engineer."""

    group: str = ""
    leads: Addresses = []
    salesforce_field: ApiName = ""
    settle_seconds: float = 30


class RenameChannel(Section):
    """How a trial channel's name becomes that of a support channel, and what is said there then; empty: nothing."""

    trial_prefix: str
    support_prefix: str
    topic: str = ""
    message: str = ""
    settle_seconds: float = 30


class CreateLicense(Section):
    """The terms of a license key: which tags the license service knows, and when a contract's last day is over."""

    required: list[str]
    plans: dict[str, str]
    tags: list[str]
    company_tag: str = ""
    never_for_production: list[str] = []
    production: list[str]
    non_production_tags: list[str] = []
    non_production_users: int = Field(ge=1)
    zone: ZoneName
    later_in_customers_zone: bool = False
    newer_server: bool
    approval: bool = False
    settle_seconds: float = 10


class DeliverLicense(Section):
    """How a license key may reach the customer's administrator, and the text that goes with it."""

    ways: list[Literal["reply", "slack", "link"]] = Field(min_length=1)
    link_days: int = Field(7, ge=1, le=30)
    template: str
    settle_seconds: float = 30


class ScheduleCheckin(Section):
    """What the check-in's invitation is called, and what it says."""

    title: str = "$COMPANY check-in"
    agenda: str = ""


class SuccessPlan(Section):
    """The success plan's template, and what a customer's copy of it is called."""

    template: FileId
    title: str
    review_days: int = Field(90, ge=1)
    settle_seconds: float = 60

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class Invoice(Section):
    """The invoice's template, its numbers, and what it says where the questionnaire says nothing."""

    template: FileId
    title: str
    number: str
    first: int = Field(1, ge=1)
    due_days: int = Field(30, ge=0)
    tax_percent: Decimal = Field(Decimal(0), ge=0, le=100)
    portals: list[str] = []
    subject: str
    text: str
    channel: ChannelId
    channel_name: str
    settle_seconds: float = 60

    @field_validator("number")
    @classmethod
    def _has_one_place_for_digits(cls, form: str) -> str:
        if not re.fullmatch(r"[^#]*#+[^#]*", form):
            raise ValueError("it must hold one run of #, a digit for each")
        return form

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class SheetSection(Section):
    """One sheet of a spreadsheet, and the headings that its columns are known by."""

    spreadsheet: FileId
    title: str
    sheet: str
    columns: dict[str, list[str]]

    @property
    def url(self) -> str:
        """The spreadsheet's address."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet}/edit"


class UpdateSheet(SheetSection):
    """The installers-to-company spreadsheet, and within how many business days it is to be right."""

    promised_days: int = Field(3, ge=1)


class CloseDealFields(Section):
    """Which fields of the opportunity say what, by API name; empty: not written."""

    close_date: ApiName = "CloseDate"
    contract_end: ApiName = ""
    won_reason: ApiName = ""
    amount: ApiName = ""


class CloseDeal(Section):
    """How a won deal is recorded in Salesforce, and how its renewal is found; without ``renewal``: not looked for."""

    hosts: list[str] = Field(min_length=1)
    stage: str
    currency: str = ""
    won_reasons: list[str] = []
    fields: CloseDealFields
    renewal: dict[ApiName, str] = {}
    required: list[str]

    def link(self, record: str) -> str:
        """The address at which people see an opportunity."""
        return f"https://{self.hosts[0]}/lightning/r/Opportunity/{record}/view"


class Press(Section):
    """How long what a person just looked at counts for their press."""

    look_seconds: float = Field(20, ge=0, le=120)


class LedgerRules(Section):
    """How long a press holds its step, and how long the ledger keeps people and facts."""

    lease_seconds: float = Field(90, gt=CLICK_SECONDS)
    retention_days: int = Field(730, ge=1)
