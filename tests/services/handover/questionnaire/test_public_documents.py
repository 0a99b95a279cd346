"""The eight public documents are exact in every field and status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.handover.questionnaire.mask import FIELDS_MASK
from services.handover.questionnaire.read import as_gold, read_questionnaire
from services.sandbox import fields

HERE = Path(__file__).parents[3] / "questionnaires"
NAMES = sorted(path.stem for path in (HERE / "docs").glob("*.json"))


def load(folder: str, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / folder / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_public_document_is_exact(name: str) -> None:
    gold = load("gold", name)

    read = as_gold(read_questionnaire(load("docs", name)))

    assert read["is_questionnaire"] == gold["is_questionnaire"]
    assert read["fields"] == gold["fields"]


def test_there_are_eight_public_documents() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_what_the_mask_leaves_out_is_never_read(name: str) -> None:
    whole = load("docs", name)
    masked = fields.apply(fields.parse(FIELDS_MASK, "docs"), whole)

    assert read_questionnaire(masked) == read_questionnaire(whole)
