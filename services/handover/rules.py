"""The company's process: ``handover.toml``, typed. A key that is not known here is an error at start."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from services.handover.links import document_url
from services.handover.questionnaire.labels import labels as known_labels
from services.handover.tiers import Tiers
from services.settings import WrongSettings
from services.transport import CLICK_SECONDS

ApiName = Annotated[str, Field(pattern=r"^([A-Za-z]\w*)?$")]
"""A field's name in Salesforce: letters, digits and underscores, because it stands in queries."""
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")

ApiPath = Annotated[str, Field(pattern=r"^[A-Za-z]\w*(\.[A-Za-z]\w*)?$")]
"""A field's name in Salesforce, or one of the record that it leads to."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(_Part):
    """Who we are towards the customer."""

    name: str
    domains: list[str]
    support_address: str


class Roles(_Part):
    """Addresses, or ``*@domain``, by role."""

    sales: list[str] = []
    ce: list[str] = []
    finance: list[str] = []
    ops: list[str] = []


class Group(_Part):
    """A Slack user group: its id (``S…``) and its handle for people."""

    id: str
    handle: str


class Start(_Part):
    """The questionnaire's template, and what a customer's copy of it is called."""

    template: str
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


class Announce(_Part):
    """Where and to whom a new customer is announced."""

    channel: str
    channel_name: str
    groups: list[Group]
    settle_seconds: float = 30
    required: list[str]


class WelcomeEmail(_Part):
    """The welcome mail's template and whom it proposes."""

    template: str
    subject: str
    recipients: list[str]
    bcc: list[str] = []
    customer_engineer_from_document: bool
    required: list[str]

    @field_validator("bcc")
    @classmethod
    def _are_addresses(cls, bcc: list[str]) -> list[str]:
        if wrong := [one for one in bcc if not ADDRESS.fullmatch(one)]:
            raise ValueError(f"no e-mail address: {', '.join(wrong)}")
        return bcc


class Calendar(_Part):
    """When nobody meets."""

    holidays: list[date] = []


class RenameChannel(_Part):
    """How a trial channel's name becomes that of a support channel, and what is said there then; empty: nothing."""

    trial_prefix: str
    support_prefix: str
    topic: str = ""
    message: str = ""
    settle_seconds: float = 30


class CreateLicense(_Part):
    """The terms of a license key: which tags the license server knows, and when a contract's last day is over."""

    required: list[str]
    plans: dict[str, str]
    tags: list[str]
    company_tag: str = ""
    never_for_production: list[str] = []
    production: list[str]
    non_production_tags: list[str] = []
    non_production_users: int = Field(ge=1)
    zone: str
    later_in_customers_zone: bool = False
    newer_server: bool
    approval: bool = False
    settle_seconds: float = 10

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{zone!r} is no time zone") from None
        return zone


class DeliverLicense(_Part):
    """How a license key may reach the customer's administrator, and the text that goes with it."""

    ways: list[Literal["reply", "slack"]] = Field(min_length=1)
    template: str
    settle_seconds: float = 30


class SuccessPlan(_Part):
    """The success plan's template, and what a customer's copy of it is called."""

    template: str
    title: str
    review_days: int = Field(90, ge=1)
    settle_seconds: float = 60

    @property
    def url(self) -> str:
        """The template's address."""
        return document_url(self.template)


class UpdateSheet(_Part):
    """The installers-to-company spreadsheet and the headings its columns are known by."""

    spreadsheet: str
    title: str
    sheet: str
    promised_days: int = Field(3, ge=1)
    columns: dict[str, list[str]]

    @property
    def url(self) -> str:
        """The spreadsheet's address."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet}/edit"


class CloseDealFields(_Part):
    """Which fields of the opportunity say what, by API name; empty: not written."""

    close_date: ApiName = "CloseDate"
    contract_end: ApiName = ""
    won_reason: ApiName = ""
    amount: ApiName = ""


class CloseDeal(_Part):
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


class LedgerRules(_Part):
    """How long a press holds its step, and how long the ledger keeps people and facts."""

    lease_seconds: float = Field(90, gt=CLICK_SECONDS)
    retention_days: int = Field(730, ge=1)


class Rules(_Part):
    """Everything in ``handover.toml``."""

    company: Company
    roles: Roles
    start: Start
    announce: Announce
    welcome_email: WelcomeEmail
    rename_channel: RenameChannel
    create_license: CreateLicense
    deliver_license: DeliverLicense
    success_plan: SuccessPlan
    tiers: Tiers
    update_sheet: UpdateSheet
    close_deal: CloseDeal
    ledger: LedgerRules = LedgerRules()
    calendar: Calendar = Calendar()
    suggestions: dict[str, ApiPath] = {}
    labels: dict[str, list[str]] = {}
    folder: Path

    @field_validator("suggestions")
    @classmethod
    def _are_fields_of_the_questionnaire(cls, given: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(given) - set(known_labels().fields)):
            raise ValueError(f"no fields of the questionnaire: {', '.join(unknown)}")
        return given

    @model_validator(mode="after")
    def _leases_outlast_a_press(self) -> Rules:
        """A press that is still sending, or still settling, must not be overtaken (effects-and-faults, section 1)."""
        parts = (getattr(self, name) for name in type(self).model_fields)
        settle = max(getattr(part, "settle_seconds", 0.0) for part in parts)
        if self.ledger.lease_seconds <= CLICK_SECONDS + settle:
            raise ValueError(
                f"ledger.lease_seconds must be more than {CLICK_SECONDS + settle:g}: "
                "a press's deadline and the longest settle_seconds together"
            )
        return self

    def roles_of(self, email: str) -> frozenset[str]:
        """The roles of a person; nobody has one that is not written down."""
        anyone = "*@" + email.rpartition("@")[2]
        entries = {role: {e.lower() for e in getattr(self.roles, role)} for role in Roles.model_fields}
        return frozenset(role for role, listed in entries.items() if {email.lower(), anyone.lower()} & listed)

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
        return (self.folder / name).read_text(encoding="utf-8").strip()


def load_rules(path: Path) -> Rules:
    """Read ``handover.toml``; raises WrongSettings that names the file and every wrong key."""
    try:
        rules = Rules(folder=path.parent, **tomllib.loads(path.read_text(encoding="utf-8")))
        _ = rules.welcome_text, rules.delivery_text
    except ValidationError as error:
        lines = [f"  {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise WrongSettings(f"{path} has mistakes:\n" + "\n".join(lines)) from None
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise WrongSettings(f"{path} could not be read: {error}") from None
    return rules
