# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures gc-signal with many pages: what a socket costs, and how long a view takes."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

KB = 1024


class Server:
    """A process that prints `ready http=URL`, with a folder of its own on the disk."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().split()
        if not line or line[0] != "ready":
            self.process.wait()
            sys.exit(f"bench: {command[0]} did not start")
        self.url = next(word.partition("=")[2] for word in line if word.startswith("http="))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait(timeout=30)


def run(build, *arguments):
    done = subprocess.run([build / "tests/load/gc-load-signal", *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: gc-load-signal {' '.join(map(str, arguments))} failed")
    return done.stdout


def crowd(sockets):
    """Mostly kiosks, one page in twenty an agent, three desks."""
    agents = sockets // 20
    return {"kiosks": sockets - agents - 3, "agents": agents, "desks": 3}


def rate(sockets, options):
    """A page may send 30 messages a second, so few pages cannot make many events."""
    return min(options.rate, sockets)


def load(build, sockets, options):
    """One run against a fresh gc-signal; then what libsoup alone takes for as many sockets."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gc-bench-"))
    data = folder / "data"
    try:
        people = [word for name, n in crowd(sockets).items() for word in (f"--{name}", n)]
        run(build, "--make", data, *people)
        with Server(build / "relay/signal/gc-signal", "--listen", "127.0.0.1:0", "--data", data, "--relay",
                    folder / "relay.sock", "--log-level", "warning") as server:
            got = json.loads(run(build, "--url", server.url, "--data", data, "--pid", server.process.pid, "--idle",
                                 options.idle, "--logins", options.logins, "--work", options.work, "--rate",
                                 rate(sockets, options)))
        with Server(build / "tests/load/gc-load-upgrade") as server:
            alone = json.loads(run(build, "--url", server.url, "--data", data, "--pid", server.process.pid, "--plain"))
    finally:
        shutil.rmtree(folder)
    return {**got, "libsoup_bytes": alone["socket_bytes"]}


IDLE_HEAD = [
    "sockets", "KB a socket, all in all", "of libsoup alone, KB", "set-up p50 / p99, ms", "CPU idle, %",
    "ping p50 / p99, ms", "sign-in p50 / p99, ms", "open files",
]
WORK_HEAD = [
    "sockets", "events/s", "answer p50 / p99, ms", "own view p50 / p99, ms", "other side's view p50 / p99, ms",
    "desks' view p50 / p99, ms", "views/s", "MB/s", "CPU, %",
]


def pair(times):
    return f"{times['p50_ms']:.0f} / {times['p99_ms']:.0f}" if times["p99_ms"] >= 10 else \
        f"{times['p50_ms']:.1f} / {times['p99_ms']:.1f}"


def idle_row(r):
    return [
        f"{r['sockets']:,.0f}", f"**{r['socket_bytes'] / KB:.1f}**", f"{r['libsoup_bytes'] / KB:.1f}", pair(r["set_up"]),
        f"{r['idle_cpu_percent']:.1f}", pair(r["ping"]), f"**{pair(r['login'])}**", f"{r['files']:.0f}",
    ]


def work_row(r, options):
    # Ten seconds of getting ready and the end stand before and behind; views of them are few.
    behind = " (!)" if r["events_per_s"] < 0.95 * rate(r['sockets'], options) else ""
    return [
        f"{r['sockets']:,.0f}", f"{r['events_per_s']:,.0f}{behind}", pair(r["answer"]), f"**{pair(r['own_view'])}**",
        f"**{pair(r['other_view'])}**", pair(r["desk_view"]), f"{r['work_views'] / options.work:,.0f}",
        f"{r['work_view_bytes'] / options.work / KB / KB:.1f}", f"{r['work_cpu_percent']:.0f}",
    ]


def goals(r, options):
    """Of the largest row: what, value, at most."""
    return [
        ("KB a socket beyond libsoup's own", (r["socket_bytes"] - r["libsoup_bytes"]) / KB, 10),
        ("sign-in p99 beside idle sockets, ms", r["login"]["p99_ms"], 1000),
        ("events a second missing", rate(r["sockets"], options) - r["events_per_s"], 0.05 * rate(r["sockets"], options)),
        ("own view p99, ms", r["own_view"]["p99_ms"], 500),
        ("other side's view p99, ms", r["other_view"]["p99_ms"], 500),
        ("desks' view p99, ms", r["desk_view"]["p99_ms"], 500),
    ]
