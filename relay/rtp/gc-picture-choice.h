// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcPictureChoice says how many of the pictures that a receiver could be shown its way carries.
 * They are counted in the order of their worth, and share what there is evenly; one that would get
 * less than its floor is not worth sending. A picture goes when it has not fitted for a while, and
 * comes back, one at a time, when it has fitted with a margin for longer; one that soon had to go
 * again waits twice as long. Pure: the clock is an argument.
 */

/*
 * With less than this, headers counted, a face is a smear of a few frames a second, and its key
 * frame of about 4 KB fills the way for longer than half a second.
 */
#define GC_PICTURE_FLOOR_BPS 60000
/*
 * With so much a face can be read. No sender is held below it for one receiver while others can
 * take twice as much.
 */
#define GC_PICTURE_SHARED_FLOOR_BPS 150000

#define GC_PICTURE_PAUSE_US 2000000        /* after so long below its floor it goes */
#define GC_PICTURE_RESUME_US 3000000       /* after so long above floor and margin it comes back */
#define GC_PICTURE_MAX_RESUME_US 48000000  /* or after so long, if it soon went again before */
#define GC_PICTURE_RELAPSE_US 30000000     /* that is soon */
#define GC_PICTURE_MARGIN(bps) ((bps) / 4) /* beyond the floor */

/* All zero at first: then everything is shown until it has not fitted for a while. */
typedef struct {
  unsigned n_shown;
  unsigned n_pictures; /* of which */
  int towards;         /* -1: what is shown does not fit, 1: more would, 0: neither */
  int64_t since_us;    /* since when that is so */
  int64_t resume_us;   /* for how long more must fit; 0: RESUME */
  int64_t resumed_us;  /* when a picture last came back, if resume_us is not 0 */
} GcPictureChoice;

/*
 * The floor of a picture for one receiver. @others_bps: the most that another receiver can take of
 * it, 0 when there is none.
 */
int64_t gc_picture_floor_bps (int64_t others_bps);

/*
 * Returns how many of the @n_pictures, the first of them, are to be shown from now on. @bps: what
 * the way carries of pictures, below 0: not known. @floors_bps: of each picture.
 */
unsigned gc_picture_choice_update (GcPictureChoice *choice,
                                   int64_t bps,
                                   const int64_t *floors_bps,
                                   unsigned n_pictures,
                                   int64_t now_us);
