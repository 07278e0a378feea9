// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-page.h"

#include <stdint.h>

/*
 * GcLoadCrowd: thousands of pages of a gc-signal in one thread. All of them are open and send a
 * ping each 10 s; on demand some sign in, and some are at work: residents join, agents accept, both
 * meet, part and begin again, at a rate of events a second. What they wait for is timed.
 */
typedef struct _GcLoadCrowd GcLoadCrowd;

/* What is timed, each from just before the request is sent to when the page reads it. */
typedef enum {
  GC_LOAD_SET_UP,     /* from asking for a pass to the answer to hello */
  GC_LOAD_PING,       /* to its answer */
  GC_LOAD_LOGIN,      /* to its answer, with a connection of its own */
  GC_LOAD_ANSWER,     /* of an event, to its answer */
  GC_LOAD_OWN_VIEW,   /* of an event, to the view of the page that sent it */
  GC_LOAD_OTHER_VIEW, /* of an event, to the view of the page at the other side */
  GC_LOAD_DESK_VIEW,  /* of an event, to the view of the last desk */
  GC_LOAD_N_TIMES,
} GcLoadTime;

/*
 * @address: "http://127.0.0.1:8080". @data: where gc_load_people_make () wrote. @is_plain: open a
 * WebSocket for each of them and say nothing, to a server that is not gc-signal.
 */
GcLoadCrowd *
gc_load_crowd_new (const char *address, const char *data, gboolean is_plain, GError **error);
void gc_load_crowd_free (GcLoadCrowd *crowd);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoadCrowd, gc_load_crowd_free)

unsigned gc_load_crowd_get_size (GcLoadCrowd *crowd);

/* Opens the pages up to number @n. Errors: GC_ERROR_UNAVAILABLE when one did not open. */
gboolean gc_load_crowd_open (GcLoadCrowd *crowd, unsigned n, GError **error);

/* Answers, and sends pings, for so long. Errors: GC_ERROR_UNAVAILABLE when a page was lost. */
gboolean gc_load_crowd_idle (GcLoadCrowd *crowd, int64_t us, GError **error);

/* The same, with @n sign-ins of agents by password, @rate of them a second. */
gboolean gc_load_crowd_sign_in (GcLoadCrowd *crowd, unsigned n, double rate, GError **error);

/*
 * The same, with @rate events a second; afterwards what was begun is brought to its end. Errors
 * also when it does not come to its end. @ret_per_s: events that were answered, a second.
 */
gboolean
gc_load_crowd_work (GcLoadCrowd *crowd, double rate, int64_t us, double *ret_per_s, GError **error);

/* int64_t microseconds, since the last gc_load_crowd_forget_times (). (transfer none) */
GArray *gc_load_crowd_get_times (GcLoadCrowd *crowd, GcLoadTime time);
void gc_load_crowd_forget_times (GcLoadCrowd *crowd);

/* Views and bytes of them that all pages have got. */
uint64_t gc_load_crowd_get_views (GcLoadCrowd *crowd);
uint64_t gc_load_crowd_get_bytes (GcLoadCrowd *crowd);
