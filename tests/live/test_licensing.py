"""What our client of the license service asks, of the sandbox and of Sourcegraph."""

from __future__ import annotations

import pytest

from services.errors import SignIn
from tests.live.conftest import Place


def test_an_account_is_found_by_its_name_with_its_subscriptions(place: Place) -> None:
    account = place.systems.licensing.find_account(place.ids["SOURCEGRAPH_ACCOUNT"])
    assert account
    subscriptions = place.systems.licensing.list_subscriptions(account, newer=True)
    assert all(one.id and one.name for one in subscriptions)
    assert place.systems.licensing.find_account("NobodyOfThisName-0") is None


def test_a_wrong_token_is_told_apart(place: Place) -> None:
    with pytest.raises(SignIn):
        place.wrong("sourcegraph_token").licensing.find_account(place.ids["SOURCEGRAPH_ACCOUNT"])
