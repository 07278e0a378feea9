// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcReception: what one session received, told as figures. Frames and sound are noted on streaming
 * threads, figures are read on the main thread; one mutex inside holds them together.
 * Times are monotonic microseconds, given by the caller.
 */
typedef struct _GcReception GcReception;

/* A gap between two frames above this is a freeze: ITU-T P.1203 calls it a stalling event. */
#define GC_RECEPTION_FREEZE_US 500000

/* The brightness of a picture, looked at in a coarse grid. */
typedef struct {
  uint8_t mean;
  uint8_t spread; /* brightest less darkest */
  uint32_t hash;  /* differs when the picture does */
} GcReceptionPicture;

typedef struct {
  int64_t first_frame_us; /* after the start, -1 before it came */
  uint64_t frames;
  uint64_t moving_frames; /* that differ from the one before */
  uint64_t freezes;
  int64_t frozen_us;      /* sum of all freezes, a running one included */
  int64_t longest_gap_us; /* between two frames, a running one included */
  GcReceptionPicture picture;
  uint64_t sound_buffers;
  double sound_level_db; /* RMS of the last second, -100 for silence */
} GcReceptionFigures;

GcReception *gc_reception_new (void);
void gc_reception_free (GcReception *reception);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcReception, gc_reception_free)

/* A new session starts: all figures begin again. */
void gc_reception_start (GcReception *reception, int64_t now_us);

/* While paused (on hold, or no session) nothing is noted and no gap grows. */
void gc_reception_set_paused (GcReception *reception, gboolean paused, int64_t now_us);

/* TRUE when this was the first frame since the start, or since gc_reception_await (). */
gboolean
gc_reception_note_frame (GcReception *reception, const GcReceptionPicture *picture, int64_t now_us);

/* Makes the next frame count as a first one: the media come over a new peer. */
void gc_reception_await (GcReception *reception);

void gc_reception_note_sound (GcReception *reception, double level_db);

void gc_reception_get (GcReception *reception, int64_t now_us, GcReceptionFigures *ret_figures);
