# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fixtures: a folder for the daemons' data, sockets and logs, kept when the test fails."""

import pathlib
import shutil
import tempfile

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    outcome = yield
    report = outcome.get_result()
    item.has_failed = getattr(item, "has_failed", False) or report.failed


@pytest.fixture
def folder(request):
    """A folder with a short path: a Unix socket's name has room for 107 bytes."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="gcf-"))
    yield path
    if getattr(request.node, "has_failed", False):
        print(f"\nlogs are kept in {path}")
    else:
        shutil.rmtree(path)
