# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The hold queue over the real service: parked, another one served, ready, the same agent again; and a restart."""

import sqlite3

import pytest

from conftest import with_world
from service import RpcError, begin_session, take_place

REASON = "回家取户口簿原件"


async def join(kiosk, agent, ticket):
    await kiosk.until(lambda v: v["session"]["state"] == "connecting", "connecting")
    await kiosk.call("session.joined", ticket=ticket, first_frame_ms=90)
    await agent.call("session.joined", ticket=ticket, first_frame_ms=80)
    await kiosk.until(lambda v: v["session"]["state"] == "in_session", "in_session")


async def finish(agent, ticket):
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=ticket, note="")


@with_world
async def test_same_agent_again(world):
    kiosk, other, agent, desk = await world.kiosk(), await world.kiosk(), await world.agent(), await world.desk()
    ticket = await begin_session(kiosk, agent)
    await agent.call("session.park", ticket=ticket, reason=REASON, minutes=30)
    parked = await kiosk.until(lambda v: v["ticket"]["state"] == "parked" and v["ticket"]["parked"])
    assert parked["agent"] == "林晓" and parked["reason"] == REASON
    assert kiosk.view["session"] is None and kiosk.view["ticket"]["ahead"] is None
    row = (await agent.until(lambda v: v["parked"]))[0]
    assert row["ticket"] == ticket and row["until_ms"] == parked["until_ms"] and row["absent"] is False
    assert row["until_ms"] - row["since_ms"] == 30 * 60_000
    shown = await desk.until(lambda v: [q for q in v["queue"] if q["state"] == "parked"])
    assert shown[0]["kept_for"] == "agent1" and shown[0]["parked"] == parked
    why = await desk.call("desk.why", ticket=ticket)
    assert why == {"reasons": [{"code": "parked", "agents": 1, "agent": "agent1", "until_ms": parked["until_ms"]}]}

    second = await take_place(other)
    await agent.until(lambda v: v["offer"]["ticket"] == second)
    await agent.call("offer.accept", ticket=second)
    await join(other, agent, second)
    # Somebody who is free and able must not get it.
    colleague = await world.agent("agent2")
    await colleague.call("agent.want", wanted="available")
    await kiosk.call("ticket.ready", ticket=ticket)
    await agent.until(lambda v: v["notice"]["code"] == "parked_ready" and v["parked"] == [])
    await kiosk.until(lambda v: v["ticket"]["state"] == "waiting" and v["ticket"]["ahead"] == 0)
    assert colleague.view["offer"] is None
    await finish(agent, second)
    await agent.until(lambda v: v["offer"]["ticket"] == ticket)
    await agent.call("offer.accept", ticket=ticket)
    await join(kiosk, agent, ticket)
    await finish(agent, ticket)
    await kiosk.until(lambda v: v["ticket"]["state"] == "done")


@with_world
async def test_refusals(world):
    kiosk, agent, colleague = await world.kiosk(), await world.agent(), await world.agent("agent2")
    ticket = await begin_session(kiosk, agent)

    async def refused(page, code, method, **params):
        with pytest.raises(RpcError) as error:
            await page.call(method, ticket=ticket, **params)
        assert error.value.code == code

    await refused(agent, "invalid", "session.park", reason="", minutes=5)
    await refused(agent, "invalid", "session.park", reason="x", minutes=121)
    await refused(colleague, "conflict", "session.park", reason="x", minutes=5)
    await refused(kiosk, "conflict", "ticket.ready")
    await agent.call("session.park", ticket=ticket, reason="x", minutes=5)
    await refused(agent, "conflict", "session.park", reason="x", minutes=5)
    await refused(colleague, "conflict", "session.unpark")
    # It is still this kiosk's, and nobody else's.
    with pytest.raises(RpcError) as error:
        await take_place(kiosk)
    assert error.value.code == "conflict"


@with_world
async def test_restart_while_parked(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    await agent.call("session.park", ticket=ticket, reason=REASON, minutes=60)
    before = (await agent.until(lambda v: v["parked"]))[0]
    await kiosk.drop()
    await agent.drop()
    world.service.kill()
    world.service.start()
    await kiosk.connect()
    await agent.connect()
    row = (await agent.until(lambda v: v["parked"]))[0]
    assert (row["reason"], row["until_ms"]) == (REASON, before["until_ms"])
    assert (await kiosk.until(lambda v: v["ticket"]["parked"]))["reason"] == REASON
    await agent.call("session.unpark", ticket=ticket)
    await join(kiosk, agent, ticket)
    await finish(agent, ticket)
    await kiosk.call("kiosk.clear")
    with sqlite3.connect(world.service.data / "global-connect.sqlite") as db:
        lines = db.execute("SELECT to_state, reason, detail FROM transition WHERE ticket = ? ORDER BY seq",
                           (ticket,)).fetchall()
    assert ("parked", "parked", f"minutes=60 reason={REASON}") in lines
    taken = [detail for state, reason, detail in lines if (state, reason) == ("connecting", "taken")]
    assert len(taken) == 1 and "way=parked" in taken[0]


@with_world
async def test_coordinator(world):
    first, second, third = [await world.kiosk() for _ in range(3)]
    agent, colleague, desk = await world.agent(), await world.agent("agent2"), await world.desk()
    tickets = []
    for kiosk in (first, second, third):
        tickets.append(await begin_session(kiosk, agent))
        await agent.call("session.park", ticket=tickets[-1], reason=REASON, minutes=60)
    await colleague.call("agent.want", wanted="available")
    await agent.call("agent.want", wanted="break")
    await desk.call("desk.assign", ticket=tickets[0], agent="agent2", reason="下班")
    assert len(await agent.until(lambda v: len(v["parked"]) == 2 and v["parked"])) == 2
    await colleague.until(lambda v: [p["ticket"] for p in v["parked"]] == tickets[:1])
    await desk.call("desk.cancel", ticket=tickets[1], reason="已离开")
    await second.until(lambda v: v["ticket"]["state"] == "abandoned")
    await agent.until(lambda v: v["notice"]["code"] == "parked_left")
    await desk.call("desk.release", ticket=tickets[2], reason="下班")
    await colleague.until(lambda v: v["offer"]["ticket"] == tickets[2])
    assert agent.view["me"]["wanted"] == "break"
    await third.call("ticket.leave", ticket=tickets[2])
    await first.call("ticket.ready", ticket=tickets[0])
    await colleague.until(lambda v: v["offer"]["ticket"] == tickets[0])
