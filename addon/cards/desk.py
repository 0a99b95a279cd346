"""Cards for several customers at once in the installers sheet, and for what does not agree there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addon.addresses import DRIFT, HOME, SEVERAL_RUN, Addresses
from addon.cards.problem import remark_of
from addon.widgets import button, buttons, card, esc, labelled, open_button, press, section, text
from services.handover.row_changes import RowChanges
from services.handover.sections import UpdateSheet
from services.handover.sheet_desk import CHOSEN, BulkItem, BulkResult, Comparison

Json = dict[str, Any]
SHOWN_AT_ONCE, SHOWN_LINES = 10, 25
EACH_ITSELF = "Each customer is written by itself: if one cannot be, the others still are."
BUSY = "Done already, or somebody is pressing it right now."
EARLY = "Sent before and not confirmed yet. Open it by itself in a moment."
AGREED = "Every customer in the sheet has a handover, and no finished handover's rows differ."


def several_card(items: Sequence[BulkItem], addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """Every cell of every customer that can be written in one go; the others with the reason."""
    able = [one for one in items if one.plan is not None]
    carried = {**keep, **{one.handover.document_id: one.shown for one in able}}
    boxes = [{"text": one.handover.company, "value": one.handover.document_id, "selected": True} for one in able]
    choose = {"selectionInput": {"name": CHOSEN, "label": "Customers", "type": "CHECK_BOX", "items": boxes}}
    run = button("Write the ticked ones", press(addresses.of(SEVERAL_RUN), carried), filled=True)
    shown = [_changes(one.handover.company, one.changes) for one in able if one.changes]
    sections: list[Json | None] = [section(shown, "What will change")]
    sections += [section([choose, text(esc(EACH_ITSELF)), buttons(run)]) if able else None]
    others = [_by_itself(one, addresses, keep) for one in items if one.plan is None]
    sections.append(section(others, "One by one"))
    return card("Update several", sections, name="several")


def _changes(company: str, new: RowChanges) -> Json:
    """One line for each customer, for a card holds a hundred at most."""
    cells = [f"{esc(one.where)} {esc(one.label)}: {_old(one.old)} → <b>{esc(one.new)}</b>" for one in new.changes]
    remarks = [f"<i>{esc(words)}</i>" for words in new.warnings]
    return _about(company, "<br>".join([*cells, *remarks]) or "Up to date already.", icon="table_chart")


def _about(company: str, markup: str, **more: Any) -> Json:
    """The customer's name in the text, because a label that is too long for its line is cut off."""
    return labelled("", f"<b>{esc(company)}</b><br>{markup}", **more)


def _old(text: str) -> str:
    return f"<s>{esc(text)}</s>" if text.strip() else "<i>empty</i>"


def _by_itself(one: BulkItem, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    action = press(addresses.step("update_sheet"), {**keep, "docId": one.handover.document_id})
    return _about(one.handover.company, esc(one.problem), icon="info", on_click={"action": action})


def results_card(results: Sequence[BulkResult], addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """What became of each customer."""
    written = sum(_written(one) for one in results)
    lines: list[Json | None] = [_result(one, addresses, keep) for one in results]
    lines = lines or [text("No customer was ticked. Nothing was written.")]
    again = buttons(button("Show what is left", press(addresses.of(HOME), keep), filled=True))
    subtitle = f"{written} of {len(results)} written" if results else ""
    return card("Update several: result", [section(lines), section([again])], name="several", subtitle=subtitle)


def _written(one: BulkResult) -> bool:
    return one.outcome is not None and one.outcome.kind == "done"


def _result(one: BulkResult, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    action = press(addresses.step("update_sheet"), {**keep, "docId": one.handover.document_id})
    icon = "check_circle" if _written(one) else "error"
    return _about(one.handover.company, esc(_words(one)), icon=icon, on_click={"action": action})


def _words(one: BulkResult) -> str:
    if one.outcome is None:
        return one.words
    if one.outcome.kind == "done":
        return "Written"
    if one.outcome.kind == "busy":
        return BUSY
    return remark_of(one.outcome) or EARLY


def compare_card(found: Comparison, rules: UpdateSheet, addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """Customers in the sheet without a handover, and finished handovers whose rows say something else."""
    strangers: list[Json | None] = [
        labelled(f"Row {number}", esc(name or "(no name)"), icon="person")
        for number, name in found.strangers[:SHOWN_LINES]
    ]
    strangers.append(_more(len(found.strangers)))
    differ: list[Json | None] = [
        _about(
            one.company,
            esc("No row any more" if cells is None else f"{cells} cell{'s' if cells != 1 else ''} differ"),
            icon="edit_note",
            button=open_button("Open", one.url),
            on_click={"action": press(addresses.of(DRIFT), {**keep, "docId": one.document_id})},
        )
        for one, cells in found.differ[:SHOWN_LINES]
    ]
    differ.append(_more(len(found.differ)))
    agreed = section([labelled("", AGREED, icon="check_circle")] if not (found.strangers or found.differ) else [])
    sections = [
        agreed,
        section(differ, "Finished, but the sheet says something else", collapsed_after=SHOWN_AT_ONCE),
        section(strangers, "Customers here without a handover", collapsed_after=SHOWN_AT_ONCE),
        section([text(_not_compared(found.not_compared))] if found.not_compared else []),
        section([buttons(open_button("Open the spreadsheet", rules.url))]),
    ]
    subtitle = f"{len(found.differ)} differ · {len(found.strangers)} without a handover"
    return card("Compare with handovers", sections, name="compare", subtitle=subtitle)


def _more(count: int) -> Json | None:
    """How many of a list are not shown."""
    return text(f"and {count - SHOWN_LINES:,} more") if count > SHOWN_LINES else None


def _not_compared(count: int) -> str:
    plural = "s" if count != 1 else ""
    return f"The {count:,} finished handover{plural} announced before those were not compared cell by cell."
