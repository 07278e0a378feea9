# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls through gc-relay: who sees whom, on which line, and what is said about it."""

import asyncio

import aiohttp
import pytest

from relaykit import Client, clients, events, get, running, seat


@pytest.mark.parametrize("media", ["127.0.0.1:0", "0.0.0.0:0", "[::]:0"])
def test_whip_clients_see_each_other(folder, media):
    async def body(relay):
        base = relay.ready["whip"]
        async with clients(Client(60), Client(190)) as (a, b), aiohttp.ClientSession() as http:
            await a.publish(http, base, "room", "a")
            await b.publish(http, base, "room", "b")
            await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60),
                                 a.seen["0"].wait_more(20), b.seen["0"].wait_more(20))
            async with http.delete(a.location) as answer:
                assert answer.status == 200
            await a.wait_farewell()
            async with http.delete(a.location) as answer:
                assert answer.status == 404
        metrics = await relay.metrics()
        assert metrics['gc_relay_dropped_total{reason="auth"}'] == 0
        assert metrics['gc_relay_lost_total{reason="protect"}'] == 0
        assert metrics["gc_relay_peers_connected_total"] == 2

    with running(folder, media=media) as relay:
        asyncio.run(body(relay))


def test_seats_of_the_control_api(folder):
    async def body(relay):
        async with relay.control() as http, events(http) as stream, clients(Client(60), Client(190)) as (a, b):
            assert stream.hello["peers"] == []
            peer_a, peer_b = await a.join(http, "kiosk-1"), await b.join(http)
            first = await stream.next("connected")
            second = await stream.next("connected")
            assert {(e["peer"], e["label"]) for e in (first, second)} == {(peer_a, "kiosk-1"), (peer_b, None)}
            assert await get(http, f"/peers/{peer_a}") | {"rtt_ms": None} == {
                "id": peer_a, "worker": 0, "label": "kiosk-1", "state": "connected", "room": None, "seat": None, "rtt_ms": None,
                "loss_up_permille": 0, "loss_down_permille": 0, "up_bps": 0, "down_bps": 0, "carries_bps": None,
                "jitter_up_ms": None, "jitter_down_ms": None, "frames_up_fps": 0, "frames_down_fps": 0, "nacks": 0, "plis": 0, "paused": []}

            # Unbound, nothing comes; bound, the picture does, and each side is told of once.
            assert a.seen["1"].count == b.seen["1"].count == 0
            await seat(http, "r1", "resident", peer_a)
            await seat(http, "r1", "agent", peer_b)
            await stream.next("media", peer=peer_a, room="r1", seat="resident")
            await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
            assert await get(http, "/rooms") == {"rooms": [{"id": "r1", "seats": [
                {"seat": "resident", "peer": peer_a, "hold": False, "echo": False, "place": 0, "hidden_from": 0},
                {"seat": "agent", "peer": peer_b, "hold": False, "echo": False, "place": 1, "hidden_from": 0}]}]}
            quality = await stream.next("quality", peer=peer_a)
            assert quality["up_bps"] > 1000 and quality["frames_up_fps"] > 0 and quality["loss_up_permille"] == 0

            async with http.delete("/rooms/r1/seats/agent") as answer:
                assert answer.status == 204
            async with http.delete("/rooms/r1/seats/agent") as answer:
                assert answer.status == 404
            async with http.delete("/rooms/r1/seats/resident") as answer:
                assert answer.status == 204
            assert await get(http, "/rooms") == {"rooms": []}

            async with http.delete(f"/peers/{peer_a}") as answer:
                assert answer.status == 204
            gone = await stream.next("gone", peer=peer_a)
            assert gone == {"event": "gone", "peer": peer_a, "label": "kiosk-1", "reason": "deleted"}
            await a.wait_farewell()
            await b.close()
            await stream.next("gone", peer=peer_b, reason="closed")

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_hold_stops_both_ways_and_ends_with_a_key_frame(folder):
    async def body(relay):
        async with relay.control() as http, events(http) as stream, clients(Client(60), Client(190)) as (a, b):
            peer_a, peer_b = await a.join(http), await b.join(http)
            await seat(http, "r", "a", peer_a)
            await seat(http, "r", "b", peer_b)
            await asyncio.gather(a.seen["1"].wait_colour(190), b.seen["1"].wait_colour(60))
            await seat(http, "r", "b", peer_b, hold=True)
            assert (await get(http, "/rooms"))["rooms"][0]["seats"][1]["hold"] is True

            # A whole interval of the report without a byte to the other seat, which goes on sending.
            held = await stream.next("quality", peer=peer_a, down_bps=0)
            assert held["up_bps"] > 0
            asked = (await relay.metrics())["gc_relay_key_frame_requests_out_total"]

            await seat(http, "r", "b", peer_b, hold=False)
            await stream.next("media", peer=peer_b)
            await asyncio.gather(a.seen["1"].wait_more(), b.seen["1"].wait_more())
            assert (await relay.metrics())["gc_relay_key_frame_requests_out_total"] > asked

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_a_seat_changes_hands_and_the_former_holder_stays_warm(folder):
    async def body(relay):
        async with relay.control() as http, clients(Client(60), Client(140), Client(220)) as (a, b, c):
            peers = [await client.join(http) for client in (a, b, c)]
            await seat(http, "r", "resident", peers[0])
            await seat(http, "r", "agent", peers[1])
            await asyncio.gather(a.seen["1"].wait_colour(140), b.seen["1"].wait_colour(60))
            ssrcs = await received_ssrcs(a)
            await seat(http, "r", "agent", peers[2])
            await asyncio.gather(a.seen["1"].wait_colour(220), c.seen["1"].wait_colour(60))

            # The same line, the same SSRC: nothing was negotiated anew.
            assert await received_ssrcs(a) == ssrcs
            former = await get(http, f"/peers/{peers[1]}")
            assert (former["state"], former["room"]) == ("connected", None)

            # A peer has one seat: taking another one leaves the first.
            await seat(http, "r2", "agent", peers[2])
            assert {room["id"] for room in (await get(http, "/rooms"))["rooms"]} == {"r", "r2"}
            assert [s["seat"] for s in (await get(http, "/rooms"))["rooms"][0]["seats"]] in (["resident"], ["agent"])

    with running(folder) as relay:
        asyncio.run(body(relay))


async def received_ssrcs(client):
    report = await client.pc.getStats()
    return {s.ssrc for s in report.values() if s.type == "inbound-rtp"}


def test_parties_have_lines_of_their_own(folder):
    """Three parties with two pictures each; lines as docs/relay.md gives them."""

    async def body(relay):
        made = [Client(50, 80, extra_pairs=2), Client(120, 150, extra_pairs=2), Client(190, 220, extra_pairs=2)]
        async with relay.control() as http, clients(*made) as (a, b, c):
            peers = [await client.join(http) for client in made]
            for number, peer in enumerate(peers):
                await seat(http, "r", f"s{number}", peer)
            # a: b is party 0, c party 1. c: a is party 0, b party 1.
            await asyncio.gather(a.seen["1"].wait_colour(120), a.seen["2"].wait_colour(150),
                                 a.seen["4"].wait_colour(190), c.seen["1"].wait_colour(50),
                                 c.seen["2"].wait_colour(80), c.seen["4"].wait_colour(120))
            assert a.seen["6"].count == 0

            # Party 0 leaves: who stays keeps its line, a newcomer takes the free one.
            async with http.delete("/rooms/r/seats/s1") as answer:
                assert answer.status == 204
            await a.seen["4"].wait_more()
            assert abs(a.seen["4"].value - 190) < 12
            await seat(http, "r", "s9", peers[1])
            await asyncio.gather(a.seen["1"].wait_more(), c.seen["4"].wait_more())
            assert abs(a.seen["1"].value - 120) < 12 and abs(c.seen["4"].value - 120) < 12

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_places_say_which_line_shows_whom(folder):
    """Whoever is bound first: party k is the seat at place k, or k + 1 from the own place on."""

    async def body(relay):
        made = [Client(50, 80, extra_pairs=4), Client(120, 150, extra_pairs=4), Client(190, 220, extra_pairs=4)]
        async with relay.control() as http, clients(*made) as (a, b, c):
            peers = [await client.join(http) for client in made]
            await seat(http, "r", "guest3", peers[2], place=4)
            await seat(http, "r", "agent", peers[1], place=1)
            await seat(http, "r", "resident", peers[0], place=0)
            # Lines 1 and 2 are party 0; 4, 6, 8, 10 are the parties 1 to 4.
            await asyncio.gather(a.seen["1"].wait_colour(120), a.seen["8"].wait_colour(190),
                                 b.seen["1"].wait_colour(50), b.seen["2"].wait_colour(80), b.seen["8"].wait_colour(190),
                                 c.seen["1"].wait_colour(50), c.seen["4"].wait_colour(120))
            assert a.seen["4"].count == c.seen["6"].count == 0

            # The resident on hold: the other two go on.
            await seat(http, "r", "resident", peers[0], hold=True, place=0)
            await asyncio.gather(b.seen["8"].wait_more(20), c.seen["4"].wait_more(20))
            still = a.seen["1"].count + a.seen["8"].count
            await asyncio.gather(b.seen["8"].wait_more(20), c.seen["4"].wait_more(20))
            assert a.seen["1"].count + a.seen["8"].count == still
            await seat(http, "r", "resident", peers[0], place=0)
            await asyncio.gather(a.seen["1"].wait_more(), a.seen["8"].wait_more())

            # The guest takes the agent's seat: the resident sees him where the agent was.
            await seat(http, "r", "agent", peers[2], place=1)
            await asyncio.gather(a.seen["1"].wait_colour(190), c.seen["1"].wait_more())
            assert {s["seat"]: s["place"] for s in (await get(http, "/rooms"))["rooms"][0]["seats"]} == {
                "resident": 0, "agent": 1}

            # A place that is taken is changed for the former one.
            await seat(http, "r", "agent", peers[2], place=0)
            assert {s["seat"]: s["place"] for s in (await get(http, "/rooms"))["rooms"][0]["seats"]} == {
                "resident": 1, "agent": 0}

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_whip_replaces_who_sat_there(folder):
    async def body(relay):
        base = relay.ready["whip"]
        async with relay.control() as http, events(http) as stream, aiohttp.ClientSession() as web:
            async with clients(Client(60), Client(140), Client(220)) as (a, b, c):
                await a.publish(web, base, "r", "a")
                await b.publish(web, base, "r", "b")
                await a.seen["1"].wait_colour(140)
                await c.publish(web, base, "r", "b")
                gone = await stream.next("gone")
                assert (gone["reason"], b.location.endswith(gone["peer"])) == ("replaced", True)
                await asyncio.gather(a.seen["1"].wait_colour(220), b.wait_farewell())

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_joins_and_leaves_give_everything_back(folder):
    async def cycle(relay, base, http):
        async with clients(Client(60), Client(190)) as (a, b):
            await a.publish(http, base, "r", "a")
            await b.publish(http, base, "r", "b")
            await asyncio.gather(a.wait_state("connected"), b.wait_state("connected"))
            async with http.delete(a.location) as answer:
                assert answer.status == 200
            async with http.delete(b.location) as answer:
                assert answer.status == 200

    def held(relay):
        root = f"/proc/{relay.process.pid}"
        import os
        return len(os.listdir(f"{root}/fd")), len(os.listdir(f"{root}/task"))

    async def body(relay):
        async with aiohttp.ClientSession() as http:
            await cycle(relay, relay.ready["whip"], http)
            before = held(relay)
            for _ in range(10):
                await cycle(relay, relay.ready["whip"], http)
            assert held(relay) == before
        metrics = await relay.metrics()
        assert (metrics["gc_relay_peers"], metrics["gc_relay_rooms"]) == (0, 0)
        assert metrics["gc_relay_peers_gone_total"] == 22

    with running(folder) as relay:
        asyncio.run(body(relay))
