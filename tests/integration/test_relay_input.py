# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is empty, huge, deep, mistyped or truncated gets a clear error from gc-relay, and nothing else happens."""

import asyncio
import contextlib
import json
import socket

import aiohttp
import pytest
import yarl

from relaykit import WAIT_S, Client, clients, events, get, running, seat

SDP = {"Content-Type": "application/sdp"}
JSON = {"Content-Type": "application/json"}
LONG = "x" * 65

# method, path, headers, body, status, code
BAD = [
    ("GET", "/", {}, b"", 404, "unknown"),
    ("GET", "/nothing", {}, b"", 404, "unknown"),
    ("GET", "/peers/a/b/c/d/e/f/g", {}, b"", 404, "unknown"),
    ("GET", "/" + "p" * 5000, {}, b"", 404, "unknown"),
    ("PATCH", "/peers", SDP, b"v=0", 405, "unknown"),
    ("PUT", "/events", {}, b"", 405, "unknown"),
    ("GET", "/events", {}, b"", 400, "invalid"),
    ("POST", "/peers", {}, b"v=0", 415, "invalid"),
    ("POST", "/peers", JSON, b"{}", 415, "invalid"),
    ("POST", "/peers", SDP, b"", 400, "invalid"),
    ("POST", "/peers", SDP, b"v=0\r\n", 400, "invalid"),
    ("POST", "/peers", SDP, b"\0" * 100, 400, "invalid"),
    ("POST", "/peers", SDP, b"\xff" * 100, 400, "invalid"),
    ("POST", "/peers", SDP, b"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 1500, 400, "invalid"),
    ("POST", "/peers", SDP, b"a" * 65537, 413, "limit"),
    ("POST", "/peers", SDP | {"GC-Label": LONG}, b"v=0\r\n", 400, "invalid"),
    ("POST", "/peers", SDP | {"GC-Label": "a b"}, b"v=0\r\n", 400, "invalid"),
    ("GET", "/peers/nobody", {}, b"", 404, "unknown"),
    ("GET", "/peers/%2e%2e", {}, b"", 404, "unknown"),
    ("GET", "/peers/" + LONG, {}, b"", 400, "invalid"),
    ("DELETE", "/peers/nobody", {}, b"", 404, "unknown"),
    ("PUT", "/peers/nobody/ice", JSON, b'{"ufrag":"abcd","pwd":"0123456789012345678901"}', 404, "unknown"),
    ("PUT", "/peers/nobody/ice", JSON, b'{"ufrag":"abc","pwd":"0123456789012345678901"}', 400, "invalid"),
    ("PUT", "/peers/nobody/ice", JSON, b'{"ufrag":"abcd","pwd":"short"}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b"", 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b"{", 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b"[]", 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b"{}", 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b"{}{}", 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":1}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":""}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":"p","hold":1}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":"p","place":6}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":"p","more":1}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":"p"}', 404, "unknown"),
    ("PUT", "/rooms/r/seats/s", JSON, b"[" * 4000, 429, "limit"),
    ("PUT", "/rooms/r/seats/s", JSON, b'{"peer":"' + b"p" * 4096 + b'"}', 413, "limit"),
    ("PUT", "/rooms/r%20/seats/s", JSON, b'{"peer":"p"}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/" + LONG, JSON, b'{"peer":"p"}', 400, "invalid"),
    ("PUT", "/rooms/r/seats/s", {}, b'{"peer":"p"}', 415, "invalid"),
    ("DELETE", "/rooms/r/seats/s", {}, b"", 404, "unknown"),
]


def test_each_bad_request_gets_its_error(folder):
    async def body(relay):
        wrong = []
        connector = aiohttp.UnixConnector(str(relay.socket))
        async with relay.control() as http, aiohttp.ClientSession(connector=connector) as client:
            for method, path, headers, sent, status, code in BAD:
                url = yarl.URL("http://relay" + path, encoded=True)
                # aiohttp names a type of its own for bodies that have none.
                options = {"data": sent, "skip_auto_headers": ["Content-Type"]} if sent or headers else {}
                async with client.request(method, url, headers=headers, **options) as answer:
                    text = await answer.text()
                error = json.loads(text)["error"] if text.startswith("{") else {}
                if (answer.status, error.get("code")) != (status, code) or not error.get("message"):
                    wrong.append((method, path[:40], sent[:40], answer.status, text[:200]))
            assert await get(http, "/peers") == {"peers": []}
            assert await get(http, "/rooms") == {"rooms": []}
            assert await get(http, "/health") == {"status": "ok"}
        assert not wrong, wrong

    with running(folder) as relay:
        asyncio.run(body(relay))


RAW = [
    b"",
    b"\r\n\r\n",
    b"GET",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /peers/a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: -1\r\n\r\n",
    b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: +3\r\n\r\nv=0",
    b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: 99999999999999999999\r\n\r\nv",
    b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nv=0",
    b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nv",
    b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=" + b",".join(b"0-" for _ in range(500)) + b"\r\n\r\n",
    b"GET /events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
]


def test_raw_bytes_on_the_control_socket_never_hurt(folder):
    def send(relay, data):
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(WAIT_S)
            sock.connect(str(relay.socket))
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
            answer = b""
            while part := sock.recv(65536):
                answer += part
            return answer

    async def healthy(relay):
        async with relay.control() as http:
            assert await get(http, "/health") == {"status": "ok"}

    with running(folder) as relay:
        for data in RAW:
            answer = send(relay, data)
            assert b" 201 " not in answer and len(answer) < 65536, data[:60]
            assert answer.count(b"HTTP/1.1 2") <= 1, data[:60]
        asyncio.run(healthy(relay))


@pytest.mark.parametrize("header, body, status", [
    (b"Content-Length: 100000000", b"", b"413"),
    (b"Content-Length: 100000000", b"x" * 20_000_000, b"413"),
    (b"Content-Length: -1", b"", b"400"),
    (b"Content-Length: 99999999999999999999", b"", b"400"),
    (b"Transfer-Encoding: chunked", b"ffffff\r\n" + b"x" * 10_000_000, b"411"),
], ids=["silent", "large", "negative", "overflow", "chunked"])
def test_a_body_without_end_is_cut_off_at_once(folder, header, body, status):
    def resident_kib(relay):
        with open(f"/proc/{relay.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    with running(folder) as relay, socket.socket(socket.AF_UNIX) as sock:
        before = resident_kib(relay)
        sock.settimeout(WAIT_S)
        sock.connect(str(relay.socket))
        with contextlib.suppress(BrokenPipeError):
            sock.sendall(b"POST /peers HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\n" + header + b"\r\n\r\n" + body)
        # The client has not ended its side: the answer comes all the same.
        assert sock.recv(65536).split()[1] == status
        assert resident_kib(relay) - before < 4096


def test_an_event_listener_has_nothing_to_say(folder):
    async def body(relay):
        async with relay.control() as http:
            async with http.ws_connect("/events") as talker, events(http) as stream:
                await talker.receive_json()
                await talker.send_str("{" * 900)
                await talker.send_bytes(b"\0" * 900)
                await talker.send_str("x" * 5000)
                assert (await talker.receive(WAIT_S)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
                async with clients(Client(60)) as (a,):
                    peer = await a.join(http, "still-served")
                    await stream.next("connected", peer=peer, label="still-served")

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_limits_are_said(folder):
    async def body(relay):
        async with relay.control() as http:
            async with clients(*(Client(60) for _ in range(8))) as made:
                peers = [await client.join(http) for client in made[:7]]
                for number, peer in enumerate(peers[:6]):
                    await seat(http, "full", f"s{number}", peer)
                async with http.put("/rooms/full/seats/s6", json={"peer": peers[6]}) as answer:
                    assert (answer.status, (await answer.json())["error"]["code"]) == (429, "limit")
                # A seat that exists, or moving within the room, needs no room.
                await seat(http, "full", "s5", peers[6])
                await seat(http, "full", "s9", peers[0])
                seats = (await get(http, "/rooms"))["rooms"][0]["seats"]
                assert {(s["seat"], s["peer"]) for s in seats} == {
                    ("s1", peers[1]), ("s2", peers[2]), ("s3", peers[3]), ("s4", peers[4]), ("s5", peers[6]),
                    ("s9", peers[0])}
                async with http.post("/peers", data=await made[7].offer(), headers=SDP) as answer:
                    assert (answer.status, (await answer.json())["error"]["code"]) == (429, "limit")

    with running(folder, "--max-peers", "7") as relay:
        asyncio.run(body(relay))


@pytest.mark.parametrize("header, status", [
    (None, 401), ("Bearer wrong-token-of-some-length", 401), ("Basic abc", 401), ("Bearer ", 401),
    ("Bearer 0123456789abcdef0123456789abcdef", 400), ("bearer 0123456789abcdef0123456789abcdef", 400)])
def test_whip_asks_for_the_token(folder, header, status):
    token = folder / "token"
    token.write_text("0123456789abcdef0123456789abcdef\n")

    async def body(relay):
        headers = SDP | ({"Authorization": header} if header else {})
        async with aiohttp.ClientSession() as http:
            async with http.post(relay.ready["whip"] + "/whip/r/s", data=b"v=0\r\n", headers=headers) as answer:
                assert answer.status == status
                assert answer.headers["Access-Control-Allow-Origin"] == "*"
                assert ("WWW-Authenticate" in answer.headers) == (status == 401)
            async with http.options(relay.ready["whip"] + "/whip/r/s") as answer:
                assert (answer.status, answer.headers["Accept-Post"]) == (204, "application/sdp")

    with running(folder, "--token-file", token) as relay:
        asyncio.run(body(relay))
