# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The relay's media port over TCP: raw connections, and a bridge for aiortc, which knows UDP alone."""

import asyncio
import contextlib
import re
import socket
import time

from aioice import stun

from relaykit import WAIT_S


def frame(data):
    """RFC 4571."""
    return len(data).to_bytes(2, "big") + data


def binding_request(username, password, nominate=False):
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    request.attributes["USERNAME"] = username
    request.attributes["ICE-CONTROLLING"] = 1
    request.attributes["PRIORITY"] = 1
    if nominate:
        request.attributes["USE-CANDIDATE"] = None
    request.add_message_integrity(password.encode())
    return bytes(request)


def credentials(sdp):
    return [re.search(rf"a=ice-{name}:(\S+)", sdp)[1] for name in ("ufrag", "pwd")]


class Connection:
    """A client without any protocol but framing. @source: where it comes from; @host: where it goes, not as bound."""

    def __init__(self, relay, source="127.0.0.1", host=None):
        bound, port = relay.media_addresses()[0]
        self.socket = socket.create_connection((host or bound, port), WAIT_S, (source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    @property
    def address(self):
        return self.socket.getsockname()

    def send(self, *datagrams, step=None):
        """All in one write, or in pieces of @step bytes."""
        data = b"".join(frame(each) for each in datagrams)
        for at in range(0, len(data), step or len(data)):
            self.socket.sendall(data[at:at + (step or len(data))])

    def receive(self):
        """The next datagram; None when the relay has ended the connection."""
        size = self.exactly(2)
        return size and self.exactly(int.from_bytes(size, "big"))

    def exactly(self, size):
        data = b""
        while len(data) < size:
            try:
                part = self.socket.recv(size - len(data))
            except ConnectionResetError:
                part = b""
            if not part:
                return None
            data += part
        return data


class Bridge(asyncio.DatagramProtocol):
    """Carries datagrams over TCP, one connection for each address that they come from, and back."""

    def __init__(self, relay, receive_bytes):
        self.relay = relay
        self.receive_bytes = receive_bytes
        self.queues = {}
        self.tasks = set()
        self.writers = {}
        self.bytes_per_s = None  # of each connection, downwards; None: as it comes
        self.may_read = asyncio.Event()
        self.may_read.set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, source):
        if source not in self.queues:
            self.queues[source] = asyncio.Queue()
            self.start(self.carry_up(source))
        self.queues[source].put_nowait(data)

    def start(self, work):
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def carry_up(self, source):
        sock = socket.socket()
        if self.receive_bytes:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_bytes)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, self.relay)
        reader, writer = await asyncio.open_connection(sock=sock, limit=4096)
        self.writers[source] = writer
        self.start(self.carry_down(reader, source))
        while source in self.queues:
            writer.write(frame(await self.queues[source].get()))

    async def carry_down(self, reader, source):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            free_at = 0
            while True:
                await self.may_read.wait()
                data = await reader.readexactly(int.from_bytes(await reader.readexactly(2), "big"))
                self.transport.sendto(data, source)
                if self.bytes_per_s:
                    free_at = max(free_at, time.monotonic()) + (len(data) + 2) / self.bytes_per_s
                    await asyncio.sleep(free_at - time.monotonic())
        self.forget(source)

    def forget(self, source):
        self.queues.pop(source, None)
        if writer := self.writers.pop(source, None):
            writer.transport.abort()

    def cut(self):
        """Ends all connections; what is sent then opens new ones."""
        for source in list(self.writers):
            self.forget(source)

    def answer(self, sdp):
        """The relay's answer, with the bridge as its only candidate."""
        host, port = self.transport.get_extra_info("sockname")
        lines = [line for line in sdp.splitlines() if not line.startswith("a=candidate:")]
        at = lines.index("a=end-of-candidates")
        lines.insert(at, f"a=candidate:1 1 udp 2130706431 {host} {port} typ host")
        return "\r\n".join(lines) + "\r\n"


@contextlib.asynccontextmanager
async def bridge(relay, receive_bytes=None):
    loop = asyncio.get_running_loop()
    transport, made = await loop.create_datagram_endpoint(lambda: Bridge(relay.media_addresses()[0], receive_bytes),
                                                          local_addr=("127.0.0.1", 0))
    try:
        yield made
    finally:
        made.cut()
        transport.close()
        for task in list(made.tasks):
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)
