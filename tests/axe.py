"""axe in a page: loaded once, and asked about what is drawn in light and in dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: Mapping[Literal["light", "dark"], Sequence[str]] = {
    "light": (),
    "dark": ("color-contrast", "link-in-text-block"),
}
"""All of axe's rules once; a dark page differs in its colours alone, so again those that look at colours."""

ASK = """async ([where, rules]) => {
  const some = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(where, { resultTypes: ["violations"], ...some });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
}"""


def judged(page: Page, where: str = "html") -> list[str]:
    """What axe knows to hold somebody up in the part of the page that the selector ``where`` names.

    Nothing moves meanwhile, because half-faded colours are nobody's.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for colours, rules in RULES.items():
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        found += [f"{colours}: {one}" for one in page.evaluate(ASK, [where, rules])]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found
