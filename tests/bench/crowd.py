"""People who press, in a process of their own: neither the sandbox nor what is measured waits for them.

``python -m tests.bench.crowd`` reads the port, the request, how many people and how many rounds as JSON from standard
input; in each round one presses alone, and then all press together. It prints the seconds that each of them waited.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Round:
    """Seconds that one waited alone, and that each of several waited who pressed together."""

    alone: float
    together: tuple[float, ...]


def rounds(port: int, request: tuple[str, bytes, Any], people: int, times: int) -> list[Round]:
    """Have a crowd press the server at ``port``."""
    path, body, headers = request
    given = {"port": port, "path": path, "body": body.decode(), "headers": dict(headers)}
    asked = json.dumps({**given, "people": people, "times": times})
    command = [sys.executable, "-m", "tests.bench.crowd"]
    done = subprocess.run(command, cwd=ROOT, input=asked, text=True, stdout=subprocess.PIPE, check=True)
    return [Round(one["alone"], tuple(one["together"])) for one in json.loads(done.stdout)]


def _round(given: dict[str, Any], connections: list[HTTPConnection], people: ThreadPoolExecutor) -> dict[str, Any]:
    nobody, everybody = Barrier(1), Barrier(len(connections))
    alone = _press(given, connections[0], nobody)
    together = list(people.map(lambda one: _press(given, one, everybody), connections))
    return {"alone": alone, "together": together}


def _press(given: dict[str, Any], connection: HTTPConnection, start: Barrier) -> float:
    start.wait()
    began = time.monotonic()
    connection.request("POST", given["path"], given["body"], given["headers"])
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    return time.monotonic() - began


def main() -> None:
    """What :func:`rounds` starts."""
    given = json.load(sys.stdin)
    connections = [HTTPConnection("127.0.0.1", given["port"], timeout=60) for _ in range(given["people"])]
    with ThreadPoolExecutor(given["people"]) as people:
        _round(given, connections, people)
        found = [_round(given, connections, people) for _ in range(given["times"])]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
