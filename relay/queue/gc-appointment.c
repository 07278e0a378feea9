// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The row of an appointment, its names on the wire, and the table of legal moves.
 */
#include "config.h"

#include "queue/gc-appointment.h"

#include "queue/gc-names.h"

#include <string.h>

#define CODE_LETTERS "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

static const char *const state_names[GC_APPOINTMENT_N_STATES] = {
  [GC_APPOINTMENT_HELD] = "held",         [GC_APPOINTMENT_PROPOSED] = "proposed",
  [GC_APPOINTMENT_BOOKED] = "booked",     [GC_APPOINTMENT_ARRIVED] = "arrived",
  [GC_APPOINTMENT_NO_SHOW] = "no_show",   [GC_APPOINTMENT_EXPIRED] = "expired",
  [GC_APPOINTMENT_DECLINED] = "declined", [GC_APPOINTMENT_CANCELLED] = "cancelled",
};

static const char *const change_names[GC_CLOCK_CHANGE_N] = {
  [GC_CLOCK_CHANGE_NONE] = NULL,
  [GC_CLOCK_CHANGE_POINT_CLOCK] = "point_clock",
  [GC_CLOCK_CHANGE_MOVED] = "moved",
  [GC_CLOCK_CHANGE_GONE] = "gone",
};

static const char *const remind_names[GC_REMIND_N] = {
  [GC_REMIND_NONE] = NULL,
  [GC_REMIND_DAY] = "day",
  [GC_REMIND_HOUR] = "hour",
};

#define TO(state) (1u << GC_APPOINTMENT_##state)

static const unsigned followers[GC_APPOINTMENT_N_STATES] = {
  [GC_APPOINTMENT_HELD] = TO (BOOKED) | TO (EXPIRED),
  [GC_APPOINTMENT_PROPOSED] = TO (BOOKED) | TO (EXPIRED) | TO (DECLINED),
  [GC_APPOINTMENT_BOOKED] = TO (ARRIVED) | TO (NO_SHOW) | TO (CANCELLED),
  [GC_APPOINTMENT_ARRIVED] = TO (BOOKED),
  [GC_APPOINTMENT_NO_SHOW] = TO (ARRIVED),
  [GC_APPOINTMENT_EXPIRED] = 0,
  [GC_APPOINTMENT_DECLINED] = 0,
  [GC_APPOINTMENT_CANCELLED] = 0,
};

const char *
gc_appointment_state_name (GcAppointmentState state)
{
  g_return_val_if_fail (state < GC_APPOINTMENT_N_STATES, "held");
  return state_names[state];
}

gboolean
gc_appointment_state_parse (const char *name, GcAppointmentState *ret_state)
{
  int index;

  if (!gc_names_find (state_names, GC_APPOINTMENT_N_STATES, name, &index))
    return FALSE;
  *ret_state = (GcAppointmentState)index;
  return TRUE;
}

gboolean
gc_appointment_state_may_follow (GcAppointmentState from, GcAppointmentState to)
{
  g_return_val_if_fail (from < GC_APPOINTMENT_N_STATES && to < GC_APPOINTMENT_N_STATES, FALSE);
  return (followers[from] & (1u << to)) != 0;
}

gboolean
gc_appointment_state_is_live (GcAppointmentState state)
{
  return state == GC_APPOINTMENT_HELD || state == GC_APPOINTMENT_PROPOSED ||
         state == GC_APPOINTMENT_BOOKED;
}

const char *
gc_clock_change_name (GcClockChange change)
{
  g_return_val_if_fail (change < GC_CLOCK_CHANGE_N, NULL);
  return change_names[change];
}

gboolean
gc_clock_change_parse (const char *name, GcClockChange *ret_change)
{
  int index;

  if (!gc_names_find (change_names, GC_CLOCK_CHANGE_N, name, &index))
    return FALSE;
  *ret_change = (GcClockChange)index;
  return TRUE;
}

const char *
gc_remind_name (GcRemind remind)
{
  g_return_val_if_fail (remind < GC_REMIND_N, NULL);
  return remind_names[remind];
}

gboolean
gc_remind_parse (const char *name, GcRemind *ret_remind)
{
  int index;

  if (!gc_names_find (remind_names, GC_REMIND_N, name, &index))
    return FALSE;
  *ret_remind = (GcRemind)index;
  return TRUE;
}

/* ---- the row ---- */

void
gc_meeting_set (GcMeeting *meeting, const GcMeeting *to)
{
  GcMeeting copy = *to;

  copy.home_wall = g_strdup (to->home_wall);
  copy.point_wall = g_strdup (to->point_wall);
  gc_meeting_clear (meeting);
  *meeting = copy;
}

void
gc_meeting_clear (GcMeeting *meeting)
{
  g_free (meeting->home_wall);
  g_free (meeting->point_wall);
  *meeting = (GcMeeting){ 0 };
}

GcAppointment *
gc_appointment_new (const char *id)
{
  GcAppointment *appointment = g_new0 (GcAppointment, 1);

  appointment->id = g_strdup (id);
  return appointment;
}

GcAppointment *
gc_appointment_copy (const GcAppointment *appointment)
{
  GcAppointment *copy = g_memdup2 (appointment, sizeof *appointment);

  copy->id = g_strdup (appointment->id);
  copy->code = g_strdup (appointment->code);
  copy->point = g_strdup (appointment->point);
  copy->kiosk = g_strdup (appointment->kiosk);
  copy->item = g_strdup (appointment->item);
  copy->department = g_strdup (appointment->department);
  copy->languages = g_strdupv (appointment->languages);
  copy->name = g_strdup (appointment->name);
  copy->phone = g_strdup (appointment->phone);
  copy->home_zone = g_strdup (appointment->home_zone);
  copy->point_zone = g_strdup (appointment->point_zone);
  copy->note = g_strdup (appointment->note);
  copy->agent = g_strdup (appointment->agent);
  copy->origin = g_strdup (appointment->origin);
  copy->ticket = g_strdup (appointment->ticket);
  copy->time = copy->proposal = (GcMeeting){ 0 };
  gc_meeting_set (&copy->time, &appointment->time);
  gc_meeting_set (&copy->proposal, &appointment->proposal);
  return copy;
}

void
gc_appointment_free (GcAppointment *appointment)
{
  if (appointment == NULL)
    return;
  g_free (appointment->id);
  g_free (appointment->code);
  g_free (appointment->point);
  g_free (appointment->kiosk);
  g_free (appointment->item);
  g_free (appointment->department);
  g_strfreev (appointment->languages);
  g_free (appointment->name);
  g_free (appointment->phone);
  g_free (appointment->home_zone);
  g_free (appointment->point_zone);
  g_free (appointment->note);
  g_free (appointment->agent);
  g_free (appointment->origin);
  g_free (appointment->ticket);
  gc_meeting_clear (&appointment->time);
  gc_meeting_clear (&appointment->proposal);
  g_free (appointment);
}

static gboolean
meetings_equal (const GcMeeting *a, const GcMeeting *b)
{
  return a->start_ms == b->start_ms && a->end_ms == b->end_ms && a->busy_ms == b->busy_ms &&
         a->day_ms == b->day_ms && g_strcmp0 (a->home_wall, b->home_wall) == 0 &&
         g_strcmp0 (a->point_wall, b->point_wall) == 0;
}

static gboolean
texts_equal (const GcAppointment *a, const GcAppointment *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->code, b->code) == 0 &&
         g_strcmp0 (a->point, b->point) == 0 && g_strcmp0 (a->kiosk, b->kiosk) == 0 &&
         g_strcmp0 (a->item, b->item) == 0 && g_strcmp0 (a->department, b->department) == 0 &&
         g_strv_equal ((const char *const *)a->languages, (const char *const *)b->languages) &&
         g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->phone, b->phone) == 0 &&
         g_strcmp0 (a->home_zone, b->home_zone) == 0 &&
         g_strcmp0 (a->point_zone, b->point_zone) == 0 && g_strcmp0 (a->note, b->note) == 0 &&
         g_strcmp0 (a->agent, b->agent) == 0 && g_strcmp0 (a->origin, b->origin) == 0 &&
         g_strcmp0 (a->ticket, b->ticket) == 0;
}

gboolean
gc_appointment_equal (const GcAppointment *a, const GcAppointment *b)
{
  return texts_equal (a, b) && meetings_equal (&a->time, &b->time) &&
         meetings_equal (&a->proposal, &b->proposal) && a->created_ms == b->created_ms &&
         a->since_ms == b->since_ms && a->until_ms == b->until_ms && a->absent_ms == b->absent_ms &&
         a->state == b->state && a->change == b->change && a->remind == b->remind &&
         a->reminders == b->reminders && a->sequence == b->sequence && a->late == b->late &&
         a->confirm == b->confirm && a->closed == b->closed;
}

/* ---- what people keep and type ---- */

char *
gc_appointment_code_new (void (*fill) (void *bytes, size_t size))
{
  /* As many of the 256 bytes for each letter: those above are drawn again. */
  const unsigned n_letters = sizeof CODE_LETTERS - 1, fair = 256 / n_letters * n_letters;
  char *code = g_malloc0 (GC_APPOINTMENT_CODE_CHARS + 1);

  for (size_t i = 0; i < GC_APPOINTMENT_CODE_CHARS;) {
    uint8_t byte;
    fill (&byte, 1);
    if (byte < fair)
      code[i++] = CODE_LETTERS[byte % n_letters];
  }
  return code;
}

char *
gc_appointment_code_parse (const char *text)
{
  char code[GC_APPOINTMENT_CODE_CHARS + 1] = { 0 };
  size_t n = 0;

  for (; *text != '\0'; text++) {
    char letter = g_ascii_toupper (*text);
    if (letter == ' ' || letter == '-')
      continue;
    if (n == GC_APPOINTMENT_CODE_CHARS || strchr (CODE_LETTERS, letter) == NULL)
      return NULL;
    code[n++] = letter;
  }
  return n == GC_APPOINTMENT_CODE_CHARS ? g_strdup (code) : NULL;
}

char *
gc_appointment_code_format (const char *code)
{
  return g_strdup_printf ("%.5s-%s", code, code + GC_APPOINTMENT_CODE_CHARS / 2);
}
