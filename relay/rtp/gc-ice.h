// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-limits.h"
#include "rtp/gc-stun.h"

/*
 * GcIce: the ICE agent of one peer, lite (RFC 8445 section 2.5), with path validation against
 * reflection and consent (RFC 7675). No sockets, no clock: datagrams and the time are arguments.
 *
 * A 5-tuple is *known* once a Binding request with the right MESSAGE-INTEGRITY came from it; it is
 * *valid* once it also answered a Binding request of ours. The newest nominated valid one is the
 * *selected* path; if it falls silent and does not answer, the valid one that was heard last takes
 * its place, so that a peer whose NAT was rebound is followed. Where media comes from is enough to
 * know, too: then nobody is asked. DTLS may be taken from, and
 * handshakes answered to, known 5-tuples; media goes to the selected path only. Callbacks must not
 * free the GcIce.
 */
typedef struct _GcIce GcIce;

#define GC_ICE_CONSENT_US                                                                          \
  30000000 /* without an authentic message for this long, the peer is gone */

typedef struct {
  /* Send @size @bytes to @to (from our socket @to->local). */
  void (*send) (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data);
  /* From now on media goes to @selected. */
  void (*path) (const GcAddress *selected, gpointer user_data);
  /* Consent ran out, or no path was ever selected for as long; called once, nothing follows. */
  void (*expired) (gpointer user_data);
  /* (nullable) @address became known: from now on its DTLS and media datagrams are this peer's. */
  void (*known) (const GcAddress *address, gpointer user_data);
  /*
   * (nullable) @address is no longer known: it gave room to a newer one, or was lost. Not called by
   * free.
   */
  void (*forgotten) (const GcAddress *address, gpointer user_data);
} GcIceCallbacks;

typedef struct {
  const char *local_ufrag;
  const char *local_pwd;
  const char *remote_ufrag; /* 4 to 256 characters, as the offer has it */
  const char *remote_pwd;   /* 22 to 256 characters */
} GcIceCredentials;

typedef enum {
  GC_ICE_TAKEN,        /* an authentic message of this peer */
  GC_ICE_UNAUTHORIZED, /* wrong user, key or shape; a request was answered with an error */
  GC_ICE_DROPPED,      /* not ours, stale, or beyond a limit; nothing was sent */
} GcIceResult;

/*
 * @stun: (transfer none), must outlive the agent. @credentials and @callbacks are copied.
 * @now_us: monotonic, as in all that follows. A ufrag or password out of range is a programmer
 * error: check the offer before. (transfer full)
 */
GcIce *gc_ice_new (GcStun *stun,
                   const GcIceCredentials *credentials,
                   const GcIceCallbacks *callbacks,
                   gpointer user_data,
                   int64_t now_us);
void gc_ice_free (GcIce *ice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcIce, gc_ice_free)

/*
 * ICE restart (RFC 8445 section 9): from now on checks are taken and made with @credentials alone.
 * Media stays on the selected path until another one is selected by them.
 */
void gc_ice_restart (GcIce *ice, const GcIceCredentials *credentials);

/* Handles one STUN datagram from @from: a request with our ufrag, or any response. */
GcIceResult gc_ice_handle (GcIce *ice,
                           const uint8_t *bytes,
                           size_t size,
                           const GcAddress *from,
                           int64_t now_us);

/* An authentic packet of media, not heard before, came from @from. */
void gc_ice_note_media (GcIce *ice, const GcAddress *from, int64_t now_us);

/*
 * The connection that @address stood for has ended: it is forgotten. If it was the selected path,
 * the valid one that was heard last takes its place, or the first that becomes valid; for that the
 * peer has GC_ICE_CONSENT_US.
 */
void gc_ice_lose_path (GcIce *ice, const GcAddress *address, int64_t now_us);

gboolean gc_ice_knows (const GcIce *ice, const GcAddress *address);

/* Whether @address answered a check of ours. */
gboolean gc_ice_is_valid (const GcIce *ice, const GcAddress *address);

/* (nullable) the selected path; borrowed, until the next call of handle or tick. */
const GcAddress *gc_ice_selected (const GcIce *ice);

/*
 * Where to send DTLS: the selected path or, before there is one, the valid path that was heard
 * last. (nullable): none yet; then drop the datagram, DTLS repeats it. Borrowed as above.
 */
const GcAddress *gc_ice_handshake_path (const GcIce *ice);

/* When gc_ice_tick () is to be called next; INT64_MAX after expiry. May change with each call. */
int64_t gc_ice_next_us (const GcIce *ice);
void gc_ice_tick (GcIce *ice, int64_t now_us);

/* Smoothed round-trip time by our own checks on the selected path; -1 if not measured yet. */
int64_t gc_ice_rtt_us (const GcIce *ice);
