# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs gc-signal and gc-relay as they are, and speaks to them as their pages do."""

import asyncio
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

import aiohttp

BUILD = pathlib.Path(os.environ.get("GC_BUILD", "build"))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SIGNAL = BUILD / "relay/signal/gc-signal"
RELAY = BUILD / "relay/media/gc-relay"
AGENT = BUILD / "agent/gc-agent"
# Known leaks of others are told by their callers, which only the slow unwinder sees.
ENVIRONMENT = {
    "ASAN_OPTIONS": "fast_unwind_on_malloc=0",
    "LSAN_OPTIONS": f"suppressions={SOURCE}/tests/lsan.supp:print_suppressions=0",
    **os.environ,
}
PASSWORD = "correct horse battery"
WAIT_S = 40


def command(*arguments, text=None):
    """Runs a command of administration and returns what it prints."""
    done = subprocess.run([SIGNAL, *arguments], input=text, capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Daemon:
    """One process that prints a line beginning with `ready` when it can be used."""

    def __init__(self, arguments, log, stdin=None):
        self.arguments = [str(a) for a in arguments]
        self.log = log
        self.stdin = stdin
        self.process = None
        self.ready = {}

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.arguments, stdin=self.stdin, stdout=subprocess.PIPE, stderr=log, text=True,
                                            env=ENVIRONMENT)
        line = self.process.stdout.readline()
        assert line.startswith("ready "), f"{line!r}; see {self.log}:\n{self.log.read_text()[-2000:]}"
        self.ready = dict(part.split("=", 1) for part in line.split()[1:])

    def kill(self):
        """As a crash does it."""
        self.process.kill()
        self.process.wait(WAIT_S)
        self.process.stdout.close()

    def stop(self):
        """As an operator does it; a sanitizer's finding shows in the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(WAIT_S)
        self.process.stdout.close()
        assert code == 0, f"exit code {code}; see {self.log}:\n{self.log.read_text()[-4000:]}"


def night():
    """Options for next 16:00 UTC, midnight in Wenzhou: no point's window ends soon, which would put its tickets ahead."""
    return ["--clock-shift", str(int(16 * 3600 - time.time()) % 86400)]


class Signal(Daemon):
    """gc-signal with a folder of its own and the accounts agent1, agent2 and desk1."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.data = folder / "data"
        self.socket = folder / "relay.sock"
        super().__init__([SIGNAL, "--listen", "127.0.0.1:0", "--data", self.data, "--relay", self.socket, *options],
                         folder / "signal.log")
        self.fixed = False

    def add_account(self, account, role, name, departments="all", languages="zh,wuu-x-wenzhou,it",
                    options=()):
        command("account", "add", "--data", str(self.data), "--account", account, "--role", role, "--name", name,
                "--departments", departments, "--languages", languages, *options, text=PASSWORD + "\n")

    def add_people(self):
        self.add_account("agent1", "agent", "林晓")
        self.add_account("agent2", "agent", "金海")
        self.add_account("desk1", "coordinator", "周敏")

    def enrol_code(self, point="it-milan", page="kiosk"):
        return command("enrol", "--data", str(self.data), "--point", point, "--page", page).strip()

    def start(self):
        super().start()
        if not self.fixed:
            # A restart listens where the pages look for it.
            self.fixed = True
            self.arguments[2] = self.url.removeprefix("http://")

    @property
    def url(self):
        return self.ready["http"]


class RpcError(Exception):
    def __init__(self, error):
        super().__init__(error["message"])
        self.number = error["code"]
        self.code = error["data"]["code"]


class Page:
    """One page: its cookies, its socket, and the view as the page has it."""

    numbers = itertools.count(1)

    def __init__(self, service, kind):
        self.service = service
        self.kind = kind
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.socket = None
        self.reader = None
        self.forget()

    def forget(self):
        """As a reload does it."""
        self.resume = None
        self.seq = 0
        self.view = {}
        self.peer = None
        self.close_code = None
        self.waiting = {}
        self.gaps = []
        self.changed = asyncio.Event()

    async def post(self, path, body, origin=None):
        headers = {"Origin": origin or self.service.url}
        async with self.http.post(self.service.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def login(self, account, password=PASSWORD):
        status, body = await self.post("/api/login", {"page": self.kind, "account": account, "password": password})
        assert status == 200, body
        return self

    async def enrol(self, code):
        status, body = await self.post("/api/enrol", {"page": self.kind, "code": code})
        assert status == 200, body
        return self

    async def open(self):
        status, body = await self.post("/api/pass", {"page": self.kind})
        assert status == 200, body
        self.socket = await self.http.ws_connect(f"{self.service.url}/ws?pass={body['pass']}", protocols=["gc.1"],
                                                 origin=self.service.url, max_msg_size=0)
        self.reader = asyncio.ensure_future(self.read(self.socket))

    async def hello(self):
        answer = await self.call("hello", page=self.kind, resume=self.resume, seq=self.seq, peer=self.peer)
        self.resume = answer["resume"]
        self.generation = answer["generation"]
        if not answer["replayed"]:
            self.seq = answer["seq"]
            self.view = answer["view"]
        self.wake()
        return answer

    async def connect(self):
        self.close_code = None
        await self.open()
        await self.hello()
        return self

    def wake(self):
        self.changed.set()
        self.changed = asyncio.Event()

    async def read(self, socket):
        async for message in socket:
            if message.type != aiohttp.WSMsgType.TEXT:
                break
            self.take(json.loads(message.data))
        self.close_code = socket.close_code
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionError(f"closed with {self.close_code}"))
        self.wake()

    def take(self, message):
        if message.get("method") == "view":
            params = message["params"]
            if self.seq and params["seq"] != self.seq + 1:
                self.gaps.append((self.seq, params["seq"]))
            self.seq = params["seq"]
            self.view.update(params["set"])
            self.wake()
            return
        future = self.waiting.pop(message["id"], None)
        if future is not None and not future.done():
            if "error" in message:
                future.set_exception(RpcError(message["error"]))
            else:
                future.set_result(message["result"])

    async def send(self, method, identifier=None, **params):
        """Sends a request and returns the future of its answer."""
        identifier = identifier or f"test-{os.getpid():07d}-{next(self.numbers):07d}"
        future = asyncio.get_running_loop().create_future()
        self.waiting[identifier] = future
        await self.socket.send_str(json.dumps({"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}))
        return future

    async def call(self, method, identifier=None, **params):
        return await asyncio.wait_for(await self.send(method, identifier, **params), WAIT_S)

    async def until(self, condition, what="the view"):
        """Waits until the view is as `condition` wants it, and returns what that gives."""
        end = asyncio.get_running_loop().time() + WAIT_S
        while True:
            try:
                value = condition(self.view)
            except (IndexError, KeyError, TypeError):
                value = None
            if value:
                return value
            left = end - asyncio.get_running_loop().time()
            assert left > 0, f"{self.kind}: {what} did not come: {json.dumps(self.view, ensure_ascii=False)}"
            try:
                await asyncio.wait_for(self.changed.wait(), left)
            except asyncio.TimeoutError:
                pass

    async def until_closed(self):
        await asyncio.wait_for(asyncio.shield(self.reader), WAIT_S)
        return self.close_code

    async def drop(self):
        """The connection is cut without a word."""
        transport = self.socket.get_extra_info("socket")
        transport.shutdown(socket.SHUT_RDWR)
        await self.until_closed()

    async def close(self):
        if self.socket is not None:
            await self.socket.close()
        if self.reader is not None:
            await self.reader
        await self.http.close()


class World:
    """A service with its pages, all of which are closed at the end."""

    def __init__(self, service):
        self.service = service
        self.pages = []

    async def page(self, kind):
        page = Page(self.service, kind)
        self.pages.append(page)
        return page

    async def agent(self, account="agent1"):
        page = await self.page("agent")
        await page.login(account)
        return await page.connect()

    async def desk(self, account="desk1"):
        page = await self.page("desk")
        await page.login(account)
        return await page.connect()

    async def kiosk(self, point="it-milan"):
        page = await self.page("kiosk")
        await page.enrol(self.service.enrol_code(point))
        return await page.connect()

    async def display(self, point="it-milan"):
        page = await self.page("display")
        await page.enrol(self.service.enrol_code(point, "display"))
        return await page.connect()

    async def close(self):
        for page in self.pages:
            await page.close()


async def take_place(kiosk, item="SS-01", languages=("zh",), name="陈阿梅"):
    """From the choice of an item to a place in line; returns the ticket's id."""
    made = await kiosk.call("ticket.create", item=item, languages=list(languages), name=name)
    await kiosk.call("ticket.join", ticket=made["ticket"])
    return made["ticket"]


async def begin_session(kiosk, agent):
    """A whole way into a session; returns the ticket's id."""
    await agent.call("agent.want", wanted="available")
    ticket = await take_place(kiosk)
    await agent.until(lambda v: v["offer"]["ticket"] == ticket, "the offer")
    await agent.call("offer.accept", ticket=ticket)
    await kiosk.until(lambda v: v["session"]["state"] == "connecting", "connecting")
    await kiosk.call("session.joined", ticket=ticket, first_frame_ms=90)
    await agent.call("session.joined", ticket=ticket, first_frame_ms=80)
    await kiosk.until(lambda v: v["session"]["state"] == "in_session", "in_session")
    return ticket
