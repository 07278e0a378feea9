# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-relay as a process: command line, socket file, TLS, and how it ends."""

import asyncio
import os
import signal
import socket
import ssl
import stat
import subprocess

import aiohttp
import pytest

from relaykit import RELAY, WAIT_S, Client, clients, events, get, running, seat


@pytest.mark.parametrize("arguments, words", [
    ([], "--media"),
    (["--media", "127.0.0.1:0"], "--control"),
    (["--media", "localhost:0", "--control", "c"], "--media localhost:0"),
    (["--media", "127.0.0.1:70000", "--control", "c"], "--media 127.0.0.1:70000"),
    (["--media", "127.0.0.1:0", "--control", "c", "--max-peers", "0"], "--max-peers 0"),
    (["--media", "127.0.0.1:0", "--control", "c", "--workers", "0"], "--workers 0"),
    (["--media", "127.0.0.1:0", "--control", "c", "--workers", "65"], "--workers 65"),
    (["--media", "127.0.0.1:65534", "--control", "c", "--workers", "3"], "--media 127.0.0.1:65534"),
    (["--media", "127.0.0.1:0", "--control", "c", "--advertise", "192.0.2.1:65535", "--workers", "2"], "--advertise 192.0.2.1:65535"),
    (["--media", "127.0.0.1:0", "--control", "c", "--log-level", "loud"], "--log-level loud"),
    (["--media", "127.0.0.1:0", "--control", "c", "extra"], "extra"),
    (["--media", "127.0.0.1:0", "--control", "c", "--advertise", "here"], "--advertise here"),
    (["--media", "127.0.0.1:0", "--control-tls", "127.0.0.1:0"], "--tls-cert"),
    (["--media", "127.0.0.1:0", "--whip", "0.0.0.0:0"], "token"),
    (["--media", "127.0.0.1:0", "--whip", "127.0.0.1:0", "--token-file", "/nothing/here"], "token file"),
    (["--media", "192.0.2.1:0", "--control", "c"], "192.0.2.1"),
    (["--media", "127.0.0.1:0", "--control", "c" * 200], "too long"),
    (["--unknown"], "--unknown"),
])
def test_a_wrong_command_line_is_explained(folder, arguments, words):
    done = subprocess.run([RELAY, *arguments], cwd=folder, capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode in (1, 2)
    assert words in done.stderr and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_the_socket_file_is_private_and_replaced_only_when_stale(folder):
    with running(folder) as relay:
        assert stat.S_IMODE(os.stat(relay.socket).st_mode) == 0o600
        second = subprocess.run([RELAY, "--control", relay.socket, "--media", "127.0.0.1:0"], capture_output=True,
                                text=True, timeout=WAIT_S)
        assert second.returncode == 1 and "another relay" in second.stderr
        assert relay.socket.exists()
        relay.kill()
        assert relay.socket.exists()
        relay.start()
    assert not relay.socket.exists()

    relay.socket.write_text("not a socket")
    third = subprocess.run([RELAY, "--control", relay.socket, "--media", "127.0.0.1:0"], capture_output=True, text=True,
                           timeout=WAIT_S)
    assert third.returncode == 1 and relay.socket.read_text() == "not a socket"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_calls_with_a_farewell(folder, number):
    async def body(relay):
        async with relay.control() as http, clients(Client(60), Client(190)) as (a, b), events(http) as stream:
            await seat(http, "r", "a", await a.join(http))
            await seat(http, "r", "b", await b.join(http))
            await a.seen["1"].wait_colour(190)
            relay.process.send_signal(number)
            message = await stream.socket.receive(WAIT_S)
            while message.type == aiohttp.WSMsgType.TEXT:
                message = await stream.socket.receive(WAIT_S)
            assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1001)
            await asyncio.gather(a.wait_farewell(), b.wait_farewell())
        assert relay.process.wait(WAIT_S) == 0

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_each_process_has_an_epoch_of_its_own(folder):
    async def epoch(relay):
        async with relay.control() as http, events(http) as stream:
            return stream.hello["epoch"]

    seen = set()
    for _ in range(2):
        with running(folder) as relay:
            seen |= {asyncio.run(epoch(relay)), asyncio.run(epoch(relay))}
    assert len(seen) == 2


def test_health_and_readiness(folder):
    async def body(relay):
        async with relay.control() as http:
            assert await get(http, "/health") == {"status": "ok"}
            assert await get(http, "/ready") == {"status": "ok"}

    with running(folder) as relay:
        asyncio.run(body(relay))


def test_advertised_addresses_are_what_clients_get(folder):
    async def body(relay):
        async with relay.control() as http, clients(Client(60)) as (a,):
            async with http.post("/peers", data=await a.offer(), headers={"Content-Type": "application/sdp"}) as answer:
                sdp = await answer.text()
        port = relay.media_addresses()[0][1]
        candidates = [line.split()[4:6] for line in sdp.splitlines() if line.startswith("a=candidate:")]
        assert candidates[:2] == [["203.0.113.7", "3478"], ["2001:db8::7", str(port)]]

    with running(folder, "--advertise", "203.0.113.7:3478", "--advertise", "2001:db8::7") as relay:
        asyncio.run(body(relay))


def test_the_control_api_over_tls_wants_the_token(folder):
    certificate, key, token = folder / "cert.pem", folder / "key.pem", folder / "token"
    token.write_text("0123456789abcdef0123456789abcdef\n")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def body(relay):
        context = ssl.create_default_context(cafile=str(certificate))
        base = f"https://127.0.0.1:{port}"
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as http:
            async with http.get(base + "/peers") as answer:
                assert answer.status == 401
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(base + "/events")
            headers = {"Authorization": "Bearer 0123456789abcdef0123456789abcdef"}
            async with http.get(base + "/peers", headers=headers) as answer:
                assert await answer.json() == {"peers": []}
            async with http.ws_connect(base + "/events", headers=headers) as stream:
                assert (await stream.receive_json())["event"] == "hello"

    arguments = ["--control-tls", f"127.0.0.1:{port}", "--tls-cert", certificate, "--tls-key", key, "--token-file", token]
    with running(folder, *arguments) as relay:
        asyncio.run(body(relay))
