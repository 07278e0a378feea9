// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-relay-client.h"

/*
 * GcBindings: brings the relay's rooms to what the queue wants. What is wanted is said anew after
 * every change; the difference to what the relay has is sent, one command a seat at a time. After
 * the relay or this service was away, what the relay has is read from it. Main thread.
 */
typedef struct _GcBindings GcBindings;

#define GC_BINDINGS_RETRY_MS 500

/* @client is borrowed. */
GcBindings *gc_bindings_new (GcRelayClient *client);
/* After the client is freed and its callbacks have run. */
void gc_bindings_free (GcBindings *bindings);

/* Say what is wanted: begin, want for each seat, end. What is not named in between is unbound. */
void gc_bindings_begin (GcBindings *bindings);
/* Without a peer whatever peer the relay has there stays. */
void gc_bindings_want (GcBindings *bindings, const GcRelayBinding *wanted);
void gc_bindings_end (GcBindings *bindings);

/* The relay is there (again): reads its rooms, then sends the difference. */
void gc_bindings_relay_up (GcBindings *bindings);
void gc_bindings_relay_down (GcBindings *bindings);
