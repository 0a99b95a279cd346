"""A draft's fields as inputs on a card, and the submitted inputs as a form again."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from addon.addresses import Addresses
from addon.event import Event
from addon.widgets import button
from services.handover.fields import ButtonField, ChoiceField, DateField, Field, TextField, TickField
from services.handover.model import Form

Json = dict[str, Any]
SUBMITTED = "submitted"
ASKED = "asked"
TYPED_INTO = "input"
SEEN_AT_ONCE = 10


def form_of(event: Event) -> Form:
    """What the person submitted. The marker tells a form that came back empty from one not yet shown."""
    submitted = event.parameter(SUBMITTED) == "yes"
    return Form(event.inputs, dict(event.common.parameters), submitted, event.parameter(ASKED))


def typed_of(event: Event) -> str:
    """What stands in the input that asks for suggestions; empty when nothing does."""
    return next(iter(event.inputs.get(event.parameter(TYPED_INTO), ())), "")


def inputs(field: Field, redraw: Json | None, addresses: Addresses) -> Json:
    """The widget of one field; ``redraw`` is the action that draws the card again after a change, if one does."""
    if isinstance(field, TextField):
        return _text_input(field, addresses)
    if isinstance(field, DateField):
        return _date_picker(field, redraw)
    if isinstance(field, ChoiceField):
        return _choice(field, redraw)
    if isinstance(field, ButtonField):
        return _button(field, redraw or {})
    return _tick_boxes(field)


def _text_input(field: TextField, addresses: Addresses) -> Json:
    """The event for suggestions may hold other inputs too, so it is told which one is typed into."""
    kind = "MULTIPLE_LINE" if field.lines else "SINGLE_LINE"
    drawn: Json = {"name": field.name, "label": field.label, "type": kind, "value": field.value}
    if field.source:
        parameters = [{"key": TYPED_INTO, "value": field.name}]
        drawn["autoCompleteAction"] = {"function": addresses.completion(field.source), "parameters": parameters}
    return {"textInput": drawn}


def _date_picker(field: DateField, redraw: Json | None) -> Json:
    """A picked day is midnight UTC of that day, in milliseconds as text (int64 on the wire)."""
    drawn: Json = {"name": field.name, "label": field.label, "type": "DATE_ONLY"}
    if redraw is not None:
        drawn["onChangeAction"] = redraw
    if field.value is not None:
        midnight = datetime.combine(field.value, time(), UTC)
        drawn["valueMsEpoch"] = str(int(midnight.timestamp() * 1000))
    return {"dateTimePicker": drawn}


def _choice(field: ChoiceField, redraw: Json | None) -> Json:
    """Radio buttons, which show every option whole; a drop-down, once there are more than one looks over."""
    kind = "RADIO_BUTTON" if len(field.options) <= SEEN_AT_ONCE else "DROPDOWN"
    items = [{"text": label, "value": value, "selected": value == field.value} for value, label in field.options]
    drawn: Json = {"name": field.name, "label": field.label, "type": kind, "items": items}
    return {"selectionInput": {**drawn, "onChangeAction": redraw} if redraw is not None else drawn}


def _button(field: ButtonField, redraw: Json) -> Json:
    """The form that it draws anew says which button asked."""
    asking = {**redraw, "parameters": [*redraw["parameters"], {"key": ASKED, "value": field.name}]}
    return {"buttonList": {"buttons": [button(field.label, asking)]}}


def _tick_boxes(field: TickField) -> Json:
    items = [{"text": label, "value": value, "selected": value in field.ticked} for value, label in field.options]
    return {"selectionInput": {"name": field.name, "label": field.label, "type": "CHECK_BOX", "items": items}}
