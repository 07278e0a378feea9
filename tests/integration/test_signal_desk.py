# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What coordinators do by hand, and what agents take by themselves, through the pages' protocol."""

import datetime
import json
import pathlib
import sqlite3
import zoneinfo

import pytest

from conftest import with_world
from service import RpcError, begin_session, take_place


async def refused(call):
    with pytest.raises(RpcError) as error:
        await call
    return error.value.code


def history(service, ticket):
    with sqlite3.connect(f"file:{service.data}/global-connect.sqlite?mode=ro", uri=True) as store:
        rows = store.execute("SELECT reason, agent, detail FROM transition WHERE ticket = ? ORDER BY seq", (ticket,))
        return {reason: (agent, detail) for reason, agent, detail in rows}


def wenzhou_on_duty():
    """As a person would read it off the data files."""
    data = pathlib.Path(__file__).parents[2] / "relay/data"
    hub = next(h for h in json.loads((data / "hubs.json").read_text(encoding="utf-8")) if h["id"] == "wenzhou")
    now = datetime.datetime.now(zoneinfo.ZoneInfo(hub["timezone"]))
    day, clock = now.strftime("%Y-%m-%d"), now.strftime("%H:%M")
    weekday = now.strftime("%a").lower()
    for country in json.loads((data / "holidays.json").read_text(encoding="utf-8")):
        for year in country["years"] if country["country"] == "CN" else []:
            if any(h["from"] <= day <= h["to"] for h in year["holidays"]):
                weekday = None
            for made_up in year["working_days"]:
                if made_up["date"] == day:
                    weekday = made_up["follows"]
    weeks = (hub["opening_hours"], hub["overseas_duty_hours"])
    return weekday is not None and any(a <= clock < b for week in weeks for a, b in week[weekday])


@with_world
async def test_raise_is_told_to_those_behind(world):
    first, second = await world.kiosk(), await world.kiosk()
    desk = await world.desk()
    one, two = await take_place(first), await take_place(second)
    await second.until(lambda v: v["ticket"]["ahead"] == 1)
    assert await refused(desk.call("desk.raise", ticket=two, reason="")) == "invalid"
    assert await refused(desk.call("desk.raise", ticket="nobody", reason="x")) == "unknown"
    await desk.call("desk.raise", ticket=two, reason="身体不适")
    await second.until(lambda v: v["ticket"]["ahead"] == 0)
    await first.until(lambda v: v["ticket"]["ahead"] == 1 and v["notice"]["code"] == "raised_ahead")
    queue = await desk.until(lambda v: v["queue"][0]["ticket"] == two and v["queue"])
    assert "raised" in queue[0]["boosts"] and queue[1]["ticket"] == one
    assert history(world.service, two)["raised"] == (None, "by=desk1 reason=身体不适")
    assert await refused(desk.call("desk.raise", ticket=two, reason="again")) == "conflict"


@with_world
async def test_assign_waits_for_the_agent(world):
    kiosk, other = await world.kiosk(), await world.kiosk()
    agent, desk = await world.agent(), await world.desk()
    busy = await begin_session(kiosk, agent)
    ticket = await take_place(other, languages=("pt",))
    reasons = (await desk.call("desk.why", ticket=ticket))["reasons"]
    assert {(r["code"], r["agents"]) for r in reasons} == {("language", 2)}
    assert await refused(desk.call("desk.assign", ticket=ticket, agent="agent2", reason="x")) == "conflict"
    await desk.call("desk.assign", ticket=ticket, agent="agent1", reason="翻译在场")
    await desk.until(lambda v: any(q["kept_for"] == "agent1" for q in v["queue"]))
    first = (await desk.call("desk.why", ticket=ticket))["reasons"][0]
    assert (first["code"], first["agent"]) == ("kept", "agent1") and first["until_ms"] > 0
    await agent.call("session.end", ticket=busy, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=busy, outcome="accepted", note="")
    await agent.until(lambda v: v["offer"]["ticket"] == ticket)
    assert "way=assigned" in history(world.service, ticket)["offered"][1]


@with_world
async def test_release_gives_the_resident_to_another(world):
    kiosk = await world.kiosk()
    agent, other, desk = await world.agent(), await world.agent("agent2"), await world.desk()
    ticket = await begin_session(kiosk, agent)
    await other.call("agent.want", wanted="available")
    await desk.call("desk.release", ticket=ticket, reason="坐席无响应")
    await other.until(lambda v: v["offer"]["ticket"] == ticket)
    await agent.until(lambda v: v["me"]["effective"] == "break" and v["notice"]["code"] == "released")
    await kiosk.until(lambda v: v["session"] is None and v["notice"]["code"] == "requeued")


@with_world
async def test_move_and_cancel(world):
    kiosk = await world.kiosk()
    desk = await world.desk()
    ticket = await take_place(kiosk)
    assert await refused(desk.call("desk.move", ticket=ticket, department="alchemy", reason="x")) == "invalid"
    await desk.call("desk.move", ticket=ticket, department="civil", reason="选错事项")
    await desk.until(lambda v: v["queue"][0]["department"] == "civil")
    await kiosk.until(lambda v: v["notice"]["code"] == "moved")
    await desk.call("desk.cancel", ticket=ticket, reason="已离开")
    await kiosk.until(lambda v: v["ticket"]["state"] == "abandoned")
    assert history(world.service, ticket)["cancelled"] == (None, "by=desk1 reason=已离开")


@with_world
async def test_agent_takes_by_himself(world):
    first, second = await world.kiosk(), await world.kiosk()
    agent, other = await world.agent(), await world.agent("agent2")
    assert await refused(agent.call("agent.take")) == "conflict"
    await agent.call("agent.want", wanted="break")
    await other.call("agent.want", wanted="break")
    assert await refused(agent.call("agent.take")) == "unknown"
    one, two = await take_place(first), await take_place(second)
    line = await agent.until(lambda v: len(v["line"]) == 2 and v["line"])
    assert [w["ticket"] for w in line] == [one, two]
    assert await refused(agent.call("agent.take", ticket=two)) == "invalid"
    await agent.call("agent.take", ticket=two, reason="前次会话由我经办")
    await agent.until(lambda v: v["session"]["ticket"] == two)
    assert await refused(other.call("agent.take", ticket=two, reason="x")) == "conflict"
    await other.call("agent.take")
    await other.until(lambda v: v["session"]["ticket"] == one)
    assert "way=picked reason" not in history(world.service, one)["taken"][1]


@with_world
async def test_wrap_up_is_extended_once(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    until_ms = await agent.until(lambda v: v["session"]["until_ms"])
    await agent.call("wrap_up.extend", ticket=ticket)
    await agent.until(lambda v: v["session"]["extended"] and v["session"]["until_ms"] == until_ms + 300_000)
    assert await refused(agent.call("wrap_up.extend", ticket=ticket)) == "conflict"


@with_world
async def test_hand_on_to_a_department(world):
    kiosk = await world.kiosk()
    agent, other = await world.agent(), await world.agent("agent2")
    ticket = await begin_session(kiosk, agent)
    await other.call("agent.want", wanted="available")
    both = agent.call("session.transfer", ticket=ticket, agent="agent2", department="civil")
    assert await refused(both) == "invalid"
    await agent.call("session.transfer", ticket=ticket, agent=None, department="civil")
    await agent.until(lambda v: v["session"]["state"] == "wrap_up")
    await other.until(lambda v: v["offer"]["ticket"] == ticket)
    await kiosk.until(lambda v: v["notice"]["code"] == "moved")


@with_world
async def test_only_the_desk_may(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await take_place(kiosk)
    for page in (kiosk, agent):
        for method in ("desk.raise", "desk.release", "desk.cancel", "desk.why"):
            parameters = {"ticket": ticket} if method == "desk.why" else {"ticket": ticket, "reason": "x"}
            assert await refused(page.call(method, **parameters)) == "denied"


@with_world
async def test_shift_of_the_hub(world):
    """An agent with a hub is on duty when its hours say so, and whenever he asks for overtime."""
    world.service.add_account("agent3", "agent", "陈洁", options=("--hub", "wenzhou"))
    kiosk, agent = await world.kiosk(), await world.agent("agent3")
    await agent.call("agent.want", wanted="available")
    await agent.until(lambda v: v["me"]["wanted"] == "available")
    shift = await agent.until(lambda v: v["me"]["effective"])
    assert shift == ("idle" if wenzhou_on_duty() else "off_duty")
    ticket = await take_place(kiosk)
    if shift == "off_duty":
        desk = await world.desk()
        reasons = (await desk.call("desk.why", ticket=ticket))["reasons"]
        assert any(r["code"] == "off_duty" and r["until_ms"] for r in reasons)
    await agent.call("agent.want", wanted="overtime")
    await agent.until(lambda v: v["offer"]["ticket"] == ticket)
