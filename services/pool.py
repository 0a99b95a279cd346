"""Kept connections: one pool for the whole process, and one TLS context for all of its connections."""

from __future__ import annotations

import threading
from ssl import SSLContext
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util import create_urllib3_context

HOSTS, EACH = 16, 32
"""Hosts whose connections are kept, and how many of each: more than a process has threads."""


class Pool(HTTPAdapter):
    """Requests' own adapter would read all authorities anew for each connection, which takes longer than a handshake.

    Certificates are always checked, whatever a session says.
    """

    def __init__(self, authorities: str = "") -> None:
        """``authorities``: a PEM file to trust in place of the well-known ones, read when something first needs TLS."""
        self._authorities = authorities or DEFAULT_CA_BUNDLE_PATH
        self._making = threading.Lock()
        self._context: SSLContext | None = None
        super().__init__(pool_connections=HOSTS, pool_maxsize=EACH, max_retries=0)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str | None, cert: Any = None
    ) -> Any:
        """As requests has it, with our context for TLS."""
        host, tls = super().build_connection_pool_key_attributes(request, True, cert)
        return host, {**tls, "ssl_context": self._tls()} if host["scheme"] == "https" else tls

    def cert_verify(self, conn: Any, url: str, verify: bool | str | None, cert: Any) -> None:
        """Nothing is left to be said: the context knows the authorities."""

    def _tls(self) -> SSLContext:
        with self._making:
            if self._context is None:
                made = create_urllib3_context()
                made.load_verify_locations(self._authorities)
                self._context = made
            return self._context
