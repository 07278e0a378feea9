# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs gc-relay by itself and puts aiortc clients on it: another implementation of every protocol."""

import asyncio
import contextlib
import re

import aiohttp
import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from service import RELAY, WAIT_S, Daemon

TOLERANCE = 12  # of 255, what encoding may change of a plain colour


class Relay(Daemon):
    """A relay with control socket and WHIP endpoint on free ports of the loopback."""

    def __init__(self, folder, *arguments, media="127.0.0.1:0", whip="127.0.0.1:0"):
        self.socket = folder / "control.sock"
        parts = [RELAY, "--control", self.socket, "--media", media]
        parts += ["--whip", whip] if whip else []
        super().__init__([*parts, *arguments], folder / "gc-relay.log")

    def media_addresses(self):
        """[(host, port)] of the media sockets."""
        pairs = [text.rpartition(":") for text in self.ready["media"].split(",")]
        return [(host.strip("[]"), int(port)) for host, _, port in pairs]

    @contextlib.asynccontextmanager
    async def control(self):
        """An HTTP session on the control socket; the host of its URLs means nothing."""
        async with aiohttp.ClientSession("http://relay", connector=aiohttp.UnixConnector(str(self.socket))) as session:
            yield session

    async def metrics(self):
        """{series with labels: value}."""
        async with self.control() as http, http.get("/metrics") as answer:
            lines = (await answer.text()).splitlines()
        assert lines[-1] == "# EOF"
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


@contextlib.contextmanager
def running(folder, *arguments, **options):
    relay = Relay(folder, *arguments, **options)
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()


class Colour(VideoStreamTrack):
    """A plain grey of one brightness, so that a receiver can tell whose picture it sees."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        pixels = numpy.full((120, 160, 3), self.value, dtype=numpy.uint8)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Seen:
    """What came on one track: the number of frames and the brightness of the newest."""

    def __init__(self, mid):
        self.mid = mid
        self.count = 0
        self.value = None
        self.changed = asyncio.Condition()

    async def read(self, track):
        with contextlib.suppress(Exception):  # the track ends by an exception
            while True:
                frame = await track.recv()
                async with self.changed:
                    self.count += 1
                    if track.kind == "video":
                        self.value = int(frame.to_ndarray(format="rgb24").mean())
                    self.changed.notify_all()

    async def wait(self, predicate):
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: predicate(self)), WAIT_S)

    async def wait_colour(self, value):
        await self.wait(lambda seen: seen.value is not None and abs(seen.value - value) < TOLERANCE)

    async def wait_more(self, count=5):
        target = self.count + count
        await self.wait(lambda seen: seen.count >= target)


class Client:
    """An aiortc peer that sends plain colours and notes what it gets, by mid."""

    def __init__(self, *colours, extra_pairs=0, audio=True):
        self.pc = RTCPeerConnection(RTCConfiguration([]))
        self.seen = {}
        self.tasks = []
        self.location = None
        self.states = asyncio.Queue()
        self.pc.on("track", self.on_track)
        self.pc.on("connectionstatechange", lambda: self.states.put_nowait(self.pc.connectionState))
        if audio:
            self.pc.addTransceiver(AudioStreamTrack(), direction="sendrecv")
        for colour in colours:
            self.pc.addTransceiver(Colour(colour), direction="sendrecv")
        for _ in range(extra_pairs):
            self.pc.addTransceiver("audio", direction="recvonly")
            self.pc.addTransceiver("video", direction="recvonly")

    def on_track(self, track):
        mid = next(t.mid for t in self.pc.getTransceivers() if t.receiver.track is track)
        self.seen[mid] = Seen(mid)
        self.tasks.append(asyncio.ensure_future(self.seen[mid].read(track)))

    async def offer(self):
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.pc.localDescription.sdp

    async def accept(self, answer):
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def publish(self, http, base, room, seat):
        """By WHIP, on a seat."""
        self.location = base + await self.post(http, f"{base}/whip/{room}/{seat}")

    async def join(self, http, label=None, worker=None):
        """By the control API, warm. Returns the peer's id."""
        headers = {"GC-Label": label} if label else {}
        location = await self.post(http, "/peers", headers | ({} if worker is None else {"GC-Worker": str(worker)}))
        self.location = location
        return re.fullmatch(r"/peers/([0-9]+-[0-9a-z]{20,40})", location)[1]

    async def post(self, http, url, headers=()):
        headers = {"Content-Type": "application/sdp", **dict(headers)}
        async with http.post(url, data=await self.offer(), headers=headers) as answer:
            text = await answer.text()
            assert answer.status == 201, text
            assert answer.content_type == "application/sdp"
            location = answer.headers["Location"]
        await self.accept(text)
        return location

    async def wait_state(self, state):
        while self.pc.connectionState != state:
            await asyncio.wait_for(self.states.get(), WAIT_S)

    async def wait_farewell(self):
        """The relay's close_notify came; aiortc shows it on the transport only."""
        transport = self.pc.getTransceivers()[0].receiver.transport
        closed = asyncio.Event()
        transport.on("statechange", lambda: transport.state == "closed" and closed.set())
        if transport.state != "closed":
            await asyncio.wait_for(closed.wait(), WAIT_S)

    async def close(self):
        await self.pc.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


class Events:
    """The event stream of the control API."""

    def __init__(self, socket):
        self.socket = socket

    async def next(self, event, **members):
        """The next event of this kind with these members; others before it are passed over."""
        while True:
            message = await asyncio.wait_for(self.socket.receive_json(), WAIT_S)
            if message["event"] == event and all(message[k] == v for k, v in members.items()):
                return message


@contextlib.asynccontextmanager
async def events(http):
    async with http.ws_connect("/events") as socket:
        stream = Events(socket)
        stream.hello = await stream.next("hello")
        yield stream


@contextlib.asynccontextmanager
async def clients(*arguments):
    """Clients that are closed at the end, whatever happens."""
    made = list(arguments)
    try:
        yield made
    finally:
        await asyncio.gather(*(client.close() for client in made))


async def seat(http, room, name, peer, hold=False, **place):
    async with http.put(f"/rooms/{room}/seats/{name}", json={"peer": peer, "hold": hold} | place) as answer:
        assert answer.status == 204, await answer.text()


async def get(http, path):
    async with http.get(path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()
