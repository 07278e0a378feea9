// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * The JSON that Janus speaks, as far as two peers of its VideoCall plugin need it: requests to
 * text, and answers and events to a struct.
 */
typedef struct {
  const char *janus; /* what is asked of Janus: "create", "attach", "message", "destroy" */
  const char
      *request; /* (nullable): what a message asks of VideoCall: "register", "call", "accept" */
  const char *username; /* (nullable): who registers, or whom to call */
  const char *sdp_type; /* (nullable): "offer" or "answer" */
  const char *sdp;      /* NULL without sdp_type */
} GcLoadJanusRequest;

typedef struct {
  int64_t id;  /* of the session or handle that was made; 0 in other messages */
  char *event; /* VideoCall's word, such as "accepted"; NULL in messages of Janus itself */
  char *sdp;   /* the other side's, or NULL */
} GcLoadJanusMessage;

/* (transfer full) */
char *gc_load_janus_format (const GcLoadJanusRequest *request);

/*
 * Reads one message. Errors: GC_ERROR_INVALID when it is none, GC_ERROR_UNAVAILABLE with what Janus
 * or the plugin refused, or when Janus ended the connection of a peer ("hangup").
 */
gboolean gc_load_janus_parse (const char *text, GcLoadJanusMessage *ret_message, GError **error);
void gc_load_janus_message_clear (GcLoadJanusMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GcLoadJanusMessage, gc_load_janus_message_clear)
