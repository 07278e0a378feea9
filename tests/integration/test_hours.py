# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""When points are open, as the pages are told, against the data files worked out minute by minute."""

import datetime
import json
import subprocess
import time
import zoneinfo

import pytest

from conftest import with_world
from service import SIGNAL, SOURCE

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON = datetime.timedelta(days=62)
HALF_A_DAY_S = 12 * 3600


def load(name):
    return json.loads((SOURCE / "relay/data" / name).read_text())


def unusual_days(country):
    """date -> the weekday that it follows, None for a holiday."""
    days = {}
    for year in next(c for c in load("holidays.json") if c["country"] == country)["years"]:
        for holiday in year["holidays"]:
            day = datetime.date.fromisoformat(holiday["from"])
            while day <= datetime.date.fromisoformat(holiday["to"]):
                days[day] = None
                day += datetime.timedelta(days=1)
        for working in year["working_days"]:
            days[datetime.date.fromisoformat(working["date"])] = working["follows"]
    return days


def minutes(week, zone, country, now):
    """All minutes since 1970 at which the wall clock of `zone` shows a time of the week."""
    unusual, place = unusual_days(country), zoneinfo.ZoneInfo(zone)
    spans = {
        day: [tuple(int(t[:2]) * 60 + int(t[3:]) for t in pair) for pair in pairs] for day, pairs in week.items()
    }
    found = set()
    first = int((now - datetime.timedelta(minutes=1)).timestamp()) // 60
    for minute in range(first, first + int(HORIZON.total_seconds()) // 60):
        wall = datetime.datetime.fromtimestamp(minute * 60, place)
        day = unusual.get(wall.date(), WEEKDAYS[wall.weekday()])
        of_day = wall.hour * 60 + wall.minute
        if day is not None and any(start <= of_day < end for start, end in spans[day]):
            found.add(minute)
    return found


def expect(open_minutes, now):
    minute = int(now.timestamp()) // 60
    is_open = minute in open_minutes
    closes = minute
    while closes in open_minutes:
        closes += 1
    openings = [m for m in open_minutes if m > minute and m - 1 not in open_minutes]
    return {
        "open": is_open,
        "closes_ms": closes * 60000 if is_open else None,
        "next_open_ms": min(openings) * 60000,
    }


def pick(point):
    return {name: point[name] for name in ("open", "closes_ms", "next_open_ms")}


async def look(world, shift_s):
    """The desk's and a kiosk's view of one and the same minute of the service's clock."""
    while True:
        before = int(time.time() + shift_s) // 60
        desk, kiosk = await world.desk(), await world.kiosk("us-newyork")
        points, own = desk.view["points"], kiosk.view["point"]
        await desk.close()
        await kiosk.close()
        if int(time.time() + shift_s) // 60 == before:
            return datetime.datetime.fromtimestamp(before * 60, datetime.timezone.utc), points, own


async def check_hours(world, shift_s):
    now, points, own = await look(world, shift_s)
    duty = {"domestic": set(), "overseas": set()}
    seen = {}
    for hub in load("hubs.json"):
        for kind, member in (("domestic", "opening_hours"), ("overseas", "overseas_duty_hours")):
            key = json.dumps([hub[member], hub["timezone"]])
            seen[key] = seen.get(key) or minutes(hub[member], hub["timezone"], "CN", now)
            duty[kind] |= seen[key]
    for point in load("points.json"):
        window = point["video_window_local"]
        key = json.dumps([window, point["timezone"], point["country"]])
        seen[key] = seen.get(key) or minutes(window, point["timezone"], point["country"], now)
        expected = expect(seen[key] & duty[point["kind"]], now)
        have = next(p for p in points if p["id"] == point["id"])
        assert pick(have) == expected, point["id"]
        if point["id"] == "us-newyork":
            assert pick(own) == expected


@with_world
async def test_hours_as_in_the_data(world):
    await check_hours(world, 0)


@pytest.mark.options("--clock-shift", str(HALF_A_DAY_S))
@with_world
async def test_hours_half_a_day_later(world):
    """What is open by day is closed by night: one of the two tests sees each."""
    await check_hours(world, HALF_A_DAY_S)


def test_a_shift_of_years_is_refused(folder):
    done = subprocess.run([SIGNAL, "--listen", "127.0.0.1:0", "--data", folder / "data", "--relay", folder / "relay.sock",
                           "--clock-shift", "40000000"], capture_output=True, check=False)
    assert (done.returncode, b"--clock-shift 40000000" in done.stderr) == (2, True), done
