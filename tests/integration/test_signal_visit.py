# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Several items in one visit over the real service: two departments, one more on the way, a restart, the report."""

import datetime

import pytest

from conftest import with_world
from service import RpcError

PENSION, BOOK, COUNTRY = "SS-01", "HK-01", "SS-02"


async def take_place_for(kiosk, *items):
    made = await kiosk.call("ticket.create", item=items[0], more_items=list(items[1:]), languages=["zh"], name="陈阿梅")
    await kiosk.call("ticket.join", ticket=made["ticket"])
    return made["ticket"], made["number"]


async def talk(kiosk, agent, ticket):
    await agent.until(lambda v: v["offer"]["ticket"] == ticket, "the offer")
    await agent.call("offer.accept", ticket=ticket)
    await kiosk.until(lambda v: v["session"]["state"] == "connecting", "connecting")
    await kiosk.call("session.joined", ticket=ticket, first_frame_ms=90)
    await agent.call("session.joined", ticket=ticket, first_frame_ms=80)
    await kiosk.until(lambda v: v["session"]["state"] == "in_session", "in_session")


def outcomes(view):
    return [(each["item"], each["outcome"], each["current"]) for each in view["items"]]


async def report_by_item(desk):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    query = f"from={today - datetime.timedelta(1)}&to={today + datetime.timedelta(1)}&by=item"
    async with desk.http.get(f"{desk.service.url}/api/report?{query}") as answer:
        assert answer.status == 200
        return await answer.json()


@with_world
async def test_two_departments(world):
    world.service.add_account("pension", "agent", "方芳", departments="hrss")
    kiosk, first, desk = await world.kiosk(), await world.agent("pension"), await world.desk()
    await first.call("agent.want", wanted="available")
    ticket, number = await take_place_for(kiosk, PENSION, BOOK)
    await talk(kiosk, first, ticket)
    await first.call("session.add_item", ticket=ticket, item=COUNTRY)
    expected = [(PENSION, None, True), (BOOK, None, False), (COUNTRY, None, False)]
    await kiosk.until(lambda v: outcomes(v["ticket"]) == expected)
    await first.call("session.item_done", ticket=ticket, item=PENSION, outcome="accepted")
    session = await first.until(lambda v: v["session"]["elsewhere"] and v["session"])
    assert session["item"] == BOOK and session["state"] == "in_session"
    await first.call("session.end", ticket=ticket)
    # He writes of what he did, the resident waits for the next one.
    session = await first.until(lambda v: v["session"]["state"] == "wrap_up" and v["session"])
    assert (session["item"], session["outcome"]) == (PENSION, "accepted")
    await first.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
    waiting = await kiosk.until(lambda v: v["ticket"]["state"] == "waiting" and v["ticket"])
    assert waiting["number"] == number and waiting["item"] == BOOK and waiting["ahead"] == 0
    await kiosk.until(lambda v: v["notice"]["code"] == "next_item")
    row = await desk.until(lambda v: v["queue"][0]["state"] == "waiting" and v["queue"][0])
    assert row["department"] == "hukou" and "reentry" in row["boosts"]

    await kiosk.drop()
    world.service.kill()
    world.service.start()
    await kiosk.connect()
    expected = [(PENSION, "accepted", False), (BOOK, None, True), (COUNTRY, None, False)]
    await kiosk.until(lambda v: outcomes(v["ticket"]) == expected)
    second = await world.agent("agent2")
    await second.call("agent.want", wanted="available")
    await talk(kiosk, second, ticket)
    await second.call("session.item_done", ticket=ticket, item=BOOK, outcome="refused")
    session = await second.until(lambda v: v["session"]["item"] == COUNTRY and v["session"])
    assert session["elsewhere"] is False
    await second.call("session.end", ticket=ticket, outcome="accepted")
    await second.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
    expected = [(PENSION, "accepted", False), (BOOK, "refused", False), (COUNTRY, "accepted", True)]
    await kiosk.until(lambda v: v["ticket"]["state"] == "done" and outcomes(v["ticket"]) == expected)

    desk = await world.desk()
    report = await report_by_item(desk)
    rows = {row["key"]: (row["arrived"], row["items"]) for row in report["rows"]}
    assert rows == {PENSION: (1, 1), BOOK: (0, 1), COUNTRY: (0, 1)}
    assert report["total"]["arrived"] == 1 and report["total"]["items"] == 3


@with_world
async def test_refusals(world):
    kiosk, agent = await world.kiosk(), await world.agent()

    async def refused(page, code, method, **params):
        with pytest.raises(RpcError) as error:
            await page.call(method, **params)
        assert error.value.code == code

    create = {"item": PENSION, "languages": ["zh"], "name": "陈阿梅"}
    await refused(kiosk, "conflict", "ticket.create", **create, more_items=[PENSION])
    await refused(kiosk, "invalid", "ticket.create", **create, more_items=["XX-99"])
    await refused(kiosk, "invalid", "ticket.create", **create, more_items=["SS-02", "SS-03", "SS-04", "HK-01", "HK-02"])
    await agent.call("agent.want", wanted="available")
    ticket, _ = await take_place_for(kiosk, PENSION)
    await talk(kiosk, agent, ticket)
    assert kiosk.view["ticket"]["items"] == []
    await refused(agent, "conflict", "session.item_done", ticket=ticket, item=PENSION, outcome="accepted")
    await refused(agent, "conflict", "session.add_item", ticket=ticket, item=PENSION)
    await refused(agent, "invalid", "session.add_item", ticket=ticket, item="XX-99")
    await refused(agent, "invalid", "session.end", ticket=ticket)
    await agent.call("session.end", ticket=ticket, outcome="accepted")


@with_world
async def test_switched_off(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    await desk.call("desk.item", item=BOOK, point="it-milan", on=False, reason="authority")
    with pytest.raises(RpcError) as error:
        await take_place_for(kiosk, PENSION, BOOK)
    assert error.value.code == "conflict"
