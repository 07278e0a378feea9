# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kill -9 of either daemon at random moments, under calls, waiting residents, and some who come and go.

Short by default. GC_FAULT_FULL=1: 20 calls, 50 waiting, each daemon ten times. GC_FAULT_CALLS,
GC_FAULT_WAITING, GC_FAULT_KILLS and GC_FAULT_SEED set single figures.
"""

import asyncio
import collections
import contextlib
import os
import random
import sqlite3
import time

from world import World, choose_seed, in_session

FULL = os.environ.get("GC_FAULT_FULL") == "1"
BACK_S = 5  # everybody is in the same session again
GIVE_UP_S = 30  # so that the report tells how late, not only that
GAP_MS = 200  # what a call may not notice of gc-signal's death
LAG_STEP_S = 0.02
COMERS = 3
SERVED = 3


def number(name, short, full):
    return int(os.environ.get(name) or (full if FULL else short))


class Ledger:
    """What the service has acknowledged to those who come and go, and when."""

    def __init__(self):
        self.created = {}  # ticket -> number
        self.left = set()
        self.joins = {}  # ticket -> (asked, acknowledged), monotonic

    async def come_and_go(self, kiosk, is_over):
        while True:
            made = await kiosk.create()
            ticket = made["ticket"]
            assert ticket not in self.created, f"{ticket} was made twice"
            self.created[ticket] = made["number"]
            await asyncio.sleep(kiosk.random.uniform(0, 0.1))
            asked = time.monotonic()
            await kiosk.call("ticket.join", ticket=ticket)
            self.joins[ticket] = (asked, time.monotonic())
            await asyncio.sleep(kiosk.random.uniform(0, 0.4))
            if is_over.is_set():
                return ticket
            await kiosk.call("ticket.leave", ticket=ticket)
            self.left.add(ticket)
            await kiosk.call("kiosk.clear")


class Lag:
    """How long this process waited for a processor: on a crowded machine that is nobody's fault."""

    def __init__(self):
        self.waits = []  # (when, seconds)
        self.task = asyncio.ensure_future(self.watch())

    async def watch(self):
        while True:
            before = time.time()
            await asyncio.sleep(LAG_STEP_S)
            late = time.time() - before - LAG_STEP_S
            if late > LAG_STEP_S / 2:
                self.waits.append((before, late))

    def since(self, when):
        return [late for at, late in self.waits if at >= when - LAG_STEP_S]


class Figures:
    def __init__(self, lag):
        self.times = collections.defaultdict(list)  # what -> seconds
        self.late = []
        self.lag = lag

    def add(self, what, who, seconds, killed):
        self.times[what].append(seconds)
        waited = sum(self.lag.since(killed))
        if seconds > BACK_S + waited:
            self.late.append(f"{who}: {what} took {seconds:.1f} s, of which {waited:.1f} s without a processor")

    def lines(self):
        for what, times in sorted(self.times.items()):
            times.sort()
            n = len(times)
            yield (f"  {what:<44} n={n:<4} p50 {times[n // 2]:.2f} s  p95 {times[n * 95 // 100]:.2f} s  "
                   f"max {times[-1]:.2f} s")


class Scene:
    """The calls, those who wait, and what must stay true of them."""

    def __init__(self, world, figures, dice):
        self.world = world
        self.dice = dice
        self.figures = figures
        self.calls = {}  # ticket -> (kiosk, agent)
        self.waiting = []  # kiosks, in the order in which they joined
        self.order = []  # their tickets
        self.longest_gap_ms = 0
        self.longest_pause_ms = 0

    async def begin(self, n_calls, n_waiting, n_comers):
        world = self.world
        self.desk = await world.desk()
        agents = await asyncio.gather(*(world.agent(i) for i in range(n_calls)))
        kiosks = await asyncio.gather(*(world.kiosk(i) for i in range(n_calls + n_waiting + n_comers)))
        self.calls = await world.begin_calls(kiosks[:n_calls], agents)
        self.waiting = kiosks[n_calls : n_calls + n_waiting]
        self.comers = kiosks[n_calls + n_waiting :]
        await asyncio.gather(*(kiosk.warm() for kiosk in kiosks))
        for kiosk in self.waiting:
            self.order.append(await kiosk.take_place())
        await self.desk.until(lambda: self.desk.queue("waiting") == self.order, "the line on the desk")

    def in_call(self):
        return [(page, other, ticket) for ticket, pair in self.calls.items() for page, other in (pair, pair[::-1])]

    # ---- after gc-signal died ----

    async def back_after_signal(self, page, is_back, what, killed):
        hellos = page.hellos
        await page.until(lambda: page.online and page.hellos > hellos and is_back(page), what, GIVE_UP_S)
        self.figures.add(what, page.name, time.time() - killed, killed)

    async def kill_unheard(self):
        """Half of those who come or go do not hear the last answers, which must count once all the same."""
        for kiosk in self.comers:
            kiosk.is_deaf = kiosk.online and self.dice.random() < 0.5
        await asyncio.sleep(self.dice.uniform(0, 0.5))
        return self.world.signal.kill()

    async def kill_signal(self):
        for page, _, _ in self.in_call():
            self.world.farm.tell(mark=page.name)
        killed = await self.kill_unheard()
        waits = [self.back_after_signal(page, lambda p, t=ticket: in_session(p) == t,
                                        "gc-signal killed: in the session again", killed)
                 for page, _, ticket in self.in_call()]
        waits += [self.back_after_signal(kiosk, lambda k, t=ticket: is_waiting(k, t),
                                         "gc-signal killed: in the line again", killed)
                  for kiosk, ticket in zip(self.waiting, self.order)]
        await asyncio.gather(*waits)
        self.figures.add("gc-signal killed: it is ready again", "gc-signal", self.world.signal.ready_at - killed, killed)
        return killed

    async def check_no_gap(self, killed):
        """Media did not notice. Where the farm or all of us had no processor, that is not the relay's gap."""
        waited = max(self.figures.lag.since(killed), default=0) * 1000
        stats = {page.name: await self.world.farm.stats(page.name) for page, _, _ in self.in_call()}
        for page, other, _ in self.in_call():
            for kind in ("audio", "video"):
                heard, said = stats[page.name][kind], stats[other.name][kind]
                assert heard["from"] == other.name, f"{page.name} hears {heard['from']}, not {other.name}"
                gap, pause = heard["gap_ms"], said["pause_ms"]
                self.longest_gap_ms = max(self.longest_gap_ms, gap)
                self.longest_pause_ms = max(self.longest_pause_ms, pause)
                assert gap <= GAP_MS + pause + waited, (
                    f"{page.name} heard no {kind} for {gap} ms; its sender paused for {pause} ms, we for {waited:.0f}")

    # ---- after gc-relay died ----

    async def back_after_relay(self, page, other, ticket, killed):
        def is_back():
            return (in_session(page) == ticket and
                    all(kind in page.heard and page.heard[kind][0] == other.name and
                        page.heard[kind][1] >= killed * 1000 for kind in ("audio", "video")))

        what = "gc-relay killed: sees and hears the same one"
        await page.until(is_back, f"sound and picture of {other.name}", GIVE_UP_S)
        self.figures.add(what, page.name, max(at for _, at in page.heard.values()) / 1000 - killed, killed)

    async def warm_after_relay(self, kiosk, epoch, killed):
        await kiosk.until(lambda: kiosk.epoch != epoch and kiosk.connected, "a warm peer", GIVE_UP_S)
        self.figures.add("gc-relay killed: those who wait are warm again", kiosk.name, time.time() - killed, killed)

    async def kill_relay(self):
        epochs = [kiosk.epoch for kiosk in self.waiting]
        killed = self.world.relay.kill()
        waits = [self.back_after_relay(*three, killed) for three in self.in_call()]
        waits += [self.warm_after_relay(kiosk, epoch, killed) for kiosk, epoch in zip(self.waiting, epochs)]
        await asyncio.gather(*waits)
        self.figures.add("gc-relay killed: it is ready again", "gc-relay", self.world.relay.ready_at - killed, killed)
        return killed

    async def kill_both(self):
        starts = self.world.signal.starts
        killed = await self.kill_unheard()
        await self.kill_relay()
        await self.world.signal.until_started(starts + 1)
        return killed

    # ---- what must be true ----

    async def check(self):
        """Nobody changed places or partners."""
        for ticket, pair in self.calls.items():
            for page in pair:
                await page.until(lambda p=page, t=ticket: in_session(p) == t, "the same session", GIVE_UP_S)
        for kiosk, ticket in zip(self.waiting, self.order):
            await kiosk.until(lambda k=kiosk, t=ticket: is_waiting(k, t), "the same place", GIVE_UP_S)
        desk = self.desk
        await desk.until(lambda: desk.online and [t for t in desk.queue("waiting") if t in self.order] == self.order,
                         "the same line on the desk", GIVE_UP_S)
        faults = [f"{page.name}: {fault}" for page in self.world.pages for fault in page.faults]
        assert not faults, "\n".join(faults)


def is_waiting(kiosk, ticket):
    shown = kiosk.view["ticket"]
    return kiosk.online and shown["id"] == ticket and shown["state"] == "waiting"


async def check_line(scene, ledger, stayed):
    """Everybody who was told that he waits does, once, behind all who were told so before he asked."""
    desk = scene.desk
    expected = set(scene.order) | set(stayed)
    await desk.until(lambda: desk.online and set(desk.queue("waiting")) == expected, "all who wait on the desk")
    line = desk.queue("waiting")
    assert len(line) == len(expected), f"doubled: {line}"
    assert line[: len(scene.order)] == scene.order
    for i, earlier in enumerate(line[len(scene.order) :], len(scene.order)):
        for later in line[i + 1 :]:
            assert ledger.joins[later][1] >= ledger.joins[earlier][0], f"{later} was there before {earlier}"
    assert set(desk.queue("in_session")) == set(scene.calls)


async def check_relay(scene):
    """No peer of a former life is left in the relay, and none is missing."""
    wanted = {page.peer for page in scene.world.pages if hasattr(page, "peer") and page.peer}
    assert wanted == await scene.world.list_peers(), "the relay's peers are not those of the pages"


async def serve_first(scene):
    """The next in line are served in that order."""
    (_, agent) = next(iter(scene.calls.values()))
    await agent.finish()
    for ticket in scene.order[:SERVED]:
        await agent.until(lambda t=ticket: in_session(agent) == t, f"a session with {ticket}, the next in line")
        await agent.finish()


def check_store(folder, scene, ledger):
    """On the disk: each acknowledged ticket once, no other, each with a history without a hole."""
    (path,) = (folder / "data").glob("*.sqlite")
    with contextlib.closing(sqlite3.connect(path)) as db:
        rows = dict(db.execute("SELECT id, state FROM ticket"))
        numbers = [n for n in db.execute("SELECT point, number FROM ticket")]
        steps = db.execute("SELECT seq, ticket, from_state, to_state FROM transition ORDER BY seq").fetchall()
    acknowledged = set(scene.calls) | set(scene.order) | set(ledger.created)
    assert set(rows) == acknowledged, f"lost {acknowledged - set(rows)}, made up {set(rows) - acknowledged}"
    assert len(numbers) == len(set(numbers)), "a number was given twice"
    for ticket in ledger.left:
        assert rows[ticket] == "abandoned", f"{ticket} was left, and is {rows[ticket]}"
    state = {}
    for i, (seq, ticket, before, after) in enumerate(steps):
        assert seq == steps[0][0] + i, f"the history has a hole before {seq}"
        if ticket in state:
            assert before == state[ticket], f"{ticket} went from {state[ticket]}, says the history from {before}"
        state[ticket] = after
    assert state == rows


async def run(folder, seed, say):
    n_calls = number("GC_FAULT_CALLS", 6, 20)
    n_waiting = number("GC_FAULT_WAITING", 15, 50)
    n_kills = number("GC_FAULT_KILLS", 3, 10)
    dice = random.Random(seed)
    lag = Lag()
    figures, ledger, is_over = Figures(lag), Ledger(), asyncio.Event()
    started = time.time()
    world = World(folder, seed)
    try:
        await world.start()
        scene = Scene(world, figures, dice)
        await scene.begin(n_calls, n_waiting, COMERS)
        say(f"{n_calls} calls, {n_waiting} waiting, {COMERS} coming and going, {n_kills} kills each, seed {seed}; "
            f"set up in {time.time() - started:.0f} s")
        comers = [asyncio.ensure_future(ledger.come_and_go(kiosk, is_over)) for kiosk in scene.comers]
        plan = ["signal"] * n_kills + ["relay"] * n_kills + ["both"] * max(n_kills // 3, 1)
        dice.shuffle(plan)
        for victim in plan:
            await asyncio.sleep(dice.uniform(0.2, 1.5))
            assert not any(comer.done() for comer in comers), [comer for comer in comers if comer.done()]
            killed = await {"signal": scene.kill_signal, "relay": scene.kill_relay, "both": scene.kill_both}[victim]()
            if victim == "signal":
                await scene.check_no_gap(killed)
            await scene.check()
        is_over.set()
        _, unanswered = await asyncio.wait(comers, timeout=GIVE_UP_S)
        assert not unanswered, f"{len(unanswered)} of those who come and go are not answered any more"
        stayed = [comer.result() for comer in comers]
        await check_line(scene, ledger, stayed)
        await check_relay(scene)
        await serve_first(scene)
        await world.stop()
        check_store(folder, scene, ledger)
    except BaseException:
        await world.abandon()
        raise
    finally:
        lag.task.cancel()
        for line in figures.lines():
            say(line)
    say(f"  longest silence in a call while gc-signal was away: {scene.longest_gap_ms} ms "
        f"(longest pause of a sender: {scene.longest_pause_ms} ms)")
    say(f"  {len(ledger.created)} tickets created, {len(ledger.joins)} joined, {len(ledger.left)} left meanwhile; "
        f"{sum(page.asked_again for page in world.pages)} requests sent again, "
        f"{sum(page.answers_lost for page in world.pages)} after their answer was lost")
    assert not figures.late, "\n".join(figures.late)


def test_killed_daemons_lose_nothing(folder, capsys):
    seed = choose_seed()

    def say(line):
        with capsys.disabled():
            print(line if line.startswith(" ") else f"\nkill: {line}", flush=True)

    asyncio.run(run(folder, seed, say))
