# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fixtures: real daemons on free ports of the loopback, with folders of their own."""

import asyncio
import functools
import pathlib
import shutil
import tempfile

import pytest

from service import AGENT, RELAY, SIGNAL, Daemon, Signal, World


@pytest.fixture
def folder():
    """A folder with a short path: a Unix socket's name has room for 107 bytes."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="gc-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def people():
    """The data of a service that has people and nothing else: their passwords take longer to hash than most tests."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="gc-"))
    service = Signal(path)
    service.add_people()
    yield service.data
    shutil.rmtree(path)


@pytest.fixture
def service(folder, people, request):
    """gc-signal with people; `@pytest.mark.options("--queue", "offer_ms=500")` gives it options."""
    marker = request.node.get_closest_marker("options")
    service = Signal(folder, *(marker.args if marker else ()))
    shutil.copytree(people, service.data)
    service.start()
    yield service
    service.stop()


@pytest.fixture
def relay(folder, request):
    """gc-relay on the socket at which the service looks for it. It must be asked for before `service`.
    `@pytest.mark.workers(2)` gives it so many workers."""
    marker = request.node.get_closest_marker("workers")
    workers = ("--workers", str(marker.args[0])) if marker else ()
    relay = Daemon([RELAY, "--control", folder / "relay.sock", "--media", "127.0.0.1:0", *workers], folder / "relay.log")
    relay.start()
    yield relay
    relay.stop()


def pytest_configure(config):
    for program in (RELAY, SIGNAL, AGENT):
        if not program.exists():
            raise pytest.UsageError(f"{program} is not there: build it, and name the build folder in GC_BUILD")
    config.addinivalue_line("markers", "options(*arguments): command-line options of gc-signal")
    config.addinivalue_line("markers", "workers(n): how many workers gc-relay has")


def with_world(test):
    """Runs an async test with a World over the fixture `service`."""

    @functools.wraps(test)
    def run(service, **fixtures):
        async def body():
            world = World(service)
            try:
                await test(world, **fixtures)
            finally:
                await world.close()

        asyncio.run(body())

    # pytest reads the names of fixtures from the signature.
    import inspect

    names = list(inspect.signature(test).parameters)[1:]
    run.__signature__ = inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY) for n in [*names, "service"]])
    return run
