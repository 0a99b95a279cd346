"""People who press, in a process of their own: neither the sandbox nor what is measured waits for them.

``python -m tests.bench.crowd`` reads the port, the request and how many people as JSON from standard input. With a
number of rounds, in each one presses alone, and then all press together; it prints the seconds that each of them
waited. With a moment and seconds, all press without a pause from then on; it prints how often they were answered.
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
SECONDS, STARTING = 2.0, 1.0
"""How long it is counted what a server answers, and how long a crowd has to come."""
Asked = tuple[str, bytes, Any]


@dataclass(frozen=True)
class Round:
    """Seconds that one waited alone, and that each of several waited who pressed together."""

    alone: float
    together: tuple[float, ...]


def rounds(port: int, request: Asked, people: int, times: int) -> list[Round]:
    """Have a crowd press the server at ``port``."""
    found = _crowd(port, request, people, {"times": times})
    return [Round(one["alone"], tuple(one["together"])) for one in found]


def rate(port: int, request: Asked, people: int) -> float:
    """Answers a second, so many people pressing without a pause: two crowds, or they would wait for one another."""
    given = {"start": time.time() + STARTING, "seconds": SECONDS}
    with ThreadPoolExecutor(2) as crowds:
        answered = list(crowds.map(lambda _: int(_crowd(port, request, people // 2, given)), range(2)))
    return sum(answered) / SECONDS


def _crowd(port: int, request: Asked, people: int, more: dict[str, float]) -> Any:
    path, body, headers = request
    given = {"port": port, "path": path, "body": body.decode(), "headers": dict(headers), "people": people}
    command = [sys.executable, "-m", "tests.bench.crowd"]
    asked = json.dumps({**given, **more})
    done = subprocess.run(command, cwd=ROOT, input=asked, text=True, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _round(given: dict[str, Any], connections: list[HTTPConnection], people: ThreadPoolExecutor) -> dict[str, Any]:
    nobody, everybody = Barrier(1), Barrier(len(connections))
    alone = _press(given, connections[0], nobody)
    together = list(people.map(lambda one: _press(given, one, everybody), connections))
    return {"alone": alone, "together": together}


def _without_a_pause(given: dict[str, Any], connection: HTTPConnection) -> int:
    time.sleep(max(0.0, given["start"] - time.time()))
    end, count = given["start"] + given["seconds"], 0
    while time.time() < end:
        _press(given, connection, Barrier(1))
        count += 1
    return count


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
        if "times" in given:
            _round(given, connections, people)
            json.dump([_round(given, connections, people) for _ in range(given["times"])], sys.stdout)
        else:
            json.dump(sum(people.map(lambda one: _without_a_pause(given, one), connections)), sys.stdout)


if __name__ == "__main__":
    main()
