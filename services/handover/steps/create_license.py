"""Create the license keys: every term from the document, looked up before made, read back and compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from services.handover.fields import TickField
from services.handover.model import Click, Draft, Effect, Fact, Form, Role, hash_of
from services.handover.rules import Rules

if TYPE_CHECKING:
    from services.handover.license_terms import Deal
    from services.licensing import Subscription

NEEDED = ("unique_account_id", "plan", "seats", "renewal_date")
TRIAL = "trial"

NOT_SHOWN = "The key is shown nowhere; “Deliver license key” fetches it when it is sent."
REVOKED = "It can be revoked again."
NOT_REVOKED = "A key cannot be taken back here: this license service cannot revoke."


class CreateLicense:
    """Account, subscription, one key for each environment, once."""

    name = "create_license"
    label = "Create license key"
    does = "Make the license key by the terms in the document."
    role: Role = "ce"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.license_keys import LicenseKeys

        return LicenseKeys()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The terms, and the number that names the account."""
        return tuple(dict.fromkeys((*NEEDED, *rules.create_license.required)))

    def draft(self, click: Click, form: Form) -> Draft:
        """Each term with where it stands; what is in the license service already; or why no key can be made."""
        from services.handover.effects.license_keys import match
        from services.handover.license_terms import deal_of

        deal = deal_of(click)
        if deal.problems:
            return Draft(confirm="Create", facts=deal.facts, problems=deal.problems)
        service, newer = click.systems.licensing, click.rules.create_license.newer_server
        account = service.find_account(deal.username)
        there = service.list_subscriptions(account, newer) if account else []
        live = [one for one in there if not one.archived and not _is_trial(one)]
        made = next((one for one in live if len(match(list(deal.keys), one)) == len(deal.keys)), None)
        chosen = next((one.id for one in live if one.id in form.ticked("into")), None)
        plan = _plan(click, deal, made.id if made else chosen, [one.id for one in there])
        mine, problems, warnings = _approval(click, plan)
        return Draft(
            confirm=_confirm(deal, made, click.rules.create_license.approval and not mine),
            plan=None if problems else plan,
            facts=(*deal.facts, _account_fact(account, there)),
            fields=() if made else _choice(live, chosen),
            text=f"{made.name} holds keys with these very terms. None is made; they are recorded." if made else "",
            warnings=(*deal.warnings, *_trials(there), *warnings),
            problems=problems,
            undo=f"{NOT_SHOWN} {REVOKED if newer else NOT_REVOKED}",
        )


def _plan(click: Click, deal: Deal, into: str | None, before: list[str]) -> dict[str, object]:
    rules = click.rules.create_license
    keys = [
        {
            "environment": name,
            "users": terms.users,
            "tags": sorted(terms.tags),
            "expires": terms.expires,
            "opportunity": terms.opportunity,
        }
        for name, terms in deal.keys
    ]
    return {
        "username": deal.username,
        "into": into,
        "before": sorted(before),
        "keys": keys,
        "newer": rules.newer_server,
        "approval": rules.approval,
        "settle_seconds": rules.settle_seconds,
    }


def _confirm(deal: Deal, made: Subscription | None, first: bool) -> str:
    if first:
        return "Confirm these terms"
    if made is not None:
        return "Record the keys"
    return f"Create {len(deal.keys)} keys" if len(deal.keys) > 1 else "Create the key"


def _approval(click: Click, plan: dict[str, object]) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Whether this person is the second one for these very terms; problems and warnings about that."""
    from services.handover.effects.license_keys import APPROVED, APPROVER

    if not plan["approval"]:
        return False, (), ()
    first = click.notes.get(APPROVER, "")
    if click.notes.get(APPROVED) != hash_of(plan):
        return False, (), ("A second person has to confirm the same terms before a key is made.",)
    if first == click.person.email:
        return False, ("You confirmed these terms. Now a second person has to.",), ()
    return True, (), (f"{first} confirmed exactly these terms. With your press the key is made.",)


def _account_fact(account: str | None, there: Sequence[Subscription]) -> Fact:
    if account is None:
        return Fact("In the license service", "No such account yet: it is made")
    count = f"{len(there)} subscription{'s' if len(there) != 1 else ''}" if there else "no subscription"
    return Fact("In the license service", f"The account is there, with {count}")


def _choice(live: Sequence[Subscription], chosen: str | None) -> tuple[TickField, ...]:
    """A renewal, or more seats, belongs into the subscription that the customer has already."""
    if not live:
        return ()
    options = tuple((one.id, f"Into {one.name} ({_size(one)}): a renewal, or more users") for one in live)
    return (TickField("into", "This customer has a subscription that is no trial", options, frozenset({chosen or ""})),)


def _is_trial(subscription: Subscription) -> bool:
    active = subscription.active
    return active is not None and active.terms is not None and TRIAL in active.terms.tags


def _trials(there: Sequence[Subscription]) -> list[str]:
    """The trial's subscription is never the paying customer's; its key goes on working until it ends."""
    trials = [one.name for one in there if not one.archived and _is_trial(one)]
    return [f"The trial's key in {name} stays as it is: it works until it ends." for name in trials]


def _size(subscription: Subscription) -> str:
    from services.handover.license_terms import users_words

    active = subscription.active
    return users_words(active.terms.users) if active and active.terms else "no key yet"
