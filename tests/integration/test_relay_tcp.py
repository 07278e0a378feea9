# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""ICE-TCP on the media port: calls without UDP, slow readers, connections that break, and strangers."""

import asyncio
import contextlib
import socket
import subprocess
import time

import numpy
import pytest
from aioice import stun

from relaykit import WAIT_S, Client, Colour, clients, events, get, running, seat
from service import ENVIRONMENT, RELAY
from tcpkit import Connection, binding_request, bridge, credentials
from test_relay_datagrams import until

SDP = {"Content-Type": "application/sdp"}


class Bridged(Client):
    """A client whose every datagram goes over TCP."""

    def __init__(self, way, *colours, **options):
        super().__init__(*colours, **options)
        self.way = way

    async def accept(self, answer):
        await super().accept(self.way.answer(answer))


class Noise(Colour):
    """A picture that costs as many bits as the encoder will give."""

    async def recv(self):
        frame_ = await super().recv()
        noise = frame_.from_ndarray(numpy.random.randint(0, 255, (240, 320, 3), dtype=numpy.uint8), format="rgb24")
        noise.pts, noise.time_base = frame_.pts, frame_.time_base
        return noise


async def offered(http, client):
    """User name and password for the checks of a peer that is there, and waits for its client."""
    offer = await client.offer()
    async with http.post("/peers", data=offer, headers=SDP) as answer:
        ufrag, password = credentials(await answer.text())
    return f"{ufrag}:{credentials(offer)[0]}", password


def lost(metrics, reason):
    return metrics[f'gc_relay_lost_total{{reason="{reason}"}}']


def closed(metrics, reason):
    return metrics[f'gc_relay_tcp_closed_total{{reason="{reason}"}}']


@pytest.mark.parametrize("options, transports", [([], ["udp", "tcp"]), (["--udp-only"], ["udp"])])
def test_the_answer_says_what_there_is(folder, options, transports):
    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            async with http.post("/peers", data=await a.offer(), headers=SDP) as answer:
                lines = [line.split() for line in (await answer.text()).splitlines() if line.startswith("a=candidate")]
        host, port = relay.media_addresses()[0]
        assert [line[2] for line in lines] == transports
        assert all((line[4], int(line[5])) == (host, port) for line in lines)
        priorities = [int(line[3]) for line in lines]
        assert priorities == sorted(priorities, reverse=True)
        with socket.socket() as sock:
            refused = sock.connect_ex((host, port)) != 0
        assert refused == ("tcp" not in transports)

    with running(folder, *options) as relay:
        asyncio.run(body(relay))


def test_a_port_that_is_taken_is_named(folder):
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        media = f"127.0.0.1:{sock.getsockname()[1]}"
        sock.listen()
        done = subprocess.run([RELAY, "--control", folder / "c", "--media", media], capture_output=True, text=True,
                              timeout=WAIT_S)
        assert done.returncode == 1 and f"{media}, TCP: Address already in use" in done.stderr
        with running(folder, "--udp-only", media=media):
            pass


@pytest.mark.parametrize("step", [1, 7, None], ids=["bytewise", "in-pieces", "at-once"])
def test_checks_in_any_pieces_are_answered(folder, step):
    def check(relay, user, password):
        with Connection(relay) as tcp:
            requests = [binding_request(user, password, nominate=True) for _ in range(3)]
            tcp.send(b"", requests[0], b"", b"", requests[1], requests[2], step=step)
            answers = [stun.parse_message(tcp.receive()) for _ in range(4)]
            mine = [m for m in answers if m.message_class == stun.Class.RESPONSE]
            assert len(mine) == 3 and all(m.attributes["XOR-MAPPED-ADDRESS"] == tcp.address for m in mine)
            # The fourth is the relay's own check, so that a path over TCP is proved as any other is.
            theirs = next(m for m in answers if m.message_class == stun.Class.REQUEST)
            assert theirs.attributes["USERNAME"] == ":".join(reversed(user.split(":")))

    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            user, password = await offered(http, a)
            await asyncio.to_thread(check, relay, user, password)
            metrics = await relay.metrics()
            assert metrics["gc_relay_tcp_accepted_total"] == 1
            assert metrics["gc_relay_tcp_bytes_in_total"] > 0 and metrics["gc_relay_tcp_bytes_out_total"] > 0

    with running(folder) as relay:
        asyncio.run(body(relay))


@pytest.mark.parametrize("media, host", [("0.0.0.0:0", "127.0.0.1"), ("[::]:0", "::1"), ("[::1]:0", "::1")])
def test_each_kind_of_address_takes_connections(folder, media, host):
    def check(relay, user, password):
        with Connection(relay, host, host) as tcp:
            tcp.send(binding_request(user, password))
            mapped = stun.parse_message(tcp.receive()).attributes["XOR-MAPPED-ADDRESS"]
            assert mapped == tcp.address[:2]

    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            await asyncio.to_thread(check, relay, *await offered(http, a))

    with running(folder, media=media) as relay:
        asyncio.run(body(relay))


def test_picture_and_sound_go_over_tcp(folder):
    async def body(relay):
        async with relay.control() as http, bridge(relay) as way, clients(Bridged(way, 60), Client(190)) as (a, b):
            begin = time.monotonic()
            await seat(http, "r", "a", await a.join(http))
            await seat(http, "r", "b", await b.join(http))
            await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
            print(f"first picture over TCP after {1000 * (time.monotonic() - begin):.0f} ms")
            await asyncio.gather(a.seen["0"].wait_more(30), b.seen["0"].wait_more(30))
            metrics = await relay.metrics()
            assert metrics["gc_relay_tcp_connections"] >= 1
            assert lost(metrics, "late-prompt") == lost(metrics, "late-bulk") == 0

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_call_goes_on_by_a_new_connection(folder):
    async def body(relay):
        async with relay.control() as http, events(http) as stream, bridge(relay) as way:
            async with clients(Bridged(way, 60), Client(190)) as (a, b):
                await seat(http, "r", "a", await a.join(http))
                await seat(http, "r", "b", await b.join(http))
                await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
                way.cut()
                metrics = await until(relay, lambda m: closed(m, "peer") >= 1)
                # Its media opens a new connection, on which its next consent check proves that it is the same peer.
                await asyncio.gather(a.seen["1"].wait_more(30), b.seen["1"].wait_more(30), b.seen["0"].wait_more(30))
                metrics = await relay.metrics()
                assert metrics["gc_relay_tcp_accepted_total"] >= 2
                assert [peer["state"] for peer in (await get(http, "/peers"))["peers"]] == ["connected", "connected"]
            await stream.next("gone", reason="closed")

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_slow_reader_keeps_its_sound(folder):
    async def body(relay):
        async with relay.control() as http, bridge(relay, receive_bytes=4096) as way:
            async with clients(Bridged(way, 60), Client()) as (a, b):
                b.pc.addTransceiver(Noise(0), direction="sendrecv")
                await seat(http, "r", "a", await a.join(http))
                await seat(http, "r", "b", await b.join(http))
                await a.seen["1"].wait_more(5)
                # Less than the pictures need, and some times what the sound does.
                way.bytes_per_s = 32000
                await until(relay, lambda m: lost(m, "late-bulk") > 500)
                await a.seen["0"].wait_more(100)
                metrics = await relay.metrics()
                # One packet in six is sound: were it dropped as pictures are, it would be many more.
                assert lost(metrics, "late-prompt") < lost(metrics, "late-bulk") / 50
                way.bytes_per_s = None
                await a.seen["1"].wait_more(10)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_who_does_not_read_at_all_costs_little(folder, monkeypatch):
    def resident_kib(relay):
        with open(f"/proc/{relay.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    async def body(relay):
        async with relay.control() as http, bridge(relay, receive_bytes=4096) as way:
            async with clients(Bridged(way, 60), Client()) as (a, b):
                b.pc.addTransceiver(Noise(0), direction="sendrecv")
                await seat(http, "r", "a", await a.join(http))
                await seat(http, "r", "b", await b.join(http))
                await a.seen["1"].wait_more(5)
                way.may_read.clear()
                await until(relay, lambda m: lost(m, "late-bulk") > 0)
                before = resident_kib(relay)
                many = lost(await relay.metrics(), "late-bulk") + 500
                await until(relay, lambda m: lost(m, "late-bulk") > many)
                assert resident_kib(relay) - before < 4096
                way.may_read.set()
                await asyncio.gather(a.seen["1"].wait_more(10), a.seen["0"].wait_more(10))

    # A sanitizer keeps what was freed, for a while.
    monkeypatch.setitem(ENVIRONMENT, "ASAN_OPTIONS", ENVIRONMENT["ASAN_OPTIONS"] + ":quarantine_size_mb=1")
    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_frame_too_long_ends_the_connection(folder):
    async def body(relay):
        with Connection(relay) as tcp:
            tcp.socket.sendall(b"\x08\x01")
            assert await asyncio.to_thread(tcp.receive) is None
        # 2048 bytes may be; that they are no media is another matter.
        with Connection(relay) as tcp:
            tcp.send(b"\xff" * 2048)
            await until(relay, lambda m: m['gc_relay_dropped_total{reason="not-ours"}'] == 1)
        metrics = await until(relay, lambda m: m["gc_relay_tcp_connections"] == 0)
        assert closed(metrics, "frame") == 1 and closed(metrics, "peer") == 1

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_stranger_is_shown_out(folder):
    def stay(relay, user):
        """However busy it is, without the password it is a stranger."""
        with Connection(relay) as tcp:
            begin = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - begin < WAIT_S:
                    tcp.send(binding_request(user, "wrong password, but long enough"))
                    if tcp.receive() is None:
                        break
                    time.sleep(0.05)
            return time.monotonic() - begin

    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            user, _ = await offered(http, a)
            stayed = await asyncio.to_thread(stay, relay, user)
            assert 9.5 < stayed < 12
            assert closed(await relay.metrics(), "stranger") == 1

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_flood_of_silent_strangers_keeps_nobody_out(folder):
    def rings(relay, user, password):
        with Connection(relay) as tcp:
            tcp.send(binding_request(user, password))
            return stun.parse_message(tcp.receive()).message_class

    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            user, password = await offered(http, a)
            with contextlib.ExitStack() as flood:
                # Forty of each of nine networks: 32 a network and 256 in all have a place.
                for network in range(1, 10):
                    for _ in range(40):
                        with contextlib.suppress(ConnectionResetError):
                            flood.enter_context(Connection(relay, f"127.0.{network}.1"))
                metrics = await until(relay, lambda m: m['gc_relay_tcp_refused_total{reason="network"}'] == 9 * 8)
                assert metrics["gc_relay_tcp_connections"] == 256
                assert closed(metrics, "crowded") == 9 * 32 - 256
                assert await asyncio.to_thread(rings, relay, user, password) == stun.Class.RESPONSE
            await until(relay, lambda m: m["gc_relay_tcp_connections"] == 0)

    with running(folder) as relay:
        asyncio.run(body(relay))
