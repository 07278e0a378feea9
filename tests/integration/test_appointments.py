# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appointments from the first look at the calendar to the session; the service's clock is shifted to the day itself."""

import asyncio
import datetime
import sqlite3
import time
import zoneinfo

import pytest

from conftest import with_world
from service import RpcError, begin_session

MINUTE_MS = 60000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
NAME, PHONE = "陈阿梅", "+39 333 1234567"
ITEM = "SS-01"  # eight minutes


def now_ms():
    return int(time.time() * 1000)


def travel(service, to_ms):
    """The service stops, and starts again at another time."""
    service.stop()
    while "--clock-shift" in service.arguments:
        at = service.arguments.index("--clock-shift")
        del service.arguments[at:at + 2]
    service.arguments += ["--clock-shift", str((to_ms - now_ms()) // 1000)]
    service.start()


async def come_back(page):
    await page.until_closed()
    page.forget()
    return await page.connect()


async def refused(code, request):
    with pytest.raises(RpcError) as error:
        await request
    assert error.value.code == code, error.value


async def later_slots(kiosk, item=ITEM, **params):
    """The times that are two days away or more, so that every reminder is still to come."""
    slots = (await kiosk.call("appointment.slots", item=item, **params))["slots"]
    return [slot["start_ms"] for slot in slots if slot["start_ms"] > now_ms() + 2 * DAY_MS]


async def book(kiosk, start_ms, phone=PHONE, item=ITEM):
    """Returns the id and the code."""
    held = await kiosk.call("appointment.hold", item=item, languages=["zh"], start_ms=start_ms)
    await kiosk.call("appointment.book", appointment=held["appointment"], name=NAME, phone=phone)
    return held["appointment"], await kiosk.until(lambda v: v["appointment"]["code"])


def wall(at_ms, zone):
    return datetime.datetime.fromtimestamp(at_ms / 1000, zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def execute(service, sql, *values):
    with sqlite3.connect(service.data / "global-connect.sqlite") as store:
        return store.execute(sql, values).fetchall()


def history(service, appointment):
    return [row[0] for row in execute(
        service, "SELECT reason FROM appointment_event WHERE appointment = ? ORDER BY seq", appointment)]


@with_world
async def test_whole_story(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    starts = await later_slots(kiosk, languages=["zh"], age=72)
    assert len(starts) > 50 and starts == sorted(starts)
    held = (await kiosk.call("appointment.hold", item=ITEM, languages=["zh"], start_ms=starts[0], age=72))["appointment"]
    part = await kiosk.until(lambda v: v["appointment"])
    assert (part["id"], part["state"], part["code"], part["name"]) == (held, "held", None, "")
    assert 9 * MINUTE_MS < part["until_ms"] - now_ms() <= 10 * MINUTE_MS
    assert desk.view["appointments"] == []
    await refused("invalid", kiosk.call("appointment.book", appointment=held, name=NAME, phone="call me"))
    await kiosk.call("appointment.book", appointment=held, name=NAME, phone=PHONE)
    part = await kiosk.until(lambda v: v["appointment"]["state"] == "booked" and v["appointment"])
    code = part["code"]
    assert part["home_wall"] == wall(starts[0], "Asia/Shanghai") and part["point_wall"] == wall(starts[0], "Europe/Rome")
    assert not part["can_arrive"] and not part["late"] and not part["confirm"]
    [row] = await desk.until(lambda v: v["appointments"])
    assert (row["id"], row["phone"], row["state"]) == (held, "+393331234567", "booked") and "code" not in row

    # He leaves, comes to another kiosk, types the code as people do, and takes another time.
    await kiosk.call("appointment.leave", appointment=held)
    await kiosk.until(lambda v: v["appointment"] is None)
    other = await world.kiosk()
    found = await other.call("appointment.find", code=code.lower().replace("-", " "))
    assert found == {"appointment": held}
    await refused("unknown", kiosk.call("appointment.cancel", appointment=held))
    await refused("conflict", other.call("appointment.arrive", appointment=held))
    await refused("conflict", other.call("appointment.move", appointment=held, start_ms=starts[1] + 1))
    to_move = (await other.call("appointment.slots", appointment=held))["slots"]
    later = [slot["start_ms"] for slot in to_move if slot["start_ms"] > starts[3]][0]
    await other.call("appointment.move", appointment=held, start_ms=later)
    await other.until(lambda v: v["appointment"]["start_ms"] == later)

    # On the day, a little early.
    travel(world.service, later - 20 * MINUTE_MS)
    await come_back(other)
    assert other.view["appointment"]["can_arrive"]
    first = await other.call("appointment.arrive", appointment=held)
    # He steps back before he has a place, and comes once more.
    await other.call("ticket.leave", ticket=first["ticket"])
    await other.call("kiosk.clear")
    await other.until(lambda v: v["appointment"] is None and v["ticket"] is None)
    await other.call("appointment.find", code=code)
    assert (await other.until(lambda v: v["appointment"]))["state"] == "booked"
    made = await other.call("appointment.arrive", appointment=held)
    ticket = await other.until(lambda v: v["ticket"])
    assert made == {"ticket": ticket["id"], "number": ticket["number"]}
    assert (ticket["state"], ticket["name"], ticket["item"], ticket["slot_ms"]) == ("draft", NAME, ITEM, later)
    await other.call("ticket.join", ticket=ticket["id"])
    agent = await world.agent()
    await agent.call("agent.want", wanted="available")
    offer = await agent.until(lambda v: v["offer"])
    assert (offer["ticket"], offer["slot_ms"]) == (ticket["id"], later)
    assert agent.view["appointment"] is None
    await agent.call("offer.accept", ticket=ticket["id"])
    served = await agent.until(lambda v: v["appointment"])
    assert (served["id"], served["state"], served["code"]) == (held, "arrived", None)
    assert history(world.service, held) == ["held", "booked", "left", "found", "moved", "remind", "remind", "arrived",
                                            "reopened", "left", "found", "arrived"]
    log = world.service.log.read_text()
    assert NAME not in log and "3331234567" not in log and code not in log


@with_world
async def test_agent_proposes_the_next_time(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    starts = [slot["start_ms"] for slot in (await agent.call("appointment.slots", ticket=ticket))["slots"]]
    await refused("invalid", agent.call("appointment.slots", ticket=ticket, age=0))
    first = (await agent.call("appointment.propose", ticket=ticket, start_ms=starts[-1]))["appointment"]
    await kiosk.until(lambda v: v["appointment"]["state"] == "proposed")
    await kiosk.call("appointment.decline", appointment=first)
    await agent.until(lambda v: v["appointment"]["state"] == "declined")
    await kiosk.until(lambda v: v["appointment"] is None)
    second = (await agent.call("appointment.propose", ticket=ticket, start_ms=starts[-2]))["appointment"]
    part = await kiosk.until(lambda v: v["appointment"])
    assert (part["id"], part["name"], part["start_ms"], part["code"]) == (second, NAME, starts[-2], None)
    await kiosk.call("appointment.accept", appointment=second)
    await kiosk.until(lambda v: v["appointment"]["state"] == "booked" and v["appointment"]["code"])
    booked = await agent.until(lambda v: v["appointment"]["state"] == "booked" and v["appointment"])
    assert booked["code"] is None
    await agent.call("session.end", ticket=ticket, outcome="rebook")
    await agent.call("wrap_up.finish", ticket=ticket, outcome="rebook")
    await kiosk.call("kiosk.clear")
    await kiosk.until(lambda v: v["appointment"] is None and v["ticket"] is None)


@with_world
async def test_two_want_the_last_one(world):
    world.service.add_account("agent3", "agent", "陈晨", languages="fr")
    await world.agent("agent3")
    kiosks = [await world.kiosk("it-milan"), await world.kiosk("fr-paris")]
    starts = [set(await later_slots(kiosk, languages=["fr"])) for kiosk in kiosks]
    start = min(starts[0] & starts[1])
    for _ in range(5):
        # Both ask in the same batch of the queue, at points of their own, for the one who speaks French.
        tries = await asyncio.gather(
            *[k.call("appointment.hold", item=ITEM, languages=["fr"], start_ms=start) for k in kiosks],
            return_exceptions=True)
        won = [i for i, result in enumerate(tries) if isinstance(result, dict)]
        assert len(won) == 1, tries
        lost = tries[1 - won[0]]
        assert lost.code == "conflict"
        assert start not in await later_slots(kiosks[1 - won[0]], languages=["fr"])
        # Who holds it still sees it: he may take it again.
        assert start in await later_slots(kiosks[won[0]], languages=["fr"])
        await kiosks[won[0]].call("appointment.leave", appointment=tries[won[0]]["appointment"])


@with_world
async def test_sent_again(world):
    """An answer that was lost: the same request has its effect once."""
    kiosk = await world.kiosk()
    starts = await later_slots(kiosk)
    params = {"item": ITEM, "languages": ["zh"], "start_ms": starts[0]}
    first = await kiosk.call("appointment.hold", identifier="again-0001", **params)
    assert await kiosk.call("appointment.hold", identifier="again-0001", **params) == first
    assert len(execute(world.service, "SELECT id FROM appointment")) == 1
    booking = {"appointment": first["appointment"], "name": NAME, "phone": ""}
    await kiosk.call("appointment.book", identifier="again-0002", **booking)
    code = await kiosk.until(lambda v: v["appointment"]["code"])
    world.service.kill()
    world.service.start()
    await kiosk.until_closed()
    await kiosk.connect()
    assert await kiosk.call("appointment.book", identifier="again-0002", **booking) == {}
    assert kiosk.view["appointment"]["code"] == code


@with_world
async def test_killed_service_keeps_all(world):
    kiosks = [await world.kiosk() for _ in range(2)]
    starts = await later_slots(kiosks[0])
    booked, code = await book(kiosks[0], starts[0])
    held = (await kiosks[1].call("appointment.hold", item=ITEM, languages=["zh"], start_ms=starts[1]))["appointment"]
    world.service.kill()
    world.service.start()
    for kiosk in kiosks:
        await come_back(kiosk)
    assert (kiosks[0].view["appointment"]["id"], kiosks[0].view["appointment"]["code"]) == (booked, code)
    assert (kiosks[1].view["appointment"]["id"], kiosks[1].view["appointment"]["state"]) == (held, "held")
    await kiosks[1].call("appointment.book", appointment=held, name=NAME, phone="")
    rows = execute(world.service, "SELECT seq FROM appointment_event ORDER BY seq")
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


@with_world
async def test_too_late(world):
    kiosk = await world.kiosk()
    starts = await later_slots(kiosk)
    appointment, code = await book(kiosk, starts[0])
    travel(world.service, starts[0] + 20 * MINUTE_MS)
    await come_back(kiosk)
    part = await kiosk.until(lambda v: v["appointment"]["state"] == "no_show" and v["appointment"])
    assert part["late"] and part["can_arrive"]
    desk = await world.desk()
    assert [row["state"] for row in desk.view["appointments"]] == ["no_show"]
    made = await kiosk.call("appointment.arrive", appointment=appointment)
    await kiosk.call("ticket.join", ticket=made["ticket"])
    [row] = await desk.until(lambda v: [q for q in v["queue"] if q["state"] == "waiting"])
    assert (row["since_ms"], row["slot_ms"]) == (starts[0], starts[0])
    assert "appointment" not in row["boosts"]
    assert (await desk.until(lambda v: v["appointments"][0]["ticket"])) == made["ticket"]
    # The day is over: the code opens nothing any more.
    travel(world.service, starts[0] + DAY_MS)
    await come_back(kiosk)
    await refused("unknown", kiosk.call("appointment.find", code=code))


@with_world
async def test_two_no_shows(world):
    kiosk = await world.kiosk()
    starts = await later_slots(kiosk)
    for start in starts[:2]:
        await book(kiosk, start)
    travel(world.service, starts[1] + 20 * MINUTE_MS)
    await come_back(kiosk)
    desk = await world.desk()
    slots = [s["start_ms"] for s in (await kiosk.call("appointment.slots", item=ITEM))["slots"]]
    appointment, _ = await book(kiosk, slots[-1], phone="+39333 1234567")
    assert await kiosk.until(lambda v: v["appointment"]["confirm"])
    await desk.until(lambda v: [r["confirm"] for r in v["appointments"] if r["id"] == appointment] == [True])
    await desk.call("appointment.confirm", appointment=appointment)
    await kiosk.until(lambda v: not v["appointment"]["confirm"])


@with_world
async def test_by_the_desk(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    starts = await later_slots(kiosk)
    appointment, _ = await book(kiosk, starts[0])
    slots = [s["start_ms"] for s in (await desk.call("appointment.slots", appointment=appointment))["slots"]]
    to = [start for start in slots if start > starts[2]][0]
    await desk.call("appointment.propose", appointment=appointment, start_ms=to, note="公证员当日外出")
    proposal = await kiosk.until(lambda v: v["appointment"]["proposal"])
    assert (proposal["start_ms"], proposal["note"]) == (to, "公证员当日外出")
    await kiosk.call("appointment.accept", appointment=appointment)
    await kiosk.until(lambda v: v["appointment"]["start_ms"] == to and v["appointment"]["proposal"] is None)

    travel(world.service, to - 23 * HOUR_MS)
    desk = await world.desk()
    await desk.until(lambda v: v["appointments"][0]["remind"] == "day")
    await desk.call("appointment.reminded", appointment=appointment)
    await desk.until(lambda v: v["appointments"][0]["remind"] is None)
    await refused("conflict", desk.call("appointment.reminded", appointment=appointment))
    await refused("conflict", desk.call("appointment.confirm", appointment=appointment))
    await refused("invalid", desk.call("appointment.cancel", appointment=appointment))
    await desk.call("appointment.cancel", appointment=appointment, reason="本人来电取消")
    await desk.until(lambda v: v["appointments"][0]["state"] == "cancelled")
    await come_back(kiosk)
    assert kiosk.view["appointment"]["state"] == "cancelled"


@with_world
async def test_limits(world):
    kiosk = await world.kiosk()
    starts = await later_slots(kiosk)
    for start in starts[:8:2]:
        await book(kiosk, start)
    held = await kiosk.call("appointment.hold", item=ITEM, languages=["zh"], start_ms=starts[9])
    await refused("limit", kiosk.call("appointment.book", appointment=held["appointment"], name=NAME, phone=PHONE))
    for _ in range(5):
        await refused("unknown", kiosk.call("appointment.find", code="AAAAA-AAAAA"))
    await refused("limit", kiosk.call("appointment.find", code="AAAAA-AAAAA"))
    other = await world.kiosk()
    await refused("unknown", other.call("appointment.find", code="not a code"))


@with_world
async def test_closed_and_switched_off(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    starts = await later_slots(kiosk)
    until_ms = now_ms() + 3 * DAY_MS
    await desk.call("desk.point", point="it-milan", open=False, reason="premises", minutes=3 * 24 * 60)
    await kiosk.until(lambda v: v["point"]["closed"])
    left = [slot["start_ms"] for slot in (await kiosk.call("appointment.slots", item=ITEM))["slots"]]
    # What lies behind the closing is as it was, on the same grid.
    assert [start for start in left if start > until_ms + MINUTE_MS] == \
        [start for start in starts if start > until_ms + MINUTE_MS]
    assert min(left) >= until_ms - MINUTE_MS
    await desk.call("desk.point", point="it-milan", open=True)
    await desk.call("desk.item", item=ITEM, on=False, reason="authority")
    await kiosk.until(lambda v: v["items_off"])
    assert (await kiosk.call("appointment.slots", item=ITEM))["slots"] == []
    await refused("conflict", kiosk.call("appointment.hold", item=ITEM, languages=["zh"], start_ms=starts[0]))


@with_world
async def test_new_zone_data(world):
    """Rows as they would be if the clocks had been changed since they were booked."""
    kiosks = [await world.kiosk() for _ in range(2)]
    starts = await later_slots(kiosks[0])
    told, _ = await book(kiosks[0], starts[0])
    moved, _ = await book(kiosks[1], starts[1], phone="")
    world.service.stop()
    execute(world.service, "UPDATE appointment SET point_wall = '2026-01-01 09:30' WHERE id = ?", told)
    execute(world.service, "UPDATE appointment SET home_wall = ? WHERE id = ?",
            wall(starts[1] + HOUR_MS, "Asia/Shanghai"), moved)
    world.service.start()
    for kiosk in kiosks:
        await come_back(kiosk)
    await kiosks[0].until(lambda v: v["appointment"]["change"] == "point_clock")
    assert kiosks[0].view["appointment"]["point_wall"] == wall(starts[0], "Europe/Rome")
    part = await kiosks[1].until(lambda v: v["appointment"]["change"] == "moved" and v["appointment"])
    assert part["start_ms"] == starts[1] + HOUR_MS
    assert part["home_wall"] == wall(starts[1] + HOUR_MS, "Asia/Shanghai")
    for kiosk, appointment in zip(kiosks, (told, moved)):
        await kiosk.call("appointment.accept", appointment=appointment)
        await kiosk.until(lambda v: v["appointment"]["change"] is None)
    assert history(world.service, moved)[-2:] == ["clock_changed", "seen"]


def unfold(text):
    """The lines of a calendar file, folded ones joined (RFC 5545, 3.1)."""
    assert text.replace("\r\n", "").count("\n") == 0
    return text.replace("\r\n ", "").split("\r\n")


@with_world
async def test_calendar_file(world):
    kiosk = await world.kiosk()
    starts = await later_slots(kiosk)
    appointment, code = await book(kiosk, starts[0])
    url = world.service.url + "/api/appointment.ics"
    stranger = await world.page("kiosk")

    async def read(**query):
        async with stranger.http.get(url, params=query) as answer:
            return answer.status, answer.headers, await answer.text()

    def utc(at_ms):
        return datetime.datetime.fromtimestamp(at_ms / 1000, datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")

    status, headers, text = await read(code=code)
    assert status == 200 and headers["Content-Type"].startswith("text/calendar")
    assert headers["Content-Disposition"].startswith("attachment")
    lines = unfold(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines.count("BEGIN:VALARM") == 2
    for line in (f"UID:{appointment}@global-connect", f"DTSTART:{utc(starts[0])}",
                 f"DTEND:{utc(starts[0] + 8 * MINUTE_MS)}", "SEQUENCE:0", "STATUS:CONFIRMED"):
        assert line in lines, (line, lines)
    assert NAME not in text and "3331234567" not in text
    await kiosk.call("appointment.cancel", appointment=appointment)
    lines = unfold((await read(code=code.lower()))[2])
    assert "STATUS:CANCELLED" in lines and "SEQUENCE:1" in lines and "BEGIN:VALARM" not in lines
    for _ in range(20):
        assert (await read(code="AAAAA-AAAAA"))[0] == 404
    assert (await read(code=code))[0] == 429
