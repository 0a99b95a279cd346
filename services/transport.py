"""The one way out: every request to an outside system leaves through :class:`Transport`.

It sets the timeouts, shares the click's deadline, sends again only what may be sent again, and turns what the
socket did into :mod:`services.errors`. Client libraries sit on top of it; their own transports and their hidden
re-sends are not used (reference: effects-and-faults, section 4).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ssl import SSLCertVerificationError
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from urllib3 import Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from services import logs
from services.errors import OutsideError, RefusedForNow, Unknown
from services.json_bytes import parsed
from services.kept import Looks
from services.pool import Pool

if TYPE_CHECKING:
    from stamina import Attempt
    from urllib3 import BaseHTTPResponse

CLICK_SECONDS = 20.0
CONNECT_SECONDS = 3.0
READ_SECONDS = 15.0
BODY_BYTES = 64 * 1024 * 1024
RETRY_SECONDS = 8.0
BEFORE_SENDING = (NewConnectionError, ConnectTimeoutError)
Sending = Literal["read", "keyed", "once"]
"""Reads are sent again, and so are sends that the other side knows by a key of theirs; all else goes out once."""


class Request(Struct, frozen=True):
    """What goes over the wire: the address is quoted already, and the body, if there is one, is bytes."""

    method: str
    url: str
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes | None = None


class Answer(Struct, frozen=True):
    """A complete answer: nothing of it is still on the wire. ``headers`` ignores case."""

    system: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The answer's JSON; success that is no JSON proves nothing, so it is :class:`Unknown`."""
        try:
            return parsed(self.content)
        except ValueError as error:
            raise Unknown(self.system, f"HTTP {self.status} that is not JSON") from error

    def retry_after(self) -> float | None:
        """Seconds from now that the Retry-After header asks for, as a number or as a date (RFC 9110, 10.2.3)."""
        said = self.headers.get("Retry-After", "")
        try:
            return max(0.0, float(said))
        except ValueError:
            pass
        try:
            return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
        except (ValueError, TypeError):
            return None


Classify = Callable[[Answer], None]


class Deadline:
    """The moment a click must be answered; every outgoing call of the click shares it."""

    def __init__(self, seconds: float = CLICK_SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - time.monotonic())


class Transport:
    """The way out for one click."""

    def __init__(self, pool: Pool, deadline: Deadline) -> None:
        self._pool = pool
        self.deadline = deadline
        self.calls = 0
        self._trace = logs.TRACE.get()
        self._may_write: Callable[[], None] = _anything_goes
        self._looks: Looks | None = None
        self._seen: list[tuple[str, Answer]] = []
        self._person = ""
        self._pressing = False

    def looking(self, looks: Looks, person: str) -> None:
        """From now on, remember every answer: this click draws a preview for ``person``, see :meth:`drawn`."""
        self._looks, self._person, self._pressing = looks, person, False

    def pressing(self, looks: Looks, person: str) -> None:
        """From now on, answer what ``person`` just looked at from what was kept, until :meth:`afresh`."""
        self._looks, self._person, self._pressing = looks, person, True

    def drawn(self) -> None:
        """The preview was drawn, so all that it was asked for made sense: keep it for the press that may follow.

        What made none is not kept, or that press would be refused for it when the other side is well again.
        """
        if self._looks is not None:
            for asked, answer in self._seen:
                self._looks.keep(self._person, asked, answer, len(answer.content))
        self._seen.clear()

    def afresh(self) -> None:
        """From now on, ask for everything: something is about to be done, or was."""
        self._looks = None

    @contextmanager
    def asking(self, may_write: Callable[[], None]) -> Iterator[None]:
        """Within the block, call ``may_write`` right before everything that is not a read goes out.

        It raises to stop it: that is how a press which was paused too long sends nothing any more.
        """
        self._may_write = may_write
        try:
            yield
        finally:
            self._may_write = _anything_goes

    def send(self, request: Request, *, system: str, sending: Sending, classify: Classify) -> Answer:
        """Send and return the complete answer; ``sending`` says whether it may ever be sent again.

        Raises a member of :mod:`services.errors`; ``classify`` raises it for answers that are refusals.
        """
        looks = self._looks
        if looks is None or sending == "once":
            return self._sent(request, system, sending, classify)
        asked = f"{request.method} {request.url}\n{_text(request.body)}"
        kept = looks.again(self._person, asked) if self._pressing else None
        if isinstance(kept, Answer):
            return kept
        answer = self._sent(request, system, sending, classify)
        self._seen.append((asked, answer))
        return answer

    def _sent(self, request: Request, system: str, sending: Sending, classify: Classify) -> Answer:
        if sending == "once":
            self._may_write()
            return self._once(request, system, classify)
        budget = Deadline(min(RETRY_SECONDS, self.deadline.remaining()))
        failed: OutsideError | None = None
        try:
            return self._try(request, system, sending, classify)
        except (RefusedForNow, Unknown) as error:
            failed = error
        unclear = failed if isinstance(failed, Unknown) else None
        for attempt in self._attempts(budget):
            with attempt:
                if failed is not None:
                    # The first attempt was made already.
                    first, failed = failed, None
                    raise first
                try:
                    return self._try(request, system, sending, classify)
                except Unknown as error:
                    unclear = error
                    raise
                except OutsideError:
                    if sending == "keyed" and unclear is not None:
                        # A refusal of this send says nothing about the earlier one, which may have arrived.
                        raise unclear from None
                    raise
        raise Unknown(system, "no answer")  # pragma: no cover - the loop returns or raises

    def _try(self, request: Request, system: str, sending: Sending, classify: Classify) -> Answer:
        if sending != "read":
            self._may_write()
        return self._once(request, system, classify)

    def _attempts(self, budget: Deadline) -> Iterable[Attempt]:
        """Up to three, with jitter, for as long as the click and :data:`RETRY_SECONDS` leave time to wait.

        stamina is imported when the first attempt failed: a process that starts for a card should not pay for it.
        """
        import stamina

        def worth_it(error: Exception) -> bool | float:
            if isinstance(error, RefusedForNow) and error.retry_after:
                return error.retry_after if error.retry_after < budget.remaining() else False
            return isinstance(error, (RefusedForNow, Unknown)) and budget.remaining() > 0

        return stamina.retry_context(on=worth_it, attempts=3, timeout=None, wait_initial=0.1, wait_jitter=0.2)

    def _once(self, request: Request, system: str, classify: Classify) -> Answer:
        left = self.deadline.remaining()
        if left <= 0:
            raise RefusedForNow(system, "out of time", "The time for this press was used up before sending.")
        began, outcome, ok = time.monotonic(), "our mistake", False
        self.calls += 1
        try:
            answer = self._answered(request, system, left)
            outcome = f"HTTP {answer.status}"
            classify(answer)
            ok = True
        except OutsideError as error:
            outcome = f"{type(error).__name__} {error.code}"
            raise
        finally:
            milliseconds = round((time.monotonic() - began) * 1000)
            logs.call(system, request.method, request.url, outcome, milliseconds, ok=ok, trace=self._trace)
        return answer

    def _answered(self, request: Request, system: str, left: float) -> Answer:
        """Send it over the socket and read all of the answer, whatever it says, within ``left`` seconds."""
        timeout = Timeout(connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left))
        try:
            response = self._pool.open(request.method, request.url, request.headers, request.body, timeout)
        except HTTPError as error:
            raise _told(system, error) from error
        content = self._read_body(response, system)
        return Answer(system, response.status, response.headers, content)

    def _read_body(self, response: BaseHTTPResponse, system: str) -> bytes:
        """Read the body under the deadline: a slow drip must not hold the click past it."""
        chunks: list[bytes] = []
        size = 0
        try:
            while chunk := response.read1(65536, decode_content=True):
                chunks.append(chunk)
                size += len(chunk)
                if size > BODY_BYTES or self.deadline.remaining() <= 0:
                    raise Unknown(system, "answer too long or too slow")
            missing = response.length_remaining
        except OutsideError:
            response.close()
            raise
        except Exception as error:
            response.close()
            raise Unknown(system, f"answer broke off ({type(error).__name__})") from error
        if missing:
            response.close()
            raise Unknown(system, "answer broke off")
        return b"".join(chunks)


def _text(body: bytes | None) -> str:
    return (body or b"").decode(errors="replace")


def part(answer: Any, system: str, *path: str) -> Any:
    """The value at ``path`` of an answer's JSON. Success without what it must hold is :class:`Unknown`."""
    for name in path:
        if not isinstance(answer, dict) or name not in answer:
            raise Unknown(system, "an answer of another shape")
        answer = answer[name]
    return answer


def _told(system: str, error: HTTPError) -> OutsideError:
    """Before the request could be written it is a refusal; after that, nobody knows.

    An error of TLS may come at any time, and most often means that the other side hung up after it was asked. Only a
    certificate that was not accepted is known to have come before anything was sent.
    """
    cause = error.args[0] if error.args else None
    distrusted = isinstance(error, SSLError) and isinstance(cause, SSLCertVerificationError)
    if distrusted or isinstance(error, BEFORE_SENDING):
        return RefusedForNow(system, "could not connect")
    late = isinstance(error, ReadTimeoutError)
    return Unknown(system, "no answer in time" if late else "connection broke off")


def _anything_goes() -> None:
    """Outside of a claim nobody else can be sending the same."""
