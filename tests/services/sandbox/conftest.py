"""One sandbox for all tests of a process, as it was before each of them."""

from collections.abc import Iterator

import pytest

from services.sandbox.server import Running, serve
from services.sandbox.world import World
from tests.services.sandbox.clients import Clients


@pytest.fixture(scope="session")
def _served() -> Iterator[Running]:
    running = serve(World())
    yield running
    running.close()


@pytest.fixture
def running(_served: Running) -> Iterator[Running]:
    """A sandbox in its seed state; a stand-in that answered wrongly fails the test."""
    _served.world.reset()
    yield _served
    assert _served.world.complaints == []


@pytest.fixture
def world(running: Running) -> World:
    """The world behind the sandbox."""
    return running.world


@pytest.fixture(scope="session")
def _clients(_served: Running) -> Clients:
    return Clients(_served)


@pytest.fixture
def clients(running: Running, _clients: Clients) -> Clients:
    """The client libraries."""
    return _clients
