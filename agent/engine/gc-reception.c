// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-reception.h"

#define SILENCE_DB (-100.0)

struct _GcReception {
  GMutex mutex; /* protects all below */
  GcReceptionFigures figures;
  int64_t start_us;
  int64_t last_us; /* of the last frame, 0 before it or after a pause */
  gboolean is_paused;
  gboolean awaits_frame;
};

GcReception *
gc_reception_new (void)
{
  GcReception *reception = g_new0 (GcReception, 1);

  g_mutex_init (&reception->mutex);
  reception->figures.first_frame_us = -1;
  reception->figures.sound_level_db = SILENCE_DB;
  reception->is_paused = TRUE;
  return reception;
}

void
gc_reception_free (GcReception *reception)
{
  if (reception == NULL)
    return;
  g_mutex_clear (&reception->mutex);
  g_free (reception);
}

void
gc_reception_start (GcReception *reception, int64_t now_us)
{
  g_mutex_lock (&reception->mutex);
  reception->figures = (GcReceptionFigures){ .first_frame_us = -1, .sound_level_db = SILENCE_DB };
  reception->start_us = now_us;
  reception->last_us = 0;
  reception->is_paused = FALSE;
  reception->awaits_frame = TRUE;
  g_mutex_unlock (&reception->mutex);
}

static void
note_gap_locked (GcReception *reception, GcReceptionFigures *figures, int64_t now_us)
{
  int64_t gap_us = now_us - reception->last_us;

  if (reception->last_us == 0)
    return;
  figures->longest_gap_us = MAX (figures->longest_gap_us, gap_us);
  if (gap_us <= GC_RECEPTION_FREEZE_US)
    return;
  figures->freezes++;
  figures->frozen_us += gap_us;
}

void
gc_reception_set_paused (GcReception *reception, gboolean paused, int64_t now_us)
{
  g_mutex_lock (&reception->mutex);
  if (paused && !reception->is_paused)
    note_gap_locked (reception, &reception->figures, now_us);
  if (paused != reception->is_paused)
    reception->last_us = 0;
  reception->is_paused = paused;
  g_mutex_unlock (&reception->mutex);
}

gboolean
gc_reception_note_frame (GcReception *reception, const GcReceptionPicture *picture, int64_t now_us)
{
  GcReceptionFigures *figures = &reception->figures;
  gboolean is_first = FALSE;

  g_mutex_lock (&reception->mutex);
  if (!reception->is_paused) {
    note_gap_locked (reception, figures, now_us);
    reception->last_us = now_us;
    if (figures->first_frame_us < 0)
      figures->first_frame_us = now_us - reception->start_us;
    if (figures->frames > 0 && picture->hash != figures->picture.hash)
      figures->moving_frames++;
    figures->frames++;
    figures->picture = *picture;
    is_first = reception->awaits_frame;
    reception->awaits_frame = FALSE;
  }
  g_mutex_unlock (&reception->mutex);
  return is_first;
}

void
gc_reception_await (GcReception *reception)
{
  g_mutex_lock (&reception->mutex);
  reception->awaits_frame = TRUE;
  g_mutex_unlock (&reception->mutex);
}

void
gc_reception_note_sound (GcReception *reception, double level_db)
{
  g_mutex_lock (&reception->mutex);
  if (!reception->is_paused) {
    reception->figures.sound_buffers++;
    reception->figures.sound_level_db = MAX (level_db, SILENCE_DB);
  }
  g_mutex_unlock (&reception->mutex);
}

void
gc_reception_get (GcReception *reception, int64_t now_us, GcReceptionFigures *ret_figures)
{
  g_mutex_lock (&reception->mutex);
  *ret_figures = reception->figures;
  if (!reception->is_paused)
    note_gap_locked (reception, ret_figures, now_us);
  g_mutex_unlock (&reception->mutex);
}
