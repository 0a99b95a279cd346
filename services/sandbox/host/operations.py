"""What nobody presses in a sidebar: a day passes, with its reminders; and how handovers go, in numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, render_template


class Operations:
    """`on_day_passed` puts the clock forward and runs the reminders; it returns `now` in words and what they did.

    `report` returns the ledger's numbers: `announced`, `open`, `steps` and `times`, with times in seconds.
    """

    def __init__(self, on_day_passed: Callable[[], Mapping[str, Any]], report: Callable[[], Mapping[str, Any]]) -> None:
        self._on_day_passed = on_day_passed
        self._report = report

    def add_to(self, host: Blueprint) -> None:
        """Put its addresses among the page's."""
        host.add_url_rule("/host/day", "day", self.day, methods=["POST"])
        host.add_url_rule("/host/report", "report", self.report)
        host.add_url_rule("/host/numbers", "numbers", self.numbers)

    def day(self) -> Response:
        """A day passes."""
        return jsonify(self._on_day_passed())

    def report(self) -> str:
        """The page that draws the numbers."""
        return render_template("report.html")

    def numbers(self) -> Response:
        """The numbers."""
        return jsonify(self._report())
