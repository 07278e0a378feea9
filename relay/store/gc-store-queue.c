// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The rows of the queue as rows of the database. One table of columns drives writing and reading,
 * so that the two cannot differ.
 */
#include "config.h"

#include "store/gc-store-rows.h"

#include "common/gc-error.h"
#include "queue/gc-visit.h"

#include <stddef.h>
#include <string.h>

#define ANSWERS_KEPT_MS (INT64_C (24) * 3600 * 1000)

typedef enum {
  COLUMN_TEXT,      /* char *, may be NULL */
  COLUMN_WORDS,     /* char ** */
  COLUMN_INT64,     /* int64_t or uint64_t */
  COLUMN_INT,       /* int, unsigned, gboolean */
  COLUMN_STATE,     /* GcTicketState */
  COLUMN_WANTED,    /* GcWanted */
  COLUMN_EFFECTIVE, /* GcEffective */
  COLUMN_NOTICE,    /* GcNotice */
  COLUMN_OUTCOME,   /* GcOutcome */
  COLUMN_BOOSTS,    /* bits of GcBoost */
  COLUMN_BOOKED,    /* GcAppointmentState */
  COLUMN_CHANGE,    /* GcClockChange */
  COLUMN_REMIND,    /* GcRemind */
  COLUMN_COOLDOWNS, /* GArray of GcCooldown */
  COLUMN_VISIT,     /* GArray of GcVisitItem */
  COLUMN_INVITE,    /* GcInvite */
  COLUMN_GUESTS,    /* GArray of GcGuest */
} ColumnType;

typedef struct {
  ColumnType type;
  size_t offset;
} Column;

#define TICKET(type, member)                                                                       \
  {                                                                                                \
    COLUMN_##type, offsetof (GcTicket, member)                                                     \
  }
#define AGENT(type, member)                                                                        \
  {                                                                                                \
    COLUMN_##type, offsetof (GcAgent, member)                                                      \
  }

#define APPOINTMENT(type, member)                                                                  \
  {                                                                                                \
    COLUMN_##type, offsetof (GcAppointment, member)                                                \
  }

/* In the order of the statements below. */
static const Column ticket_columns[] = {
  TICKET (TEXT, id),
  TICKET (TEXT, number),
  TICKET (TEXT, point),
  TICKET (TEXT, kiosk),
  TICKET (TEXT, item),
  TICKET (TEXT, department),
  TICKET (WORDS, languages),
  TICKET (TEXT, name),
  TICKET (STATE, state),
  TICKET (INT64, created_ms),
  TICKET (INT64, since_ms),
  TICKET (INT64, enqueued_ms),
  TICKET (INT64, rank),
  TICKET (INT64, absent_ms),
  TICKET (TEXT, agent),
  TICKET (INT64, session_since_ms),
  TICKET (INT, resident_joined),
  TICKET (INT, agent_joined),
  TICKET (INT64, held_ms),
  TICKET (INT64, until_ms),
  TICKET (TEXT, offer_agent),
  TICKET (INT64, offer_until_ms),
  TICKET (INVITE, invite),
  TICKET (GUESTS, guests),
  TICKET (COOLDOWNS, cooldowns),
  TICKET (NOTICE, notice),
  TICKET (INT64, notice_ms),
  TICKET (OUTCOME, outcome),
  TICKET (INT, grade),
  TICKET (TEXT, note),
  TICKET (INT, cleared),
  TICKET (INT, closed),
  TICKET (INT, direct),
  TICKET (INT64, closes_ms),
  TICKET (BOOSTS, boosts),
  TICKET (INT64, head_until_ms),
  TICKET (NOTICE, overtook),
  TICKET (INT64, overtook_ms),
  TICKET (TEXT, preferred),
  TICKET (INT64, preferred_until_ms),
  TICKET (INT, assigned),
  TICKET (TEXT, park_reason),
  TICKET (INT64, talked_ms),
  TICKET (VISIT, visit),
  TICKET (INT64, slot_ms),
  TICKET (TEXT, phone),
  TICKET (INT, call_attempts),
  TICKET (INT64, call_after_ms),
};

#define TICKET_NAMES                                                                               \
  "id, number, point, kiosk, item, department, languages, name, state, created_ms, since_ms, "     \
  "enqueued_ms, rank, absent_ms, agent, session_since_ms, resident_joined, agent_joined, "         \
  "held_ms, "                                                                                      \
  "until_ms, offer_agent, offer_until_ms, invite, guests, cooldowns, notice, notice_ms, outcome, " \
  "grade, note, cleared, closed, direct, closes_ms, boosts, head_until_ms, overtook, "             \
  "overtook_ms, preferred, preferred_until_ms, assigned, park_reason, talked_ms, visit, "          \
  "slot_ms, phone, call_attempts, call_after_ms"

#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

static const char write_ticket_sql[] =
    "INSERT INTO ticket (" TICKET_NAMES ") VALUES "
    "(" TEN ", " TEN ", " TEN ", " TEN ", ?, ?, ?, ?, ?, ?, ?, ?)";
static const char read_tickets_sql[] =
    "SELECT " TICKET_NAMES " FROM ticket WHERE closed = 0 ORDER BY rank, id";

static const Column agent_columns[] = {
  AGENT (TEXT, account),   AGENT (WANTED, wanted),       AGENT (EFFECTIVE, effective),
  AGENT (INT64, since_ms), AGENT (INT64, idle_since_ms), AGENT (INT64, absent_ms),
  AGENT (INT, misses),     AGENT (TEXT, ticket),         AGENT (INT64, wrap_up_until_ms),
  AGENT (NOTICE, notice),  AGENT (INT64, notice_ms),     AGENT (INT, extended),
};

#define AGENT_NAMES                                                                                \
  "account, wanted, effective, since_ms, idle_since_ms, absent_ms, misses, ticket, "               \
  "wrap_up_until_ms, notice, notice_ms, extended"

static const char write_agent_sql[] =
    "INSERT INTO agent (" AGENT_NAMES ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char read_agents_sql[] = "SELECT " AGENT_NAMES " FROM agent ORDER BY account";

static const Column appointment_columns[] = {
  APPOINTMENT (TEXT, id),
  APPOINTMENT (TEXT, code),
  APPOINTMENT (TEXT, point),
  APPOINTMENT (TEXT, kiosk),
  APPOINTMENT (TEXT, item),
  APPOINTMENT (TEXT, department),
  APPOINTMENT (WORDS, languages),
  APPOINTMENT (TEXT, name),
  APPOINTMENT (TEXT, phone),
  APPOINTMENT (TEXT, home_zone),
  APPOINTMENT (TEXT, point_zone),
  APPOINTMENT (BOOKED, state),
  APPOINTMENT (INT64, time.start_ms),
  APPOINTMENT (INT64, time.end_ms),
  APPOINTMENT (INT64, time.busy_ms),
  APPOINTMENT (INT64, time.day_ms),
  APPOINTMENT (TEXT, time.home_wall),
  APPOINTMENT (TEXT, time.point_wall),
  APPOINTMENT (INT64, proposal.start_ms),
  APPOINTMENT (INT64, proposal.end_ms),
  APPOINTMENT (INT64, proposal.busy_ms),
  APPOINTMENT (INT64, proposal.day_ms),
  APPOINTMENT (TEXT, proposal.home_wall),
  APPOINTMENT (TEXT, proposal.point_wall),
  APPOINTMENT (TEXT, note),
  APPOINTMENT (TEXT, agent),
  APPOINTMENT (TEXT, origin),
  APPOINTMENT (TEXT, ticket),
  APPOINTMENT (INT64, created_ms),
  APPOINTMENT (INT64, since_ms),
  APPOINTMENT (INT64, until_ms),
  APPOINTMENT (INT64, absent_ms),
  APPOINTMENT (CHANGE, change),
  APPOINTMENT (REMIND, remind),
  APPOINTMENT (INT, reminders),
  APPOINTMENT (INT, sequence),
  APPOINTMENT (INT, late),
  APPOINTMENT (INT, confirm),
  APPOINTMENT (INT, closed),
};

#define APPOINTMENT_NAMES                                                                          \
  "id, code, point, kiosk, item, department, languages, name, phone, home_zone, point_zone, "      \
  "state, start_ms, end_ms, busy_ms, day_ms, home_wall, point_wall, proposal_start_ms, "           \
  "proposal_end_ms, proposal_busy_ms, proposal_day_ms, proposal_home_wall, proposal_point_wall, "  \
  "note, agent, origin, ticket, created_ms, since_ms, until_ms, absent_ms, clock_change, remind, " \
  "reminders, sequence, late, confirm, closed"

static const char write_appointment_sql[] =
    "INSERT INTO appointment (" APPOINTMENT_NAMES ") VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char read_appointments_sql[] =
    "SELECT " APPOINTMENT_NAMES " FROM appointment WHERE closed = 0 ORDER BY start_ms, id";

/* ---- one value ---- */

/* (transfer full) */
static char *
format_boosts (unsigned boosts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if ((boosts & (1u << boost)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", gc_boost_name (boost));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_boosts (GcStatement *statement, int at, unsigned *ret_boosts)
{
  g_auto (GStrv) words = gc_statement_dup_words (statement, at);
  unsigned boosts = 0;

  for (char **word = words; *word != NULL; word++) {
    GcBoost boost;
    if (!gc_boost_parse (*word, &boost))
      return FALSE;
    boosts |= 1u << boost;
  }
  *ret_boosts = boosts;
  return TRUE;
}

static char *
format_cooldowns (const GArray *cooldowns)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < cooldowns->len; i++) {
    const GcCooldown *cooldown = &g_array_index (cooldowns, GcCooldown, i);
    g_string_append_printf (text, "%s%s=%" G_GINT64_FORMAT, i > 0 ? " " : "", cooldown->agent,
                            cooldown->until_ms);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_cooldowns (const char *text, GArray *cooldowns)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word != NULL; word++) {
    char *equals = strchr (*word, '=');
    if (equals == NULL)
      return FALSE;
    GcCooldown cooldown = { g_strndup (*word, (size_t)(equals - *word)),
                            g_ascii_strtoll (equals + 1, NULL, 10) };
    g_array_append_val (cooldowns, cooldown);
  }
  return TRUE;
}

static void
bind_value (GcStatement *statement, int at, ColumnType type, const void *member)
{
  g_autofree char *made = NULL;

  switch (type) {
  case COLUMN_TEXT:
    gc_statement_bind_text (statement, at, *(const char *const *)member);
    break;
  case COLUMN_WORDS:
    made = g_strjoinv (" ", *(char *const *const *)member != NULL ? *(char ***)member : NULL);
    gc_statement_bind_text (statement, at, made);
    break;
  case COLUMN_INT64:
    gc_statement_bind_int (statement, at, *(const int64_t *)member);
    break;
  case COLUMN_INT:
    gc_statement_bind_int (statement, at, *(const int *)member);
    break;
  case COLUMN_STATE:
    gc_statement_bind_text (statement, at, gc_ticket_state_name (*(const GcTicketState *)member));
    break;
  case COLUMN_WANTED:
    gc_statement_bind_text (statement, at, gc_wanted_name (*(const GcWanted *)member));
    break;
  case COLUMN_EFFECTIVE:
    gc_statement_bind_text (statement, at, gc_effective_name (*(const GcEffective *)member));
    break;
  case COLUMN_NOTICE:
    gc_statement_bind_text (statement, at, gc_notice_name (*(const GcNotice *)member));
    break;
  case COLUMN_OUTCOME:
    gc_statement_bind_text (statement, at, gc_outcome_name (*(const GcOutcome *)member));
    break;
  case COLUMN_BOOSTS:
    made = format_boosts (*(const unsigned *)member);
    gc_statement_bind_text (statement, at, made);
    break;
  case COLUMN_BOOKED:
    gc_statement_bind_text (statement, at,
                            gc_appointment_state_name (*(const GcAppointmentState *)member));
    break;
  case COLUMN_CHANGE:
    gc_statement_bind_text (statement, at, gc_clock_change_name (*(const GcClockChange *)member));
    break;
  case COLUMN_REMIND:
    gc_statement_bind_text (statement, at, gc_remind_name (*(const GcRemind *)member));
    break;
  case COLUMN_INVITE:
    gc_statement_bind_text (statement, at, gc_invite_name (*(const GcInvite *)member));
    break;
  case COLUMN_GUESTS:
    made = gc_guests_format (*(GArray *const *)member);
    gc_statement_bind_text (statement, at, made);
    break;
  case COLUMN_COOLDOWNS:
    made = format_cooldowns (*(GArray *const *)member);
    gc_statement_bind_text (statement, at, made);
    break;
  case COLUMN_VISIT:
    made = gc_visit_format (*(GArray *const *)member);
    gc_statement_bind_text (statement, at, made);
    break;
  default:
    g_assert_not_reached ();
  }
}

static gboolean
read_value (GcStatement *statement, int at, ColumnType type, void *member)
{
  const char *text = gc_statement_get_text (statement, at);

  switch (type) {
  case COLUMN_TEXT:
    g_free (*(char **)member);
    *(char **)member = g_strdup (text);
    return TRUE;
  case COLUMN_WORDS:
    g_strfreev (*(char ***)member);
    *(char ***)member = gc_statement_dup_words (statement, at);
    return TRUE;
  case COLUMN_INT64:
    *(int64_t *)member = gc_statement_get_int (statement, at);
    return TRUE;
  case COLUMN_INT:
    *(int *)member = (int)gc_statement_get_int (statement, at);
    return TRUE;
  case COLUMN_STATE:
    return text != NULL && gc_ticket_state_parse (text, member);
  case COLUMN_WANTED:
    return text != NULL && gc_wanted_parse (text, member);
  case COLUMN_EFFECTIVE:
    return text != NULL && gc_effective_parse (text, member);
  case COLUMN_NOTICE:
    return text == NULL || gc_notice_parse (text, member);
  case COLUMN_OUTCOME:
    return text == NULL || gc_outcome_parse (text, member);
  case COLUMN_BOOSTS:
    return parse_boosts (statement, at, member);
  case COLUMN_BOOKED:
    return text != NULL && gc_appointment_state_parse (text, member);
  case COLUMN_CHANGE:
    return text == NULL || gc_clock_change_parse (text, member);
  case COLUMN_REMIND:
    return text == NULL || gc_remind_parse (text, member);
  case COLUMN_INVITE:
    return text == NULL || gc_invite_parse (text, member);
  case COLUMN_GUESTS:
    return text != NULL && gc_guests_parse (text, *(GArray **)member);
  case COLUMN_COOLDOWNS:
    return text != NULL && (*text == '\0' || parse_cooldowns (text, *(GArray **)member));
  case COLUMN_VISIT:
    return text != NULL && gc_visit_parse (text, *(GArray **)member);
  default:
    g_assert_not_reached ();
  }
}

/* ---- rows ---- */

static gboolean
write_row (GcDb *db,
           const char *sql,
           const Column *columns,
           size_t n_columns,
           const void *row,
           GError **error)
{
  GcStatement *statement = gc_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (size_t i = 0; i < n_columns; i++)
    bind_value (statement, (int)i + 1, columns[i].type, (const char *)row + columns[i].offset);
  return gc_statement_run (statement, error);
}

static gboolean
read_row (GcStatement *statement,
          const Column *columns,
          size_t n_columns,
          void *row,
          GError **error)
{
  for (size_t i = 0; i < n_columns; i++)
    if (!read_value (statement, (int)i, columns[i].type, (char *)row + columns[i].offset)) {
      g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "store: %s: not a %s",
                   gc_statement_get_text (statement, (int)i),
                   gc_statement_get_name (statement, (int)i));
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_transition (GcDb *db, const GcTransition *transition, GError **error)
{
  return gc_db_run (db, error,
                    "INSERT INTO transition (seq, at_ms, ticket, from_state, to_state, agent, "
                    "reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "iitttttt", (int64_t)transition->seq, transition->at_ms, transition->ticket,
                    gc_ticket_state_name (transition->from), gc_ticket_state_name (transition->to),
                    transition->agent, gc_reason_name (transition->reason), transition->detail);
}

/* As tickets: a code or a kiosk may have changed hands. */
static gboolean
write_appointments (GcDb *db, const GcQueueRows *rows, GError **error)
{
  for (unsigned i = 0; i < rows->appointments->len; i++)
    if (!gc_db_run (db, error, "DELETE FROM appointment WHERE id = ?", "t",
                    ((GcAppointment *)g_ptr_array_index (rows->appointments, i))->id))
      return FALSE;
  for (unsigned i = 0; i < rows->appointments->len; i++)
    if (!write_row (db, write_appointment_sql, appointment_columns,
                    G_N_ELEMENTS (appointment_columns), g_ptr_array_index (rows->appointments, i),
                    error))
      return FALSE;
  for (unsigned i = 0; i < rows->appointment_events->len; i++) {
    const GcAppointmentEvent *event = g_ptr_array_index (rows->appointment_events, i);
    if (!gc_db_run (db, error,
                    "INSERT INTO appointment_event (seq, at_ms, appointment, from_state, to_state,"
                    " reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    "iittttt", (int64_t)event->seq, event->at_ms, event->appointment,
                    gc_appointment_state_name (event->from), gc_appointment_state_name (event->to),
                    gc_book_reason_name (event->reason), event->detail))
      return FALSE;
  }
  return TRUE;
}

gboolean
gc_store_queue_write (GcDb *db, const GcQueueRows *rows, GError **error)
{
  /*
   * Leases and kiosks are unique, and may have changed hands within the batch: all old rows go
   * before any new one comes. An upsert would not do: it would meet whichever row is in the way.
   */
  for (unsigned i = 0; i < rows->tickets->len; i++)
    if (!gc_db_run (db, error, "DELETE FROM ticket WHERE id = ?", "t",
                    ((GcTicket *)g_ptr_array_index (rows->tickets, i))->id))
      return FALSE;
  for (unsigned i = 0; i < rows->tickets->len; i++)
    if (!write_row (db, write_ticket_sql, ticket_columns, G_N_ELEMENTS (ticket_columns),
                    g_ptr_array_index (rows->tickets, i), error))
      return FALSE;
  for (unsigned i = 0; i < rows->agents->len; i++)
    if (!gc_db_run (db, error, "DELETE FROM agent WHERE account = ?", "t",
                    ((GcAgent *)g_ptr_array_index (rows->agents, i))->account) ||
        !write_row (db, write_agent_sql, agent_columns, G_N_ELEMENTS (agent_columns),
                    g_ptr_array_index (rows->agents, i), error))
      return FALSE;
  for (unsigned i = 0; i < rows->counters->len; i++) {
    const GcNumberCounter *counter = g_ptr_array_index (rows->counters, i);
    if (!gc_db_run (db, error,
                    "INSERT INTO number_counter (point, local_date, last, served_ms)"
                    " VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (point) DO UPDATE SET local_date = excluded.local_date,"
                    " last = excluded.last, served_ms = excluded.served_ms",
                    "tiii", counter->point, (int64_t)counter->local_date, (int64_t)counter->last,
                    counter->served_ms))
      return FALSE;
  }
  for (unsigned i = 0; i < rows->times->len; i++) {
    const GcServiceTime *time = g_ptr_array_index (rows->times, i);
    if (!gc_db_run (db, error,
                    "INSERT INTO service_time (item, mean_ms, n) VALUES (?, ?, ?)"
                    " ON CONFLICT (item) DO UPDATE SET mean_ms = excluded.mean_ms, n = excluded.n",
                    "tii", time->item, time->mean_ms, (int64_t)time->n))
      return FALSE;
  }
  if (!gc_store_agent_events_write (db, rows->agent_events, error))
    return FALSE;
  for (unsigned i = 0; i < rows->transitions->len; i++)
    if (!write_transition (db, g_ptr_array_index (rows->transitions, i), error))
      return FALSE;
  return write_appointments (db, rows, error);
}

static gboolean
load_tickets (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement = gc_db_prepare (db, read_tickets_sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcTicket *row = gc_ticket_new (NULL);
    g_ptr_array_add (rows->tickets, row);
    if (!read_row (statement, ticket_columns, G_N_ELEMENTS (ticket_columns), row, error)) {
      gc_statement_reset (statement);
      return FALSE;
    }
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
load_agents (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement = gc_db_prepare (db, read_agents_sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcAgent *row = gc_agent_new (NULL);
    g_ptr_array_add (rows->agents, row);
    if (!read_row (statement, agent_columns, G_N_ELEMENTS (agent_columns), row, error)) {
      gc_statement_reset (statement);
      return FALSE;
    }
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
load_counters (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement = gc_db_prepare (
      db, "SELECT point, local_date, last, served_ms FROM number_counter ORDER BY point", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcNumberCounter *counter = g_new0 (GcNumberCounter, 1);
    counter->point = gc_statement_dup_text (statement, 0);
    counter->local_date = (unsigned)gc_statement_get_int (statement, 1);
    counter->last = (unsigned)gc_statement_get_int (statement, 2);
    counter->served_ms = gc_statement_get_int (statement, 3);
    g_ptr_array_add (rows->counters, counter);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
load_times (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement =
      gc_db_prepare (db, "SELECT item, mean_ms, n FROM service_time ORDER BY item", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcServiceTime *time = gc_service_time_new (gc_statement_get_text (statement, 0));
    time->mean_ms = gc_statement_get_int (statement, 1);
    time->n = (unsigned)gc_statement_get_int (statement, 2);
    g_ptr_array_add (rows->times, time);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
load_appointments (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement = gc_db_prepare (db, read_appointments_sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcAppointment *row = gc_appointment_new (NULL);
    g_ptr_array_add (rows->appointments, row);
    if (!read_row (statement, appointment_columns, G_N_ELEMENTS (appointment_columns), row,
                   error)) {
      gc_statement_reset (statement);
      return FALSE;
    }
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
load_last (GcDb *db, GcQueueRows *rows, GError **error)
{
  GcStatement *statement =
      gc_db_prepare (db,
                     "SELECT (SELECT coalesce (max (seq), 0) FROM transition),"
                     " (SELECT coalesce (max (rank), 0) FROM ticket WHERE rank > 0),"
                     " (SELECT coalesce (max (seq), 0) FROM appointment_event),"
                     " (SELECT coalesce (max (seq), 0) FROM agent_event),"
                     " (SELECT max (at_ms) FROM (SELECT at_ms FROM alive UNION ALL"
                     " SELECT * FROM (SELECT at_ms FROM transition ORDER BY seq DESC LIMIT 1) t"
                     " UNION ALL"
                     " SELECT * FROM (SELECT at_ms FROM agent_event ORDER BY seq DESC LIMIT 1) e"
                     ") times)",
                     error);

  if (statement == NULL || !gc_statement_step (statement, error))
    return FALSE;
  rows->last_seq = (uint64_t)gc_statement_get_int (statement, 0);
  rows->last_rank = (uint64_t)gc_statement_get_int (statement, 1);
  rows->last_appointment_seq = (uint64_t)gc_statement_get_int (statement, 2);
  rows->last_agent_seq = (uint64_t)gc_statement_get_int (statement, 3);
  rows->alive_ms = gc_statement_get_int (statement, 4);
  gc_statement_reset (statement);
  return TRUE;
}

GcQueueRows *
gc_store_queue_load (GcDb *db, GError **error)
{
  g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();

  if (!load_tickets (db, rows, error) || !load_agents (db, rows, error) ||
      !load_counters (db, rows, error) || !load_times (db, rows, error) ||
      !load_appointments (db, rows, error) || !load_last (db, rows, error))
    return NULL;
  return g_steal_pointer (&rows);
}

/* ---- answers ---- */

gboolean
gc_store_answers_write (GcDb *db, const GPtrArray *answers, GError **error)
{
  int64_t newest_ms = 0;

  for (unsigned i = 0; i < answers->len; i++) {
    const GcStoreAnswer *answer = g_ptr_array_index (answers, i);
    newest_ms = MAX (newest_ms, answer->at_ms);
    if (!gc_db_run (db, error,
                    "INSERT INTO answer (seat, request, answer, at_ms) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (seat, request) DO UPDATE SET answer = excluded.answer,"
                    " at_ms = excluded.at_ms",
                    "ttti", answer->seat, answer->request, answer->answer, answer->at_ms))
      return FALSE;
  }
  return gc_db_run (db, error, "DELETE FROM answer WHERE at_ms < ?", "i",
                    newest_ms - ANSWERS_KEPT_MS);
}

GcStoreAnswer *
gc_store_answer_get (GcDb *db, const char *seat, const char *request, GError **error)
{
  GcStatement *statement =
      gc_db_query (db, error, "SELECT answer, at_ms FROM answer WHERE seat = ? AND request = ?",
                   "tt", seat, request);

  if (statement == NULL || !gc_statement_step (statement, error))
    return NULL;
  GcStoreAnswer *answer = g_new0 (GcStoreAnswer, 1);
  answer->seat = g_strdup (seat);
  answer->request = g_strdup (request);
  answer->answer = gc_statement_dup_text (statement, 0);
  answer->at_ms = gc_statement_get_int (statement, 1);
  gc_statement_reset (statement);
  return answer;
}
