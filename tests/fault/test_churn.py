# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Joins and leaves: files, threads and memory of both daemons come back to where they were.

Short by default; GC_FAULT_FULL=1 makes it 1,000, GC_FAULT_JOINS any number.
"""

import asyncio
import os
import pathlib

from daemons import RELAY, SIGNAL
from pages import Kiosk
from world import World, choose_seed, in_session

FULL = os.environ.get("GC_FAULT_FULL") == "1"
JOINS = int(os.environ.get("GC_FAULT_JOINS") or (1000 if FULL else 100))
AT_ONCE = 2
WARM_UP = 120  # fills what is kept for each page on purpose: its last answers and views
WARM_UP_SANITIZED = 20  # where memory is not looked at
REST_S = 20
# What the allocator keeps in pieces; and SQLite's cache, which grows to 2 MiB with the history of tickets.
RSS_SLACK = {"gc-relay": 512 << 10, "gc-signal": (2 << 20) + (512 << 10)}


def is_sanitized(program):
    """Such a build keeps freed memory back on purpose."""
    return b"__asan_init" in program.read_bytes()


class Usage:
    def __init__(self, pid):
        process = pathlib.Path(f"/proc/{pid}")
        status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        self.threads = int(status["Threads"])
        self.rss = int(status["VmRSS"].split()[0]) * 1024
        self.files = len(list((process / "fd").iterdir()))

    def __str__(self):
        return f"{self.files} files, {self.threads} threads, {self.rss / 1048576:.2f} MiB"

    def is_back(self, before, slack):
        return (self.files <= before.files and self.threads <= before.threads and
                (slack is None or self.rss <= before.rss + slack))


class Churn:
    def __init__(self, world):
        self.world = world
        self.served = 0
        self.left = 0

    async def come_and_go(self, former, rounds):
        """One device; each round is a page of its own, from its load to its end."""
        for _ in range(rounds):
            kiosk = Kiosk(self.world.signal.url, former.name, self.world.seed, self.world.farm)
            kiosk.random = former.random
            await kiosk.http.close()
            kiosk.http = former.http
            await kiosk.start()
            await kiosk.warm()
            if kiosk.random.random() < 0.5:
                await self.be_served(kiosk)
            else:
                await self.leave_early(kiosk)
            await kiosk.call("kiosk.clear")
            await kiosk.go()
            self.world.faults += [f"{kiosk.name}: {fault}" for fault in kiosk.faults]

    async def be_served(self, kiosk):
        ticket = await kiosk.take_place()
        await kiosk.until(lambda: in_session(kiosk) == ticket, "a session")
        await kiosk.call("session.leave", ticket=ticket)
        await kiosk.until(lambda: kiosk.ticket is None, "the end")
        await kiosk.call("ticket.rate", ticket=ticket, grade=5)
        self.served += 1

    async def leave_early(self, kiosk):
        made = await kiosk.create()
        await kiosk.call("ticket.leave", ticket=made["ticket"])
        self.left += 1

    async def run(self, kiosks, joins):
        await asyncio.gather(*(self.come_and_go(kiosk, joins // AT_ONCE) for kiosk in kiosks))

    async def rest(self, before=None):
        """Looks until all is back, and returns how it is then."""
        daemons = {"gc-relay": (self.world.relay.pid, RELAY), "gc-signal": (self.world.signal.pid, SIGNAL)}
        wanted = {agent.peer for agent in self.world.pages if agent.kind == "agent"}
        end = asyncio.get_running_loop().time() + REST_S
        while True:
            usage = {name: Usage(pid) for name, (pid, _) in daemons.items()}
            peers = await self.world.list_peers()
            is_back = peers == wanted and (before is None or all(
                usage[name].is_back(before[name], None if is_sanitized(program) else RSS_SLACK[name])
                for name, (_, program) in daemons.items()))
            if is_back or asyncio.get_running_loop().time() > end:
                assert peers == wanted, f"{len(peers)} peers in the relay, {len(wanted)} agents"
                return usage, is_back
            await asyncio.sleep(0.1)


async def serve(agent):
    """Wraps up whatever ended."""
    while True:
        await agent.until(lambda: agent.online and agent.view["session"]["state"] == "wrap_up", "work", 1e6)
        ticket = agent.view["session"]["ticket"]
        await agent.call("wrap_up.finish", ticket=ticket, outcome="advice_only", note="")
        await agent.until(lambda: not agent.view["session"] or agent.view["session"]["ticket"] != ticket, "the end")


async def run(folder, say):
    world = World(folder, choose_seed())
    try:
        await world.start()
        churn = Churn(world)
        agents = await asyncio.gather(*(world.agent(i) for i in range(AT_ONCE)))
        kiosks = await asyncio.gather(*(world.kiosk(i) for i in range(AT_ONCE)))
        for agent in agents:
            await agent.warm()
            await agent.call("agent.want", wanted="available")
            agent.spawn(serve(agent))
        for kiosk in kiosks:
            await kiosk.warm()
            await kiosk.go()
        await churn.run(kiosks, WARM_UP_SANITIZED if is_sanitized(SIGNAL) else WARM_UP)
        before, _ = await churn.rest()
        churn.served = churn.left = 0
        await churn.run(kiosks, JOINS)
        after, is_back = await churn.rest(before)
        say(f"churn: {churn.served} served, {churn.left} left early")
        for name, usage in after.items():
            say(f"  {name}: {before[name]}; then {usage}")
        assert is_back, "not back to where it was: " + "; ".join(f"{n}: {before[n]}, then {after[n]}" for n in after)
        await world.stop()
    except BaseException:
        await world.abandon()
        raise


def test_joins_and_leaves_leave_nothing(folder, capsys):
    def say(line):
        with capsys.disabled():
            print(line if line.startswith(" ") else f"\n{line}", flush=True)

    asyncio.run(run(folder, say))
