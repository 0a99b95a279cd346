"""The linter for answers: everything that Google's hosts would refuse, drop without a word, or show otherwise."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from services.sandbox.host.lint.markup import hostile, strings
from services.sandbox.host.lint.rules import Addon, broken
from services.sandbox.host.lint.schema import MESSAGES, Part, misfits, parts
from services.sandbox.host.patterns import preview_function

Kind = Literal["trigger", "preview", "click", "dialog", "suggestions"]
"""What was called: a homepage or another trigger that shows a card, a link preview, a click in the sidebar, a click in
the dialog of a create action, or an input that asks for suggestions."""

ROOTS: Mapping[Kind, str] = {
    "trigger": "RenderActions",
    "preview": "RenderActions",
    "click": "SubmitFormResponse",
    "dialog": "SubmitFormResponse",
    "suggestions": "GetAutocompletionResponse",
}
BYTES = 30_000
STRIPPED = "interaction is for Chat alone; in add-ons the host strips the whole card for it."
NO_PATTERN = "A created link has to match a link preview pattern of the add-on's own manifest."
IN_PREVIEWS = {"textParagraph", "decoratedText", "image", "buttonList", "grid", "divider", "horizontalAlignment"}


@dataclass(frozen=True)
class Complaint:
    """What is wrong: the rule's name, the way to the place, a sentence, and whether a host drops the whole answer."""

    rule: str
    where: str
    words: str
    refused: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return asdict(self)


class Linter:
    """Judges the answers of one add-on by its manifest and its routes."""

    def __init__(self, deployment: Mapping[str, Any], base_url: str, has_route: Callable[[str], bool]) -> None:
        common = deployment["addOns"].get("common", {})
        prefixes, scopes = common.get("openLinkUrlPrefixes", ()), deployment.get("oauthScopes", ())
        self._addon = Addon(base_url, has_route, tuple(prefixes), tuple(scopes))
        self._deployment = deployment

    def complaints(self, kind: Kind, answer: Any, documents: Iterable[Any] = ()) -> list[Complaint]:
        """All complaints about an answer; what a host refuses comes alone, because nothing else is looked at then.

        ``documents`` hold other people's texts, as JSON of any shape: none may stand in the answer as markup.
        """
        root = _root(kind, answer)
        if refused := list(_refused(root, answer)):
            return refused
        messages = parts(root, answer)
        if stripped := list(_stripped(messages)):
            return stripped
        foreign = hostile(text for document in documents for text in strings(document))
        addon = replace(self._addon, foreign=foreign)
        found = [*_envelope(kind, root, answer), *_size(answer)]
        for part in messages:
            found += [Complaint(rule, _at(part.where, field), words) for rule, field, words in broken(part, addon)]
            found += list(_in_preview(part)) if kind == "preview" else ()
            found += list(_in_dialog(part)) if kind == "dialog" else ()
            found += list(self._inserted(part)) if part.message == "Link" else ()
        return found

    def _inserted(self, part: Part) -> Iterator[Complaint]:
        if preview_function(self._deployment, "docs", part.value.get("url", "")) is None:
            yield Complaint("link", _at(part.where, "url"), NO_PATTERN)


def _root(kind: Kind, answer: Any) -> str:
    """The message that the answer has to be; a trigger may answer with a bare card, and any may ask for consent."""
    if isinstance(answer, dict):
        if answer and set(answer) <= set(MESSAGES["AuthorizationError"]):
            return "AuthorizationError"
        if kind == "trigger" and {"sections", "header"} & set(answer):
            return "Card"
    return ROOTS[kind]


def _refused(root: str, answer: Any) -> Iterator[Complaint]:
    for message, where, words in misfits(root, answer):
        rule = "parameter" if message == "Action.ActionParameter" else "schema" if where else "envelope"
        yield Complaint(rule, where, words, refused=True)


def _stripped(messages: Iterable[Part]) -> Iterator[Complaint]:
    """Dialogs are Chat's: an action that asks for one takes its whole card with it."""
    for part in messages:
        if part.message == "Action" and "interaction" in part.value:
            yield Complaint("elsewhere", _at(part.where, "interaction"), STRIPPED, refused=True)


def _envelope(kind: Kind, root: str, answer: Mapping[str, Any]) -> Iterator[Complaint]:
    """A root that fits may still hold what this endpoint is not asked for; hosts drop that without a word."""
    if root in ("AuthorizationError", "Card", "GetAutocompletionResponse"):
        return
    rendered = answer if root == "RenderActions" else answer.get("renderActions", {})
    action = rendered.get("action", {})
    if "linkPreview" in action and kind != "preview":
        yield Complaint("envelope", "action.linkPreview", "A link preview answers link preview triggers alone.")
    if "links" in action and kind != "dialog":
        yield Complaint("envelope", "action.links", "Links are inserted by create actions alone.")
    if kind == "dialog" and len(action.get("links", [None])) != 1:
        yield Complaint("envelope", "action.links", "A create action inserts exactly one link.")
    if kind == "trigger" and not any(_shows(one) for one in action.get("navigations", [])):
        yield Complaint("envelope", "action.navigations", "A trigger that shows no card leaves the sidebar blank.")
    if kind == "preview" and answer and "linkPreview" not in action:
        yield Complaint("envelope", "action", "A link preview is answered with a linkPreview, or with nothing at all.")


def _shows(navigation: Mapping[str, Any]) -> bool:
    return "pushCard" in navigation or "updateCard" in navigation


def _size(answer: Any) -> Iterator[Complaint]:
    size = len(json.dumps(answer, ensure_ascii=False).encode())
    if size > BYTES:
        yield Complaint("size", "", f"The answer has {size:,} bytes; hosts are known to give up above {BYTES:,}.")


def _in_preview(part: Part) -> Iterator[Complaint]:
    for name in sorted(set(part.value) - IN_PREVIEWS) if part.message == "Widget" else ():
        yield Complaint("preview", _at(part.where, name), f"Preview cards do not show {name}.")


def _in_dialog(part: Part) -> Iterator[Complaint]:
    if part.message == "Card" and "fixedFooter" in part.value:
        yield Complaint("dialog", _at(part.where, "fixedFooter"), "The dialog of a create action shows no footer.")
    if part.message == "ResponseAction" and "notification" in part.value:
        yield Complaint("dialog", _at(part.where, "notification"), "This dialog shows no notification.")
    if part.message == "Navigation" and "updateCard" not in part.value:
        yield Complaint("dialog", part.where, "In the dialog of a create action a card can only be updated.")


def _at(where: str, field: str) -> str:
    return f"{where}.{field}" if where and field else where or field
