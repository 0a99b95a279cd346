"""What an invoice says, as the document and finance make it: its lines, its texts, and what is in its way. No calls."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct

from services.handover import billing
from services.handover.billing import Bill, bill, billed, money_words
from services.handover.checks import doubts
from services.handover.contract import contract_end
from services.handover.effects.invoice_sent import DRAFT, PREPARE, SEND
from services.handover.fields import ChoiceField, Field, TextField, TickField
from services.handover.invoice_lines import FIELD, LABEL, columns_of, further_lines, quantity_words
from services.handover.model import Click, Form, Handover, hash_of
from services.handover.template import filled, values_of
from services.handover.words import plain_day

NO_EMAIL = "The billing contact has no e-mail address that can be used. Fix it in the document."
NO_PO = "A purchase order is required, and its number is not in the document. Ask the AE for it."
DOUBTFUL = "Tick that the billing contact is right, or fix it in the document."
NOT_A_NUMBER = "“{label}” is no number: write it as 1,234.50."
TOO_MUCH = "“{label}” is in percent: no more than 100."
NO_CURRENCY = "The ARR's currency is not stated. Write it in the document."
OTHER_TOTAL = "The mail does not name the invoice's total, {total}."
PORTAL = "The document names “{name}”: the invoice is prepared, and you hand it in there. No mail is sent."
WAYS = ((SEND, "Mail it to the contact"), (DRAFT, "Leave it as a draft in my mailbox"), (PREPARE, "Prepare it only"))
OFTEN = tuple((one, one.capitalize()) for one in billing.PER_YEAR)


class Sheet(Struct, frozen=True):
    """The invoice as the document and the form make it."""

    bill: Bill
    email: str
    texts: dict[str, str]
    subject: str
    text: str
    proposed: str
    how: str
    portal: str
    often: str
    doubt: str
    sure: bool
    warnings: tuple[str, ...]
    problems: tuple[str, ...]

    def fields(self, form: Form) -> tuple[Field, ...]:
        """What finance may change: the lines, the tax, the way it goes, and the mail's words."""
        line = self.bill.lines[0]
        percent = {name: form.text(name, self.texts[name]) for name in ("discount", "tax")}
        box = TickField("sure", self.doubt, (("yes", "It is right all the same"),), frozenset(["yes"] * self.sure))
        ways = WAYS if not self.portal else WAYS[2:]
        return (
            *((box,) if self.doubt else ()),
            TextField("product", "Product", line.product),
            ChoiceField("often", "Invoiced", OFTEN, self.often),
            TextField("quantity", "Quantity", form.text("quantity", quantity_words(line))),
            TextField("price", "Unit price", form.text("price", f"{line.price}")),
            TextField("discount", "Discount, percent", percent["discount"]),
            TextField(FIELD, LABEL, form.text(FIELD), lines=True),
            TextField("tax", "Tax, percent", percent["tax"]),
            ChoiceField("how", "How it goes", ways, self.how),
            *((TextField("text", "Mail", self.text, lines=True),) if self.how != PREPARE else ()),
        )


def sheet_of(click: Click, form: Form) -> Sheet:
    """What the document says, changed as finance typed; with everything that keeps it from being sent."""
    handover, rules = click.handover, click.rules.invoice
    terms = str(handover.value("payment_terms") or "")
    portal = billing.portal_named(handover, rules.portals)
    proposed = billing.frequency(terms)
    often = form.text("often", proposed) if form.text("often", proposed) in billing.PER_YEAR else proposed
    how = PREPARE if portal else form.text("how", SEND)
    how = how if how in (SEND, DRAFT, PREPARE) else SEND
    email, contact_problem = _email(handover)
    doubt = next((one.words for one in doubts(handover, click.today) if one.field == "billing_contact"), "")
    made, problems = _bill(click, form, often)
    texts = _texts(click, form, made, often, terms)
    sure = "yes" in form.ticked("sure")
    unsure = [DOUBTFUL] if doubt and not sure and not portal else []
    problems = [*contact_problem, *_po(handover), *problems, *unsure]
    warnings = [PORTAL.format(name=portal)] if portal else []
    warnings += _sums(handover, made, often)
    values = {**values_of(click), **texts}
    subject, proposed = one_line(filled(rules.subject, values)), filled(rules.text.strip(), values).strip()
    text = _mail(form, proposed)
    if how != PREPARE and texts["$TOTAL"] in proposed and texts["$TOTAL"] not in text:
        warnings.append(OTHER_TOTAL.format(total=texts["$TOTAL"]))
    return Sheet(
        bill=made,
        email=email,
        texts=texts,
        subject=subject,
        text=text,
        proposed=hash_of(proposed),
        how=how,
        portal=portal,
        often=often,
        doubt="" if portal else doubt,
        sure=sure,
        warnings=tuple(warnings),
        problems=tuple(problems),
    )


def _bill(click: Click, form: Form, often: str) -> tuple[Bill, list[str]]:
    """The lines and their sums; a field that cannot be read counts as nothing and is named."""
    arr, seats = click.handover.value("arr") or {}, click.handover.value("seats") or 1
    currency = str(arr.get("currency") or "")
    problems = [] if currency else [NO_CURRENCY]
    share = Decimal(str(arr.get("amount") or 0)) / billing.PER_YEAR[often] / int(seats)
    price = billing.rounded(share, currency or "USD")
    proposed = {"quantity": str(seats), "price": str(price), "discount": "0"}
    proposed["tax"] = f"{click.rules.invoice.tax_percent:f}"
    labels = {"quantity": "Quantity", "price": "Unit price", "discount": "Discount", "tax": "Tax"}
    found: dict[str, Decimal] = {}
    for name, label in labels.items():
        number = billing.number_of(_typed(form, name, proposed[name], often))
        if number is None:
            problems.append(NOT_A_NUMBER.format(label=label))
        elif name in ("discount", "tax") and number > 100:
            problems.append(TOO_MUCH.format(label=label))
        found[name] = number or Decimal(0)
    currency = currency or "USD"
    first = billed(_product(click, form), found["quantity"], found["price"], found["discount"], currency)
    further, wrong = further_lines(form.text(FIELD), currency)
    return bill(currency, (first, *further), found["tax"]), problems + wrong


def _product(click: Click, form: Form) -> str:
    """What the first line is for: the plan, unless finance call it otherwise."""
    plan = str(click.handover.value("plan") or click.rules.invoice.title)
    return one_line(form.text("product", f"{click.rules.company.name} {plan}"))


def _mail(form: Form, proposed: str) -> str:
    """What finance made of the mail; what they left as it was proposed follows the invoice."""
    typed = form.text("text", proposed)
    return proposed if hash_of(typed) == form.hidden.get("proposed") else typed


def _typed(form: Form, name: str, proposed: str, often: str) -> str:
    """What was typed; another frequency proposes another price."""
    if name == "price" and form.hidden.get("often", often) != often:
        return proposed
    return form.text(name, proposed)


def _texts(click: Click, form: Form, made: Bill, often: str, terms: str) -> dict[str, str]:
    """What the placeholders of template, subject and mail stand for; ``discount`` and ``tax`` as typed."""
    handover, rules = click.handover, click.rules.invoice
    contact: dict[str, Any] = handover.value("billing_contact") or {}
    start = date.fromisoformat(handover.value("contract_start_date") or click.today.isoformat())
    end = contract_end(handover)
    first, last = billing.period(start, often, end.day if end else None)
    due = click.today + timedelta(days=billing.net_days(terms, rules.due_days))
    amounts = {"$NET": made.net, "$TAX": made.tax, "$TOTAL": made.total}
    return {
        **columns_of(made.lines, made.currency),
        **{name: money_words(amount, made.currency) for name, amount in amounts.items()},
        "$DATED": plain_day(click.today.isoformat()),
        "$DUE": plain_day(due.isoformat()),
        "$CUSTOMER": one_line(handover.company),
        "$BILLTO": one_line(_address(handover)),
        "$CONTACT": one_line(str(contact.get("name") or contact.get("email") or "")),
        "$ORDER": one_line(str(handover.value("po_number") or "none")),
        "$PERIOD": f"{plain_day(first.isoformat())} to {plain_day(last.isoformat())}",
        "$TERMS": one_line(terms or f"Net {rules.due_days}"),
        "discount": form.text("discount", "0"),
        "tax": form.text("tax", f"{rules.tax_percent:f}"),
    }


def _address(handover: Handover) -> str:
    """The address's lines, whether the document has one of them or several."""
    value = handover.value("billing_address") or ""
    return "\n".join(value) if isinstance(value, list) else str(value)


def one_line(text: str) -> str:
    """One line: parts that stood below each other are parted by commas."""
    return ", ".join(filter(None, (" ".join(one.split()) for one in re.split(r"[\n\v]+", text))))


def _email(handover: Handover) -> tuple[str, list[str]]:
    from services.gmail import address

    contact = handover.value("billing_contact")
    try:
        return address(str((contact or {}).get("email") or "")), []
    except ValueError:
        return "", [NO_EMAIL]


def _po(handover: Handover) -> list[str]:
    return [NO_PO] if handover.value("po_required") is True and not handover.value("po_number") else []


def _sums(handover: Handover, made: Bill, often: str) -> list[str]:
    """When the document's line does not come to the year's share: said, and left to finance."""
    arr = handover.value("arr") or {}
    share = billing.rounded(Decimal(str(arr.get("amount") or 0)) / billing.PER_YEAR[often], made.currency)
    gross = made.lines[0].net + made.lines[0].discount
    if gross == share:
        return []
    comes_to, should = money_words(gross, made.currency), money_words(share, made.currency)
    return [f"The line comes to {comes_to}, the ARR's share is {should}."]
