// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * A farm of load peers for tests that do their own signalling. One JSON object a line comes in:
 *
 *   {"open": "k1"}                     a new peer for k1 in place of its former one
 *   {"answer": "k1", "sdp": "v=0..."}  the relay's answer: ICE, DTLS and SRTP begin
 *   {"send": "k1", "on": true}         starts or stops its sound and light video
 *   {"mark": "k1"}                     its gaps and pauses are counted from here on
 *   {"stats": "k1"}
 *   {"close": "k1"}                    goodbye to the relay, and forgotten
 *
 * and goes out:
 *
 *   {"offer": "k1", "sdp": "v=0..."}
 *   {"connected": "k1"}
 *   {"media": "k1", "kind": "video", "from": "a1", "at_ms": 1795449600000, "gap_ms": 1520}
 *       first packet on this peer, of that sender or since sending began, or the first after a
 *       gap above 1 s;
 *       gap_ms is -1 when nothing ever came before
 *   {"lost": "k1", "reason": "failed"} consent or DTLS is gone, or the relay said goodbye
 *   {"stats": "k1", "state": "up", "audio": {...}, "video": {...}, ...}
 *   {"error": "what is wrong with a line"}
 *
 * Sound is 50 packets a second, video 30 of GC_LOAD_LIGHT_BYTES, with a key frame when asked for.
 * Ends at the end of the input. Errors: GC_ERROR_INTERNAL.
 */
gboolean gc_load_farm_run (GError **error);
