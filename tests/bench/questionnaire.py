"""How long reading a questionnaire takes, beside `json.loads` of the same bytes. Goal: at most three times as long.

`python -m tests.bench.questionnaire` prints the times of a document of 5 pages and one of 300.
"""

from __future__ import annotations

import copy
import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.handover.questionnaire.read import read_questionnaire

FILLED = Path(__file__).parents[1] / "questionnaires" / "docs" / "p02_filled_template.json"
PAGES_OF_THE_TEMPLATE = 3
PARAGRAPHS_ON_A_PAGE = 6
SENTENCE = "They told us at length how the search is used today and what they hope will be easier for the team {}. "


def document(pages: int) -> str:
    """The filled template with pages of prose behind it, styled as the Docs API sends it."""
    filled: dict[str, Any] = json.loads(FILLED.read_text(encoding="utf-8"))
    content = filled["tabs"][0]["documentTab"]["body"]["content"]
    ordinary = next(block for block in content if "paragraph" in block and "TITLE" not in json.dumps(block))
    for number in range((pages - PAGES_OF_THE_TEMPLATE) * PARAGRAPHS_ON_A_PAGE):
        block = copy.deepcopy(ordinary)
        heading = number % PARAGRAPHS_ON_A_PAGE == 0
        block["paragraph"]["paragraphStyle"]["namedStyleType"] = "HEADING_2" if heading else "NORMAL_TEXT"
        text = f"Chapter {number}\n" if heading else SENTENCE.format(number) * 5 + "\n"
        block["paragraph"]["elements"] = block["paragraph"]["elements"][:1]
        block["paragraph"]["elements"][0]["textRun"]["content"] = text
        block["paragraph"]["elements"][0]["textRun"]["textStyle"].pop("italic", None)
        content.append(block)
    return json.dumps(filled, indent=1)


def fastest(action: Callable[[], object], times: int) -> float:
    """The time of the fastest run, in seconds."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Prints size, times and their ratio for both documents."""
    for pages, times in ((5, 50), (300, 7)):
        sent = document(pages)
        loaded = json.loads(sent)
        parsing = fastest(lambda sent=sent: json.loads(sent), times)  # type: ignore[misc]
        reading = fastest(lambda loaded=loaded: read_questionnaire(loaded), times)  # type: ignore[misc]
        sys.stdout.write(
            f"{pages:3} pages, {len(sent) / 1024:6.0f} KB: json.loads {parsing * 1000:6.2f} ms, "
            f"reading {reading * 1000:6.2f} ms, ratio {reading / parsing:4.1f}\n"
        )


if __name__ == "__main__":
    main()
