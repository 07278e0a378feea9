# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No answer before the disk: the system calls of gc-signal, read in their order.

Each answer to a request that writes must come after an fdatasync of the write-ahead log that followed the write of
that request's row. The row carries the request's id in plain text, so the trace itself proves it.
"""

import asyncio
import os
import re
import shutil
import subprocess

import pytest

from service import Signal, World

TICKETS = 250 if os.environ.get("GC_TEST_FULL") == "1" else 40
KIOSKS = 4
CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>")


class Traced(Signal):
    """gc-signal under strace."""

    def __init__(self, folder):
        super().__init__(folder)
        self.trace = folder / "trace"

    def start(self):
        plain = self.arguments
        # A leak sanitizer cannot work in a traced process.
        options = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]))
        self.arguments = ["strace", "-f", "-y", "-s", "70000", "-o", str(self.trace), "-E", f"ASAN_OPTIONS={options}",
                          "-e", "trace=pwrite64,fdatasync,fsync,sendto,sendmsg,write,writev", "--", *plain]
        try:
            super(Signal, self).start()
        finally:
            self.arguments = plain

    def stop(self):
        # The signal goes to the traced one: strace itself would let go of it.
        children = subprocess.run(["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True)
        os.kill(int(children.stdout.split()[0]), 15)
        assert self.process.wait(20) == 0
        self.process.stdout.close()


def can_trace():
    strace = shutil.which("strace")
    if strace is None:
        return False
    return subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode == 0


async def one_resident(kiosk, n, asked):
    for i in range(n):
        for method in ("ticket.create", "ticket.join", "ticket.leave", "kiosk.clear"):
            identifier = f"audit-{len(asked):08d}-{method.split('.')[1]}"
            asked.append(identifier)
            params = {} if method == "kiosk.clear" else {"ticket": made["ticket"]} if method != "ticket.create" else \
                {"item": "SS-01", "languages": ["zh"], "name": f"n{i}"}
            answer = await kiosk.call(method, identifier, **params)
            if method == "ticket.create":
                made = answer


async def take_tickets(service):
    world, asked = World(service), []
    try:
        kiosks = [await world.kiosk() for _ in range(KIOSKS)]
        await asyncio.gather(*(one_resident(kiosk, TICKETS // KIOSKS, asked) for kiosk in kiosks))
    finally:
        await world.close()
    return asked


class Audit:
    """Reads the trace line by line: which ids stand in the log, which of them are synced, which are answered."""

    def __init__(self, ids):
        self.pattern = re.compile("|".join(map(re.escape, ids)))
        self.written = {}  # pid -> ids written to the log since its last sync
        self.synced = set()
        self.syncing = {}  # pid -> ids whose sync is under way
        self.answered = []
        self.early = []

    def read(self, line):
        resumed = RESUMED.match(line)
        if resumed is not None:
            if resumed["name"] in ("fdatasync", "fsync"):
                self.synced |= self.syncing.pop(resumed["pid"], set())
            return
        call = CALL.match(line)
        if call is None:
            return
        pid, name, rest = call["pid"], call["name"], call["rest"]
        if name == "pwrite64" and "-wal>" in rest[:400]:
            self.written.setdefault(pid, set()).update(self.pattern.findall(rest))
        elif name in ("fdatasync", "fsync") and "-wal>" in rest[:400]:
            ids = self.written.pop(pid, set())
            if "unfinished" in rest:
                self.syncing[pid] = ids
            else:
                self.synced |= ids
        elif "socket:" in rest[:80] or "TCP:" in rest[:200]:
            for identifier in self.pattern.findall(rest):
                self.answered.append(identifier)
                if identifier not in self.synced:
                    self.early.append(identifier)


@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here (apt-get install strace)")
def test_answers_come_after_the_sync(folder):
    service = Traced(folder)
    service.add_people()
    service.start()
    try:
        asked = asyncio.run(take_tickets(service))
    finally:
        service.stop()
    audit = Audit(asked)
    with open(service.trace, encoding="utf-8", errors="replace") as trace:
        for line in trace:
            audit.read(line)
    print(f"{len(asked)} requests, {len(set(audit.answered))} answers seen, {len(audit.early)} before their sync")
    assert set(audit.answered) == set(asked), "the trace does not show every answer"
    assert not audit.early
