# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what the queue decides and what the store makes durable, with the programs that do nothing else."""

import json
import os
import pathlib
import subprocess
import sys

TOOLS = pathlib.Path(__file__).resolve().parent.parent / "tools"

QUEUE_HEAD = ["waiting", "agents", "events", "an event p50 / p99 / max, µs", "an estimate, µs"]
STORE_HEAD = ["store", "kiosks", "transitions/s", "transitions a commit", "a commit p50 / p99, ms"]
QUEUE_AIM = {"waiting": 10000, "p50_us": 50, "p99_us": 500}
STORE_AIM = {"kiosks": 100, "transitions_per_second": 2000}


def run(command):
    """The objects that a benchmark prints. It ends with 1 when an aim is missed, which goals () says by name."""
    # Without it the store's benchmark makes a folder of its own.
    environment = {name: value for name, value in os.environ.items() if name != "GC_TEST_STORE"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment)
    if done.returncode not in (0, 1) or not done.stdout.startswith("{"):
        sys.exit(f"bench: {' '.join(map(str, command))} failed")
    return [json.loads(line) for line in done.stdout.splitlines()]


def queue(build):
    return run([build / "tests/load/bench-queue", "--json"])


def store(build):
    program = [build / "tests/load/bench-store", "--json"]
    return run(program) + run([TOOLS / "with-postgres", *program])


def queue_row(r):
    return [
        f"{r['waiting']:,}", f"{r['agents']:,}", f"{r['events']:,}",
        f"**{r['p50_us']:.1f} / {r['p99_us']:.1f}** / {r['max_us']:,.0f}", f"{r['estimate_us']:.2f}",
    ]


def store_row(r):
    return [
        r["store"], f"{r['kiosks']}", f"**{r['transitions_per_second']:,.0f}**", f"{r['batch']:.0f}",
        f"{r['commit_p50_ms']:.2f} / {r['commit_p99_ms']:.2f}",
    ]


def queue_goals(results):
    """What, value, at most."""
    r = next(r for r in results if r["waiting"] == QUEUE_AIM["waiting"])
    return [(f"an event with {r['waiting']:,} waiting {name}", r[name], QUEUE_AIM[name]) for name in ("p50_us", "p99_us")]


def store_goals(results):
    """What, value, at least: of the default, SQLite."""
    most = max(r["transitions_per_second"] for r in results if r["store"] == "SQLite" and r["kiosks"] >= STORE_AIM["kiosks"])
    return [("durable transitions a second", most, STORE_AIM["transitions_per_second"])]
