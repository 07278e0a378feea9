# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-load-signal, a client with HTTP and WebSocket of its own, against gc-signal: every event is shown."""

import json
import subprocess

import pytest

from service import BUILD, ENVIRONMENT, SIGNAL, Daemon, Signal

LOAD = BUILD / "tests/load/gc-load-signal"
SLOW_S = 240
KIOSKS, AGENTS, DESKS = 267, 30, 3


def load(*arguments):
    done = subprocess.run([LOAD, *map(str, arguments)], capture_output=True, text=True, timeout=SLOW_S,
                          env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def crowded(folder):
    """A gc-signal whose database has people for 300 pages."""
    load("--make", folder / "data", "--kiosks", KIOSKS, "--agents", AGENTS, "--desks", DESKS)
    service = Signal(folder)
    service.start()
    yield service
    service.stop()


def test_three_hundred_pages_see_every_event(crowded):
    """gc-load-signal fails when a page is lost, a ping is late, or a step of a session is not shown."""
    got = json.loads(load("--url", crowded.url, "--data", crowded.data, "--pid", crowded.process.pid, "--logins", 4,
                          "--login-rate", 1, "--work", 5, "--rate", 40))
    assert got["sockets"] == KIOSKS + AGENTS + DESKS
    assert got["events_per_s"] > 20
    assert got["login"]["n"] == 4
    # Whole sessions: the views of the other side are those that were offered, accepted, met and ended.
    assert got["own_view"]["n"] > 50 and got["other_view"]["n"] > 25 and got["desk_view"]["n"] >= 2
    # No buffer, task or source of a socket that rests; a sanitizer's own bytes are in it.
    assert got["files"] < got["sockets"] + 30


def test_a_low_limit_of_files_is_told(folder):
    service = Daemon(["prlimit", "--nofile=512:512", SIGNAL, "--listen", "127.0.0.1:0", "--data", folder / "data",
                      "--relay", folder / "relay.sock"], folder / "signal.log")
    service.start()
    service.stop()
    assert "at most 512 files may be open" in (folder / "signal.log").read_text()


def test_the_soft_limit_of_files_is_raised(folder):
    service = Daemon(["prlimit", "--nofile=256:4096", SIGNAL, "--listen", "127.0.0.1:0", "--data", folder / "data",
                      "--relay", folder / "relay.sock"], folder / "signal.log")
    service.start()
    with open(f"/proc/{service.process.pid}/limits", encoding="ascii") as limits:
        files = next(line.split() for line in limits if line.startswith("Max open files"))
    service.stop()
    assert files[3] == "4096", "the soft limit is the hard one"
