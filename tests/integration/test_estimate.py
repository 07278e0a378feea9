# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How long those in line are told that they will wait, from the catalogue's length of the item to what was measured.

SS-01 takes eight minutes of video and two of writing."""

import re
import sqlite3
import time

from conftest import with_world
from service import begin_session, take_place

MINUTE_MS = 60000


def read(service, sql, *values):
    with sqlite3.connect(f"file:{service.data}/global-connect.sqlite?mode=ro", uri=True) as store:
        return store.execute(sql, values).fetchall()


def joined(service, ticket):
    [(detail,)] = read(service, "SELECT detail FROM transition WHERE ticket = ? AND reason = 'joined'", ticket)
    return detail


def bands(kiosk, band, end_minutes):
    """What may be told of a wait after which the ticket is served `end_minutes` from now: the point may close before."""
    closes_ms = kiosk.view["point"]["closes_ms"]
    fits = closes_ms is None or closes_ms > time.time() * 1000 + (end_minutes + 1) * MINUTE_MS
    return {band} if fits else {band, "not_today"}


def estimates(desk_view, tickets):
    """What the desk is told of each ticket's wait, once it is told of these."""
    rows = {row["ticket"]: row["estimate"] for row in desk_view["queue"]}
    return all(rows.get(ticket) for ticket in tickets) and rows


@with_world
async def test_three_wait_for_one_agent(world):
    kiosks = [await world.kiosk() for _ in range(3)]
    first, second, third = kiosks
    agent, desk = await world.agent(), await world.desk()

    early = await take_place(first)
    await first.until(lambda v: v["ticket"]["estimate"] == {"band": "nobody"})
    await desk.until(lambda v: v["queue"][0]["estimate"] == {"band": "nobody", "expected_ms": None})
    assert joined(world.service, early) == "expected=none reason=nobody"
    await first.call("ticket.leave", ticket=early)
    await first.call("kiosk.clear")

    busy = await begin_session(first, agent)
    await first.until(lambda v: v["ticket"]["estimate"] is None)
    tickets = [await take_place(second), await take_place(third)]
    told = [bands(second, "5_to_15", 20), bands(third, "15_to_30", 30)]
    await second.until(lambda v: v["ticket"]["estimate"]["band"] in told[0])
    await third.until(lambda v: v["ticket"]["estimate"]["band"] in told[1])
    # The desk is told of a place first and of its wait next, maybe later than the kiosk.
    rows = await desk.until(lambda v: estimates(v, tickets))
    assert rows[busy] is None
    assert [rows[t]["expected_ms"] for t in tickets] == [10 * MINUTE_MS, 20 * MINUTE_MS]
    assert [rows[t]["band"] for t in tickets] == [k.view["ticket"]["estimate"]["band"] for k in (second, third)]
    details = [re.fullmatch(r"expected=(\d+) band=(\w+)", joined(world.service, t)) for t in tickets]
    for detail, seconds, names in zip(details, (600, 1200), told):
        assert seconds - 60 < int(detail[1]) <= seconds and detail[2] in names

    # Who serves this one to the end and then no other is no agent for those who wait.
    await agent.call("agent.want", wanted="break")
    for kiosk in (second, third):
        await kiosk.until(lambda v: v["ticket"]["estimate"]["band"] == "nobody")
    await agent.call("agent.want", wanted="available")
    await second.until(lambda v: v["ticket"]["estimate"]["band"] in told[0])

    await agent.call("session.end", ticket=busy, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=busy, outcome="accepted", note="")
    await second.until(lambda v: v["ticket"]["state"] == "offered" and v["ticket"]["estimate"])
    [(mean_ms, n)] = read(world.service, "SELECT mean_ms, n FROM service_time WHERE item = 'SS-01'")
    assert n == 1 and 7.5 * MINUTE_MS <= mean_ms < 8 * MINUTE_MS
