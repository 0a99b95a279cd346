"""The company's process: ``handover.toml``, read and checked as a whole."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from services.handover.questionnaire.labels import labels as known_labels
from services.handover.sections import (
    Announce,
    ApiPath,
    AssignOwner,
    Calendar,
    CloseDeal,
    Company,
    CreateLicense,
    DeliverLicense,
    Invoice,
    LedgerRules,
    RenameChannel,
    Roles,
    Start,
    SuccessPlan,
    UpdateSheet,
    WelcomeEmail,
)
from services.handover.tiers import Tiers
from services.settings import WrongSettings
from services.transport import CLICK_SECONDS


class Rules(BaseModel):
    """Everything in ``handover.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: Company
    roles: Roles
    start: Start
    announce: Announce
    welcome_email: WelcomeEmail
    assign_owner: AssignOwner
    rename_channel: RenameChannel
    create_license: CreateLicense
    deliver_license: DeliverLicense
    success_plan: SuccessPlan
    tiers: Tiers
    invoice: Invoice
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
