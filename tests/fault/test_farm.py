# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The farm against gc-relay alone: what the other tests of this folder measure with, measured."""

import asyncio
import time

import aiohttp

from daemons import Relay
from farm import Farm

WAIT_S = 20


class Media:
    """Collects the farm's news about one peer."""

    def __init__(self, farm, name):
        self.news = []
        self.changed = asyncio.Event()
        farm.listeners[name] = self.take

    def take(self, message):
        self.news.append(message)
        self.changed.set()

    async def until(self, condition, what):
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    for message in self.news:
                        if condition(message):
                            return message
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"no {what} in {self.news}") from None


async def warm_up(control, farm, name):
    offer = await farm.open(name)
    async with control.post("http://relay/peers", data=offer, headers={"Content-Type": "application/sdp"}) as answer:
        assert answer.status == 201, await answer.text()
        peer = answer.headers["Location"].rsplit("/", 1)[1]
        farm.tell(answer=name, sdp=await answer.text())
    return peer


async def bind(control, room, seat, peer):
    async with control.put(f"http://relay/rooms/{room}/seats/{seat}", json={"peer": peer, "hold": False}) as answer:
        assert answer.status == 204, await answer.text()


async def make_call(control, farm, news):
    for name in ("k", "a"):
        news[name].news.clear()
        peer = await warm_up(control, farm, name)
        await news[name].until(lambda m: "connected" in m, "connection")
        await bind(control, "room", name, peer)
    for name in ("k", "a"):
        farm.tell(send=name, on=True)


async def hear_each_other(news):
    for name, other in (("k", "a"), ("a", "k")):
        for kind in ("audio", "video"):
            await news[name].until(lambda m: m.get("kind") == kind and m["from"] == other, f"{kind} from {other}")


async def body(folder):
    relay = await Relay(folder).start()
    farm = await Farm(folder / "farm.log").start()
    news = {name: Media(farm, name) for name in ("k", "a")}
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(path=str(relay.socket))) as control:
        await make_call(control, farm, news)
        await hear_each_other(news)

        # A pause that somebody makes is seen, and seen as the other side's pause.
        for name in ("k", "a"):
            farm.tell(mark=name)
        farm.tell(send="a", on=False)
        await asyncio.sleep(1.3)
        farm.tell(send="a", on=True)
        again = await news["k"].until(lambda m: m.get("kind") == "audio" and m["gap_ms"] > 1000, "sound after a gap")
        assert 1200 <= again["gap_ms"] <= 2500, again
        stats = {name: await farm.stats(name) for name in ("k", "a")}
        assert stats["k"]["audio"]["gap_ms"] >= 1200 and stats["a"]["audio"]["pause_ms"] >= 1200, stats
        assert stats["a"]["audio"]["gap_ms"] < 1000 and stats["k"]["audio"]["pause_ms"] < 1000, stats
        assert stats["k"]["bad_srtp"] == stats["a"]["bad_srtp"] == 0, stats

        # A relay that dies is missed; one that comes back on the same port takes new peers.
        killed = relay.kill()
        await relay.until_started(2)
        await make_call(control, farm, news)
        await hear_each_other(news)
        assert time.time() - killed < 10
    await farm.stop()
    await relay.stop()


def test_farm_sees_what_a_relay_does(folder):
    asyncio.run(body(folder))
