"""Taking back is an effect like any other: whatever comes in its way, it happens once, and everybody sees it."""

from __future__ import annotations

from functools import partial

import pytest

from services.handover.steps import STEPS
from tests.crash import disturbances
from tests.crash.person import BUTTONS, Undoer
from tests.crash.rig import Moment, Rig
from tests.crash.sweep import Tally, play, record

pytestmark = pytest.mark.timeout(900)
MAILED = ("invoice", "deliver_license")
"""What they do here is to send a mail, which cannot be taken back."""
NAMES = [one.name for one in STEPS if one in BUTTONS and one.effect.undo is not None and one.name not in MAILED]
"""The steps themselves; the parts of one that is made of parts take back as sheet rows and fields do."""
ANSWERS = ("500_before", "500_after", "429", "401", "close_after", "truncated", "html")


@pytest.mark.parametrize("step", NAMES)
def test_taking_back_with_something_in_the_way(rig: Rig, step: str, beginning: Moment, tally: Tally) -> None:
    recording = record(rig, step, beginning, Undoer)
    for request in recording.requests:
        # A read that goes wrong proves nothing; what is only taken back in the ledger has no other requests.
        for kind in ANSWERS if not request.reads else ():
            wrongly = partial(disturbances.answered_wrongly, rig, recording, request, kind, 1)
            play(rig, step, recording, tally, f"undo, {kind} at {request}", wrongly, Undoer)
    for source in (disturbances.deaths, disturbances.losses):
        for name, disturb in source(rig, recording):
            play(rig, step, recording, tally, f"undo, {name}", disturb, Undoer)
