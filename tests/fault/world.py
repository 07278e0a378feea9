# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Both daemons, the farm, and the people of a test."""

import asyncio
import os
import random

import aiohttp

from daemons import PASSWORD, Relay, Signal
from farm import Farm
from pages import Agent, Desk, Kiosk

POINTS = ["it-milan", "it-rome", "fr-paris", "es-madrid", "us-newyork", "br-saopaulo", "au-sydney", "ae-dubai"]
AT_ONCE = 4


def choose_seed():
    """GC_FAULT_SEED repeats a run."""
    return os.environ.get("GC_FAULT_SEED") or str(random.randrange(1_000_000))


class World:
    def __init__(self, folder, seed):
        self.seed = seed
        self.folder = folder
        self.relay = Relay(folder)
        self.signal = Signal(folder, self.relay)
        self.farm = Farm(folder / "farm.log")
        self.pages = []
        self.faults = []  # of pages that are gone
        self.slots = asyncio.Semaphore(AT_ONCE)

    async def start(self):
        (self.folder / "data").mkdir()
        await self.relay.start()
        await self.signal.start()
        await self.farm.start()
        return self

    async def stop(self):
        """Ends the daemons as an operator does, so that their sanitizers speak."""
        await asyncio.gather(*(page.stop() for page in self.pages))
        await self.signal.stop()
        await self.relay.stop()
        await self.farm.stop()
        faults = self.faults + [f"{page.name}: {fault}" for page in self.pages for fault in page.faults]
        assert not faults, "\n".join(faults)

    async def abandon(self):
        """After a failed test: nothing may be left running."""
        await asyncio.gather(*(page.stop() for page in self.pages), return_exceptions=True)
        tasks = [daemon.task for daemon in (self.signal, self.relay) if daemon.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for process in (self.signal.process, self.relay.process, self.farm.process):
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()
        if self.farm.reader is not None:
            await self.farm.reader

    async def agent(self, i):
        account = f"agent{i:02d}"
        async with self.slots:
            await self.signal.add_account(account, "agent", f"坐席{i:02d}")
            page = Agent(self.signal.url, account, self.seed, self.farm)
            self.pages.append(page)
            await page.login(PASSWORD)
            return await page.start()

    async def desk(self):
        await self.signal.add_account("desk1", "coordinator", "周敏")
        page = Desk(self.signal.url, "desk1", self.seed)
        self.pages.append(page)
        await page.login(PASSWORD)
        return await page.start()

    async def kiosk(self, i):
        async with self.slots:
            code = await self.signal.enrol_code(POINTS[i % len(POINTS)])
            page = Kiosk(self.signal.url, f"kiosk{i:03d}", self.seed, self.farm)
            self.pages.append(page)
            await page.enrol(code)
            return await page.start()

    async def list_peers(self):
        """The peers that the relay has."""
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(path=str(self.relay.socket))) as control:
            async with control.get("http://relay/peers") as answer:
                return {peer["id"] for peer in (await answer.json())["peers"]}

    async def begin_calls(self, kiosks, agents):
        """Every agent gets a kiosk, in whatever order the queue says. Returns {ticket: (kiosk, agent)}."""
        await asyncio.gather(*(page.warm() for page in [*kiosks, *agents]))
        for kiosk in kiosks:
            await kiosk.take_place()
        for agent in agents:
            await agent.call("agent.want", wanted="available")
        await asyncio.gather(*(page.until(lambda p=page: in_session(p), "a session") for page in [*kiosks, *agents]))
        return pairs(kiosks, agents)


def in_session(page):
    session = page.view["session"]
    return page.online and session["state"] == "in_session" and session["other_present"] and page.ticket


def pairs(kiosks, agents):
    by_ticket = {agent.ticket: agent for agent in agents}
    return {kiosk.ticket: (kiosk, by_ticket[kiosk.ticket]) for kiosk in kiosks}

