"""The Sheets sidebar's cards: announced customers whose rows are not up to date, or where to go instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from addon.addresses import COMPARE, HOME, SEVERAL, Addresses
from addon.cards.reception import got_it_button
from addon.widgets import button, buttons, card, esc, labelled, open_button, press, section, text
from services.handover.backlog import MOST_COUNTED
from services.handover.model import Person
from services.handover.sections import UpdateSheet
from services.handover.standing import SUMMARY
from services.handover.words import moment

if TYPE_CHECKING:
    from services.handover.sheet_desk import SheetWork, Waiting

Json = dict[str, Any]
AFTER = "after"
UP_TO_DATE = "Every announced customer is up to date."


def sheet_card(
    waiting: Waiting,
    unseen: Collection[str],
    promised: int,
    person: Person,
    addresses: Addresses,
    keep: Mapping[str, str],
    begin: Json | None,
) -> Json:
    """One entry for each customer, oldest announcement first, each leading to the step; and how many wait behind them.

    ``unseen`` are the documents whose announcement waits for a "Got it"; ``promised`` the business days within which
    the sheet is to be right; ``begin`` starts a handover.
    """
    title, count = "Installers to company", len(waiting.works)
    behind = _behind(waiting, addresses, keep)
    if not count:
        words = f"The {waiting.looked:,} that were looked at are up to date." if behind else UP_TO_DATE
        done = section([labelled("", esc(words), icon="check_circle")])
        return card(title, [done, behind, _others(addresses, keep, several=bool(behind)), begin], name="home")
    sections = [_customer(one, unseen, promised, person, addresses, keep) for one in waiting.works]
    words = "1 customer waits for you" if count == 1 else f"{count} customers wait for you"
    more = f" · {_number(waiting.behind)} more wait" if behind else ""
    others = _others(addresses, keep, several=sum(one.cells != 0 for one in waiting.works) > 1 or bool(behind))
    return card(title, [*sections, behind, others, begin], name="home", subtitle=words + more)


def _behind(waiting: Waiting, addresses: Addresses, keep: Mapping[str, str]) -> Json | None:
    """How many were not looked at, and the way to the next of them."""
    if not waiting.behind:
        return None
    words = f"and {_number(waiting.behind)} more, announced later and not looked at yet"
    go_on = button("Show the next", press(addresses.of(HOME), {**keep, AFTER: waiting.after}))
    return section([text(esc(words)), buttons(go_on)])


def _number(behind: int) -> str:
    return f"{behind:,}" if behind <= MOST_COUNTED else f"over {MOST_COUNTED:,}"


def _others(addresses: Addresses, keep: Mapping[str, str], *, several: bool) -> Json:
    """What is about more than one customer."""
    at_once = button("Update several…", press(addresses.of(SEVERAL), keep)) if several else None
    compare = button("Compare with handovers", press(addresses.of(COMPARE), keep))
    summary = button("Summary…", press(addresses.step(SUMMARY), keep))
    return section([buttons(at_once, compare, summary)], "The whole sheet")


def _age(days: int, promised: int) -> str:
    """How long a customer has been waiting, against what was promised."""
    late = days - promised
    if late > 0:
        return f"<b>{late} business day{'s' if late != 1 else ''} late</b>"
    return f"Business day {days} of {promised}"


def _customer(
    one: SheetWork,
    unseen: Collection[str],
    promised: int,
    person: Person,
    addresses: Addresses,
    keep: Mapping[str, str],
) -> Json:
    plural = "" if one.cells == 1 else "s"
    what = "No row yet" if one.cells is None else f"{one.cells} cell{plural} to change"
    what = "Sheet up to date" if one.cells == 0 else what
    carried = {**keep, "docId": one.handover.document_id}
    return section(
        [
            labelled(
                f"Announced {moment(one.at, person)}",
                f"<b>{esc(one.handover.company)}</b><br>{_age(one.days, promised)}",
                below=f"{what} · by {one.by}",
                icon="table_chart",
            ),
            buttons(
                button("Update sheet", press(addresses.step("update_sheet"), carried), filled=True)
                if one.cells != 0
                else None,
                button("Sources of truth", press(addresses.step("sources_of_truth"), carried), filled=one.cells == 0)
                if one.records
                else None,
                got_it_button(addresses, carried) if one.handover.document_id in unseen else None,
                open_button("Questionnaire", one.handover.url),
            ),
        ]
    )


def other_spreadsheet_card(rules: UpdateSheet, begin: Json | None) -> Json:
    """In any spreadsheet but the installers': what this is for, and the right one."""
    words = (
        f"Customer handover works in “{esc(rules.title)}”: there it shows which announced customers are not "
        "up to date, and which cells would change. In this spreadsheet it reads and changes nothing."
    )
    there = section([text(words), buttons(open_button("Open it", rules.url))])
    return card("Another spreadsheet", [there, begin], name="home")


def done_here_card(addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """Below a finished step: the list is read again when the person asks for it."""
    return card("Installers to company", [left_section(addresses, keep)], name="home")


def left_section(addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """The way from what was done to the list."""
    return section([buttons(button("Show what is left", press(addresses.of(HOME), keep), filled=True))])


def not_yours_card(begin: Json | None) -> Json:
    """For people who are not in operations."""
    words = "The installers spreadsheet is kept by Operations. You can look at it, but there is nothing here to press."
    return card("Installers to company", [section([text(esc(words))]), begin], name="home")
