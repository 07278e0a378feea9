# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Floods against gc-relay beside 20 calls that must not notice; the rows are those of docs/relay.md.

Short by default; GC_FAULT_FULL=1 sends a million datagrams of each kind, from each side.
"""

import asyncio
import contextlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import time

import pytest

from hostilekit import (FLOOD, FULL, LOG_LINES_PER_S, RSS_BYTES, QuietRelay, Reference, assert_healthy, count_lines,
                        health, rss_bytes)
from relaykit import WAIT_S, get, running
from service import BUILD, ENVIRONMENT

COUNT = 1_000_000 if FULL else 30_000
RATE = 20_000
ATTEMPTS = 3  # a machine that stops us for 100 ms loses packets by itself; an attack that hurts does so each time
TIMEOUT_S = 60 + 2 * COUNT / RATE * 4
LOAD = BUILD / "tests/load/gc-load"
SET_UPS = 100 if FULL else 8  # sessions, of two peers each


class Stage:
    def __init__(self, relay, reference):
        self.relay = relay
        self.reference = reference
        self.peers = {peer["id"] for peer in asyncio.run(self.list_peers())}
        self.rss = rss_bytes(relay)

    async def list_peers(self):
        async with self.relay.control() as http:
            return (await get(http, "/peers"))["peers"]


@pytest.fixture(scope="module")
def stage():
    """One relay and its 20 calls for all attacks: what one leaves behind, the next would show."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gc-"))
    relay = QuietRelay(folder)
    relay.start()
    reference = Reference(relay)
    yield Stage(relay, reference)
    reference.stop()
    relay.stop()
    shutil.rmtree(folder)


@contextlib.asynccontextmanager
async def flood(relay, attack, count, rate):
    process = await asyncio.create_subprocess_exec(
        FLOOD, "--whip", relay.ready["whip"], "--attack", attack, "--count", str(count), "--rate", str(rate),
        stdout=asyncio.subprocess.PIPE, env=ENVIRONMENT)
    try:
        assert await process.stdout.readline() == b"attacking\n"
        yield process
    finally:
        if process.returncode is None and not process.stdout.at_eof():
            process.kill()
        await process.wait()


def once_in_attempts(body):
    """What body returns when no assertion of it fails; the last failure when each attempt has one."""
    for attempt in range(ATTEMPTS):
        try:
            return body()
        except AssertionError:
            if attempt == ATTEMPTS - 1:
                raise


async def window(reference):
    return await asyncio.get_running_loop().run_in_executor(None, reference.window)


async def attack(stage, kind):
    """[(what gc-flood says, the window before, the window of the attack, /health)], from strangers and from a peer."""
    parts = []
    async with asyncio.timeout(TIMEOUT_S), flood(stage.relay, kind, COUNT, RATE) as process:
        quiet = await window(stage.reference)
        for _ in range(2):
            async with health(stage.relay) as took:
                said = json.loads(await process.stdout.readline())
            parts.append((said, quiet, await window(stage.reference), took))
        assert await process.wait() == 0
    return parts


@pytest.mark.parametrize("kind", ["stun", "dtls", "rtp", "rtcp"])
def test_n07_damaged_datagrams(stage, kind):
    """Healthy; no more bytes back to strangers than came from them; and the log is quiet."""
    lines, start = count_lines(stage.relay.log), time.monotonic()

    def body():
        parts = asyncio.run(attack(stage, kind))
        for _, *measured in parts:
            assert_healthy(*measured)
        return parts

    parts = once_in_attempts(body)
    for said, *_ in parts:
        assert said["sent"] == COUNT
        assert said["back_bytes"] <= said["sent_bytes"], said
        # The call from whose own 5-tuple it came goes on, too, until its consent would run out.
        assert said["from"] == "strangers" or FULL or said["heard_after"] > 0, said
    strangers = parts[0][0]
    assert kind == "stun" or strangers["back"] == 0, strangers
    assert count_lines(stage.relay.log) - lines <= LOG_LINES_PER_S * (time.monotonic() - start)


def set_up(relay):
    """The median time to the first picture, in ms; all must come."""
    done = subprocess.run([LOAD, "--whip", relay.ready["whip"], "--sessions", str(SET_UPS), "--duration", "1", "--lines",
                           "2"], capture_output=True, text=True, timeout=120, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["set_up_p50_ms"]


def test_n05_hellos_that_no_server_can_answer(folder):
    """1,000 a second from foreign ports while calls are set up: all are, and in no more than 1.2 times the time."""

    async def body(relay):
        loop = asyncio.get_running_loop()
        quiet_ms = await loop.run_in_executor(None, set_up, relay)
        async with asyncio.timeout(TIMEOUT_S), flood(relay, "hello", 1_000_000, 1000) as process:
            attacked_ms = await loop.run_in_executor(None, set_up, relay)
            process.kill()
        strangers = (await relay.metrics())['gc_relay_dropped_total{reason="stranger"}']
        assert strangers > 1000, "or nothing was tested"
        assert attacked_ms <= 1.2 * quiet_ms + 20, f"{attacked_ms:.1f} ms, {quiet_ms:.1f} ms without the attack"

    with running(folder) as relay:
        once_in_attempts(lambda: asyncio.run(body(relay)))


def test_memory_after_all_of_it(stage):
    """No state was kept for strangers, and that of the attackers' calls is back: at most 16 MiB more than before."""

    async def end_others():
        async with stage.relay.control() as http:
            for peer in await stage.list_peers():
                if peer["id"] not in stage.peers:
                    async with http.delete(f"/peers/{peer['id']}") as answer:
                        assert answer.status in (204, 404)
        while (await stage.relay.metrics())["gc_relay_peers"] > len(stage.peers):
            pass

    asyncio.run(asyncio.wait_for(end_others(), WAIT_S))
    grown = rss_bytes(stage.relay) - stage.rss
    assert grown <= RSS_BYTES, f"{grown / 1048576:.1f} MiB"
