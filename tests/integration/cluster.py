# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Several gc-signal nodes on one PostgreSQL database, as a supervisor and a balancer keep and show them."""

import signal
import subprocess
import threading
import time

from postgres import Postgres, run
from service import ENVIRONMENT, PASSWORD, SIGNAL, WAIT_S, command, night

TAKEOVER_S = 10


class Node:
    """One gc-signal. What it prints is read all the time: first perhaps `standby`, then `ready`."""

    def __init__(self, folder, name, url, relay):
        self.log = folder / f"{name}.log"
        self.said = {}
        self.news = threading.Condition()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [SIGNAL, "--listen", "127.0.0.1:0", "--store", url, "--data", folder / name, "--relay", relay, *night()],
                stdout=subprocess.PIPE, stderr=log, text=True, env=ENVIRONMENT)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            word, http = line.split()
            with self.news:
                self.said[word] = http.removeprefix("http=")
                self.news.notify_all()
        with self.news:
            self.said["end"] = ""
            self.news.notify_all()

    def until(self, word, seconds=WAIT_S):
        """Waits until it said that, and returns its address."""
        with self.news:
            self.news.wait_for(lambda: word in self.said or "end" in self.said, seconds)
        assert word in self.said, f"not {word} after {seconds} s: {self.said}; {self.log}:\n{self.text()[-2000:]}"
        return self.said[word]

    def text(self):
        return self.log.read_text()

    def send(self, number):
        self.process.send_signal(number)

    def end(self):
        """Waits for its end by itself; returns the exit code."""
        code = self.process.wait(WAIT_S)
        self.reader.join(WAIT_S)
        self.process.stdout.close()
        return code

    def stop(self):
        if self.process.poll() is None:
            self.send(signal.SIGTERM)
            assert self.end() == 0, self.text()[-4000:]


class Cluster:
    """Two nodes, of which one is active; to the pages it is one service."""

    def __init__(self, folder, url):
        self.folder = folder
        self.store = url
        self.relay = folder / "relay.sock"
        self.nodes = []  # the active one first
        self.count = 0
        self.takeovers = []  # seconds

    def add_account(self, account, role, name, departments="all", languages="zh,wuu-x-wenzhou,it"):
        command("account", "add", "--store", self.store, "--account", account, "--role", role, "--name", name,
                "--departments", departments, "--languages", languages, text=PASSWORD + "\n")

    def enrol_code(self, point="it-milan"):
        return command("enrol", "--store", self.store, "--point", point).strip()

    def add_node(self):
        self.count += 1
        node = Node(self.folder, f"node{self.count}", self.store, self.relay)
        self.nodes.append(node)
        return node

    def start_first(self):
        self.add_account("agent1", "agent", "林晓")
        self.add_account("agent2", "agent", "金海")
        self.add_account("desk1", "coordinator", "周敏")
        self.add_node().until("ready")
        self.add_node().until("standby")

    @property
    def active(self):
        return self.nodes[0]

    @property
    def standby(self):
        return self.nodes[1]

    @property
    def url(self):
        return self.active.said["ready"]

    def kill(self):
        """As a crash does it."""
        self.active.process.kill()
        self.active.end()
        self.dead_since = time.monotonic()

    def start(self):
        """Waits for the takeover; then the one that died comes back as standby."""
        del self.nodes[0]
        self.active.until("ready", TAKEOVER_S)
        self.takeovers.append(time.monotonic() - self.dead_since)
        self.add_node().until("standby")

    def stop(self):
        for node in reversed(self.nodes):
            node.stop()


class Pair:
    """A primary and its synchronous standby; when the one dies the other takes over, and gets a standby again."""

    def __init__(self, folder):
        self.servers = [Postgres(folder, "a"), Postgres(folder, "b")]
        self.primary.init()
        self.primary.start()
        self.replicate()

    @property
    def primary(self):
        return self.servers[0]

    @property
    def url(self):
        folders = ",".join(sorted(str(server.folder) for server in self.servers))
        return f"postgresql://gc@/postgres?host={folders}&target_session_attrs=read-write"

    def replicate(self):
        standby = self.servers[1]
        run("pg_basebackup", "-h", self.primary.folder, "-U", "gc", "-D", standby.data, "-R", "-c", "fast", "--no-sync")
        standby.start()
        self.primary.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.query("SELECT pg_reload_conf ()")
        end = time.monotonic() + WAIT_S
        while self.primary.query("SELECT sync_state FROM pg_stat_replication") != [["sync"]]:
            assert time.monotonic() < end
            time.sleep(0.05)

    def fail_over(self):
        self.primary.kill()
        self.servers.reverse()
        self.primary.query("SELECT pg_promote ()")
        # Until its own standby is there it has to do without one.
        self.primary.query("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.primary.query("SELECT pg_reload_conf ()")

    def make_whole(self):
        subprocess.run(["rm", "-rf", self.servers[1].data], check=True)
        self.replicate()

    def stop(self):
        for server in self.servers:
            server.stop()


class PairCluster(Cluster):
    """Nodes on a Pair; what dies is the database's primary."""

    def __init__(self, folder, pair):
        super().__init__(folder, pair.url)
        self.pair = pair

    def kill(self):
        self.dead_since = time.monotonic()
        self.pair.fail_over()
        # Without its connection a node is no longer the active one, and ends.
        assert self.active.end() == 1
        assert "can write nothing any more" in self.active.text()

    def start(self):
        super().start()
        self.pair.make_whole()
