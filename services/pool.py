"""Kept connections: one pool for the whole process, and one TLS context for all of its connections."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.util import create_urllib3_context

HOSTS, EACH = 16, 32
"""Hosts whose connections are kept, and how many of each: more than a process has threads."""


class Pool:
    """It keeps connections and nothing else: no cookie and no sign-in of anyone, since it serves every person.

    Certificates are always checked. Nothing is sent a second time, and no other address is gone to.
    """

    def __init__(self, authorities: str = "") -> None:
        """``authorities``: a PEM file to trust in place of the well-known ones, read when something first needs TLS."""
        self._authorities = authorities
        self._plain = PoolManager(HOSTS, maxsize=EACH)
        self._making = threading.Lock()
        self._tls: PoolManager | None = None

    def open(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: Timeout
    ) -> BaseHTTPResponse:
        """Send one request; of the answer only the head is read. Raises :class:`urllib3.exceptions.HTTPError`."""
        parts = urlsplit(url)
        manager = self._plain if parts.scheme == "http" else self._secure()
        # Asked for an address, the manager would take it apart and quote all of it once more.
        host = manager.connection_from_host(parts.hostname, parts.port, parts.scheme)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return host.urlopen(
            method,
            target,
            body,
            headers,
            retries=False,
            redirect=False,
            timeout=timeout,
            preload_content=False,
        )

    def close(self) -> None:
        """Hang up all connections."""
        for manager in (self._plain, self._tls):
            if manager is not None:
                manager.clear()

    def _secure(self) -> PoolManager:
        with self._making:
            if self._tls is None:
                import certifi

                context = create_urllib3_context()
                context.load_verify_locations(self._authorities or certifi.where())
                self._tls = PoolManager(HOSTS, maxsize=EACH, ssl_context=context)
            return self._tls
