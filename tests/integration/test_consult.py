# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Colleagues in a session: who is told what, who is bound where, and whose pictures reach whom."""

import asyncio

import pytest

from conftest import with_world
from mediakit import Media, relay_up, until_rooms
from service import RpcError, begin_session

RESIDENT, AGENT, GUEST = 60, 200, 130


@pytest.fixture(autouse=True)
def with_relay(relay):
    return relay


async def invite(one, two, ticket, private):
    await two.call("agent.want", wanted="available")
    await one.until(lambda v: v["colleagues"])
    await one.call("session.invite", ticket=ticket, agent="agent2", private=private)
    await two.until(lambda v: v["offer"] and v["offer"]["invite"])


async def is_cut_off(medias, others, ticks=20):
    """While `others` go on, nothing more reaches `medias`."""
    await asyncio.gather(*(each.until_frames(ticks, party) for each, party in others))
    before = [list(each.counts) for each in medias]
    await asyncio.gather(*(each.until_frames(ticks, party) for each, party in others))
    return before == [each.counts for each in medias]


@with_world
async def test_consult_conference_hand_over(world):
    kiosk, one, two = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    await relay_up(kiosk)
    resident, agent, guest = medias = [await Media(kiosk, RESIDENT).offer(), await Media(one, AGENT).offer(),
                                       await Media(two, GUEST).offer()]
    try:
        ticket = await begin_session(kiosk, one)
        await resident.until_grey(AGENT)
        await invite(one, two, ticket, True)
        assert two.view["offer"]["invite"] == {"from": "林晓", "how": "private"}
        assert two.view["offer"]["transfer_from"] is None
        await one.until(lambda v: v["session"]["invited"] == {"account": "agent2", "name": "金海"})
        assert kiosk.view["session"]["held_since_ms"] is None

        # The agents among themselves: the resident sees neither, and neither sees him.
        await two.call("offer.accept", ticket=ticket)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, True), "agent": (one.peer, False),
                                           "guest1": (two.peer, False)}})
        await asyncio.gather(agent.until_grey(GUEST, 1), guest.until_grey(AGENT, 1))
        assert await is_cut_off([resident], [(agent, 1), (guest, 1)])
        assert resident.counts[1] == 0 and guest.counts[0] == 0
        await two.call("session.joined", ticket=ticket, first_frame_ms=70)
        await one.until(lambda v: v["session"]["guests"][0]["joined"])
        await two.until(lambda v: v["session"]["role"] == "guest" and v["me"]["effective"] == "busy")
        assert two.view["session"]["agent"] == "林晓" and two.view["session"]["guests"][0]["party"] is None
        await kiosk.until(lambda v: v["session"]["held_since_ms"] and v["session"]["guests"])

        # All together.
        await one.call("session.hold", ticket=ticket, held=False)
        await asyncio.gather(resident.until_grey(AGENT), resident.until_grey(GUEST, 1), guest.until_grey(RESIDENT),
                             guest.until_grey(AGENT, 1), agent.until_grey(RESIDENT), agent.until_grey(GUEST, 1))
        party = await kiosk.until(lambda v: v["session"]["guests"][0]["party"] and v["session"]["guests"][0])
        assert (party["name"], party["party"]) == ("金海", 1)

        # The guest is the agent from now on: where the agent was.
        with pytest.raises(RpcError):
            await two.call("session.end", ticket=ticket, outcome="accepted")
        await one.call("session.hand_over", ticket=ticket, agent="agent2")
        await resident.until_grey(GUEST)
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (two.peer, False)}})
        await one.until(lambda v: v["session"]["state"] == "wrap_up" and v["me"]["effective"] == "wrap_up")
        await two.until(lambda v: v["session"]["role"] == "agent" and v["notice"]["code"] == "handed_over")
        await kiosk.until(lambda v: v["session"]["agent"] == "金海" and v["session"]["state"] == "in_session")
        assert await is_cut_off([agent], [(resident, 0), (guest, 0)])
        await one.call("wrap_up.finish", ticket=ticket, outcome="advice_only", note="请金海接手")
        await one.until(lambda v: v["session"] is None and v["me"]["effective"] == "idle")
        await two.call("session.end", ticket=ticket, outcome="accepted")
        await until_rooms(world, {})
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_a_kill_leaves_the_guests_where_they_are(world):
    kiosk, one, two = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    await relay_up(kiosk)
    resident, _, guest = medias = [await Media(kiosk, RESIDENT).offer(), await Media(one, AGENT).offer(),
                                   await Media(two, GUEST).offer()]
    try:
        ticket = await begin_session(kiosk, one)
        await invite(one, two, ticket, False)
        await two.call("offer.accept", ticket=ticket)
        await two.call("session.joined", ticket=ticket, first_frame_ms=70)
        await asyncio.gather(resident.until_grey(GUEST, 1), guest.until_grey(RESIDENT))
        world.service.kill()
        await kiosk.until_closed()
        await asyncio.gather(resident.until_frames(10, 1), guest.until_frames(10))
        world.service.start()
        for page in (kiosk, one, two):
            await page.connect()
        await two.until(lambda v: v["relay"]["up"] and v["session"]["role"] == "guest")
        assert two.view["session"]["guests"][0]["joined"] is True
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, False), "agent": (one.peer, False),
                                           "guest1": (two.peer, False)}})
        await resident.until_frames(5, 1)
    finally:
        for media in medias:
            await media.close()


@with_world
async def test_who_may_do_what_with_guests(world):
    kiosk, one, two, desk = (await world.kiosk(), await world.agent("agent1"), await world.agent("agent2"),
                             await world.desk())
    ticket = await begin_session(kiosk, one)
    await invite(one, two, ticket, False)
    row = (await desk.until(lambda v: v["queue"] and v["queue"][0]["offered_to"] and v["queue"]))[0]
    assert row["guests"] == []

    # Taken back; declined; then he comes, and is sent away; then he comes and goes.
    await one.call("session.dismiss", ticket=ticket, agent="agent2")
    await two.until(lambda v: v["offer"] is None and v["me"]["effective"] == "idle")
    await one.call("session.invite", ticket=ticket, agent="agent2", private=False)
    await two.until(lambda v: v["offer"])
    await two.call("offer.accept", ticket=ticket)
    await desk.until(lambda v: v["queue"][0]["guests"] == ["agent2"])
    for method, params in {
        "session.hold": {"held": True}, "session.invite": {"agent": "agent1", "private": True},
        "session.dismiss": {"agent": "agent2"}, "session.hand_over": {"agent": "agent2"},
        "session.end": {"outcome": "accepted"},
    }.items():
        with pytest.raises(RpcError) as refused:
            await two.call(method, ticket=ticket, **params)
        assert refused.value.code == "conflict", method
    with pytest.raises(RpcError) as refused:
        await one.call("session.hand_over", ticket=ticket, agent="agent2")  # has not joined
    assert refused.value.code == "conflict"
    await one.call("session.dismiss", ticket=ticket, agent="agent2")
    await two.until(lambda v: v["session"] is None and v["notice"]["code"] == "dismissed")
    await one.call("session.invite", ticket=ticket, agent="agent2", private=True)
    await two.until(lambda v: v["offer"])
    await two.call("offer.accept", ticket=ticket)
    await kiosk.until(lambda v: v["session"]["held_since_ms"] and v["session"]["guests"])
    await two.call("session.leave_seat", ticket=ticket)
    await kiosk.until(lambda v: not v["session"]["guests"])
    with pytest.raises(RpcError):
        await two.call("session.leave_seat", ticket=ticket)

    # The session is over for a guest when it is over.
    await one.call("session.hold", ticket=ticket, held=False)
    await one.call("session.invite", ticket=ticket, agent="agent2", private=False)
    await two.until(lambda v: v["offer"])
    await two.call("offer.accept", ticket=ticket)
    await two.until(lambda v: v["session"])
    await kiosk.call("session.leave", ticket=ticket)
    await two.until(lambda v: v["session"] is None and v["notice"]["code"] == "guest_over")
    await two.until(lambda v: v["me"]["effective"] == "idle")
