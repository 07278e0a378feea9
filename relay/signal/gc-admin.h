// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * The commands of administrators: `gc-signal account add|list|revoke`, `gc-signal enrol`,
 * `gc-signal kiosk list`, `gc-signal backup`. They work on the store beside a running service;
 * `gc-signal restore` does not.
 */

/* Whether @argv begins a command rather than the service. */
gboolean gc_admin_is_command (int argc, char **argv);

/* Runs the command; what it prints goes to standard output. Errors: those of the store, and
 * GC_ERROR_INVALID for a wrong argument. */
gboolean gc_admin_run (int argc, char **argv, GError **error);
