// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "calendar/gc-booking.h"

/*
 * The booking as a file that the resident's own calendar takes (RFC 5545). Its times are UTC, so
 * that no device can read them by zone data of its own; the text has them by both clocks.
 */

/* What the file says beside the times. UTF-8, borrowed. */
typedef struct {
  const char *uid;         /* the same for every version of one booking, and never for another */
  const char *summary;     /* the one line that is seen in a calendar */
  const char *location;    /* where to go */
  const char *point_place; /* whose clock is whose, such as "Milan" and "Wenzhou" */
  const char *home_place;
  int sequence;       /* 0 at first, one higher each time the booking is changed */
  gboolean cancelled; /* the entry is shown as called off, and reminds of nothing */
} GcIcsText;

/*
 * The whole file, lines ended by CR LF and folded. It reminds a day and an hour before. @now_ms:
 * when it is written. (transfer full)
 */
char *gc_ics_format (const GcBooking *booking, const GcIcsText *text, int64_t now_ms);
