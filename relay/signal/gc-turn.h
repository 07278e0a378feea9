// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcTurn: a TURN server (RFC 8656) for networks that let nothing but TLS through, and credentials
 * for it that run out, as coturn's use-auth-secret checks them: draft-uberti-behave-turn-rest.
 * Pure.
 */
typedef struct _GcTurn GcTurn;

/*
 * @url: such as "turns:turn.example:443?transport=tcp" (RFC 7065); with TLS the server must have a
 * name. @secret_file: whose first line the server has, too. Errors: GC_ERROR_INVALID;
 * GC_ERROR_UNAVAILABLE when the file cannot be read.
 */
GcTurn *gc_turn_new (const char *url, const char *secret_file, GError **error);
void gc_turn_free (GcTurn *turn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcTurn, gc_turn_free)

const char *gc_turn_get_url (const GcTurn *turn);

/*
 * What @id signs in with at @now_s, in seconds of Unix time: good for one to two hours from then,
 * and the same until the hour is over. @id: opaque, of the characters of ids. (transfer full)
 */
void gc_turn_make_credentials (const GcTurn *turn,
                               const char *id,
                               int64_t now_s,
                               char **ret_username,
                               char **ret_credential);
