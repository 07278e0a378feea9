// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-picture-choice.h"

int64_t
gc_picture_floor_bps (int64_t others_bps)
{
  return CLAMP (others_bps / 2, GC_PICTURE_FLOOR_BPS, GC_PICTURE_SHARED_FLOOR_BPS);
}

/* How many fit; @with_margin: with something to spare. */
static unsigned
count_fitting (int64_t bps, const int64_t *floors_bps, unsigned n_pictures, gboolean with_margin)
{
  int64_t most_bps = 0;

  for (unsigned n = 1; n <= n_pictures; n++) {
    int64_t floor_bps = floors_bps[n - 1];
    most_bps = MAX (most_bps, floor_bps + (with_margin ? GC_PICTURE_MARGIN (floor_bps) : 0));
    if (bps < most_bps * n)
      return n - 1;
  }
  return n_pictures;
}

static void
turn (GcPictureChoice *choice, int towards, int64_t now_us)
{
  if (towards != choice->towards)
    choice->since_us = now_us;
  choice->towards = towards;
}

static void
pause_pictures (GcPictureChoice *choice, unsigned n_shown, int64_t now_us)
{
  gboolean relapse = choice->resume_us > 0 && now_us - choice->resumed_us < GC_PICTURE_RELAPSE_US;

  choice->resume_us = relapse ? MIN (2 * choice->resume_us, GC_PICTURE_MAX_RESUME_US) : 0;
  choice->n_shown = n_shown;
  turn (choice, 0, now_us);
}

static void
resume_picture (GcPictureChoice *choice, int64_t now_us)
{
  choice->n_shown++;
  choice->resume_us = MAX (choice->resume_us, GC_PICTURE_RESUME_US);
  choice->resumed_us = now_us;
  turn (choice, 0, now_us);
}

/* What is new is shown at once, unless something is kept back already. */
static void
count_pictures (GcPictureChoice *choice, unsigned n_pictures)
{
  if (choice->n_shown == choice->n_pictures)
    choice->n_shown = n_pictures;
  choice->n_shown = MIN (choice->n_shown, n_pictures);
  choice->n_pictures = n_pictures;
}

unsigned
gc_picture_choice_update (GcPictureChoice *choice,
                          int64_t bps,
                          const int64_t *floors_bps,
                          unsigned n_pictures,
                          int64_t now_us)
{
  if (bps < 0)
    return n_pictures;
  /* Between two calls, or on hold, the way stays what it was. */
  if (n_pictures == 0)
    return 0;
  count_pictures (choice, n_pictures);
  unsigned n_fitting = count_fitting (bps, floors_bps, n_pictures, FALSE);
  unsigned n_ample = count_fitting (bps, floors_bps, n_pictures, TRUE);
  int64_t resume_us = MAX (choice->resume_us, GC_PICTURE_RESUME_US);

  turn (choice, (n_ample > choice->n_shown) - (n_fitting < choice->n_shown), now_us);
  if (choice->towards < 0 && now_us - choice->since_us >= GC_PICTURE_PAUSE_US)
    pause_pictures (choice, n_fitting, now_us);
  else if (choice->towards > 0 && now_us - choice->since_us >= resume_us)
    resume_picture (choice, now_us);
  return choice->n_shown;
}
