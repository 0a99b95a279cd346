"""The linter's schema is Google's published one, and as strict."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.apps.card_v1 import Card
from google.protobuf import json_format

from services.sandbox.host.lint.names import DRAWN_ICONS
from services.sandbox.host.lint.schema import PUBLISHED, misfits
from tests.services.sandbox.host.lint.published import published
from tests.services.sandbox.host.showcase import CARDS, example
from tests.services.sandbox.host.visitor import Visitor


def test_every_message_and_field_of_the_file_is_published_with_that_kind() -> None:
    ours, theirs = json.loads(PUBLISHED.read_text()), published()
    assert len(ours["messages"]) > 40
    for name, fields in ours["messages"].items():
        assert fields.items() <= theirs["messages"][name].items(), name
    for name, choices in ours["oneofs"].items():
        assert all(set(one) <= set(two) for one, two in zip(choices, theirs["oneofs"][name], strict=True)), name


def takes(card: dict[str, Any]) -> bool:
    """Whether Google's own library parses the card."""
    try:
        json_format.ParseDict(card, Card.pb(Card()).__class__())
    except json_format.ParseError:
        return False
    return True


MUTATIONS: list[tuple[str, Any]] = [
    ("name", 12),
    ("nme", "x"),
    ("sections", {}),
    ("sections", [{"widgets": [{"divider": {}, "grid": {}}]}]),
    ("sections", [{"widgets": [{"divider": {"x": 1}}]}]),
    ("sections", [{"collapsible": "yes"}]),
    ("sections", [{"uncollapsibleWidgetsCount": "2"}]),
    ("sections", [{"uncollapsibleWidgetsCount": "two"}]),
    ("sections", [{"uncollapsibleWidgetsCount": 2.0}]),
    ("sections", [{"uncollapsibleWidgetsCount": 2.5}]),
    ("sectionDividerStyle", "DOTTED"),
    ("header", "title"),
    ("header", {"title": "x", "imageType": "ROUND"}),
    ("fixedFooter", {"primaryButton": {"text": "x", "color": {"red": 0.5, "alpha": 1}}}),
]


@pytest.mark.parametrize(("field", "value"), MUTATIONS)
def test_it_takes_and_refuses_what_googles_library_does(field: str, value: Any) -> None:
    card = {"sections": [{"widgets": [{"textParagraph": {"text": "x"}}]}], field: value}
    assert (list(misfits("Card", card)) == []) == takes(card)


@pytest.mark.parametrize("name", sorted(path.stem for path in CARDS.glob("*.json")))
def test_both_take_every_example(name: str) -> None:
    assert takes(example(name))
    assert list(misfits("Card", example(name))) == []


def test_the_icons_that_the_linter_knows_are_those_that_the_page_draws(visitor: Visitor) -> None:
    visitor.opens(example("home"))
    drawn = visitor.page.evaluate("import('/host/static/icons.js').then(module => Object.keys(module.PATHS))")
    assert set(drawn) == DRAWN_ICONS
