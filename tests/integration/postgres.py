# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PostgreSQL servers for tests: in folders of their own, as an ordinary user, on Unix sockets alone."""

import os
import pathlib
import shutil
import signal
import subprocess
import time

from service import SOURCE, WAIT_S

UNPRIVILEGED = SOURCE / "tests/tools/unprivileged"
PROGRAMS = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), default=None,
               key=lambda path: int(path.parent.name))


def run(program, *arguments):
    done = subprocess.run([UNPRIVILEGED, PROGRAMS / program, *map(str, arguments)], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_alive(pid):
    try:
        status = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


class Postgres:
    """One server. The folder of its socket is also where clients find it."""

    def __init__(self, folder, name="postgres"):
        self.folder = folder / name
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.process = None
        self.folder.mkdir()
        # Where root cannot be another user in a namespace, the server is the user postgres, who must get there, too.
        if subprocess.run([UNPRIVILEGED, "test", "-w", self.folder]).returncode != 0:
            folder.chmod(0o711)
            shutil.chown(self.folder, "postgres")

    def init(self):
        run("initdb", "-D", self.data, "-U", "gc", "--auth=trust", "--locale=C.UTF-8", "--no-sync")

    def start(self, *settings):
        options = [part for setting in settings for part in ("-c", setting)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [UNPRIVILEGED, PROGRAMS / "postgres", "-D", self.data, "-c", "listen_addresses=", "-c",
                 f"unix_socket_directories={self.folder}", *options],
                stdout=log, stderr=log)
        end = time.monotonic() + WAIT_S
        while subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", self.folder, "-U", "gc"]).returncode != 0:
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text()[-2000:]
            time.sleep(0.05)

    @property
    def url(self):
        return f"postgresql://gc@/postgres?host={self.folder}"

    def query(self, sql):
        """The rows, each a list of texts."""
        lines = run("psql", "-X", "-A", "-t", "-q", self.url, "-c", sql).splitlines()
        return [line.split("|") for line in lines]

    def kill(self):
        """All of its processes at once, as a power cut does it."""
        children = subprocess.run(["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True)
        pids = [self.process.pid, *map(int, children.stdout.split())]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(WAIT_S)
        end = time.monotonic() + WAIT_S
        while any(is_alive(pid) for pid in pids[1:]):
            assert time.monotonic() < end
            time.sleep(0.01)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(WAIT_S)
