"""License keys in a subscription of their own, and taking them back.

No key stands in a plan, in the notes or in the evidence: those hold ids and fingerprints.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import SECOND_PERSON, SecondPerson
from services.handover.license_terms import differences, users_words
from services.handover.model import Evidence, Notes, hash_of
from services.handover.words import listed
from services.licensing import SYSTEM, License, Subscription, Terms, decode, fingerprint
from services.secret import Secret
from services.systems import Systems

APPROVER, APPROVED = "approved_by", "approved_terms"


class LicenseRevocation:
    """Every key revoked where the server can, and the subscription archived; keys that were not go on working.

    Plan: ``account``, ``subscription``, ``licenses`` (their ids), ``newer``, ``archive``, ``reason``.
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Both can be done again without harm."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Each key is revoked, and the subscription archived if it was made for them."""
        subscription = _by_id(systems, plan)
        if subscription is None or (plan["archive"] and not subscription.archived):
            return None
        mine = [one for one in subscription.licenses if one.id in plan["licenses"]]
        return self._evidence(plan) if not plan["newer"] or all(one.revoked for one in mine) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Revoke, then archive."""
        for license_id in plan["licenses"] if plan["newer"] else ():
            systems.licensing.revoke_license(license_id, plan["reason"])
        if plan["archive"]:
            systems.licensing.archive_subscription(plan["subscription"])
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        revoked = (
            "Keys revoked" if plan["newer"] else "Keys stay valid until they end; this license service cannot revoke"
        )
        return Evidence(f"{revoked}; subscription archived" if plan["archive"] else revoked)


class LicenseKeys:
    """One license for each environment, found again by their terms in a subscription of this handover's own.

    Plan: ``username``, ``into`` (an existing subscription's id, or null for a new one), ``before`` (ids of those
    that were there when the terms were looked at), ``keys`` (``environment``, ``users``, ``tags``, ``expires``,
    ``opportunity``), ``newer``, ``approval``, ``settle_seconds``. Notes: ``account``, ``subscription``, and who
    confirmed which terms first.
    """

    undo = LicenseRevocation()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """A license whose answer was lost may take a moment to be listed."""
        return float(plan["settle_seconds"])

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The account's new subscription holds a license with each key's terms."""
        account = notes.ids.get("account") or systems.licensing.find_account(plan["username"])
        subscription = _target(systems, plan, notes, account) if account else None
        if account is None or subscription is None:
            return None
        found = match(keys_of(plan), subscription)
        return _evidence(systems, plan, account, subscription, found) if len(found) == len(plan["keys"]) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Look for account, subscription and each license before making it; read back what was made."""
        _second_person(systems, plan, notes)
        account = systems.licensing.find_account(plan["username"])
        account = account or systems.licensing.create_account(plan["username"])
        notes.keep(account=account)
        subscription = _target(systems, plan, notes, account)
        subscription_id = subscription.id if subscription else systems.licensing.create_subscription(account)
        notes.keep(subscription=subscription_id)
        there = match(keys_of(plan), subscription) if subscription else {}
        made = {
            name: systems.licensing.generate_license(subscription_id, terms)
            for name, terms in keys_of(plan)
            if name not in there
        }
        now = _target(systems, plan, notes, account)
        assert now is not None, "the subscription was there a moment ago"
        found = there | {name: _license(now, one) for name, one in made.items()}
        return _evidence(systems, plan, account, now, found)


def keys_of(plan: Mapping[str, Any]) -> list[tuple[str, Terms]]:
    """The planned keys: environment and terms."""
    return [
        (one["environment"], Terms(one["users"], frozenset(one["tags"]), one["expires"], one["opportunity"]))
        for one in plan["keys"]
    ]


def match(keys: list[tuple[str, Terms]], subscription: Subscription) -> dict[str, License]:
    """A license with the terms of each key, every license once; revoked ones do not count."""
    left = [one for one in subscription.licenses if not one.revoked]
    found = {}
    for name, terms in keys:
        mine = next((one for one in left if not differences(one.terms, terms)), None)
        if mine is not None:
            found[name] = mine
            left.remove(mine)
    return found


def _target(systems: Systems, plan: Mapping[str, Any], notes: Notes, account: str) -> Subscription | None:
    """The subscription for this plan: the chosen one, the one noted, or one that came after the look."""
    wanted = plan["into"] or notes.ids.get("subscription")
    for one in systems.licensing.list_subscriptions(account, plan["newer"]):
        if one.id == wanted or (not wanted and one.id not in plan["before"] and not one.archived):
            return one
    return None


def _by_id(systems: Systems, plan: Mapping[str, Any]) -> Subscription | None:
    found = systems.licensing.list_subscriptions(plan["account"], plan["newer"])
    return next((one for one in found if one.id == plan["subscription"]), None)


def _license(subscription: Subscription, license_id: str) -> License:
    found = next((one for one in subscription.licenses if one.id == license_id), None)
    return found or License(license_id, None, revoked=False)


def _second_person(systems: Systems, plan: Mapping[str, Any], notes: Notes) -> None:
    """With approval, whoever confirms first is noted with the exact terms; somebody else has to confirm the same."""
    if not plan["approval"]:
        return
    first, terms = notes.ids.get(APPROVER), notes.ids.get(APPROVED)
    if terms == hash_of(plan) and first != systems.user_email:
        return
    notes.keep(**{APPROVER: systems.user_email, APPROVED: hash_of(plan)})
    way_out = "Ask a second person to open this step and confirm the very same terms."
    raise SecondPerson(SYSTEM, SECOND_PERSON, "Your confirmation of these terms is kept.", way_out)


def _evidence(
    systems: Systems, plan: Mapping[str, Any], account: str, subscription: Subscription, found: Mapping[str, License]
) -> Evidence:
    """What was made, compared with what was asked for: by the service's own list and by the key itself."""
    keys = systems.licensing.keys(subscription.id)
    ids = {"account_name": plan["username"], "subscription": subscription.id}
    said, wrong = [], []
    for name, terms in keys_of(plan):
        license_, key = found[name], keys.get(found[name].id)
        wrong += [f"{name}: {words}" for words in _wrong(license_, key, terms)]
        mark = fingerprint(key) if key else "unknown"
        ids |= {f"license {name}": license_.id, f"fingerprint {name}": mark}
        said.append(f"{name} {users_words(terms.users)}, fingerprint {mark}")
    words = f"{len(said)} key{'s' if len(said) > 1 else ''} in {subscription.name}: {'; '.join(said)}"
    if wrong:
        ids["differs"] = "yes"
        words = f"Made, but not as asked; do not deliver it. {listed(sorted(set(wrong)))}. {words}"
    undo = _undo(plan, account, subscription, [one.id for one in found.values()])
    return Evidence(words, subscription.page, ids, undo)


def _wrong(license_: License, key: Secret | None, terms: Terms) -> list[str]:
    if key is None:
        return ["the service does not list its key"]
    try:
        inside = decode(key.reveal())
    except ValueError:
        return ["the key cannot be read"]
    return differences(license_.terms, terms) or differences(inside, terms)


def _undo(plan: Mapping[str, Any], account: str, subscription: Subscription, ids: list[str]) -> dict[str, Any] | None:
    """Keys in a subscription that was there before can only be revoked; it stays."""
    if plan["into"] and not plan["newer"]:
        return None
    lines = [f"Revokes {len(ids)} key{'s' if len(ids) > 1 else ''}." if plan["newer"] else ""]
    lines += [] if plan["into"] else [f"Archives the subscription {subscription.name}."]
    lines += [] if plan["newer"] else ["This license service cannot revoke: keys stay valid until they end."]
    return {
        "account": account,
        "subscription": subscription.id,
        "licenses": ids,
        "newer": plan["newer"],
        "archive": not plan["into"],
        "reason": "Handover taken back",
        "confirm": "Revoke the keys" if plan["newer"] else "Archive the subscription",
        "lines": [line for line in lines if line],
    }
