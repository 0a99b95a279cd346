"""Google Docs as far from us as usual: answers every GET with the file that DOCUMENT names, after SECONDS.

In a process of its own and without any checks, so that waiting for it costs nobody else time.
"""

from __future__ import annotations

import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DOCUMENT = Path(os.environ["DOCUMENT"]).read_bytes()
SECONDS = float(os.environ["SECONDS"])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(DOCUMENT)


class Slow(BaseHTTPRequestHandler):
    """One connection, kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The document."""
        time.sleep(SECONDS)
        self.wfile.write(HEAD + DOCUMENT)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Slow).serve_forever()
