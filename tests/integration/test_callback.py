# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Residents who leave a telephone number and go, and the other ways out of a line."""

import sqlite3

import pytest

from conftest import with_world
from service import PASSWORD, RpcError, night, take_place
from test_agent import Client

PHONE = "+39 333 1234567"
pytestmark = pytest.mark.options(*night())


async def refused(call):
    with pytest.raises(RpcError) as error:
        await call
    return error.value.code


def rows(service, query, *values):
    with sqlite3.connect(f"file:{service.data}/global-connect.sqlite?mode=ro", uri=True) as store:
        return store.execute(query, values).fetchall()


def reasons(service, ticket):
    return [reason for reason, in rows(service, "SELECT reason FROM transition WHERE ticket = ? ORDER BY seq", ticket)]


async def leave_number(kiosk, item="SS-01"):
    """From the choice of an item to the screen that says that he will be called; returns the ticket."""
    made = await kiosk.call("ticket.create", item=item, languages=["zh"], name="陈阿梅", call_back=True)
    await kiosk.call("ticket.call_back", ticket=made["ticket"], phone=PHONE)
    await kiosk.until(lambda v: v["ticket"]["phone"] == PHONE and v["ticket"]["state"] in ("waiting", "offered"))
    return made


async def accept(agent, ticket):
    offer = await agent.until(lambda v: v["offer"]["ticket"] == ticket and v["offer"], "the offer")
    assert offer["call_back"] and "phone" not in offer
    await agent.call("offer.accept", ticket=ticket)
    session = await agent.until(lambda v: v["session"]["state"] == "connecting" and v["session"])
    assert session["phone"] == PHONE and session["until_ms"] is not None and session["other_link"] is None


def everywhere(service):
    """All that the service has written anywhere: its log, and every text of its database."""
    texts = [service.log.read_text()]
    for table, in rows(service, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        texts += [str(row) for row in rows(service, f"SELECT * FROM {table}")]
    return "\n".join(texts)


@pytest.mark.options("--queue", "callback_retry_ms=1000", "--log-level", "debug", *night())
@with_world
async def test_story(world):
    """Not reached, a restart, reached, over: and then nothing of the number is left."""
    kiosk, display, desk = await world.kiosk(), await world.display(), await world.desk()
    agent, other = await world.agent("agent1"), await world.agent("agent2")
    made = await leave_number(kiosk)
    ticket = made["ticket"]
    # The next resident has the kiosk, behind him.
    await kiosk.call("kiosk.clear")
    await kiosk.until(lambda v: v["ticket"] is None)
    second = await take_place(kiosk, name="王")
    await kiosk.until(lambda v: v["ticket"]["ahead"] == 1)
    await display.until(lambda v: made["number"] in v["line"])
    assert PHONE not in str(display.view)
    row = await desk.until(lambda v: [t for t in v["queue"] if t["ticket"] == ticket][0])
    assert row["callback"] == {"phone": PHONE, "attempts": 0, "again_ms": None}

    await agent.call("agent.want", wanted="available")
    await accept(agent, ticket)
    await agent.call("ping")
    assert PHONE not in str(other.view) and display.view["called"] == []
    assert await refused(agent.call("session.message", ticket=ticket, text="?")) == "conflict"
    assert await refused(other.call("session.reached", ticket=ticket)) == "conflict"
    await agent.call("agent.want", wanted="break")
    await agent.call("session.unreached", ticket=ticket)
    row = await desk.until(lambda v: [t for t in v["queue"] if t["ticket"] == ticket and t["callback"]["attempts"]][0])
    assert row["state"] == "waiting" and row["callback"]["again_ms"] is not None
    await kiosk.until(lambda v: v["notice"]["code"] == "returned_ahead" and v["ticket"]["ahead"] == 1)

    world.service.kill()
    world.service.start()
    for page in (agent, kiosk, desk):
        page.forget()
        await page.connect()
    await agent.call("agent.want", wanted="available")
    # The resident at the kiosk is first as long as nobody may call the other one.
    await agent.until(lambda v: v["offer"])
    if agent.view["offer"]["ticket"] == second:
        await agent.call("offer.decline", ticket=second, reason="busy")
    await accept(agent, ticket)
    await agent.call("session.reached", ticket=ticket)
    await agent.until(lambda v: v["session"]["state"] == "in_session")
    assert world.service.log.read_text().count("not bound") == 0
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="已电话办理")
    await agent.until(lambda v: v["session"] is None)
    assert reasons(world.service, ticket).count("unreached") == 1
    assert reasons(world.service, ticket)[-1] == "wrapped_up"
    assert rows(world.service, "SELECT closed, phone FROM ticket WHERE id = ?", ticket) == [(1, None)]
    assert "1234567" not in everywhere(world.service)


@pytest.mark.options("--queue", "callback_retry_ms=1", "--queue", "callback_attempts=2", *night())
@with_world
async def test_never_reached(world):
    kiosk, desk, agent = await world.kiosk(), await world.desk(), await world.agent()
    made = await leave_number(kiosk)
    await kiosk.call("kiosk.clear")
    await agent.call("agent.want", wanted="available")
    for _ in range(2):
        await accept(agent, made["ticket"])
        await agent.call("session.unreached", ticket=made["ticket"])
    row = await desk.until(lambda v: [t for t in v["queue"] if t["state"] == "abandoned"][0], "the end")
    assert row["ticket"] == made["ticket"]
    assert row["callback"] == {"phone": PHONE, "attempts": 2, "again_ms": None}
    await agent.until(lambda v: v["session"] is None and v["me"]["effective"] == "idle")
    assert reasons(world.service, made["ticket"])[-1] == "unreached"


@with_world
async def test_a_closed_point_does_not_hinder(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    who = {"item": "SS-01", "languages": ["zh"], "name": "陈阿梅"}
    await desk.call("desk.point", point="it-milan", open=False, reason="premises")
    assert await refused(kiosk.call("ticket.create", **who)) == "conflict"
    assert await refused(kiosk.call("ticket.create", **who, call_back=False)) == "conflict"
    made = await kiosk.call("ticket.create", **who, call_back=True)
    # Only as what it was made for.
    assert await refused(kiosk.call("ticket.join", ticket=made["ticket"])) == "conflict"
    assert await refused(kiosk.call("ticket.call_back", ticket=made["ticket"], phone="12 34")) == "invalid"
    await kiosk.call("ticket.call_back", ticket=made["ticket"], phone=PHONE)
    ticket = await kiosk.until(lambda v: v["ticket"]["state"] == "waiting" and v["ticket"])
    assert ticket["estimate"] == {"band": "nobody"}
    assert await refused(kiosk.call("callback.return", number=made["number"], phone=PHONE)) == "conflict"
    await kiosk.call("kiosk.clear")
    # What is switched off stays off.
    await desk.call("desk.item", item="SS-01", point="it-milan", on=False, reason="authority")
    assert await refused(kiosk.call("ticket.create", **who, call_back=True)) == "conflict"


@with_world
async def test_back_at_the_point(world):
    kiosk, elsewhere, foreign = await world.kiosk(), await world.kiosk(), await world.kiosk("fr-paris")
    made = await leave_number(kiosk)
    await kiosk.call("kiosk.clear")
    behind = await take_place(kiosk)
    assert await refused(foreign.call("callback.return", number=made["number"], phone=PHONE)) == "unknown"
    await elsewhere.call("callback.return", number=made["number"].lower(), phone=PHONE.replace(" ", ""))
    ticket = await elsewhere.until(lambda v: v["ticket"])
    assert ticket["id"] == made["ticket"] and ticket["ahead"] == 0 and ticket["phone"] is None
    assert "came_back" in reasons(world.service, made["ticket"])
    await kiosk.until(lambda v: v["ticket"]["id"] == behind and v["ticket"]["ahead"] == 1)
    # It is a callback no more.
    assert await refused(foreign.call("callback.cancel", number=made["number"], phone=PHONE)) == "unknown"


@with_world
async def test_wrong_numbers_are_limited(world):
    kiosk, other = await world.kiosk(), await world.kiosk()
    made = await leave_number(other)
    await other.call("kiosk.clear")
    for i in range(5):
        call = kiosk.call("callback.cancel", number=made["number"], phone=f"+39 333 123456{i}")
        assert await refused(call) == "unknown"
    assert await refused(kiosk.call("callback.cancel", number=made["number"], phone=PHONE)) == "limit"
    # It is this kiosk that is slowed, not the resident.
    await other.call("callback.cancel", number=made["number"], phone=PHONE)
    assert reasons(world.service, made["ticket"])[-1] == "left"
    assert rows(world.service, "SELECT closed, phone FROM ticket WHERE id = ?", made["ticket"]) == [(1, None)]


def test_gc_agent_leaves_it_to_people(relay, service):
    """It has no telephone."""
    secret = service.folder / "password"
    secret.write_text(PASSWORD + "\n")
    client = Client(service, "agent", "--account", "agent1", "--password-file", secret)

    @with_world
    async def story(world):
        kiosk, desk = await world.kiosk(), await world.desk()
        ticket = (await leave_number(kiosk))["ticket"]
        await desk.until(lambda v: "declined" in reasons(service, ticket), "the decline")
        assert "accepted" not in reasons(service, ticket)

    try:
        story(service)
    finally:
        client.close()


@with_world
async def test_online(world):
    kiosk = await world.kiosk()
    async with kiosk.http.get(world.service.url + "/api/catalogue") as answer:
        items = (await answer.json())["items"]
    online = next(i["code"] for i in items if set(i["modes"]) >= {"online", "video"})
    video = next(i["code"] for i in items if "online" not in i["modes"])
    ticket = await take_place(kiosk, item=video)
    assert await refused(kiosk.call("ticket.leave", ticket=ticket, way="online")) == "conflict"
    assert await refused(kiosk.call("ticket.leave", ticket=ticket, way="by post")) == "invalid"
    await kiosk.call("ticket.leave", ticket=ticket)
    ticket = await take_place(kiosk, item=online)
    await kiosk.call("ticket.leave", ticket=ticket, way="online")
    assert reasons(world.service, ticket)[-1] == "moved_online"
