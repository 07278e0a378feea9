// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a crowd does at work. A resident creates a ticket and joins the line, an agent accepts, both
 * meet, the agent ends and finishes, the kiosk is cleared: nine events, each of which changes the
 * views of a few pages. A page takes its next step when its view shows the last one, so a step that
 * is never shown stops it, and that is found.
 */
#include "config.h"

#include "gc-load-crowd-private.h"

#include "common/gc-error.h"

#include <string.h>

#define TURN_US 1000
#define DRAIN_US INT64_C (15000000)
#define READY_US INT64_C (10000000)
/* Between two requests of one page, which may send 30 a second in the long run. */
#define REST_US 50000
/* What the desks see is one in many. */
#define MARKER_REST_US 250000

/* ---- steps ---- */

static void
due (GcLoadVisitor *visitor, GcLoadStep step)
{
  visitor->step = step;
  visitor->asked = FALSE;
  visitor->answered = FALSE;
  g_queue_push_tail (&visitor->crowd->due, visitor);
}

/* The other side has taken a step that this page's view will show. */
static void
expect (GcLoadVisitor *visitor, GcLoadStep step, int64_t now_us)
{
  visitor->step = step;
  visitor->asked_us = now_us;
}

static void
mark (GcLoadCrowd *crowd, int64_t now_us)
{
  crowd->marker_joins = crowd->marker->step == GC_LOAD_JOIN;
  g_strlcpy (crowd->marker_ticket, crowd->marker->ticket, sizeof crowd->marker_ticket);
  if (crowd->n_desks == 0)
    return;
  crowd->marker_us = now_us;
  crowd->marker_seen = 0;
  for (guint i = 0; i < crowd->visitors->len; i++)
    ((GcLoadVisitor *)crowd->visitors->pdata[i])->saw_marker = FALSE;
}

static char *
format_step (const GcLoadVisitor *visitor)
{
  static const char *const names[] = {
    [GC_LOAD_JOIN] = "ticket.join",    [GC_LOAD_ACCEPT] = "offer.accept",
    [GC_LOAD_MEET] = "session.joined", [GC_LOAD_END] = "session.end",
    [GC_LOAD_CLEAR] = "kiosk.clear",   [GC_LOAD_FINISH] = "wrap_up.finish",
    [GC_LOAD_LEAVE] = "ticket.leave",  [GC_LOAD_CREATE] = "ticket.create",
    [GC_LOAD_WANT] = "agent.want",
  };
  g_autofree char *more = NULL;

  if (visitor->step == GC_LOAD_CREATE)
    more = g_strdup_printf ("\"item\":\"%s\",\"languages\":[\"zh\"],\"name\":\"陈阿梅\"",
                            visitor->person->item);
  else if (visitor->step == GC_LOAD_WANT)
    more = g_strdup ("\"wanted\":\"available\"");
  else if (visitor->step == GC_LOAD_CLEAR)
    more = g_strdup ("");
  else
    more = g_strdup_printf ("\"ticket\":\"%s\"%s", visitor->ticket,
                            visitor->step == GC_LOAD_MEET  ? ",\"first_frame_ms\":90"
                            : visitor->step == GC_LOAD_END ? ",\"outcome\":\"accepted\""
                            : visitor->step == GC_LOAD_FINISH
                                ? ",\"outcome\":\"accepted\",\"note\":\"已核对护照\""
                                : "");
  return g_strdup_printf (
      "{\"jsonrpc\":\"2.0\",\"id\":\"event-%08x\",\"method\":\"%s\",\"params\":{%s}}",
      visitor->request, names[visitor->step], more);
}

static void
ask (GcLoadVisitor *visitor)
{
  GcLoadCrowd *crowd = visitor->crowd;
  GcLoadVisitor *other = visitor->other;

  visitor->request = ++crowd->n_requests;
  visitor->asked = TRUE;
  g_autofree char *text = format_step (visitor);
  int64_t now_us = gc_load_crowd_now_us ();
  visitor->asked_us = now_us;
  visitor->rests_until_us = now_us + (visitor == crowd->marker ? MARKER_REST_US : REST_US);
  if (other != NULL && (visitor->step == GC_LOAD_ACCEPT || visitor->step == GC_LOAD_END))
    expect (other, visitor->step, now_us);
  /* They meet when the second one has come. */
  if (other != NULL && visitor->step == GC_LOAD_MEET && other->step == GC_LOAD_MEET && other->asked)
    other->asked_us = now_us;
  if (visitor == crowd->marker && (visitor->step == GC_LOAD_JOIN || visitor->step == GC_LOAD_LEAVE))
    mark (crowd, now_us);
  if (!gc_load_page_send (visitor->page, text))
    gc_load_crowd_fail (crowd, visitor, "cannot send");
}

void
gc_load_work_answered (GcLoadVisitor *visitor, const char *text)
{
  g_autofree char *id = g_strdup_printf ("\"event-%08x\"", visitor->request);

  if (strstr (text, id) == NULL) {
    gc_load_crowd_fail (visitor->crowd, visitor, "an answer to nothing");
    return;
  }
  if (!visitor->answered)
    gc_load_crowd_note (visitor->crowd, GC_LOAD_ANSWER, visitor->asked_us);
  visitor->answered = TRUE;
  visitor->crowd->n_answered++;
}

/* ---- views ---- */

/* Whether the part at @part is an object whose member "state" is @state. */
static gboolean
has_state (const char *part, const char *state)
{
  const char *at = part != NULL ? strstr (part, "\"state\":\"") : NULL;
  size_t length = strlen (state);

  return at != NULL && strncmp (at + 9, state, length) == 0 && at[9 + length] == '"';
}

static void
read_ticket (GcLoadVisitor *visitor, const char *id)
{
  size_t size = MIN (strcspn (id, "\""), sizeof visitor->ticket - 1);

  memcpy (visitor->ticket, id, size);
  visitor->ticket[size] = '\0';
}

static void
meet (GcLoadVisitor *visitor)
{
  gboolean came_last = visitor->request > visitor->other->request;

  gc_load_crowd_note (visitor->crowd, came_last ? GC_LOAD_OWN_VIEW : GC_LOAD_OTHER_VIEW,
                      visitor->asked_us);
  visitor->met = TRUE;
  if (!visitor->other->met)
    return;
  GcLoadVisitor *agent = visitor->person->role == GC_LOAD_AGENT ? visitor : visitor->other;
  due (agent, GC_LOAD_END);
}

static void
release_kiosk (GcLoadVisitor *kiosk)
{
  GcLoadCrowd *crowd = kiosk->crowd;

  g_hash_table_remove (crowd->tickets, kiosk->ticket);
  kiosk->ticket[0] = '\0';
  kiosk->step = GC_LOAD_FREE;
  kiosk->met = FALSE;
  kiosk->other = NULL;
  if (kiosk == crowd->marker)
    return;
  crowd->n_serving--;
  g_queue_push_tail (&crowd->free_kiosks, kiosk);
}

static void
look_at_ticket (GcLoadVisitor *kiosk, const char *part)
{
  GcLoadCrowd *crowd = kiosk->crowd;

  if (kiosk->step == GC_LOAD_CREATE && has_state (part, "draft")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, kiosk->asked_us);
    read_ticket (kiosk, strstr (part, "\"id\":\"") + strlen ("\"id\":\""));
    g_hash_table_insert (crowd->tickets, kiosk->ticket, kiosk);
    due (kiosk, GC_LOAD_JOIN);
  } else if (kiosk->step == GC_LOAD_JOIN && kiosk->asked &&
             (has_state (part, "waiting") || has_state (part, "offered"))) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, kiosk->asked_us);
    kiosk->step = GC_LOAD_FREE;
  } else if (kiosk->step == GC_LOAD_LEAVE && has_state (part, "abandoned")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, kiosk->asked_us);
    due (kiosk, GC_LOAD_CLEAR);
  } else if (kiosk->step == GC_LOAD_CLEAR && g_str_has_prefix (part, "null")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, kiosk->asked_us);
    release_kiosk (kiosk);
  }
}

static void
look_at_kiosk_session (GcLoadVisitor *kiosk, const char *part)
{
  GcLoadCrowd *crowd = kiosk->crowd;

  if (kiosk->step == GC_LOAD_ACCEPT && has_state (part, "connecting")) {
    gc_load_crowd_note (crowd, GC_LOAD_OTHER_VIEW, kiosk->asked_us);
    due (kiosk, GC_LOAD_MEET);
  } else if (kiosk->step == GC_LOAD_MEET && !kiosk->met && has_state (part, "in_session")) {
    meet (kiosk);
  } else if (kiosk->step == GC_LOAD_END && g_str_has_prefix (part, "null")) {
    gc_load_crowd_note (crowd, GC_LOAD_OTHER_VIEW, kiosk->asked_us);
    due (kiosk, GC_LOAD_CLEAR);
  }
}

static void
look_at_agent_session (GcLoadVisitor *agent, const char *part)
{
  GcLoadCrowd *crowd = agent->crowd;

  if (agent->step == GC_LOAD_ACCEPT && has_state (part, "connecting")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, agent->asked_us);
    due (agent, GC_LOAD_MEET);
  } else if (agent->step == GC_LOAD_MEET && !agent->met && has_state (part, "in_session")) {
    meet (agent);
  } else if (agent->step == GC_LOAD_END && has_state (part, "wrap_up")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, agent->asked_us);
    due (agent, GC_LOAD_FINISH);
  } else if (agent->step == GC_LOAD_FINISH && g_str_has_prefix (part, "null")) {
    gc_load_crowd_note (crowd, GC_LOAD_OWN_VIEW, agent->asked_us);
    agent->step = GC_LOAD_FREE;
    agent->ticket[0] = '\0';
    agent->met = FALSE;
    agent->other = NULL;
  }
}

static void
look_at_offer (GcLoadVisitor *agent, const char *part)
{
  GcLoadCrowd *crowd = agent->crowd;

  if (!g_str_has_prefix (part, "{\"ticket\":\"") || agent->step != GC_LOAD_FREE)
    return;
  read_ticket (agent, part + strlen ("{\"ticket\":\""));
  GcLoadVisitor *kiosk = g_hash_table_lookup (crowd->tickets, agent->ticket);
  if (kiosk == NULL || kiosk->other != NULL) {
    gc_load_crowd_fail (crowd, agent, "an offer of nobody's ticket");
    return;
  }
  gc_load_crowd_note (crowd, GC_LOAD_OTHER_VIEW, kiosk->asked_us);
  agent->other = kiosk;
  kiosk->other = agent;
  due (agent, GC_LOAD_ACCEPT);
}

/* Whether a desk's queue shows that the first kiosk has joined, or has left. */
static gboolean
shows_marker (const GcLoadCrowd *crowd, const char *text)
{
  g_autofree char *key = g_strdup_printf ("\"ticket\":\"%s\"", crowd->marker_ticket);
  const char *row = strstr (text, key);

  if (strstr (text, "\"queue\":") == NULL)
    return FALSE;
  return crowd->marker_joins ? has_state (row, "waiting") : row == NULL;
}

static void
look_at_queue (GcLoadVisitor *desk, const char *text)
{
  GcLoadCrowd *crowd = desk->crowd;

  if (crowd->marker_us == 0 || desk->saw_marker || !shows_marker (crowd, text))
    return;
  desk->saw_marker = TRUE;
  if (++crowd->marker_seen < crowd->n_desks)
    return;
  gc_load_crowd_note (crowd, GC_LOAD_DESK_VIEW, crowd->marker_us);
  crowd->marker_us = 0;
}

void
gc_load_work_view (GcLoadVisitor *visitor, const char *text)
{
  static const struct {
    GcLoadRole role;
    const char *key;
    void (*look) (GcLoadVisitor *visitor, const char *part);
  } parts[] = {
    { GC_LOAD_KIOSK, "\"ticket\":", look_at_ticket },
    { GC_LOAD_KIOSK, "\"session\":", look_at_kiosk_session },
    { GC_LOAD_AGENT, "\"session\":", look_at_agent_session },
    { GC_LOAD_AGENT, "\"offer\":", look_at_offer },
  };

  if (visitor->person->role == GC_LOAD_DESK) {
    look_at_queue (visitor, text);
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *part = parts[i].role == visitor->person->role ? strstr (text, parts[i].key) : NULL;
    if (part != NULL)
      parts[i].look (visitor, part + strlen (parts[i].key));
  }
}

/* ---- the rate ---- */

/* The first kiosk goes on when all desks have seen what it did. */
static void
step_marker (GcLoadCrowd *crowd)
{
  GcLoadVisitor *marker = crowd->marker;

  if (marker == NULL || crowd->n_desks == 0 || marker->step != GC_LOAD_FREE ||
      crowd->marker_us != 0)
    return;
  if (marker->ticket[0] != '\0')
    due (marker, GC_LOAD_LEAVE);
  else if (crowd->is_working)
    due (marker, GC_LOAD_CREATE);
}

/* The first who is due and has rested; else the next resident comes, if there is an agent. */
static GcLoadVisitor *
take_due (GcLoadCrowd *crowd, int64_t now_us)
{
  for (GList *l = crowd->due.head; l != NULL; l = l->next) {
    GcLoadVisitor *visitor = l->data;
    if (visitor->rests_until_us > now_us)
      continue;
    g_queue_delete_link (&crowd->due, l);
    return visitor;
  }
  if (!crowd->is_working || crowd->n_serving >= crowd->max_serving ||
      g_queue_is_empty (&crowd->free_kiosks))
    return NULL;
  crowd->n_serving++;
  due (g_queue_pop_head (&crowd->free_kiosks), GC_LOAD_CREATE);
  return g_queue_pop_tail (&crowd->due);
}

/* Whether nobody has anything left to do. */
static gboolean
is_over (GcLoadCrowd *crowd)
{
  for (guint i = 0; i < crowd->visitors->len; i++) {
    const GcLoadVisitor *visitor = crowd->visitors->pdata[i];
    if (visitor->step != GC_LOAD_FREE)
      return FALSE;
  }
  return crowd->n_serving == 0 && crowd->marker_us == 0 &&
         (crowd->marker == NULL || crowd->marker->ticket[0] == '\0');
}

/* All agents are at work from the start: that is an event for all kiosks, and not measured. */
static gboolean
make_ready (GcLoadCrowd *crowd, GError **error)
{
  for (guint i = 0; i < crowd->visitors->len; i++) {
    GcLoadVisitor *visitor = crowd->visitors->pdata[i];
    if (visitor->person->role != GC_LOAD_AGENT)
      continue;
    visitor->step = GC_LOAD_WANT;
    ask (visitor);
    visitor->step = GC_LOAD_FREE;
  }
  return gc_load_crowd_idle (crowd, READY_US, error);
}

/* Sends at most @rate events a second, and no more at once than 20 ms give. */
static void
work (GcLoadCrowd *crowd, double rate, int64_t us)
{
  int64_t last_us = gc_load_crowd_now_us (), end_us = last_us + us;
  double credit = 0;

  for (;;) {
    int64_t now_us = gc_load_crowd_now_us ();
    if (now_us >= end_us || crowd->error != NULL || (!crowd->is_working && is_over (crowd)))
      break;
    credit = MIN (credit + (double)(now_us - last_us) / G_USEC_PER_SEC * rate, rate / 50 + 1);
    last_us = now_us;
    step_marker (crowd);
    for (GcLoadVisitor *visitor; credit >= 1 && (visitor = take_due (crowd, now_us)) != NULL;
         credit--)
      ask (visitor);
    gc_load_crowd_turn (crowd, TURN_US);
  }
}

gboolean
gc_load_crowd_work (GcLoadCrowd *crowd, double rate, int64_t us, double *ret_per_s, GError **error)
{
  if (!make_ready (crowd, error))
    return FALSE;
  gc_load_crowd_forget_times (crowd);
  crowd->is_working = TRUE;
  uint64_t before = crowd->n_answered;
  int64_t start_us = gc_load_crowd_now_us ();
  work (crowd, rate, us);
  *ret_per_s = (double)(crowd->n_answered - before) * G_USEC_PER_SEC /
               (double)(gc_load_crowd_now_us () - start_us);
  crowd->is_working = FALSE;
  work (crowd, rate, DRAIN_US);
  for (guint i = 0; i < crowd->visitors->len && !is_over (crowd); i++) {
    const GcLoadVisitor *visitor = crowd->visitors->pdata[i];
    if (visitor->step == GC_LOAD_FREE && visitor->ticket[0] == '\0')
      continue;
    g_autofree char *why =
        g_strdup_printf ("step %d was never shown, ticket \"%s\"", visitor->step, visitor->ticket);
    gc_load_crowd_fail (crowd, visitor, why);
  }
  if (!is_over (crowd))
    gc_load_crowd_fail (crowd, crowd->marker, "the desks did not show what it did");
  return gc_load_crowd_idle (crowd, 0, error);
}
