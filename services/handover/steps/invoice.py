"""Send the invoice: everything on it from the document, shown as the recipient will see it, then made and mailed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from services import slack
from services.errors import NoAccess, Refused
from services.handover.fields import DateField, TextField
from services.handover.model import Click, Draft, Effect, Fact, Form, Handover, Link, Role, hash_of
from services.handover.otherwise import LINK
from services.handover.rules import Rules
from services.handover.template import filled, inert, values_of
from services.handover.words import field_words, value_words, where_words
from services.scopes import COMPOSE, DRIVE_FILE

if TYPE_CHECKING:
    from services.handover.invoice_sheet import Sheet

MARK = "handoverInvoice"
EVENT_TYPE = "handover_invoiced"
NOT_GRANTED = (
    "This add-on may not read the invoice's template for you yet. Open the template once, press “Allow access” in its "
    "sidebar, then press here again. If it does not open, ask its owner to share it with you."
)
UNDO = {
    "send": "The number stays this customer's. A sent mail cannot be taken back.",
    "draft": "The number stays this customer's. Draft and document can be taken back while the mail is not sent.",
    "prepare": "The number stays this customer's. The document can be put into the bin again.",
}
CONFIRM = {"send": "Send the invoice", "draft": "Make a draft", "prepare": "Prepare the invoice"}


class Invoice:
    """A document, its PDF and a mail, once for each customer."""

    name = "invoice"
    label = "Send invoice"
    does = "Invoice the customer from what the document says."
    role: Role = "finance"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = (*DRIVE_FILE, *COMPOSE)
    particulars: tuple[TextField | DateField, ...] = (
        TextField("number", "Invoice number", ""),
        DateField("dated", "Invoice date", None),
        TextField(LINK, "Link to the invoice", ""),
    )

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.invoice_sent import InvoiceSent

        return InvoiceSent()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Whom to invoice, and for what."""
        return ("company_name", "billing_contact", "billing_address", "po_required", "arr", "seats")

    def draft(self, click: Click, form: Form) -> Draft:
        """The invoice as the recipient will see it; what may differ from the document is typed here."""
        from services.handover.billing import money_words
        from services.handover.invoice_sheet import sheet_of

        sheet = sheet_of(click, form)
        shown = Draft(
            confirm=CONFIRM[sheet.how],
            facts=(*_from_document(click.handover), Fact("Total", money_words(sheet.bill.total, sheet.bill.currency))),
            fields=sheet.fields(form),
            text=_preview(sheet),
            text_title="The invoice",
            warnings=sheet.warnings,
            problems=sheet.problems,
            links=(Link("Wrong? Fix it in the document", click.handover.url),),
            undo=UNDO[sheet.how],
            hidden={"often": sheet.often, "proposed": sheet.proposed},
        )
        if sheet.problems:
            return shown
        try:
            template = click.systems.drive.file(click.rules.invoice.template)
        except NoAccess:
            return shown.with_problem(NOT_GRANTED, Link("Open the template", click.rules.invoice.url))
        plan = _plan(click, sheet, next(iter(template.parents), ""))
        return replace(shown, plan=plan)


def _from_document(handover: Handover) -> tuple[Fact, ...]:
    """The billing answers exactly as they stand, each with its place."""
    from services.handover.billing import FIELDS

    answers = (handover.answer(name) for name in FIELDS)
    return tuple(
        Fact(field_words(one.field), value_words(one.value), where_words(one))
        for one in answers
        if one.status == "answered"
    )


def _preview(sheet: Sheet) -> str:
    """The invoice's lines as its reader will see them; the number is given at the press."""
    texts = sheet.texts
    line = (
        ("Product", "$PRODUCT"), ("Quantity", "$QUANTITY"), ("Unit price", "$PRICE"), ("Discount", "$DISCOUNT"),
    )  # fmt: skip
    lines = (
        ("Date", "$DATED"), ("Due", "$DUE"), ("Purchase order", "$ORDER"), ("Customer", "$CUSTOMER"),
        ("Contact", "$CONTACT"), ("Address", "$BILLTO"), ("Service period", "$PERIOD"),
        *(line if len(sheet.bill.lines) == 1 else (("Lines", "$LINES"),)), ("Net", "$NET"), ("Tax", "$TAX"),
        ("Total", "$TOTAL"), ("Terms", "$TERMS"),
    )  # fmt: skip
    return "\n".join(f"{label}:{_below(texts[name])}" for label, name in lines)


def _below(text: str) -> str:
    """Several lines stand below their label."""
    return f"\n{text}" if "\n" in text else f" {text}"


def _plan(click: Click, sheet: Sheet, folder: str) -> dict[str, Any]:
    from services.handover.invoice_sheet import one_line

    rules, handover = click.rules.invoice, click.handover
    year = str(click.today.year)
    texts = {name: text for name, text in sheet.texts.items() if name.startswith("$")}
    values = {**values_of(click), **texts}
    placeholders = {name: inert(text) for name, text in {**texts, "$VENDOR": click.rules.company.name}.items()}
    said = f"{texts['$TOTAL']}, due on {texts['$DUE']}"
    content = [handover.document_id, click.round, texts]
    return {
        "sequence": f"invoice {rules.number.replace('$YEAR', year)}",
        "first": rules.first,
        "form": rules.number.replace("$YEAR", year),
        "how": sheet.how,
        "stale": click.notes.get("copy", ""),
        "sender": click.person.email,
        "said": said,
        "file_name": "$NUMBER.pdf",
        "copy": {
            "template": rules.template,
            "folder": folder,
            "title": one_line(filled(rules.title, values)),
            "mark": [MARK, hash_of(content)[:32]],
            "answers": {},
            "labels": {},
            "placeholders": {**placeholders, "$NUMBER": "$NUMBER"},
            "settle_seconds": rules.settle_seconds,
        },
        "mail": {"to": [sheet.email] if sheet.email else [], "subject": sheet.subject, "text": sheet.text},
        "message": _message(click, said) if sheet.how == "send" else None,
        "made_for": handover.url,
    }


def _message(click: Click, said: str) -> dict[str, Any]:
    """The word to the AE: mentioned where Slack knows them by their address, else by name."""
    from services.handover.invoice_sheet import one_line

    handover, rules = click.handover, click.rules.invoice
    executive = handover.value("account_executive") or {}
    known = _in_slack(click, str(executive.get("email") or ""))
    who = f"<@{known}>" if known else slack.escape(str(executive.get("name") or ""))
    company = slack.link(handover.url, one_line(handover.company))
    text = f"{who + ': ' if who else ''}invoice $NUMBER for {company} is out: {slack.escape(said)}."
    return {
        "channel": rules.channel,
        "channel_name": rules.channel_name,
        "event_type": EVENT_TYPE,
        "key": hash_of([handover.document_id, "invoice", click.round])[:32],
        "settle_seconds": rules.settle_seconds,
        "text": text,
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
    }


def _in_slack(click: Click, email: str) -> str:
    """The id by which Slack knows a person; without one they are told by name."""
    try:
        found = click.systems.slack.user_by_email(email) if email else None
    except Refused:
        return ""
    return found.id if found else ""
