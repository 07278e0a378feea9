# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-relay and gc-signal as `./gc run` keeps them: started again 0.2 s after they die."""

import asyncio
import os
import pathlib
import re
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
        self.ready_at = 0
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
                self.ready_at = time.time()
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
        try:
            async with asyncio.timeout(WAIT_S):
                while self.starts < times:
                    await self.changed.wait()
        except TimeoutError:
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
        async with asyncio.timeout(WAIT_S):
            code = await self.process.wait()
        assert code == 0, f"exit code {code}; see {self.log}:\n{self.tail()}"
        # UBSan goes on after a finding, and a killed life has no exit code.
        findings = [line for line in self.log.read_text(errors="replace").splitlines()
                    if re.search(r"runtime error:|ERROR: \w+Sanitizer| critical  |-CRITICAL", line)]
        assert not findings, f"{self.log}: {len(findings)} findings, the first: {findings[0]}"
        assert not self.deaths, f"died by itself with {self.deaths}; see {self.log}:\n{self.tail()}"


class Relay(Supervisor):
    def __init__(self, folder):
        self.socket = folder / "relay.sock"
        super().__init__([RELAY, "--control", self.socket, "--media", "127.0.0.1:0"], folder / "relay.log")

    def is_ready(self):
        # A relay in service has one port that the firewall knows.
        self.arguments[4] = self.ready["media"]


def shift_to_night_s():
    """Until it is next 16:00 UTC, midnight in Wenzhou: no point's window ends soon, which would put its tickets ahead."""
    return int(16 * 3600 - time.time()) % 86400


class Signal(Supervisor):
    """gc-signal with a data folder of its own; the port of the first start stays."""

    def __init__(self, folder, relay):
        self.data = folder / "data"
        self.slots = asyncio.Semaphore(2)
        super().__init__([SIGNAL, "--listen", "127.0.0.1:0", "--data", self.data, "--relay", relay.socket,
                          "--clock-shift", str(shift_to_night_s())], folder / "signal.log")

    def is_ready(self):
        self.arguments[2] = self.url.removeprefix("http://")

    @property
    def url(self):
        return self.ready["http"]

    async def command(self, *arguments, text=""):
        """Runs a command of administration and returns what it prints."""
        async with self.slots:
            process = await asyncio.create_subprocess_exec(
                SIGNAL, *arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE)
            async with asyncio.timeout(WAIT_S):
                out, error = await process.communicate(text.encode())
        assert process.returncode == 0, error.decode()
        return out.decode()

    async def add_account(self, account, role, name):
        await self.command("account", "add", "--data", self.data, "--account", account, "--role", role,
                           "--name", name, "--departments", "all", "--languages", "zh", text=PASSWORD + "\n")

    async def enrol_code(self, point):
        return (await self.command("enrol", "--data", self.data, "--point", point)).strip()
