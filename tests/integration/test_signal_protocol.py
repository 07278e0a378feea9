# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/protocol.md against the service: every request of the page is taken, every answer and view has its shape."""

import asyncio
import json
import re

import pytest

from conftest import with_world
from service import SOURCE, RpcError, begin_session, take_place

PAGE = (SOURCE / "docs/protocol.md").read_text()


CHAPTERS = {"Requests of the kiosk": "kiosk", "Requests of the agent": "agent", "Requests of the desk": "desk"}


def sections():
    """(whose requests they are, heading, text) of each section."""
    whose = "kiosk"
    for section in re.split(r"^#{2,3} ", PAGE, flags=re.M)[1:]:
        heading = section.splitlines()[0]
        if f"\n## {heading}\n" in PAGE:
            whose = CHAPTERS.get(heading, "kiosk")
        yield whose, heading, section


def blocks():
    """(whose, heading, kind, value) of each example."""
    found = []
    for whose, heading, section in sections():
        for kind, text in re.findall(r"^```json (\w+)\n(.*?)^```", section, flags=re.M | re.S):
            found.append((whose, heading, kind, json.loads(text)))
    return found


WHOSE_BLOCKS = blocks()
BLOCKS = [block[1:] for block in WHOSE_BLOCKS]


def example(heading, kind):
    return next(value for h, k, value in BLOCKS if h == heading and k == kind)


def shape(value):
    """What kind of value it is; lists by their first element, null fits anything."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return {bool: "boolean", int: "integer", str: "string", type(None): None}[type(value)]


def fits(wanted, have, path="view"):
    """Whether `have` is as the example `wanted`, member by member."""
    if wanted is None or have is None:
        return
    assert type(wanted) is type(have), f"{path}: {have}, the page says {wanted}"
    if isinstance(wanted, dict):
        assert set(wanted) == set(have), f"{path}: {sorted(have)}, the page says {sorted(wanted)}"
        for key in wanted:
            fits(wanted[key], have[key], f"{path}.{key}")
    elif isinstance(wanted, list):
        for element in have[:1]:
            if wanted:
                fits(wanted[0], element, path + "[]")
    else:
        assert wanted == have, f"{path}: {have}, the page says {wanted}"


def check(wanted, have):
    fits(shape(wanted), shape(have))


def test_there_are_examples():
    kinds = [kind for _, kind, _ in BLOCKS]
    assert kinds.count("request") >= 22 and kinds.count("response") >= 22 and kinds.count("view") == 5
    for heading, kind, value in BLOCKS:
        if kind == "request" and "jsonrpc" in value:
            assert value["method"] == heading


@with_world
async def test_http(world):
    code = world.service.enrol_code()
    kiosk, agent = await world.page("kiosk"), await world.page("agent")
    enrol = example("POST /api/enrol", "request")
    assert set(enrol) == {"page", "code"} and re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", enrol["code"])
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    status, body = await kiosk.post("/api/enrol", {**enrol, "code": code})
    assert status == 200
    assert body == example("POST /api/enrol", "response")
    status, body = await agent.post("/api/login", example("POST /api/login", "request"))
    assert status == 200
    assert body == example("POST /api/login", "response")
    async with kiosk.http.get(world.service.url + "/api/session?page=kiosk") as answer:
        assert await answer.json() == example("GET /api/session?page=kiosk", "response")
    status, body = await kiosk.post("/api/pass", example("POST /api/pass", "request"))
    assert status == 200
    check(example("POST /api/pass", "response"), body)
    status, body = await agent.post("/api/logout", example("POST /api/logout", "request"))
    assert status == 204 and body is None


@with_world
async def test_catalogue(world):
    page = await world.page("kiosk")
    async with page.http.get(world.service.url + "/api/catalogue") as answer:
        assert answer.status == 200
        etag, body = answer.headers["ETag"], await answer.json()
    wanted = example("GET /api/catalogue", "response")
    assert (len(body["points"]), len(body["hubs"]), len(body["items"])) == (18, 7, 100)
    for part in ("points", "hubs", "items"):
        for entry in body[part]:
            assert set(entry) == set(wanted[part][0]), entry
    for item in body["items"]:
        for material in item["materials"]:
            check(wanted["items"][0]["materials"][0], material)
    async with page.http.get(world.service.url + "/api/catalogue", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304


@with_world
async def test_requests_are_understood(world):
    """Each request as it stands on the page: it may be refused for the state, never for its form."""
    pages = {"kiosk": await world.kiosk(), "agent": await world.agent(), "desk": await world.desk()}
    for whose, heading, kind, value in WHOSE_BLOCKS:
        if kind != "request" or "jsonrpc" not in value or heading == "hello":
            continue
        try:
            result = await pages[whose].call(value["method"], identifier=value["id"], **value["params"])
            check(example(heading, "response")["result"], result)
        except RpcError as error:
            assert error.number == -32000 and error.code in ("conflict", "unknown", "unavailable"), (heading, error)


# Members that may be left out without another taking their place.
OPTIONAL = {
    "appointment.hold": ("age",),
    "appointment.propose": ("note",),
    "appointment.slots": ("age", "languages"),
    "desk.announce": ("point", "minutes"),
    "desk.item": ("point", "note"),
    "desk.point": ("note", "minutes"),
    "kiosk.devices": ("camera", "microphone", "document"),
    "ticket.create": ("more_items",),
}


def is_proper(heading, member, value):
    """Whether what is wrong elsewhere is right here."""
    optional = member in OPTIONAL.get(heading, ())
    left_out = value is None or (member, value) in (("note", ""), ("more_items", []))
    return optional and left_out or member in ("open", "on", "private") and value is True


async def mistype(page, whose):
    """Sends each request of that page with each member wrong in each way; returns how many that were."""
    wrong = [None, True, -1, 2**63 - 1, 1.5, "", "x" * 70000, [], [1], {}, {"a": 1}, "\ud83d\ude00" * 3000]
    tried = 0
    for of, heading, kind, value in WHOSE_BLOCKS:
        if of != whose or kind != "request" or "jsonrpc" not in value or heading in ("hello", "ping", "kiosk.clear"):
            continue
        for member in [*value["params"], "unknown_member"]:
            for bad in wrong:
                params = {**value["params"], member: bad}
                if len(json.dumps(params)) > 60000 or is_proper(heading, member, bad):
                    continue
                tried += 1
                await asyncio.sleep(0.04)  # below the limit of messages a second
                with pytest.raises(RpcError) as refused:
                    await page.call(value["method"], **params)
                assert refused.value.code in ("invalid", "conflict", "unknown", "unavailable"), (heading, member, bad)
                if isinstance(bad, (list, dict, float)) or member == "unknown_member":
                    assert refused.value.number == -32602, (heading, member, bad)
    await page.call("ping")
    return tried


@with_world
async def test_mistyped_members_are_refused(world):
    pages = {"kiosk": await world.kiosk(), "agent": await world.agent(), "desk": await world.desk()}
    assert pages.keys() == {whose for whose, *_ in WHOSE_BLOCKS}
    tried = await asyncio.gather(*(mistype(page, whose) for whose, page in pages.items()))
    assert sum(tried) > 200 and min(tried) > 0


@with_world
async def test_views(world):
    wanted = {heading: value for heading, kind, value in BLOCKS if kind == "view"}
    kiosk, other, one, two, desk = (await world.kiosk(), await world.kiosk(), await world.agent("agent1"),
                                    await world.agent("agent2"), await world.desk())
    fresh = await (await world.page("desk")).login("desk1")
    await fresh.open()
    hello = example("hello", "response")["result"]
    check({**hello, "view": None}, {**await fresh.hello(), "view": None})
    ticket = await begin_session(kiosk, one)
    await one.call("session.message", ticket=ticket, text="你好")
    await kiosk.until(lambda v: v["session"]["messages"])
    relay = wanted["relay (every page)"]
    for page in (kiosk, one, desk):
        check({"relay": {**relay["relay"]}}, {"relay": page.view["relay"]})
    view = {k: v for k, v in kiosk.view.items() if k != "relay"}
    check(wanted["kiosk"], view)
    await two.call("agent.want", wanted="available")
    await one.until(lambda v: v["colleagues"])
    slots = (await one.call("appointment.slots", ticket=ticket))["slots"]
    await one.call("appointment.propose", ticket=ticket, start_ms=slots[0]["start_ms"])
    proposed = await kiosk.until(lambda v: v["appointment"]["id"])
    await one.until(lambda v: v["appointment"])
    check(wanted["agent"], {k: v for k, v in one.view.items() if k != "relay"})
    await kiosk.call("appointment.accept", appointment=proposed)
    await desk.call("appointment.propose", appointment=proposed, start_ms=slots[-1]["start_ms"], note="公证员当日外出")
    await kiosk.until(lambda v: v["appointment"]["proposal"] and v["appointment"]["code"])
    await desk.until(lambda v: v["appointments"][0]["proposal"])
    await one.call("session.transfer", ticket=ticket, agent="agent2")
    await two.until(lambda v: v["offer"])
    for page in (one, two):
        check(wanted["agent"], {k: v for k, v in page.view.items() if k != "relay"})
    await take_place(other)
    queue = await desk.until(lambda v: len(v["queue"]) == 2 and v["queue"])
    display = await world.display()
    await desk.call("desk.announce", ticket=queue[-1]["ticket"], texts={"zh": "请您准备好护照原件。"})
    await desk.call("desk.announce", point="it-milan", texts={"zh": "请耐心等候。", "it": "Oggi si attende di più."})
    await desk.call("desk.item", item="PR-01", point="it-milan", on=False, reason="authority", note="系统升级")
    await desk.call("desk.point", point="it-milan", open=False, reason="premises", note="水管漏水", minutes=120)
    for page in (kiosk, desk, display):
        await page.until(lambda v: v["announcements"])
    await kiosk.until(lambda v: v["items_off"] and v["point"]["closed"])
    await desk.until(lambda v: v["items_off"] and v["points"][0]["closed"])
    check(wanted["kiosk"], {k: v for k, v in kiosk.view.items() if k != "relay"})
    check(wanted["desk"], {k: v for k, v in desk.view.items() if k != "relay"})
    await display.until(lambda v: v["in_session"] and v["line"] and v["point"]["closed"])
    check(wanted["display"], {k: v for k, v in display.view.items() if k != "relay"})
    names = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert {"agent_lost", "requeued", "returned_ahead", "lines_joined", "auto_break"} <= names
