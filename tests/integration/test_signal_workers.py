# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-signal with a relay of two workers: all of a call come to one of them."""

import asyncio
import contextlib

import pytest

from conftest import with_world
from mediakit import Media, relay_up, rooms, until_rooms
from service import begin_session, take_place

pytestmark = pytest.mark.workers(2)


@pytest.fixture(autouse=True)
def with_relay(relay):
    return relay


@contextlib.asynccontextmanager
async def closing():
    """Media that are put in are closed at the end."""
    medias = []
    try:
        yield medias
    finally:
        for media in medias:
            await media.close()


def seats(kiosk, agent):
    return {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}


async def see_each_other(resident, clerk):
    await asyncio.gather(resident.until_grey(clerk.grey), clerk.until_grey(resident.grey))


@with_world
async def test_an_agent_comes_over_while_it_rings(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    async with closing() as medias:
        resident = await Media(kiosk, 60).offer()
        medias.append(resident)
        medias.append(await Media(agent, 200).offer())
        assert [media.worker for media in medias] == [0, 1]
        assert agent.view["relay"]["worker"] is None
        await agent.call("agent.want", wanted="available")
        ticket = await take_place(kiosk)
        await agent.until(lambda v: v["offer"] and v["relay"]["worker"] == 0)
        clerk = await Media(agent, 120).offer()
        medias.append(clerk)
        assert clerk.worker == 0
        await agent.call("offer.accept", ticket=ticket)
        await until_rooms(world, {ticket: seats(kiosk, agent)})
        await see_each_other(resident, clerk)
        await agent.call("session.end", ticket=ticket, outcome="accepted")
        await agent.until(lambda v: v["relay"]["worker"] is None)


@with_world
async def test_who_comes_late_is_not_bound_on_another_worker(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    async with closing() as medias:
        medias += [await Media(kiosk, 60).offer(), await Media(agent, 200).offer()]
        ticket = await begin_session(kiosk, agent)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False)}})
        medias.append(await Media(agent, 200).offer())
        await until_rooms(world, {ticket: seats(kiosk, agent)})
        await see_each_other(medias[0], medias[2])

        # The resident's page is loaded again: the other worker has fewer rooms, but his call is here.
        await kiosk.drop()
        kiosk.forget()
        await kiosk.connect()
        medias.append(await Media(kiosk, 120).offer())
        assert medias[3].worker == 0
        await until_rooms(world, {ticket: seats(kiosk, agent)})
        await see_each_other(medias[3], medias[2])


@with_world
async def test_daemons_that_come_back(world, with_relay):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    async with closing() as medias:
        medias += [await Media(kiosk, 60).offer(), await Media(agent, 200).offer()]
        ticket = await begin_session(kiosk, agent)
        epoch = kiosk.view["relay"]["epoch"]
        with_relay.kill()
        with_relay.start()
        await kiosk.until(lambda v: v["relay"]["up"] and v["relay"]["epoch"] != epoch)
        await agent.until(lambda v: v["relay"]["up"])
        # Whoever is first is found by the other.
        clerk, resident = await Media(agent, 200).offer(), await Media(kiosk, 60).offer()
        medias += [clerk, resident]
        assert clerk.worker == resident.worker
        await until_rooms(world, {ticket: seats(kiosk, agent)})
        await see_each_other(resident, clerk)

        world.service.kill()
        await kiosk.until_closed()
        world.service.start()
        await kiosk.connect()
        await agent.connect()
        await kiosk.until(lambda v: v["relay"]["up"] and v["relay"]["worker"] == resident.worker)
        await agent.until(lambda v: v["relay"]["up"] and v["relay"]["worker"] == clerk.worker)
        await see_each_other(resident, clerk)
        assert await rooms(world) == {ticket: seats(kiosk, agent)}
