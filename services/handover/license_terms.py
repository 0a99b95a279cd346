"""The terms of a customer's license keys, from the document and the company's vocabulary. Nothing is corrected.

Reference: domain, sections 8 and 16. An unknown tag would be ignored by the license service without a word, and a
missing plan would mean unlimited features: both are refused here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from services.handover.contract import contract_end
from services.handover.model import Click, Fact, Handover
from services.handover.patterns import late
from services.handover.sections import CreateLicense
from services.handover.words import field_words, listed, where_words
from services.handover.zones import zone_of
from services.licensing import Terms

PRODUCTION = "production"
PLAN = "plan:"
LATEST = 2**31 - 1
"""The license service keeps the end in 32 bits: nothing after January 19, 2038."""
FAR_DAYS = 2000
OPPORTUNITY = late(r"(?<![A-Za-z0-9])006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])")


class Deal(Struct, frozen=True):
    """What the document sells: the account's name by convention, and the terms of one key per environment."""

    username: str
    keys: tuple[tuple[str, Terms], ...]
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]


def deal_of(click: Click) -> Deal:
    """The terms as the document gives them, each with where it stands; and why they cannot be used, if so."""
    handover, rules = click.handover, click.rules.create_license
    username, problems = _username(handover)
    end = contract_end(handover)
    assert end is not None, "the step waits for the renewal date"
    expires, zones = _expiry(handover, rules, end.day)
    tags = _tags(handover, rules)
    problems += [*_tag_problems(handover, rules, tags), *_seat_problems(handover, tags), *_end_problems(end.day, click)]
    opportunity = _opportunity(handover) if rules.newer_server else None
    full = Terms(int(handover.value("seats") or 0), frozenset(tags), expires, opportunity)
    keys, more = _per_environment(handover, rules, full)
    far = (end.day - click.today).days > FAR_DAYS
    warnings = filter(None, (end.remark, "The contract ends more than 2,000 days from now." if far else ""))
    facts = _facts(handover, username, tags, zones, keys)
    return Deal(username, keys, facts, tuple(warnings), (*problems, *more))


def users_words(users: int) -> str:
    """ "1 user", "180 users"."""
    return f"{users:,} user{'s' if users != 1 else ''}"


def differences(found: Terms | None, wanted: Terms) -> list[str]:
    """In which terms a key differs from the wanted ones, in words."""
    if found is None:
        return ["the service cannot read its own key"]
    said = []
    if found.users != wanted.users:
        said.append(f"{users_words(found.users)} instead of {users_words(wanted.users)}")
    if found.expires != wanted.expires:
        said.append(f"it ends {_utc(found.expires)} instead of {_utc(wanted.expires)}")
    if extra := found.tags - wanted.tags:
        said.append(f"tags that were not asked for: {', '.join(sorted(extra))}")
    if missing := wanted.tags - found.tags:
        said.append(f"tags that are missing: {', '.join(sorted(missing))}")
    if wanted.opportunity and found.opportunity != wanted.opportunity:
        said.append("another opportunity, or none")
    return said


def _username(handover: Handover) -> tuple[str, list[str]]:
    """``CompanyName-UniqueAccountID``: the service reads the account's number after the last hyphen."""
    number = str(handover.value("unique_account_id") or "").strip()
    plain = unicodedata.normalize("NFKD", handover.company).encode("ascii", "ignore").decode()
    company = "".join(re.findall(r"[A-Za-z0-9]+", plain))
    problems = []
    if not re.fullmatch(r"[A-Za-z0-9]+", number):
        problems.append(f"The account ID “{number}” is not made of letters and digits alone: it names the account.")
    if not company:
        problems.append("The company's name has no Latin letters, of which the account's name is made. Do it by hand.")
    return f"{company}-{number}", problems


def _tags(handover: Handover, rules: CreateLicense) -> list[str]:
    """The document's tags, the plan's and the company's, each once."""
    written = [str(tag).strip().lower() for tag in handover.value("license_tags") or ()]
    plan = rules.plans.get(str(handover.value("plan") or "").strip().lower())
    own = rules.company_tag.replace("$COMPANY", "-".join(re.findall(r"\w+", handover.company.lower())))
    added = [plan] if plan and not any(tag.startswith(PLAN) for tag in written) else []
    return list(dict.fromkeys(filter(None, [*added, *written, own])))


def _tag_problems(handover: Handover, rules: CreateLicense, tags: list[str]) -> Iterator[str]:
    prefix = rules.company_tag.partition("$")[0]
    known = {*rules.tags, *rules.plans.values()}
    unknown = [tag for tag in tags if tag not in known and not (prefix and tag.startswith(prefix))]
    if unknown:
        words = f"{listed([f'“{tag}”' for tag in unknown])} {'is no tag' if len(unknown) == 1 else 'are no tags'}"
        yield f"{words} that the license service knows. It knows {', '.join(sorted(known))}. Correct the document."
    plans = [tag for tag in tags if tag.startswith(PLAN)]
    sold = str(handover.value("plan") or "")
    expected = rules.plans.get(sold.strip().lower())
    if expected is None:
        yield f"The plan “{sold}” has no tag in handover.toml, and a key without a plan would allow everything."
    elif plans != [expected]:
        yield f"The plan is “{sold}” ({expected}), but the tags say {listed(plans)}. Correct one of them."
    if bad := sorted(set(tags) & set(rules.never_for_production)):
        yield f"{listed([f'“{tag}”' for tag in bad])} must not be in a paying customer's key."


def _seat_problems(handover: Handover, tags: list[str]) -> Iterator[str]:
    seats = handover.value("seats")
    if not isinstance(seats, int) or seats < 1:
        yield "The number of users is not a whole number from 1."
    if "mau" in tags and "true-up" not in tags:
        yield "“mau” needs “true-up”: who is billed by monthly active users may go over."
    cap = str(handover.value("seat_cap") or "").lower()
    model = str(handover.value("billing_model") or "").lower()
    if "hard" in cap and ("mau" in model or "monthly active" in model):
        yield f"Who is billed by monthly active users may go over, but the seat cap is “{cap}”. Correct one of them."
    if "hard" in cap and "true-up" in tags:
        yield f"The seat cap is “{cap}”, but the tags say “true-up”. Correct one of them."
    if ("soft" in cap or "true-up" in cap) and "hard" not in cap and "true-up" not in tags:
        yield f"The seat cap is “{cap}”, but the tag “true-up” is missing. Correct one of them."


def _expiry(handover: Handover, rules: CreateLicense, end: date) -> tuple[int, list[str]]:
    """The last second of the contract's last day (seconds since 1970), and how the zones that matter call it."""
    zones: list[tzinfo] = [rules.zone]
    customers = zone_of(str(handover.value("timezone") or ""))
    if customers is not None and str(customers) != rules.zone.key:
        zones.append(customers)
    ends = [int(datetime.combine(end, time(23, 59, 59), zone).timestamp()) for zone in zones]
    expires = max(ends) if rules.later_in_customers_zone else ends[0]
    return expires, [_in_zone(expires, zone) for zone in zones]


def _end_problems(end: date, click: Click) -> Iterator[str]:
    if end < click.today:
        yield f"The contract ended on {end.isoformat()}: no key is made for the past."
    if datetime.combine(end, time(23, 59, 59), UTC).timestamp() > LATEST:
        yield "The contract ends after January 19, 2038, which the license service cannot keep."


def _per_environment(
    handover: Handover, rules: CreateLicense, full: Terms
) -> tuple[tuple[tuple[str, Terms], ...], list[str]]:
    """One key each: production with all seats, any other with a few."""
    names = [str(one).strip().lower() for one in handover.value("environments") or ()] or [PRODUCTION]
    if any(not re.search(r"[a-z]", name) for name in names):
        return (), ["The environments are not named. Write them one by one: production, staging, test."]
    production = [name for name in names if name in rules.production]
    if len(production) != 1:
        words = "name none as production" if not production else "name production more than once"
        return (), [f"The environments {words}: a second installation needs a subscription of its own, by hand."]
    small = replace(
        full,
        users=min(full.users, rules.non_production_users),
        tags=full.tags | set(rules.non_production_tags),
    )
    return tuple((name, full if name in production else small) for name in dict.fromkeys(names)), []


def _facts(
    handover: Handover, username: str, tags: list[str], zones: list[str], keys: tuple[tuple[str, Terms], ...]
) -> tuple[Fact, ...]:
    said = {
        "plan": str(handover.value("plan")),
        "seats": users_words(int(handover.value("seats") or 0)),
        "license_tags": ", ".join(tags),
        "renewal_date": "\n".join(zones),
    }
    labels = {"license_tags": "Tags", "renewal_date": "Ends", "seats": "Users"}
    facts = [
        Fact(labels.get(name, field_words(name)), words, where_words(handover.answer(name)))
        for name, words in said.items()
    ]
    small = [
        Fact(f"Key for {name}", f"{users_words(terms.users)}, {', '.join(sorted(terms.tags))}")
        for name, terms in keys[1 if keys and keys[0][0] == PRODUCTION else 0 :]
        if len(keys) > 1
    ]
    return (Fact("Account", username), *facts, *small)


def _opportunity(handover: Handover) -> str | None:
    found = OPPORTUNITY.search(str(handover.value("opportunity_url") or ""))
    return found[0] if found else None


def _in_zone(seconds: int, zone: tzinfo) -> str:
    at = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    return f"{at:%Y-%m-%d %H:%M:%S} {zone}"


def _utc(seconds: int) -> str:
    return _in_zone(seconds, UTC)
