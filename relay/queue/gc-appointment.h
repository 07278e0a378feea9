// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcAppointment: a time that a resident has for his matter, from the hold to the end of its day.
 * Plain data, one row of the store; only GcQueue changes it. All times are milliseconds since 1970
 * UTC, 0 for never.
 */
typedef enum {
  GC_APPOINTMENT_HELD,     /* picked at a kiosk, until until_ms */
  GC_APPOINTMENT_PROPOSED, /* an agent proposes it to the resident of his session, until until_ms */
  GC_APPOINTMENT_BOOKED,
  GC_APPOINTMENT_ARRIVED, /* he is there, and has a ticket; booked again if he gives up its draft */
  GC_APPOINTMENT_NO_SHOW, /* not there in time; until the end of the day he may still arrive */
  GC_APPOINTMENT_EXPIRED, /* the hold or the proposal ran out, or was given back */
  GC_APPOINTMENT_DECLINED,
  GC_APPOINTMENT_CANCELLED,
  GC_APPOINTMENT_N_STATES,
} GcAppointmentState;

/* `held proposed booked arrived no_show expired declined cancelled`. Static. */
const char *gc_appointment_state_name (GcAppointmentState state);
gboolean gc_appointment_state_parse (const char *name, GcAppointmentState *ret_state);
/* Whether an appointment may go from @from to @to. */
gboolean gc_appointment_state_may_follow (GcAppointmentState from, GcAppointmentState to);
/* Whether it is still to come: held, proposed, booked. */
gboolean gc_appointment_state_is_live (GcAppointmentState state);

/* What new zone data did to the time, until the resident has seen it. */
typedef enum {
  GC_CLOCK_CHANGE_NONE,
  GC_CLOCK_CHANGE_POINT_CLOCK, /* the same instant, another time on the point's clock */
  GC_CLOCK_CHANGE_MOVED,       /* another instant: the home city's clock was changed */
  GC_CLOCK_CHANGE_GONE,        /* the home city's clock leaves the time out: cancelled */
  GC_CLOCK_CHANGE_N,
} GcClockChange;

/* `point_clock moved gone`; NULL for none. Static. */
const char *gc_clock_change_name (GcClockChange change);
gboolean gc_clock_change_parse (const char *name, GcClockChange *ret_change);

/* A reminder that is due; there is no mail, staff phone. */
typedef enum {
  GC_REMIND_NONE,
  GC_REMIND_DAY,
  GC_REMIND_HOUR,
  GC_REMIND_N,
} GcRemind;

/* `day hour`; NULL for none. Static. */
const char *gc_remind_name (GcRemind remind);
gboolean gc_remind_parse (const char *name, GcRemind *ret_remind);

/* When a meeting is, and what it takes. */
typedef struct {
  int64_t start_ms; /* 0: there is none */
  int64_t end_ms;
  int64_t busy_ms; /* room and agent are free again */
  int64_t day_ms;  /* the day of start_ms ends at the point */
  char *home_wall; /* "2027-03-15 16:30" on the clock of the home city, and of the point */
  char *point_wall;
} GcMeeting;

void gc_meeting_set (GcMeeting *meeting, const GcMeeting *to);
void gc_meeting_clear (GcMeeting *meeting);

typedef struct {
  char *id;
  char *code; /* (nullable) that the resident keeps, such as "K7DM29QX4T" */
  char *point;
  char *kiosk; /* (nullable) that shows it */
  char *item;
  char *department;
  char **languages; /* of the resident, best first */
  char *name;       /* "" until it is booked */
  char *phone;      /* digits, perhaps after a +; "": none */
  char *home_zone;  /* IANA names */
  char *point_zone;
  GcMeeting time;
  GcMeeting proposal; /* another time that the home side asks for */
  char *note;         /* (nullable) to the proposal */
  char *agent;        /* (nullable) who proposed it, in the session of ticket `origin` */
  char *origin;       /* (nullable) */
  char *ticket;       /* (nullable) made when he arrived */
  int64_t created_ms;
  int64_t since_ms;  /* the state was entered */
  int64_t until_ms;  /* held, proposed: it expires then; else 0 */
  int64_t absent_ms; /* the page of `kiosk` is gone since then; 0 while it is there */
  GcAppointmentState state;
  GcClockChange change;
  GcRemind remind;    /* due and not yet given */
  unsigned reminders; /* bits, 1 << GcRemind: those whose time has come */
  unsigned sequence;  /* how often the time was changed, for the file of a calendar */
  gboolean late;      /* arrived when it was a no-show */
  gboolean confirm;   /* missed two lately: staff phone before */
  gboolean closed;    /* nothing can happen any more: kept by the store only */
} GcAppointment;

/* (transfer full) */
GcAppointment *gc_appointment_new (const char *id);
GcAppointment *gc_appointment_copy (const GcAppointment *appointment);
void gc_appointment_free (GcAppointment *appointment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcAppointment, gc_appointment_free)

/* Whether two rows hold the same in every member. For tests and for checks after a reload. */
gboolean gc_appointment_equal (const GcAppointment *a, const GcAppointment *b);

#define GC_APPOINTMENT_CODE_CHARS 10

/* Ten characters out of A-Z and 2-9 without those that look alike, from as many random @bytes.
 * (transfer full) */
char *gc_appointment_code_new (void (*fill) (void *bytes, size_t size));
/* Reads what a person typed: small letters, blanks and dashes do not matter. (transfer full)
 * (nullable): it cannot be a code */
char *gc_appointment_code_parse (const char *text);
/* "K7DM2-9QX4T". (transfer full) */
char *gc_appointment_code_format (const char *code);
