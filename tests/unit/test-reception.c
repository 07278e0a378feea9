// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-reception.h"

#include <math.h>

#define FRAME_US 40000
#define START_US 1000000

typedef enum {
  STEP_FRAMES, /* @argument frames, FRAME_US apart, each unlike the one before */
  STEP_STILL,  /* the same, all alike */
  STEP_WAIT,   /* @argument µs without anything */
  STEP_PAUSE,
  STEP_GO_ON,
} StepKind;

typedef struct {
  StepKind kind;
  int64_t argument;
} Step;

static const struct {
  const char *name;
  Step steps[6];
  int64_t first_frame_us;
  uint64_t frames;
  uint64_t moving_frames;
  uint64_t freezes;
  int64_t frozen_us;
  int64_t longest_gap_us;
} cases[] = {
  { "nothing", { { STEP_WAIT, 3000000 } }, -1, 0, 0, 0, 0, 0 },
  { "steady", { { STEP_FRAMES, 10 } }, FRAME_US, 10, 9, 0, 0, FRAME_US },
  { "still picture", { { STEP_STILL, 10 } }, FRAME_US, 10, 0, 0, 0, FRAME_US },
  { "late first frame",
    { { STEP_WAIT, 700000 }, { STEP_FRAMES, 2 } },
    700000 + FRAME_US,
    2,
    1,
    0,
    0,
    FRAME_US },
  { "just no freeze",
    { { STEP_FRAMES, 2 }, { STEP_WAIT, GC_RECEPTION_FREEZE_US - FRAME_US }, { STEP_FRAMES, 1 } },
    FRAME_US,
    3,
    2,
    0,
    0,
    GC_RECEPTION_FREEZE_US },
  { "a freeze",
    { { STEP_FRAMES, 2 }, { STEP_WAIT, 960000 }, { STEP_FRAMES, 3 } },
    FRAME_US,
    5,
    4,
    1,
    1000000,
    1000000 },
  { "a freeze that lasts",
    { { STEP_FRAMES, 2 }, { STEP_WAIT, 2000000 } },
    FRAME_US,
    2,
    1,
    1,
    2000000,
    2000000 },
  { "on hold",
    { { STEP_FRAMES, 2 },
      { STEP_PAUSE, 0 },
      { STEP_WAIT, 9000000 },
      { STEP_FRAMES, 5 },
      { STEP_GO_ON, 0 },
      { STEP_FRAMES, 3 } },
    FRAME_US,
    5,
    4,
    0,
    0,
    FRAME_US },
};

static void
note_frames (GcReception *reception, int64_t count, gboolean is_still, int64_t *now_us)
{
  static const GcReceptionPicture still = { 100, 200, 0 };

  for (int64_t i = 0; i < count; i++) {
    GcReceptionPicture picture = { 100, 200, (uint32_t)*now_us };
    *now_us += FRAME_US;
    gc_reception_note_frame (reception, is_still ? &still : &picture, *now_us);
  }
}

static void
run_step (GcReception *reception, const Step *step, int64_t *now_us)
{
  switch (step->kind) {
  case STEP_FRAMES:
  case STEP_STILL:
    note_frames (reception, step->argument, step->kind == STEP_STILL, now_us);
    break;
  case STEP_WAIT:
    *now_us += step->argument;
    break;
  case STEP_PAUSE:
  case STEP_GO_ON:
  default:
    gc_reception_set_paused (reception, step->kind == STEP_PAUSE, *now_us);
    break;
  }
}

static void
test_figures (gconstpointer data)
{
  size_t i = GPOINTER_TO_SIZE (data);
  g_autoptr (GcReception) reception = gc_reception_new ();
  GcReceptionFigures figures;
  int64_t now_us = START_US;

  gc_reception_start (reception, now_us);
  for (size_t j = 0; j < G_N_ELEMENTS (cases[i].steps); j++)
    run_step (reception, &cases[i].steps[j], &now_us);
  gc_reception_get (reception, now_us, &figures);
  g_assert_cmpint (figures.first_frame_us, ==, cases[i].first_frame_us);
  g_assert_cmpuint (figures.frames, ==, cases[i].frames);
  g_assert_cmpuint (figures.moving_frames, ==, cases[i].moving_frames);
  g_assert_cmpuint (figures.freezes, ==, cases[i].freezes);
  g_assert_cmpint (figures.frozen_us, ==, cases[i].frozen_us);
  g_assert_cmpint (figures.longest_gap_us, ==, cases[i].longest_gap_us);
}

/* A running gap is told without being counted twice when it ends. */
static void
test_reading_changes_nothing (void)
{
  g_autoptr (GcReception) reception = gc_reception_new ();
  GcReceptionFigures figures;
  int64_t now_us = START_US;

  gc_reception_start (reception, now_us);
  note_frames (reception, 2, FALSE, &now_us);
  gc_reception_get (reception, now_us + 3000000, &figures);
  g_assert_cmpuint (figures.freezes, ==, 1);
  gc_reception_get (reception, now_us + 3000000, &figures);
  g_assert_cmpuint (figures.freezes, ==, 1);
  now_us += 3000000;
  note_frames (reception, 1, FALSE, &now_us);
  gc_reception_get (reception, now_us, &figures);
  g_assert_cmpuint (figures.freezes, ==, 1);
  g_assert_cmpint (figures.frozen_us, ==, 3000000 + FRAME_US);
}

static void
test_first_frame (void)
{
  static const GcReceptionPicture picture = { 1, 2, 3 };
  g_autoptr (GcReception) reception = gc_reception_new ();

  /* Nothing counts before a session. */
  g_assert_false (gc_reception_note_frame (reception, &picture, 1));
  gc_reception_start (reception, 10);
  g_assert_true (gc_reception_note_frame (reception, &picture, 20));
  g_assert_false (gc_reception_note_frame (reception, &picture, 30));
  gc_reception_await (reception);
  g_assert_true (gc_reception_note_frame (reception, &picture, 40));
  g_assert_false (gc_reception_note_frame (reception, &picture, 50));
}

static void
test_sound (void)
{
  g_autoptr (GcReception) reception = gc_reception_new ();
  GcReceptionFigures figures;

  gc_reception_start (reception, START_US);
  gc_reception_get (reception, START_US, &figures);
  g_assert_cmpfloat (figures.sound_level_db, ==, -100);
  gc_reception_note_sound (reception, -15.5);
  gc_reception_get (reception, START_US, &figures);
  g_assert_cmpuint (figures.sound_buffers, ==, 1);
  g_assert_cmpfloat (figures.sound_level_db, ==, -15.5);
  /* Digital silence is minus infinity, which JSON cannot say. */
  gc_reception_note_sound (reception, -INFINITY);
  gc_reception_get (reception, START_US, &figures);
  g_assert_cmpfloat (figures.sound_level_db, ==, -100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/reception/%s", cases[i].name);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_figures);
  }
  g_test_add_func ("/reception/reading-changes-nothing", test_reading_changes_nothing);
  g_test_add_func ("/reception/first-frame", test_first_frame);
  g_test_add_func ("/reception/sound", test_sound);
  return g_test_run ();
}
