# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A supervisor in a session: who is told of it, whom the supervisor's picture reaches, and where nobody may listen."""

import asyncio

import pytest

from conftest import with_world
from mediakit import Media, relay_up, until_rooms
from service import RpcError, begin_session

RESIDENT, AGENT, SUPERVISOR = 60, 200, 130


@pytest.fixture(autouse=True)
def with_relay(relay):
    return relay


async def supervisor_of(world):
    world.service.add_account("chief1", "agent", "叶青", options=["--supervisor"])
    return await world.agent("chief1")


async def supervise(page, ticket, heard_by):
    await page.call("session.supervise", ticket=ticket, heard_by=heard_by)


async def unseen(media, others, party, ticks=20):
    """While `others` go on, nothing more of `party` reaches `media`."""
    await asyncio.gather(*(each.until_frames(ticks) for each in others))
    before = media.counts[party]
    await asyncio.gather(*(each.until_frames(ticks) for each in others))
    return before == media.counts[party]


@with_world
async def test_listen_whisper_speak(world):
    kiosk, one, chief = await world.kiosk(), await world.agent("agent1"), await supervisor_of(world)
    await relay_up(kiosk)
    resident, agent, supervisor = medias = [await Media(kiosk, RESIDENT).offer(), await Media(one, AGENT).offer(),
                                            await Media(chief, SUPERVISOR).offer()]
    try:
        ticket = await begin_session(kiosk, one)
        await resident.until_grey(AGENT)
        running = (await chief.until(lambda v: v["sessions"] and v["sessions"]))[0]
        assert (running["ticket"], running["agent"], running["private"]) == (ticket, "林晓", False)
        assert one.view["sessions"] == []

        # Listening: the supervisor sees both, neither sees the supervisor, and both are told.
        await supervise(chief, ticket, "nobody")
        await asyncio.gather(supervisor.until_grey(RESIDENT), supervisor.until_grey(AGENT, 1))
        for page in (kiosk, one):
            guest = (await page.until(lambda v: v["session"]["guests"] and v["session"]["guests"]))[0]
            assert (guest["name"], guest["heard_by"]) == ("叶青", "nobody")
        assert await unseen(resident, [agent, resident], 1) and await unseen(agent, [agent, resident], 1)
        assert resident.counts[1] == 0 and agent.counts[1] == 0
        await chief.until(lambda v: v["session"]["role"] == "guest" and v["session"]["supervises"] and not v["sessions"])
        for method in ("session.dismiss", "session.hand_over"):
            with pytest.raises(RpcError) as refused:
                await one.call(method, ticket=ticket, agent="chief1")
            assert refused.value.code == "conflict"

        # To the agent alone, then to both.
        await supervise(chief, ticket, "agent")
        await agent.until_grey(SUPERVISOR, 1)
        assert await unseen(resident, [agent, resident], 1) and resident.counts[1] == 0
        await supervise(chief, ticket, "all")
        await resident.until_grey(SUPERVISOR, 1)
        await chief.call("session.leave_seat", ticket=ticket)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (one.peer, False)}})
        await chief.until(lambda v: v["session"] is None and v["sessions"])
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_a_listener_is_one_after_a_kill(world):
    kiosk, one, chief = await world.kiosk(), await world.agent("agent1"), await supervisor_of(world)
    await relay_up(kiosk)
    resident, agent, supervisor = medias = [await Media(kiosk, RESIDENT).offer(), await Media(one, AGENT).offer(),
                                            await Media(chief, SUPERVISOR).offer()]
    try:
        ticket = await begin_session(kiosk, one)
        await supervise(chief, ticket, "nobody")
        await supervisor.until_grey(RESIDENT)
        world.service.kill()
        await kiosk.until_closed()
        world.service.start()
        for page in (kiosk, one, chief):
            await page.connect()
        await kiosk.until(lambda v: v["relay"]["up"] and v["session"]["guests"][0]["heard_by"] == "nobody")
        await asyncio.gather(supervisor.until_frames(10), agent.until_frames(10))
        assert resident.counts[1] == 0 and agent.counts[1] == 0
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_who_may_not(world):
    kiosk, one, chief = await world.kiosk(), await world.agent("agent1"), await supervisor_of(world)
    two = await world.agent("agent2")
    ticket = await begin_session(kiosk, one)
    for page, heard_by, code in ((two, "nobody", "denied"), (chief, "everybody", "invalid")):
        with pytest.raises(RpcError) as refused:
            await supervise(page, ticket, heard_by)
        assert refused.value.code == code
    with pytest.raises(RpcError) as refused:
        await supervise(chief, "t9m2k9c4x8h3", "nobody")
    assert refused.value.code == "unknown"
