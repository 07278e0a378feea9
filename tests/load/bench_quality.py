# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what a call in a browser is like over bad links."""

import json
import os
import pathlib
import subprocess

from bench_media import LoadFailed

TESTS = pathlib.Path(__file__).resolve().parent.parent
HEAD = ["link of the point", "who watches", "stands still, % of the time", "times", "longest, ms", "pictures/s", "held, ms", "picture, kbit/s",
        "sound made up, %"]
WHO = {"kiosk": "resident", "agent": "agent"}
DROP = "drop"
DROP_HEAD = ["picture at 2 Mbit/s, kbit/s", "at 300 kbit/s, kbit/s", "round trip after 3 s, at most, s", "full again after, s"]
# What, its member, to be multiplied by this, and its limit with these losses over a round trip of 300 ms.
GOALS = [
    ("stands still, %", "frozen", 100, {"loss 6 %": 2, "loss 6 %, both sides": 2}),
    ("stands still at most, ms", "longestMs", 1, {"loss 3 %": 500}),
    ("sound made up, %", "concealed", 100, {"loss 6 %": 5, "loss 6 %, both sides": 5, "loss 10 %": 12}),
]


def milliseconds(value):
    return "–" if value is None else f"{value:.0f}"


def rows_of(r):
    for side, name in WHO.items():
        s = r[side]
        yield [r["link"], name, f"**{100 * s['frozen']:.1f}**", f"{s['freezes']}", milliseconds(s["longestMs"]),
               f"{s['fps']:.1f}", milliseconds(s["heldMs"]), f"{s['bps'] / 1000:.0f}", f"{100 * s['concealed']:.2f}"]


def drop_row(r):
    back = "–" if r["backS"] is None else f"{r['backS']:.0f}"
    return [f"{r['fullBps'] / 1000:.0f}", f"{r['narrowBps'] / 1000:.0f}", f"**{r['worstS']:.2f}**", f"**{back}**"]


def goals(results):
    for r in results:
        if r["link"] == DROP:
            # Not within the minute that it was given: worse than any goal.
            yield "round trip 3 s after the rate fell, s", r["worstS"], 1.3
            yield "full again after, s", float("inf") if r["backS"] is None else r["backS"], 15
            continue
        for what, member, scale, limits in GOALS:
            if r["link"] in limits:
                values = [r[side][member] for side in WHO]
                yield f"{r['link']}: {what}", float("inf") if None in values else scale * max(values), limits[r["link"]]


def measure(build, seconds, links, note):
    """Measures each of @links, all if there are none, for so many seconds; tells each row to @note when it is there."""
    results = []
    environment = os.environ | {"GC_BUILD": str(build.resolve())}
    command = ["node", str(TESTS / "e2e/quality.mjs"), str(seconds), *links]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            results.append(json.loads(line))
            note([drop_row(results[-1])] if results[-1]["link"] == DROP else rows_of(results[-1]))
    if process.returncode != 0:
        raise LoadFailed(f"{command[1]} ended with {process.returncode}")
    return results
