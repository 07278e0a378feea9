// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-loop.h"

/* GcLinkControl: the commands that come on standard input, a line each. */
typedef struct _GcLinkControl GcLinkControl;

/* @line: without its end; NULL for one of more than 1000 bytes. */
typedef void (*GcLinkLineFunc) (const char *line, void *user_data);

/* Reads @fd (transfer full) until its end; a file that is no pipe, terminal or socket is not read.
 */
GcLinkControl *gc_link_control_new (GcLinkLoop *loop, int fd, GcLinkLineFunc func, void *user_data);
void gc_link_control_free (GcLinkControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkControl, gc_link_control_free)
