# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Several workers: who comes to which, that a room is on one, and that to all else they are one relay."""

import asyncio

import aiohttp
import pytest

from relaykit import Client, clients, events, get, running, seat

WORKERS = ("--workers", "2")


def ports_of(client):
    """The media ports that its answer named."""
    lines = client.pc.remoteDescription.sdp.splitlines()
    return {int(line.split()[5]) for line in lines if line.startswith("a=candidate:")}


async def refused(http, room, name, peer):
    async with http.put(f"/rooms/{room}/seats/{name}", json={"peer": peer}) as answer:
        return answer.status, (await answer.json())["error"]


def test_rooms_are_spread_and_each_is_on_one_worker(folder):
    async def body(relay):
        ports = [port for _, port in relay.media_addresses()]
        assert len(set(ports)) == 2
        async with relay.control() as http, events(http) as stream, \
                   clients(Client(60), Client(190), Client(120), Client(30)) as (a, b, c, d):
            # To the one with fewer rooms, of these with fewer peers, unless another one is asked for.
            peer_a = await a.join(http, "kiosk-1")
            peer_b = await b.join(http, "agent-1")
            assert (ports_of(a), ports_of(b)) == ({ports[0]}, {ports[1]})
            await seat(http, "r1", "resident", peer_a)
            peer_c, peer_d = await c.join(http), await d.join(http, worker=0)
            assert (ports_of(c), ports_of(d)) == ({ports[1]}, {ports[0]})
            listed = await get(http, "/peers")
            assert {peer["id"]: peer["worker"] for peer in listed["peers"]} == {peer_a: 0, peer_b: 1, peer_c: 1, peer_d: 0}

            status, error = await refused(http, "r1", "agent", peer_b)
            assert status == 409 and error["code"] == "conflict"
            assert error["message"] == f"room r1: is on worker 0, peer {peer_b} on worker 1"
            await seat(http, "r1", "agent", peer_d)
            await seat(http, "r2", "resident", peer_b)
            await seat(http, "r2", "agent", peer_c)
            await asyncio.gather(a.seen["1"].wait_colour(30), d.seen["1"].wait_colour(60),
                                 b.seen["1"].wait_colour(120), c.seen["1"].wait_colour(190))
            assert {room["id"] for room in (await get(http, "/rooms"))["rooms"]} == {"r1", "r2"}
            assert {(await stream.next("media"))["room"] for _ in range(4)} == {"r1", "r2"}
            metrics = await relay.metrics()
            assert metrics["gc_relay_peers"] == 4 and metrics["gc_relay_rooms"] == 2
            assert metrics["gc_relay_peers_connected_total"] == 4

            # An empty room may be anywhere again.
            await a.close()
            await d.close()
            for peer in (peer_a, peer_d):
                await stream.next("gone", peer=peer)
            await seat(http, "r1", "agent", peer_b)
            assert {room["id"] for room in (await get(http, "/rooms"))["rooms"]} == {"r1", "r2"}
            async with http.delete("/rooms/r1/seats/agent") as answer:
                assert answer.status == 204
            async with http.delete("/rooms/r1/seats/agent") as answer:
                assert answer.status == 404
            assert await get(http, "/health") == {"status": "ok"}

    with running(folder, *WORKERS) as relay:
        asyncio.run(body(relay))


def test_all_who_come_to_a_room_by_whip_see_each_other(folder):
    async def body(relay):
        base = relay.ready["whip"]
        async with clients(*(Client(60 + 20 * i) for i in range(4))) as made, aiohttp.ClientSession() as http:
            await asyncio.gather(*(client.publish(http, base, f"room{i % 2}", f"seat{i}") for i, client in enumerate(made)))
            await asyncio.gather(*(made[i].seen["1"].wait_colour(60 + 20 * (i ^ 2)) for i in range(4)))
            assert ports_of(made[0]) == ports_of(made[2]) != ports_of(made[1]) == ports_of(made[3])
            async with http.post(f"{base}/whip/room2/seat", data="v=0", headers={"Content-Type": "application/sdp"}) as answer:
                assert answer.status == 400

    with running(folder, *WORKERS) as relay:
        asyncio.run(body(relay))


@pytest.mark.parametrize("worker", ["2", "-1", "", "first", "18446744073709551616"])
def test_a_worker_that_is_not_there(folder, worker):
    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            headers = {"Content-Type": "application/sdp", "GC-Worker": worker}
            async with http.post("/peers", data=await a.offer(), headers=headers) as answer:
                assert answer.status == 400
                assert (await answer.json())["error"]["message"] == f"worker {worker}: must be 0 to 1"
            for peer in ("2-0c4jq2m8v5t7x9k1r3w6z0b2d4", "0c4jq2m8v5t7x9k1r3w6z0b2d4", "-", "x-y"):
                async with http.get(f"/peers/{peer}") as answer:
                    assert answer.status == 404, peer
                assert (await refused(http, "r1", "agent", peer))[0] == 404

    with running(folder, *WORKERS) as relay:
        asyncio.run(body(relay))


def test_ports_follow_each_other(folder):
    async def body(relay):
        async with relay.control() as http, clients(Client(60), Client(190)) as (a, b):
            await a.join(http)
            await b.join(http)
            assert (ports_of(a), ports_of(b)) == ({3478}, {3479})

    with running(folder, *WORKERS) as probe:
        port = probe.media_addresses()[0][1]
    with running(folder, *WORKERS, "--advertise", "203.0.113.7:3478", media=f"127.0.0.2:{port}") as relay:
        assert relay.media_addresses() == [("127.0.0.2", port), ("127.0.0.2", port + 1)]
        asyncio.run(body(relay))
