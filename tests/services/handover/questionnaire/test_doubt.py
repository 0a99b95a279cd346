"""Marks of doubt are seen wherever they stand, and in capitals too."""

from __future__ import annotations

import pytest

from services.handover.questionnaire.doubt import is_open, without_marks
from services.handover.questionnaire.placeholders import is_format

MARKS = [
    *("TBD", "TBC", "to be confirmed", "to confirm", "tentative", "provisionally", "not yet final", "not sure"),
    *("unconfirmed", "unsure", "uncertain", "probably", "prob.", "most likely", "maybe", "perhaps", "presumably"),
    *("possibly", "might be", "may be", "could be", "I think", "I believe", "best guess", "assumed", "assumption"),
    *("needs legal approval", "awaiting confirmation", "subject to approval", "needs checking", "please verify"),
    *("confirm with Jane", "double-check", "double check", "preliminary", "pencilled in", "still open"),
    *("still to be agreed", "not signed off", "waiting for legal", "open question", "pending", "draft"),
    *("vermutlich", "wahrscheinlich", "未定", "仮", "?"),
]


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_seen(mark: str) -> None:
    assert is_open(f"320 ({mark})", "integer")
    assert is_open(f"Enterprise ({mark.upper()})", "text")


@pytest.mark.parametrize(
    "name", ["Draft Kings", "Pending Labs", "Final Draft", "TBD Corp", "It's Learning", "Guess Inc"]
)
def test_names_that_hold_such_a_word_are_not_doubted(name: str) -> None:
    assert not is_open(name, "text")


@pytest.mark.parametrize(
    "answer", ["Draft: Team", "pending Team", "Team, draft", "Probably Team", "TBD - probably Team"]
)
def test_a_mark_before_or_behind_a_text_makes_it_open(answer: str) -> None:
    assert is_open(answer, "text")
    assert without_marks(answer) == "Team"


@pytest.mark.parametrize("text", ["Name __", "xxxx", "approx xx", "Users ##", "USD", "$ per year"])
def test_blanks_beside_words_are_formats(text: str) -> None:
    assert is_format(text)
