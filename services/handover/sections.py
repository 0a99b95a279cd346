"""The sections of ``handover.toml``, each typed. A key that is not known here is an error at start."""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta

from services.handover.checked import Section, Wrong
from services.handover.kinds import (
    Address,
    ApiName,
    ChannelId,
    Domain,
    FileId,
    GroupId,
    Member,
    Percent,
    matching,
)
from services.handover.links import document_url
from services.transport import CLICK_SECONDS

Some = Meta(min_length=1)


class Company(Section, frozen=True):
    """Who we are towards the customer."""

    name: str
    domains: list[Domain]
    support_address: str
    admins: list[Address] = []


class Roles(Section, frozen=True):
    """Addresses, or ``*@domain``, by role."""

    sales: list[Member] = []
    ce: list[Member] = []
    finance: list[Member] = []
    ops: list[Member] = []


class StepRules(Section, frozen=True):
    """Steps that the add-on does not do here: done by hand and recorded, or left out altogether."""

    by_hand: list[str] = []
    without: list[str] = []


class Group(Section, frozen=True):
    """A Slack user group: its id (``S…``) and its handle for people."""

    id: GroupId
    handle: str


SAME_TITLE = "it must hold $COMPANY, or every customer's document would have the same title"


class Start(Section, frozen=True):
    """The questionnaire's template, and what a customer's copy of it is called."""

    template: FileId
    title: Annotated[str, matching(r"(?s:.*)\$COMPANY(?s:.*)", SAME_TITLE)]
    settle_seconds: float = 60

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class Announce(Section, frozen=True, kw_only=True):
    """Where and to whom a new customer is announced."""

    channel: ChannelId
    channel_name: str
    groups: list[Group]
    settle_seconds: float = 30
    required: list[str]


CORRECTION = "Hi $COMPANY team,\n\nyour Customer Engineer is $CE, and not $BEFORE as I wrote.\n\n$NAME"


class WelcomeEmail(Section, frozen=True, kw_only=True):
    """The welcome mail's template and whom it proposes."""

    template: str
    subject: str
    recipients: list[str]
    bcc: list[Address] = []
    correction_subject: str = "Your Customer Engineer at $VENDOR"
    correction: str = CORRECTION
    customer_engineer_from_document: bool
    required: list[str]


class Calendar(Section, frozen=True):
    """When people meet, on the clock of each: the company's zone, colleagues elsewhere by address, days off."""

    zone: ZoneInfo = ZoneInfo("UTC")
    zones: dict[Address, ZoneInfo] = {}
    day_starts: Annotated[time, Meta(tz=False)] = time(9)
    day_ends: Annotated[time, Meta(tz=False)] = time(17)
    length_minutes: Annotated[int, Meta(ge=15, le=480)] = 30
    search_days: Annotated[int, Meta(ge=1, le=60)] = 14
    offered: Annotated[int, Meta(ge=1, le=20)] = 6
    holidays: list[date] = []

    def __post_init__(self) -> None:
        if self.day_ends <= self.day_starts:
            raise Wrong("day_ends must be later than day_starts")

    def zone_of(self, address: str) -> ZoneInfo:
        """The zone that is written down for a colleague, or else the company's own."""
        return {one.lower(): zone for one, zone in self.zones.items()}.get(address, self.zone)


class AssignOwner(Section, frozen=True):
    """Who may take a customer, who may name others, and where Salesforce keeps the Customer Engineer."""

    group: str = ""
    leads: list[Address] = []
    salesforce_field: ApiName = ""
    settle_seconds: float = 30


class RenameChannel(Section, frozen=True):
    """How a trial channel's name becomes that of a support channel, and what is said there then; empty: nothing."""

    trial_prefix: str
    support_prefix: str
    topic: str = ""
    message: str = ""
    settle_seconds: float = 30


class CreateLicense(Section, frozen=True, kw_only=True):
    """The terms of a license key: which tags the license service knows, and when a contract's last day is over."""

    required: list[str]
    plans: dict[str, str]
    tags: list[str]
    company_tag: str = ""
    never_for_production: list[str] = []
    production: list[str]
    non_production_tags: list[str] = []
    non_production_users: Annotated[int, Meta(ge=1)]
    zone: ZoneInfo
    later_in_customers_zone: bool = False
    newer_server: bool
    approval: bool = False
    settle_seconds: float = 10


class DeliverLicense(Section, frozen=True, kw_only=True):
    """How a license key may reach the customer's administrator, and the text that goes with it."""

    ways: Annotated[list[Literal["reply", "slack", "link"]], Some]
    link_days: Annotated[int, Meta(ge=1, le=30)] = 7
    template: str
    settle_seconds: float = 30


class ScheduleCheckin(Section, frozen=True):
    """What the check-in's invitation is called, and what it says."""

    title: str = "$COMPANY check-in"
    agenda: str = ""


class SuccessPlan(Section, frozen=True):
    """The success plan's template, and what a customer's copy of it is called."""

    template: FileId
    title: str
    review_days: Annotated[int, Meta(ge=1)] = 90
    settle_seconds: float = 60

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class Invoice(Section, frozen=True, kw_only=True):
    """The invoice's template, its numbers, and what it says where the questionnaire says nothing."""

    template: FileId
    title: str
    number: Annotated[str, matching(r"[^#]*#+[^#]*", "it must hold one run of #, a digit for each")]
    first: Annotated[int, Meta(ge=1)] = 1
    due_days: Annotated[int, Meta(ge=0)] = 30
    tax_percent: Percent = Percent(0)
    portals: list[str] = []
    subject: str
    text: str
    channel: ChannelId
    channel_name: str
    settle_seconds: float = 60

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class SheetSection(Section, frozen=True):
    """One sheet of a spreadsheet, and the headings that its columns are known by."""

    spreadsheet: FileId
    title: str
    sheet: str
    columns: dict[str, list[str]]

    @property
    def url(self) -> str:
        """The spreadsheet's address."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet}/edit"


class UpdateSheet(SheetSection, frozen=True):
    """The installers-to-company spreadsheet, and within how many business days it is to be right."""

    promised_days: Annotated[int, Meta(ge=1)] = 3


class CloseDealFields(Section, frozen=True):
    """Which fields of the opportunity say what, by API name; empty: not written."""

    close_date: ApiName = "CloseDate"
    contract_end: ApiName = ""
    won_reason: ApiName = ""
    amount: ApiName = ""


class CloseDeal(Section, frozen=True, kw_only=True):
    """How a won deal is recorded in Salesforce, and how its renewal is found; without ``renewal``: not looked for."""

    hosts: Annotated[list[str], Some]
    stage: str
    currency: str = ""
    won_reasons: list[str] = []
    fields: CloseDealFields
    renewal: dict[ApiName, str] = {}
    required: list[str]

    def link(self, record: str) -> str:
        """The address at which people see an opportunity."""
        return f"https://{self.hosts[0]}/lightning/r/Opportunity/{record}/view"


class Press(Section, frozen=True):
    """How long what a person just looked at counts for their press."""

    look_seconds: Annotated[float, Meta(ge=0, le=120)] = 20


class LedgerRules(Section, frozen=True):
    """How long a press holds its step, and how long the ledger keeps people and facts."""

    lease_seconds: Annotated[float, Meta(gt=CLICK_SECONDS)] = 90
    retention_days: Annotated[int, Meta(ge=1)] = 730
