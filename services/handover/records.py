"""The records of ``[sources_of_truth]``, each a part of that step with a press of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from services.errors import Refused
from services.handover.contract import contract_end
from services.handover.fields import TextField, TickField
from services.handover.model import Change, Click, Draft, Effect, Fact, Form, Handover, Link, Role
from services.handover.opportunity import KIND, SINCE, back_line, linked, stored_words
from services.handover.otherwise import LONGEST, first_link
from services.handover.record_rules import ConfirmedRecord, Record, SalesforceRecord, SheetRecord
from services.handover.rules import Rules
from services.handover.whole import part_name
from services.handover.words import field_words, listed, money, person, value_words, where_words
from services.scopes import SPREADSHEETS

if TYPE_CHECKING:
    from services.handover.anchored_rows import AnchoredRows
    from services.handover.cell_values import Content
    from services.handover.customer_rows import Wanted

WHOLE = "sources_of_truth"
END = "renewal_date"
NAMED = "company_name"
SURE, NOTE = "sure", "note"
NOT_CONNECTED = "Salesforce is not connected here. Write it there yourself, and record this as done by hand."
NO_LINK = "The document has no usable link to the opportunity, so nobody can say which one is meant. Add it there."
NOT_THERE = "Salesforce has no such opportunity, or the add-on's user there may not see it. Nothing was written."


class _Part:
    """What every record has."""

    role: Role = "ops"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = ()

    def __init__(self, record: Record) -> None:
        self.name = part_name(WHOLE, record.name)
        self.label = record.label


class SheetPart(_Part):
    """The customer's row in one of the company's sheets."""

    scopes: tuple[str, ...] = SPREADSHEETS

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.sheet_rows import SheetRows

        return SheetRows()

    def __init__(self, record: SheetRecord) -> None:
        super().__init__(record)
        self._record = record
        self.does = f"Write the customer's row in “{record.sheet}”."

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """A name, and the one key if there is only one."""
        return (NAMED, *(self._record.keys if len(self._record.keys) == 1 else ()))

    def draft(self, click: Click, form: Form) -> Draft:
        """Each cell old and new; a row is added on a tick."""
        from services.handover.row_draft import rows_draft

        wanted = row_wanted(self._record, click.handover, click.rules.close_deal.currency)
        sheet = sheet_of(click, self._record)
        problem = sheet.problem
        if not problem and not wanted.keys:
            names = listed([field_words(one) for one in self._record.keys])
            problem = f"The questionnaire gives no {names}, so no row can be matched. Add it in the document."
        return Draft(confirm="Write", problems=(problem,)) if problem else rows_draft(click, form, sheet, wanted)


class SalesforcePart(_Part):
    """Fields of the customer's opportunity."""

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.opportunity_fields import OpportunityFields

        return OpportunityFields()

    def __init__(self, record: SalesforceRecord) -> None:
        super().__init__(record)
        self._record = record
        self.does = "Write the deal's terms into Salesforce."

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The opportunity."""
        return ("opportunity_url",)

    def draft(self, click: Click, form: Form) -> Draft:
        """Each field old and new; fields without an answer are left alone."""
        rules, handover = click.rules.close_deal, click.handover
        found = linked(str(handover.value("opportunity_url") or ""), rules.hosts)
        if problem := "" if click.systems.has_salesforce else NOT_CONNECTED:
            return Draft(confirm="Write", problems=(problem,))
        if found is None:
            return Draft(confirm="Write", problems=(NO_LINK,))
        names = dict(self._record.fields)
        try:
            record = click.systems.salesforce.get(KIND, found, ["Name", SINCE, *names])
        except Refused as error:
            return Draft(confirm="Write", problems=(f"{NOT_THERE} ({error.code})",))
        said, warnings = field_values(names, handover, rules.currency)
        fields = {name: value for name, value in said.items() if value != record.get(name)}
        changes = [
            Change("Opportunity", field_words(names[name]), stored_words(record.get(name)), stored_words(value))
            for name, value in fields.items()
        ]
        plan = {
            "id": found,
            "name": str(record["Name"]),
            "link": rules.link(found),
            "stands": "as the questionnaire says",
            "fields": fields,
            "before": {name: record.get(name) for name in fields},
            "lines": [back_line(field_words(names[name]), record.get(name), value) for name, value in fields.items()],
            "unmodified_since": record[SINCE],
            "renewal": None,
        }
        count = len(changes)
        return Draft(
            confirm=f"Write {count} field{'s' if count != 1 else ''}" if count else "Record as up to date",
            plan=plan,
            facts=(Fact("Opportunity", str(record["Name"])), *_facts(handover, tuple(names.values()))),
            changes=tuple(changes),
            text="" if count else "The opportunity already says all this. Nothing will be written.",
            warnings=tuple(warnings),
            undo="Only these fields are written. They can be put back while nobody else changes them.",
        )


class ConfirmedPart(_Part):
    """A person's word, with where the entry is."""

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.confirmation import Confirmation

        return Confirmation()

    def __init__(self, record: ConfirmedRecord) -> None:
        super().__init__(record)
        self._record = record
        self.does = f"Confirm that “{record.label}” is right."

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """The figures to be confirmed."""
        return tuple(self._record.fields)

    def draft(self, click: Click, form: Form) -> Draft:
        """The figures as the document has them, a tick that they stand there, and a link or a number."""
        note, sure = " ".join(form.text(NOTE).split()), "yes" in form.ticked(SURE)
        problems = [] if sure else ["Tick that these figures stand there."]
        problems += [] if note else ["Add the link to the entry, or its number."]
        problems += [f"Keep it below {LONGEST} characters."] if len(note) > LONGEST else []
        question = TickField(SURE, self.label, (("yes", "These figures stand there"),), frozenset(["yes"] * sure))
        url = self._record.url
        return Draft(
            confirm="Confirm",
            plan={"label": self.label, "words": note, "link": first_link(note)} if not problems else None,
            facts=_facts(click.handover, tuple(self._record.fields)),
            fields=(question, TextField(NOTE, "Link to the entry, or its number", note)),
            problems=tuple(problems) if form.submitted else (),
            links=(Link(f"Open {self.label}", url),) if url else (),
            undo="Nothing is sent. Everybody who opens this handover can read it.",
        )


def part_of(record: Record) -> SheetPart | SalesforcePart | ConfirmedPart:
    """The part that a record of the rules is pressed as."""
    if isinstance(record, SheetRecord):
        return SheetPart(record)
    return SalesforcePart(record) if isinstance(record, SalesforceRecord) else ConfirmedPart(record)


def sheet_of(click: Click, record: SheetRecord) -> AnchoredRows:
    """The record's sheet as the person sees it now; one call."""
    from services.handover.anchored_rows import AnchoredRows

    entry, mine = part_name(WHOLE, record.name), [click.handover.document_id]
    return AnchoredRows(click.systems.sheets, record, entry, record.keys, beside=(NAMED,), customers=mine)


def row_wanted(record: SheetRecord, handover: Handover, currency: str) -> Wanted:
    """The customer as the record's sheet should know them; fields without an answer leave their cells alone.

    The sheets' sums are in ``currency``: what is in another one is no number there.
    """
    from services.handover.cell_values import shown
    from services.handover.customer_rows import Wanted

    said = {name: cell_content(_said(handover, name), currency) for name in record.columns}
    says: dict[str, Content] = {name: content for name, content in said.items() if content}
    says.update(record.texts)
    keys = {name: {shown(says[name]).strip().lower()} for name in record.keys if name in says}
    remarks = {
        name: f"{shown(says[name])} is written as text: amounts are summed up in {currency}."
        for name in says
        if isinstance(says[name], str) and "amount" in (_mapping(handover.value(name)))
    }
    end = contract_end(handover)
    remarks |= {END: f"Contract end: {end.remark}"} if end and end.remark and END in says else {}
    return Wanted(keys, says, str(handover.value(NAMED) or ""), NAMED, remarks)


def _said(handover: Handover, name: str) -> object:
    """A field's value as records have it: of the contract's end always the last day of service."""
    end = contract_end(handover) if name == END else None
    return end.day.isoformat() if end else handover.value(name)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def cell_content(value: object, currency: str) -> Content:
    """An answer's value as a cell has it: counts and amounts as numbers, and the rest as :func:`cell_text` has it."""
    from services.handover.cell_values import number

    text = cell_text(value)
    if isinstance(value, Mapping) and value.get("currency") == currency and "amount" in value:
        return number(value["amount"], text, currency)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value, text)
    return text


def cell_text(value: object) -> str:
    """An answer's value in words: days as ISO, amounts with their currency, people by name."""
    if isinstance(value, Mapping):
        return money(value) if "amount" in value else person(value)
    if isinstance(value, str) or value is None:
        return " ".join((value or "").split())
    return value_words(value)


def field_values(names: Mapping[str, str], handover: Handover, currency: str) -> tuple[dict[str, Any], list[str]]:
    """What fields of Salesforce should hold (API name -> value), and what is not written: another currency's amount."""
    values: dict[str, Any] = {}
    warnings = []
    for name, field in names.items():
        value = _said(handover, field)
        if isinstance(value, Mapping) and "amount" in value:
            if value["currency"] == currency:
                values[name] = value["amount"]
            else:
                warnings.append(f"Salesforce keeps amounts in {currency}; {money(value)} is not written.")
        elif value is not None:
            values[name] = value if isinstance(value, (int, float)) else cell_text(value)
    return values, warnings


def _facts(handover: Handover, names: tuple[str, ...]) -> tuple[Fact, ...]:
    answers = (handover.answer(name) for name in dict.fromkeys(names))
    return tuple(
        Fact(field_words(one.field), value_words(one.value), where_words(one) or "as announced")
        for one in answers
        if one.status == "answered"
    )
