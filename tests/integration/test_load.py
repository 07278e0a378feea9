# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-load, a client with SRTP from libsrtp2 and all else of its own, against gc-relay."""

import json
import subprocess

import pytest

from service import BUILD, ENVIRONMENT, RELAY, Daemon

LOAD = BUILD / "tests/load/gc-load"
SLOW_S = 120


@pytest.fixture
def relay(folder):
    relay = Daemon([RELAY, "--control", folder / "relay.sock", "--whip", "127.0.0.1:0", "--media", "127.0.0.1:0"],
                   folder / "relay.log")
    relay.start()
    yield relay
    relay.stop()


def load(relay, *arguments):
    """What gc-load measured."""
    done = subprocess.run([LOAD, "--server-pid", str(relay.process.pid), *arguments], capture_output=True, text=True,
                          timeout=SLOW_S, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SHAPES = {"bursts": [], "smooth": ["--smooth"], "segmented": ["--gso"], "two lines": ["--lines", "2"]}


@pytest.mark.parametrize("profile", ["gcm", "sha1"])
@pytest.mark.parametrize("shape", SHAPES)
def test_all_packets_arrive_whole(relay, profile, shape):
    """Strict: each packet once, in order, unchanged, with a proper seal; numbers go on as the sender's do."""
    got = load(relay, "--whip", relay.ready["whip"], "--sessions", "2", "--duration", "2", "--profile", profile,
               "--strict", *SHAPES[shape])
    assert got["packets_received"] == got["packets_sent"] > 1500
    assert got["transport_feedbacks"] > 0 and got["receiver_reports"] > 0
    assert got["threads"] == got["threads_before"], "threads do not grow with sessions"


def test_warm_peers_are_bound_over_the_control_socket(relay, folder):
    got = load(relay, "--control", str(folder / "relay.sock"), "--warm", "--sessions", "3", "--duration", "1", "--strict")
    assert got["key_frames_asked"] >= 3, "binding asks for a key frame"


def test_joins_and_leaves_leave_nothing_behind(relay):
    got = load(relay, "--whip", relay.ready["whip"], "--churn", "60")
    assert got["joins"] == 60
    assert got["threads"] == got["threads_before"]
    assert got["files"] == got["files_before"]
