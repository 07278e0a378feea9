# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Backup and restore as an operator does them, with a service that runs."""

import asyncio
import re
import subprocess

import pytest

from service import SIGNAL, WAIT_S, World, command, take_place


def refused(*arguments):
    done = subprocess.run([SIGNAL, *map(str, arguments)], capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode != 0, done.stdout
    return done.stderr


async def take_places(service, n):
    world = World(service)
    try:
        return [await take_place(await world.kiosk()) for _ in range(n)]
    finally:
        await world.close()


async def queue_of(service):
    world = World(service)
    try:
        desk = await world.desk()
        return [entry["ticket"] for entry in desk.view["queue"]]
    finally:
        await world.close()


def test_an_old_backup_is_told(service, folder):
    """The whole way: a backup beside the service, more tickets, a disaster, the restore, the next start."""
    backup = folder / "backup.sqlite"
    first = asyncio.run(take_places(service, 2))
    said = command("backup", "--data", str(service.data), "--to", str(backup))
    # Created and joined: two transitions a ticket.
    assert re.search(r"^up to transition 4 of 20\d\d-", said, re.MULTILINE), said
    asyncio.run(take_places(service, 1))

    assert "stop it first" in refused("restore", "--data", service.data, "--from", backup)
    service.stop()
    said = command("restore", "--data", str(service.data), "--from", str(backup))
    assert re.search(r"^missing: [2-9]\d* transitions, 5 to \d+, from 20\d\d-\S+ to 20\d\d-", said, re.MULTILINE), said
    kept = re.search(r"kept as (\S+)$", said, re.MULTILINE)[1]
    missing = re.search(r"5 to (\d+)", said)[1]

    service.start()
    assert f"transitions 5 to {missing} (" in service.log.read_text()
    assert asyncio.run(queue_of(service)) == first

    # It was a mistake: what was there is still there.
    service.stop()
    said = command("restore", "--data", str(service.data), "--from", kept)
    service.start()
    assert asyncio.run(queue_of(service))[:2] == first
    assert len(asyncio.run(queue_of(service))) == 3


@pytest.mark.parametrize("arguments, words", [
    (["backup"], "--to is missing"),
    (["restore"], "--from is missing"),
    (["restore", "--from", "/dev/null"], "not a database of gc-signal"),
    (["restore", "--from", "/nowhere"], "no such database"),
])
def test_a_wrong_value_is_named(folder, arguments, words):
    assert words in refused(*arguments, "--data", folder / "data")


def test_postgresql_has_its_own(folder):
    for arguments in (["backup", "--to", folder / "x"], ["restore", "--from", folder / "x"]):
        assert "pg_dump" in refused(*arguments, "--store", "postgresql://gc@localhost/gc")
