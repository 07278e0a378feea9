// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-options.h"
#include "media/gc-worker.h"

/*
 * GcWorkers: the workers of the relay, and which of them a peer or a room belongs to. A peer stays
 * on the worker whose ports its answer named, and all who sit in a room are on one worker, so a
 * packet never goes from thread to thread. A new peer comes to the worker with the fewest rooms,
 * and of those with the fewest peers, unless it is to sit with others. Main thread; a request that
 * no worker can be asked is answered at once, all others as GcWorker does.
 */
typedef struct _GcWorkers GcWorkers;

/*
 * Starts @options->n_workers of them: worker i takes each media port + i, and its answers offer
 * each advertised port + i. Errors: as gc_worker_new (). (transfer full)
 */
GcWorkers *gc_workers_new (const GcOptions *options, GError **error);
void gc_workers_free (GcWorkers *workers);

unsigned gc_workers_count (const GcWorkers *workers);
GcPort *gc_workers_get_port (const GcWorkers *workers, unsigned index);

/* Whether all streaming threads ran within the last second. */
gboolean gc_workers_are_alive (const GcWorkers *workers);

void gc_workers_set_event_func (GcWorkers *workers,
                                void (*on_event) (const GcEvent *event, gpointer user_data),
                                gpointer user_data);
void gc_workers_set_broken_func (GcWorkers *workers,
                                 void (*on_broken) (const GError *error, gpointer user_data),
                                 gpointer user_data);

/*
 * The worker of the room @id; one is chosen if the room is nowhere yet. It stays there until
 * everybody has left it, and gc_workers_leave_room () was called as often as this.
 */
unsigned gc_workers_enter_room (GcWorkers *workers, const char *id);
void gc_workers_leave_room (GcWorkers *workers, const char *id);

#define GC_WORKERS_ANY (-1)

/* The offer of a peer; borrowed. */
typedef struct {
  const char *sdp;
  size_t size;
  const char *label; /* (nullable) */
  int worker;        /* on which it must be, or GC_WORKERS_ANY */
} GcOffer;

/*
 * Makes a peer of @offer. Writes @ret_id and @ret_answer, both (transfer full), on success only;
 * they hold once @reply has said so. Errors: as gc_sdp_parse_offer ().
 */
gboolean gc_workers_add_peer (GcWorkers *workers,
                              const GcOffer *offer,
                              char **ret_id,
                              char **ret_answer,
                              GcReplyFunc reply,
                              gpointer data,
                              GError **error);

/* Requests; see the functions of the same name in gc-forwarder.h for their errors. */
void gc_workers_end_peer (GcWorkers *workers,
                          const char *id,
                          GcPeerReason reason,
                          GcReplyFunc reply,
                          gpointer data);
void gc_workers_restart_ice (GcWorkers *workers,
                             const char *id,
                             const GcIceCredentials *credentials,
                             GcReplyFunc reply,
                             gpointer data);
/* Also CONFLICT: the room is on another worker than the peer. */
void
gc_workers_bind (GcWorkers *workers, const GcBinding *binding, GcReplyFunc reply, gpointer data);
void gc_workers_unbind (GcWorkers *workers,
                        const char *room,
                        const char *seat,
                        GcReplyFunc reply,
                        gpointer data);
/* All peers, or only @id; UNKNOWN if there is none. */
void gc_workers_list_peers (GcWorkers *workers, const char *id, GcReplyFunc reply, gpointer data);
void gc_workers_list_seats (GcWorkers *workers, GcReplyFunc reply, gpointer data);

/* Ends all peers; the reply comes when their farewells have been sent. */
void gc_workers_end_all (GcWorkers *workers, GcReplyFunc reply, gpointer data);
