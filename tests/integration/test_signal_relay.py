# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-signal and gc-relay together: who is bound where, and that pictures follow."""

import asyncio
import time

import aiohttp
import av
import numpy
import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import VideoStreamTrack

from conftest import with_world
from service import WAIT_S, RpcError, begin_session, take_place


class Picture(VideoStreamTrack):
    """A small picture of one grey, so that the receiver can tell who sent it."""

    def __init__(self, grey):
        super().__init__()
        self.grey = grey

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        plane = numpy.full((96 * 3 // 2, 128), 128, dtype=numpy.uint8)
        plane[:96] = self.grey
        frame = av.VideoFrame.from_ndarray(plane, format="yuv420p")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Media:
    """The peer connection of a page, with the fixed m-lines."""

    def __init__(self, page, grey):
        self.page = page
        self.connection = RTCPeerConnection()
        self.grey = grey
        self.frames = 0
        self.seen_grey = None
        self.pump = None

    async def offer(self):
        connection = self.connection
        connection.addTransceiver("audio", direction="sendrecv")
        camera = connection.addTransceiver(Picture(self.grey), direction="sendrecv")
        connection.addTransceiver("video", direction="sendrecv")
        for _ in range(4):
            connection.addTransceiver("audio", direction="recvonly")
            connection.addTransceiver("video", direction="recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        answer = await self.page.call("media.offer", sdp=connection.localDescription.sdp)
        await connection.setRemoteDescription(RTCSessionDescription(answer["answer"], "answer"))
        self.page.peer = answer["peer"]
        self.pump = asyncio.ensure_future(self.receive(camera.receiver.track))
        return self

    async def receive(self, track):
        while True:
            frame = await track.recv()
            self.frames += 1
            self.seen_grey = int(frame.to_ndarray(format="yuv420p")[:96].mean())

    async def until_frames(self, n):
        end = time.monotonic() + WAIT_S
        start = self.frames
        while self.frames < start + n:
            assert time.monotonic() < end, f"{self.page.kind}: {self.frames - start} of {n} frames came"
            await asyncio.sleep(0.02)

    async def close(self):
        if self.pump is not None:
            self.pump.cancel()
        await self.connection.close()


async def rooms(world):
    """What the relay itself says is bound: {room: {seat: (peer, hold)}}."""
    connector = aiohttp.UnixConnector(path=str(world.service.socket))
    async with aiohttp.ClientSession(connector=connector) as http:
        async with http.get("http://relay/rooms") as answer:
            body = await answer.json()
    return {r["id"]: {s["seat"]: (s["peer"], s["hold"]) for s in r["seats"]} for r in body["rooms"]}


async def until_rooms(world, wanted):
    end = time.monotonic() + WAIT_S
    while True:
        try:
            have = await rooms(world)
        except aiohttp.ClientError as error:
            have = error
        if have == wanted:
            return
        assert time.monotonic() < end, f"rooms are {have}, not {wanted}"
        await asyncio.sleep(0.02)


async def relay_up(page):
    await page.until(lambda v: v["relay"]["up"])


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
        await until_rooms(world, {ticket: {"resident": (kiosk.peer, True), "agent": (agent.peer, True)}})
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
