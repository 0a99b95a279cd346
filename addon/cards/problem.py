"""What went wrong, what was not done, and what to do next: the card for every failure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from addon.addresses import BACK, FILE_SCOPE, HOME, Addresses
from addon.widgets import button, buttons, card, esc, labelled, press, section, text
from services.errors import (
    Changed,
    NoAccess,
    OutsideError,
    Refused,
    RefusedForNow,
    ScopeMissing,
    SecondPerson,
    SignIn,
    Unknown,
)
from services.handover.once import Outcome
from services.handover.words import listed, shortened

Json = dict[str, Any]
SCOPE_WORDS: Mapping[str, str] = {
    "https://www.googleapis.com/auth/userinfo.email": "know who you are",
    "https://www.googleapis.com/auth/script.locale": "know your language and time zone",
    "https://www.googleapis.com/auth/drive.file": "read the document you have open",
    "https://www.googleapis.com/auth/gmail.compose": "write and send the welcome mail from your mailbox",
    "https://www.googleapis.com/auth/gmail.readonly": "read the welcome mail's conversation and your signature",
    "https://www.googleapis.com/auth/calendar.events": "put the check-in into your calendar and invite its guests",
    "https://www.googleapis.com/auth/calendar.freebusy": "see when you and your colleagues are free",
    "https://www.googleapis.com/auth/spreadsheets": "read and write the installers spreadsheet as you",
    "https://www.googleapis.com/auth/workspace.linkpreview": "show where a handover stands at its link",
    "https://www.googleapis.com/auth/workspace.linkcreate": "start a handover from the @ menu",
}

LOOK_NOW = "Look at what it says now, then press again."
LONGEST = 300
"""Of what an outside system said, in characters."""

NOTHING_NAMED = "Press again later. If it stays, show an administrator these words."
"""For a refusal that says nothing but a number."""

TAKEN_BACK = "If you took back the add-on's access to it, press “Allow access”."
GONE = "it was deleted, moved, or never shared with you."
STILL_THERE = "What you typed is still there."


class Problem(Struct, frozen=True):
    """Three sentences for the person."""

    title: str
    happened: str
    not_done: str
    next_step: str


def problem_card(
    problem: Problem,
    addresses: Addresses,
    keep: Mapping[str, str],
    retry: str = "",
    *,
    typed: bool = False,
    allow: bool = False,
) -> Json:
    """The card; ``retry`` is the address its button presses again, the home card otherwise.

    ``typed``: it lies on top of a card with inputs, so the way on is back to them. ``allow``: the person may have taken
    back the access to the open file, which looks like a file that is not there.
    """
    again = button("Try again", press(retry or addresses.of(HOME), keep))
    back = button("Back to it", press(addresses.of(BACK), keep))
    widgets = [
        labelled("", esc(problem.happened), icon="error"),
        text(esc(problem.not_done)),
        text(f"<b>What to do:</b> {esc(problem.next_step)}"),
        text(esc(TAKEN_BACK)) if allow else None,
        text(esc(STILL_THERE)) if typed else None,
        buttons(back if typed else again, _allow(addresses) if allow else None),
    ]
    return card(problem.title, [section(widgets)], name="problem")


def access_card(addresses: Addresses, host: str, title: str = "") -> Json:
    """Before the person granted the open file: why it is needed, and the button that asks."""
    thing = "spreadsheet" if host == "sheets" else "document"
    words = f"Customer handover reads the {thing} you have open, and only that one, once you allow it."
    note = "Google asks you in its own dialog. You can take it back at any time."
    widgets = [text(esc(words)), text(esc(note)), buttons(_allow(addresses))]
    return card(title or "Allow access first", [section(widgets)], name="access")


def _allow(addresses: Addresses) -> Json:
    """The button at which Google asks the person for the open file."""
    return button("Allow access", press(addresses.of(FILE_SCOPE), {}), filled=True)


def continue_card(addresses: Addresses, keep: Mapping[str, str]) -> Json:
    """When the host says that the file is granted but not yet which one it is: the next click tells."""
    words = "Access was given. Press “Continue” to read it."
    go_on = button("Continue", press(addresses.of(HOME), keep), filled=True)
    return card("Almost there", [section([text(esc(words)), buttons(go_on)])], name="access")


def declined_card(scopes: Iterable[str], addresses: Addresses, keep: Mapping[str, str], retry: str) -> Json:
    """After a person did not grant what a press needs: no loop, an explanation and a way on."""
    wanted = listed([SCOPE_WORDS.get(scope, scope) for scope in sorted(scopes)])
    problem = Problem(
        "Permission needed",
        f"This needs your permission to {wanted}, and Google says it was not given.",
        "Nothing was sent or changed.",
        "Press “Try again” and tick the box in Google's dialog. Everything else goes on working without it.",
    )
    return problem_card(problem, addresses, keep, retry)


def problem_of(error: OutsideError, *, reading: bool = False) -> Problem:
    """The three sentences for an outside system's error; ``reading``: nothing was being sent."""
    system, words = error.system, f" It said: “{shortened(error.words, LONGEST)}”" if error.words else ""
    nothing = "Nothing was sent or changed."
    if isinstance(error, Unknown):
        return _unclear(error, nothing if reading else "")
    if isinstance(error, SecondPerson):
        return Problem("A second person has to agree", error.words, nothing, error.way_out)
    if isinstance(error, Changed):
        return Problem("Changed meanwhile", f"Somebody changed it in {system} since you looked.", nothing, LOOK_NOW)
    if isinstance(error, NoAccess):
        return Problem(
            "No access",
            error.words if error.ours else f"{system} does not let you open this: {GONE}",
            nothing,
            LOOK_NOW if error.ours else "Ask its owner to share it with you, or check the link, then try again.",
        )
    if isinstance(error, RefusedForNow):
        wait = f"in {int(error.retry_after) + 1} seconds" if error.retry_after else "in a minute"
        return Problem(
            "Busy right now",
            f"{system} cannot take it right now ({error.code}).",
            nothing,
            f"Try again {wait}.",
        )
    if isinstance(error, (SignIn, ScopeMissing)):
        return Problem(
            f"{system} did not accept the sign-in",
            f"{system} refused the sign-in ({error.code}).{words}",
            nothing,
            "Reload the page and try again. If it stays, tell an administrator.",
        )
    way_out = error.way_out if isinstance(error, Refused) and error.way_out else _advice(error)
    # A sentence says more than a code, which stands in the log.
    said = f"{system} refused it.{words}" if words else f"{system} refused it: {error.code}."
    return Problem(f"{system} said no", error.words if error.ours else said, nothing, way_out)


def _unclear(error: Unknown, nothing: str) -> Problem:
    """An answer that proves nothing; ``nothing`` says that nothing was being sent, if so."""
    title, happened = f"{error.system} did not answer clearly", f"{error.system} did not give a clear answer"
    if nothing:
        return Problem(title, f"{happened} ({error.code}).", nothing, "Try again in a moment.")
    not_known = "Nobody can say yet whether it was done. It is not counted as done, and not as failed."
    press_again = "Press again in a moment: the press looks first and never does the same thing twice."
    return Problem(title, f"{happened} ({error.code}).", not_known, press_again)


def our_mistake(reference: str) -> Problem:
    """The three sentences for a mistake of the add-on; ``reference`` stands in the log beside what broke."""
    return Problem(
        "Something broke on our side",
        "The add-on made a mistake; it was recorded for its engineers.",
        "What you pressed was not confirmed. Steps that were done stay done, and nothing is ever sent twice.",
        f"Try again. If it happens again, tell an administrator this reference: {reference}",
    )


def remark_of(outcome: Outcome | None, *, told: bool = False) -> str:
    """What to say on a step's own card about how a press ended; empty when there is nothing to add.

    ``told``: the card itself says what an unclear answer means, and how to go on.
    """
    if outcome is None:
        return ""
    if outcome.kind == "early":
        seconds = int(outcome.wait) + 1
        return (
            f"It is not there yet, but it may still turn up. Check again in {seconds} seconds. "
            "Nothing was sent a second time."
        )
    if outcome.error is None:
        return ""
    problem = problem_of(outcome.error)
    if told and isinstance(outcome.error, Unknown):
        return problem.happened
    return f"{problem.happened} {problem.not_done} {problem.next_step}"


def _advice(error: OutsideError) -> str:
    """What a person can do about the refusals that have a known way out."""
    known = {
        "channel_not_found": "Tell an administrator: handover.toml names a channel that the Slack app cannot see.",
        "not_in_channel": "Invite the Slack app to the channel, then press again.",
        "is_archived": "The channel is archived. Ask an administrator which one to use.",
        "message_not_found": "The message is not there any more: somebody deleted it. Look in the channel.",
        "must be site admin": "Tell an administrator: the add-on's account there may not make license keys.",
        "other folder": "Ask the owner of the template's folder for the right to add files to it, then press again.",
        "changed meanwhile": "Open the step again: it shows the cells as they are now.",
    }
    named = "Correct what it names, then press again. If you cannot, tell an administrator."
    return known.get(error.code) or (NOTHING_NAMED if error.code.startswith("HTTP") and not error.words else named)


NO_DOCUMENT = Problem(
    "Which document?",
    "Google did not say which document is open.",
    "Nothing was read, sent or changed.",
    "Reload the page. If the sidebar asks for access, press “Allow access” there.",
)
ELSEWHERE = Problem(
    "Open it in Docs or Sheets",
    "Handovers live in Google Docs and Google Sheets, and this is neither of the two.",
    "Nothing was read, sent or changed.",
    "Open the customer's questionnaire in Docs, or the installers spreadsheet in Sheets.",
)
TEMPLATE = Problem(
    "This is the template",
    "The open document is the template from which customers' questionnaires are copied.",
    "Nothing was sent or changed.",
    "Open the customer's own questionnaire, or start a handover here.",
)
NOT_SALES = Problem(
    "This is for Sales",
    "Suggestions from Salesforce are for the Account Executive to take over.",
    "Nothing was read from Salesforce, and nothing was written.",
    "Tell the Account Executive what is missing.",
)
LEDGER = Problem(
    "The ledger does not answer",
    "The ledger, in which every step is written down, cannot be read or written right now.",
    "What you pressed is not confirmed. If it was sent, the next press finds it, and nothing is sent twice.",
    "Try again in a minute. If it stays, tell an administrator: `flask doctor` says why.",
)
NOT_TO_COMPARE = Problem(
    "This is for Operations, Finance and Sales",
    "Comparing the systems shows what Salesforce and the sheets say, which belongs to these teams.",
    "Nothing was read, and nothing was written.",
    "Ask one of them what differs.",
)
NO_STEP = Problem(
    "No such button",
    "This button belongs to another version of the add-on.",
    "Nothing was sent or changed.",
    "Reload the page, then press it again.",
)
IN_THE_SHEET = Problem(
    "Open the installers spreadsheet",
    "A summary is inserted into the installers spreadsheet, which has to be open.",
    "Nothing was sent or changed.",
    "Open the spreadsheet in Google Sheets and press it in the sidebar there.",
)
IN_THE_DOCUMENT = Problem(
    "Open the questionnaire",
    "This step works from the customer's questionnaire, which has to be open.",
    "Nothing was sent or changed.",
    "Open the questionnaire in Google Docs and press it in the sidebar there.",
)
