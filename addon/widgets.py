"""Widgets as literals in the wire's names (reference: addon-protocol, section 4).

Whatever a document or a person wrote is escaped here, once: card text is a subset of HTML.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from services.handover.words import shortened

Json = dict[str, Any]


def esc(text: str) -> str:
    """Text that is shown as it is, with its line breaks."""
    return html.escape(text, quote=True)


def card(title: str, sections: Iterable[Json | None], *, name: str, subtitle: str = "") -> Json:
    """A card; sections that are None or empty are left out. Header texts are one line on every host."""
    header = {"title": shortened(title, 80)}
    if subtitle:
        header["subtitle"] = shortened(subtitle, 120)
    kept = [section for section in sections if section and section["widgets"]]
    return {"name": name, "header": header, "sections": kept}


def section(widgets: Iterable[Json | None], header: str = "", collapsed_after: int | None = None) -> Json:
    """A section; ``collapsed_after`` widgets the rest hides behind "show more"."""
    kept = [widget for widget in widgets if widget]
    drawn: Json = {"widgets": kept}
    if header:
        drawn["header"] = esc(header)
    if collapsed_after is not None and len(kept) > collapsed_after:
        drawn |= {"collapsible": True, "uncollapsibleWidgetsCount": collapsed_after}
    return drawn


def text(markup: str) -> Json:
    """A paragraph of markup that our own code made of escaped parts."""
    return {"textParagraph": {"text": markup}}


def labelled(
    label: str,
    markup: str,
    *,
    below: str = "",
    icon: str = "",
    button: Json | None = None,
    on_click: Json | None = None,
) -> Json:
    """A line with a small label above and, perhaps, a remark below, an icon and a button."""
    drawn: Json = {"text": markup, "wrapText": True}
    if label:
        drawn["topLabel"] = label
    if below:
        drawn["bottomLabel"] = below
    if icon:
        drawn["startIcon"] = {"materialIcon": {"name": icon}}
    if button:
        drawn["button"] = button
    if on_click:
        drawn["onClick"] = on_click
    return {"decoratedText": drawn}


def notice(words: str, *, stops: bool = False) -> Json:
    """A line that has to be noticed; ``stops`` says that it is in the way.

    An icon says so, and no colour: no red can be read on a light sidebar and on a dark one.
    """
    return labelled("", esc(words), icon="error" if stops else "info")


def press(url: str, parameters: Mapping[str, str], *, keep_inputs: bool = True) -> Json:
    """An action: what is posted where when the widget is used. Values are always text."""
    listed = [{"key": key, "value": value} for key, value in parameters.items() if value]
    return {"function": url, "parameters": listed, "loadIndicator": "SPINNER", "persistValues": keep_inputs}


def button(label: str, action: Json, *, filled: bool = False) -> Json:
    """A button that calls us. Its words are its accessible name too, so there is no ``altText``."""
    return {"text": label, "type": "FILLED" if filled else "OUTLINED", "onClick": {"action": action}}


def open_button(label: str, url: str) -> Json:
    """A button that opens an address of ours in a new tab, without calling us."""
    return {"text": label, "type": "OUTLINED", "onClick": open_link(url)}


def open_link(url: str) -> Json:
    """An onClick that opens an address; only addresses our own code built."""
    return {"openLink": {"url": url, "openAs": "FULL_SIZE", "onClose": "NOTHING"}}


def buttons(*shown: Json | None) -> Json | None:
    """A row of buttons; None when there are none."""
    kept = [one for one in shown if one]
    return {"buttonList": {"buttons": kept}} if kept else None
