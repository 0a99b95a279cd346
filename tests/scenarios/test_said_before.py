"""Before anything is pressed its card says whether it can be taken back, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from services.handover.ledger import Ledger
from services.handover.model import Evidence, Step
from services.handover.schema import open_ledger
from services.handover.steps import STEPS
from tests.conftest import Stage
from tests.host import Host
from tests.scenarios import test_deliver_license
from tests.scenarios.test_least_scopes import BY_ROLE
from tests.scenarios.test_start import form as ready_to_start
from tests.scenarios.test_three_buttons import LARCHWOOD, announce

BACK = re.compile(
    r"(be|are) (taken|put|handed|given) (back|its old|into the bin)|be (deleted|revoked|called off|undone)|taken back"
)
READY: Mapping[str, Callable[[Stage], Host]] = {"start": ready_to_start, "deliver_license": test_deliver_license.ready}
"""Steps whose draft needs more than that the earlier ones are settled."""


def ready(stage: Stage, step: Step) -> Host:
    """The step's card, once those it waits for were done by hand."""
    if step.name in READY:
        return READY[step.name](stage)
    if step.waits_for:
        announce(stage)
    engine = open_ledger(stage.known["database_url"])
    for name in step.waits_for:
        Ledger(engine).settle(LARCHWOOD, name, "maya.lindqvist@codelantern.example", "by_hand", Evidence("By hand"))
    engine.dispose()
    host = stage.host(BY_ROLE[step.role], LARCHWOOD).open().press(step.label)
    # A step that is made of parts shows them first; each is pressed by itself.
    return host.press("Deals") if step.name == "sources_of_truth" else host


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_says_before_whether_it_can_be_taken_back(stage: Stage, step: Step) -> None:
    text = ready(stage, step).text
    assert BACK.search(text), text
