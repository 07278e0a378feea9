# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the desk is told of links and devices, and how seldom."""

import asyncio
import itertools

import pytest

from conftest import with_world
from mediakit import Media, relay_up
from service import RpcError, begin_session, take_place

ALL_READY = {"camera": "ready", "microphone": "ready", "document": "ready"}


def of(account):
    """The desk's row of one kiosk; None before it is there."""
    return lambda view: next((row for row in view["kiosks"] if row["kiosk"] == account), None)


async def account_of(kiosk):
    async with kiosk.http.get(kiosk.service.url + "/api/session?page=kiosk") as answer:
        return (await answer.json())["account"]


async def reloaded(world, kiosk):
    """Another page of the same kiosk."""
    page = await world.page("kiosk")
    page.http.cookie_jar.update_cookies({c.key: c.value for c in kiosk.http.cookie_jar})
    return page


class Told:
    """How often each part of the view was told, from now on."""

    def __init__(self, page):
        self.parts = []
        take = page.take

        def note(message):
            if message.get("method") == "view":
                self.parts += message["params"]["set"]
            take(message)

        page.take = note

    def count(self, part):
        return self.parts.count(part)


def lose(media, one_in):
    """From now on one packet of the camera in so many is lost on its way, and never sent again. Returns the cure."""
    sender = media.connection.getTransceivers()[1].sender
    transport = sender.transport
    send, repeat = transport._send_rtp, sender._retransmit
    counter = itertools.count(1)

    async def send_some(data):
        if next(counter) % one_in:
            await send(data)

    async def no_repeat(sequence_number):
        pass

    transport._send_rtp, sender._retransmit = send_some, no_repeat

    def mend():
        transport._send_rtp, sender._retransmit = send, repeat

    return mend


@with_world
async def test_devices_and_presence(world):
    desk = await world.desk()
    kiosk = await world.kiosk()
    row = of(await account_of(kiosk))
    there = await desk.until(lambda v: row(v)["present"] and row(v))
    assert there["point"] == "it-milan" and there["link"] is None
    assert [there[name] for name in ALL_READY] == [None, None, None]

    await kiosk.call("kiosk.devices", **ALL_READY)
    await desk.until(lambda v: row(v)["camera"] == "ready" and row(v)["document"] == "ready")
    # What is left out is not known any more.
    await kiosk.call("kiosk.devices", camera="missing", microphone="refused")
    await desk.until(lambda v: row(v)["camera"] == "missing" and row(v)["microphone"] == "refused")
    assert row(desk.view)["document"] is None
    with pytest.raises(RpcError) as refused:
        await kiosk.call("kiosk.devices", camera="ready", microphone="broken")
    assert refused.value.code == "invalid"
    assert row(desk.view)["camera"] == "missing"

    # A page that is loaded again has not said anything yet; the kiosk was there all the time.
    since = there["since_ms"]
    kiosk = await (await reloaded(world, kiosk)).connect()
    await desk.until(lambda v: row(v)["camera"] is None)
    assert row(desk.view)["since_ms"] == since
    await kiosk.call("kiosk.devices", **ALL_READY)
    await desk.until(lambda v: row(v)["camera"] == "ready")

    await kiosk.drop()
    gone = await desk.until(lambda v: not row(v)["present"] and row(v))
    assert gone["since_ms"] > since and gone["camera"] is None
    # A desk that comes later is told the same.
    later = await world.desk()
    assert later.view["kiosks"] == desk.view["kiosks"]
    await kiosk.connect()
    await desk.until(lambda v: row(v)["present"] and row(v)["since_ms"] >= gone["since_ms"])


@with_world
async def test_the_way_of_a_point_is_kept(world):
    desk = await world.desk()
    kiosk, agent = await world.kiosk(), await world.agent()
    row = of(await account_of(kiosk))
    assert (await desk.until(row))["way"] is None
    with pytest.raises(RpcError) as refused:
        await kiosk.call("media.way", way="pigeon")
    assert refused.value.code == "invalid"
    await kiosk.call("media.way", way="tcp")
    await desk.until(lambda v: row(v)["way"] == "tcp")
    # The agent's way is that of his own place.
    await agent.call("media.way", way="udp")
    # Another kiosk of the point has the same network.
    second = of(await account_of(await world.kiosk()))
    assert (await desk.until(second))["way"] == "tcp"

    await kiosk.call("media.way", way="turn")
    await desk.until(lambda v: row(v)["way"] == second(v)["way"] == "turn")
    world.service.stop()
    world.service.start()
    await (await reloaded(world, kiosk)).connect()
    later = await world.desk()
    assert (await later.until(row))["way"] == "turn"


@with_world
async def test_the_link_is_told_with_the_offer(world, relay):
    desk = await world.desk()
    kiosk, agent = await world.kiosk(), await world.agent()
    row = of(await account_of(kiosk))
    await relay_up(kiosk)
    media = await Media(kiosk, 60).offer()
    try:
        ticket = await take_place(kiosk)
        await kiosk.call("media.way", way="tcp")
        # Nothing is sent while he waits, but the round trip is measured.
        await desk.until(lambda v: row(v)["link"])
        await agent.call("agent.want", wanted="available")
        offer = await agent.until(lambda v: v["offer"])
        assert offer["ticket"] == ticket and offer["way"] == "tcp"
        assert offer["link"]["level"] == "good" and offer["link"]["rtt_ms"] is None
    finally:
        await media.close()


@with_world
async def test_a_sick_link_is_told_once(world, relay):
    desk = await world.desk()
    kiosk, agent = await world.kiosk(), await world.agent()
    row = of(await account_of(kiosk))
    await relay_up(kiosk)
    medias = [await Media(kiosk, 60).offer(), await Media(agent, 200).offer()]
    try:
        ticket = await begin_session(kiosk, agent)
        assert (await desk.until(lambda v: v["queue"][0]))["kiosk"] == row(desk.view)["kiosk"]
        good = await desk.until(lambda v: row(v)["link"])
        assert good["level"] == "good" and good["loss_up_permille"] is None and good["rtt_ms"] is None
        await kiosk.until(lambda v: v["link"]["up_bps"] > 0 and v["link"]["level"] == "good")

        mend = lose(medias[0], 7)
        told = Told(desk)
        heard = Told(kiosk)
        sick = await desk.until(lambda v: row(v)["link"]["level"] == "poor" and row(v)["link"])
        assert 80 < sick["loss_up_permille"] < 320 and sick["loss_down_permille"] is None
        assert sick["since_ms"] > good["since_ms"]
        await agent.until(lambda v: v["session"]["other_link"]["level"] == "poor")
        await kiosk.until(lambda v: v["link"]["level"] == "poor")
        # The raw figures go on moving for those who speak, and the desk hears nothing of that.
        before = heard.count("link")
        while heard.count("link") < before + 3:
            await kiosk.until(lambda v, n=heard.count("link"): heard.count("link") > n)
        assert told.count("kiosks") <= 2 and told.count("points") == told.count("queue") == 0

        mend()
        before = heard.count("link")
        # The report in which it is mended counts what was lost before: it may lead to "fair" first.
        await desk.until(lambda v: row(v)["link"]["level"] != "poor")
        well = await desk.until(lambda v: row(v)["link"]["level"] == "good" and row(v)["link"])
        assert heard.count("link") - before >= 5, "five good reports come before that"
        assert well["loss_up_permille"] is None and well["since_ms"] > sick["since_ms"]

        # The page lets go of its peer, and the desk hears of that by itself.
        await agent.call("session.end", ticket=ticket, outcome="accepted")
        await medias[0].close()
        await desk.until(lambda v: row(v)["link"] is None)
        assert agent.view["link"] is not None
        relay.kill()
        await agent.until(lambda v: not v["relay"]["up"] and v["link"] is None)
        relay.start()
    finally:
        await asyncio.gather(*(media.close() for media in medias))
