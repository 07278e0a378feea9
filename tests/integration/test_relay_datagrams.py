# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Bad datagrams: from strangers, with a stolen user name, and from a connected peer in the midst of its call."""

import asyncio
import random
import re
import socket
import struct

from aioice import stun

from relaykit import WAIT_S, Client, clients, get, running, seat

COOKIE = b"\x21\x12\xa4\x42"
SAMPLES = [
    b"",
    b"\0",
    b"\0\1\0\0" + COOKIE + b"t" * 12,
    b"\0\1\xff\xff" + COOKIE + b"t" * 12,
    b"\1\1\0\0" + COOKIE + b"t" * 12,
    b"\0\1\0\x08" + COOKIE + b"t" * 12 + b"\0\6\0\4a:bc",
    b"\0\1\0\x08" + COOKIE + b"t" * 12 + b"\0\6\xff\xffa:bc",
    b"\x16\xfe\xff" + b"\0" * 200,
    b"\x16\xfe\xfd\0\0\0\0\0\0\0\0\xff\xff\1",
    b"\x80\x60" + b"\0" * 10,
    b"\x90\x60" + b"\0" * 10 + b"\xbe\xde\xff\xff",
    b"\x9f\xe0" + b"\xff" * 100,
    b"\x80\xc8\xff\xff" + b"\0" * 24,
    b"\x81\xcd\0\2" + b"\0" * 8,
    b"\xff" * 1500,
    b"\x80" * 1472,
]


async def until(relay, condition):
    """Polls the metrics, whose printing is the event: the relay has no other to give for a drop."""
    async def poll():
        while True:
            metrics = await relay.metrics()
            if condition(metrics):
                return metrics

    return await asyncio.wait_for(poll(), WAIT_S)


def dropped(metrics):
    return sum(value for name, value in metrics.items() if name.startswith("gc_relay_dropped_total"))


def test_strangers_get_nothing_and_are_counted(folder):
    randomness = random.Random(4)
    sent = [data for data in SAMPLES if data]
    for _ in range(1500):
        data = bytearray(randomness.choice(sent))
        for _ in range(randomness.randrange(1, 8)):
            data[randomness.randrange(len(data))] = randomness.randrange(256)
        sent.append(bytes(data[:randomness.randrange(1, len(data) + 1)]))
    sent.append(b"\x80" * 9000)

    async def body(relay):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect(relay.media_addresses()[0])
            for data in sent:
                sock.send(data)
            metrics = await until(relay, lambda m: dropped(m) >= len(sent))
            assert metrics['gc_relay_dropped_total{reason="truncated"}'] == 1
            sock.setblocking(False)
            try:
                answer = sock.recv(2048)
            except BlockingIOError:
                answer = b""
            assert answer == b""
        async with relay.control() as http:
            assert await get(http, "/health") == {"status": "ok"}

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_known_user_name_without_the_password_opens_nothing(folder):
    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            async with http.post("/peers", data=await a.offer(), headers={"Content-Type": "application/sdp"}) as answer:
                ufrag = re.search(r"a=ice-ufrag:(\S+)", await answer.text())[1]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.connect(relay.media_addresses()[0])
                sock.settimeout(WAIT_S)
                request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
                request.attributes["USERNAME"] = f"{ufrag}:abcd"
                request.attributes["ICE-CONTROLLING"] = 1
                request.attributes["PRIORITY"] = 1
                request.attributes["USE-CANDIDATE"] = None
                request.add_message_integrity(b"wrong password, but long enough")
                sock.send(bytes(request))
                error = stun.parse_message(sock.recv(2048))
                assert error.message_class == stun.Class.ERROR and error.attributes["ERROR-CODE"][0] == 401
                assert len(bytes(error)) <= len(bytes(request))

                # Not known: its DTLS does not get to OpenSSL, and no more than a bucket is answered.
                sock.send(b"\x16\xfe\xff" + b"\0" * 200)
                for _ in range(1000):
                    sock.send(bytes(request))
                metrics = await until(relay, lambda m: m['gc_relay_datagrams_in_total{kind="stun"}'] >= 1001)
                assert metrics['gc_relay_datagrams_in_total{kind="dtls"}'] == 0
                assert metrics['gc_relay_dropped_total{reason="stranger"}'] == 1
                assert metrics['gc_relay_dropped_total{reason="stun-new"}'] > 500
                assert metrics['gc_relay_datagrams_out_total{kind="control"}'] < 500

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_call_lives_through_rubbish_from_its_own_address(folder):
    randomness = random.Random(5)

    def rubbish(client):
        """As from the peer itself: through the socket pair that carries its call."""
        connection = client.pc.getTransceivers()[0].receiver.transport.transport._connection
        protocol, pair = next((p.protocol, p) for p in connection._nominated.values())
        for data in SAMPLES:
            protocol.transport.sendto(data, pair.remote_addr)
        for _ in range(500):
            header = struct.pack("!BBHII", 0x80, randomness.choice([96, 97, 111, 127]), randomness.randrange(65536), 0,
                                 randomness.randrange(1, 1 << 32))
            protocol.transport.sendto(header + randomness.randbytes(200), pair.remote_addr)
        # A plain DTLS alert and hello: no authentic record, so the session stays (RFC 6347 section 4.1.2.7).
        protocol.transport.sendto(b"\x15\xfe\xfd\0\0\0\0\0\0\0\1\0\2\2\x28", pair.remote_addr)
        protocol.transport.sendto(b"\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x0c" + b"\1" + b"\0" * 11, pair.remote_addr)

    async def body(relay):
        async with relay.control() as http, clients(Client(60), Client(190)) as (a, b):
            await seat(http, "r", "a", await a.join(http))
            await seat(http, "r", "b", await b.join(http))
            await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
            before = dropped(await relay.metrics())
            rubbish(a)
            await until(relay, lambda m: dropped(m) - before > 500)
            await asyncio.gather(a.seen["1"].wait_more(30), b.seen["1"].wait_more(30), b.seen["0"].wait_more(30))
            peers = (await get(http, "/peers"))["peers"]
            assert [peer["state"] for peer in peers] == ["connected", "connected"]

    with running(folder) as relay:
        asyncio.run(body(relay))
