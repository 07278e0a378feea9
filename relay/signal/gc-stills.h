// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"
#include "store/gc-store.h"

/*
 * GcStills: the pictures of papers of all tickets, without their bytes, and the rules by which they
 * come. It knows what the store has; what was asked for and what became of that is here alone, and
 * forgotten by a restart. Main thread.
 */
typedef struct _GcStills GcStills;

#define GC_STILL_MAX_BYTES 3145728
/* The first part must hold what tells the type. */
#define GC_STILL_MIN_BYTES 16
#define GC_STILL_MAX_PART_BYTES 32768
#define GC_STILLS_MAX 20      /* of one ticket */
#define GC_STILL_REST_MS 2000 /* from one to the next of a ticket; from one request to the next */

typedef enum {
  GC_STILL_NEW,     /* its row is being written */
  GC_STILL_OPEN,    /* waits for its next part */
  GC_STILL_WRITING, /* a part is being written */
  GC_STILL_WHOLE,
} GcStillState;

typedef struct {
  GcStoreStill *row;
  GcStillState state;
} GcStill;

/* @rows: (transfer full) (element-type GcStoreStill), with its free function */
GcStills *gc_stills_new (GPtrArray *rows);
void gc_stills_free (GcStills *stills);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStills, gc_stills_free)

/* ---- what the two sides say ---- */

/* The agent asks for a picture. Errors: GC_ERROR_LIMIT. */
gboolean gc_stills_ask (GcStills *stills, const char *ticket, int64_t now_ms, GError **error);

/* The kiosk sends none: what was asked for is answered by @reason, `declined` or `failed`. Errors:
 * GC_ERROR_INVALID. */
gboolean gc_stills_drop (GcStills *stills,
                         const char *ticket,
                         const char *reason,
                         int64_t now_ms,
                         GError **error);

/*
 * A picture as the kiosk announces it, with id and state NEW; what was asked for is answered by it.
 * One that the ticket has already, by its hash, is given back instead.
 * @hash: 64 hexadecimal digits. Errors: GC_ERROR_INVALID, GC_ERROR_LIMIT. (transfer none)
 */
GcStill *gc_stills_begin (GcStills *stills,
                          const char *ticket,
                          const char *type,
                          int64_t size,
                          const char *hash,
                          int64_t now_ms,
                          GError **error);

/*
 * Where @size bytes at @data belong that come as those from @first on: the first *@ret_skip of them
 * are here already, perhaps all.
 * Errors: GC_ERROR_CONFLICT for bytes before which some are missing, GC_ERROR_INVALID for those
 * beyond the end or of another type, GC_ERROR_LIMIT for too many at once.
 */
gboolean gc_still_place (const GcStill *still,
                         int64_t first,
                         const uint8_t *data,
                         size_t size,
                         size_t *ret_skip,
                         GError **error);

/* ---- what there is ---- */

/* (transfer none) (nullable) */
GcStill *gc_stills_find (GcStills *stills, const char *id);
void gc_stills_remove (GcStills *stills, const char *id);

/* Forgets the pictures of @ticket that are not whole, but not @but (nullable); returns their ids,
 * NULL if there are none. (transfer full) (element-type char*) */
GPtrArray *gc_stills_take_unfinished (GcStills *stills, const char *ticket, const char *but);

/*
 * Forgets what goes by @queue: all of tickets that are over, and what is under way of those that
 * are in no session. The ids of pictures, as above.
 */
GPtrArray *gc_stills_take_over (GcStills *stills, const GcQueue *queue);

/* The part `stills` of a page in the session of @ticket. (transfer full) */
char *gc_stills_format (GcStills *stills, const char *ticket);

/* Whether @account is the agent or a guest of @ticket (nullable). */
gboolean gc_stills_may_see (const GcTicket *ticket, const char *account);
