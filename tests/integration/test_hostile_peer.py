# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that know the protocols and mean ill, against gc-relay; the rows are those of docs/relay.md."""

import asyncio
import contextlib
import random
import re
import socket
import struct
import time

import pytest
from aioice import stun

from hostilekit import LOG_LINES_PER_S, count_lines, cpu_s, is_sanitized
from relaykit import WAIT_S, Client, clients, events, get, running, seat

SDP = {"Content-Type": "application/sdp"}
SPRAY = 20_000
FLOOD_S = 2


class Hostile:
    """The inside of a client that is connected: its 5-tuple, its keys, and what goes over the wire."""

    def __init__(self, client):
        self.dtls = client.pc.getTransceivers()[0].receiver.transport
        self.connection = self.dtls.transport._connection
        self.local = client.pc.localDescription.sdp
        self.remote = client.pc.remoteDescription.sdp
        self.sent = []
        self.heard = []
        self.spy()

    def spy(self):
        ice = self.dtls.transport
        send, recv = ice._send, ice._recv

        async def note_sent(data):
            self.sent.append(data)
            await send(data)

        async def note_heard():
            data = await recv()
            self.heard.append(data)
            return data

        ice._send, ice._recv = note_sent, note_heard

    def find(self, pattern, text=None):
        return re.search(pattern, text or self.local)[1]

    def relay_ssrc(self, mid):
        """The relay's SSRC of the line @mid."""
        return int(self.find(rf"a=mid:{mid}\r\n(?:(?!m=).*\r\n)*?a=ssrc:(\d+)", self.remote))

    def raw(self, data):
        pair = next(iter(self.connection._nominated.values()))
        pair.protocol.transport.sendto(data, pair.remote_addr)

    def rtp(self, ssrc, seq):
        """Audio on mid 0, sealed."""
        payload_type = int(self.find(r"a=rtpmap:(\d+) opus"))
        mid = int(self.find(r"a=extmap:(\d+)(?:/\w+)? urn:ietf:params:rtp-hdrext:sdes:mid"))
        head = struct.pack("!BBHIIHHBcxx", 0x90, payload_type, seq & 0xffff, 0, ssrc, 0xbede, 1, mid << 4, b"0")
        return self.dtls._tx_srtp.protect(head + b"\x78" + bytes(40))

    def rtcp(self, data):
        self.raw(self.dtls._tx_srtp.protect_rtcp(data))


def is_media(data):
    return len(data) > 12 and data[0] >> 6 == 2 and not 192 <= data[1] <= 223


def feedback(kind, form, sender, media, body=b""):
    return struct.pack("!BBHII", 0x80 | form, kind, 2 + len(body) // 4, sender, media) + body


def nack(media, seqs):
    return feedback(205, 1, 1, media, b"".join(struct.pack("!HH", seq & 0xffff, 0xffff) for seq in seqs))


@contextlib.asynccontextmanager
async def stage(relay):
    """Two clients who see each other, and the inside of both."""
    async with relay.control() as http, clients(Client(60), Client(190)) as (a, b):
        await seat(http, "r", "a", await a.join(http))
        await seat(http, "r", "b", await b.join(http))
        await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
        yield http, a, b, Hostile(a), Hostile(b)


async def goes_on(http, *made):
    """Sound and picture come, both ways, and nobody's session ended."""
    await asyncio.gather(*(client.seen[mid].wait_more(15) for client in made for mid in ("0", "1")))
    assert [peer["state"] for peer in (await get(http, "/peers"))["peers"]] == ["connected"] * len(made)


async def until(relay, condition):
    """Polls the metrics, whose printing is the event: the relay has no other to give for a drop."""
    async with asyncio.timeout(WAIT_S):
        while not condition(metrics := await relay.metrics()):
            pass
    return metrics


def dropped(metrics, reason):
    return metrics[f'gc_relay_dropped_total{{reason="{reason}"}}']


def stranger(relay):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.connect(relay.media_addresses()[0])
    sock.setblocking(False)
    return sock


async def listen(sock, seconds):
    """All that comes within this time: that nothing more does has no event."""
    got = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                got.append(await asyncio.get_running_loop().sock_recv(sock, 4096))
    return got


def test_n03_a_forged_path_gets_no_more_than_three_times_its_bytes(folder):
    """An authentic check with a victim's source address, which never answers; media stays where it was."""

    async def body(relay):
        async with stage(relay) as (http, a, b, ill, _):
            request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
            request.attributes["USERNAME"] = ":".join(
                ill.find(r"a=ice-ufrag:(\S+)", text) for text in (ill.remote, ill.local))
            request.attributes["ICE-CONTROLLING"] = 1
            request.attributes["PRIORITY"] = 1
            request.attributes["USE-CANDIDATE"] = None
            request.add_message_integrity(ill.find(r"a=ice-pwd:(\S+)", ill.remote).encode())
            with stranger(relay) as victim:
                victim.send(bytes(request))
                got = await listen(victim, 5)
                assert got and sum(map(len, got)) <= 3 * len(bytes(request)), [len(data) for data in got]
                assert all(data[0] < 4 for data in got), "nothing but STUN"
            await goes_on(http, a, b)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n04_media_from_another_5_tuple_goes_nowhere(folder):
    """Even sealed with the right keys: no answer, none forwarded, and the path stays."""

    async def body(relay):
        with stranger(relay) as sock:
            for _ in range(200):
                sock.send(b"\x80\x60" + bytes(100))
            await until(relay, lambda m: dropped(m, "stranger") == 200)
            async with stage(relay) as (http, a, b, ill, other):
                before = dropped(await relay.metrics(), "stranger")
                other.heard.clear()
                for seq in range(200):
                    sock.send(ill.rtp(4711, seq))
                    sock.send(ill.dtls._tx_srtp.protect_rtcp(struct.pack("!BBHI", 0x80, 201, 1, 4711)))
                await until(relay, lambda m: dropped(m, "stranger") == before + 400)
                assert await listen(sock, 0.5) == []
                await goes_on(http, a, b)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n06_forged_and_replayed_packets_in_a_live_call(folder):
    """Each is counted and none believed; the call lives; the log says nothing of it."""

    async def body(relay):
        async with stage(relay) as (http, a, b, ill, _):
            await a.seen["1"].wait_more(15)
            before = await relay.metrics()
            lines, start = count_lines(relay.log), time.monotonic()
            old = [data for data in ill.sent if is_media(data)][:100]
            assert len(old) >= 20
            for data in old:
                ill.raw(data)
            report = ill.dtls._tx_srtp.protect_rtcp(struct.pack("!BBHI", 0x80, 201, 1, 4711))
            for _ in range(101):
                ill.raw(report)
            for seq in range(200):
                # A packet yet to come, by its number, with the seal of another.
                sealed = bytearray(old[-1])
                struct.pack_into("!H", sealed, 2, (struct.unpack_from("!H", sealed, 2)[0] + 1000 + seq) & 0xffff)
                ill.raw(bytes(sealed))
            # A plain alert, fatal and close_notify, and a hello: no authentic records (RFC 6347 section 4.1.2.7).
            ill.raw(b"\x15\xfe\xfd\0\0\0\0\0\0\0\1\0\2\2\x28")
            ill.raw(b"\x15\xfe\xfd\0\0\0\0\0\0\0\2\0\2\1\0")
            ill.raw(b"\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x0c\1" + bytes(11))
            await until(relay, lambda m: dropped(m, "auth") - dropped(before, "auth") >= 200)
            after = await until(
                relay, lambda m: dropped(m, "replay") - dropped(before, "replay") >= len(old) + 100)
            assert dropped(after, "replay") - dropped(before, "replay") == len(old) + 100
            await goes_on(http, a, b)
            assert count_lines(relay.log) - lines <= LOG_LINES_PER_S * (time.monotonic() - start)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n11_a_spray_of_ssrcs_costs_no_more_with_each(folder):
    """20,000 of them, all authentic: the last cost what the first did, and other calls see nothing of it."""

    async def spray(relay, ill, first, count):
        sealed = [ill.rtp(100_000 + i, 1) for i in range(first, first + count)]
        before = (await relay.metrics())['gc_relay_datagrams_in_total{kind="rtp"}']
        start = cpu_s(relay)
        for data in sealed:
            ill.raw(data)
        await until(relay, lambda m: m['gc_relay_datagrams_in_total{kind="rtp"}'] - before >= count)
        return (cpu_s(relay) - start) / count * 1e6

    async def body(relay):
        async with stage(relay) as (http, a, b, ill, _):
            before = await relay.metrics()
            step = 1000
            costs = [await spray(relay, ill, first, step) for first in range(0, SPRAY, step)]
            after = await relay.metrics()
            assert dropped(after, "ssrc") - dropped(before, "ssrc") > SPRAY * 0.99
            early, late = min(costs[:5]), min(costs[-5:])
            assert late <= 2 * early + 2, costs
            assert is_sanitized() or late <= 10, costs
            # The attacker's line goes on with its own stream as soon as it may change again.
            await goes_on(http, a, b)

    with running(folder) as relay:
        asyncio.run(body(relay))


async def for_a_while(rate, send):
    """@send, @rate times a second for FLOOD_S: the pace is what is tested."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    for i in range(int(rate * FLOOD_S)):
        await asyncio.sleep(max(start + i / rate - loop.time(), 0))
        send()
    return loop.time() - start


def test_n11_floods_of_requests_are_answered_by_measure(folder):
    """NACKs: at most twice the stream again. PLIs: at most one key frame request for each 500 ms."""

    async def body(relay):
        async with stage(relay) as (http, a, b, _, ill):
            media = ill.relay_ssrc("1")
            await b.seen["1"].wait_more(15)

            def ask():
                seqs = [struct.unpack_from("!H", data, 2)[0] for data in ill.heard
                        if is_media(data) and struct.unpack_from("!I", data, 8)[0] == media]
                if seqs:
                    ill.rtcp(nack(media, range(seqs[-1] - 170, seqs[-1], 17)))

            before, n = await relay.metrics(), len(ill.heard)
            await for_a_while(100, ask)
            after = await relay.metrics()
            stream = sum(len(data) for data in ill.heard[n:]
                         if is_media(data) and struct.unpack_from("!I", data, 8)[0] == media)
            total = sum(len(data) for data in ill.heard[n:] if is_media(data) and len(data) > 60)
            assert after["gc_relay_nacks_in_total"] - before["gc_relay_nacks_in_total"] > 10_000
            resent = 'gc_relay_datagrams_out_total{kind="resent"}'
            assert after[resent] > before[resent], "some were answered, or nothing is tested"
            # Beyond what goes on as before: 16 KiB is what a slow stream may always have again.
            assert total <= 3 * stream + 16384 + 20_000 * FLOOD_S, (total, stream)

            before = after
            took = await for_a_while(200, lambda: ill.rtcp(feedback(206, 1, 1, media)))
            after = await relay.metrics()
            asked = {way: after[f"gc_relay_key_frame_requests_{way}_total"] -
                     before[f"gc_relay_key_frame_requests_{way}_total"] for way in ("in", "out")}
            assert asked["in"] > 100 * FLOOD_S and 1 <= asked["out"] <= took / 0.5 + 2, asked
            await goes_on(http, a, b)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n11_rubbish_in_sealed_feedback_changes_nothing_for_others(folder):
    """REMB of 0 and of 2^63, TWCC that makes no sense, BYE for another's SSRC, and whatever is cut or turned."""
    chance = random.Random(11)

    async def body(relay):
        async with stage(relay) as (http, a, b, other, ill):
            media = ill.relay_ssrc("1")
            theirs = int(other.find(r"m=video(?:(?!m=).*\r\n)*?a=ssrc:(\d+)"))
            remb = b"REMB" + struct.pack("!B", 1)
            bad = [
                feedback(206, 15, 1, 0, remb + bytes(3) + struct.pack("!I", media)),
                feedback(206, 15, 1, 0, remb + (63 << 18 | 1).to_bytes(3, "big") + struct.pack("!I", media)),
                feedback(206, 15, 1, 0, b"REMB\xff" + b"\xff" * 7),
                feedback(205, 15, 1, media, struct.pack("!HHI", 0xffff, 0xffff, 0xffffffff) + b"\xff" * 40),
                feedback(205, 15, 1, media, struct.pack("!HHI", 0, 0xffff, 0) + bytes(4)),
                struct.pack("!BBHI", 0x81, 203, 1, theirs),
                struct.pack("!BBHI", 0x81, 203, 1, media),
                struct.pack("!BBHI", 0x9f, 203, 1, theirs),
                struct.pack("!BBHI", 0x9f, 201, 1, 1),
            ]
            for data in bad:
                ill.rtcp(data)
            for _ in range(300):
                data = bytearray(chance.choice(bad))
                for _ in range(chance.randrange(1, 6)):
                    data[chance.randrange(8, len(data)) if len(data) > 8 else 3] = chance.randrange(256)
                ill.rtcp(bytes(data))
            await until(relay, lambda m: dropped(m, "malformed") > 0)
            await goes_on(http, a, b)

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n13_another_certificate_is_refused(folder):
    """Within 2 s of the description, for at most 50 ms of work, and nothing of it is connected."""

    async def body(relay):
        async with relay.control() as http, events(http) as stream, clients(Client(60)) as (a,):
            offer = await a.offer()
            wrong = re.sub(r"(a=fingerprint:sha-256 )(..)", lambda m: m[1] + ("00" if m[2] != "00" else "01"), offer)
            cpu, start = cpu_s(relay), time.monotonic()
            async with http.post("/peers", data=wrong, headers=SDP) as answer:
                assert answer.status == 201
                text = await answer.text()
            await a.accept(text)
            async with asyncio.timeout(WAIT_S):
                await stream.next("gone", reason="dtls")
            took, cost = time.monotonic() - start, cpu_s(relay) - cpu
            assert took <= 2, took
            assert cost <= 0.05 * (4 if is_sanitized() else 1), cost
            metrics = await until(relay, lambda m: m["gc_relay_peers"] == 0)
            assert metrics["gc_relay_peers_connected_total"] == 0

    with running(folder) as relay:
        asyncio.run(body(relay))


def lines_of(kind, count):
    """The offer's first line of @kind, @count times more."""

    def change(offer):
        line = re.search(rf"m={kind} (?:(?!m=).*\r\n)*", offer)[0]
        return offer + line * count

    return change


DESCRIPTIONS = {
    "1 MB": (lambda offer: offer + "a=x:" + "y" * 1_000_000 + "\r\n", {413}),
    "10,000 lines": (lambda offer: offer + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" * 10_000, {413}),
    "more lines than there may be": (lines_of("audio", 17), {400, 429}),
    "10,000 candidates": (lambda offer: offer + "a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n" * 10_000, {413}),
    "the same mid twice": (lambda offer: offer.replace("a=mid:1", "a=mid:0"), {400}),
    "no fmtp": (lambda offer: re.sub(r"a=fmtp:.*\r\n", "", offer), {201}),
    "NUL": (lambda offer: offer.replace("a=mid:1", "a=mid:1\0"), {400}),
    "ufrag of 3": (lambda offer: re.sub(r"a=ice-ufrag:\S+", "a=ice-ufrag:abc", offer), {400}),
    "ufrag of 257": (lambda offer: re.sub(r"a=ice-ufrag:\S+", "a=ice-ufrag:" + "a" * 257, offer), {400}),
    "password of 21": (lambda offer: re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:" + "a" * 21, offer), {400}),
    "extension id 0": (lambda offer: re.sub(r"a=extmap:\d+", "a=extmap:0", offer), {201, 400}),
    "extension id 2^64": (lambda offer: re.sub(r"a=extmap:\d+", "a=extmap:18446744073709551616", offer), {201, 400}),
    "one extension id for all": (lambda offer: re.sub(r"a=extmap:\d+", "a=extmap:1", offer), {201, 400}),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_n14_descriptions(folder, name):
    """Each gets its answer for at most 100 ms of work."""
    change, allowed = DESCRIPTIONS[name]

    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            offer = change(await a.offer())
            cpu = cpu_s(relay)
            async with http.post("/peers", data=offer.encode(), headers=SDP) as answer:
                assert answer.status in allowed, await answer.text()
            assert cpu_s(relay) - cpu <= 0.1
            assert await get(http, "/health") == {"status": "ok"}

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_n14_candidates_are_never_sent_to(folder):
    """127.0.0.1, the address of metadata services, and IPv4 in IPv6: the relay waits to be asked."""

    async def body(relay):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as target:
            target.bind(("127.0.0.1", 0))
            target.setblocking(False)
            port = target.getsockname()[1]
            places = [("127.0.0.1", port), ("169.254.169.254", 80), ("::ffff:127.0.0.1", port), ("0.0.0.0", port)]
            more = "".join(f"a=candidate:9 1 udp 2130706431 {host} {number} typ host\r\n" for host, number in places)
            async with relay.control() as http, clients(Client(60)) as (a,):
                offer = re.sub(r"(a=ice-ufrag)", lambda m: more + m[1], await a.offer())
                async with http.post("/peers", data=offer, headers=SDP) as answer:
                    assert answer.status == 201, await answer.text()
                assert await listen(target, 1.5) == []
                metrics = await relay.metrics()
                assert metrics['gc_relay_datagrams_out_total{kind="control"}'] == 0

    with running(folder) as relay:
        asyncio.run(body(relay))
