# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures gc-relay beside another server: the same load, in the same run, in turn."""

import contextlib
import math
import re
import socket
import statistics
import subprocess
import sys

from bench_media import AS_BROWSERS, PROFILES, STEADY_HEAD, LoadFailed, is_behind, janus, load, memory_mb, relay, steady_row

OURS = "gc-relay"
# The offer of two lines is the whole of a call to VideoCall, so gc-relay gets no more.
SHAPE = ["--lines", "2", *AS_BROWSERS]
ALONE = ["packets_per_s", "delay_p50_ms", "delay_p99_ms", "set_up_p50_ms", "set_up_max_ms"]
# A loss that a median hides would be a loss all the same.
SUMMED = ["lost", "broken", "reordered"]
HEAD = [*STEADY_HEAD[:2], "server", *STEADY_HEAD[2:]]
COMPARED = {
    "CPU a packet": lambda r: r["cpu_us_per_packet"],
    "delay p50": lambda r: r["delay_p50_ms"],
    "delay p99": lambda r: r["delay_p99_ms"],
    "set-up p50": lambda r: r["set_up_p50_ms"],
    "memory a session": memory_mb,
}
RATIO_HEAD = ["sessions", "SRTP", *COMPARED]
CPU_GOALS = {"gcm": 6, "sha1": 8}  # at 20 sessions
GOAL_SESSIONS = 20


def own_address():
    """An address of this machine beside loopback, which Janus leaves out. Nothing is sent to the other one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            sys.exit("bench: Janus needs an IPv4 address beside loopback, and this machine has none")
        return probe.getsockname()[0]


def make_servers(build, root):
    """Name to a function that starts it."""
    address = own_address()
    return {
        OURS: lambda: relay(build, address),
        "Janus": lambda: janus(root, address, None),
        "Janus, 1 loop": lambda: janus(root, address, 1),
        "Janus, 2 loops": lambda: janus(root, address, 2),
    }


def versions(root):
    said = subprocess.run([root / "usr/bin/janus", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"\(([0-9.]+)\)", said)
    libraries = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}, ", "libsrtp2-1", "libnice10"],
                               capture_output=True, text=True, check=True).stdout
    return f"Janus {version.group(1) if version else said.strip()} of Debian with {libraries.rstrip(', ')}."


def merge(runs):
    """The run with the median of CPU, for figures that belong together; medians and sums of those that stand alone."""
    middle = sorted(runs, key=lambda r: r["cpu_us_per_packet"])[(len(runs) - 1) // 2]
    return (middle | {name: statistics.median_low(r[name] for r in runs) for name in ALONE}
            | {name: sum(r[name] for r in runs) for name in SUMMED})


def cases(counts):
    """Row name, SRTP profile and gc-load's arguments. Packets that come one by one are where batches save nothing."""
    for profile in PROFILES:
        for n in counts:
            yield f"{n}", profile, ["--sessions", f"{n}"]
    if GOAL_SESSIONS in counts:
        yield f"{GOAL_SESSIONS}, smooth", "gcm", ["--sessions", f"{GOAL_SESSIONS}", "--smooth"]


def measure(options, counts, duration, print_cells):
    """(row name, profile, server) -> figures, or None where one of the runs failed.

    The servers take turns, so that what disturbs meets all of them.
    """
    servers = make_servers(options.build, options.janus)
    results = {}
    for name, profile, arguments in cases(counts):
        runs = {server: [] for server in servers}
        for _ in range(options.runs):
            for server, start in servers.items():
                with contextlib.suppress(LoadFailed):
                    runs[server].append(load(options.build, start(), "--profile", profile, "--duration", f"{duration}",
                                             *arguments, *SHAPE))
        for server in servers:
            results[name, profile, server] = merge(runs[server]) if len(runs[server]) == options.runs else None
            print_cells(row(name, profile, server, results[name, profile, server]))
    return results


def row(name, profile, server, r):
    if r is None:
        return [name, PROFILES[profile], server, "failed", *["–"] * (len(HEAD) - 4)]
    cells = steady_row(name, profile, r)
    return [*cells[:2], server, *cells[2:]]


def rows(results):
    return [row(*key, r) for key, r in results.items()]


def ratio(results, name, profile, figure, kind="Janus"):
    """The best that any server whose name starts with @kind reaches, in multiples of ours; 0 if ours failed."""
    ours = results[name, profile, OURS]
    theirs = [figure(r) for key, r in results.items() if r and key[:2] == (name, profile) and key[2].startswith(kind)]
    return min(theirs, default=math.inf) / figure(ours) if ours else 0


def ratio_rows(results):
    table = []
    for name, profile in dict.fromkeys(key[:2] for key in results):
        behind = any(r and is_behind(r) for key, r in results.items() if key[:2] == (name, profile))
        table.append([f"{name}{' (!)' if behind else ''}", PROFILES[profile],
                      *(f"{ratio(results, name, profile, figure):.1f}" for figure in COMPARED.values())])
    return table


def goals(results):
    """What, value, goal, whether at least."""
    for profile, times in CPU_GOALS.items():
        where = (f"{GOAL_SESSIONS}", profile)
        if (*where, OURS) not in results:
            continue
        for figure, goal in {"CPU a packet": times, "delay p50": 1, "delay p99": 1}.items():
            yield (f"{GOAL_SESSIONS} sessions, {PROFILES[profile]}: Janus' {figure} in multiples of gc-relay's",
                   ratio(results, *where, COMPARED[figure]), goal, True)
        yield (f"{GOAL_SESSIONS} sessions, {PROFILES[profile]}: memory a session of Janus' loops in multiples of gc-relay's",
               ratio(results, *where, memory_mb, "Janus, "), 1, True)
    added = max((r["threads"] - r["threads_before"] for key, r in results.items() if r and key[2] == OURS), default=0)
    yield "threads that gc-relay added", added, 0, False
