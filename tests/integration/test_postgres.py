# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gc-signal on PostgreSQL: several nodes, one of which is active; nodes and the database's primary killed.

GC_TEST_FULL=1 runs at full size (20 kills of each under 20 calls and 50 waiting).
"""

import asyncio
import json
import signal
import time
import urllib.error
import urllib.request

import pytest

from cluster import TAKEOVER_S, Cluster, Node, Pair, PairCluster
from postgres import PROGRAMS, Postgres, run
from service import RpcError, World, begin_session, take_place
from test_recovery import FULL, live_through_kills
from test_stills import PART, announce, get, picture, send

pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed (apt-get install postgresql)")


@pytest.fixture
def database(folder):
    server = Postgres(folder)
    server.init()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def cluster(folder, database):
    cluster = Cluster(folder, database.url)
    cluster.start_first()
    yield cluster
    cluster.stop()


def within(service, test):
    """Runs `test` with a World over that service."""

    async def body():
        world = World(service)
        try:
            await test(world)
        finally:
            await world.close()

    asyncio.run(body())


def ask(url, body=None):
    """Status and answer of a request as a balancer passes it on."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json",
                                                 "Origin": url[:url.index("/", len("http://"))]})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_ticket_end_to_end(cluster, database):
    async def live(world):
        kiosk, agent = await world.kiosk(), await world.agent()
        ticket = await begin_session(kiosk, agent)
        await agent.call("session.end", ticket=ticket, outcome="accepted")
        await agent.call("wrap_up.finish", ticket=ticket, note="好")
        await agent.until(lambda v: v["me"]["effective"] == "idle")

    within(cluster, live)
    assert database.query("SELECT state, note FROM ticket") == [["done", "好"]]
    history = database.query("SELECT seq, to_state FROM transition ORDER BY seq")
    assert [int(seq) for seq, _ in history] == list(range(1, len(history) + 1))
    assert history[-1][1] == "done"


def test_a_standby_serves_nobody(cluster):
    url = cluster.standby.said["standby"]
    assert ask(url + "/health")[0] == 200
    status, body = ask(url + "/ready")
    assert status == 503 and "standby: the active node is" in body
    for path in ("/", "/kiosk/", "/api/session", "/ws?pass=x"):
        assert ask(url + path)[0] == 503, path
    assert ask(url + "/api/login", {"page": "agent", "account": "agent1", "password": "x"})[0] == 503
    assert ask(cluster.url + "/ready")[0] == 200
    cluster.standby.stop()
    assert cluster.standby.process.returncode == 0


def test_a_stopped_service_hands_over(cluster):
    """An operator's restart: the standby does not have to wait for any time-out, and keeps its address."""
    address = cluster.standby.said["standby"]
    start = time.monotonic()
    cluster.active.stop()
    assert cluster.standby.until("ready", TAKEOVER_S) == address
    print(f"takeover after a stop {time.monotonic() - start:.2f} s")
    assert time.monotonic() - start < 5
    del cluster.nodes[0]


def test_a_picture_goes_on_at_the_other_node(cluster):
    """What the one node answered for before it died, the other one has."""
    data = picture(200_000)

    async def take_over(world):
        kiosk, agent = await world.kiosk(), await world.agent()
        ticket = await begin_session(kiosk, agent)
        still = (await announce(kiosk, ticket, data))["still"]
        await send(kiosk, still, data, end=3 * PART)
        cluster.kill()
        await kiosk.until_closed()
        await agent.until_closed()
        await asyncio.to_thread(cluster.start)
        await kiosk.connect()
        await agent.connect()
        assert await announce(kiosk, ticket, data) == {"still": still, "received": 3 * PART}
        assert (await send(kiosk, still, data, 3 * PART))["whole"]
        assert (await get(agent, still))[2] == data

    within(cluster, take_over)


def test_an_answer_is_on_the_disk(folder):
    """A server that would acknowledge what it has only in memory is told not to: its power fails after an answer."""
    database = Postgres(folder)
    database.init()
    database.start("synchronous_commit=off", "wal_writer_delay=10s")
    cluster = Cluster(folder, database.url)
    cluster.add_account("agent1", "agent", "林晓")
    node = cluster.add_node()
    node.until("ready")

    async def live(world):
        await take_place(await world.kiosk())
        database.kill()

    try:
        within(cluster, live)
        assert node.end() == 1
        database.start()
        assert database.query("SELECT state FROM ticket") == [["waiting"]]
    finally:
        database.stop()


def test_an_old_dump_is_told(folder, database):
    """A dump that was put back is served, but the node knows what is missing, and no number is given twice."""
    cluster = Cluster(folder, database.url)
    cluster.add_account("agent1", "agent", "林晓")

    async def wait_at(world, point):
        await take_place(await world.kiosk(point))

    def start(name):
        cluster.nodes[:] = [Node(folder, name, database.url, cluster.relay)]
        cluster.active.until("ready")

    start("a")
    within(cluster, lambda world: wait_at(world, "it-milan"))
    run("pg_dump", "-Fc", "-d", database.url, "-f", database.folder / "dump")
    within(cluster, lambda world: wait_at(world, "fr-paris"))
    before = int(database.query("SELECT max (seq) FROM transition")[0][0])
    cluster.stop()
    run("pg_restore", "--clean", "--if-exists", "--single-transaction", "-d", database.url, database.folder / "dump")
    kept = int(database.query("SELECT max (seq) FROM transition")[0][0])
    assert kept < before

    start("a")
    assert f"the database is older than what was here: transitions {kept + 1} to {before} (" in cluster.active.text()
    within(cluster, lambda world: wait_at(world, "fr-paris"))
    seqs = [int(seq) for seq, in database.query("SELECT seq FROM transition ORDER BY seq")]
    assert seqs[:kept] == list(range(1, kept + 1)) and min(seqs[kept:]) == before + 1
    cluster.stop()
    # Now the history has gone past the gap, and a node that never was active knows of nothing.
    log = len(cluster.active.text())
    start("a")
    assert "older than" not in cluster.active.text()[log:]
    cluster.stop()
    start("b")
    assert "older than" not in cluster.active.text()
    cluster.stop()


def test_active_node_killed_under_load(cluster):
    within(cluster, lambda world: live_through_kills(world, 20 if FULL else 3))
    print("takeovers", [round(seconds, 2) for seconds in cluster.takeovers])
    assert max(cluster.takeovers) < TAKEOVER_S


def test_late_write_of_a_hung_node(cluster, database):
    """The active node stands still, the next one takes over, and then the old one goes on."""

    async def live(world):
        hung = cluster.active
        kiosk, other = await world.kiosk(), await world.kiosk("fr-paris")
        await take_place(kiosk)
        hung.send(signal.SIGSTOP)
        start = time.monotonic()
        late = await other.send("ticket.create", "late-request-1", item="SS-01", languages=["zh"], name="late")
        await asyncio.to_thread(cluster.standby.until, "ready", TAKEOVER_S)
        print(f"takeover from a hung node {time.monotonic() - start:.2f} s")
        cluster.nodes.reverse()
        fresh = await world.kiosk("es-madrid")
        await take_place(fresh)
        hung.send(signal.SIGCONT)
        with pytest.raises((RpcError, ConnectionError)) as refusal:
            await asyncio.wait_for(late, 10)
        assert getattr(refusal.value, "code", "unavailable") == "unavailable"
        assert await asyncio.to_thread(hung.end) == 1
        assert "can write nothing any more" in hung.text()
        cluster.nodes.remove(hung)

    within(cluster, live)
    assert database.query("SELECT name FROM ticket ORDER BY rank") == [["陈阿梅"], ["陈阿梅"]]
    assert database.query("SELECT count (*) FROM answer WHERE request = 'late-request-1'") == [["0"]]
    assert database.query("SELECT max (seq) = count (*) FROM transition") == [["t"]]


def test_primary_killed_under_load(folder):
    pair = Pair(folder)
    cluster = PairCluster(folder, pair)
    cluster.start_first()
    try:
        within(cluster, lambda world: live_through_kills(world, 20 if FULL else 2))
        print("takeovers", [round(seconds, 2) for seconds in cluster.takeovers])
        seqs = pair.primary.query("SELECT max (seq) = count (*) FROM transition")
        assert seqs == [["t"]]
    finally:
        cluster.stop()
        pair.stop()


def test_a_database_that_comes_later(folder):
    """A node that cannot reach its database says so, waits, and begins as soon as it can."""
    database = Postgres(folder)
    database.init()
    cluster = Cluster(folder, database.url)
    node = cluster.add_node()
    status, body = ask(node.until("standby") + "/ready")
    assert status == 503 and "connect" in body
    database.start()
    try:
        assert ask(node.until("ready", TAKEOVER_S) + "/ready")[0] == 200
        cluster.stop()
    finally:
        database.stop()
