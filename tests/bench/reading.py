"""Documents of any length: what reading one costs for each page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import partial

from services.handover.questionnaire.read import read_questionnaire
from services.transport import CLICK_SECONDS
from tests.bench.figures import Figure, median
from tests.bench.questionnaire import document, forms

SECTION = "reading a document, CPU"
PAGES = (5, 50, 300)


def reading() -> Iterator[Figure]:
    """As the product asks for it: parsed and read."""
    each: dict[int, float] = {}
    for pages in PAGES:
        [sent] = [text for form, text in forms(document(pages)) if form == "with the mask"]
        each[pages] = median(3, partial(_read, sent))
        beside, other = (f"{PAGES[0]} pages", each[PAGES[0]] / PAGES[0]) if pages != PAGES[0] else ("", None)
        value = each[pages] / pages * 1000
        yield Figure(SECTION, f"{pages} pages, each", value, "ms", beside, other and other * 1000, "about 1 (linear)")
    longest = max(PAGES)
    yield Figure(SECTION, f"{longest} pages in all", each[longest], "s", "the deadline", CLICK_SECONDS, "far below 1")


def _read(sent: str) -> float:
    began = time.process_time()
    read_questionnaire(json.loads(sent))
    return time.process_time() - began
