"""What the editors ask beside the sidebar, without anybody pressing anything: previews of links, and suggestions.

Whatever goes wrong is answered with nothing: a chip that is not offered harms nobody, an error would be in the way.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from addon import addresses as paths
from addon import response
from addon.addresses import Addresses
from addon.answering import quietly
from addon.cards.preview import chip_words, preview_card
from addon.event import FILE_ID
from addon.forms import typed_of
from addon.visit import Door, Visit
from services.handover.completion import Completion
from services.handover.links import document_url
from services.handover.process import Process
from services.handover.trial_channels import TrialChannels

Json = dict[str, Any]
PREVIEW_SCOPE = "https://www.googleapis.com/auth/workspace.linkpreview"
NOTHING: Json = {}


class Asides:
    """Routes beside the sidebar's own."""

    def __init__(self, addresses: Addresses, process: Process, door: Door) -> None:
        self._addresses = addresses
        self._process = process
        self._door = door
        self._completion = Completion(process.team, TrialChannels(process.rules))

    def add_to(self, routes: Blueprint) -> None:
        """Put them among the add-on's routes."""
        preview = quietly(self._preview, NOTHING, self._door)
        for path in (paths.DOCS_LINK_PREVIEW, paths.SHEETS_LINK_PREVIEW):
            routes.add_url_rule(path, path.replace("/", "_"), preview, methods=["POST"])
        complete = quietly(self._complete, response.suggestions([]), self._door)
        routes.add_url_rule("/completion/<source>", "completion", complete, methods=["POST"])
        routes.add_url_rule(f"{paths.HANDOVERS}<document_id>", "handover", _to_the_questionnaire, methods=["GET"])

    def _preview(self, visit: Visit) -> Json:
        """The handover behind a link, to those alone who can read its document themselves."""
        document_id = self._addresses.document_behind(visit.event.matched_url)
        if document_id in (None, self._process.rules.start.template):
            return NOTHING
        handover = self._process.read(visit.systems, document_id)
        if not handover.is_questionnaire:
            return NOTHING
        standings = self._process.standings(visit.person, handover)
        return response.link_preview(chip_words(handover, standings), preview_card(handover, standings, visit.person))

    def _complete(self, visit: Visit, source: str) -> Json:
        """Colleagues, for those who have a part in handovers."""
        if not visit.person.roles:
            return response.suggestions([])
        found = self._completion.found(visit.systems, source, typed_of(visit.event))
        return response.suggestions(found)


def _to_the_questionnaire(document_id: str) -> Response:
    """A handover's link in a browser: on to Google, who decides what this person may see there."""
    if not FILE_ID.match(document_id):
        abort(404)
    return redirect(document_url(document_id))
