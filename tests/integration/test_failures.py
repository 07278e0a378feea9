# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Failures of other systems that only real sockets can show; docs/queue.md lists where each one is tested."""

import asyncio

import pytest

from conftest import with_world
from service import take_place

SILENT_S = 25  # a page that says nothing for so long is taken as gone


@with_world
async def test_11_several_pages_of_one_agent(world):
    """Three pages of one account: the newest has the seat at once, and offers ring there alone."""
    pages = [await world.agent() for _ in range(3)]
    assert [await page.until_closed() for page in pages[:2]] == [4001, 4001]
    assert [page.generation for page in pages] == [1, 2, 3]
    newest = pages[2]
    await newest.call("agent.want", wanted="available")
    ticket = await take_place(await world.kiosk())
    await newest.until(lambda v: v["offer"]["ticket"] == ticket)
    with pytest.raises((ConnectionError, RuntimeError)):
        await pages[0].call("offer.accept", ticket=ticket)
    # An explicit take-over: the offer goes along with the seat.
    await pages[0].connect()
    assert await newest.until_closed() == 4001
    await pages[0].until(lambda v: v["offer"]["ticket"] == ticket)
    await pages[0].call("offer.accept", ticket=ticket)


@with_world
async def test_12_sleeping_page(world):
    """A page whose timers stand still keeps its socket, but is not reachable: it gets no offers."""
    sleeping, awake, desk = await world.agent(), await world.agent("agent2"), await world.desk()
    await sleeping.call("agent.want", wanted="available")
    await awake.call("agent.want", wanted="break")

    async def stay_awake():
        while True:
            await asyncio.sleep(5)
            await asyncio.gather(awake.call("ping"), desk.call("ping"))

    pings = asyncio.ensure_future(stay_awake())
    try:
        loop = asyncio.get_running_loop()
        start = loop.time()
        while not any(a["account"] == "agent1" and a["effective"] == "unreachable" for a in desk.view["agents"]):
            assert loop.time() - start < SILENT_S + 10, "the sleeping page still counts as there"
            await asyncio.wait([asyncio.ensure_future(desk.changed.wait())], timeout=1)
        assert loop.time() - start > SILENT_S - 6
        ticket = await take_place(await world.kiosk())
        await awake.call("agent.want", wanted="available")
        await awake.until(lambda v: v["offer"]["ticket"] == ticket)
    finally:
        pings.cancel()
    # It wakes up: connected again, it is reachable and has missed nothing that it was offered.
    await sleeping.connect()
    await sleeping.until(lambda v: v["me"]["effective"] == "idle" and v["me"]["misses"] == 0)
