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
import signal
import sqlite3
import subprocess

import pytest

from service import RpcError, Signal, World

# A page may send 30 messages a second, and 90 at once: ten tickets are 40.
KIOSKS = 25 if os.environ.get("GC_TEST_FULL") == "1" else 4
TICKETS = 10 * KIOSKS
CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>")


class Traced(Signal):
    """gc-signal under strace, which can make system calls fail."""

    def __init__(self, folder, inject=None):
        super().__init__(folder)
        self.trace = folder / "trace"
        self.inject = ["-e", f"inject={inject}"] if inject else []

    def start(self):
        plain = self.arguments
        # A leak sanitizer cannot work in a traced process.
        options = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]))
        self.arguments = ["strace", "-f", "-y", "-s", "70000", "-o", str(self.trace), "-E", f"ASAN_OPTIONS={options}",
                          "-e", "trace=pwrite64,fdatasync,fsync,sendto,sendmsg,write,writev", *self.inject, "--",
                          *plain]
        try:
            super(Signal, self).start()
        finally:
            self.arguments = plain

    def end(self, number):
        # The signal goes to the traced one: strace itself would let go of it.
        children = subprocess.run(["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True)
        os.kill(int(children.stdout.split()[0]), number)
        code = self.process.wait(20)
        self.process.stdout.close()
        return code

    def stop(self):
        assert self.end(signal.SIGTERM) == 0

    def kill(self):
        self.end(signal.SIGKILL)


def can_trace():
    strace = shutil.which("strace")
    if strace is None:
        return False
    return subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode == 0


async def one_resident(kiosk, n, asked):
    async def ask(method, **params):
        identifier = f"audit-{len(asked):08d}-{method.split('.')[1]}"
        asked.append(identifier)
        return await kiosk.call(method, identifier, **params)

    for i in range(n):
        made = await ask("ticket.create", item="SS-01", languages=["zh"], name=f"n{i}")
        await ask("ticket.join", ticket=made["ticket"])
        await ask("ticket.leave", ticket=made["ticket"])
        await ask("kiosk.clear")


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


needs_strace = pytest.mark.skipif(not can_trace(),
                                  reason="strace is not installed, or may not trace here (apt-get install strace)")


@needs_strace
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


async def insist(kiosk, method, refused, **params):
    """One request, sent again with its id until the disk takes it."""
    identifier = f"faulty-{next(kiosk.numbers):08d}"
    while True:
        try:
            return await kiosk.call(method, identifier, **params)
        except RpcError as error:
            assert error.code == "unavailable"
            refused.append(identifier)


async def take_tickets_from_bad_disk(service):
    world, made, refused = World(service), [], []
    try:
        kiosks = [await world.kiosk() for _ in range(KIOSKS)]
        for kiosk in kiosks:
            for _ in range(TICKETS // KIOSKS // 2):
                answer = await insist(kiosk, "ticket.create", refused, item="SS-01", languages=["zh"], name="x")
                made.append((answer["ticket"], answer["number"]))
                await insist(kiosk, "ticket.leave", refused, ticket=answer["ticket"])
                await insist(kiosk, "kiosk.clear", refused)
    finally:
        service.kill()
        await world.close()
    return made, refused


@needs_strace
def test_failed_sync_is_told(folder):
    """Each seventh sync fails: those requests are refused, and what was acknowledged outlives the crash."""
    # The first syncs are those of the start and of the kiosks.
    service = Traced(folder, f"fdatasync:error=EIO:when={20 + 4 * KIOSKS}+7")
    service.add_people()
    service.start()
    made, refused = asyncio.run(take_tickets_from_bad_disk(service))
    print(f"{len(made)} tickets, {len(refused)} refusals")
    assert len(refused) >= 3

    healthy = Signal(folder)
    healthy.start()
    healthy.stop()
    with sqlite3.connect(healthy.data / "global-connect.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = database.execute("SELECT id, number FROM ticket WHERE state = 'abandoned' ORDER BY number").fetchall()
        history = [seq for (seq,) in database.execute("SELECT seq FROM transition ORDER BY seq")]
    assert kept == made, "each ticket is there once, with the number that was told"
    assert history == list(range(1, len(history) + 1))
