// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db.h"

/* The jobs of the store on a connection; gc-store.c runs them on its thread. */

/* ---- gc-store-queue.c ---- */

GcQueueRows *gc_store_queue_load (GcDb *db, GError **error);
gboolean gc_store_queue_write (GcDb *db, const GcQueueRows *rows, GError **error);
gboolean gc_store_answers_write (GcDb *db, const GPtrArray *answers, GError **error);

/* NULL without error: none. */
GcStoreAnswer *
gc_store_answer_get (GcDb *db, const char *seat, const char *request, GError **error);

/* ---- gc-store-agents.c ---- */

/* @events: (element-type GcAgentEvent) */
gboolean gc_store_agent_events_write (GcDb *db, const GPtrArray *events, GError **error);
GcStoreAgentHistory *
gc_store_agent_history_read (GcDb *db, uint64_t after_seq, int64_t from_ms, GError **error);

/* ---- gc-store-report.c ---- */

/* A piece of a history: what comes after one line, up to another. */
typedef struct {
  int64_t after;
  int64_t up_to; /* not above after: it is empty */
  int64_t last;  /* of the whole history; 0: nothing comes after */
} GcStorePiece;

/*
 * The piece that begins after @after_seq, or with 0 where all lines of @from_ms and later stand; of
 * GC_STORE_HISTORY_LINES at most. @last_sql gives the last seq after one, @time_sql the time of
 * one.
 */
gboolean gc_store_find_piece (GcDb *db,
                              const char *last_sql,
                              const char *time_sql,
                              uint64_t after_seq,
                              int64_t from_ms,
                              GcStorePiece *ret_piece,
                              GError **error);

GcStoreHistory *
gc_store_history_read (GcDb *db, uint64_t after_seq, int64_t from_ms, GError **error);

/* ---- gc-store-people.c: each is a whole transaction ---- */

gboolean
gc_store_account_put (GcDb *db, const GcStoreAccount *account, gboolean replace, GError **error);
GPtrArray *gc_store_account_list (GcDb *db, GError **error);
GcStoreAccount *gc_store_account_get (GcDb *db, const char *account, GError **error);
gboolean gc_store_session_put (GcDb *db, const GcStoreSession *session, GError **error);
GcStoreSession *
gc_store_session_get (GcDb *db, const uint8_t *token_hash, int64_t now_ms, GError **error);
gboolean gc_store_session_revoke (GcDb *db, const uint8_t *token_hash, GError **error);
gboolean gc_store_session_revoke_all (GcDb *db, const char *account, GError **error);
GPtrArray *gc_store_kiosk_list (GcDb *db, GError **error);
gboolean gc_store_enrol_code_put (GcDb *db,
                                  const uint8_t *code_hash,
                                  const char *page,
                                  const char *point,
                                  int64_t expires_ms,
                                  GError **error);
GcStoreKiosk *gc_store_kiosk_enrol (GcDb *db,
                                    const char *page,
                                    const uint8_t *code_hash,
                                    const uint8_t *token_hash,
                                    int64_t now_ms,
                                    GError **error);
gboolean gc_store_login_get (GcDb *db,
                             const char *account,
                             const char *address,
                             int64_t now_ms,
                             GcStoreLogin *ret_login,
                             GError **error);
gboolean gc_store_login_note (GcDb *db,
                              const char *account,
                              const char *address,
                              gboolean success,
                              int64_t now_ms,
                              GError **error);
