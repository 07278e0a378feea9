# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports of what real pages did, against what the pages themselves measured."""

import asyncio
import csv
import datetime
import io
import json
import time
import zoneinfo

import pytest

from conftest import with_world
from service import begin_session, take_place
from test_signal_protocol import example, check

HOME = "Asia/Shanghai"
# Between the page's clock and the line of the history: the way there, and one commit.
SLACK_MS = 700


def today(zone=HOME):
    return datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date()


def span(zone=HOME):
    """Yesterday to tomorrow: a test may run over midnight."""
    day = datetime.timedelta(days=1)
    return {"from": str(today(zone) - day), "to": str(today(zone) + day)}


async def get(page, **parameters):
    async with page.http.get(page.service.url + "/api/report", params=parameters) as answer:
        return answer.status, answer.headers, await answer.read()


async def report(page, **parameters):
    status, _, body = await get(page, **{**span(), **parameters})
    assert status == 200, body
    return json.loads(body)


def near(measured_s, figure_ms):
    assert abs(measured_s * 1000 - figure_ms) < SLACK_MS, (measured_s, figure_ms)


def row(answer, key):
    return next(r for r in answer["rows"] if r["key"] == key)


async def finish(agent, ticket):
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
    await agent.until(lambda v: v["me"]["effective"] == "idle" or v["offer"])


@with_world
async def test_figures_are_what_happened(world):
    """One is served at once, one waits for it and is served after a decline, one gives up."""
    milan, paris, rome = await world.kiosk("it-milan"), await world.kiosk("fr-paris"), await world.kiosk("it-rome")
    one, two = await world.agent("agent1"), await world.agent("agent2")
    desk = await world.desk()

    first_began = time.monotonic()
    first = await begin_session(milan, one)
    second_joined = time.monotonic()
    second = await take_place(paris, item="SS-02")
    third_joined = time.monotonic()
    third = await take_place(rome)
    await asyncio.sleep(1.5)
    await rome.call("ticket.leave", ticket=third)
    third_waited = time.monotonic() - third_joined

    await two.call("agent.want", wanted="available")
    await two.until(lambda v: v["offer"]["ticket"] == second)
    await two.call("offer.decline", ticket=second, reason="busy")
    await two.call("agent.want", wanted="break")
    handled = time.monotonic() - first_began
    await finish(one, first)
    await one.until(lambda v: v["offer"]["ticket"] == second)
    await one.call("offer.accept", ticket=second)
    second_waited = time.monotonic() - second_joined

    open_yet = await report(desk, by="point")
    assert open_yet["open"] == 1 and open_yet["total"]["answered"] == 1
    await asyncio.sleep(1)
    await one.call("session.end", ticket=second, outcome="accepted")
    await one.call("wrap_up.finish", ticket=second, outcome="accepted", note="")

    # A threshold between the two waits.
    by_point = await report(desk, by="point", threshold_s=1)
    total = by_point["total"]
    assert by_point["open"] == 0 and by_point["threshold_s"] == 1
    assert (total["arrived"], total["answered"], total["abandoned"], total["short_abandoned"]) == (3, 2, 0, 1)
    assert total["service_level_permille"] == 500 and total["abandonment_permille"] == 0
    near(second_waited, total["wait_max_ms"])
    near(second_waited, row(by_point, "fr-paris")["wait_mean_ms"])
    near(handled, row(by_point, "it-milan")["handle_mean_ms"])
    near(1, row(by_point, "fr-paris")["handle_mean_ms"])
    assert third_waited < 20 and row(by_point, "it-rome")["short_abandoned"] == 1
    assert row(by_point, "it-rome")["wait_mean_ms"] is None
    assert len(by_point["rows"]) == 18 and by_point["agents"] == []
    assert 500 <= by_point["fairness_permille"] < 700, "nearly all the waiting was done in Paris"
    assert sum(r["arrived"] for r in by_point["rows"]) == 3

    by_item = await report(desk, by="item")
    assert {r["key"]: r["arrived"] for r in by_item["rows"]} == {"SS-01": 2, "SS-02": 1}
    assert by_item["fairness_permille"] is None
    by_day = await report(desk, by="day")
    assert [r["key"] for r in by_day["rows"]] == [str(today() + datetime.timedelta(days=d)) for d in (-1, 0, 1)]
    assert sum(r["answered"] for r in by_day["rows"]) == 2

    agents = {a["account"]: a for a in (await report(desk, by="agent"))["agents"]}
    assert set(agents) == {"agent1", "agent2"}
    assert agents["agent1"]["name"] == "林晓"
    assert (agents["agent1"]["accepted"], agents["agent1"]["handled"]) == (2, 2)
    assert (agents["agent2"]["offers"], agents["agent2"]["declined"], agents["agent2"]["handled"]) == (1, 1, 0)
    near(handled + 1, agents["agent1"]["session_ms"] + agents["agent1"]["wrap_up_ms"])
    assert all(agents[name]["time"]["signed_on_ms"] > 0 for name in agents)
    by_agent = await report(desk, by="agent")
    check(example("GET /api/report?from=2026-11-01&to=2026-11-30&by=point", "response"),
          {**by_point, "agents": by_agent["agents"], "agents_total": by_agent["agents_total"]})


@pytest.mark.options("--queue", "drop_after_ms=200", "--queue", "drop_grace_ms=600")
@with_world
async def test_broken_off_session_counts_once(world):
    kiosk, agent, desk = await world.kiosk(), await world.agent(), await world.desk()
    ticket = await begin_session(kiosk, agent)
    await kiosk.drop()
    await agent.until(lambda v: v["session"] is None or v["me"]["effective"] == "wrap_up")
    await kiosk.connect()
    await kiosk.until(lambda v: v["ticket"]["state"] == "waiting")
    back = time.monotonic()
    await agent.call("wrap_up.finish", ticket=ticket, outcome="technical", note="")
    await agent.until(lambda v: v["offer"]["ticket"] == ticket)
    await asyncio.sleep(1)
    await agent.call("offer.accept", ticket=ticket)
    waited_again = time.monotonic() - back
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    await agent.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
    total = (await report(desk, by="day"))["total"]
    assert (total["arrived"], total["answered"], total["requeued"], total["lost"]) == (1, 1, 1, 0)
    assert total["wait_max_ms"] < SLACK_MS
    near(waited_again, total["rewait_mean_ms"])


@with_world
async def test_days_are_those_of_the_place(world):
    """A ticket is on the point's own day in its row, and on Wenzhou's day in the rows of days."""
    kiosk, desk = await world.kiosk("br-saopaulo"), await world.desk()
    ticket = await take_place(kiosk)
    await kiosk.call("ticket.leave", ticket=ticket)
    for by, zone in (("point", "America/Sao_Paulo"), ("day", HOME), ("item", HOME)):
        day = datetime.timedelta(days=1)
        before = str(today(zone) - day)
        on = await report(desk, **{"by": by, "from": str(today(zone)), "to": str(today(zone))})
        off = await report(desk, **{"by": by, "from": before, "to": before})
        assert (on["total"]["arrived"], off["total"]["arrived"]) == (1, 0), (by, zone)


@with_world
async def test_time_of_an_agent(world):
    """Signed on, in session, writing, on a break: by the clock of the one who waits for it. And nobody's time."""
    kiosk, agent, desk = await world.kiosk(), await world.agent(), await world.desk()

    async def time_of():
        answer = await report(desk, by="agent")
        return next(a["time"] for a in answer["agents"] if a["account"] == "agent1")

    await agent.call("agent.want", wanted="break")
    await asyncio.sleep(1)
    await agent.call("agent.want", wanted="available")
    await asyncio.sleep(1.2)
    ticket = await begin_session(kiosk, agent)
    talking = time.monotonic()
    await asyncio.sleep(1.4)
    # A session that is still open counts up to now.
    near(time.monotonic() - talking, (await time_of())["session_ms"])
    await agent.call("session.end", ticket=ticket, outcome="accepted")
    writing = time.monotonic()
    await asyncio.sleep(1.6)
    await agent.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
    await agent.until(lambda v: v["me"]["effective"] == "idle")
    written = time.monotonic()
    await agent.call("agent.want", wanted="offline")
    found = await time_of()
    near(1, found["break_ms"])
    near(writing - talking, found["session_ms"])
    near(written - writing, found["wrap_up_ms"])
    assert found["idle_ms"] >= 1200
    assert found["signed_on_ms"] == sum(found[part] for part in ("idle_ms", "offered_ms", "session_ms", "wrap_up_ms"))
    assert found["occupancy_permille"] == pytest.approx(
        1000 * (found["session_ms"] + found["wrap_up_ms"]) / found["signed_on_ms"], abs=0.51)

    _, _, body = await get(desk, **span(), by="agent", format="csv", lang="en")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert lines[0][-7:-5] == ["Signed on (s)", "Signed on: idle (s)"] and lines[0][-1] == "Occupancy (%)"
    assert lines[-1][0] == "Total" and {len(line) for line in lines} == {18}


@with_world
async def test_time_of_a_service_that_is_away_is_nobodys(world):
    agent, desk = await world.agent(), await world.desk()
    await agent.call("agent.want", wanted="available")
    await asyncio.sleep(1)

    async def signed_on():
        answer = await report(desk, by="agent")
        return next(a["time"]["signed_on_ms"] for a in answer["agents"] if a["account"] == "agent1")

    before = await signed_on()
    world.service.stop()
    await asyncio.sleep(4)
    world.service.start()
    await agent.connect()
    await agent.until(lambda v: v["me"]["effective"] == "idle")
    after = await signed_on()
    assert before <= after < before + 2500, (before, after)


@with_world
async def test_csv(world):
    kiosk, desk = await world.kiosk(), await world.desk()
    ticket = await take_place(kiosk)
    await kiosk.call("ticket.leave", ticket=ticket)
    status, headers, body = await get(desk, **span(), by="point", format="csv", lang="en")
    assert status == 200
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == 'attachment; filename="global-connect-point-{from}-{to}.csv"'.format(**span())
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(lines) == 1 + 18 + 1 and {len(line) for line in lines} == {26}
    assert lines[0][:3] == ["Point", "Name", "Arrived"] and lines[-1][:3] == ["Total", "", "1"]
    milan = next(line for line in lines if line[0] == "it-milan")
    assert milan[1:3] == ["Milan service point", "1"]
    _, _, body = await get(desk, **span(), by="item", format="csv")
    assert "城镇职工养老金领取资格认证" in body.decode()


@with_world
async def test_formulas_are_defused(world):
    world.service.add_account("agent9", "agent", "=HYPERLINK(\"http://a\")")
    world.service.kill()
    world.service.start()
    agent, kiosk, desk = await world.agent("agent9"), await world.kiosk(), await world.desk()
    ticket = await begin_session(kiosk, agent)
    await finish(agent, ticket)
    _, _, body = await get(desk, **span(), by="agent", format="csv")
    line = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1]
    assert line[:2] == ["agent9", "'=HYPERLINK(\"http://a\")"]


@with_world
async def test_only_for_the_desk(world):
    world.service.add_account("admin1", "administrator", "王芳")
    nobody, kiosk, agent, desk = (await world.page("desk"), await world.kiosk(), await world.agent(),
                                  await world.desk())
    for page in (nobody, kiosk, agent):
        status, _, body = await get(page, **span(), by="day")
        assert status == 401 and json.loads(body)["error"]["code"] == "denied"
    # Nor with another page's sign-in under the desk's name, nor one made up.
    for token in [page.http.cookie_jar.filter_cookies(page.service.url)[name].value
                  for page, name in ((kiosk, "gc_kiosk"), (agent, "gc_agent"))] + ["x" * 52, "a b", ""]:
        async with nobody.http.get(world.service.url + "/api/report", params={**span(), "by": "day"},
                                   headers={"Cookie": f"gc_desk={token}"}) as answer:
            assert answer.status == 401, token
    assert (await get(desk, **span(), by="day"))[0] == 200
    admin = await (await world.page("desk")).login("admin1")
    assert (await get(admin, **span(), by="day"))[0] == 200
    await desk.post("/api/logout", {"page": "desk"})
    assert (await get(desk, **span(), by="day"))[0] == 401


@with_world
async def test_bad_input(world):
    desk = await world.desk()
    good = {"from": "2026-11-01", "to": "2026-11-30", "by": "day"}
    wrong = [({"from": "yesterday"}, 'from "yesterday"'), ({"to": "2026-11-31"}, 'to "2026-11-31"'),
             ({"to": "2026-10-31"}, "before from"), ({"to": "2027-11-30"}, "370 days"), ({"by": "hour"}, 'by "hour"'),
             ({"threshold_s": "0"}, 'threshold_s "0"'), ({"threshold_s": "9" * 30}, "threshold_s"),
             ({"format": "pdf"}, 'format "pdf"'), ({"lang": "fr"}, 'lang "fr"'), ({"point": "it-milan"}, '"point"'),
             ({"from": "<script>\"\u0001"}, "from"), ({"by": "天" * 41}, "by")]
    for change, message in wrong:
        status, _, body = await get(desk, **{**good, **change})
        error = json.loads(body)["error"]
        assert status == 400 and error["code"] == "invalid" and message in error["message"], (change, error)
        assert len(error["message"]) < 120
    for missing in good:
        status, _, body = await get(desk, **{k: v for k, v in good.items() if k != missing})
        assert status == 400 and missing in json.loads(body)["error"]["message"]
    assert (await get(desk, **good))[0] == 200
    async with desk.http.get(world.service.url + "/api/report?from=%ff%fe&to=2026-11-30&by=day") as answer:
        assert answer.status == 400


@with_world
async def test_many_at_a_time(world):
    """Those above the limit are told so, and the others come out right."""
    desk = await world.desk()
    answers = await asyncio.gather(*[get(desk, **span(), by="day") for _ in range(40)])
    assert {status for status, _, _ in answers} <= {200, 429}
    assert sum(status == 200 for status, _, _ in answers) >= 8
    assert (await get(desk, **span(), by="day"))[0] == 200
