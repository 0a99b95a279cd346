"""What our Google clients ask, of the sandbox and of Google, as a person whose token is at hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.errors import NoAccess, SignIn
from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import read_questionnaire
from tests.live.conftest import Place

NOWHERE = "1NobodyHasAFileWithThisIdentifier00000000000"


def test_a_document_is_read_through_our_mask(place: Place) -> None:
    document = place.systems.docs.document(place.ids["GOOGLE_DOCUMENT"], FIELDS_MASK)
    read = read_questionnaire(document)
    assert read.title
    assert read.is_questionnaire


def test_a_file_of_nobody_is_told_apart(place: Place) -> None:
    with pytest.raises(NoAccess):
        place.systems.docs.document(NOWHERE, FIELDS_MASK)
    with pytest.raises(NoAccess):
        place.systems.drive.file(NOWHERE)


def test_a_file_is_known_by_its_id(place: Place) -> None:
    assert place.systems.drive.file(place.ids["GOOGLE_DOCUMENT"]).id == place.ids["GOOGLE_DOCUMENT"]


def test_a_tab_is_known_by_its_title(place: Place) -> None:
    tab = place.systems.sheets.tab(place.ids["GOOGLE_SPREADSHEET"], place.ids["GOOGLE_TAB"])
    assert any(heading for heading in tab.headings)


def test_a_draft_of_nobody_is_not_there(place: Place) -> None:
    assert not place.systems.gmail.has_draft("r-1234567890123456789")


def test_my_own_busy_times_can_be_seen(place: Place) -> None:
    first = datetime.now(UTC)
    found = place.systems.free_busy.busy([place.ids["GOOGLE_PERSON"]], first, first + timedelta(days=2))
    assert found[place.ids["GOOGLE_PERSON"]] is not None


def test_a_token_that_is_over_is_told_apart(place: Place) -> None:
    with pytest.raises(SignIn):
        place.wrong("token").docs.document(place.ids["GOOGLE_DOCUMENT"], FIELDS_MASK)
