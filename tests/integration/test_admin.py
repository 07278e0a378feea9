# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands of administration, on a system that has nothing but the C locale."""

import os
import subprocess

import pytest

from service import PASSWORD, SIGNAL, WAIT_S

ADD = ["account", "add", "--account", "agent1", "--role", "agent", "--name", "林晓", "--departments", "all", "--languages", "zh"]


def run(folder, *arguments):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run([SIGNAL, *arguments, "--data", folder], input=PASSWORD.encode(), capture_output=True,
                          timeout=WAIT_S, env=plain)


def test_a_chinese_name_needs_no_locale(folder):
    done = run(folder, *ADD)
    assert done.returncode == 0, done.stderr
    assert "林晓".encode() in run(folder, "account", "list").stdout


def test_skills_and_hub_are_kept(folder):
    done = run(folder, *ADD[:-1], "zh,it:1", "--items", "SS-01,HK-04", "--hub", "wenzhou", "--supervisor")
    assert done.returncode == 0, done.stderr
    line = run(folder, "account", "list").stdout.decode().strip().split("\t")
    assert line[4:] == ["zh,it:1", "SS-01,HK-04", "wenzhou", "supervisor"]


@pytest.mark.parametrize("arguments, words", [
    (["--name", ""], b"--name is missing"),
    (["--name", b"\xff"], b"--name is not UTF-8"),
    (["--role", "king"], b"king"),
    (["--departments", "nowhere"], b"nowhere"),
    (["--languages", "zh,it:4"], b"it:4"),
    (["--items", "SS-01,XX-99"], b"XX-99"),
    (["--hub", "atlantis"], b"atlantis"),
])
def test_a_wrong_value_is_named(folder, arguments, words):
    done = run(folder, *ADD, *arguments)
    assert done.returncode == 2, done
    assert words in done.stderr


def test_a_command_that_does_not_exist(folder):
    done = run(folder, "account", "promote")
    assert (done.returncode, b'"account"' in done.stderr) == (2, True), done
