// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a resident does. The caller has checked that the ticket is this kiosk's and in a state that
 * allows the event.
 */
#include "config.h"

#include "queue/gc-queue-book.h"
#include "queue/gc-queue-private.h"

#include "common/gc-error.h"
#include "common/gc-id.h"

#include <string.h>

#define MAX_LANGUAGES 16

static gboolean
check_id (const char *what, const char *id, GError **error)
{
  if (id != NULL && gc_id_is_valid (id, 64))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: not an identifier", what);
  return FALSE;
}

static gboolean
check_number_parts (const char *prefix, unsigned date, GError **error)
{
  size_t length = prefix != NULL ? strlen (prefix) : 0;

  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isupper (prefix[i]))
      length = 0;
  if (length < 1 || length > 3) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "number: prefix is not 1 to 3 letters");
    return FALSE;
  }
  unsigned month = date / 100 % 100, day = date % 100;
  if (date < 19700101 || date > 99991231 || month < 1 || month > 12 || day < 1 || day > 31) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "number: %u is not a date", date);
    return FALSE;
  }
  return TRUE;
}

gboolean
gc_queue_check_department (GcQueue *queue, const char *department, GError **error)
{
  const char *const names[] = { department, NULL };

  if (!check_id ("department", department, error))
    return FALSE;
  if (gc_queue_mask (queue->departments, names, TRUE) != 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "department %s: too many departments", department);
  return FALSE;
}

static gboolean
check_create (GcQueue *queue, const GcQueueEvent *event, GError **error)
{
  unsigned item = 0;

  if (!check_id ("ticket", event->ticket, error) || !check_id ("kiosk", event->actor, error) ||
      !check_id ("point", event->create.point, error) ||
      !check_id ("item", event->create.item, error) ||
      !check_number_parts (event->create.number_prefix, event->create.local_date, error))
    return FALSE;
  unsigned n_languages =
      event->create.languages != NULL ? g_strv_length ((char **)event->create.languages) : 0;
  if (n_languages < 1 || n_languages > MAX_LANGUAGES || event->create.name == NULL ||
      !g_utf8_validate (event->create.name, -1, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: languages or name missing",
                 event->ticket);
    return FALSE;
  }
  for (const char *const *language = event->create.languages; *language != NULL; language++)
    if (!check_id ("language", *language, error))
      return FALSE;
  if (!gc_queue_item_index (queue, event->create.item, &item)) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "item %s: too many items", event->create.item);
    return FALSE;
  }
  return gc_queue_check_department (queue, event->create.department, error);
}

/* The next number of the point's day, such as "M012". (transfer full) */
static char *
next_number (GcQueue *queue, const GcQueueEvent *event)
{
  GcPointEntry *point = gc_queue_point_of (queue, event->create.point);

  if (point->row.local_date != event->create.local_date) {
    point->row.local_date = event->create.local_date;
    point->row.last = 0;
  }
  point->row.last++;
  g_hash_table_add (queue->changed_points, point);
  return g_strdup_printf ("%s%03u", event->create.number_prefix, point->row.last);
}

gboolean
gc_queue_on_create (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  if (!check_create (queue, event, error))
    return FALSE;
  GcTicketEntry *former = g_hash_table_lookup (queue->kiosks, event->actor);

  if (former != NULL && !gc_queue_frees_kiosk (former->row)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: still %s at kiosk %s",
                 former->row->number, gc_ticket_state_name (former->row->state), event->actor);
    return FALSE;
  }
  if (gc_queue_find_ticket (queue, event->ticket) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is there already", event->ticket);
    return FALSE;
  }
  unsigned n_open = (unsigned)g_sequence_get_length (queue->open);
  unsigned max =
      queue->config.max_tickets + (event->create.call_back ? queue->config.max_extra_callbacks : 0);
  if (n_open >= max) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "queue: full (%u of %u)", n_open, max);
    return FALSE;
  }
  g_autoptr (GArray) visit = gc_queue_make_visit (queue, event, error);
  if (visit == NULL)
    return FALSE;
  if (former != NULL)
    gc_queue_clear_kiosk (queue, former);
  if (event->type == GC_EVENT_TICKET_CREATE)
    gc_queue_book_hide (queue, event->actor, GC_BOOK_LEFT);
  GcTicket *row = gc_ticket_new (event->ticket);
  row->number = next_number (queue, event);
  row->point = g_strdup (event->create.point);
  row->kiosk = g_strdup (event->actor);
  row->item = g_strdup (event->create.item);
  row->department = g_strdup (event->create.department);
  row->languages = g_strdupv ((char **)event->create.languages);
  row->name = g_strdup (event->create.name);
  row->direct = !!event->create.direct;
  row->closes_ms = event->create.closes_ms;
  row->slot_ms = event->create.slot_ms;
  /* Several matters are no short one. */
  row->boosts = event->create.quick && visit->len == 0 ? 1u << GC_BOOST_QUICK : 0;
  g_array_unref (row->visit);
  row->visit = g_steal_pointer (&visit);
  row->created_ms = queue->now_ms;
  row->since_ms = queue->now_ms;
  gc_queue_expect_service (queue, row->item, event->create.expected_ms);
  for (unsigned i = 0; i < event->create.n_more; i++)
    gc_queue_expect_service (queue, event->create.more[i].item, event->create.more[i].expected_ms);
  gc_queue_note (queue, gc_queue_add_ticket (queue, row), GC_REASON_CREATED, NULL, NULL);
  return TRUE;
}

/* Who proposed the time in a session knows the matter: for a while it is kept for him, if he is at
 * work. */
static void
keep_for_proposer (GcQueue *queue, GcTicketEntry *entry)
{
  const GcAppointment *appointment = gc_queue_get_ticket_appointment (queue, entry->row->id);
  const GcAgentEntry *agent = appointment != NULL && appointment->agent != NULL
                                  ? gc_queue_find_agent (queue, appointment->agent)
                                  : NULL;

  if (agent != NULL && gc_queue_is_working (agent))
    gc_queue_keep_for (queue, entry, appointment->agent, queue->now_ms + queue->config.sticky_ms);
}

void
gc_queue_take_place (GcQueue *queue, GcTicketEntry *entry)
{
  entry->row->rank = ++queue->last_rank;
  entry->row->enqueued_ms = gc_queue_join_ms (queue, entry->row);
  gc_queue_enter_place (queue, entry);
  keep_for_proposer (queue, entry);
  GcEstimate estimate = gc_queue_estimate_newcomer (queue, entry);
  g_autofree char *detail = gc_estimate_format (&estimate);
  gc_queue_move (queue, entry, GC_TICKET_WAITING, GC_REASON_JOINED, NULL, detail);
}

gboolean
gc_queue_on_join (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *ticket,
                  GcAgentEntry *agent,
                  GError **error)
{
  gc_queue_take_place (queue, ticket);
  return TRUE;
}

gboolean
gc_queue_on_leave (GcQueue *queue,
                   const GcQueueEvent *event,
                   GcTicketEntry *ticket,
                   GcAgentEntry *agent,
                   GError **error)
{
  /* In one step with the lease, so that nobody is rung for someone who has left. */
  if (ticket->row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "left");
  if (ticket->row->state == GC_TICKET_PARKED)
    gc_queue_tell_agent (queue, ticket->reserver, GC_NOTICE_PARKED_LEFT);
  gc_queue_move (queue, ticket, GC_TICKET_ABANDONED,
                 event->leave.online ? GC_REASON_MOVED_ONLINE : GC_REASON_LEFT, NULL, NULL);
  return TRUE;
}

gboolean
gc_queue_on_rate (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *ticket,
                  GcAgentEntry *agent,
                  GError **error)
{
  if (event->rate.grade < 1 || event->rate.grade > 5) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: grade %d is not 1 to 5",
                 ticket->row->number, event->rate.grade);
    return FALSE;
  }
  if (ticket->row->grade != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: rated already",
                 ticket->row->number);
    return FALSE;
  }
  ticket->row->grade = event->rate.grade;
  gc_queue_note (queue, ticket, GC_REASON_RATED, NULL, NULL);
  return TRUE;
}

gboolean
gc_queue_on_clear (GcQueue *queue,
                   const GcQueueEvent *event,
                   GcTicketEntry *ticket,
                   GcAgentEntry *agent,
                   GError **error)
{
  GcTicketEntry *shown = g_hash_table_lookup (queue->kiosks, event->actor);

  if (shown != NULL && !gc_queue_frees_kiosk (shown->row)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: still %s", shown->row->number,
                 gc_ticket_state_name (shown->row->state));
    return FALSE;
  }
  if (shown != NULL)
    gc_queue_clear_kiosk (queue, shown);
  gc_queue_book_hide (queue, event->actor, GC_BOOK_LEFT);
  return TRUE;
}

gboolean
gc_queue_on_resident_joined (GcQueue *queue,
                             const GcQueueEvent *event,
                             GcTicketEntry *ticket,
                             GcAgentEntry *agent,
                             GError **error)
{
  gc_queue_join_session (queue, ticket, FALSE);
  return TRUE;
}

gboolean
gc_queue_on_session_leave (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error)
{
  gc_queue_begin_wrap_up (queue, ticket, GC_REASON_LEFT);
  return TRUE;
}

gboolean
gc_queue_on_kiosk_present (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error)
{
  GcTicketEntry *shown = g_hash_table_lookup (queue->kiosks, event->actor);

  gc_queue_book_set_present (queue, event->actor, TRUE);
  if (shown == NULL)
    return TRUE;
  if (shown->row->absent_ms != 0) {
    shown->row->absent_ms = 0;
    gc_queue_touch_ticket (queue, shown);
  }
  gc_queue_return (queue, shown, FALSE);
  return TRUE;
}

gboolean
gc_queue_on_kiosk_absent (GcQueue *queue,
                          const GcQueueEvent *event,
                          GcTicketEntry *ticket,
                          GcAgentEntry *agent,
                          GError **error)
{
  GcTicketEntry *shown = g_hash_table_lookup (queue->kiosks, event->actor);

  gc_queue_book_set_present (queue, event->actor, FALSE);
  /* Nobody need stay for a callback. */
  if (shown == NULL || shown->row->absent_ms != 0 || shown->row->phone != NULL)
    return TRUE;
  shown->row->absent_ms = queue->now_ms;
  gc_queue_touch_ticket (queue, shown);
  return TRUE;
}
