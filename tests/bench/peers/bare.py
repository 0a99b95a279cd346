"""The floor: Flask that answers every POST with the card in the file that CARD names, and reads nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from flask import Flask, Request

CARD = json.loads(Path(os.environ["CARD"]).read_text(encoding="utf-8"))
app = Flask(__name__)


@app.post("/docs/homepage")
def homepage() -> Any:
    """The same card, as Flask makes JSON of it."""
    return CARD


def function(_: Request) -> Any:
    """The same for functions-framework."""
    return CARD
