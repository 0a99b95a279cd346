"""A server that takes one whole request and then does the wrong thing with it; it counts what it was sent."""

from __future__ import annotations

import datetime
import os
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NO_LINGER = struct.pack("ii", 1, 0)
HTML = b"<!DOCTYPE html><title>Sorry</title>"


def answer(status: str, body: bytes, *headers: str) -> bytes:
    """A whole HTTP answer."""
    length = [] if status.startswith("204") else [f"Content-Length: {len(body)}"]
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", *length, *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass
class FaultyServer:
    """Serves until closed.

    ``fault`` is what it does with a request, ``then`` with the ones after; ``status`` and ``ok`` are its answer
    when all is well.
    """

    listener: socket.socket
    fault: str = "well"
    ok: bytes = b"{}"
    tls: ssl.SSLContext | None = None
    then: str = ""
    status: str = "200 OK"
    received: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        """Take connections, each in a thread of its own, until closed."""
        while not self.closing.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), self._secured(connection) as talking:
            while request := _request(talking):
                self.received.append(request)
                if not self._react(talking):
                    break
        self.hung_up.set()

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self.tls.wrap_socket(connection, server_side=True) if self.tls else connection

    def _react(self, talking: socket.socket) -> bool:
        """Do the wrong thing; whether the connection stays open after it."""
        if self.then and len(self.received) > 1:
            self.fault = self.then
        said = ANSWERS.get(self.fault)
        if said is not None:
            talking.sendall(said)
        elif self.fault in ("well", "closes when idle"):
            talking.sendall(answer(self.status, self.ok))
            return self.fault == "well"
        elif self.fault == "truncated":
            whole = answer("200 OK", self.ok + b" " * 1000)
            talking.sendall(whole[:-500])
        elif self.fault == "resets":
            talking.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        elif self.fault == "broken record":
            with socket.socket(fileno=os.dup(talking.fileno())) as bare:
                bare.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
        elif self.fault == "silence":
            self.closing.wait(30)
        elif self.fault == "slow drip":
            self._drip(talking)
        return False

    def _drip(self, talking: socket.socket) -> None:
        talking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not self.closing.wait(0.05):
            talking.sendall(b" ")


ANSWERS = {
    "200 with HTML": answer("200 OK", HTML),
    "200 with other JSON": answer("200 OK", b'{"colourless": ["green"]}'),
    "302 elsewhere": answer("302 Found", b"", "Location: https://elsewhere.example/"),
    "401": answer("401 Unauthorized", b'{"ok": false, "error": "invalid_auth"}'),
    "429": answer("429 Too Many Requests", b'{"ok": false, "error": "ratelimited"}', "Retry-After: 7"),
    "429 for a second": answer("429 Too Many Requests", b"{}", "Retry-After: 1"),
    "403 rate": answer("403 Forbidden", b'{"error": {"code": 403, "errors": [{"reason": "userRateLimitExceeded"}]}}'),
    "429 by date": answer(
        "429 Too Many Requests", b'{"ok": false, "error": "ratelimited"}', "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"
    ),
    "500": answer("500 Internal Server Error", b"{}"),
    "503": answer("503 Service Unavailable", HTML),
}


def _request(talking: socket.socket) -> bytes:
    """One request with its body; empty when the other side is done."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = talking.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().splitlines()
    length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), 0)
    while len(body) < length:
        body += talking.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def faulty_server(
    fault: str, ok: bytes = b"{}", tls: ssl.SSLContext | None = None, then: str = "", status: str = "200 OK"
) -> Iterator[FaultyServer]:
    """A server for as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = FaultyServer(listener, fault, ok, tls, then, status)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of our own for 127.0.0.1: the file to trust, and a server's context that uses it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "trusted.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return trusted, context
