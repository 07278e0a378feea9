# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pictures of pages, and what the relay says of its rooms."""

import asyncio
import time

import aiohttp
import av
import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import VideoStreamTrack

from service import WAIT_S


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


# Transceivers are audio, camera, document camera, then pairs: the cameras of the parties 0 to 4.
CAMERAS = (1, 4, 6, 8, 10)


class Media:
    """The peer connection of a page, with the fixed m-lines; frames and grey are those of each party's camera.
    Without a grey the page has no camera."""

    def __init__(self, page, grey):
        self.page = page
        self.connection = RTCPeerConnection()
        self.grey = grey
        self.worker = None
        self.counts = [0] * len(CAMERAS)
        self.greys = [None] * len(CAMERAS)
        self.pumps = []

    @property
    def frames(self):
        return self.counts[0]

    @property
    def seen_grey(self):
        return self.greys[0]

    async def offer(self):
        connection = self.connection
        connection.addTransceiver("audio", direction="sendrecv")
        connection.addTransceiver("video" if self.grey is None else Picture(self.grey), direction="sendrecv")
        connection.addTransceiver("video", direction="sendrecv")
        for _ in range(4):
            connection.addTransceiver("audio", direction="recvonly")
            connection.addTransceiver("video", direction="recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        answer = await self.page.call("media.offer", sdp=connection.localDescription.sdp)
        await connection.setRemoteDescription(RTCSessionDescription(answer["answer"], "answer"))
        self.page.peer = answer["peer"]
        self.worker = answer["worker"]
        lines = connection.getTransceivers()
        self.pumps = [asyncio.ensure_future(self.receive(party, lines[line].receiver))
                      for party, line in enumerate(CAMERAS)]
        return self

    async def first_frame(self, receiver):
        """Asks for a key frame each second until there is a picture, as browsers do and aiortc does not."""
        coming = asyncio.ensure_future(receiver.track.recv())
        try:
            while not (await asyncio.wait([coming], timeout=1))[0]:
                for source in receiver.getSynchronizationSources():
                    await receiver._send_rtcp_pli(source.source)
        except asyncio.CancelledError:
            coming.cancel()
            raise
        return coming.result()

    async def receive(self, party, receiver):
        while True:
            frame = await (receiver.track.recv() if self.counts[party] else self.first_frame(receiver))
            self.counts[party] += 1
            self.greys[party] = int(frame.to_ndarray(format="yuv420p")[:96].mean())

    async def until_frames(self, n, party=0):
        end = time.monotonic() + WAIT_S
        start = self.counts[party]
        while self.counts[party] < start + n:
            assert time.monotonic() < end, f"{self.page.kind}: {self.counts[party] - start} of {n} frames came"
            await asyncio.sleep(0.02)

    async def until_grey(self, grey, party=0):
        """The picture of that party is the one of this grey."""
        end = time.monotonic() + WAIT_S
        while self.greys[party] is None or abs(self.greys[party] - grey) >= 12:
            assert time.monotonic() < end, f"{self.page.kind}: party {party} is {self.greys[party]}, not {grey}"
            await asyncio.sleep(0.02)
        await self.until_frames(2, party)

    async def close(self):
        for pump in self.pumps:
            pump.cancel()
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
