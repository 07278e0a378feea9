# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Kiosks, agents and desks without a screen: they speak as the pages do, and come back as they do."""

import asyncio
import itertools
import json
import os
import random
import time

import aiohttp

BACK_OFF_FIRST_S = 0.3
BACK_OFF_MOST_S = 5
BACK_OFF_GROWTH = 1.8
PING_S = 10
ANSWER_S = 30
AGAIN_S = 0.3
WAIT_S = 60
LOST = (aiohttp.ClientError, TimeoutError, OSError)


class RpcError(Exception):
    def __init__(self, method, error):
        super().__init__(f"{method}: {error['message']}")
        self.code = error["data"]["code"]


class Request:
    """One request on its way; it outlives the sockets on which it is sent."""

    def __init__(self, identifier, method, params):
        self.method = method
        self.text = json.dumps({"jsonrpc": "2.0", "id": identifier, "method": method, "params": params})
        self.answer = asyncio.get_running_loop().create_future()


class Page:
    """One page: a sign-in, one socket at a time, the view as it was told, and requests until they are answered."""

    numbers = itertools.count(1)

    def __init__(self, url, kind, name, seed):
        self.url = url
        self.kind = kind
        self.name = name
        self.random = random.Random(f"{seed}/{name}")
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.socket = None
        self.online = False
        self.resume = None
        self.seq = 0
        self.peer = None
        self.view = {}
        self.hellos = 0
        self.asked_again = 0
        self.is_deaf = False  # what is answered now is lost on the way
        self.answers_lost = 0
        self.requests = {}  # id -> Request, oldest first
        self.waiters = []
        self.faults = []  # what must never happen, in words
        self.tasks = set()

    def spawn(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.end_task)

    def end_task(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.faults.append(f"a task ended with {task.exception()!r}")
            self.wake()

    # ---- sign-in ----

    async def post(self, path, body):
        async with self.http.post(self.url + path, json=body, headers={"Origin": self.url}) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def login(self, password):
        status, body = await self.post("/api/login", {"page": self.kind, "account": self.name, "password": password})
        assert status == 200, body

    async def enrol(self, code):
        status, body = await self.post("/api/enrol", {"code": code})
        while status == 429:  # one try at a time from one address
            await asyncio.sleep(AGAIN_S * self.random.random())
            status, body = await self.post("/api/enrol", {"code": code})
        assert status == 200, body

    # ---- the connection ----

    async def start(self):
        self.spawn(self.stay_connected())
        self.spawn(self.ping())
        await self.until(lambda: self.online, "the first hello")
        return self

    async def go(self):
        """The page is closed; the sign-in stays."""
        self.online = False
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.socket is not None:
            await self.socket.close()

    async def stop(self):
        await self.go()
        await self.http.close()

    async def stay_connected(self):
        pause = BACK_OFF_FIRST_S
        while True:
            try:
                await self.connect()
                pause = BACK_OFF_FIRST_S
                await self.read()
            except LOST:
                pass
            self.online = False
            self.wake()
            if self.socket is not None and self.socket.close_code in (4001, 4002, 4003):
                self.faults.append(f"the socket was closed with {self.socket.close_code}")
                return
            await asyncio.sleep(min(pause * self.random.uniform(0.7, 1.3), BACK_OFF_MOST_S))
            pause = min(pause * BACK_OFF_GROWTH, BACK_OFF_MOST_S)

    async def connect(self):
        async with asyncio.timeout(ANSWER_S):
            status, body = await self.post("/api/pass", {"page": self.kind})
        if status != 200:
            if status in (401, 403):
                self.faults.append(f"no longer signed in: {body}")
            raise aiohttp.ClientError(body)
        self.socket = await self.http.ws_connect(f"{self.url}/ws?pass={body['pass']}", protocols=["gc.1"],
                                                 origin=self.url, max_msg_size=0)
        hello = Request(self.new_id(), "hello",
                        {"page": self.kind, "resume": self.resume, "seq": self.seq, "peer": self.peer})
        await self.send(hello)
        answer = None
        while answer is None:
            async with asyncio.timeout(ANSWER_S):
                message = await self.receive()
            if message.get("id") is not None and message["id"] == json.loads(hello.text)["id"]:
                assert "result" in message, message
                answer = message["result"]
        self.resume = answer["resume"]
        if not answer["replayed"]:
            self.seq = answer["seq"]
            self.view = answer["view"]
        self.online = True
        self.is_deaf = False
        self.hellos += 1
        self.changed()
        for request in list(self.requests.values()):
            self.asked_again += 1
            await self.send(request)

    async def receive(self):
        message = await self.socket.receive()
        if message.type != aiohttp.WSMsgType.TEXT:
            raise aiohttp.ClientError(f"closed with {self.socket.close_code}")
        return json.loads(message.data)

    async def read(self):
        while True:
            self.take(await self.receive())

    def take(self, message):
        if message.get("method") == "view":
            params = message["params"]
            if params["seq"] != self.seq + 1:
                self.faults.append(f"view {params['seq']} came after {self.seq}")
            self.seq = params["seq"]
            self.view.update(params["set"])
            self.changed()
            return
        if self.is_deaf:
            self.answers_lost += message["id"] in self.requests
            return
        request = self.requests.pop(message["id"], None)
        if request is None or request.answer.done():
            return
        if "error" in message:
            request.answer.set_exception(RpcError(request.method, message["error"]))
        else:
            request.answer.set_result(message["result"])

    async def ping(self):
        while True:
            await asyncio.sleep(PING_S * self.random.uniform(0.9, 1.1))
            if self.online:
                await self.call("ping")

    # ---- requests ----

    def new_id(self):
        return f"f-{os.getpid():07d}-{next(self.numbers):08d}"

    async def send(self, request):
        await self.socket.send_str(request.text)

    async def call(self, method, again=True, **params):
        """Sends until answered. `unavailable` and `limit` had no effect and are tried again, if `again`."""
        identifier = self.new_id()
        end = time.monotonic() + WAIT_S
        while True:
            request = self.requests[identifier] = Request(identifier, method, params)
            if self.online:
                try:
                    await self.send(request)
                except LOST:
                    pass  # the reader sees it too, and sends the request on the next socket
            try:
                async with asyncio.timeout(max(end - time.monotonic(), 0)):
                    return await request.answer
            except RpcError as error:
                if not again or error.code not in ("unavailable", "limit"):
                    raise
            except TimeoutError:
                raise AssertionError(f"{self.name}: {method} had no answer within {WAIT_S} s") from None
            await asyncio.sleep(AGAIN_S)

    # ---- waiting ----

    def changed(self):
        """For what follows from a new view."""
        self.wake()

    def wake(self):
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)
        self.waiters.clear()

    def holds(self, condition):
        try:
            return condition()
        except (KeyError, TypeError):
            return None

    async def until(self, condition, what, wait_s=WAIT_S):
        """Waits until `condition` holds; a part of the view that is not there counts as no."""
        end = time.monotonic() + wait_s
        while not (value := self.holds(condition)):
            waiter = asyncio.get_running_loop().create_future()
            self.waiters.append(waiter)
            try:
                async with asyncio.timeout(max(end - time.monotonic(), 0.001)):
                    await waiter
            except TimeoutError:
                if time.monotonic() >= end:
                    raise AssertionError(f"{self.name}: {what} did not come within {wait_s} s: "
                                         f"{json.dumps(self.view, ensure_ascii=False)[:1500]}") from None
        return value


class Seat(Page):
    """A page with a camera: it keeps a warm peer, sends while in a session, and says when it sees the other."""

    def __init__(self, url, kind, name, seed, farm):
        super().__init__(url, kind, name, seed)
        self.farm = farm
        self.epoch = None  # of the relay that has our peer
        self.connected = False
        self.ticket = None  # of the session
        self.since = 0
        self.sending = False
        self.joining = False
        self.heard = {}  # kind -> (from, at_ms) of the last news
        farm.listeners[name] = self.on_media

    async def start(self):
        await super().start()
        self.spawn(self.keep_peer())
        return self

    async def go(self):
        await super().go()
        if self.farm.listeners.pop(self.name, None) is not None:
            self.farm.tell(close=self.name)

    async def warm(self):
        await self.until(lambda: self.connected, "a warm peer")

    async def keep_peer(self):
        while True:
            await self.until(lambda: self.view["relay"]["up"] and self.view["relay"]["epoch"] != self.epoch,
                             "a relay without our peer", 1e6)
            epoch = self.view["relay"]["epoch"]
            self.connected = False
            offer = await self.farm.open(self.name)
            try:
                answer = await self.call("media.offer", again=False, sdp=offer)
            except RpcError as error:
                # As a page: the relay may have died meanwhile, or just be starting.
                if error.code != "unavailable":
                    raise
                await asyncio.sleep(AGAIN_S)
                continue
            self.peer = answer["peer"]
            self.epoch = epoch
            self.farm.tell(answer=self.name, sdp=answer["answer"])

    def on_media(self, message):
        if "connected" in message:
            self.connected = True
        elif "lost" in message:
            self.connected = False
            self.epoch = None
        elif "media" in message:
            self.heard[message["kind"]] = (message["from"], message["at_ms"])
        self.changed()

    def changed(self):
        session = self.view.get("session")
        ticket = self.session_ticket()
        if ticket != self.ticket:
            self.ticket = ticket
            self.since = time.time()
            self.heard = {}
            self.joining = False
        if (ticket is not None) != self.sending:
            self.sending = ticket is not None
            self.farm.tell(send=self.name, on=self.sending)
        if ticket is not None and session["state"] == "connecting" and len(self.heard) == 2 and not self.joining:
            self.joining = True
            self.spawn(self.join_session(ticket))
        self.wake()

    def session_ticket(self):
        raise NotImplementedError

    async def join_session(self, ticket):
        took_ms = int((time.time() - self.since) * 1000)
        try:
            await self.call("session.joined", ticket=ticket, first_frame_ms=max(took_ms, 0))
        except RpcError as error:
            # The session may have ended while this was on its way.
            if error.code not in ("conflict", "unknown") or self.ticket == ticket:
                raise


class Kiosk(Seat):
    def __init__(self, url, name, seed, farm):
        self.ahead = None
        super().__init__(url, "kiosk", name, seed, farm)

    def session_ticket(self):
        return self.view["ticket"]["id"] if self.view.get("session") and self.view.get("ticket") else None

    def changed(self):
        ticket = self.view.get("ticket")
        ahead = (ticket["id"], ticket["ahead"]) if ticket and ticket["state"] == "waiting" else None
        if ahead and self.ahead and ahead[0] == self.ahead[0] and ahead[1] > self.ahead[1]:
            self.faults.append(f"the place in line went from {self.ahead[1]} to {ahead[1]}")
        self.ahead = ahead
        super().changed()

    async def create(self, item="SS-01"):
        return await self.call("ticket.create", item=item, languages=["zh"], name=f"陈{self.name}")

    async def take_place(self):
        made = await self.create()
        await self.call("ticket.join", ticket=made["ticket"])
        return made["ticket"]


class Agent(Seat):
    """Takes every offer while `accepts`."""

    def __init__(self, url, name, seed, farm):
        self.accepts = True
        self.accepting = None
        self.offers = []
        super().__init__(url, "agent", name, seed, farm)

    def session_ticket(self):
        return self.view["session"]["ticket"] if self.view.get("session") else None

    def changed(self):
        offer = self.view.get("offer")
        ticket = offer["ticket"] if offer else None
        if ticket != self.accepting:
            self.accepting = ticket
            if ticket is not None:
                self.offers.append(ticket)
                if self.accepts:
                    self.spawn(self.accept(ticket))
        super().changed()

    async def accept(self, ticket):
        try:
            await self.call("offer.accept", ticket=ticket)
        except RpcError as error:
            if error.code not in ("conflict", "unknown"):
                raise

    async def finish(self):
        """Hangs up and wraps up."""
        ticket = self.ticket
        await self.call("session.end", ticket=ticket, outcome="accepted")
        await self.call("wrap_up.finish", ticket=ticket, outcome="accepted", note="")
        return ticket


class Desk(Page):
    def __init__(self, url, name, seed):
        super().__init__(url, "desk", name, seed)

    def queue(self, *states):
        return [t["ticket"] for t in self.view["queue"] if not states or t["state"] in states]
