# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""lossy-link over real sockets: what clients and a server see of it."""

import contextlib
import json
import select
import signal
import socket
import statistics
import struct
import subprocess
import time

import pytest

from service import BUILD, WAIT_S, Daemon

LINK = BUILD / "tests/tools/lossy-link/lossy-link"
# The clock of a test is exact to how soon the machine runs it.
SLACK_S = 0.15


class Link(Daemon):
    """lossy-link before the servers of a test, with its commands."""

    def __init__(self, folder, spec, udp=None, tcp=None, options=()):
        arguments = [LINK, "--link", spec, *options]
        for kind, server in (("udp", udp), ("tcp", tcp)):
            if server:
                arguments += [f"--{kind}", "127.0.0.1:0", f"--{kind}-to", "%s:%d" % server.getsockname()]
        super().__init__(arguments, folder / "lossy-link.log", stdin=subprocess.PIPE)

    def address(self, kind):
        host, _, port = self.ready[kind].rpartition(":")
        return host, int(port)

    def tell(self, command):
        """One command; returns the line that answers it."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip()

    def stop(self):
        self.process.stdin.close()
        super().stop()

    def change(self, command):
        assert self.tell(command) == "ok"

    def stats(self):
        return json.loads(self.tell("stats"))

    def until(self, predicate):
        """Asks for the counters until they are as wanted: the link has no other event to give."""
        end = time.monotonic() + WAIT_S
        while not predicate(stats := self.stats()):
            assert time.monotonic() < end, stats
        return stats


@contextlib.contextmanager
def running(*arguments, **options):
    link = Link(*arguments, **options)
    link.start()
    try:
        yield link
    finally:
        link.stop()


def datagram_socket():
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    made.bind(("127.0.0.1", 0))
    made.settimeout(WAIT_S)
    return made


@pytest.fixture
def server():
    with datagram_socket() as made:
        yield made


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(WAIT_S)
        yield made


@contextlib.contextmanager
def client_of(link):
    with datagram_socket() as made:
        made.connect(link.address("udp"))
        yield made


def meet(client, server):
    """A first datagram each way. Returns where the server sees the client."""
    client.send(b"hello")
    text, seen = server.recvfrom(100)
    assert text == b"hello"
    server.sendto(b"welcome", seen)
    assert client.recv(100) == b"welcome"
    return seen


def quiet(*sockets):
    """Nothing has come."""
    return not select.select(sockets, [], [], 0)[0]


def test_the_round_trip_is_what_was_asked_for(folder, server):
    with running(folder, "200ms", udp=server) as link, client_of(link) as client:
        round_trips = []
        for _ in range(15):
            start = time.monotonic()
            meet(client, server)
            round_trips.append(time.monotonic() - start)
    assert min(round_trips) >= 0.2
    assert statistics.median(round_trips) < 0.2 + SLACK_S


def test_each_direction_has_its_own_loss_and_the_same_seed_the_same(folder, server):
    def lost(seed):
        """What each direction lost of 1000, and how much came out at the server."""
        with running(folder, "0ms", udp=server, options=["--seed", seed]) as link, client_of(link) as client:
            seen = meet(client, server)
            link.change("up:20%,down:5%,down:burst=4")
            arrived = 0
            for sent in range(100, 1001, 100):
                for _ in range(100):
                    client.send(b"up")
                    server.sendto(b"down", seen)
                stats = link.until(lambda s: s["udp"]["up"]["packets"] == s["udp"]["down"]["packets"] == sent + 1)
                while not quiet(server):
                    arrived += len(server.recv(10)) == 2
            up, down = (stats["udp"][way]["dropped"]["loss"] for way in ("up", "down"))
            while arrived < 1000 - up:
                arrived += len(server.recv(10)) == 2
            return up, down

    up, down = lost("7")
    assert 150 < up < 250 and 10 < down < 110
    assert lost("7") == (up, down)
    assert lost("8") != (up, down)


def test_the_rate_holds_and_the_queue_has_an_end(folder, server):
    with running(folder, "rate=800kbit,queue=100ms", udp=server) as link, client_of(link) as client:
        start = time.monotonic()
        for _ in range(100):
            client.send(bytes(1000))
        for _ in range(10):
            server.recv(2000)
        took = time.monotonic() - start
        stats = link.until(lambda s: s["udp"]["up"]["packets"] == 100)
    # 10 kB at 100 kB/s; they came at once, so no more than the queue holds got in.
    assert 0.1 <= took < 0.1 + SLACK_S
    up = stats["udp"]["up"]
    assert up["max_queue_bytes"] == 10000 and up["dropped"]["queue"] >= 80


def test_commands_change_the_link(folder, server):
    with running(folder, "0ms", udp=server) as link, client_of(link) as client:
        meet(client, server)
        assert link.tell("rate=fast").startswith("error: rate=fast: must be a rate")
        assert link.tell("client 9 rebind").startswith("error: client 9:")
        assert link.tell("x" * 2000) == "error: the line is too long"
        link.change("black-out=on")
        client.send(b"lost")
        link.until(lambda s: s["udp"]["up"]["dropped"]["black_out"] == 1)
        link.change("black-out=off")
        link.change("udp=off")
        client.send(b"lost")
        link.until(lambda s: s["udp"]["up"]["dropped"]["block"] == 1)
        link.change("udp=on")
        meet(client, server)


def test_a_change_for_one_client_leaves_the_other(folder, server):
    with running(folder, "0ms", udp=server) as link, client_of(link) as one, client_of(link) as two:
        meet(one, server)
        meet(two, server)
        link.change("client 1 black-out=on")
        one.send(b"lost")
        link.until(lambda s: s["clients"][0]["up"]["dropped"]["black_out"] == 1)
        assert quiet(server)
        meet(two, server)


def test_a_script_changes_the_link_by_the_clock(folder, server):
    with running(folder, "black-out=on; at 300ms black-out=off; at 300ms 100ms", udp=server) as link, client_of(link) as client:
        start = time.monotonic()
        while quiet(server):
            client.send(b"here?")
            assert time.monotonic() < start + WAIT_S
        assert link.stats()["udp"]["up"]["dropped"]["black_out"] > 0


def test_rebinding_gives_a_client_another_port(folder, server):
    with running(folder, "0ms", udp=server) as link, client_of(link) as one, client_of(link) as two:
        old, other = meet(one, server), meet(two, server)
        link.change("client 1 rebind")
        server.sendto(b"to the old port", old)
        new = meet(one, server)
        assert new != old and meet(two, server) == other
        link.change("rebind")
        assert meet(one, server) != new and meet(two, server) != other
        assert quiet(one, two)


def test_clients_are_limited_and_the_idle_are_forgotten(folder, server):
    with running(folder, "0ms", udp=server, options=["--max-clients", "2", "--idle", "300ms"]) as link, \
            contextlib.ExitStack() as stack:
        one, two, three = (stack.enter_context(client_of(link)) for _ in range(3))
        first = meet(one, server)
        meet(two, server)
        three.send(b"no room")
        assert link.until(lambda s: s["refused"] == 1)["opened"] == 2
        assert quiet(server)
        link.until(lambda s: s["clients"] == [])
        # Its socket is closed: nobody is at the old port, and a new one is given.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(first)
            probe.send(b"anybody?")
            with pytest.raises(ConnectionRefusedError):
                probe.send(b"anybody?")
        meet(three, server)
        meet(one, server)
        assert link.stats()["udp"]["up"]["packets"] == 4


def test_a_server_that_is_away_harms_nothing(folder, server):
    with running(folder, "0ms", udp=server) as link, client_of(link) as client:
        meet(client, server)
        address = server.getsockname()
        server.close()
        for _ in range(10):
            client.send(b"anybody?")
        link.until(lambda s: s["udp"]["up"]["packets"] == 11)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
            again.bind(address)
            again.settimeout(WAIT_S)
            meet(client, again)


def connect(link, listener):
    """(client, server) ends of a connection through the link."""
    client = socket.create_connection(link.address("tcp"), WAIT_S)
    server, _ = listener.accept()
    server.settimeout(WAIT_S)
    return client, server


def is_reset(link):
    """A new connection breaks at once, perhaps before it is known here to be made."""
    with pytest.raises(ConnectionResetError), socket.create_connection(link.address("tcp"), WAIT_S) as client:
        client.recv(10)


def read_all(end):
    parts = []
    while part := end.recv(65536):
        parts.append(part)
    return b"".join(parts)


def test_a_stream_is_late_but_whole(folder, listener):
    with running(folder, "200ms,5%,jitter=20ms", tcp=listener) as link:
        client, server = connect(link, listener)
        with client, server:
            start = time.monotonic()
            client.sendall(b"ping")
            assert server.recv(10) == b"ping"
            server.sendall(b"pong")
            assert client.recv(10) == b"pong"
            # A loss on either way costs a round trip more.
            assert 0.2 <= time.monotonic() - start < 0.64 + SLACK_S

            text = bytes(range(256)) * 400
            client.sendall(text)
            client.shutdown(socket.SHUT_WR)
            assert read_all(server) == text
            server.sendall(b"the other way is open still")
            server.shutdown(socket.SHUT_WR)
            assert read_all(client) == b"the other way is open still"
            stats = link.until(lambda s: s["clients"] == [])
    assert stats["tcp"]["up"]["stalls"] > 0 and stats["tcp"]["up"]["bytes"] == len(text) + 4


def test_a_stream_waits_for_the_rate_and_for_the_end_of_a_black_out(folder, listener):
    with running(folder, "rate=800kbit,queue=50ms", tcp=listener) as link:
        client, server = connect(link, listener)
        with client, server:
            start = time.monotonic()
            client.sendall(bytes(50000))
            received = 0
            while received < 50000:
                received += len(server.recv(65536))
            assert 0.5 <= time.monotonic() - start < 0.5 + SLACK_S
            link.change("black-out=on")
            client.sendall(b"still there")
            link.change("udp=off")
            assert quiet(server)
            link.change("black-out=off")
            assert server.recv(100) == b"still there"


def test_a_broken_connection_breaks_at_the_other_end(folder, listener):
    with running(folder, "20ms", tcp=listener, options=["--max-clients", "2"]) as link:
        client, server = connect(link, listener)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        server.close()
        with client, pytest.raises(ConnectionResetError):
            client.recv(10)
        link.until(lambda s: s["clients"] == [])
        pairs = [connect(link, listener) for _ in range(2)]
        is_reset(link)
        listener.close()
        for pair in pairs:
            for end in pair:
                end.close()
        link.until(lambda s: s["clients"] == [])
        is_reset(link)


def test_the_counters_are_printed_at_the_end(folder, server):
    link = Link(folder, "0ms", udp=server)
    link.start()
    with client_of(link) as client:
        meet(client, server)
    link.process.send_signal(signal.SIGTERM)
    assert json.loads(link.process.stdout.read())["udp"]["down"] == {
        "packets": 1, "bytes": 7, "dropped": {"loss": 0, "queue": 0, "black_out": 0, "block": 0, "socket": 0},
        "stalls": 0, "max_queue_us": 0, "max_queue_bytes": 0}
    link.stop()


@pytest.mark.parametrize(("arguments", "said"), [
    (["--link", "300ms,loss=lots", "--udp", "127.0.0.1:0", "--udp-to", "127.0.0.1:9"], "--link loss=lots"),
    (["--link", "300ms", "--udp", "here", "--udp-to", "127.0.0.1:9"], "--udp here"),
    (["--link", "300ms", "--udp", "127.0.0.1:0", "--udp-to", "there"], "--udp-to there"),
    (["--link", "300ms", "--udp", "127.0.0.1:0"], "--udp-to"),
    (["--link", "300ms", "--udp", "127.0.0.1:0", "--udp-to", "127.0.0.1:9", "--idle", "soon"], "--idle soon"),
    (["--link", "300ms", "--udp", "127.0.0.1:0", "--udp-to", "127.0.0.1:9", "--max-clients", "0"], "--max-clients 0"),
    (["--link", "300ms", "--udp", "127.0.0.1:0", "--udp-to", "127.0.0.1:9", "--seed", "-1"], "--seed -1"),
    (["--link", "300ms"], "--udp"),
    (["--udp", "127.0.0.1:0", "--udp-to", "127.0.0.1:9"], "--link"),
    (["--link", "300ms", "more"], "argument more"),
])
def test_a_wrong_command_line_is_named(arguments, said):
    done = subprocess.run([LINK, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode == 2 and said in done.stderr
