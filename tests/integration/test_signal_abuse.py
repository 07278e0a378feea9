# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What no page sends: to every way in, and after each of it the service still serves."""

import asyncio
import base64
import json
import os
import socket
import struct
import time

from conftest import with_world
from service import WAIT_S, Page

HOST = b"Host: x\r\n"
JSON = b"Content-Type: application/json\r\n"


def address(service):
    host, port = service.url.removeprefix("http://").split(":")
    return host, int(port)


def exchange(service, request, timeout=5):
    """Sends bytes and returns all that comes back until the other side hangs up."""
    with socket.create_connection(address(service), timeout) as sock:
        try:
            sock.sendall(request)
            answer = b""
            while True:
                chunk = sock.recv(65536)
                if not chunk:
                    return answer
                answer += chunk
        except ConnectionResetError:
            return answer


def statuses(answer):
    return [int(part[1:4]) for part in answer.split(b"HTTP/1.1")[1:]]


def healthy(service):
    begin = time.monotonic()
    assert statuses(exchange(service, b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n")) == [200]
    assert time.monotonic() - begin < 5
    assert service.process.poll() is None


def post(path, body, *headers, origin):
    return (b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"Origin: " + origin.encode() + b"\r\n" + JSON
            + b"".join(h + b"\r\n" for h in headers) + b"\r\n" + body)


# Each of these is refused with one answer and the connection is closed: what stands behind it is never a request.
SECOND = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
REFUSED = {
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two lengths": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "length and chunks": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                         b"0\r\n\r\n" + SECOND,
    "chunks": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "unknown coding": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n" + SECOND,
    "length with sign": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n{} " + SECOND,
    "negative length": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n" + SECOND,
    "long length": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n" + SECOND,
    "hexadecimal length": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: 0x10\r\n\r\n" + SECOND,
    "no length": b"POST /api/pass HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND,
    "big body": b"POST /api/pass HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n\r\n",
    "body of a GET": b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 36\r\n\r\n" + SECOND,
    "connect": b"CONNECT evil.example:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "put": b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    "delete": b"DELETE /api/session HTTP/1.1\r\nHost: x\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    "long path": b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "long query": b"GET /ws?pass=" + b"a" * 3000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "endless header": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300000 + b"\r\n\r\n",
}


def test_requests_are_refused_once(service):
    for name, request in REFUSED.items():
        answer = exchange(service, request)
        codes = statuses(answer)
        assert len(codes) <= 1 and all(400 <= c < 600 for c in codes), (name, answer[:300])
        healthy(service)


def test_a_connection_carries_one_request(service):
    assert statuses(exchange(service, SECOND * 3)) == [200]


def test_paths_stay_inside(service):
    for path in (b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"//etc/passwd", b"/kiosk/..%2f..%2fx", b"/%00", b"/%",
                 b"http://evil.example/etc/passwd", b"*"):
        codes = statuses(exchange(service, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n"))
        assert len(codes) <= 1 and all(c in (301, 400, 404) or (c == 200 and path == b"*") for c in codes), (path, codes)
    healthy(service)


def test_ranges_are_not_served(service):
    ranges = b"Range: bytes=" + b",".join(b"0-100000" for _ in range(500)) + b"\r\n"
    answer = exchange(service, b"GET /api/catalogue HTTP/1.1\r\n" + HOST + ranges + b"\r\n")
    assert statuses(answer) == [200]
    assert len(answer) < 400000


def test_writes_need_the_own_origin(service):
    body = b'{"page": "agent"}'
    length = b"Content-Length: %d" % len(body)
    good = post(b"/api/pass", body, length, origin=service.url)
    assert statuses(exchange(service, good)) == [401]
    assert statuses(exchange(service, post(b"/api/pass", body, length, origin="http://evil.example"))) == [403]
    assert statuses(exchange(service, good.replace(b"Origin:", b"X-Origin:"))) == [403]
    assert statuses(exchange(service, good.replace(b"application/json", b"text/plain"))) == [415]
    cross = post(b"/api/pass", body, length, b"Sec-Fetch-Site: cross-site", origin=service.url)
    assert statuses(exchange(service, cross)) == [403]


BODIES = [b"", b"null", b"[]", b"{", b"{}{}", b'{"page":"agent","page":"agent"', b'{"page":1}', b'{"page":null}', b"{'page':'x'}",
          b'{"page":"agent","x":1}', b"[" * 4000, b'{"a":' * 600 + b"1" + b"}" * 600, b'{"page":"\xff\xfe"}', b'{"page":"\\ud800"}',
          b'{"page":"\\u0000"}', b'{"page":1e999}', b'{"page":99999999999999999999}', b"\x00" * 100, b'{"page":"' + b"a" * 3900 + b'"}',
          b'{"page":"kiosk","account":"../../x","password":"y"}', b'{"code":""}', b'{"code":"' + b"-" * 30 + b'"}']


def test_bodies(service):
    for path in (b"/api/login", b"/api/enrol", b"/api/logout", b"/api/pass"):
        for body in BODIES:
            answer = exchange(service, post(path, body, b"Content-Length: %d" % len(body), origin=service.url))
            codes = statuses(answer)
            assert len(codes) == 1 and codes[0] in (400, 401, 403, 429), (path, body[:60], answer[:300])
    healthy(service)


def test_slow_request_is_cut(service):
    begin = time.monotonic()
    with socket.create_connection(address(service), 40) as sock:
        sock.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
        assert sock.recv(1000) == b""
    assert 5 < time.monotonic() - begin < 30


def test_aborted_sign_in(service):
    body = b'{"page":"agent","account":"agent1","password":"correct horse battery"}'
    request = post(b"/api/login", body, b"Content-Length: %d" % len(body), origin=service.url)
    for _ in range(10):
        with socket.create_connection(address(service), 5) as sock:
            sock.sendall(request)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    healthy(service)


# ---- WebSocket ----


class Raw:
    """A WebSocket whose frames are made by hand."""

    def __init__(self, page, sock):
        self.page = page
        self.sock = sock
        self.buffer = b""

    @classmethod
    async def open(cls, page, origin=None, protocol="gc.1", password=None):
        if password is None:
            _, body = await page.post("/api/pass", {"page": page.kind})
            password = body["pass"]
        sock = socket.create_connection(address(page.service), 5)
        key = base64.b64encode(os.urandom(16)).decode()
        head = [f"GET /ws?pass={password} HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade",
                f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        if origin != "":
            head.append(f"Origin: {origin or page.service.url}")
        if protocol:
            head.append(f"Sec-WebSocket-Protocol: {protocol}")
        sock.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        raw = cls(page, sock)
        while b"\r\n\r\n" not in raw.buffer:
            chunk = sock.recv(4096)
            if not chunk:
                break
            raw.buffer += chunk
        top, _, raw.buffer = raw.buffer.partition(b"\r\n\r\n")
        raw.status = int(top.split()[1])
        return raw

    def send(self, opcode, payload=b"", fin=True, mask=True, rsv=0, size=None):
        size = len(payload) if size is None else size
        head = bytes([(0x80 if fin else 0) | rsv | opcode])
        bit = 0x80 if mask else 0
        if size < 126:
            head += bytes([bit | size])
        elif size < 65536:
            head += struct.pack(">BH", bit | 126, size)
        else:
            head += struct.pack(">BQ", bit | 127, size)
        key = b"\x01\x02\x03\x04" if mask else b""
        if mask:
            payload = bytes(b ^ key[i & 3] for i, b in enumerate(payload))
        try:
            self.sock.sendall(head + key + payload)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def take(self, n):
        while len(self.buffer) < n:
            try:
                chunk = self.sock.recv(65536)
            except ConnectionResetError:
                chunk = b""
            if not chunk:
                return None
            self.buffer += chunk
        part, self.buffer = self.buffer[:n], self.buffer[n:]
        return part

    def frame(self):
        """(opcode, payload), or None at the end."""
        head = self.take(2)
        if head is None:
            return None
        size = head[1] & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        return head[0] & 0x0F, self.take(size)

    def until_close(self):
        """The close code that the service gives, None if it just hangs up."""
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            frame = self.frame()
            if frame is None:
                return None
            if frame[0] == 8:
                return struct.unpack(">H", frame[1][:2])[0]
        raise AssertionError("the service did not close")

    def text(self, text):
        self.send(1, text if isinstance(text, bytes) else text.encode())

    def answer(self):
        while True:
            opcode, payload = self.frame()
            if opcode == 1:
                return json.loads(payload)

    def hello(self):
        self.text('{"jsonrpc":"2.0","id":"hello-0001","method":"hello",'
                  '"params":{"page":"%s","resume":null,"seq":0,"peer":null}}' % self.page.kind)
        assert "result" in self.answer()
        return self


async def desk_page(world):
    return await (await world.page("desk")).login("desk1")


@with_world
async def test_handshake(world):
    page = await desk_page(world)
    assert (await Raw.open(page, origin="http://evil.example")).status == 403
    assert (await Raw.open(page, origin="")).status == 403
    assert (await Raw.open(page, protocol="")).status == 400
    assert (await Raw.open(page, protocol="chat")).status == 400
    assert (await Raw.open(page, password="nonsense")).status == 403
    _, body = await page.post("/api/pass", {"page": "desk"})
    assert (await Raw.open(page, password=body["pass"])).status == 101
    assert (await Raw.open(page, password=body["pass"])).status == 403, "a pass works once"


FRAMES = {
    "unmasked": (lambda r: r.send(1, b"{}", mask=False), 1002),
    "reserved bit": (lambda r: r.send(1, b"{}", rsv=0x40), 1002),
    "bad opcode": (lambda r: r.send(3, b"{}"), 1002),
    "bad control opcode": (lambda r: r.send(11, b""), 1002),
    "fragmented ping": (lambda r: r.send(9, b"", fin=False), 1002),
    "long ping": (lambda r: r.send(9, b"a" * 126), 1002),
    "continuation of nothing": (lambda r: r.send(0, b"{}"), 1002),
    "text inside text": (lambda r: (r.send(1, b"{", fin=False), r.send(1, b"}")), 1002),
    "binary": (lambda r: r.send(2, b"{}"), 1003),
    "bad UTF-8": (lambda r: r.send(1, b"\xff\xfe"), 1007),
    "a zero byte": (lambda r: r.send(1, b"\0"), 1007),
    "bad UTF-8 in close": (lambda r: r.send(8, b"\x03\xe8\xff"), 1007),
    "close of one byte": (lambda r: r.send(8, b"\x03"), 1002),
    "close with a bad code": (lambda r: r.send(8, struct.pack(">H", 1005)), 1002),
    "64 KiB and a byte": (lambda r: r.send(1, b" " * 65537), 4003),
    "a giant length": (lambda r: r.send(1, b"", size=1 << 62), 4003),
    "a length beyond": (lambda r: r.send(1, b"", size=1 << 63), 1002),
    "fragments": (lambda r: [r.send(1, b" " * 4096, fin=False)] + [r.send(0, b" " * 4096, fin=False) for _ in range(17)], 4003),
    "empty fragments": (lambda r: [r.send(1, b" ", fin=False)] + [r.send(0, b"", fin=False) for _ in range(2000)], 4003),
    "a flood": (lambda r: [r.text('{"jsonrpc":"2.0","id":"flood-%04d","method":"ping","params":{}}' % i) for i in range(400)], 4003),
    "a flood of pings": (lambda r: [r.send(9, b"x") for _ in range(400)], 4003),
    "a plain close": (lambda r: r.send(8, struct.pack(">H", 1000)), 1000),
}


@with_world
async def test_frames(world):
    page = await desk_page(world)
    for name, (send, code) in FRAMES.items():
        raw = (await Raw.open(page)).hello()
        send(raw)
        assert raw.until_close() == code, name
        raw.sock.close()
    raw = (await Raw.open(page)).hello()
    raw.send(1, b'{"jsonrpc":"2.0","id":"frag', fin=False)
    raw.send(9, b"between")
    raw.send(0, b'-0001","method":"ping","params":{}}')
    frames = [raw.frame(), raw.frame()]
    assert (10, b"between") in frames
    healthy(world.service)


@with_world
async def test_before_hello(world):
    page = await desk_page(world)
    raw = await Raw.open(page)
    raw.send(1, b" " * 4097)
    assert raw.until_close() == 4003
    raw = await Raw.open(page)
    raw.text('{"jsonrpc":"2.0","id":"early-0001","method":"ping","params":{}}')
    assert raw.answer()["error"]["data"]["code"] == "denied"
    begin = time.monotonic()
    raw.sock.settimeout(WAIT_S)
    assert raw.until_close() == 4003
    assert time.monotonic() - begin < 14


TEXTS = ["", " ", "{", "}", "[]", "null", "1", '"x"', "{}", "{}{}", "[" * 60000, '{"a":' * 9000, "{'jsonrpc':'2.0'}", "/* x */{}",
         '{"jsonrpc":"2.0"}', '{"jsonrpc":"1.0","id":"12345678","method":"ping","params":{}}',
         '{"jsonrpc":"2.0","id":1,"method":"ping","params":{}}', '{"jsonrpc":"2.0","id":null,"method":"ping","params":{}}',
         '{"jsonrpc":"2.0","id":"short","method":"ping","params":{}}',
         '{"jsonrpc":"2.0","id":"with space","method":"ping","params":{}}',
         '{"jsonrpc":"2.0","id":"12345678","method":"ping"}', '{"jsonrpc":"2.0","id":"12345678","method":"ping","params":[]}',
         '{"jsonrpc":"2.0","id":"12345678","method":"ping","params":{"x":1}}',
         '{"jsonrpc":"2.0","id":"12345678","method":"ping","params":{},"more":1}',
         '{"jsonrpc":"2.0","id":"12345678","method":"nothing","params":{}}',
         '{"jsonrpc":"2.0","id":"12345678","method":"agent.want","params":{"wanted":"available"}}',
         '[{"jsonrpc":"2.0","id":"12345678","method":"ping","params":{}}]', '{"a":01}', '{"a":1e999}', '{"a":99999999999999999999}',
         '{"a":"\\ud800"}', '{"a":"\\u0000"}', '{"a":NaN}', "\ufeff{}"]


@with_world
async def test_texts(world):
    page = await desk_page(world)
    for text in TEXTS:
        raw = (await Raw.open(page)).hello()
        raw.text(text)
        answer = raw.answer()
        assert answer["error"]["code"] in (-32700, -32600, -32601, -32602, -32000), text[:60]
        raw.text('{"jsonrpc":"2.0","id":"after-0001","method":"ping","params":{}}')
        assert "result" in raw.answer(), text[:60]
        raw.sock.close()
    healthy(world.service)


@with_world
async def test_a_page_that_does_not_read(world):
    """The service keeps at most its limit for it and then lets go."""
    kiosk = await world.kiosk()
    page = await desk_page(world)
    raw = (await Raw.open(page)).hello()
    raw.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for i in range(60):
        raw.text('{"jsonrpc":"2.0","id":"slow-%05d","method":"ping","params":{}}' % i)
    await kiosk.call("ping")
    healthy(world.service)


@with_world
async def test_sockets_of_one_account_are_limited(world):
    page = await desk_page(world)
    raws = [(await Raw.open(page)).hello() for _ in range(8)]
    extra = await Raw.open(page)
    assert extra.until_close() == 4003
    raws[0].text('{"jsonrpc":"2.0","id":"still-0001","method":"ping","params":{}}')
    assert "result" in raws[0].answer()


@with_world
async def test_a_thousand_sockets_leave_nothing_behind(world):
    page = await desk_page(world)

    def open_files():
        return len(os.listdir(f"/proc/{world.service.process.pid}/fd"))

    async def churn(n):
        for i in range(n):
            raw = (await Raw.open(page)).hello()
            if i % 3 == 0:
                raw.send(8, struct.pack(">H", 1000))
                raw.until_close()
            elif i % 3 == 1:
                raw.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raw.sock.close()

    await churn(20)
    await page.http.close()
    page.http = Page(world.service, "desk").http
    await page.login("desk1")
    before = open_files()
    await churn(300)
    end = time.monotonic() + WAIT_S
    while open_files() > before + 2:
        assert time.monotonic() < end, f"{open_files()} files are open, {before} were"
        await asyncio.sleep(0.05)
