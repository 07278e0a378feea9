# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls between two gc-agents, one in each seat, through the real gc-signal and gc-relay."""

import json
import os
import queue
import signal
import subprocess
import threading
import time

import pytest

from service import AGENT, ENVIRONMENT, PASSWORD, WAIT_S

# Encoders under a sanitizer take a machine's whole attention; only a failure waits so long.
SLOW_S = 60



class Client:
    """One gc-agent, followed by the JSON lines that it prints."""

    def __init__(self, service, name, *arguments):
        self.log = service.folder / f"{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([AGENT, "--server", service.url, *map(str, arguments)],
                                            stdout=subprocess.PIPE, stderr=log, text=True, env=ENVIRONMENT)
        self.events = queue.Queue()
        self.seen = []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.seen.append(line)
            self.events.put(json.loads(line))
        self.events.put({"event": "exit"})

    def story(self):
        """What it said, for a failed test."""
        return f"{self.log.name}:\n{self.log.read_text()[-12000:]}\n{''.join(self.seen[-10:])}"

    def until(self, name, condition=lambda event: True):
        """Waits for an event, passing over others."""
        end = time.monotonic() + SLOW_S
        while True:
            try:
                event = self.events.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no {name} within {SLOW_S} s; {self.story()}")
            if event["event"] == name and condition(event):
                return event
            assert event["event"] != "exit", f"ended before {name}; {self.story()}"

    def exit_code(self):
        """Waits until it has ended by itself."""
        code = self.process.wait(SLOW_S)
        self.reader.join()
        return code

    def end(self):
        """It ends by itself, and well; a sanitizer's finding shows in the exit code."""
        code = self.exit_code()
        assert code == 0, f"exit code {code}; {self.story()}"

    def kill(self):
        self.process.kill()
        self.exit_code()

    def close(self):
        """Ends what still runs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.end()
        self.process.stdout.close()


@pytest.fixture
def call(relay, service):
    """Makes the two sides of a call."""

    class Call:
        clients = []

        def agent(self, *arguments):
            secret = service.folder / "password"
            secret.write_text(PASSWORD + "\n")
            return self.add("agent", "--account", "agent1", "--password-file", secret, *arguments)

        def point(self, *arguments, code=True):
            enrol = ["--enrol-code", service.enrol_code()] if code else []
            return self.add("point", "--point", "--item", "SS-01", "--name", "陈阿梅", *enrol, *arguments)

        def add(self, name, *arguments):
            self.clients.append(Client(service, name, *arguments))
            return self.clients[-1]

    made = Call()
    made.clients = []
    yield made
    for client in made.clients:
        client.close()


def begin(agent, point):
    """Waits until both see each other, and returns the ticket's id."""
    ticket = point.until("first_frame")["ticket"]
    assert agent.until("first_frame")["ticket"] == ticket
    return ticket


def play(pipeline):
    """Runs a pipeline of GStreamer's own to its end."""
    subprocess.run(["gst-launch-1.0", "-q", *pipeline.split()], check=True, timeout=SLOW_S)


def is_running(frames):
    return lambda event: event["frames"] >= frames


def check_reception(ended):
    """What a side says of a call in which nothing was wrong."""
    assert 0 <= ended["first_frame_ms"] < 10000
    assert ended["frames"] > 25
    assert ended["moving_frames"] > 0.9 * (ended["frames"] - 1)
    assert ended["luma_spread"] > 100, "the bars have black and white"
    assert ended["sound_level_db"] == pytest.approx(-15, abs=3), "the tone's level"
    assert ended["packets_lost"] == 0


def test_call_flows_both_ways_and_is_recorded(call, folder):
    record = folder / "received.mkv"
    agent = call.agent("--duration", 4, "--sessions", 1, "--record", record)
    point = call.point()
    ticket = begin(agent, point)

    ends = [agent.until("session_ended"), point.until("session_ended")]
    for end in ends:
        assert end["ticket"] == ticket
        check_reception(end)
    agent.end()
    point.end()

    pictures = folder / "pictures.raw"
    sound = folder / "sound.raw"
    play(f"filesrc location={record} ! matroskademux ! video/x-vp8 ! vp8dec ! video/x-raw,format=I420 ! "
         f"filesink location={pictures}")
    play(f"filesrc location={record} ! matroskademux ! audio/x-opus ! opusdec ! audioconvert ! "
         f"audio/x-raw,format=S16LE,channels=1,rate=48000 ! filesink location={sound}")
    assert pictures.stat().st_size / (640 * 360 * 3 / 2) > 0.9 * ends[0]["frames"]
    assert sound.stat().st_size / 2 / 48000 > 0.8 * (ends[0]["session_ms"] - ends[0]["first_frame_ms"]) / 1000


@pytest.mark.workers(2)
def test_an_agent_comes_to_the_worker_of_the_point(call):
    agent = call.agent("--duration", 4, "--sessions", 1)
    agent.until("peer_connected")
    # The other worker has no peer yet.
    point = call.point()
    point.until("peer_connected")
    agent.until("peer_connected")
    begin(agent, point)
    for side in (agent, point):
        check_reception(side.until("session_ended"))
        side.end()


def test_file_is_played(call, folder):
    """One second of white, over and over: the agent sees nothing but white for longer than that."""
    film = folder / "white.mkv"
    play("videotestsrc pattern=white num-buffers=25 ! video/x-raw,width=320,height=180,framerate=25/1 ! "
         f"vp8enc deadline=1 ! matroskamux ! filesink location={film}")
    agent = call.agent("--duration", 4, "--sessions", 1)
    point = call.point("--file", film)
    begin(agent, point)

    seen = agent.until("session_ended")
    assert seen["frames"] > 60
    assert seen["luma_mean"] > 200 and seen["luma_spread"] < 20
    assert point.until("session_ended")["luma_spread"] > 100


def test_resident_drops_and_returns(call, folder):
    cookies = folder / "cookies"
    agent = call.agent("--sessions", 1)
    point = call.point("--cookies", cookies)
    ticket = begin(agent, point)
    agent.until("progress", is_running(20))

    point.kill()
    again = call.point("--cookies", cookies, "--duration", 2, code=False)
    assert again.until("session_started")["ticket"] == ticket
    again.until("first_frame")
    again.until("progress", is_running(20))
    end = agent.until("session_ended")
    assert end["ticket"] == ticket
    again.end()
    agent.end()


def test_agent_drops_and_returns(call):
    agent = call.agent()
    point = call.point()
    ticket = begin(agent, point)
    agent.kill()

    again = call.agent("--duration", 2, "--sessions", 1)
    assert again.until("session_started")["ticket"] == ticket
    again.until("first_frame")
    assert point.until("session_ended")["ticket"] == ticket
    again.end()
    point.end()


def test_signal_killed_leaves_media_untouched(call, service):
    agent = call.agent("--sessions", 1)
    point = call.point("--duration", 3)
    ticket = begin(agent, point)

    service.kill()
    agent.until("signal_lost")
    point.until("signal_lost")
    # The signalling stays away until two more seconds of pictures have come on both sides.
    for side in (agent, point):
        counted = side.until("progress")["frames"]
        side.until("progress", is_running(counted + 50))
    service.start()

    ends = [point.until("session_ended"), agent.until("session_ended")]
    for end in ends:
        assert end["ticket"] == ticket
        assert end["packets_lost"] == 0
    point.end()
    agent.end()


def test_relay_killed_and_back_within_5_s(call, relay):
    agent = call.agent("--sessions", 1)
    point = call.point()
    ticket = begin(agent, point)
    agent.until("progress", is_running(20))

    # Five seconds, or more in so far as the machine has more to do than processors to do it with.
    limit = 5 * max(1, os.getloadavg()[0] / os.cpu_count())
    killed = time.monotonic()
    relay.kill()
    relay.start()
    for side in (agent, point):
        assert side.until("first_frame")["ticket"] == ticket
    back = time.monotonic()
    assert back - killed < limit
    flowing = agent.until("progress")["frames"]
    agent.until("progress", is_running(flowing + 40))

    agent.process.send_signal(signal.SIGTERM)
    agent.end()
    point.process.send_signal(signal.SIGTERM)
    point.end()


def test_wrong_password_is_final(relay, service):
    secret = service.folder / "wrong"
    secret.write_text("not the password\n")
    client = Client(service, "agent", "--account", "agent1", "--password-file", secret)
    assert client.exit_code() == 1
    client.close()
    assert "denied" in client.log.read_text()


@pytest.mark.parametrize("arguments", [
    [],
    ["--account", "agent1"],
    ["--point", "--item", "SS-01", "--name", "A"],
    ["--point", "--enrol-code", "ABCD-EFGH"],
    ["--server", "ftp://127.0.0.1", "--account", "a", "--password-file", "/dev/null"],
    ["--log-level", "loud"],
    ["--account", "a", "--password-file", "/nonexistent"],
    ["--nonsense"],
])
def test_wrong_options_are_explained(arguments):
    done = subprocess.run([AGENT, *arguments], capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("gc-agent: ")
    assert done.stdout == ""
