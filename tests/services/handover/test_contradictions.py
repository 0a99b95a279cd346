"""The company's texts: read as they were written, or refused at the start."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from services.handover.configuration import load_rules
from services.settings import WrongSettings
from tests.conftest import ROOT

TEXT = "Great news\u2014the docs were signed, Chlo\u00e9. \u201cWelcome\u201d, \u00c3o."


def saved(folder: Path, data: bytes) -> Path:
    """A company whose welcome text was saved as these bytes."""
    shutil.copytree(ROOT / "manifest", folder / "manifest")
    (folder / "manifest" / "welcome_email.txt").write_bytes(data)
    return folder / "manifest" / "handover.toml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_text_is_read_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    assert load_rules(saved(tmp_path, TEXT.encode(encoding))).welcome_text == TEXT


@pytest.mark.parametrize("sign", ["\u2014", "\u2019", "\u201c", "\u00e9", "\u00fc", "\u00c9"])
@pytest.mark.parametrize("taken_for", ["cp1252", "latin-1"])
def test_a_text_that_was_encoded_twice_is_an_error_at_the_start(tmp_path: Path, sign: str, taken_for: str) -> None:
    twice = f"Great news{sign}the docs".encode().decode(taken_for, "replace").encode()
    with pytest.raises(WrongSettings, match="it was saved in another encoding"):
        load_rules(saved(tmp_path, twice))


def test_a_text_that_is_no_utf_8_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="there is no text"):
        load_rules(saved(tmp_path, TEXT.encode("utf-16")))
