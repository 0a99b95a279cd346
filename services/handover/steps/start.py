"""Start a handover: the customer's own questionnaire, copied from the template into the template's folder.

One template begins every handover, so this step's record in the ledger belongs to the customer, not to the document
it is pressed on (:mod:`services.handover.beginning`): the same customer a second time, typed a little otherwise or by
a colleague, meets the first record and is led to its document. The copy itself carries the same key as a private
property, which finds it again after a lost answer, and where the ledger knows nothing of it.
"""

from __future__ import annotations

from functools import cached_property

from msgspec.structs import replace

from services.errors import NoAccess
from services.handover.beginning import COMPANY, START, customer_key
from services.handover.fields import TextField
from services.handover.links import document_url
from services.handover.model import Click, Draft, Effect, Fact, Form, Link, Role
from services.handover.rules import Rules
from services.handover.template import filled
from services.scopes import DRIVE_FILE

MARK = "handoverCustomer"
LONGEST_NAME = 120
ANOTHER = "If this is another customer, write the name so that the two can be told apart."
NOT_GRANTED = (
    "This add-on may not read the template for you yet. Open the template once, press “Allow access” in its sidebar, "
    "then press here again. If it does not open, ask its owner to share it with you."
)


class Start:
    """Copy the template, once for each customer."""

    name = START
    label = "Start a handover"
    does = "Make a new customer's questionnaire from the template."
    role: Role = "sales"
    waits_for: tuple[str, ...] = ()
    scopes: tuple[str, ...] = DRIVE_FILE

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.drive_copy import DriveCopy

        return DriveCopy()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """Nothing: there is no questionnaire yet."""
        return ()

    def draft(self, click: Click, form: Form) -> Draft:
        """A name, what the copy will be called, and where it will stand."""
        rules = click.rules.start
        name = click.handover.value("company_name") or ""
        shown = Draft(
            confirm="Start",
            facts=(Fact("Title", _title(click, "‹name›")), Fact("Where", "In the template's own folder")),
            fields=(TextField(COMPANY, "Customer's name", name),),
            undo="The document opens, with the name filled in. It can be put into the bin again.",
        )
        try:
            template = click.systems.drive.file(rules.template)
        except NoAccess:
            return shown.with_problem(NOT_GRANTED, Link("Open the template", rules.url))
        if not form.submitted:
            return shown
        if problem := _problem(name):
            return shown.with_problem(problem)
        mark = (MARK, customer_key(name))
        if earlier := click.systems.drive.marked(mark):
            words = f"This customer has a questionnaire already: “{earlier.name}”. {ANOTHER}"
            return shown.with_problem(words, Link("Open it", document_url(earlier.id)))
        plan = {
            "owner": click.person.email,
            "template": rules.template,
            "folder": next(iter(template.parents), ""),
            "title": _title(click, name),
            "mark": list(mark),
            "answers": {"company_name": name},
            "labels": click.rules.labels,
            "placeholders": {},
            "settle_seconds": rules.settle_seconds,
        }
        return replace(shown, plan=plan)


def _title(click: Click, name: str) -> str:
    return filled(click.rules.start.title, {"$COMPANY": name, "$VENDOR": click.rules.company.name})


def _problem(name: str) -> str:
    if not customer_key(name):
        return "Write the customer's name first."
    if len(name) > LONGEST_NAME:
        return f"The customer's name is longer than {LONGEST_NAME} characters."
    return ""
