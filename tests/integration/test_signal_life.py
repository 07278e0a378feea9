# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The life of a ticket through the pages' own protocol: kiosk, queue, agent, session, rating."""

import asyncio
import sqlite3

import pytest

from conftest import with_world
from service import PASSWORD, WAIT_S, RpcError, begin_session, take_place


@with_world
async def test_whole_way(world):
    kiosk = await world.kiosk()
    agent = await world.agent()
    desk = await world.desk()
    assert kiosk.view["point"]["id"] == "it-milan"
    assert kiosk.view["ticket"] is None and kiosk.view["session"] is None
    assert agent.view["me"]["effective"] == "offline"

    made = await kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈阿梅")
    ticket = made["ticket"]
    assert made["number"] == "M001"
    await kiosk.until(lambda v: v["ticket"]["state"] == "draft")
    joined = await kiosk.call("ticket.join", ticket=ticket)
    assert joined == {"ahead": 0}
    await desk.until(lambda v: [q["ticket"] for q in v["queue"]] == [ticket])

    await agent.call("agent.want", wanted="available")
    offer = await agent.until(lambda v: v["offer"])
    assert offer["ticket"] == ticket and offer["name"] == "陈阿梅" and offer["transfer_from"] is None
    await kiosk.until(lambda v: v["ticket"]["state"] == "offered")
    await agent.call("offer.accept", ticket=ticket)
    await kiosk.until(lambda v: v["session"]["state"] == "connecting")
    assert kiosk.view["session"]["agent"] == "林晓"

    await kiosk.call("session.joined", ticket=ticket, first_frame_ms=90)
    await agent.call("session.joined", ticket=ticket, first_frame_ms=80)
    await agent.until(lambda v: v["me"]["effective"] == "busy")
    await desk.until(lambda v: next(p for p in v["points"] if p["id"] == "it-milan")["in_session"] == 1)

    await agent.call("session.message", ticket=ticket, text="请把护照放在文件摄像头下")
    await kiosk.call("session.message", ticket=ticket, text="好的 \"引号\" \\ \u0001")
    lines = await agent.until(lambda v: len(v["session"]["messages"]) == 2 and v["session"]["messages"])
    assert [line["from"] for line in lines] == ["agent", "resident"]
    assert lines[1]["text"] == "好的 \"引号\" \\ \u0001"

    await agent.call("session.hold", ticket=ticket, held=True)
    await kiosk.until(lambda v: v["session"]["held_since_ms"])
    await agent.call("session.hold", ticket=ticket, held=False)
    await kiosk.until(lambda v: v["session"]["held_since_ms"] is None)

    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await kiosk.until(lambda v: v["session"] is None and v["ticket"]["state"] == "wrap_up")
    assert kiosk.view["ticket"]["outcome"] == "accepted"
    await kiosk.call("ticket.rate", ticket=ticket, grade=5)
    with pytest.raises(RpcError) as refused:
        await kiosk.call("ticket.rate", ticket=ticket, grade=4)
    assert refused.value.code == "conflict"
    await agent.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="已核对护照")
    await agent.until(lambda v: v["me"]["effective"] == "idle" and v["session"] is None)
    await kiosk.call("kiosk.clear")
    await kiosk.until(lambda v: v["ticket"] is None)
    assert not kiosk.gaps + agent.gaps + desk.gaps


@with_world
async def test_first_come_first_served(world):
    first, second, third = [await world.kiosk() for _ in range(3)]
    tickets = [await take_place(k) for k in (first, second, third)]
    await first.until(lambda v: v["ticket"]["ahead"] == 0)
    await third.until(lambda v: v["ticket"]["ahead"] == 2)
    agent = await world.agent()
    await agent.call("agent.want", wanted="available")
    await agent.until(lambda v: v["offer"]["ticket"] == tickets[0])
    await first.call("ticket.leave", ticket=tickets[0])
    await agent.until(lambda v: v["offer"]["ticket"] == tickets[1])
    await third.until(lambda v: v["ticket"]["ahead"] == 1)


@with_world
async def test_decline_goes_to_the_next_agent(world):
    one, two = await world.agent("agent1"), await world.agent("agent2")
    kiosk = await world.kiosk()
    await one.call("agent.want", wanted="available")
    ticket = await take_place(kiosk)
    await one.until(lambda v: v["offer"])
    await two.call("agent.want", wanted="available")
    await one.call("offer.decline", ticket=ticket, reason="language")
    await two.until(lambda v: v["offer"]["ticket"] == ticket)
    await one.until(lambda v: v["offer"] is None and v["me"]["effective"] == "idle")
    with pytest.raises(RpcError) as refused:
        await one.call("offer.accept", ticket=ticket)
    assert refused.value.code in ("conflict", "unknown")


@with_world
async def test_transfer(world):
    kiosk, one, two = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    ticket = await begin_session(kiosk, one)
    await two.call("agent.want", wanted="available")
    await one.until(lambda v: [(c["account"], c["takes_over"]) for c in v["colleagues"]] == [("agent2", True)])
    await one.call("session.transfer", ticket=ticket, agent="agent2")
    offer = await two.until(lambda v: v["offer"])
    assert offer["transfer_from"] == "林晓"
    await one.until(lambda v: v["session"]["transfer_to"])
    await two.call("offer.decline", ticket=ticket, reason="busy")
    await one.until(lambda v: v["notice"]["code"] == "transfer_declined" and v["session"]["transfer_to"] is None)


@pytest.mark.options("--queue", "decline_cooldown_ms=1", "--queue", "miss_cooldown_ms=1")
@with_world
async def test_transfer_accepted(world):
    kiosk, one, two = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    ticket = await begin_session(kiosk, one)
    await two.call("agent.want", wanted="available")
    await one.until(lambda v: v["colleagues"])
    await one.call("session.transfer", ticket=ticket, agent="agent2")
    await two.until(lambda v: v["offer"])
    await two.call("offer.accept", ticket=ticket)
    await kiosk.until(lambda v: v["session"]["agent"] == "金海")
    await one.until(lambda v: v["session"] is None or v["session"]["state"] == "wrap_up")


@pytest.mark.options("--queue", "offer_ms=200", "--queue", "miss_cooldown_ms=1")
@with_world
async def test_missed_offers_put_the_agent_on_break(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    await agent.call("agent.want", wanted="available")
    await take_place(kiosk)
    await agent.until(lambda v: v["me"]["wanted"] == "break" and v["notice"]["code"] == "auto_break")
    await kiosk.until(lambda v: v["ticket"]["state"] == "waiting")


@pytest.mark.options("--queue", "drop_after_ms=100", "--queue", "drop_grace_ms=60000")
@with_world
async def test_resident_drops_and_returns(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    await kiosk.drop()
    await agent.until(lambda v: v["session"]["other_present"] is False)
    await agent.until(lambda v: v["session"]["state"] == "dropped" and v["me"]["effective"] == "holding")
    await kiosk.connect()
    assert kiosk.view["ticket"]["id"] == ticket
    await agent.until(lambda v: v["session"]["other_present"] is True and v["session"]["state"] != "dropped")
    await kiosk.until(lambda v: v["session"]["agent"] == "林晓")


@pytest.mark.options("--queue", "drop_after_ms=100", "--queue", "drop_grace_ms=300")
@with_world
async def test_agent_drops_for_good(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    await agent.drop()
    await kiosk.until(lambda v: v["notice"]["code"] == "agent_lost")
    await kiosk.until(lambda v: v["ticket"]["state"] == "waiting" and v["notice"]["code"] == "requeued")
    other = await world.agent("agent2")
    await other.call("agent.want", wanted="available")
    await other.until(lambda v: v["offer"]["ticket"] == ticket)


@with_world
async def test_kiosk_has_one_ticket(world):
    kiosk = await world.kiosk()
    ticket = await take_place(kiosk)
    with pytest.raises(RpcError) as refused:
        await kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="x")
    assert refused.value.code == "conflict"
    with pytest.raises(RpcError) as refused:
        await kiosk.call("kiosk.clear")
    assert refused.value.code == "conflict"
    other = await world.kiosk()
    with pytest.raises(RpcError) as refused:
        await other.call("ticket.leave", ticket=ticket)
    assert refused.value.code == "unknown"


@with_world
async def test_restart_keeps_tickets_and_sessions(world):
    waiting = [await world.kiosk() for _ in range(3)]
    agent = await world.agent()
    talking = await world.kiosk()
    session = await begin_session(talking, agent)
    tickets = [await take_place(k) for k in waiting]
    for kiosk, place in zip(waiting, range(3)):
        await kiosk.until(lambda v, place=place: v["ticket"]["ahead"] == place)

    world.service.kill()
    for page in [*waiting, agent, talking]:
        await page.until_closed()
    world.service.start()

    for page in [talking, agent, *waiting]:
        answer = await page.connect() and page.view
        assert answer["relay"]["up"] is False
    for kiosk, ticket, place in zip(waiting, tickets, range(3)):
        assert kiosk.view["ticket"]["id"] == ticket
        await kiosk.until(lambda v, place=place: v["ticket"]["ahead"] == place)
    await talking.until(lambda v: v["session"]["state"] == "in_session" and v["session"]["other_present"])
    assert talking.view["ticket"]["id"] == session
    await agent.until(lambda v: v["session"]["ticket"] == session and v["me"]["effective"] == "busy")


@with_world
async def test_request_repeated_after_restart_has_one_effect(world):
    kiosk = await world.kiosk()
    made = await kiosk.call("ticket.create", identifier="repeat-0001", item="SS-01", languages=["zh"], name="x")
    world.service.kill()
    await kiosk.until_closed()
    world.service.start()
    await kiosk.connect()
    again = await kiosk.call("ticket.create", identifier="repeat-0001", item="SS-01", languages=["zh"], name="x")
    assert again == made
    with pytest.raises(RpcError):
        await kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="x")


@with_world
async def test_sign_in_and_out(world):
    page = await world.page("agent")
    status, body = await page.post("/api/login", {"page": "agent", "account": "agent1", "password": "wrong password"})
    assert (status, body["error"]["code"]) == (401, "denied")
    unknown, other = await page.post("/api/login", {"page": "agent", "account": "nobody", "password": "wrong password"})
    assert unknown == 401 and other == body
    status, _ = await page.post("/api/login", {"page": "desk", "account": "agent1", "password": PASSWORD})
    assert status == 401
    await page.login("agent1")
    async with page.http.get(page.service.url + "/api/session?page=agent") as answer:
        assert await answer.json() == {"role": "agent", "account": "agent1", "name": "林晓"}
    async with page.http.get(page.service.url + "/api/session?page=desk") as answer:
        assert answer.status == 401
    await page.connect()
    status, _ = await page.post("/api/logout", {"page": "agent"})
    assert status == 204
    assert await page.until_closed() == 4002
    status, _ = await page.post("/api/pass", {"page": "agent"})
    assert status == 401


@with_world
async def test_lock_out_waits_for_the_pair_alone(world):
    page = await world.page("agent")
    for _ in range(5):
        status, _ = await page.post("/api/login", {"page": "agent", "account": "agent1", "password": "wrong password"})
        assert status == 401
    status, body = await page.post("/api/login", {"page": "agent", "account": "agent1", "password": PASSWORD})
    assert (status, body["error"]["code"]) == (429, "limit")
    await page.login("agent2")


@with_world
async def test_enrolment_code_works_once(world):
    code = world.service.enrol_code("fr-paris")
    page = await world.page("kiosk")
    status, body = await page.post("/api/enrol", {"code": code.lower().replace("-", "")})
    assert (status, body["role"], body["point"]) == (200, "kiosk", "fr-paris")
    other = await world.page("kiosk")
    status, body = await other.post("/api/enrol", {"code": code})
    assert (status, body["error"]["code"]) == (401, "denied")


@with_world
async def test_desk_sees_the_points(world):
    desk = await world.desk()
    assert len(desk.view["points"]) == 18
    kiosk = await world.kiosk("es-madrid")
    await desk.until(lambda v: next(p for p in v["points"] if p["id"] == "es-madrid")["kiosks"] == 1)
    await kiosk.drop()
    await desk.until(lambda v: next(p for p in v["points"] if p["id"] == "es-madrid")["kiosks"] == 0)
    two = await world.desk()
    await two.call("ping")
    await desk.call("ping")
    await asyncio.sleep(0)
    assert desk.close_code is None, "two desks of one account do not push each other out"


@with_world
async def test_former_socket_ends_behind_the_new_hello(world):
    """A reload whose old socket is noticed to be gone while the new page's hello is being written."""
    former, other = await world.agent("agent1"), await world.agent("agent2")
    await former.call("agent.want", wanted="available")
    newer = await (await world.page("agent")).login("agent1")
    await newer.open()
    # The disk is slow for a moment: the next batch waits until this lock is given back.
    lock = sqlite3.connect(world.service.data / "global-connect.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    want = await other.send("agent.want", wanted="break")
    hello = await newer.send("hello", page="agent", resume=None, seq=0, peer=None)
    await former.drop()
    lock.execute("ROLLBACK")
    lock.close()
    await want
    answer = await asyncio.wait_for(hello, WAIT_S)
    newer.view, newer.seq = answer["view"], answer["seq"]
    kiosk = await world.kiosk()
    ticket = await take_place(kiosk)
    await newer.until(lambda v: v["offer"]["ticket"] == ticket)


@with_world
async def test_missed_views_are_sent_again(world):
    kiosk, other, agent = await world.kiosk(), await world.kiosk(), await world.agent()
    first = await take_place(kiosk)
    await take_place(other)
    await other.until(lambda v: v["ticket"]["ahead"] == 1)
    seq = other.seq
    await other.drop()
    await kiosk.call("ticket.leave", ticket=first)
    await agent.call("agent.want", wanted="available")
    await agent.until(lambda v: v["waiting"] == 0)
    await other.open()
    answer = await other.hello()
    assert answer["replayed"] and answer["view"] is None and answer["seq"] == seq
    await other.until(lambda v: v["ticket"]["ahead"] == 0)
    assert other.seq > seq and not other.gaps
    # Another token than the last one gets the whole view.
    await other.drop()
    other.resume = "somethingelse"
    await other.open()
    answer = await other.hello()
    assert not answer["replayed"] and answer["view"]["ticket"]["ahead"] == 0
