"""What is well formed in ``handover.toml`` and still cannot be: parts that contradict each other, or lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import astuple

from services.handover.installers import KEYS
from services.handover.kinds import is_address
from services.handover.mistakes import Mistake, instead
from services.handover.patterns import late
from services.handover.purchase_order import PROMISE
from services.handover.questionnaire.labels import labels
from services.handover.reminder_rules import GOT_IT
from services.handover.rules import ABSENT, Rules, SlackChannel
from services.handover.sections import Roles
from services.handover.template import PLACEHOLDER
from services.handover.toml_lines import Path
from services.transport import CLICK_SECONDS

PEOPLE = ("person", "contact", "people", "emails")
"""Types of answers that hold addresses."""
ALWAYS = ("start", "announce", "update_sheet")
"""Steps without which there is no handover to speak of."""
COLUMNS = (
    *KEYS, "company", "unique_account_id", "status", "account_executive", "customer_engineer", "contract_end",
    "updated_by", "updated_at",
)  # fmt: skip
"""What the installers sheet may say of a customer."""
EVERYWHERE = ("$COMPANY", "$CE", "$NAME", "$SUPPORT", "$VENDOR")
ON_INVOICES = (
    "$DATED", "$DUE", "$ORDER", "$CUSTOMER", "$CONTACT", "$BILLTO", "$PRODUCT", "$PERIOD", "$QUANTITY", "$PRICE",
    "$DISCOUNT", "$LINES", "$NET", "$TAX", "$TOTAL", "$TERMS", "$NUMBER",
)  # fmt: skip

MISREAD_SIGNS = "\u00e2\u00c3\ufffd"
MISREAD = late("\u00e2[\u20ac\u0080][^\x00-\x7f]|\u00c3[\u0080-\u00bf\u0152-\u2122]|\ufffd")
"""How UTF-8 looks that was taken for Windows' or Latin letters once (reference: domain, section 7)."""


def contradictions(rules: Rules, steps: Sequence[str]) -> Iterator[Mistake]:
    """Every one that can be seen without asking anybody; ``steps`` are the names of all steps."""
    if found := list(_steps(rules, steps)):
        # Sections that are missing cannot be looked at.
        yield from found
        return
    yield from _leases(rules)
    yield from _roles(rules)
    yield from _fields(rules)
    yield from _labels(rules)
    yield from _slack(rules)
    yield from _promises(rules, [step for step in steps if step not in rules.steps.without])
    yield from _files(rules)
    yield from _columns(rules)
    yield from _deal(rules)
    if rules.does("create_license"):
        yield from _tags(rules)
    yield from _texts(rules)


def _steps(rules: Rules, steps: Sequence[str]) -> Iterator[Mistake]:
    for where in ("by_hand", "without"):
        for i, name in enumerate(getattr(rules.steps, where)):
            if name not in steps:
                yield Mistake(("steps", where, i), f"there is no step “{name}”.{instead(name, steps)}")
            elif name in ALWAYS:
                yield Mistake(("steps", where, i), f"“{name}” belongs to every handover and cannot be left to people.")
    for name in sorted(set(rules.steps.by_hand) & set(rules.steps.without)):
        yield Mistake(("steps", "without"), f"“{name}” stands in by_hand too. Take it out of one of them.")
    for name in steps:
        if getattr(rules, name, None) is ABSENT and rules.does(name):
            yield Mistake((name,), f"this section is missing. Add it, or write “{name}” into steps.by_hand.")
    if rules.tiers is ABSENT and rules.does("success_plan"):
        yield Mistake(("tiers",), "this section is missing: “success_plan” needs it.")


def _leases(rules: Rules) -> Iterator[Mistake]:
    """A press that is still sending, or still settling, must not be overtaken (effects-and-faults, section 1)."""
    settle = max(getattr(getattr(rules, name), "settle_seconds", 0.0) for name in rules.__struct_fields__)
    if rules.ledger.lease_seconds <= CLICK_SECONDS + settle:
        words = f"it must be more than {CLICK_SECONDS + settle:g}: a press's {CLICK_SECONDS:g} seconds and the longest"
        yield Mistake(("ledger", "lease_seconds"), f"{words} settle_seconds together.")


def _roles(rules: Rules) -> Iterator[Mistake]:
    for role in Roles.__struct_fields__:
        if not getattr(rules.roles, role):
            words = "nobody has this role, so nobody could press its buttons. Name an address, or *@ and your domain."
            yield Mistake(("roles", role), words)
    if not is_address(rules.company.support_address):
        yield Mistake(("company", "support_address"), f"“{rules.company.support_address}” is no e-mail address.")


def _fields(rules: Rules) -> Iterator[Mistake]:
    """Names of the questionnaire's fields, wherever they stand."""
    known = labels().fields
    lists: dict[Path, Collection[str]] = {
        ("announce", "required"): rules.announce.required,
        ("welcome_email", "required"): rules.welcome_email.required,
        ("welcome_email", "recipients"): rules.welcome_email.recipients,
        ("close_deal", "required"): rules.close_deal.required,
        ("create_license", "required"): rules.create_license.required if rules.does("create_license") else (),
        ("suggestions",): rules.suggestions,
        ("labels",): rules.labels,
    }
    for path, names in lists.items():
        for name in names:
            where = (*path, name) if len(path) == 1 else path
            if name not in known:
                yield Mistake(where, f"the questionnaire has no field “{name}”.{instead(name, known)}")
            elif path[-1] == "recipients" and known[name].type not in PEOPLE:
                yield Mistake(where, f"the field “{name}” names no people.")


def _labels(rules: Rules) -> Iterator[Mistake]:
    """The same words cannot ask two questions."""
    seen: dict[str, str] = {}
    for field, words in rules.labels.items():
        for one in {" ".join(text.split()).lower() for text in words}:
            if one in seen:
                yield Mistake(("labels", field), f"“{one}” stands for {seen[one]} too.")
            seen.setdefault(one, field)


def _slack(rules: Rules) -> Iterator[Mistake]:
    first: dict[str, SlackChannel] = {}
    for one in rules.channels():
        other = first.setdefault(one.id, one)
        if other.name != one.name:
            words = f"{one.id} is called {other.name} in {other.name_key}. One channel has one name."
            yield Mistake(tuple(one.name_key.split(".")), words)
    for what in ("id", "handle"):
        counted = Counter(getattr(group, what) for group in rules.announce.groups)
        for one in (one for one, count in counted.items() if count > 1):
            yield Mistake(("announce", "groups"), f"the {what} {one} stands there twice.")
    if rules.does("rename_channel") and rules.rename_channel.trial_prefix == rules.rename_channel.support_prefix:
        yield Mistake(("rename_channel", "support_prefix"), "it is the same as trial_prefix: nothing would be renamed.")


def _promises(rules: Rules, steps: Sequence[str]) -> Iterator[Mistake]:
    """``steps`` are the names of the steps that there are in this company."""
    path = ("reminders", "promises")
    for name, promise in rules.reminders.promises.items():
        if name not in (*steps, GOT_IT, PROMISE):
            yield Mistake((*path, name), f"there is no step “{name}”.{instead(name, steps)}")
        elif name == PROMISE and "invoice" not in steps:
            yield Mistake((*path, name), "nobody asks for a purchase order here: there is no step “invoice”.")
        elif name == "update_sheet":
            yield Mistake((*path, name), "this promise is promised_days in [update_sheet]. Take it out here.")
        elif promise.after not in steps:
            yield Mistake((*path, name), f"there is no step “{promise.after}”.{instead(promise.after, steps)}")


def _files(rules: Rules) -> Iterator[Mistake]:
    """One file cannot be two things."""
    seen: dict[str, str] = {rules.start.template: "start.template"}
    others = [(("update_sheet", "spreadsheet"), rules.update_sheet.spreadsheet)]
    others += [(("success_plan", "template"), rules.success_plan.template)] if rules.does("success_plan") else []
    others += [(("invoice", "template"), rules.invoice.template)] if rules.does("invoice") else []
    for path, file in others:
        if file in seen:
            yield Mistake(path, f"it is the same file as {seen[file]}.")
        seen.setdefault(file, ".".join(path))


def _columns(rules: Rules) -> Iterator[Mistake]:
    found = rules.update_sheet.columns
    path = ("update_sheet", "columns")
    for name in found:
        if name not in COLUMNS:
            yield Mistake((*path, name), f"there is no such column.{instead(name, COLUMNS)}")
        elif not found[name]:
            yield Mistake((*path, name), "it has no heading. Name one, or leave the column out.")
    if "status" not in found or not set(found) & set(KEYS):
        yield Mistake(path, f"rows need “status”, and {' or '.join(f'“{key}”' for key in KEYS)} to be found by.")
    headings = Counter(one for texts in found.values() for one in {" ".join(text.split()).lower() for text in texts})
    for heading in (one for one, count in headings.items() if count > 1):
        yield Mistake(path, f"the heading “{heading}” belongs to two columns.")


def _deal(rules: Rules) -> Iterator[Mistake]:
    deal = rules.close_deal
    for i, host in enumerate(deal.hosts):
        if "/" in host or ":" in host:
            yield Mistake(("close_deal", "hosts", i), f"write the host alone, without https:// and path: “{host}”.")
    written = Counter(filter(None, astuple(deal.fields)))
    for name in (one for one, count in written.items() if count > 1):
        yield Mistake(("close_deal", "fields"), f"{name} would be written with two different things.")
    if deal.fields.won_reason and not deal.won_reasons:
        yield Mistake(("close_deal", "won_reasons"), "won_reason is written, but there is no reason to choose from.")


def _tags(rules: Rules) -> Iterator[Mistake]:
    given = rules.create_license
    known = {*given.tags, *given.plans.values()}
    for name in ("never_for_production", "non_production_tags"):
        for tag in getattr(given, name):
            if tag not in known:
                yield Mistake(("create_license", name), f"“{tag}” is not among the tags.{instead(tag, known)}")
    if not given.production:
        yield Mistake(("create_license", "production"), "no name for production: no key could be made.")


def _texts(rules: Rules) -> Iterator[Mistake]:
    """The templates beside handover.toml, and placeholders that nothing would be put in place of."""
    mail, known = rules.welcome_email, (*EVERYWHERE, "$DATE")
    yield from _placeholders(("start", "title"), rules.start.title, ("$COMPANY", "$VENDOR"))
    yield from _placeholders(("welcome_email", "subject"), mail.subject, known)
    yield from _file(rules, ("welcome_email", "template"), mail.template, known)
    for name in ("correction_subject", "correction"):
        yield from _placeholders(("welcome_email", name), getattr(mail, name), (*EVERYWHERE, "$BEFORE"))
    for name in ("title", "agenda"):
        yield from _placeholders(("schedule_checkin", name), getattr(rules.schedule_checkin, name), EVERYWHERE)
    if rules.does("deliver_license"):
        wanted = (*EVERYWHERE, "$ADMIN", "$KEYS")
        path = ("deliver_license", "template")
        yield from _file(rules, path, rules.deliver_license.template, wanted, needed="$KEYS")
    if rules.does("rename_channel"):
        yield from _placeholders(("rename_channel", "topic"), rules.rename_channel.topic, EVERYWHERE)
        yield from _placeholders(("rename_channel", "message"), rules.rename_channel.message, EVERYWHERE)
    if rules.does("success_plan"):
        yield from _placeholders(("success_plan", "title"), rules.success_plan.title, EVERYWHERE)
    if rules.does("invoice"):
        for name in ("title", "subject", "text"):
            yield from _placeholders(("invoice", name), getattr(rules.invoice, name), (*EVERYWHERE, *ON_INVOICES))
        yield from _placeholders(("invoice", "number"), rules.invoice.number, ("$YEAR",))


def _file(rules: Rules, path: Path, name: str, known: Collection[str], needed: str = "") -> Iterator[Mistake]:
    try:
        text = (rules.folder / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        yield Mistake(path, f"there is no text {rules.folder / name}. Write it, or name another one.")
        return
    if not text.strip():
        yield Mistake(path, f"{name} is empty.")
    elif any(sign in text for sign in MISREAD_SIGNS) and (broken := MISREAD.search(text)):
        words = f"{name} says “{broken[0]}” where a dash, a quotation mark or an accented letter stood once"
        yield Mistake(path, f"{words}: it was saved in another encoding. Write it again, in UTF-8.")
    elif needed and needed not in text:
        yield Mistake(path, f"{name} does not say where {needed} comes in.")
    yield from _placeholders(path, text, known, f" in {name}")


def _placeholders(path: Path, text: str, known: Collection[str], where: str = "") -> Iterator[Mistake]:
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in known:
            yield Mistake(path, f"{name}{where} is no placeholder that is known there.{instead(name, known)}")
