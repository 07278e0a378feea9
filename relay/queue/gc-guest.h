// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcGuest: a colleague whom the agent of a session has asked in, or a supervisor who came by
 * himself. He sees and hears the others; while the resident is on hold, the agents are among
 * themselves. Part of a ticket's row, plain data.
 */

/* With resident and agent they fill the six seats of a room. */
#define GC_GUESTS_MAX 4

/* What a lease on a running session is, if it is not a transfer. */
typedef enum {
  GC_INVITE_NONE,
  GC_INVITE_PRIVATE,  /* the resident is put on hold when the guest comes */
  GC_INVITE_TOGETHER, /* all see and hear each other at once */
  GC_INVITE_N,
} GcInvite;

/* `private together`; NULL for GC_INVITE_NONE. Static. */
const char *gc_invite_name (GcInvite invite);
gboolean gc_invite_parse (const char *name, GcInvite *ret_invite);

/* Who sees and hears a guest: he listens, whispers or speaks. */
typedef enum {
  GC_HEARD_BY_ALL, /* and whoever was asked in */
  GC_HEARD_BY_AGENT,
  GC_HEARD_BY_NOBODY,
  GC_HEARD_BY_N,
} GcHeardBy;

/* `all agent nobody`. Static. */
const char *gc_heard_by_name (GcHeardBy heard_by);
gboolean gc_heard_by_parse (const char *name, GcHeardBy *ret_heard_by);

typedef struct {
  char *agent;
  int64_t since_ms; /* he accepted, ms since 1970 UTC */
  unsigned seat;    /* 1 to GC_GUESTS_MAX, his alone as long as he stays */
  gboolean joined;  /* has seen or heard one of the others */
  GcHeardBy heard_by;
} GcGuest;

/* No guests. (element-type GcGuest) (transfer full) */
GArray *gc_guests_new (void);
GArray *gc_guests_copy (const GArray *guests);
gboolean gc_guests_equal (const GArray *a, const GArray *b);

/* (nullable) (transfer none), until the guests change. */
GcGuest *gc_guests_find (const GArray *guests, const char *agent);

/* Gives @agent, who must not be one of them, the lowest free seat; there must be one. */
const GcGuest *
gc_guests_add (GArray *guests, const char *agent, GcHeardBy heard_by, int64_t now_ms);
void gc_guests_remove (GArray *guests, const char *agent);

/* As the store keeps them, such as "bo=1:1795449600000:1 cy=2:1795449700000:0:nobody". (transfer
 * full) */
char *gc_guests_format (const GArray *guests);
/* Appends what @text says; FALSE if it is not such a text. */
gboolean gc_guests_parse (const char *text, GArray *guests);
