// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "agent/gc-call.h"

/*
 * GcSeat: the person at the keyboard, as a program: an agent who takes what is offered, or a
 * resident at a service point who takes a number. Each is a reading of the view that does the next
 * thing to do, so that it does not matter at which point a connection was lost.
 */
typedef struct _GcSeat GcSeat;

typedef struct {
  GcEngineConfig engine;
  gboolean is_point;            /* the resident's side */
  unsigned accept_after_ms;     /* agent: how long it rings */
  unsigned duration_s;          /* how long a call lasts; 0: until the other side ends it */
  unsigned sessions;            /* then it ends; 0: never */
  const char *item;             /* point: the item's code */
  const char *name;             /* point: the resident's name */
  const char *const *languages; /* point: best first */
} GcSeatConfig;

/* Called once, after the last session or when nothing more can be done (@error set). */
typedef void (*GcSeatDone) (const GError *error, gpointer user_data);

/* @sign_in and @config are borrowed. Errors: GC_ERROR_INVALID when a file cannot be used. */
GcSeat *gc_seat_new (GcSignIn *sign_in,
                     const GcSeatConfig *config,
                     GcSeatDone done,
                     gpointer user_data,
                     GError **error);
void gc_seat_free (GcSeat *seat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSeat, gc_seat_free)
