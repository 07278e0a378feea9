# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-signal and gc-relay together: who is bound where, and that pictures follow."""

import asyncio
import time

import pytest

from conftest import with_world
from mediakit import Media, relay_up, rooms, until_rooms
from service import RpcError, begin_session, take_place


@pytest.fixture(autouse=True)
def with_relay(relay):
    return relay


@with_world
async def test_call_has_pictures_both_ways(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    resident = await Media(kiosk, 60).offer()
    clerk = await Media(agent, 200).offer()
    try:
        ticket = await begin_session(kiosk, agent)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}})
        await asyncio.gather(resident.until_frames(5), clerk.until_frames(5))
        assert abs(resident.seen_grey - 200) < 12 and abs(clerk.seen_grey - 60) < 12
        await kiosk.until(lambda v: v["link"]["up_bps"] > 0)
        await agent.until(lambda v: v["session"]["other_link"]["up_bps"] > 0)

        await agent.call("session.hold", ticket=ticket, held=True)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, True), "agent": (agent.peer, False)}})
        await agent.call("session.hold", ticket=ticket, held=False)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}})
        await resident.until_frames(3)

        await agent.call("session.end", ticket=ticket, outcome="accepted")
        await until_rooms(world, {})
    finally:
        await resident.close()
        await clerk.close()


@with_world
async def test_new_peer_takes_the_seat_of_the_old(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    first = await Media(kiosk, 60).offer()
    clerk = await Media(agent, 200).offer()
    second = None
    try:
        ticket = await begin_session(kiosk, agent)
        await clerk.until_frames(2)
        await kiosk.drop()
        kiosk.forget()
        await kiosk.connect()
        second = await Media(kiosk, 120).offer()
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}})
        await second.until_frames(2)
        await clerk.until_frames(10)
        assert abs(clerk.seen_grey - 120) < 12
    finally:
        for media in (first, clerk, second):
            if media is not None:
                await media.close()


@with_world
async def test_transfer_rebinds_the_agents_seat(world):
    kiosk, one, two = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    await relay_up(kiosk)
    medias = [await Media(kiosk, 60).offer(), await Media(one, 200).offer(), await Media(two, 120).offer()]
    try:
        ticket = await begin_session(kiosk, one)
        await medias[0].until_frames(2)
        await two.call("agent.want", wanted="available")
        await one.until(lambda v: v["colleagues"])
        await one.call("session.transfer", ticket=ticket, agent="agent2")
        await two.until(lambda v: v["offer"])
        await two.call("offer.accept", ticket=ticket)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (two.peer, False)}})
        await medias[0].until_frames(10)
        assert abs(medias[0].seen_grey - 120) < 12
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_kill_of_signal_leaves_the_call_alone(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    resident = await Media(kiosk, 60).offer()
    clerk = await Media(agent, 200).offer()
    try:
        ticket = await begin_session(kiosk, agent)
        bound = {ticket: {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}}
        await resident.until_frames(2)
        world.service.kill()
        await kiosk.until_closed()
        await asyncio.gather(resident.until_frames(10), clerk.until_frames(10))
        assert await rooms(world) == bound
        world.service.start()
        await kiosk.connect()
        await agent.connect()
        await kiosk.until(lambda v: v["relay"]["up"] and v["session"]["state"] == "in_session")
        await asyncio.gather(resident.until_frames(10), clerk.until_frames(10))
        assert await rooms(world) == bound
        await agent.call("session.end", ticket=ticket, outcome="accepted")
        await until_rooms(world, {})
    finally:
        await resident.close()
        await clerk.close()


@with_world
async def test_kill_of_relay_leads_back_into_the_session(world, with_relay):
    kiosk, agent = await world.kiosk(), await world.agent()
    await relay_up(kiosk)
    medias = [await Media(kiosk, 60).offer(), await Media(agent, 200).offer()]
    try:
        ticket = await begin_session(kiosk, agent)
        await medias[0].until_frames(2)
        epoch = kiosk.view["relay"]["epoch"]
        with_relay.kill()
        begin = time.monotonic()
        await kiosk.until(lambda v: not v["relay"]["up"])
        assert time.monotonic() - begin < 1
        with pytest.raises(RpcError) as refused:
            await kiosk.call("media.offer", sdp="v=0\r\n")
        assert refused.value.code == "unavailable"
        with_relay.start()
        await kiosk.until(lambda v: v["relay"]["up"] and v["relay"]["epoch"] != epoch)
        medias += [await Media(kiosk, 60).offer(), await Media(agent, 200).offer()]
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (agent.peer, False)}})
        await asyncio.gather(medias[2].until_frames(2), medias[3].until_frames(2))
        assert time.monotonic() - begin < 5
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_bad_offers_are_refused(world):
    kiosk = await world.kiosk()
    await relay_up(kiosk)
    for sdp in ("x", "v=0\r\n", "v=0\r\n" * 5000):
        with pytest.raises(RpcError) as refused:
            await kiosk.call("media.offer", sdp=sdp)
        assert refused.value.code in ("invalid", "limit")
    await take_place(kiosk)


@with_world
async def test_an_ice_restart_needs_a_peer(world):
    kiosk = await world.kiosk()
    await relay_up(kiosk)
    mine = {"ufrag": "abcd", "pwd": "0123456789012345678901"}
    with pytest.raises(RpcError) as refused:
        await kiosk.call("media.restart", **mine)
    assert refused.value.code == "conflict"
    media = await Media(kiosk, 60).offer()
    try:
        first, second = [await kiosk.call("media.restart", **mine) for _ in range(2)]
        assert first.keys() == {"ufrag", "pwd"} and not set(first.values()) & set(second.values())
        await kiosk.call("ping")
    finally:
        await media.close()
