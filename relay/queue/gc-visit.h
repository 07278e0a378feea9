// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-ticket.h"

/*
 * The items of one visit: what a resident wants to have done, in his order, each handled by whoever
 * its department sends. Plain data, a part of GcTicket: empty for one with a single item.
 */
#define GC_VISIT_MAX_ITEMS 5

typedef struct {
  char *item;
  char *department;
  char *agent;       /* (nullable) who finished it */
  GcOutcome outcome; /* GC_OUTCOME_NONE: not finished */
  gboolean direct;   /* as GcTicket.direct */
} GcVisitItem;

/* Without items. (transfer full) (element-type GcVisitItem) */
GArray *gc_visit_new (void);
GArray *gc_visit_copy (const GArray *visit);
gboolean gc_visit_equal (const GArray *a, const GArray *b);

/* At the end, not finished. */
void gc_visit_add (GArray *visit, const char *item, const char *department, gboolean direct);

/* Both borrowed until the next change; NULL if there is none. */
GcVisitItem *gc_visit_find (const GArray *visit, const char *item);
GcVisitItem *gc_visit_first_open (const GArray *visit);
/* The last one that @agent has finished, as above. */
GcVisitItem *gc_visit_last_of (const GArray *visit, const char *agent);

/* "SS-01=hrss=1=accepted=agent1 HK-04=civil=0==": item, department, direct, outcome, agent.
 * (transfer full) */
char *gc_visit_format (const GArray *visit);
/* Adds what @text says to @visit; FALSE if it says anything else. */
gboolean gc_visit_parse (const char *text, GArray *visit);
