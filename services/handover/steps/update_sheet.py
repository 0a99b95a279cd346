"""Update the customer's rows in the installers-to-company spreadsheet, cell by cell, shown before."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from services.handover import installers
from services.handover.model import Click, Draft, Effect, Form, Role
from services.handover.rules import Rules
from services.scopes import SPREADSHEETS

NO_KEY = (
    "The questionnaire gives neither an installer's e-mail address nor a site ID, so no row can be matched. Add one "
    "of them in the document. Rows are never matched by name alone."
)


class UpdateSheet:
    """Find the rows by key, show every cell that changes, write those cells, once."""

    name = installers.STEP
    label = "Update sheet"
    does = "Make the installers spreadsheet say that this is a customer."
    role: Role = "ops"
    waits_for: tuple[str, ...] = ("announce",)
    scopes: tuple[str, ...] = SPREADSHEETS
    acts_on_look: Literal[True] = True

    @cached_property
    def effect(self) -> Effect:
        from services.handover.effects.sheet_rows import SheetRows

        return SheetRows()

    def needs(self, rules: Rules) -> tuple[str, ...]:
        """A row without the customer's name would say nothing."""
        return ("company_name",)

    def draft(self, click: Click, form: Form) -> Draft:
        """Each cell old and new, or why nothing can be written."""
        from services.handover.row_draft import rows_draft

        wanted = installers.wanted(click.handover)
        rules, mine = click.rules.update_sheet, [click.handover.document_id]
        sheet = installers.sheet_of(click.systems.sheets, rules, (installers.COMPANY,), mine)
        if problem := sheet.problem or ("" if wanted.keys else NO_KEY):
            return Draft(confirm="Update", problems=(problem,))
        return rows_draft(click, form, sheet, wanted)
