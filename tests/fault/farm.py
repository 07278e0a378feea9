# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The farm of media peers (tests/load/gc-load --farm) as an asyncio object."""

import asyncio
import json

from daemons import BUILD

FARM = BUILD / "tests/load/gc-load"
LINE_BYTES = 1 << 20
WAIT_S = 30


class Farm:
    """Peers by name. What comes from them in their own time goes to the listeners."""

    def __init__(self, log):
        self.log = log
        self.process = None
        self.reader = None
        self.answers = {}  # (what, id) -> future
        self.listeners = {}  # id -> callable (message)
        self.errors = []

    async def start(self):
        with open(self.log, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                FARM, "--farm", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
                limit=LINE_BYTES)
        self.reader = asyncio.ensure_future(self.read())
        return self

    async def stop(self):
        self.process.stdin.close()
        async with asyncio.timeout(WAIT_S):
            code = await self.process.wait()
        await self.reader
        assert code == 0, f"the farm ended with {code}; see {self.log}:\n{self.log.read_text()[-2000:]}"
        assert not self.errors, self.errors

    async def read(self):
        while line := await self.process.stdout.readline():
            message = json.loads(line)
            what = next(iter(message))
            if what == "error":
                self.errors.append(message["error"])
                continue
            future = self.answers.pop((what, message[what]), None)
            if future is not None and not future.done():
                future.set_result(message)
            listener = self.listeners.get(message[what])
            if listener is not None:
                listener(message)

    def tell(self, **order):
        self.process.stdin.write(json.dumps(order).encode() + b"\n")

    async def ask(self, what, **order):
        """Sends an order and waits for the message `what` about the same peer."""
        key = (what, next(iter(order.values())))
        future = self.answers[key] = asyncio.get_running_loop().create_future()
        self.tell(**order)
        async with asyncio.timeout(WAIT_S):
            return await future

    async def open(self, name):
        return (await self.ask("offer", open=name))["sdp"]

    async def stats(self, name):
        return await self.ask("stats", stats=name)
