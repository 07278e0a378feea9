# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-relay and gc-signal as `./gc run` keeps them: started again 0.2 s after they die."""

import asyncio
import os
import pathlib
import signal
import subprocess
import time

BUILD = pathlib.Path(os.environ.get("GC_BUILD", "build"))
RELAY = BUILD / "relay/media/gc-relay"
SIGNAL = BUILD / "relay/signal/gc-signal"
PASSWORD = "correct horse battery"
RESTART_S = 0.2
WAIT_S = 60


class Supervisor:
    """One daemon that is always there. `starts` counts how often it got ready."""

    def __init__(self, arguments, log):
        self.arguments = [str(a) for a in arguments]
        self.log = log
        self.process = None
        self.task = None
        self.ready = {}
        self.starts = 0
        self.changed = asyncio.Event()
        self.expected_death = False
        self.deaths = []

    async def start(self):
        self.task = asyncio.ensure_future(self.keep())
        await self.until_started(1)
        return self

    async def keep(self):
        while True:
            with open(self.log, "ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *self.arguments, stdin=subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log)
            line = (await self.process.stdout.readline()).decode()
            if line.startswith("ready "):
                self.ready = dict(part.split("=", 1) for part in line.split()[1:])
                self.is_ready()
                self.starts += 1
                self.changed.set()
                self.changed = asyncio.Event()
            code = await self.process.wait()
            if not self.expected_death:
                self.deaths.append(code)
            self.expected_death = False
            await asyncio.sleep(RESTART_S)  # what `./gc run` does

    def is_ready(self):
        """For those who must keep an address over a restart."""

    async def until_started(self, times):
        async def wait():
            while self.starts < times:
                await self.changed.wait()

        try:
            await asyncio.wait_for(wait(), WAIT_S)
        except asyncio.TimeoutError:
            raise AssertionError(f"not ready within {WAIT_S} s; see {self.log}:\n{self.tail()}") from None

    def tail(self):
        return self.log.read_text(errors="replace")[-3000:]

    @property
    def pid(self):
        return self.process.pid

    def kill(self):
        """As a crash does it. Returns the time, in seconds since 1970."""
        self.expected_death = True
        now = time.time()
        self.process.kill()
        return now

    async def stop(self):
        """As an operator does it; a sanitizer's finding shows in the exit code."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self.process.wait(), WAIT_S)
        assert code == 0, f"exit code {code}; see {self.log}:\n{self.tail()}"
        assert not self.deaths, f"died by itself with {self.deaths}; see {self.log}:\n{self.tail()}"


class Relay(Supervisor):
    def __init__(self, folder):
        self.socket = folder / "relay.sock"
        super().__init__([RELAY, "--control", self.socket, "--media", "127.0.0.1:0"], folder / "relay.log")

    def is_ready(self):
        # A relay in service has one port that the firewall knows.
        self.arguments[4] = self.ready["media"]
