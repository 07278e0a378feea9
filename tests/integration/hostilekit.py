# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls that go on beside an attack on the relay, and what "healthy" means for them."""

import asyncio
import contextlib
import json
import os
import pathlib
import subprocess
import time

from relaykit import Relay
from service import BUILD, ENVIRONMENT, RELAY

FLOOD = BUILD / "tests/load/gc-flood"
REFERENCE = BUILD / "tests/load/gc-load-reference"
FULL = os.environ.get("GC_FAULT_FULL") == "1"
SESSIONS = 20
LOSS = 0.001
HEALTH_MS = 500
LOG_LINES_PER_S = 10
RSS_BYTES = 16 << 20


def is_sanitized():
    return b"__asan_init" in RELAY.read_bytes()


ADDED_DELAY_MS = 60 if is_sanitized() else 20


def rss_bytes(relay):
    status = pathlib.Path(f"/proc/{relay.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def cpu_s(relay):
    """User and system time of all threads, by the scheduler's own count."""
    tasks = pathlib.Path(f"/proc/{relay.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


class QuietRelay(Relay):
    """A relay whose memory means something under AddressSanitizer too: freed memory goes back at once."""

    def start(self):
        options = ENVIRONMENT["ASAN_OPTIONS"]
        ENVIRONMENT["ASAN_OPTIONS"] = options + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
        try:
            super().start()
        finally:
            ENVIRONMENT["ASAN_OPTIONS"] = options


class Reference:
    """gc-load-reference: sessions whose loss and delay are told window by window."""

    def __init__(self, relay):
        self.process = subprocess.Popen([REFERENCE, "--whip", relay.ready["whip"], "--sessions", str(SESSIONS)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        assert self.process.stdout.readline() == "ready\n"

    def window(self):
        """What was measured since the last call."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        code = self.process.wait(30)
        self.process.stdout.close()
        assert code == 0, f"gc-load-reference: exit code {code}"


@contextlib.asynccontextmanager
async def health(relay):
    """Asks for /health all the time; the list of how long each answer took, in ms."""
    took = []

    async def ask():
        async with relay.control() as http:
            while True:
                start = time.monotonic()
                async with http.get("/health") as answer:
                    assert answer.status == 200, await answer.text()
                took.append((time.monotonic() - start) * 1000)
                await asyncio.sleep(0.02)  # a pace, not a wait

    task = asyncio.ensure_future(ask())
    try:
        yield took
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def assert_healthy(quiet, attacked, health_ms):
    """As docs/relay.md has it. On a busy machine a quiet window is not quiet either: what counts is what was added."""
    loss = quiet["received"] / quiet["sent"] - attacked["received"] / attacked["sent"]
    added_ms = attacked["delay_p99_ms"] - quiet["delay_p99_ms"]
    p95_ms = sorted(health_ms)[int(len(health_ms) * 0.95)]
    told = f"quiet {quiet}, attacked {attacked}, /health p95 {p95_ms:.1f} ms"
    assert attacked["peers_up"] == 2 * SESSIONS, told
    assert attacked["broken"] == 0, told
    assert loss <= LOSS, told
    assert added_ms <= ADDED_DELAY_MS, told
    assert p95_ms <= HEALTH_MS, told


def count_lines(path):
    with open(path, "rb") as log:
        return sum(1 for _ in log)
