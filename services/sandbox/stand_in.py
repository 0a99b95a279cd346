"""What every system of the sandbox but Google's can do; the world lists them, and only it knows which there are."""

from typing import Any, Protocol

from services.sandbox.exchange import Answer, Exchange


class StandIn(Protocol):
    """One outside system: it keeps its state, answers for itself, and fails in its own way."""

    name: str
    """What it is called in the log, among the faults and among the panels."""

    def owns(self, path: str) -> bool:
        """Whether an address of the sandbox is one of this system's."""

    def recognise(self, exchange: Exchange) -> None:
        """Find out what is asked, for the faults and for the log."""

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a request."""

    def went_well(self, answer: Answer) -> bool:
        """Whether an answer without an error's status means success."""

    def failed(self, kind: str, answer: Answer | None) -> Answer:
        """What comes in place of the right answer when a fault is ordered; `answer` is the right one, if applied."""

    def settings(self, root: str) -> dict[str, str]:
        """The environment variables that lead the add-on to this system."""

    def panel(self) -> dict[str, Any]:
        """What the host page draws."""
