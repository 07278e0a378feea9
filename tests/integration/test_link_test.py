# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The link of a kiosk is tested while its resident waits: what comes of it, and that it is in nobody's way."""

import socket

import pytest

from conftest import with_world
from mediakit import Media, relay_up, rooms, until_rooms
from service import RELAY, Daemon, RpcError, take_place
from test_lossy_link import running

# The relay is at the same port of an address that nobody else uses.
BEHIND = "127.0.0.2"
# The party on whose lines a page gets back its own.
LAST = 4


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind((BEHIND, 0))
        return made.getsockname()[1]


class Behind:
    """An address that stands for the relay's, for the link before it."""

    def __init__(self):
        self.port = free_port()

    def getsockname(self):
        return BEHIND, self.port


@pytest.fixture
def spec(request):
    return request.param


@pytest.fixture
def far_relay(folder, spec):
    """gc-relay behind a bad link; it must be asked for before `service`."""
    behind = Behind()
    with running(folder, spec, udp=behind) as link:
        host, port = link.address("udp")
        relay = Daemon([RELAY, "--control", folder / "relay.sock", "--udp-only", "--media", f"{BEHIND}:{behind.port}",
                        "--advertise", f"{host}:{port}"], folder / "relay.log")
        relay.start()
        yield link
        relay.stop()


def kiosk_of(view):
    return view["kiosks"][0]["test"]


def is_running(test):
    return test["state"] == "running"


async def waiting_kiosk(world, grey=60):
    kiosk = await world.kiosk()
    await relay_up(kiosk)
    media = await Media(kiosk, grey).offer()
    ticket = await take_place(kiosk)
    await kiosk.until(lambda v: is_running(v["link_test"]), "the test")
    return kiosk, media, ticket


async def result_of(kiosk):
    test = await kiosk.until(lambda v: v["link_test"]["state"] in ("done", "silent") and v["link_test"], "its end")
    assert test["state"] == "done", test
    return test["result"]


# aiortc gives no feedback of arrival times and its picture is small: what the ways carry is not known.
@pytest.mark.parametrize("spec, sick, well", [("200ms,up:15%", "up", "down"), ("200ms,down:15%", "down", "up")],
                         indirect=["spec"])
@with_world
async def test_each_way_is_measured(world, far_relay, sick, well):
    desk, agent = await world.desk(), await world.agent()
    kiosk, media, ticket = await waiting_kiosk(world)
    try:
        await desk.until(lambda v: is_running(kiosk_of(v)))
        await kiosk.call("media.uplink", bps=1250000)
        await media.until_frames(1, LAST)
        result = await result_of(kiosk)
        assert 60 <= result[sick]["loss_permille"] <= 270, result
        assert result[sick]["level"] in ("fair", "poor") and result[sick]["fault"] == "loss", result
        assert result[well]["loss_permille"] <= 20 and result[well]["level"] == "good", result
        assert result[well]["fault"] is None
        assert 195 <= result["rtt_ms"] <= 440, result
        assert result["up"]["rate_bps"] == 1250000 and result["down"]["rate_bps"] is None
        assert result["up"]["jitter_ms"] is None and result["down"]["jitter_ms"] is None, "there is no sound"

        # It came back to nobody's lines but those of the last party, and the desk and the agent are told.
        assert media.counts[LAST] > 0 and sum(media.counts) == media.counts[LAST]
        assert abs(media.greys[LAST] - 60) < 12
        await desk.until(lambda v: kiosk_of(v)["result"] == result)
        await agent.call("agent.want", wanted="available")
        offer = await agent.until(lambda v: v["offer"])
        assert offer["ticket"] == ticket and offer["test"] == {"state": "done", "result": result}
    finally:
        await media.close()


@with_world
async def test_without_a_camera_nothing_is_made_up(world, relay):
    kiosk, media, ticket = await waiting_kiosk(world, grey=None)
    try:
        assert await kiosk.until(lambda v: v["link_test"]["state"] == "silent" and v["link_test"]) == {
            "state": "silent", "result": None}
        assert ticket not in await rooms(world)
    finally:
        await media.close()


@with_world
async def test_an_offer_ends_it(world, relay):
    agent = await world.agent()
    kiosk, media, ticket = await waiting_kiosk(world)
    other = await Media(agent, 200).offer()
    try:
        await media.until_frames(5, LAST)
        await agent.call("agent.want", wanted="available")
        assert (await agent.until(lambda v: v["offer"]))["ticket"] == ticket
        await kiosk.until(lambda v: not v["link_test"] or not is_running(v["link_test"]))
        await until_rooms(world, {})
        await agent.call("offer.accept", ticket=ticket)
        await media.until_grey(200)
        await other.until_grey(60)
        assert set(await rooms(world)) == {ticket}

    finally:
        await media.close()
        await other.close()


@with_world
async def test_who_is_taken_in_the_middle_of_it_is_seen(world, relay):
    agent = await world.agent()
    kiosk, media, ticket = await waiting_kiosk(world)
    other = await Media(agent, 200).offer()
    try:
        await media.until_frames(5, LAST)
        await agent.call("agent.want", wanted="break")
        await agent.call("agent.take", ticket=ticket, reason="前次会话由我经办")
        await media.until_grey(200)
        await other.until_grey(60)
        assert set(await rooms(world)) == {ticket}
        assert kiosk.view["link_test"] is None or not is_running(kiosk.view["link_test"])
    finally:
        await media.close()
        await other.close()


@with_world
async def test_who_is_declined_is_tested_again(world, relay):
    agent = await world.agent()
    kiosk, media, ticket = await waiting_kiosk(world)
    try:
        await agent.call("agent.want", wanted="available")
        await agent.until(lambda v: v["offer"]["ticket"] == ticket)
        await kiosk.until(lambda v: not v["link_test"] or not is_running(v["link_test"]))
        await agent.call("offer.decline", ticket=ticket, reason="busy")
        await kiosk.until(lambda v: is_running(v["link_test"]))
    finally:
        await media.close()


@with_world
async def test_both_daemons_may_go_in_the_middle_of_it(world, relay):
    kiosk, media, ticket = await waiting_kiosk(world)
    relay.kill()
    await kiosk.until(lambda v: not v["relay"]["up"])
    await media.close()
    relay.start()
    await relay_up(kiosk)
    media = await Media(kiosk, 60).offer()
    try:
        await kiosk.until(lambda v: is_running(v["link_test"]))
        await media.until_frames(5, LAST)
        # The echo of before is found at the relay, and ended, or goes on for the test that is made anew.
        world.service.stop()
        world.service.start()
        await kiosk.until_closed()
        await kiosk.connect()
        await kiosk.until(lambda v: is_running(v["link_test"]))
        await media.until_frames(5, LAST)
        await kiosk.call("ticket.leave", ticket=ticket)
        await until_rooms(world, {})
    finally:
        await media.close()


@with_world
async def test_what_the_browser_believes_has_bounds(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await kiosk.call("media.uplink", bps=1)
    for page, bps, code in ((kiosk, 0, "invalid"), (kiosk, 10**9 + 1, "invalid"), (kiosk, "1", "invalid"),
                            (agent, 1000, "denied")):
        with pytest.raises(RpcError) as refused:
            await page.call("media.uplink", bps=bps)
        assert refused.value.code == code
