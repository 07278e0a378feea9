// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-slots.h"
#include "calendar/gc-wall-time.h"

#define MINUTES(n) ((n)*GC_MINUTE_MS)
#define HOURS(n) MINUTES ((n)*60)

/* A day at a point in UTC: open 9 to 12, hub on duty until 11:30. Asked two days before. */
typedef struct {
  GTimeZone *zone;
  GcSpans *window;
  GcSpans *duty;
  GcSpans *on_duty;
  GcSlotAgents agents;
  GcSlotRequest request;
} Day;

#define DAY_MS (20000 * GC_DAY_MS)

static void
day_init (Day *day)
{
  *day = (Day){ .zone = g_time_zone_new_utc (),
                .window = gc_spans_new (),
                .duty = gc_spans_new (),
                .on_duty = gc_spans_new () };
  gc_spans_add (day->window, DAY_MS + HOURS (9), DAY_MS + HOURS (12));
  gc_spans_add (day->duty, DAY_MS + HOURS (7), DAY_MS + HOURS (11) + MINUTES (30));
  gc_spans_add (day->on_duty, DAY_MS, DAY_MS + GC_DAY_MS);
  day->agents = (GcSlotAgents){ day->on_duty, 5 };
  day->request = (GcSlotRequest){ .zone = day->zone,
                                  .window = day->window,
                                  .duty = day->duty,
                                  .rooms = 1,
                                  .agents = &day->agents,
                                  .n_agents = 1,
                                  .length = { 15, 5 },
                                  .age = 70,
                                  .now_ms = DAY_MS - 2 * GC_DAY_MS };
}

static void
day_clear (Day *day)
{
  g_time_zone_unref (day->zone);
  gc_spans_free (day->window);
  gc_spans_free (day->duty);
  gc_spans_free (day->on_duty);
}

/* "09:00 09:20*": the starts of the slots, with a star those for elders. */
static char *
describe (const GcSlotRequest *request)
{
  g_autoptr (GArray) slots = gc_slots_find (request);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < slots->len; i++) {
    const GcSlot *slot = &g_array_index (slots, GcSlot, i);
    int minute = (int)((slot->span.from_ms % GC_DAY_MS) / GC_MINUTE_MS);
    g_assert_cmpint (slot->span.to_ms - slot->span.from_ms, ==,
                     request->length.length_minutes * GC_MINUTE_MS);
    g_assert_cmpuint (slot->free, >, 0);
    g_string_append_printf (text, "%s%02d:%02d%s", i > 0 ? " " : "", minute / 60, minute % 60,
                            slot->for_elders ? "*" : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_slots (const GcSlotRequest *request, const char *expected)
{
  g_autofree char *text = describe (request);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_lengths (void)
{
  GcSlotLength plain = gc_slot_length (FALSE, 0), notary = gc_slot_length (TRUE, 0);
  GcSlotLength known = gc_slot_length (TRUE, 50);

  g_assert_cmpint (plain.length_minutes, ==, 15);
  g_assert_cmpint (plain.gap_minutes, ==, 5);
  g_assert_cmpint (notary.length_minutes, ==, 30);
  g_assert_cmpint (notary.gap_minutes, ==, 10);
  g_assert_cmpint (known.length_minutes, ==, 50);
  g_assert_cmpint (known.gap_minutes, ==, 10);
}

static void
test_grid (void)
{
  Day day;

  day_init (&day);
  /* The last meeting ends when the hub does. */
  assert_slots (&day.request, "09:00* 09:20 09:40 10:00 10:20 10:40* 11:00");
  day.request.length = gc_slot_length (TRUE, 0);
  assert_slots (&day.request, "09:00* 09:40 10:20 11:00");
  /* 8 and 5 minutes: a step of 15, so that starts are round. */
  day.request.length = gc_slot_length (FALSE, 8);
  assert_slots (&day.request, "09:00* 09:15 09:30 09:45 10:00 10:15* 10:30 10:45 11:00 11:15");
  day.request.length.length_minutes = 151;
  assert_slots (&day.request, "");
  day_clear (&day);
}

static void
test_rooms (void)
{
  Day day;
  /* Two short ones after each other and one beside them: never more than two at once. */
  GcSlotBooking bookings[] = {
    { { DAY_MS + HOURS (9), DAY_MS + HOURS (9) + MINUTES (20) }, TRUE, FALSE },
    { { DAY_MS + HOURS (9) + MINUTES (20), DAY_MS + HOURS (9) + MINUTES (40) }, TRUE, FALSE },
    { { DAY_MS + HOURS (9) + MINUTES (10), DAY_MS + HOURS (9) + MINUTES (30) }, TRUE, FALSE },
  };

  day_init (&day);
  day.request.bookings = bookings;
  day.request.n_bookings = 1;
  assert_slots (&day.request, "09:20 09:40 10:00 10:20 10:40* 11:00");
  day.request.n_bookings = G_N_ELEMENTS (bookings);
  assert_slots (&day.request, "09:40 10:00 10:20 10:40* 11:00");
  day.request.rooms = 3;
  day.request.length = gc_slot_length (TRUE, 0);
  g_autoptr (GArray) slots = gc_slots_find (&day.request);
  g_assert_cmpuint (g_array_index (slots, GcSlot, 0).free, ==, 1);
  g_assert_cmpuint (g_array_index (slots, GcSlot, 1).free, ==, 3);
  day.request.rooms = 2;
  assert_slots (&day.request, "09:40 10:20 11:00");
  day.request.rooms = 0;
  assert_slots (&day.request, "");
  day_clear (&day);
}

static void
test_agents (void)
{
  Day day;
  g_autoptr (GcSpans) early = gc_spans_new ();
  GcSlotBooking elsewhere[] = {
    { { DAY_MS + HOURS (10), DAY_MS + HOURS (10) + MINUTES (20) }, FALSE, TRUE },
    { { DAY_MS + HOURS (10), DAY_MS + HOURS (10) + MINUTES (20) }, FALSE, TRUE },
  };

  day_init (&day);
  /* Two until 10:10, one all day; both bookings of other points are at 10. */
  gc_spans_add (early, DAY_MS, DAY_MS + HOURS (10) + MINUTES (10));
  GcSlotAgents agents[] = { { early, 2 }, { day.on_duty, 1 } };
  day.request.agents = agents;
  day.request.n_agents = G_N_ELEMENTS (agents);
  day.request.rooms = 9;
  day.request.bookings = elsewhere;
  day.request.n_bookings = G_N_ELEMENTS (elsewhere);
  assert_slots (&day.request, "09:00* 09:20 09:40 10:20 10:40* 11:00");
  g_autoptr (GArray) slots = gc_slots_find (&day.request);
  g_assert_cmpuint (g_array_index (slots, GcSlot, 0).free, ==, 3);
  g_assert_cmpuint (g_array_index (slots, GcSlot, 3).free, ==, 1);
  day.request.n_agents = 0;
  assert_slots (&day.request, "");
  day_clear (&day);
}

static void
test_elders (void)
{
  Day day;
  static const char others[] = "09:20 09:40 10:00 10:20 11:00";

  day_init (&day);
  day.request.age = GC_SLOT_ELDER_AGE;
  assert_slots (&day.request, "09:00* 09:20 09:40 10:00 10:20 10:40* 11:00");
  day.request.age = GC_SLOT_ELDER_AGE - 1;
  assert_slots (&day.request, others);
  day.request.age = GC_SLOT_AGE_UNKNOWN;
  assert_slots (&day.request, others);
  /* From 24 h before each of them is for all. */
  day.request.now_ms = DAY_MS + HOURS (9) - GC_DAY_MS - 1;
  assert_slots (&day.request, others);
  day.request.now_ms = DAY_MS + HOURS (9) - GC_DAY_MS;
  assert_slots (&day.request, "09:00* 09:20 09:40 10:00 10:20 11:00");
  day_clear (&day);
}

static void
test_horizon (void)
{
  Day day;

  day_init (&day);
  day.request.now_ms = DAY_MS + HOURS (10);
  assert_slots (&day.request, "10:20 10:40* 11:00");
  day.request.now_ms = DAY_MS + HOURS (10) - 21 * GC_DAY_MS;
  assert_slots (&day.request, "09:00* 09:20 09:40");
  day.request.now_ms = DAY_MS - 22 * GC_DAY_MS;
  assert_slots (&day.request, "");
  day_clear (&day);
}

/*
 * People book at random until nothing is left: no room and no agent is ever double, and what is
 * offered to one is the same whether others have booked elsewhere in the grid or not.
 */
static void
test_fill_up (void)
{
  for (int round = 0; round < 200; round++) {
    Day day;
    g_autoptr (GArray) bookings = g_array_new (FALSE, FALSE, sizeof (GcSlotBooking));

    day_init (&day);
    day.request.rooms = (guint)g_test_rand_int_range (1, 4);
    day.agents.capacity = (guint)g_test_rand_int_range (1, 4);
    for (;;) {
      day.request.length = gc_slot_length (g_test_rand_int_range (0, 2), 0);
      g_autoptr (GArray) slots = gc_slots_find (&day.request);
      if (slots->len == 0)
        break;
      guint chosen = (guint)g_test_rand_int_range (0, (gint32)slots->len);
      GcSpan busy = g_array_index (slots, GcSlot, chosen).span;
      busy.to_ms += day.request.length.gap_minutes * GC_MINUTE_MS;
      GcSlotBooking booking = { busy, TRUE, TRUE };
      g_array_append_val (bookings, booking);
      day.request.bookings = (const GcSlotBooking *)(void *)bookings->data;
      day.request.n_bookings = bookings->len;
    }
    for (int64_t at_ms = DAY_MS; at_ms < DAY_MS + GC_DAY_MS; at_ms += MINUTES (5)) {
      guint running = 0;
      for (guint i = 0; i < bookings->len; i++) {
        const GcSpan *busy = &g_array_index (bookings, GcSlotBooking, i).busy;
        running += busy->from_ms <= at_ms && at_ms < busy->to_ms;
      }
      g_assert_cmpuint (running, <=, MIN (day.request.rooms, day.agents.capacity));
    }
    g_assert_cmpuint (bookings->len, >, 2);
    day_clear (&day);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slots/lengths", test_lengths);
  g_test_add_func ("/slots/grid", test_grid);
  g_test_add_func ("/slots/rooms", test_rooms);
  g_test_add_func ("/slots/agents", test_agents);
  g_test_add_func ("/slots/elders", test_elders);
  g_test_add_func ("/slots/horizon", test_horizon);
  g_test_add_func ("/slots/fill-up", test_fill_up);
  return g_test_run ();
}
