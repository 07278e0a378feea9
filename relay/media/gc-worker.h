// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-forwarder.h"
#include "media/gc-port.h"

/*
 * GcWorker: a port, the pipeline gcrelaysrc ! gcrelaycore ! gcrelaysink on it, and the way across
 * from the main thread and back. All functions are for the main thread; replies and events come on
 * the default main context, in order.
 */
typedef struct _GcWorker GcWorker;

/* The outcome of a request; borrowed. */
typedef struct {
  const GError *error; /* NULL: it was done */
  GPtrArray *list;     /* of gc_worker_list_peers () and gc_worker_list_seats () */
} GcAnswer;
typedef void (*GcReplyFunc) (const GcAnswer *answer, gpointer user_data);

/*
 * Binds the @n_addresses and starts the pipeline. Errors: as gc_port_new (); INTERNAL when the
 * pipeline does not start. (transfer full)
 */
GcWorker *gc_worker_new (const GcAddress *addresses,
                         size_t n_addresses,
                         gboolean with_tcp,
                         unsigned max_peers,
                         GError **error);

/* Stops the pipeline. What still waits is answered UNAVAILABLE from here. */
void gc_worker_free (GcWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcWorker, gc_worker_free)

GcPort *gc_worker_get_port (GcWorker *worker);
const char *gc_worker_get_fingerprint (GcWorker *worker);

/* Whether the streaming thread ran within the last second. */
gboolean gc_worker_is_alive (GcWorker *worker);

void gc_worker_set_event_func (GcWorker *worker,
                               void (*on_event) (const GcEvent *event, gpointer user_data),
                               gpointer user_data);

/* Called when the pipeline broke: the process had better end. */
void gc_worker_set_broken_func (GcWorker *worker,
                                void (*on_broken) (const GError *error, gpointer user_data),
                                gpointer user_data);

/* Requests; see the functions of the same name in gc-forwarder.h for their errors. */
void gc_worker_add_peer (GcWorker *worker, GcPeerConfig *config, GcReplyFunc reply, gpointer data);
void gc_worker_end_peer (GcWorker *worker,
                         const char *id,
                         GcPeerReason reason,
                         GcReplyFunc reply,
                         gpointer data);
void gc_worker_restart_ice (GcWorker *worker,
                            const char *id,
                            const GcIceCredentials *credentials,
                            GcReplyFunc reply,
                            gpointer data);
void gc_worker_bind (GcWorker *worker, const GcBinding *binding, GcReplyFunc reply, gpointer data);
void gc_worker_unbind (GcWorker *worker,
                       const char *room,
                       const char *seat,
                       GcReplyFunc reply,
                       gpointer data);
void gc_worker_list_peers (GcWorker *worker, const char *id, GcReplyFunc reply, gpointer data);
void gc_worker_list_seats (GcWorker *worker, GcReplyFunc reply, gpointer data);

/* Ends all peers; the reply comes when their farewells have been sent. */
void gc_worker_end_all (GcWorker *worker, GcReplyFunc reply, gpointer data);
