"""Whether this add-on is set up right: every setting and everything that handover.toml names, one line for each.

What the company's own credentials can see is asked by :meth:`Doctor.company`, at the command line and on the Settings
card alike; what only a person may read, by :meth:`Doctor.person`, on the card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from services.handover.doctor.finding import Finding, looked, ok, unchecked, wrong
from services.handover.doctor.google import check_google, checked_on_the_card
from services.handover.doctor.ledger import check_ledger
from services.handover.doctor.salesforce import check_salesforce
from services.handover.doctor.slack import check_slack
from services.handover.identity import identity_of
from services.handover.kinds import is_address
from services.handover.rules import Rules
from services.handover.sections import Roles
from services.settings import NEEDED, Settings
from services.systems import Systems

SETTINGS, PEOPLE, LICENSES, GOOGLE = "Settings", "People", "License service", "Google"
CLIENT = re.compile(r"[A-Za-z0-9-]+\.apps\.googleusercontent\.com")
WHO_CALLS = "Copy it from `gcloud workspace-add-ons get-authorization`."
SIGN_IN = "Make an access token of a site administrator there, and put it into SOURCEGRAPH_TOKEN."
OLDER = "Set create_license.newer_server to false: this one does not know opportunities and revoking."
NO_LICENSES = "Not connected: SOURCEGRAPH_TOKEN is not set. License keys are then recorded by hand."

LINKS = "One-Time Secret"
LINK_SIGN_IN = "Copy the account's name and API token there into ONETIME_SECRET_USER and ONETIME_SECRET_TOKEN."
NO_LINKS = "Not connected: no ONETIME_SECRET_… is set. License keys are then not offered as links."


class Doctor:
    """Checks one company's set-up. ``certificates`` says whether Google's signing certificates can be had."""

    def __init__(self, settings: Settings, rules: Rules, certificates: Callable[[], bool]) -> None:
        self._settings = settings
        self._rules = rules
        self._certificates = certificates

    def company(self, systems: Systems) -> Iterator[Finding]:
        """What the company's credentials can see."""
        yield from check_settings(self._settings)
        yield from check_people(self._settings, self._rules)
        yield from check_ledger(self._settings.database_url, identity_of(self._settings.handover_mode, self._rules))
        yield self._google()
        yield from check_slack(systems.slack, self._rules)
        yield from check_salesforce(systems, self._rules)
        yield from self._licenses(systems)
        yield from self._links(systems)

    def person(self, systems: Systems, may_sheets: bool) -> Iterator[Finding]:
        """What a person's own token can see; ``may_sheets``: they gave the permission for spreadsheets."""
        return check_google(systems, self._rules, may_sheets)

    def nobody(self) -> Iterator[Finding]:
        """The same where there is no person."""
        return checked_on_the_card(self._rules)

    def _google(self) -> Finding:
        what = "signing certificates"
        if self._certificates():
            return ok(GOOGLE, what)
        host = urlsplit(self._settings.google_certs_url).hostname
        words = f"They cannot be fetched from {host}, so nobody could be let in."
        return wrong(GOOGLE, what, words, f"Check that this server may reach {host}; GOOGLE_CERTS_URL names it.")

    def _licenses(self, systems: Systems) -> Iterator[Finding]:
        if not self._rules.does("create_license"):
            return
        if not self._settings.sourcegraph_token.reveal():
            yield unchecked(LICENSES, "sign-in", NO_LICENSES)
            return
        found = looked(LICENSES, "sign-in", SIGN_IN, lambda: self._may_see(systems))
        for one in found:
            # The same token, but a server of another age.
            yield wrong(LICENSES, "sign-in", one.words, OLDER) if "does not know" in one.words else one

    def _links(self, systems: Systems) -> Iterator[Finding]:
        """The service for links that open once, where keys may go that way."""
        if not self._rules.does("deliver_license") or "link" not in self._rules.deliver_license.ways:
            return
        if not systems.has_one_time_secret:
            yield unchecked(LINKS, "sign-in", NO_LINKS)
            return
        yield from looked(LINKS, "sign-in", LINK_SIGN_IN, lambda: self._may_link(systems))

    def _may_link(self, systems: Systems) -> Iterator[Finding]:
        systems.one_time_secret.check()
        yield ok(LINKS, "sign-in", self._settings.onetime_secret_user)

    def _may_see(self, systems: Systems) -> Iterator[Finding]:
        systems.licensing.check(self._rules.create_license.newer_server)
        yield ok(LICENSES, "sign-in", "as a site administrator")


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Settings that were found, and do not look like what they should be."""
    doubts = {
        "addon_service_account": (is_address(settings.addon_service_account), "It is no e-mail address.", WHO_CALLS),
        "addon_oauth_client_id": (
            CLIENT.fullmatch(settings.addon_oauth_client_id) is not None,
            "It does not end with .apps.googleusercontent.com.",
            WHO_CALLS,
        ),
        "addon_allowed_domains": (
            all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", one) for one in settings.allowed_domains),
            "It holds something else than domains.",
            "Write domains parted by commas, without @ and https://.",
        ),
        "slack_bot_token": (
            settings.slack_bot_token.reveal().startswith("xoxb-"),
            "It is no bot's token.",
            "Use the app's “Bot User OAuth Token”, which begins with xoxb.",
        ),
    }
    for name in NEEDED:
        fine, words, todo = doubts.get(name, (True, "", ""))
        yield ok(SETTINGS, name.upper()) if fine else wrong(SETTINGS, name.upper(), words, todo)


def check_people(settings: Settings, rules: Rules) -> Iterator[Finding]:
    """Who has a role has to be let in."""
    for role in (*Roles.__struct_fields__, "admins"):
        listed = rules.company.admins if role == "admins" else getattr(rules.roles, role)
        outside = [one for one in listed if one.rpartition("@")[2].lower() not in settings.allowed_domains]
        for one in outside:
            words = f"{one} is of a domain whose people are not let in."
            yield wrong(PEOPLE, role, words, "Add the domain to ADDON_ALLOWED_DOMAINS, or correct the address.")
        if not outside and listed:
            yield ok(PEOPLE, role, f"{len(listed)} named")
    if not rules.company.admins:
        words = "Nobody is named, so nobody's Settings card checks the set-up."
        yield unchecked(PEOPLE, "admins", f"{words} company.admins in handover.toml names them.")
