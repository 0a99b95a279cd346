"""The listener that every test runs under does hear secrets; and what the add-on logs is enough to act on."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import LISTENER, Stage
from tests.scenarios.test_three_buttons import LARCHWOOD


def test_a_token_or_a_license_key_in_a_log_line_is_heard() -> None:
    logging.getLogger("anything").debug("Authorization: Bearer %s", "ya29.secret")
    try:
        raise ValueError("xoxb-1-2-secret")
    except ValueError:
        logging.getLogger("anything").exception("it broke")
    logging.getLogger("anything").debug("the token is sgp_secret")
    logging.getLogger("anything").warning("licenseKey=eyJzaWciOnsiRm9ybWF0Ijoic3No")
    assert len(LISTENER.leaks) == 4
    LISTENER.leaks.clear()


def test_a_failure_is_logged_by_address_and_code_without_the_documents_text(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.world.faults.add("docs", "docs.documents.get", "500_before", times=9)
    with caplog.at_level(logging.INFO, "addon"):
        stage.host("ae", LARCHWOOD).open()
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("addon")]
    assert lines == ["/docs/homepage: Unknown Google Docs: HTTP 500"]
