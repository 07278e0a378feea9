# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures a call over bad links three times, in turn: ours, directly between two browsers, and through Janus."""

import collections
import contextlib
import itertools
import json
import os
import pathlib
import subprocess

from bench_against import own_address
from bench_media import janus, running

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "e2e/quality-against.mjs"
OURS, DIRECT, JANUS = SERVERS = ["gc-relay", "direct", "Janus"]
ENDS = ["resident", "agent"]
SET_UP_S = 120  # of the browsers and the call, with all patience, and the end of both

Cell = collections.namedtuple("Cell", "rate round_trip loss")  # kbit/s, ms, %; rate and loss are of each direction
Measure = collections.namedtuple("Measure", "head member scale worse format")

FROZEN = Measure("stands still, % of the time", "frozen", 100, max, "{:.1f}")
CONCEALED = Measure("sound made up, %", "concealed", 100, max, "{:.1f}")
MOUTH_TO_EAR = Measure("mouth to ear, ms", "mouthToEarMs", 1, max, "{:.0f}")
MEASURES = [
    FROZEN,
    Measure("pictures/s", "fps", 1, min, "{:.0f}"),
    Measure("height of the picture", "height", 1, min, "{:.0f}"),
    Measure("picture, kbit/s", "bps", 1e-3, min, "{:.0f}"),
    CONCEALED,
    MOUTH_TO_EAR,
]
HEAD = ["rate, kbit/s", "round trip, ms", "loss, %", *(measure.head for measure in MEASURES)]
# How much more, in %, of the time or of the sound is no matter of luck in 20 s.
CLEARLY = 2


def figure(call, measure):
    """At the end that has it worse; None where there is none: the call did not come up, or nothing was heard."""
    if "failed" in call:
        return None
    values = [call[end][measure.member] for end in ENDS]
    return None if None in values else measure.scale * measure.worse(values)


def text(call, measure):
    value = figure(call, measure)
    if value is None:
        return "failed" if "failed" in call else "–"
    return measure.format.format(value)


def row(cell, calls):
    """@calls: those of the cell, by server."""
    return [*map(str, cell), *(" / ".join(text(calls[server], measure) for server in SERVERS) for measure in MEASURES)]


def is_worse(ours, theirs):
    """Whether clearly; a call of ours that failed is worse than anything."""
    return ours is None or theirs is not None and ours > theirs + CLEARLY


def goals(results):
    """In how many cells ours is clearly worse than another one."""
    for measure, other in itertools.product([FROZEN, CONCEALED], [DIRECT, JANUS]):
        worse = sum(is_worse(figure(calls[OURS], measure), figure(calls[other], measure)) for calls in results.values())
        yield f'cells in which gc-relay has over {CLEARLY} more than {other} of "{measure.head}"', worse, 0


@contextlib.contextmanager
def reach(server, options):
    """What the script is told of @server; Janus is a fresh one for each call, as gc-relay is."""
    if server != JANUS:
        yield server
        return
    with janus(options.janus, own_address(), None) as started:
        yield started.reach[-1]


def call(server, cell, options, seconds):
    """What both ends have of a call, or why there was none."""
    link = f"{cell.round_trip}ms,{cell.loss}%,rate={cell.rate}kbit"
    environment = os.environ | {"GC_BUILD": str(options.build.resolve())}
    with reach(server, options) as reached:
        command = ["node", SCRIPT, reached, link, f"{seconds}"]
        with running(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                said, _ = process.communicate(timeout=SET_UP_S + seconds)
            except subprocess.TimeoutExpired:
                return {"failed": "it did not end"}
    return json.loads(said) if process.returncode == 0 else {"failed": f"{SCRIPT.name} ended with {process.returncode}"}


def read_log(path):
    """(cell, seconds, server) -> call, of those that a former run had. What failed may not fail again."""
    if not path.exists():
        return {}
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {(Cell(*entry["cell"]), entry["seconds"], entry["server"]): entry["call"] for entry in entries
            if "failed" not in entry["call"]}


def measure_all(cells, options, seconds, note):
    """Cell -> server -> call; tells @note each row when it is there, and keeps each call in a log when it ends."""
    path = options.build / "quality-against.jsonl"
    known = read_log(path) if options.resume else {}
    results = {}
    with open(path, "a" if options.resume else "w", encoding="utf-8") as log:
        for cell in cells:
            calls = results[cell] = {}
            for server in SERVERS:
                calls[server] = known.get((cell, seconds, server))
                if calls[server] is None:
                    calls[server] = call(server, cell, options, seconds)
                    entry = {"cell": cell, "seconds": seconds, "server": server, "call": calls[server]}
                    print(json.dumps(entry), file=log, flush=True)
            note(row(cell, calls))
    return results
