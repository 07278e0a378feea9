# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports of weeks that were made up, against the database read with a few lines of Python."""

import collections
import datetime
import json
import math
import sqlite3
import subprocess
import zoneinfo

import pytest

from conftest import with_world
from service import BUILD, SOURCE, Signal

FILL = BUILD / "tests/load/fill-history"
DAYS = 21
HOME = zoneinfo.ZoneInfo("Asia/Shanghai")
ZONES = {p["id"]: zoneinfo.ZoneInfo(p["timezone"]) for p in json.loads((SOURCE / "relay/data/points.json").read_text())}


@pytest.fixture
def service(folder):
    """gc-signal in a folder that has three weeks behind it."""
    service = Signal(folder)
    subprocess.run([FILL, service.data, str(DAYS), "7"], check=True, capture_output=True)
    service.add_people()
    service.start()
    yield service
    service.stop()


def day_of(at_ms, zone):
    return str(datetime.datetime.fromtimestamp(at_ms / 1000, zone).date())


def read_tickets(data):
    """Of each ticket that is over: where, when it joined, when it was first accepted, when it was given up."""
    database = sqlite3.connect(data / "global-connect.sqlite")
    tickets = {}
    rows = database.execute("SELECT h.ticket, t.point, t.item, t.state, h.at_ms, h.from_state, h.to_state, h.reason, h.detail"
                            " FROM transition h JOIN ticket t ON t.id = h.ticket ORDER BY h.seq")
    for ticket, point, item, state, at_ms, old, new, reason, detail in rows:
        if state not in ("done", "abandoned"):
            continue
        facts = tickets.setdefault(ticket, {"point": point, "item": item})
        if (old, new) == ("draft", "waiting"):
            facts["joined"] = at_ms
            facts["told"] = detail
        elif reason == "accepted":
            facts.setdefault("accepted", at_ms)
        elif old != new == "abandoned":
            facts["gone"] = at_ms
    return [t for t in tickets.values() if "joined" in t]


def permille(part, whole):
    return None if whole == 0 else math.floor(part * 1000 / whole + 0.5)


BANDS_S = {"under_5": (0, 300), "5_to_15": (300, 900), "15_to_30": (900, 1800), "30_to_60": (1800, 3600),
           "over_60": (3600, math.inf)}


def estimates(tickets):
    """What was foreseen against what came, by the words of the history."""
    errors, inside, nobody = [], 0, 0
    for ticket in tickets:
        told = dict(word.split("=") for word in (ticket["told"] or "").split())
        nobody += told.get("expected") == "none"
        if told.get("expected", "none") == "none" or "accepted" not in ticket:
            continue
        wait = ticket["accepted"] - ticket["joined"]
        errors.append(wait - int(told["expected"]) * 1000)
        low, high = BANDS_S.get(told["band"], (math.inf, math.inf))
        inside += low * 1000 <= wait < high * 1000
    sizes = sorted(map(abs, errors))
    middle = len(sizes) // 2
    return {
        "foreseen": len(errors), "foreseen_nobody": nobody, "foreseen_inside_permille": permille(inside, len(errors)),
        "foreseen_error_ms": math.trunc(sum(errors) / len(errors)) if errors else None,
        "foreseen_median_error_ms": (sizes[middle] + sizes[-middle - 1]) // 2 if errors else None,
    }


def figures(tickets):
    waits = sorted(t["accepted"] - t["joined"] for t in tickets if "accepted" in t)
    gone = [t["gone"] - t["joined"] for t in tickets if "accepted" not in t]
    late = [wait for wait in gone if wait >= 20_000]
    in_time = sum(wait <= 300_000 for wait in waits)
    return {
        "arrived": len(tickets), "answered": len(waits), "abandoned": len(late), "short_abandoned": len(gone) - len(late),
        "service_level_permille": permille(in_time, len(waits)),
        "service_level2_permille": permille(in_time + sum(w <= 300_000 for w in late), len(waits) + len(late)),
        "abandonment_permille": permille(len(late), len(waits) + len(late)),
        "wait_mean_ms": math.floor(sum(waits) / len(waits) + 0.5) if waits else None,
        "wait_p50_ms": waits[math.ceil(len(waits) * 0.5) - 1] if waits else None,
        "wait_p90_ms": waits[math.ceil(len(waits) * 9 / 10) - 1] if waits else None,
        "wait_max_ms": waits[-1] if waits else None,
        **estimates(tickets),
    }


PARTS = {"idle": "idle_ms", "offered": "offered_ms", "connecting": "session_ms", "busy": "session_ms",
         "holding": "session_ms", "wrap_up": "wrap_up_ms", "break": "break_ms"}


def read_times(data, from_ms, to_ms):
    """How each agent spent the time between, line by line of his history."""
    database = sqlite3.connect(data / "global-connect.sqlite")
    lines = collections.defaultdict(list)
    for account, at_ms, effective in database.execute("SELECT account, at_ms, effective FROM agent_event ORDER BY seq"):
        lines[account].append((at_ms, effective))
    times = {}
    for account, states in lines.items():
        time = dict.fromkeys(PARTS.values(), 0)
        for (begin, state), (end, _) in zip(states, [*states[1:], (to_ms, None)]):
            if state in PARTS:
                time[PARTS[state]] += max(0, min(end, to_ms) - max(begin, from_ms))
        work = time["session_ms"] + time["wrap_up_ms"]
        time["signed_on_ms"] = work + time["idle_ms"] + time["offered_ms"]
        time["occupancy_permille"] = permille(work, time["signed_on_ms"])
        if time["signed_on_ms"] + time["break_ms"] > 0:
            times[account] = time
    return times


def grouped(tickets, key):
    groups = collections.defaultdict(list)
    for ticket in tickets:
        groups[key(ticket)].append(ticket)
    return {name: figures(group) for name, group in groups.items()}


def same(answer, expected):
    """Whether each row says what is expected; rows that are not expected have nothing in them."""
    rows = {row["key"]: row for row in answer["rows"]}
    assert set(expected) <= set(rows)
    for key, row in rows.items():
        wanted = expected.get(key, figures([]))
        assert {name: row[name] for name in wanted} == wanted, key


async def report(page, by, first, last):
    parameters = {"from": str(first), "to": str(last), "by": by}
    async with page.http.get(page.service.url + "/api/report", params=parameters) as answer:
        body = await answer.json()
        assert answer.status == 200, body
        return body


@with_world
async def test_reports_agree_with_the_database(world):
    desk = await world.desk()
    tickets = read_tickets(world.service.data)
    assert len(tickets) > 1000
    today = datetime.datetime.now(HOME).date()
    first, last = today - datetime.timedelta(days=DAYS - 4), today - datetime.timedelta(days=3)

    def within(zone_of):
        return [t for t in tickets if str(first) <= day_of(t["joined"], zone_of(t)) <= str(last)]

    at_home, at_points = within(lambda t: HOME), within(lambda t: ZONES[t["point"]])
    by_day = await report(desk, "day", first, last)
    same(by_day, grouped(at_home, lambda t: day_of(t["joined"], HOME)))
    same(await report(desk, "item", first, last), grouped(at_home, lambda t: t["item"]))
    by_point = await report(desk, "point", first, last)
    same(by_point, grouped(at_points, lambda t: t["point"]))
    for answer, whole in ((by_day, at_home), (by_point, at_points)):
        wanted = figures(whole)
        assert {name: answer["total"][name] for name in wanted} == wanted
    names = {a["account"]: a["name"] for a in (await report(desk, "agent", first, last))["agents"]}
    assert names["agent1"] == "林晓" and names["agent5"] == "agent5", "whose account is gone goes by that"
    means = [sum(w) / len(w) for p in ZONES
             if (w := [t["accepted"] - t["joined"] for t in at_points if t["point"] == p and "accepted" in t])]
    jain = sum(means) ** 2 / (len(means) * sum(m * m for m in means))
    assert by_point["fairness_permille"] == math.floor(jain * 1000 + 0.5)


@with_world
async def test_times_agree_with_the_database(world):
    """Each day, and all of them together: nothing is lost or counted twice at a midnight."""
    desk = await world.desk()
    today = datetime.datetime.now(HOME).date()
    first, last = today - datetime.timedelta(days=8), today - datetime.timedelta(days=2)

    def midnight(day):
        return int(datetime.datetime.combine(day, datetime.time(), HOME).timestamp() * 1000)

    async def check(begin, end):
        answer = await report(desk, "agent", begin, end)
        expected = read_times(world.service.data, midnight(begin), midnight(end + datetime.timedelta(days=1)))
        assert {a["account"]: a["time"] for a in answer["agents"] if a["time"]} == expected
        total = {name: sum(time[name] for time in expected.values()) for name in (*PARTS.values(), "signed_on_ms")}
        if expected:
            assert {name: answer["agents_total"]["time"][name] for name in total} == total
        else:
            assert answer["agents_total"]["time"] is None
        return answer, total

    answer, whole = await check(first, last)
    assert len(answer["agents"]) == 6 and whole["signed_on_ms"] > 100 * 3_600_000
    days = [await check(day, day) for day in (first + datetime.timedelta(days=n) for n in range(7))]
    assert {name: sum(total[name] for _, total in days) for name in whole} == whole


@with_world
async def test_a_day_alone_is_as_among_others(world):
    """Whatever part of the history is read for it: from its own beginning to the end of its last ticket."""
    desk = await world.desk()
    today = datetime.datetime.now(HOME).date()
    first = today - datetime.timedelta(days=DAYS)
    shares = ("share_permille", "answered_share_permille")
    busy = 0
    for row in (await report(desk, "day", first, today))["rows"]:
        alone = await report(desk, "day", row["key"], row["key"])
        busy += row["arrived"] > 0
        for member in row:
            if member not in shares:
                assert alone["rows"][0][member] == row[member], (row["key"], member)
    assert busy > DAYS / 2
    before = await report(desk, "day", first - datetime.timedelta(days=60), first - datetime.timedelta(days=30))
    assert before["total"]["arrived"] == 0 and len(before["rows"]) == 31
