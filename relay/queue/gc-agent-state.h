// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-ticket.h"

#include <glib.h>
#include <stdint.h>

/*
 * GcAgent: an agent as the queue sees him. What the person wants and what the system makes of it
 * are two things: `wanted` is changed by the person alone (or by too many missed offers),
 * `effective` is derived from wanted, presence, offer and ticket, and never set by hand.
 */
typedef enum {
  GC_WANTED_OFFLINE,
  GC_WANTED_BREAK,
  GC_WANTED_AVAILABLE,
  GC_WANTED_OVERTIME, /* available, also outside of the shift */
  GC_WANTED_N,
} GcWanted;

typedef enum {
  GC_EFFECTIVE_OFFLINE,
  GC_EFFECTIVE_BREAK,
  GC_EFFECTIVE_IDLE,    /* gets the next offer */
  GC_EFFECTIVE_OFFERED, /* has the lease on one ticket */
  GC_EFFECTIVE_CONNECTING,
  GC_EFFECTIVE_BUSY,    /* in a session, or a guest in one */
  GC_EFFECTIVE_HOLDING, /* kept free for a resident who dropped out */
  GC_EFFECTIVE_WRAP_UP,
  GC_EFFECTIVE_UNREACHABLE, /* wants to work, but the page is gone */
  GC_EFFECTIVE_OFF_DUTY,    /* available, but it is not his shift */
  GC_EFFECTIVE_N,
} GcEffective;

/* `offline break available overtime`. Static. */
const char *gc_wanted_name (GcWanted wanted);
/* Whether the person takes tickets: available or overtime. */
gboolean gc_wanted_is_work (GcWanted wanted);
gboolean gc_wanted_parse (const char *name, GcWanted *ret_wanted);

/* `offline break idle offered connecting busy holding wrap_up unreachable off_duty`. Static. */
const char *gc_effective_name (GcEffective effective);
gboolean gc_effective_parse (const char *name, GcEffective *ret_effective);

/* Whether one event may take an agent from @from to @to. */
gboolean gc_effective_may_follow (GcEffective from, GcEffective to);

typedef enum {
  GC_DECLINE_BUSY,
  GC_DECLINE_CONFLICT_OF_INTEREST,
  GC_DECLINE_LANGUAGE,
  GC_DECLINE_WRONG_DEPARTMENT,
  GC_DECLINE_TECHNICAL,
  GC_DECLINE_N,
} GcDecline;

/* `busy conflict_of_interest language wrong_department technical`. Static. */
const char *gc_decline_name (GcDecline decline);
gboolean gc_decline_parse (const char *name, GcDecline *ret_decline);

/* One row of the store. From name to supervisor it comes from the account, not from this row. */
typedef struct {
  char *account;
  char *name;
  char **departments;
  char **languages;    /* with a level: "it:1" a little, "it:2" well, "it:3" or "it" fluently */
  char **items;        /* those he is versed in; empty: all of his departments */
  gboolean supervisor; /* is asked last, whatever the department */

  GcWanted wanted;
  GcEffective effective;
  int64_t since_ms;      /* of effective */
  int64_t idle_since_ms; /* the order of offers: longest idle first */
  int64_t absent_ms;     /* the page is gone since then; 0 while it is there */
  unsigned misses;       /* offers in a row that were not answered */

  char *ticket;             /* (nullable) served, a guest in, or being wrapped up */
  int64_t wrap_up_until_ms; /* wrapping up `ticket` until then; 0: not wrapping up */
  gboolean extended;        /* the wrap-up, which may be once */
  char *offer;              /* (nullable) the ticket he has the lease on */

  GcNotice notice;
  int64_t notice_ms;
} GcAgent;

/* An agent who is offline and was never there. (transfer full) */
GcAgent *gc_agent_new (const char *account);
GcAgent *gc_agent_copy (const GcAgent *agent);
void gc_agent_free (GcAgent *agent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcAgent, gc_agent_free)

/* Whether two rows hold the same in every member. For tests and for checks after a reload. */
gboolean gc_agent_equal (const GcAgent *a, const GcAgent *b);
