// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-crowd.h"
#include "gc-load-people.h"

/* What gc-load-crowd.c (pages, pings, sign-ins) and gc-load-work.c (events) share. */

/* What a page at work waits for, or is to do. */
typedef enum {
  GC_LOAD_FREE,   /* kiosk: choose; agent: wait for an offer */
  GC_LOAD_CREATE, /* kiosk */
  GC_LOAD_JOIN,   /* kiosk */
  GC_LOAD_ACCEPT, /* agent; the kiosk waits for it too */
  GC_LOAD_MEET,   /* both */
  GC_LOAD_END,    /* agent; the kiosk waits for it too */
  GC_LOAD_FINISH, /* agent */
  GC_LOAD_CLEAR,  /* kiosk */
  GC_LOAD_LEAVE,  /* the first kiosk */
  GC_LOAD_WANT,   /* agent, once */
} GcLoadStep;

typedef struct _GcLoadVisitor GcLoadVisitor;

struct _GcLoadVisitor {
  GcLoadCrowd *crowd;
  const GcLoadPerson *person; /* NULL: only signs in */
  GcLoadPage *page;
  gboolean is_open;
  int64_t begun_us; /* of the set-up or sign-in */
  unsigned ping;    /* the number of the last one */
  int64_t ping_us;  /* when it was sent; 0: it was answered */

  GcLoadStep step;
  gboolean asked;   /* the step's request was sent... */
  unsigned request; /* ...under this number... */
  int64_t asked_us; /* ...then; or when the other side sent it */
  int64_t rests_until_us;
  gboolean answered;    /* and has its answer */
  gboolean met;         /* has seen the other side */
  char ticket[32];      /* "" without any */
  GcLoadVisitor *other; /* in a session */
  gboolean saw_marker;  /* a desk: has seen what the first kiosk did last */
};

struct _GcLoadCrowd {
  GcLoadPageConfig config;
  gboolean is_plain;
  GPtrArray *people;   /* GcLoadPerson, owned */
  GPtrArray *visitors; /* GcLoadVisitor, owned, as people */
  GHashTable *tickets; /* char* of a kiosk -> GcLoadVisitor, borrowed */
  GArray *times[GC_LOAD_N_TIMES];
  GError *error; /* the first thing that went wrong */
  uint64_t views;
  uint64_t bytes;

  unsigned n_opened;  /* begun, in the order of people */
  unsigned n_open;    /* said hello */
  unsigned n_signing; /* sign-ins under way */
  int64_t pings_from_us;
  uint64_t n_pings;

  gboolean is_working; /* new residents come */
  unsigned n_requests; /* the last number */
  unsigned n_serving;  /* kiosks that are not free */
  unsigned max_serving;
  unsigned n_desks;
  uint64_t n_answered;   /* events */
  GQueue free_kiosks;    /* GcLoadVisitor, borrowed */
  GQueue due;            /* GcLoadVisitor whose step is to be sent, borrowed */
  GcLoadVisitor *marker; /* the first kiosk: what it does is looked for at the desks */
  int64_t marker_us;     /* 0: all desks have seen it */
  unsigned marker_seen;
  gboolean marker_joins; /* else it leaves */
  char marker_ticket[32];
};

int64_t gc_load_crowd_now_us (void);
void gc_load_crowd_note (GcLoadCrowd *crowd, GcLoadTime time, int64_t since_us);
/* Keeps the first one. */
void gc_load_crowd_fail (GcLoadCrowd *crowd, const GcLoadVisitor *visitor, const char *why);
/* Sends what is due, waits at most @us for what comes, and reads it. */
void gc_load_crowd_turn (GcLoadCrowd *crowd, int64_t us);

/* ---- gc-load-work.c ---- */

/* The answer to a request of the visitor that is not hello and no ping. */
void gc_load_work_answered (GcLoadVisitor *visitor, const char *text);
void gc_load_work_view (GcLoadVisitor *visitor, const char *text);
