# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a page was told piece by piece is what a page that comes new is told at once."""

import asyncio
import random

from conftest import with_world
from service import Page, RpcError, take_place

SEED = 20261124
ROUNDS = 60
ITEMS = ("SS-01", "NT-01")


async def try_call(page, method, **params):
    """Many calls do not fit the state in which they come; what is refused must change nothing."""
    try:
        return await page.call(method, **params)
    except RpcError:
        return None


async def kiosk_acts(kiosk, chance):
    ticket = kiosk.view.get("ticket")
    if ticket is None:
        await take_place(kiosk, item=chance.choice(ITEMS))
    elif ticket["state"] in ("done", "abandoned", "wrap_up"):
        await try_call(kiosk, "kiosk.clear")
    elif kiosk.view.get("session") is not None:
        await try_call(kiosk, "session.joined", ticket=ticket["id"], first_frame_ms=90)
        await try_call(kiosk, "session.message", ticket=ticket["id"], text="你好")
    elif chance.random() < 0.3:
        await try_call(kiosk, "ticket.leave", ticket=ticket["id"])


async def agent_acts(agent, chance):
    offer, session = agent.view.get("offer"), agent.view.get("session")
    if offer is not None:
        if chance.random() < 0.8:
            await try_call(agent, "offer.accept", ticket=offer["ticket"])
        else:
            await try_call(agent, "offer.decline", ticket=offer["ticket"], reason="busy")
    elif session is None:
        await try_call(agent, "agent.want", wanted=chance.choice(("available", "available", "break")))
    elif session["state"] == "wrap_up":
        await try_call(agent, "wrap_up.finish", ticket=session["ticket"], outcome="accepted")
    elif chance.random() < 0.5:
        await try_call(agent, "session.joined", ticket=session["ticket"], first_frame_ms=90)
    else:
        await try_call(agent, "session.end", ticket=session["ticket"], outcome="accepted")


async def desk_acts(desk, chance):
    queue = desk.view.get("queue")
    if queue and chance.random() < 0.5:
        row = chance.choice(queue)
        await try_call(desk, chance.choice(("desk.raise", "desk.cancel")), ticket=row["ticket"], reason="试")


async def is_whole(page):
    """Whether the page shows what a new page of the same seat, or of the same desk, is shown."""
    new = Page(page.service, page.kind)
    new.http.cookie_jar.update_cookies({c.key: c.value for c in page.http.cookie_jar})
    told = dict(page.view)
    await new.connect()
    whole = dict(new.view)
    await new.close()
    # The new one took the seat of a kiosk or an agent: the old one comes back to it.
    if page.kind != "desk":
        await page.until_closed()
        await page.connect()
    return told, whole


@with_world
async def test_views_told_in_pieces_are_whole(world):
    chance = random.Random(SEED)
    kiosks = [await world.kiosk(point) for point in ("it-milan", "it-milan", "fr-paris", "fr-paris", "es-madrid")]
    agents = [await world.agent(), await world.agent("agent2")]
    desks = [await world.desk(), await world.desk()]
    acts = [(k, kiosk_acts) for k in kiosks] + [(a, agent_acts) for a in agents] + [(d, desk_acts) for d in desks]
    for _ in range(ROUNDS):
        await asyncio.gather(*(act(page, chance) for page, act in chance.sample(acts, 4)))
    # One more event that all desks see marks the end: what came before it has been shown, too.
    marker = await world.kiosk("it-milan")
    ticket = await take_place(marker)
    for desk in desks:
        await desk.until(lambda v: any(row["ticket"] == ticket for row in v["queue"]))
    for page in [*kiosks, *agents, *desks, marker]:
        for _ in range(20):
            told, whole = await is_whole(page)
            if told == whole:
                break
            # A round may be under way: what it has not shown yet comes within it.
            await asyncio.sleep(0.1)
        assert told == whole, f"{page.kind} {page.view}"
