# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The display of a waiting room, notices to those who wait, points and items that are switched off."""

import json
import sqlite3

import pytest

from conftest import with_world
from service import SIGNAL, Page, RpcError, begin_session, command, take_place

TEXTS = {"zh": "今天叫号较慢，请耐心等候。", "it": "Oggi si attende di più."}


async def refused(call):
    with pytest.raises(RpcError) as error:
        await call
    return error.value


async def code_of(call):
    return (await refused(call)).code


def rows(service, sql):
    with sqlite3.connect(f"file:{service.data}/global-connect.sqlite?mode=ro", uri=True) as store:
        return store.execute(sql).fetchall()


@with_world
async def test_display_shows_numbers_alone(world):
    agent, other, display = await world.agent(), await world.agent("agent2"), await world.display()
    far, kiosks = await world.kiosk("fr-paris"), [await world.kiosk() for _ in range(4)]
    await begin_session(kiosks[0], agent)
    for kiosk in kiosks[1:]:
        await take_place(kiosk, name="陈阿梅")
    await display.until(lambda v: v["in_session"] == ["M001"] and v["line"] == ["M002", "M003", "M004"])
    assert display.view["waiting"] == 3 and display.view["called"] == []
    await other.call("agent.want", wanted="available")
    called = await display.until(lambda v: v["called"])
    assert [c["number"] for c in called] == ["M002"] and display.view["line"] == ["M003", "M004"]
    await other.call("offer.accept", ticket=await other.until(lambda v: v["offer"]["ticket"]))
    # Of another point nothing is seen: what comes next is about the own one.
    await take_place(far)
    await kiosks[3].call("ticket.leave", ticket=kiosks[3].view["ticket"]["id"])
    await display.until(lambda v: v["line"] == ["M003"] and v["waiting"] == 1)
    assert [c["number"] for c in display.view["called"]] == ["M002"] and display.view["in_session"] == ["M001"]
    text = json.dumps(display.view, ensure_ascii=False)
    assert "陈阿梅" not in text and "SS-01" not in text and "林晓" not in text


@with_world
async def test_display_says_hello_and_ping_alone(world):
    display = await world.display()
    await display.call("ping")
    for method, params in (("kiosk.clear", {}), ("media.offer", {"sdp": "v=0"}), ("ticket.leave", {"ticket": "x"}),
                           ("desk.announce", {"texts": TEXTS})):
        assert await code_of(display.call(method, **params)) == "denied"


@with_world
async def test_a_code_is_for_one_page(world):
    code = world.service.enrol_code("it-milan", "display")
    kiosk, display, agent = await world.page("kiosk"), await world.page("display"), await world.page("agent")
    assert (await kiosk.post("/api/enrol", {"code": code}))[0] == 401
    assert (await agent.post("/api/enrol", {"page": "agent", "code": code}))[0] == 400
    assert (await display.post("/api/login", {"page": "display", "account": "x", "password": "y"}))[0] == 400
    status, body = await display.post("/api/enrol", {"page": "display", "code": code})
    assert (status, body) == (200, {"role": "display", "point": "it-milan", "name": "米兰海外服务点"})
    async with display.http.get(world.service.url + "/api/session?page=display") as answer:
        assert (await answer.json())["account"] == "display-it-milan-1"
    # The cookie of one page is none of another.
    async with display.http.get(world.service.url + "/api/session?page=kiosk") as answer:
        assert answer.status == 401
    assert "display-it-milan-1\tit-milan" in command("kiosk", "list", "--data", str(world.service.data))


@with_world
async def test_display_lives_through_a_restart(world):
    kiosk, display = await world.kiosk(), await world.display()
    await take_place(kiosk)
    await display.until(lambda v: v["line"] == ["M001"])
    world.service.kill()
    world.service.start()
    await display.until_closed()
    await display.connect()
    await display.until(lambda v: v["line"] == ["M001"])


@with_world
async def test_notices_reach_those_they_are_for(world):
    first, second, far = await world.kiosk(), await world.kiosk(), await world.kiosk("fr-paris")
    display, desk = await world.display(), await world.desk()
    one = await take_place(first)
    await take_place(second)
    for_all = (await desk.call("desk.announce", texts={"zh": "  全体  "}, minutes=480))["announcement"]
    milan = (await desk.call("desk.announce", texts=TEXTS, point="it-milan"))["announcement"]
    alone = (await desk.call("desk.announce", texts={"zh": "请备好护照"}, ticket=one))["announcement"]

    def ids(view):
        return [a["id"] for a in view["announcements"]]

    await first.until(lambda v: ids(v) == [alone, milan, for_all])
    await second.until(lambda v: ids(v) == [milan, for_all])
    await far.until(lambda v: ids(v) == [for_all])
    shown = await display.until(lambda v: ids(v) == [alone, milan, for_all] and v["announcements"])
    assert [a["number"] for a in shown] == ["M001", None, None]
    assert shown[2]["text"] == {"zh": "全体", "en": None, "it": None, "fr": None}
    assert shown[2]["until_ms"] - shown[2]["at_ms"] == 480 * 60000
    assert shown[1]["until_ms"] - shown[1]["at_ms"] == 30 * 60000
    listed = await desk.until(lambda v: ids(v) == [alone, milan, for_all] and v["announcements"])
    assert [(a["point"], a["ticket"], a["by"]) for a in listed] == [
        ("it-milan", one, "周敏"), ("it-milan", None, "周敏"), (None, None, "周敏")]
    await desk.call("desk.withdraw", announcement=for_all)
    await far.until(lambda v: v["announcements"] == [])
    assert await code_of(desk.call("desk.withdraw", announcement=for_all)) == "unknown"
    await first.call("ticket.leave", ticket=one)
    await desk.until(lambda v: ids(v) == [milan])
    assert await code_of(desk.call("desk.announce", texts=TEXTS, ticket=one)) == "unknown"


@with_world
async def test_bad_notices_are_named(world):
    desk = await world.desk()
    for params, word in (
        ({"texts": {}}, "texts"),
        ({"texts": {"zh": ""}}, "zh"),
        ({"texts": {"zh": " \u3000 "}}, "zh"),
        ({"texts": {"it": "x" * 201}}, "it"),
        ({"texts": {"de": "Bitte warten"}}, "de"),
        ({"texts": TEXTS, "minutes": 0}, "minutes"),
        ({"texts": TEXTS, "minutes": 481}, "minutes"),
        ({"texts": TEXTS, "point": "atlantis"}, "atlantis"),
        ({"texts": TEXTS, "point": "it-milan", "ticket": "t"}, "point"),
    ):
        error = await refused(desk.call("desk.announce", **params))
        assert error.code == "invalid" and word in str(error), (params, error)
    for method, params, word in (
        ("desk.point", {"point": "atlantis", "open": False, "reason": "staff"}, "atlantis"),
        ("desk.point", {"point": "it-milan", "open": False}, "reason"),
        ("desk.point", {"point": "it-milan", "open": False, "reason": "mood"}, "mood"),
        ("desk.item", {"item": "XX-99", "on": False, "reason": "staff"}, "XX-99"),
        ("desk.item", {"item": "SS-01", "on": False, "reason": "staff", "minutes": 43201}, "minutes"),
    ):
        error = await refused(desk.call(method, **params))
        assert error.code == "invalid" and word in str(error), (method, params, error)
    assert await code_of(desk.call("desk.point", point="it-milan", open=True)) == "conflict"
    assert await code_of(desk.call("desk.item", item="SS-01", on=True)) == "conflict"


@with_world
async def test_200_notices_are_live_at_most(world):
    desks = [await world.desk() for _ in range(4)]
    for i in range(50):
        for desk in desks:
            await desk.call("desk.announce", texts={"zh": f"通知 {i}"})
    assert await code_of(desks[0].call("desk.announce", texts=TEXTS)) == "limit"
    every = await desks[0].until(lambda v: len(v["announcements"]) == 200 and v["announcements"])
    await desks[0].call("desk.withdraw", announcement=every[0]["id"])
    await desks[0].call("desk.announce", texts=TEXTS)


@with_world
async def test_a_request_that_is_sent_again_announces_once(world):
    desk = await world.desk()
    made = await desk.call("desk.announce", identifier="desk-again-1", texts=TEXTS)
    assert await desk.call("desk.announce", identifier="desk-again-1", texts=TEXTS) == made
    world.service.kill()
    world.service.start()
    await desk.until_closed()
    await desk.connect()
    assert await desk.call("desk.announce", identifier="desk-again-1", texts=TEXTS) == made
    assert len(rows(world.service, "SELECT id FROM announcement")) == 1


@with_world
async def test_a_closed_point_takes_nobody_new(world):
    kiosk, waiting, far, desk = (await world.kiosk(), await world.kiosk(), await world.kiosk("fr-paris"),
                                 await world.desk())
    ticket = await take_place(waiting)
    draft = (await kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈阿梅"))["ticket"]
    await desk.call("desk.point", point="it-milan", open=False, reason="premises", note="水管漏水")
    await kiosk.until(lambda v: v["point"]["closed"] == {"reason": "premises", "until_ms": None})
    assert kiosk.view["point"]["open"] is False and kiosk.view["point"]["next_open_ms"] is None
    assert await code_of(kiosk.call("ticket.join", ticket=draft)) == "conflict"
    await kiosk.call("ticket.leave", ticket=draft)
    await kiosk.call("kiosk.clear")
    assert await code_of(kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈")) == "conflict"
    await take_place(far)
    assert waiting.view["ticket"]["id"] == ticket and waiting.view["ticket"]["state"] == "waiting"
    closed = await desk.until(lambda v: v["points"][0]["closed"])
    assert (closed["reason"], closed["note"], closed["by"]) == ("premises", "水管漏水", "周敏")
    await desk.call("desk.point", point="it-milan", open=True)
    await kiosk.until(lambda v: v["point"]["closed"] is None)
    await take_place(kiosk)


@with_world
async def test_an_item_is_off_here_or_everywhere(world):
    kiosk, far, desk = await world.kiosk(), await world.kiosk("fr-paris"), await world.desk()
    await desk.call("desk.item", item="SS-01", point="it-milan", on=False, reason="technical", minutes=60)
    off = await kiosk.until(lambda v: v["items_off"])
    assert (off[0]["item"], off[0]["everywhere"], off[0]["reason"]) == ("SS-01", False, "technical")
    assert await code_of(kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈")) == "conflict"
    assert far.view["items_off"] == []
    draft = (await far.call("ticket.create", item="SS-01", languages=["zh"], name="陈"))["ticket"]
    await desk.call("desk.item", item="SS-01", on=False, reason="authority")
    await kiosk.until(lambda v: [o["everywhere"] for o in v["items_off"]] == [True])
    assert await code_of(far.call("ticket.join", ticket=draft)) == "conflict"
    await desk.call("desk.item", item="SS-01", on=True)
    await far.call("ticket.join", ticket=draft)
    await kiosk.until(lambda v: [o["reason"] for o in v["items_off"]] == ["technical"])
    await desk.call("desk.item", item="SS-01", point="it-milan", on=True)
    await take_place(kiosk)
    ends = rows(world.service, "SELECT point, ended_by, ended_ms > 0 FROM switch ORDER BY at_ms")
    assert ends == [("it-milan", "desk1", 1), ("", "desk1", 1)]


@with_world
async def test_the_refusal_says_which(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    details = []
    plain = Page.take

    def take(self, message):
        details.append(message.get("error", {}).get("data", {}).get("detail"))
        plain(self, message)

    kiosk.take = take.__get__(kiosk)
    await desk.call("desk.item", item="SS-01", on=False, reason="authority")
    await refused(kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈"))
    await desk.call("desk.point", point="it-milan", open=False, reason="holiday")
    await refused(kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈"))
    assert [d for d in details if d] == ["item_off", "point_closed"]


@with_world
async def test_a_restart_keeps_it_all(world):
    desk = await world.desk()
    await desk.call("desk.announce", texts=TEXTS, point="it-milan")
    await desk.call("desk.point", point="it-rome", open=False, reason="staff", note="病假", minutes=600)
    await desk.call("desk.item", item="SS-01", on=False, reason="authority")
    before = await desk.until(lambda v: v["items_off"] and {**v})
    world.service.kill()
    world.service.start()
    await desk.until_closed()
    await desk.connect()
    for part in ("announcements", "items_off"):
        assert desk.view[part] == before[part]
    closed = {p["id"]: p["closed"] for p in desk.view["points"]}
    assert closed["it-rome"]["note"] == "病假" and closed["it-milan"] is None
    kiosk = await world.kiosk()
    assert await code_of(kiosk.call("ticket.create", item="SS-01", languages=["zh"], name="陈")) == "conflict"
    assert kiosk.view["announcements"][0]["text"]["it"] == TEXTS["it"]


@with_world
async def test_a_failed_write_changes_nothing(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    lock = sqlite3.connect(f"{world.service.data}/global-connect.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    assert await code_of(desk.call("desk.announce", texts=TEXTS)) == "unavailable"
    assert await code_of(desk.call("desk.point", point="it-milan", open=False, reason="staff")) == "unavailable"
    lock.execute("ROLLBACK")
    lock.close()
    await desk.call("desk.item", item="PR-01", on=False, reason="staff")
    await kiosk.until(lambda v: v["items_off"])
    assert kiosk.view["announcements"] == [] and kiosk.view["point"]["closed"] is None


@with_world
async def test_only_the_desk_may(world):
    for page in (await world.kiosk(), await world.agent(), await world.display()):
        for method, params in (("desk.announce", {"texts": TEXTS}), ("desk.withdraw", {"announcement": "x"}),
                               ("desk.point", {"point": "it-milan", "open": False, "reason": "staff"}),
                               ("desk.item", {"item": "SS-01", "on": False, "reason": "staff"})):
            assert await code_of(page.call(method, **params)) == "denied"


def test_enrol_refuses_other_pages(service):
    import subprocess

    done = subprocess.run([SIGNAL, "enrol", "--data", service.data, "--point", "it-milan", "--page", "desk"],
                          capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "must be kiosk or display" in done.stderr
