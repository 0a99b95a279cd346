"""What only a person's own token can read: the templates and the installers spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from services.errors import NoAccess, Refused
from services.google_sheets import GoogleSheets
from services.handover.contradictions import EVERYWHERE, ON_INVOICES
from services.handover.customer_rows import columns
from services.handover.doctor.finding import Finding, looked, ok, unchecked, wrong
from services.handover.links import document_url
from services.handover.mistakes import instead
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from services.handover.record_rules import SheetRecord
from services.handover.rules import Rules
from services.handover.sections import SheetSection
from services.handover.steps.success_plan import FILLED
from services.handover.template import PLACEHOLDER
from services.handover.words import field_words
from services.systems import Systems

DRIVE, SHEETS = "Google Drive", "Google Sheets"
ON_PLANS = (*EVERYWHERE, *FILLED, "$TIER", "$REVIEW")
NOT_READ = "This add-on may not read it for you: it was not allowed yet, it is not shared with you, or it is gone."
OPEN = "Open it once and press “Allow access” in its sidebar. If it does not open, ask its owner to share it with you."
TEXTS = "documentId,tabs(documentTab(body))"
AGAIN = "Reload the page and try again."


def check_google(systems: Systems, rules: Rules, may_sheets: bool) -> Iterator[Finding]:
    """The files that handover.toml names, as this person may read them.

    ``may_sheets`` says whether the person granted the permission for spreadsheets.
    """
    checks: list[tuple[str, str, Callable[[str], Iterator[Finding]]]] = [
        ("start", rules.start.template, lambda what: _asks(systems, rules, what)),
    ]
    if rules.does("success_plan"):
        plan = rules.success_plan.template
        checks.append(("success_plan", plan, lambda what: _placeholders(systems, plan, what, ON_PLANS)))
    if rules.does("invoice"):
        invoice = rules.invoice.template
        known = (*ON_INVOICES, "$VENDOR")
        checks.append(("invoice", invoice, lambda what: _placeholders(systems, invoice, what, known)))
    for step, file, within in checks:
        what = f"template of {step}"
        yield from looked(DRIVE, what, AGAIN, partial(_file, systems, step, file, what, within))
    for key, section in _sheets(rules).items():
        what = f"{section.title}, {section.sheet}"
        if may_sheets:
            yield from looked(SHEETS, what, AGAIN, partial(_sheet, systems.sheets, key, section))
        else:
            yield unchecked(SHEETS, what, "The permission for spreadsheets was not given.")


def checked_on_the_card(rules: Rules) -> Iterator[Finding]:
    """The same things where no person's token is at hand."""
    words = "Not checked here: only a person may read it. The Settings card checks it for admins."
    yield unchecked(DRIVE, "template of start, and its folder", words)
    for step in ("success_plan", "invoice"):
        if rules.does(step):
            yield unchecked(DRIVE, f"template of {step}, and its folder", words)
    for section in _sheets(rules).values():
        yield unchecked(SHEETS, f"headings of {section.title}, {section.sheet}", words)
    yield unchecked("Google", "permissions of a person", words)


def _file(
    systems: Systems, step: str, file: str, what: str, within: Callable[[str], Iterator[Finding]]
) -> Iterator[Finding]:
    """It is there for this person, and stands in a folder; then what is in it."""
    try:
        found = systems.drive.file(file)
    except NoAccess:
        todo = f"{OPEN} If it is another file, correct {step}.template."
        yield wrong(DRIVE, what, NOT_READ, todo, document_url(file))
        return
    if found.trashed:
        yield wrong(DRIVE, what, "It is in the bin.", f"Take it out again, or name another one in {step}.template.")
        return
    yield ok(DRIVE, what, found.name)
    if found.parents:
        yield ok(DRIVE, f"folder of {what}", "whether copies may stand there shows at the first copy")
    else:
        yield unchecked(DRIVE, f"folder of {what}", "Drive does not tell you where it stands.")
    yield from within(what)


def _asks(systems: Systems, rules: Rules, what: str) -> Iterator[Finding]:
    """The questionnaire has to ask what steps wait for, or they wait for ever."""
    document = systems.docs.document(rules.start.template, FIELDS_MASK)
    read = read_questionnaire(document, rules.labels)
    asked = {name for name, answer in read.answers.items() if answer.where}
    needed = dict.fromkeys((*rules.announce.required, *rules.welcome_email.required, *rules.close_deal.required))
    for name in needed:
        if name in asked:
            yield ok(DRIVE, f"question “{field_words(name)}”")
        else:
            words = f"The {what} does not ask for it, and steps wait for its answer."
            todo = f"Add the question to the template, or its own label in handover.toml: [labels] {name} = [“…”]."
            yield wrong(DRIVE, f"question “{field_words(name)}”", words, todo)


def _placeholders(systems: Systems, file: str, what: str, known: tuple[str, ...]) -> Iterator[Finding]:
    """A placeholder that nothing is put in place of would go out to the customer as it is."""
    found = dict.fromkeys(PLACEHOLDER.findall(_text(systems.docs.document(file, TEXTS))))
    strange = [name for name in found if name not in known]
    for name in strange:
        words = f"{name} in it would be left as it is.{instead(name, known)}"
        yield wrong(DRIVE, f"placeholders of {what}", words, "Correct it in the template.")
    if found and not strange:
        yield ok(DRIVE, f"placeholders of {what}", f"{len(found)} known")
    elif not found:
        words = "It has none, so every copy would say the same."
        yield wrong(DRIVE, f"placeholders of {what}", words, f"Write some into it: {', '.join(known[:4])} …")


def _text(value: Any) -> str:
    """Every text of a document, wherever it stands."""
    if isinstance(value, dict):
        return "".join(value["content"] if isinstance(value.get("content"), str) else _text(x) for x in _below(value))
    return "".join(map(_text, value)) if isinstance(value, list) else ""


def _below(value: dict[str, Any]) -> list[Any]:
    return [value] if isinstance(value.get("content"), str) else list(value.values())


def _sheets(rules: Rules) -> dict[str, SheetSection]:
    """Every sheet that rows are written in, by the key that it stands under."""
    found: dict[str, SheetSection] = {"update_sheet": rules.update_sheet}
    if rules.does("sources_of_truth"):
        records = rules.sources_of_truth.records
        found |= {f"sources_of_truth.records ({r.name})": r for r in records if isinstance(r, SheetRecord)}
    return found


def _sheet(sheets: GoogleSheets, key: str, section: SheetSection) -> Iterator[Finding]:
    """Every heading by which a column is known."""
    try:
        tab = sheets.tab(section.spreadsheet, section.sheet)
    except NoAccess:
        todo = f"Ask its owner to share it with you, or correct spreadsheet in {key}."
        yield wrong(SHEETS, section.title, "It is not shared with you, or it is gone.", todo, section.url)
        return
    except Refused:
        words = f"It has no sheet called “{section.sheet}”."
        yield wrong(SHEETS, section.title, words, f"Rename the sheet, or correct sheet in {key}.")
        return
    yield ok(SHEETS, section.title, f"sheet “{section.sheet}”")
    found = columns(tab.headings, section.columns)
    for name, headings in section.columns.items():
        what = f"heading “{headings[0]}” of {section.sheet}"
        if name not in found.index:
            named = ", ".join(f"“{one}”" for one in headings)
            todo = f"Restore it in the first row, or write what it is called now into columns.{name} in {key}."
            yield wrong(SHEETS, what, f"The sheet has no heading {named}.", todo)
        elif tab.headings[found.index[name]] in found.twice:
            yield wrong(SHEETS, what, "The sheet has more than one.", "Rename one, so that none is guessed.")
        else:
            yield ok(SHEETS, what)
