"""Answers in the envelope of their kind (reference: addon-protocol, section 3.1).

A trigger is answered with ``action``, a click with ``renderActions``: the wrong one is dropped by the host
without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def first_card(card: Json) -> Json:
    """Answer to a homepage or file-scope-granted trigger."""
    return {"action": {"navigations": [{"pushCard": card}]}}


def granted_card(card: Json) -> Json:
    """Answer to a file-scope-granted trigger: in place of the card that asked, so that no arrow leads back to it."""
    return {"action": {"navigations": [{"popToRoot": True}, {"updateCard": card}]}}


def link_preview(title: str, card: Json) -> Json:
    """Answer to a link preview trigger: ``title`` on the chip, ``card`` when somebody points at it. Plain text."""
    return {"action": {"linkPreview": {"title": title, "previewCard": card}}}


def suggestions(texts: Iterable[str]) -> Json:
    """Answer to an input that asks for suggestions; this widget shows no errors, so an empty list stands for all."""
    return {"autoComplete": {"items": [{"text": text} for text in texts]}}


def push_card(card: Json) -> Json:
    """Answer to a click: ``card`` on top, with a way back."""
    return _clicked({"navigations": [{"pushCard": card}]})


def update_card(card: Json, notification: str = "") -> Json:
    """Answer to a click: the top card is drawn again and keeps what was typed.

    A ``notification``, plain text, is seen wherever the person has scrolled to.
    """
    told = {"notification": {"text": notification}} if notification else {}
    return _clicked({"navigations": [{"updateCard": card}], **told})


def dialog_card(card: Json) -> Json:
    """Answer to a click in the dialog of a create action, where a card can only be updated."""
    return update_card(card)


def created_link(title: str, url: str) -> Json:
    """Answer that ends such a dialog: ``url`` goes into the document as a chip that says ``title``, in plain text.

    It has to match a link preview pattern of the add-on's own manifest (addon-protocol, section 3.7).
    """
    return _clicked({"links": [{"title": title, "url": url}]})


def done_card(home: Json, card: Json, notification: str) -> Json:
    """Answer to a press that did its work: a fresh home card below, what was done on top of it.

    ``stateChanged`` tells the host that older cards are stale. A notification is plain text, not escaped.
    """
    navigations = [{"popToRoot": True}, {"updateCard": home}, {"pushCard": card}]
    return _clicked({"navigations": navigations, "notification": {"text": notification}}, changed=True)


def opened_card(home: Json, card: Json, url: str) -> Json:
    """As :func:`done_card`, but what was made opens beside it, which says more than a notification.

    A browser may keep the window from opening (addon-protocol, section 3.5), so ``card`` has to lead there too.
    """
    answer = done_card(home, card, "")
    action = answer["renderActions"]["action"]
    del action["notification"]
    action["link"] = {"url": url, "openAs": "FULL_SIZE", "onClose": "NOTHING"}
    return answer


def back() -> Json:
    """Answer to a click: the card below, with what was typed there."""
    return _clicked({"navigations": [{"pop": True}]})


def home_again(card: Json) -> Json:
    """Answer to a click: back to the first card, drawn afresh."""
    return _clicked({"navigations": [{"popToRoot": True}, {"updateCard": card}]})


def request_file_scope() -> Json:
    """Answer to a click: the host asks the person to grant the open file to this add-on."""
    return {"renderActions": {"hostAppAction": {"editorAction": {"requestFileScopeForActiveDocument": {}}}}}


def request_scopes(scopes: Iterable[str]) -> Json:
    """Answer to anything: the host asks the person for these scopes and then repeats what they did.

    Spelt as in Google's examples (addon-protocol, section 3.8).
    """
    return {"requesting_google_scopes": {"scopes": sorted(scopes)}}


def _clicked(action: Json, changed: bool = False) -> Json:
    answer: Json = {"renderActions": {"action": action}}
    if changed:
        answer["stateChanged"] = True
    return answer
