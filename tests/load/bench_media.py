# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Servers under media load, each a fresh process, and what gc-load says they cost."""

import collections
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PROFILES = {"gcm": "AES-128-GCM", "sha1": "SHA1_80"}
MB = 1024 * 1024
AS_BROWSERS = ["--feedback"]  # peers tell what arrives, and obey what they are told
PACKETS_PER_S = 2 * (50 + 210)  # a session
START_S = 20


# Whose cost to measure, and gc-load's arguments that say how to reach it.
Server = collections.namedtuple("Server", "pid reach")


@contextlib.contextmanager
def running(command, **options):
    """A process that ends with the block, and with us if we are killed."""
    process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def relay(build, address="127.0.0.1", workers=1):
    """A gc-relay of its own, stand-alone, on free ports; media on @address."""
    command = [build / "relay/media/gc-relay", "--whip", "127.0.0.1:0", "--media", f"{address}:0", "--log-level", "warning",
               "--workers", str(workers)]
    with running(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline().split()
        if not line or line[0] != "ready":
            sys.exit("bench: gc-relay did not start")
        yield Server(process.pid, ["--whip", next(word.partition("=")[2] for word in line if word.startswith("whip="))])


JANUS = """
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{folder}/plugins"
  transports_folder = "{folder}/transports"
  events_folder = "{folder}/none"
  loggers_folder = "{folder}/none"
  debug_level = 2
  session_timeout = 0
  {loops}
}}
nat: {{
  ice_lite = true
  ice_enforce_list = "{address}"
}}
"""
JANUS_HTTP = """
general: {
  json = "compact"
  http = true
  ip = "127.0.0.1"
  port = 0
}
"""
JANUS_MODULES = ["plugins/libjanus_videocall.so", "transports/libjanus_http.so"]


@contextlib.contextmanager
def janus(root, address, loops):
    """A Janus of its own, unpacked at @root, with the one plugin and the one transport that it needs, on free ports.

    Signalling is on loopback, media on @address: Janus leaves out the loopback interface. @loops is how many event loops
    its handles share; None is its default, a thread for each.
    """
    with tempfile.TemporaryDirectory(prefix="gc-bench-") as name:
        folder = pathlib.Path(name)
        modules = next(root.resolve().glob("usr/lib/*/janus"))
        for module in JANUS_MODULES:
            (folder / module).parent.mkdir()
            (folder / module).symlink_to(modules / module)
        event_loops = f"event_loops = {loops}" if loops else ""
        (folder / "janus.jcfg").write_text(JANUS.format(folder=folder, address=address, loops=event_loops))
        (folder / "janus.transport.http.jcfg").write_text(JANUS_HTTP)
        (folder / "janus.plugin.videocall.jcfg").write_text("general: { events = false }\n")
        command = [root / "usr/bin/janus", "--config", folder / "janus.jcfg", "--configs-folder", folder, "--disable-colors"]
        with open(folder / "log", "wb") as log, running(command, stdout=log, stderr=log) as process:
            port = wait_for_port(process)
            if port is None:
                sys.exit("bench: Janus did not start:\n" + (folder / "log").read_text(errors="replace"))
            yield Server(process.pid, ["--janus", f"http://127.0.0.1:{port}"])


def wait_for_port(process):
    """The TCP port of IPv4 on which @process listens. Janus says neither that it is ready nor which port it was given."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        sockets = set(links(f"/proc/{process.pid}/fd"))
        for line in pathlib.Path(f"/proc/{process.pid}/net/tcp").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A" and f"socket:[{words[9]}]" in sockets:
                return int(words[1].partition(":")[2], 16)
        time.sleep(0.02)
    return None


def links(folder):
    """Where the links in @folder lead; some may go while they are read."""
    for name in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            yield os.readlink(f"{folder}/{name}")


class LoadFailed(Exception):
    """The peers did not all come up, or one was lost; gc-load has said what happened."""


def load(build, server, *arguments):
    """One run of gc-load against @server, one of the above."""
    with server as (pid, reach):
        command = [build / "tests/load/gc-load", *reach, "--server-pid", f"{pid}", *arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise LoadFailed(f"{' '.join(map(str, command))} failed")
    return json.loads(done.stdout)


def memory_mb(r):
    """What a session takes."""
    return (r["private_bytes"] - r["private_before_bytes"]) / r["sessions"] / MB


def idle_row(r):
    """What connected peers take that send nothing."""
    kb = (r["private_bytes"] - r["private_before_bytes"]) / r["idle_peers"] / 1024
    return [f"{r['idle_peers']:,}", f"**{kb:.0f}**", f"**{100 * r['cpu_share']:.1f}**", f"{r['threads'] - r['threads_before']}"]


def is_behind(r):
    """Whether the generator sent less than it should have: its machine was full."""
    return r["packets_sent"] < 0.98 * PACKETS_PER_S * r["sessions"] * r["seconds"]


STEADY_HEAD = [
    "sessions", "SRTP", "packets/s", "CPU µs a packet (user + system)", "one-way delay p50 / p99, ms",
    "lost + broken + reordered", "set-up p50 / max, ms", "threads added", "memory a session, MB",
]


IDLE_HEAD = ["connected peers that send nothing", "memory a peer, KB", "CPU, % of one processor", "threads added"]


def steady_row(name, profile, r):
    return [
        name, PROFILES[profile], f"{r['packets_per_s']:,.0f}{' (!)' if is_behind(r) else ''}",
        f"**{r['cpu_us_per_packet']:.1f}** ({r['user_us_per_packet']:.1f} + {r['system_us_per_packet']:.1f})",
        f"{r['delay_p50_ms']:.2f} / {r['delay_p99_ms']:.2f}",
        f"{r['lost']} + {r['broken']} + {r['reordered']}",
        f"{r['set_up_p50_ms']:.0f} / {r['set_up_max_ms']:.0f}",
        f"{r['threads'] - r['threads_before']}", f"{memory_mb(r):.2f}",
    ]
