// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"
#include "media/gc-port.h"

/*
 * From an SDP offer to a peer and the SDP answer: identifiers, credentials and SSRCs are made here,
 * on the main thread.
 */

/* What the relay brings to every answer; borrowed. */
typedef struct {
  unsigned worker; /* on which the peers will be */
  const char *fingerprint;
  const GcAddress *candidates; /* best first */
  size_t n_candidates;
  gboolean with_tcp; /* each of them takes TCP connections, too */
} GcAnswerer;

/* The number of the worker in a peer's @id, if it looks like one of ours. */
gboolean gc_answer_parse_peer_id (const char *id, unsigned *ret_worker);

/* New ones, as an answer has them. Both (transfer full). */
void gc_answer_make_ice (char **ret_ufrag, char **ret_pwd);

/*
 * @label: (nullable). Writes @ret_config and @ret_answer, both (transfer full), on success only.
 * Errors: as gc_sdp_parse_offer ().
 */
gboolean gc_answer_offer (const GcAnswerer *answerer,
                          const char *offer,
                          size_t size,
                          const char *label,
                          GcPeerConfig **ret_config,
                          char **ret_answer,
                          GError **error);
