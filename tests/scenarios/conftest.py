"""What the scenarios that are seen in a browser share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import Desk, chromium, flask_run


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The page of a newcomer, freshly started; the tests of a file go on where the one before left it."""
    with chromium() as browser, flask_run(tmp_path_factory.mktemp("newcomer")) as address:
        desk = Desk(browser.new_page(viewport={"width": 1440, "height": 900}))
        desk.visit(address)
        yield desk
