# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures of papers: they come in parts, through crashes, are what was said, and only their session sees them."""

import asyncio
import hashlib
import random
import sqlite3

import pytest

from conftest import with_world
from service import RpcError, begin_session, take_place
from test_signal_protocol import check, example

PART = 32768


def picture(size=100_000, seed=1, head=b"\xff\xd8\xff\xe0"):
    return head + random.Random(seed).randbytes(size - len(head))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


async def announce(kiosk, ticket, data, **changes):
    params = {"ticket": ticket, "type": "image/jpeg", "size": len(data), "sha256": sha256(data), **changes}
    return await kiosk.call("still.begin", **params)


async def post(page, still, first, data, **headers):
    headers = {"Origin": page.service.url, "Content-Type": "application/octet-stream", **headers}
    url = f"{page.service.url}/api/still?still={still}&first={first}"
    async with page.http.post(url, data=data, headers=headers) as answer:
        return answer.status, await answer.json()


async def send(kiosk, still, data, start=0, end=None):
    """Part by part, as the page does it; returns the last answer."""
    first, body = start, None
    while first < (end or len(data)):
        status, body = await post(kiosk, still, first, data[first:first + PART])
        assert status == 200, body
        first = body["received"]
    return body


async def get(page, still):
    async with page.http.get(f"{page.service.url}/api/still?still={still}") as answer:
        return answer.status, answer.headers, await answer.read()


async def refused(call):
    with pytest.raises(RpcError) as error:
        await call
    return error.value.code


def pictures(view):
    return view["stills"]["pictures"]


@with_world
async def test_story(world):
    """Asked for, sent, seen, gone."""
    kiosk, agent = await world.kiosk(), await world.agent()
    assert kiosk.view["stills"] is None and agent.view["stills"] is None
    ticket = await begin_session(kiosk, agent)
    await kiosk.until(lambda v: v["stills"] == {"asked_ms": None, "dropped": None, "pictures": []})
    await agent.call("still.ask", ticket=ticket)
    await kiosk.until(lambda v: v["stills"]["asked_ms"])

    data = picture()
    begun = await announce(kiosk, ticket, data)
    assert begun["received"] == 0
    row = await agent.until(lambda v: pictures(v)[0], "the announced picture")
    assert agent.view["stills"]["asked_ms"] is None
    check(example("agent", "view")["stills"], agent.view["stills"])
    assert (row["size"], row["sha256"], row["whole_ms"]) == (len(data), sha256(data), None)
    status, answer = await post(kiosk, begun["still"], 0, data[:PART])
    assert status == 200 and answer == {"received": PART, "whole": False}
    await agent.until(lambda v: pictures(v)[0]["received"] == PART, "progress")
    assert (await get(agent, begun["still"]))[0] == 404
    assert await send(kiosk, begun["still"], data, PART) == {"received": len(data), "whole": True}
    await agent.until(lambda v: pictures(v)[0]["whole_ms"], "the whole picture")

    status, headers, body = await get(agent, begun["still"])
    assert status == 200 and body == data
    assert headers["Content-Type"] == "image/jpeg" and headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    await agent.call("still.seen", ticket=ticket, still=begun["still"])
    await kiosk.until(lambda v: pictures(v)[0]["seen_ms"], "what the agent has")
    # Known, but not yet cleaned up by a page: the same picture once more is the same.
    assert await announce(kiosk, ticket, data) == {"still": begun["still"], "received": len(data)}

    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await kiosk.until(lambda v: v["stills"] is None, "the end")
    # While he writes up what he did the agent may look at it, and then nobody.
    assert (await get(agent, begun["still"]))[0] == 200
    await agent.call("wrap_up.finish", ticket=ticket, note="")
    await agent.until(lambda v: v["session"] is None and v["stills"] is None)
    assert (await get(agent, begun["still"]))[0] == 404
    assert rows(world.service) == [(0, 0)]
    log = world.service.log.read_text()
    assert sha256(data) not in log and begun["still"] not in log


def rows(service):
    with sqlite3.connect(f"file:{service.data}/global-connect.sqlite?mode=ro", uri=True) as store:
        return store.execute("SELECT (SELECT count(*) FROM still), (SELECT count(*) FROM still_part)").fetchall()


@with_world
async def test_resume_after_a_crash(world):
    """Killed in the middle, the service has what it answered for; the kiosk goes on from there."""
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    data = picture(300_000)
    still = (await announce(kiosk, ticket, data))["still"]
    await send(kiosk, still, data, end=4 * PART)

    world.service.kill()
    await kiosk.until_closed()
    await agent.until_closed()
    with pytest.raises(OSError):
        await post(kiosk, still, 4 * PART, data[4 * PART:5 * PART])
    world.service.start()
    # The page's own part goes on before it has a socket again.
    status, answer = await post(kiosk, still, 4 * PART, data[4 * PART:5 * PART])
    assert status == 200 and answer["received"] == 5 * PART
    await kiosk.connect()
    await agent.connect()
    await agent.until(lambda v: pictures(v)[0]["received"] == 5 * PART)
    assert await announce(kiosk, ticket, data) == {"still": still, "received": 5 * PART}
    assert (await send(kiosk, still, data, 5 * PART))["whole"]
    assert (await get(agent, still))[2] == data

    # A start after the end of the ticket finds nothing, though the removal was never written.
    world.service.kill()
    with sqlite3.connect(f"{world.service.data}/global-connect.sqlite") as store:
        store.execute("UPDATE still SET ticket = 'gone'")
    world.service.start()
    await agent.connect()
    assert pictures(agent.view) == []
    await agent.call("ping")
    assert (await get(agent, still))[0] == 404
    assert rows(world.service) == [(0, 0)]


@with_world
async def test_parts_out_of_order(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    data = picture()
    still = (await announce(kiosk, ticket, data))["still"]
    # A gap, what is there already, what reaches over it, and what lies beyond the end.
    assert (await post(kiosk, still, 100, data[100:200]))[0] == 409
    assert (await post(kiosk, still, 0, data[:PART]))[1]["received"] == PART
    assert (await post(kiosk, still, 0, data[:PART]))[1]["received"] == PART
    assert (await post(kiosk, still, 1000, data[1000:1000 + PART]))[1]["received"] == 1000 + PART
    status, answer = await post(kiosk, still, len(data) - 10, data[:11])
    assert status == 400 and answer["error"]["code"] == "invalid"
    assert (await post(kiosk, still, 1000 + PART, b""))[0] == 429
    for first in ("-1", "x", "99999999999999999999", ""):
        assert (await post(kiosk, still, first, data[:10]))[0] == 400
    assert (await send(kiosk, still, data, 1000 + PART))["whole"]
    assert (await get(agent, still))[2] == data
    # Whole: nothing is added, a lost answer is given again.
    assert (await post(kiosk, still, len(data) - 10, data[-10:]))[1] == {"received": len(data), "whole": True}


@with_world
async def test_wrong_hash(world):
    """Nobody sees a picture that is not the one that was announced; the same one may be sent again."""
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    data = picture(50_000)
    damaged = data[:40_000] + b"?" + data[40_001:]
    still = (await announce(kiosk, ticket, data))["still"]
    assert (await post(kiosk, still, 0, damaged[:PART]))[0] == 200
    status, answer = await post(kiosk, still, PART, damaged[PART:])
    assert status == 400 and answer["error"]["code"] == "invalid" and "SHA-256" in answer["error"]["message"]
    await agent.until(lambda v: pictures(v) == [])
    assert rows(world.service) == [(0, 0)] and (await get(agent, still))[0] == 404
    assert (await post(kiosk, still, 0, data[:PART]))[0] == 404

    again = (await announce_later(kiosk, ticket, data))["still"]
    assert again != still and (await send(kiosk, again, data))["whole"]
    assert (await get(agent, again))[2] == data


@with_world
async def test_limits(world):
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    data = picture(20_000)
    for changes in ({"size": 3145729}, {"size": 15}, {"type": "image/svg+xml"}, {"sha256": "ff"}):
        assert await refused(announce(kiosk, ticket, data, **changes)) == "invalid"
    still = (await announce(kiosk, ticket, data))["still"]
    # What it says it is, it must be.
    for head in (b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        status, answer = await post(kiosk, still, 0, picture(head=head)[:PART])
        assert status == 400
    # The edge: too long, another type of body, another origin, no length.
    assert (await post(kiosk, still, 0, bytes(PART + 1)))[0] == 413
    assert (await post(kiosk, still, 0, b"{}", **{"Content-Type": "application/json"}))[0] == 415
    assert (await post(kiosk, still, 0, data, Origin="https://elsewhere.example"))[0] == 403
    assert (await kiosk.post("/api/login", {"page": "kiosk", "account": "x" * 5000, "password": ""}))[0] == 413
    # Too soon after the last one; and one that is under way makes room for the next.
    assert await refused(announce(kiosk, ticket, picture(20_000, 2))) == "limit"
    other = (await announce_later(kiosk, ticket, picture(20_000, 2)))["still"]
    await agent.until(lambda v: [p["id"] for p in pictures(v)] == [other])
    assert (await post(kiosk, still, 0, data))[0] == 404 and rows(world.service) == [(1, 0)]
    # With 20 of them there is no room for another.
    with sqlite3.connect(f"{world.service.data}/global-connect.sqlite") as store:
        for n in range(20):
            store.execute("INSERT INTO still SELECT ?, ticket, type, size, ?, at_ms, 1, 0 FROM still WHERE id = ?",
                          (f"full{n}", bytes([n] * 32), other))
    world.service.kill()
    world.service.start()
    await kiosk.connect()
    assert await refused(announce(kiosk, ticket, data)) == "limit"


@with_world
async def test_others_are_refused(world):
    """Neither another kiosk nor another agent, and nobody who is not signed in; a guest sees it."""
    kiosk, agent, guest = await world.kiosk(), await world.agent("agent1"), await world.agent("agent2")
    stranger, display, desk = await world.kiosk("fr-paris"), await world.display(), await world.desk()
    ticket = await begin_session(kiosk, agent)
    data = picture(20_000)
    still = (await announce(kiosk, ticket, data))["still"]
    nobody = await world.page("kiosk")

    assert await refused(announce(stranger, ticket, data)) == "unknown"
    assert await refused(agent.call("still.begin", ticket=ticket, type="image/jpeg", size=20_000,
                                    sha256=sha256(data))) == "denied"
    assert await refused(guest.call("still.ask", ticket=ticket)) == "unknown"
    assert await refused(kiosk.call("still.ask", ticket=ticket)) == "denied"
    assert await refused(desk.call("still.ask", ticket=ticket)) == "denied"
    assert (await post(stranger, still, 0, data))[0] == 404
    for page in (nobody, agent, display, desk):
        assert (await post(page, still, 0, data))[0] == 401
    assert (await send(kiosk, still, data))["whole"]
    assert await refused(guest.call("still.seen", ticket=ticket, still=still)) == "unknown"
    assert await refused(agent.call("still.seen", ticket=ticket, still="s0")) == "unknown"
    for page, status in ((agent, 200), (guest, 404), (kiosk, 401), (stranger, 401), (desk, 401), (nobody, 401)):
        assert (await get(page, still))[0] == status
    assert (await get(agent, "../../etc/passwd"))[0] == 400
    assert still not in str(guest.view) and still not in str(desk.view) and still not in str(display.view)

    await guest.call("agent.want", wanted="available")
    await agent.until(lambda v: v["colleagues"])
    await agent.call("session.invite", ticket=ticket, agent="agent2", private=False)
    await guest.until(lambda v: v["offer"]["ticket"] == ticket)
    await guest.call("offer.accept", ticket=ticket)
    await guest.until(lambda v: pictures(v)[0]["id"] == still)
    assert (await get(guest, still))[2] == data
    await agent.call("session.dismiss", ticket=ticket, agent="agent2")
    await guest.until(lambda v: v["stills"] is None)
    assert (await get(guest, still))[0] == 404


@with_world
async def test_dropped(world):
    """The resident says no, or goes, in the middle of it."""
    kiosk, agent = await world.kiosk(), await world.agent()
    ticket = await begin_session(kiosk, agent)
    await agent.call("still.ask", ticket=ticket)
    await kiosk.call("still.drop", ticket=ticket, reason="declined")
    dropped = await agent.until(lambda v: v["stills"]["dropped"])
    assert dropped["reason"] == "declined" and agent.view["stills"]["asked_ms"] is None
    assert await refused(kiosk.call("still.drop", ticket=ticket, reason="bored")) == "invalid"

    data = picture()
    still = (await announce_later(kiosk, ticket, data))["still"]
    assert (await post(kiosk, still, 0, data[:PART]))[0] == 200
    await kiosk.call("still.drop", ticket=ticket, reason="failed")
    await agent.until(lambda v: pictures(v) == [] and v["stills"]["dropped"]["reason"] == "failed")
    assert (await post(kiosk, still, PART, data[PART:2 * PART]))[0] == 404 and rows(world.service) == [(0, 0)]

    still = (await announce_later(kiosk, ticket, data))["still"]
    assert (await post(kiosk, still, 0, data[:PART]))[0] == 200
    await kiosk.call("session.leave", ticket=ticket)
    await agent.until(lambda v: v["session"]["state"] == "wrap_up")
    assert (await post(kiosk, still, PART, data[PART:2 * PART]))[0] == 404 and rows(world.service) == [(0, 0)]
    assert await refused(announce(kiosk, ticket, data)) == "conflict"


async def announce_later(kiosk, ticket, data):
    """As soon as the last one is long enough ago."""
    for _ in range(100):
        try:
            return await announce(kiosk, ticket, data)
        except RpcError as error:
            assert error.code == "limit"
        await asyncio.sleep(0.05)
    raise AssertionError("still too soon")


@with_world
async def test_no_session(world):
    kiosk = await world.kiosk()
    ticket = await take_place(kiosk)
    assert await refused(announce(kiosk, ticket, picture())) == "conflict"
