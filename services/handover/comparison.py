"""Do the systems still agree about a deal? Every field, wherever it stands, side by side. Nothing is written.

What a step has not written yet is no disagreement: it is said to be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from services.errors import OutsideError, ScopeMissing, SignIn
from services.google_sheets import letter
from services.handover import installers
from services.handover.anchored_rows import AnchoredRows
from services.handover.beginning import letters
from services.handover.cell_values import day_in
from services.handover.claim import SETTLED
from services.handover.contract import contract_end
from services.handover.customer_rows import Wanted, cell
from services.handover.ledger import Ledger
from services.handover.model import Click, Handover
from services.handover.opportunity import linked, value_at
from services.handover.patterns import late
from services.handover.questionnaire.labels import labels
from services.handover.record_rules import SalesforceRecord, SheetRecord
from services.handover.records import END, WHOLE, row_wanted, sheet_of
from services.handover.rules import Rules
from services.handover.standing import owner_of
from services.handover.travelling import TRAVELS, travelled
from services.handover.whole import part_name
from services.handover.words import gap_words, money, person, value_words, where_words

DOCUMENT, ANNOUNCED, OWNED, SALESFORCE = "Document", "Announcement", "Take ownership", "Salesforce"
ENGINEER = "customer_engineer"
KNOWN_BY_NAME = ("account_executive", ENGINEER)
"""People whom sheets and Salesforce have by their names alone."""
INSTALLER_FIELDS = {
    "company": "company_name",
    "unique_account_id": "unique_account_id",
    "contract_end": "renewal_date",
    "account_executive": "account_executive",
    "customer_engineer": "customer_engineer",
}
"""The installers sheet's columns that say what the questionnaire says, too."""
_NUMBER = late(r"\d[\d,]*(?:\.\d+)?")


class Stand(Struct, frozen=True):
    """One place's value: in words (empty for nothing), where exactly it stands, and an address that leads there.

    ``normal`` is the value without its form, to be compared.
    """

    place: str
    words: str
    where: str
    link: str
    normal: str


class Compared(Struct):
    """Fields whose values differ, with every place's; fields that agree; and what could not be compared, and why."""

    differ: dict[str, list[Stand]] = field(default_factory=dict)
    agree: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Comparing:
    """Every system beside each other, for one customer."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self._rules = rules
        self._ledger = ledger

    def compare(self, click: Click, document: Handover | None) -> Compared:
        """``click``'s handover as the document or the announcement has it; ``document`` if the person can read it."""
        found = Compared()
        stands: dict[str, list[Stand]] = {}
        records = self._ledger.records(click.handover.document_id)
        settled = {name for name, one in records.items() if one.state in SETTLED}
        sources = (
            self._document(document, found),
            self._announced(click.handover, found),
            self._salesforce(click, settled, found),
            self._sheets(click, settled, found),
        )
        for name, stand in (one for source in sources for one in source):
            stands.setdefault(name, []).append(stand)
        if owner := owner_of(records).get("owner_name"):
            # Whoever took the customer may be another than the engineer of the deal, whom the document names.
            others = [one for one in stands.get(ENGINEER, ()) if one.place not in (DOCUMENT, ANNOUNCED)]
            mine = Stand(OWNED, owner, "", "", _normal(ENGINEER, {"name": owner}))
            stands[ENGINEER] = [mine, *others]
        for name, places in stands.items():
            if len(places) < 2 or not any(one.normal for one in places):
                continue
            if _agree(name, places):
                found.agree.append(name)
            else:
                found.differ[name] = places
        return found

    def _document(self, document: Handover | None, found: Compared) -> Iterator[tuple[str, Stand]]:
        if document is None:
            found.left_out.append("Document: open it and press “Allow access” there, or ask its owner to share it.")
            return
        for name in TRAVELS:
            answer = document.answer(name)
            if answer.where:
                words, normal = _says(document, name) if answer.status == "answered" else (gap_words(answer), "")
                yield name, Stand(DOCUMENT, words, where_words(answer), document.place(answer), normal)

    def _announced(self, handover: Handover, found: Compared) -> Iterator[tuple[str, Stand]]:
        kept = self._ledger.announcement(handover.document_id)
        if kept is None:
            found.left_out.append("Announcement: there is none yet.")
            return
        then = travelled(kept)
        for name in TRAVELS:
            words, normal = _says(then, name)
            yield name, Stand(ANNOUNCED, words, "as kept with the announcement", "", normal)

    def _salesforce(self, click: Click, settled: set[str], found: Compared) -> Iterator[tuple[str, Stand]]:
        rules, handover = self._rules.close_deal, click.handover
        record = linked(str(handover.value("opportunity_url") or ""), rules.hosts)
        if not click.systems.has_salesforce or record is None:
            why = (
                "the document has no usable link to the opportunity"
                if click.systems.has_salesforce
                else "not connected"
            )
            found.left_out.append(f"Salesforce: {why}.")
            return
        paths = salesforce_paths(self._rules)
        if (handover.value("arr") or {}).get("currency", rules.currency) != rules.currency:
            paths.pop("arr", None)
        try:
            records, _ = click.systems.salesforce.opportunity(record, sorted({"Name", *paths.values()}))
        except OutsideError as error:
            found.left_out.append(f"Salesforce: it did not answer ({error.code}).")
            return
        if not records:
            found.left_out.append("Salesforce: there is no such opportunity, or the add-on may not see it.")
            return
        for name, path in paths.items():
            value = value_at(records[0], path)
            if value not in (None, "") or "close_deal" in settled:
                words = _words(value, self._rules.close_deal.currency if name == "arr" else "")
                yield name, Stand(SALESFORCE, words, path, rules.link(record), _normal(name, value))

    def _sheets(self, click: Click, settled: set[str], found: Compared) -> Iterator[tuple[str, Stand]]:
        rules, handover = self._rules, click.handover
        if installers.STEP in settled:
            sheet = _opened(lambda: installers.sheet_of(click.systems.sheets, rules.update_sheet), found)
            yield from _rows(sheet, handover, installers.wanted(handover), INSTALLER_FIELDS, found)
        else:
            found.left_out.append(f"{rules.update_sheet.sheet}: “Update sheet” is still open.")
        for record in rules.sources_of_truth.records:
            if part_name(WHOLE, record.name) not in settled:
                found.left_out.append(f"{record.label}: still open.")
            elif isinstance(record, SheetRecord):
                sheet = _opened(lambda record=record: sheet_of(click, record), found)
                names = {name: name for name in record.columns if name in labels().fields}
                wanted = row_wanted(record, handover, rules.close_deal.currency)
                yield from _rows(sheet, handover, wanted, names, found)


def salesforce_paths(rules: Rules) -> dict[str, str]:
    """Which field of the opportunity, or of what it leads to, says what the questionnaire's field says.

    A custom field that leads to another record is followed under its own name with ``__r`` (SOQL's rule).
    """
    closing = rules.close_deal.fields
    known = {**rules.suggestions, "renewal_date": closing.contract_end, "arr": closing.amount}
    owner = rules.assign_owner.salesforce_field
    if owner.endswith("__c"):
        known["customer_engineer"] = f"{owner.removesuffix('c')}r.Name"
    for record in rules.sources_of_truth.records:
        if isinstance(record, SalesforceRecord):
            known |= {name: api for api, name in record.fields.items()}
    return {name: path for name, path in known.items() if path}


def _opened(open_: Any, found: Compared) -> AnchoredRows | None:
    """A sheet, or the reason why it is left out. What the person has to grant is asked for as always."""
    try:
        sheet: AnchoredRows = open_()
    except (ScopeMissing, SignIn):
        raise
    except OutsideError as error:
        found.left_out.append(f"Google Sheets: {error.words or error.code}")
        return None
    if sheet.problem:
        found.left_out.append(sheet.problem)
        return None
    return sheet


def _rows(
    sheet: AnchoredRows | None, handover: Handover, wanted: Wanted, names: Mapping[str, str], found: Compared
) -> Iterator[tuple[str, Stand]]:
    """What each of the customer's rows says, column by column; nothing is anchored."""
    if sheet is None:
        return
    numbers = sheet.matched({handover.document_id: wanted})[handover.document_id]
    if not numbers:
        found.left_out.append(f"{sheet.tab.title}: no row has this customer's key any more.")
        return
    for number, look in sheet.looks(numbers).items():
        for column, name in names.items():
            index = sheet.where.index.get(column)
            if index is not None:
                text, place = cell(look.texts, index).strip(), f"{letter(index)}{number}"
                link = f"{sheet.rules.url}#gid={sheet.tab.sheet_id}&range={place}"
                yield name, Stand(sheet.tab.title, text, place, link, _normal(name, look.days.get(index, text)))


def _agree(name: str, stands: list[Stand]) -> bool:
    first, *others = (one.normal for one in stands)
    if name == "company_name":
        # Short names and legal names are one company's.
        return all(first and one and (first in one or one in first) for one in others)
    return all(one == first for one in others)


def _says(handover: Handover, name: str) -> tuple[str, str]:
    """What document or announcement say to a field, in words and without its form; of the contract, its last day."""
    value = handover.value(name)
    end = contract_end(handover) if name == END else None
    if end is None or end.day.isoformat() == value:
        return _words(value), _normal(name, value)
    return f"{_words(end.day.isoformat())} ({end.remark})", end.day.isoformat()


def _words(value: Any, currency: str = "") -> str:
    if value in (None, ""):
        return ""
    if currency and isinstance(value, (int, float)):
        return money({"amount": value, "currency": currency})
    return money(value) if isinstance(value, Mapping) and "amount" in value else value_words(value)


def _normal(name: str, value: Any) -> str:
    """A value without its form: amounts and counts as numbers, days as ISO, names by their letters."""
    if isinstance(value, Mapping):
        if "amount" in value:
            return _number(value["amount"])
        return letters(person(value) if name in KNOWN_BY_NAME else " ".join(str(one) for one in value.values() if one))
    if isinstance(value, list):
        return " ".join(sorted(letters(str(one)) for one in value))
    text = "" if value is None else str(value).strip()
    kind = labels().fields[name].type
    if kind in ("money", "integer", "number"):
        number = _NUMBER.search(text)
        return _number(number.group().replace(",", "")) if number else letters(text)
    if kind == "date":
        return _day(text)
    return letters(text)


def _number(value: Any) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return day_in(text) or text
