// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

/*
 * GcHttpWait: a request that is answered later. Its client may go meanwhile; the message stays
 * valid, and answering it is harmless all the same.
 */
typedef struct _GcHttpWait GcHttpWait;

/* Pauses the request. (transfer full): to be ended once. */
GcHttpWait *gc_http_wait_begin (SoupServerMessage *message);

/* (transfer none) */
SoupServerMessage *gc_http_wait_get_message (GcHttpWait *wait);

/* Whether nobody will hear the answer. */
gboolean gc_http_wait_is_gone (const GcHttpWait *wait);

/* Lets the answer, which was set before, go out. Frees @wait. */
void gc_http_wait_end (GcHttpWait *wait);
