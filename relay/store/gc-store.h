// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue-rows.h"

#include <gio/gio.h>

/*
 * GcStore: what must outlive the process, behind one thread of its own ("gc-store") that alone
 * touches the database. Every write is one transaction that is synced to the disk before its
 * callback runs; jobs run in the order in which they were asked for. Callbacks run in the main
 * context that was the thread default of the asking call.
 *
 * Errors of all operations: GC_ERROR_UNAVAILABLE (another process holds the database, the disk is
 * full: try again, nothing was written), GC_ERROR_INTERNAL (damaged or misused), and those named.
 */
typedef struct _GcStore GcStore;

typedef enum {
  GC_STORE_SERVICE, /* the one service of this database: a second one is refused */
  GC_STORE_ADMIN,   /* a short command beside it: short writes, never a checkpoint */
} GcStoreMode;

#define GC_STORE_HASH_SIZE 32

/*
 * How long a write waits for another process before it is GC_ERROR_UNAVAILABLE: a request that came
 * while one write waits, and then waits itself, still has its answer within two seconds.
 */
#define GC_STORE_BUSY_MS 750

/*
 * Opens or makes the database at @where, brings its schema up to date. Blocks. (transfer full)
 * @where: a folder (made with mode 0700) for SQLite, or a URL "postgresql://..."
 * Errors: GC_ERROR_CONFLICT when another service has the database, or the schema is newer than
 * this program; GC_ERROR_INVALID for a malformed URL.
 */
GcStore *gc_store_open (const char *where, GcStoreMode mode, GError **error);

/* Called in the main context that was the thread default of the opening call. */
typedef struct {
  /* Another node is the active one, or the server does not answer: this one waits. */
  void (*waiting) (const char *reason, gpointer user_data);
  /* This node is no longer the active one. It can write nothing any more and had better end. */
  void (*lost) (const char *reason, gpointer user_data);
} GcStoreEvents;

/*
 * Opens the database for the service; with PostgreSQL, waits until this node is the active one.
 * @directory: (nullable) with a URL, a folder of this node: there it remembers how far the database
 * had come, and says so when it is behind that. A folder as @where does so by itself.
 * Errors: as gc_store_open (), and G_IO_ERROR_CANCELLED.
 */
void gc_store_open_async (const char *where,
                          const char *directory,
                          const GcStoreEvents *events,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GcStore *gc_store_open_finish (GAsyncResult *result, GError **error);

/* Finishes the jobs that were asked for, closes the database, ends the thread. Blocks. */
void gc_store_close (GcStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStore, gc_store_close)

/* ---- the queue ---- */

/* The stored answer to a request of a seat: the same request is answered again, not done again. */
typedef struct {
  char *seat;
  char *request;
  char *answer; /* JSON text */
  int64_t at_ms;
} GcStoreAnswer;

void gc_store_answer_free (GcStoreAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreAnswer, gc_store_answer_free)

/* All tickets that are not closed, all agents, the counters of numbers. */
void gc_store_load_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) */
GcQueueRows *gc_store_load_finish (GcStore *store, GAsyncResult *result, GError **error);

/*
 * Writes @rows and @answers in one transaction, or nothing at all. Answers older than a day (by the
 * newest at_ms) are forgotten.
 * @rows: (transfer full) (nullable)
 * @answers: (transfer full) (nullable) (element-type GcStoreAnswer): with gc_store_answer_free as
 * free function
 */
void gc_store_commit_async (GcStore *store,
                            GcQueueRows *rows,
                            GPtrArray *answers,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean gc_store_commit_finish (GcStore *store, GAsyncResult *result, GError **error);

/* The answer to @request of @seat; NULL without error when there is none. (transfer full) */
void gc_store_get_answer_async (GcStore *store,
                                const char *seat,
                                const char *request,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GcStoreAnswer *gc_store_get_answer_finish (GcStore *store, GAsyncResult *result, GError **error);

/* A line of the history, with what stands in its ticket's row. */
typedef struct {
  GcTransition transition; /* detail: of `joined` alone */
  char *point;
  char *item;     /* the first one of the ticket */
  char *finished; /* (nullable) the item that this line finishes */
} GcStoreLine;

typedef struct {
  GPtrArray *lines;  /* GcStoreLine, owned, in the order of seq */
  uint64_t last_seq; /* where to go on */
  gboolean end;      /* there is no line after last_seq */
} GcStoreHistory;

/* How many lines one read looks at: what else the store has to do waits no longer than for these.
 */
#define GC_STORE_HISTORY_LINES 4000

void gc_store_history_free (GcStoreHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreHistory, gc_store_history_free)

/*
 * Reads a piece of the history of all tickets: what comes after @after_seq, or with 0 from the
 * first line that was written at @from_ms or later. Lines of tickets whose row is gone are left
 * out.
 */
void gc_store_read_history_async (GcStore *store,
                                  uint64_t after_seq,
                                  int64_t from_ms,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* (transfer full) */
GcStoreHistory *gc_store_read_history_finish (GcStore *store, GAsyncResult *result, GError **error);

/* A line of the history of an agent, with what stands in his account. */
typedef struct {
  GcAgentEvent event;
  char *hub; /* (nullable) */
} GcStoreAgentLine;

typedef struct {
  GPtrArray *lines;  /* GcStoreAgentLine, owned, in the order of seq */
  uint64_t last_seq; /* where to go on */
  gboolean end;      /* there is no line after last_seq */
} GcStoreAgentHistory;

void gc_store_agent_history_free (GcStoreAgentHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreAgentHistory, gc_store_agent_history_free)

/*
 * Reads a piece of the history of all agents, as gc_store_read_history_async () does. The first
 * piece begins with the line of each agent that still held at @from_ms.
 */
void gc_store_read_agent_history_async (GcStore *store,
                                        uint64_t after_seq,
                                        int64_t from_ms,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* (transfer full) */
GcStoreAgentHistory *
gc_store_read_agent_history_finish (GcStore *store, GAsyncResult *result, GError **error);

/* Remembers that the service lived at @now_ms; see GcQueueRows.alive_ms. */
void gc_store_note_alive_async (GcStore *store,
                                int64_t now_ms,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gc_store_note_alive_finish (GcStore *store, GAsyncResult *result, GError **error);

/* Reads one value: whether the store answers. For /ready. */
void gc_store_ping_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data);
gboolean gc_store_ping_finish (GcStore *store, GAsyncResult *result, GError **error);

/* ---- accounts ---- */

typedef struct {
  char *account;
  char *role; /* "agent", "coordinator", "administrator" */
  char *name;
  char *password_hash; /* as libsodium writes it */
  char **departments;
  char **languages; /* with levels, as GcAgent.languages */
  char **items;     /* an agent is versed in these; empty: in all */
  gboolean supervisor;
  char *hub; /* (nullable) whose duty hours are his shift; NULL: always on duty */
  int64_t created_ms;
} GcStoreAccount;

GcStoreAccount *gc_store_account_copy (const GcStoreAccount *account);
void gc_store_account_free (GcStoreAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreAccount, gc_store_account_free)

/* Adds the account, or with @replace changes it. Blocks: for commands. Errors: GC_ERROR_CONFLICT
 * when the account is there and @replace is FALSE. */
gboolean gc_store_add_account (GcStore *store,
                               const GcStoreAccount *account,
                               gboolean replace,
                               GError **error);

/* All accounts by name. Blocks: for commands and for the start. (transfer full)
 * (element-type GcStoreAccount) */
GPtrArray *gc_store_list_accounts (GcStore *store, GError **error);

/* Errors: GC_ERROR_UNKNOWN. (transfer full) */
void gc_store_get_account_async (GcStore *store,
                                 const char *account,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GcStoreAccount *gc_store_get_account_finish (GcStore *store, GAsyncResult *result, GError **error);

/* ---- sessions: cookies, by the SHA-256 of their token ---- */

typedef struct {
  uint8_t token_hash[GC_STORE_HASH_SIZE];
  char *role;    /* the account's, or "kiosk" */
  char *account; /* or the kiosk's id */
  char *point;   /* (nullable) of a kiosk */
  int64_t created_ms;
  int64_t expires_ms; /* 0: lasts until revoked */
} GcStoreSession;

void gc_store_session_free (GcStoreSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreSession, gc_store_session_free)

/* Adds a session and forgets those that have expired by its created_ms. */
void gc_store_add_session_async (GcStore *store,
                                 const GcStoreSession *session,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gc_store_add_session_finish (GcStore *store, GAsyncResult *result, GError **error);

/* Errors: GC_ERROR_UNKNOWN when there is none, or it expired by @now_ms. (transfer full) */
void gc_store_get_session_async (GcStore *store,
                                 const uint8_t token_hash[GC_STORE_HASH_SIZE],
                                 int64_t now_ms,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GcStoreSession *gc_store_get_session_finish (GcStore *store, GAsyncResult *result, GError **error);

/* Ends one session; that there is none is no error. */
void gc_store_revoke_session_async (GcStore *store,
                                    const uint8_t token_hash[GC_STORE_HASH_SIZE],
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean gc_store_revoke_session_finish (GcStore *store, GAsyncResult *result, GError **error);

/* Ends all sessions of an account or kiosk. Blocks: for commands. */
gboolean gc_store_revoke_sessions (GcStore *store, const char *account, GError **error);

/* ---- kiosks ---- */

typedef struct {
  char *id;
  char *page; /* "kiosk", or "display" of the waiting room */
  char *point;
  int64_t created_ms;
} GcStoreKiosk;

void gc_store_kiosk_free (GcStoreKiosk *kiosk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreKiosk, gc_store_kiosk_free)

/* All kiosks and displays ever enrolled, by id. Blocks: for commands and for the start. (transfer
 * full) (element-type GcStoreKiosk) */
GPtrArray *gc_store_list_kiosks (GcStore *store, GError **error);

/* Keeps the SHA-256 of a one-time code for the page @page at @point. Blocks: for commands. */
gboolean gc_store_add_enrol_code (GcStore *store,
                                  const uint8_t code_hash[GC_STORE_HASH_SIZE],
                                  const char *page,
                                  const char *point,
                                  int64_t expires_ms,
                                  GError **error);

/*
 * Uses up a code: in one transaction the code is gone, a device "<page>-<point>-<n>" is made, and a
 * session of it that does not expire is added under @token_hash.
 * Errors: GC_ERROR_DENIED when @page has no such code, or it expired by @now_ms. (transfer full)
 */
void gc_store_enrol_async (GcStore *store,
                           const char *page,
                           const uint8_t code_hash[GC_STORE_HASH_SIZE],
                           const uint8_t token_hash[GC_STORE_HASH_SIZE],
                           int64_t now_ms,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GcStoreKiosk *gc_store_enrol_finish (GcStore *store, GAsyncResult *result, GError **error);

/* ---- failed sign-ins ---- */

typedef struct {
  unsigned failures;          /* in a row, of this account from this address */
  int64_t last_failure_ms;    /* of the pair; 0: none */
  gboolean known;             /* the account has signed in from this address before */
  unsigned stranger_failures; /* of the account in the last hour, from addresses not known */
} GcStoreLogin;

/* What is known of @account (which need not exist) and @address. */
void gc_store_get_login_async (GcStore *store,
                               const char *account,
                               const char *address,
                               int64_t now_ms,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean gc_store_get_login_finish (GcStore *store,
                                    GAsyncResult *result,
                                    GcStoreLogin *ret_login,
                                    GError **error);

/* Notes a sign-in or a failure; a sign-in makes the address known and ends the pair's failures. */
void gc_store_note_login_async (GcStore *store,
                                const char *account,
                                const char *address,
                                gboolean success,
                                int64_t now_ms,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gc_store_note_login_finish (GcStore *store, GAsyncResult *result, GError **error);

/* ---- backup: of a database in a folder ---- */

/* What tells one state of a database from another. */
typedef struct {
  char id[33]; /* of the database and all its backups; "": from before there were any */
  int schema;
  uint64_t last_seq; /* of its newest transition, 0: none */
  int64_t last_ms;
} GcStoreFacts;

/*
 * Writes a checked copy to @file, which must not exist; also beside a running service. Blocks.
 * Errors: GC_ERROR_UNKNOWN when there is no database, GC_ERROR_CONFLICT when there is such a file.
 */
gboolean
gc_store_backup (const char *directory, const char *file, GcStoreFacts *ret_facts, GError **error);

typedef struct {
  GcStoreFacts restored;
  GcStoreFacts before;     /* what was there, as far as it is known */
  int64_t missing_from_ms; /* when the first transition was that is there no more; 0: not known */
  char *kept;              /* (nullable) the file that has what was there */
} GcStoreRestore;

void gc_store_restore_clear (GcStoreRestore *restore);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GcStoreRestore, gc_store_restore_clear)

/*
 * Puts the backup @file in the place of the database in @directory, and keeps that under another
 * name. Blocks. Clear @ret_restore.
 * Errors: GC_ERROR_CONFLICT when a service has the folder, or the schema is newer than this
 * program; GC_ERROR_INVALID when the file is something else; GC_ERROR_INTERNAL when it is damaged.
 */
gboolean gc_store_restore (const char *directory,
                           const char *file,
                           GcStoreRestore *ret_restore,
                           GError **error);

/* ---- what coordinators say ---- */

typedef enum {
  GC_TEXT_ZH,
  GC_TEXT_EN,
  GC_TEXT_IT,
  GC_TEXT_FR,
  GC_TEXT_N,
} GcText;

/* A notice to people who wait. */
typedef struct {
  char *id;
  char *point;            /* (nullable) all points */
  char *ticket;           /* (nullable) all at the point */
  char *number;           /* (nullable) the ticket's */
  char *texts[GC_TEXT_N]; /* (nullable) each, but not all */
  char *account;
  char *author; /* the account's name when it was written */
  int64_t at_ms;
  int64_t until_ms;
} GcStoreAnnouncement;

GcStoreAnnouncement *gc_store_announcement_copy (const GcStoreAnnouncement *announcement);
void gc_store_announcement_free (GcStoreAnnouncement *announcement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreAnnouncement, gc_store_announcement_free)

/* Adds a notice; one that is there under the same id stays as it is. */
void gc_store_add_announcement_async (GcStore *store,
                                      const GcStoreAnnouncement *announcement,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Takes a notice back; that there is none is no error. */
void gc_store_end_announcement_async (GcStore *store,
                                      const char *id,
                                      const char *account,
                                      int64_t now_ms,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Those that are live at @now_ms, the oldest first. Blocks: for the start. (transfer full)
 * (element-type GcStoreAnnouncement) */
GPtrArray *gc_store_list_announcements (GcStore *store, int64_t now_ms, GError **error);

/* ---- what coordinators switch off ---- */

/* A point that is closed, or an item that is not offered. */
typedef struct {
  char *point;  /* (nullable) all points */
  char *item;   /* (nullable) the point itself */
  char *reason; /* a word of the protocol */
  char *note;   /* (nullable) */
  char *account;
  char *author; /* the account's name then */
  int64_t at_ms;
  int64_t until_ms; /* 0: until it is switched on again */
} GcStoreSwitch;

GcStoreSwitch *gc_store_switch_copy (const GcStoreSwitch *off);
void gc_store_switch_free (GcStoreSwitch *off);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreSwitch, gc_store_switch_free)

/* Switches off; what the same point and item had before ends. */
void gc_store_switch_off_async (GcStore *store,
                                const GcStoreSwitch *off,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* Switches on again what @on names by point and item; account and at_ms say who, and when. */
void gc_store_switch_on_async (GcStore *store,
                               const GcStoreSwitch *on,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* All that is off at @now_ms. Blocks: for the start. (transfer full) (element-type GcStoreSwitch)
 */
GPtrArray *gc_store_list_switches (GcStore *store, int64_t now_ms, GError **error);

/* The end of each of the four writes above. */
gboolean gc_store_desk_finish (GcStore *store, GAsyncResult *result, GError **error);

/* ---- pictures of papers ---- */

/* A picture of a ticket; its bytes are in the store alone, in the parts in which they came. */
typedef struct {
  char *id;
  char *ticket;
  char *type; /* "image/jpeg" or "image/png" */
  int64_t size;
  int64_t received;                 /* bytes, from the first one on */
  uint8_t hash[GC_STORE_HASH_SIZE]; /* SHA-256 of all bytes, as the kiosk says it */
  int64_t at_ms;
  int64_t whole_ms; /* when all bytes were there and gave the hash; 0: not yet */
  int64_t seen_ms;  /* when the agent's page had it; 0: not yet */
} GcStoreStill;

GcStoreStill *gc_store_still_copy (const GcStoreStill *still);
void gc_store_still_free (GcStoreStill *still);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreStill, gc_store_still_free)

/* Adds a picture without bytes; one that is there under the same id stays as it is. */
void gc_store_add_still_async (GcStore *store,
                               const GcStoreStill *still,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/*
 * Adds the next bytes of @still, from its @received on. With the last ones the hash is checked: it
 * is whole as of @now_ms, or removed with GC_ERROR_INVALID.
 */
void gc_store_add_still_part_async (GcStore *store,
                                    const GcStoreStill *still,
                                    GBytes *bytes,
                                    int64_t now_ms,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void gc_store_note_still_seen_async (GcStore *store,
                                     const char *id,
                                     int64_t now_ms,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Removes the pictures @ids (transfer full) (element-type char*); those that are not there are no
 * error. */
void gc_store_remove_stills_async (GcStore *store,
                                   GPtrArray *ids,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* The end of each of the four writes above. */
gboolean gc_store_still_finish (GcStore *store, GAsyncResult *result, GError **error);

/* The bytes of a picture, as far as they have come. Errors: GC_ERROR_UNKNOWN. (transfer full) */
void gc_store_read_still_async (GcStore *store,
                                const char *id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GBytes *gc_store_read_still_finish (GcStore *store, GAsyncResult *result, GError **error);

/* All pictures there are, by their time. Blocks: for the start. (transfer full) (element-type
 * GcStoreStill) */
GPtrArray *gc_store_list_stills (GcStore *store, GError **error);

/* ---- the ways of pictures ---- */

/* How the pictures of a place last came through. */
typedef struct {
  char *page;  /* "kiosk" or "agent" */
  char *place; /* the kiosk's point, or the agent's account */
  char *way;   /* "udp", "tcp" or "turn" */
} GcStoreWay;

void gc_store_way_free (GcStoreWay *way);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStoreWay, gc_store_way_free)

/* Notes the way of a place instead of the one it had. */
void gc_store_note_way_async (GcStore *store,
                              const char *page,
                              const char *place,
                              const char *way,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean gc_store_note_way_finish (GcStore *store, GAsyncResult *result, GError **error);

/* All of them. Blocks: for the start. (transfer full) (element-type GcStoreWay) */
GPtrArray *gc_store_list_ways (GcStore *store, GError **error);
