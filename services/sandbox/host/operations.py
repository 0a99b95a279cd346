"""What nobody presses in a sidebar: a day passes, and the reminders run as App Engine's cron would have them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify


class Operations:
    """`on_day_passed` puts the clock forward and runs the reminders; it returns `now` in words and what they did."""

    def __init__(self, on_day_passed: Callable[[], Mapping[str, Any]]) -> None:
        self._on_day_passed = on_day_passed

    def add_to(self, host: Blueprint) -> None:
        """Put its addresses among the page's."""
        host.add_url_rule("/host/day", "day", self.day, methods=["POST"])

    def day(self) -> Response:
        """A day passes."""
        return jsonify(self._on_day_passed())
