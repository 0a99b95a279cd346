"""What people outside the company do from the host page: the customer answers a mail, or an invitation."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from services.sandbox.host.contract import World

ANSWERS = ("accepted", "declined", "tentative")


class Outsiders:
    """The addresses at which they act."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self) -> Response:
        """Somebody outside answers a mail that was sent to them."""
        body = body_of()
        return self._done(
            lambda: self.world.gmail.answer(str(body.get("mail")), str(body.get("as")), str(body.get("text", "")))
        )

    def invitation(self) -> Response:
        """A guest answers an invitation or moves the event; or its organizer calls it off."""
        body, calendar = body_of(), self.world.calendar
        event, who, what = (str(body.get(name)) for name in ("event", "as", "answer"))
        if what == "moved":
            return self._done(lambda: calendar.move(event, who, str(body.get("start"))))
        if what == "cancelled":
            return self._done(lambda: calendar.cancel(event, who))
        if what not in ANSWERS:
            raise BadRequest(f"“{what}” is no answer to an invitation.")
        return self._done(lambda: calendar.answer(event, who, what))

    def secret(self) -> Response:
        """The customer opens a link that shows a secret once."""
        try:
            return jsonify(value=self.world.one_time_secret.open(str(body_of().get("key"))))
        except LookupError as error:
            raise NotFound(f"This link shows nothing: {error}.") from error

    def _done(self, act: Callable[[], object]) -> Response:
        try:
            act()
        except LookupError as error:
            raise NotFound(f"This cannot be answered: {error}") from error
        except ValueError as error:
            raise BadRequest(f"This is no time to move to: {error}") from error
        return jsonify(revision=self.world.revision)


def body_of() -> Mapping[str, Any]:
    """The JSON object that the page sent."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest("A JSON object is expected.")
    return body
