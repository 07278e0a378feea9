// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The store against a real database: SQLite in a temporary folder, or PostgreSQL when GC_TEST_STORE
 * says where one is (see with-postgres). The hard one is at the end: a process that is killed while
 * it writes has lost nothing that it had told anyone.
 */
#include "config.h"

#include "common/gc-error.h"
#include "queue/gc-queue-book.h"
#include "queue/gc-visit.h"
#include "store-shop.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the queue ---- */

static void
compare_ticket (const GcTicket *ticket, gpointer other)
{
  const GcTicket *loaded = gc_queue_get_ticket (other, ticket->id);

  g_assert_nonnull (loaded);
  g_assert_true (gc_ticket_equal (ticket, loaded));
}

static void
compare_agent (const GcAgent *agent, gpointer other)
{
  g_assert_true (gc_agent_equal (agent, gc_queue_get_agent (other, agent->account)));
}

/* All kinds of rows go in and come out as they were. */
static void
test_queue_round_trip (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  int64_t now_ms = SHOP_START_MS;

  for (unsigned i = 0; i < 2; i++) {
    const char *actor = i == 0 ? "ann" : "bo";
    shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = actor }, now_ms);
    shop_apply (queue,
                (GcQueueEvent){ .type = GC_EVENT_AGENT_WANT,
                                .actor = actor,
                                .want.wanted = GC_WANTED_AVAILABLE },
                now_ms);
  }
  for (unsigned i = 0; i < 6; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    shop_apply (queue, shop_creation (id), ++now_ms);
    if (i < 5)
      shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = id, .ticket = id },
                  ++now_ms);
  }
  shop_save (shop, queue);
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_OFFER_DECLINE, .actor = "ann", .ticket = "t0" },
              ++now_ms);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_OFFER_ACCEPT, .actor = "bo", .ticket = "t1" },
              ++now_ms);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_KIOSK_ABSENT, .actor = "t3" }, ++now_ms);
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_SESSION_END,
                              .actor = "bo",
                              .ticket = "t1",
                              .end.outcome = GC_OUTCOME_ACCEPTED_WITH_GAPS },
              ++now_ms);
  shop_apply (queue,
              (GcQueueEvent){
                  .type = GC_EVENT_TICKET_RATE, .actor = "t1", .ticket = "t1", .rate.grade = 4 },
              ++now_ms);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_LEAVE, .actor = "t4", .ticket = "t4" },
              ++now_ms);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_KIOSK_CLEAR, .actor = "t4" }, ++now_ms);
  shop_save (shop, queue);

  shop_reopen (shop);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_autoptr (GcQueue) other = shop_new_queue ();
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (rows->tickets->len, ==, 5);
  gc_queue_load (other, rows, now_ms, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  gc_queue_foreach_open (queue, compare_ticket, other);
  gc_queue_foreach_agent (queue, compare_agent, other);
  compare_ticket (gc_queue_get_ticket (queue, "t1"), other);
  g_assert_null (gc_queue_get_ticket (other, "t4"));
  shop_apply (other, shop_creation ("t9"), ++now_ms);
  g_assert_cmpstr (gc_queue_get_ticket (other, "t9")->number, ==, "M007");
  shop_save (shop, other);
}

/* Who is parked is so after a restart: by whom, for what and until when; and in which item. */
static void
test_parked_round_trip (Shop *shop, gconstpointer data)
{
  const GcVisitWish more[] = { { "SS-02", "hrss", 0, FALSE }, { "HK-01", "hukou", 0, TRUE } };
  GcQueueEvent creation = shop_creation ("t0");
  creation.create.more = more;
  creation.create.n_more = G_N_ELEMENTS (more);
  const GcQueueEvent way[] = {
    creation,
    { .type = GC_EVENT_TICKET_JOIN, .actor = "t0", .ticket = "t0" },
    { .type = GC_EVENT_AGENT_PRESENT, .actor = "ann" },
    { .type = GC_EVENT_AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE },
    { .type = GC_EVENT_OFFER_ACCEPT, .actor = "ann", .ticket = "t0" },
    { .type = GC_EVENT_RESIDENT_JOINED, .actor = "t0", .ticket = "t0" },
    { .type = GC_EVENT_AGENT_JOINED, .actor = "ann", .ticket = "t0" },
    { .type = GC_EVENT_ITEM_DONE,
      .actor = "ann",
      .ticket = "t0",
      .item_done = { "SS-01", GC_OUTCOME_REBOOK } },
    { .type = GC_EVENT_SESSION_PARK, .actor = "ann", .ticket = "t0", .park = { "户口'簿", 30 } },
  };
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GcQueue) other = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < G_N_ELEMENTS (way); i++)
    shop_apply (queue, way[i], SHOP_START_MS + i * INT64_C (1000));
  shop_save (shop, queue);
  shop_reopen (shop);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  gc_queue_load (other, rows, SHOP_START_MS + 9000, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  compare_ticket (gc_queue_get_ticket (queue, "t0"), other);
  g_assert_cmpstr (gc_queue_get_ticket (other, "t0")->park_reason, ==, "户口'簿");
  g_assert_cmpint (gc_queue_get_ticket (other, "t0")->talked_ms, ==, 1000);
  g_autofree char *visit = gc_visit_format (gc_queue_get_ticket (other, "t0")->visit);
  g_assert_cmpstr (visit, ==, "SS-01=hrss=0=rebook=ann SS-02=hrss=0== HK-01=hukou=1==");
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (other, "ann");
  g_assert_cmpuint (parked->len, ==, 1);
}

/* A callback's telephone number outlives a restart, and is nowhere once the ticket is closed. */
static void
test_callback (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  shop_apply (queue, shop_creation ("t0"), SHOP_START_MS);
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_TICKET_CALL_BACK,
                              .actor = "t0",
                              .ticket = "t0",
                              .call_back.phone = "+39 333 1234567" },
              SHOP_START_MS);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = "ann" },
              SHOP_START_MS);
  shop_apply (queue,
              (GcQueueEvent){
                  .type = GC_EVENT_AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE },
              SHOP_START_MS);
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_OFFER_ACCEPT, .actor = "ann", .ticket = "t0" },
              SHOP_START_MS);
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_SESSION_UNREACHED, .actor = "ann", .ticket = "t0" },
              SHOP_START_MS);
  shop_save (shop, queue);
  shop_reopen (shop);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_autoptr (GcQueue) other = shop_new_queue ();
  gc_queue_load (other, rows, SHOP_START_MS, &error);
  g_assert_no_error (error);
  compare_ticket (gc_queue_get_ticket (queue, "t0"), other);
  g_assert_cmpuint (gc_queue_get_ticket (other, "t0")->call_attempts, ==, 1);
  shop_apply (other,
              (GcQueueEvent){ .type = GC_EVENT_CALLBACK_CANCEL, .actor = "t9", .ticket = "t0" },
              SHOP_START_MS);
  shop_save (shop, other);
  /* A closed ticket with a number would be refused by the database itself. */
  g_autoptr (GcQueueRows) rest = shop_load (shop->store);
  g_assert_cmpuint (rest->tickets->len, ==, 0);
}

/* A lease and a kiosk may change hands within one batch. */
static void
test_lease_changes_hands (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();

  for (unsigned i = 0; i < 2; i++) {
    const char *id = i == 0 ? "t0" : "t1";
    shop_apply (queue, shop_creation (id), SHOP_START_MS);
    shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = id, .ticket = id },
                SHOP_START_MS);
  }
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = "ann" },
              SHOP_START_MS);
  shop_apply (queue,
              (GcQueueEvent){
                  .type = GC_EVENT_AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE },
              SHOP_START_MS);
  shop_save (shop, queue);
  for (unsigned i = 0; i < 4; i++) {
    g_autofree char *id = g_strdup (gc_queue_get_agent (queue, "ann")->offer);
    shop_apply (queue,
                (GcQueueEvent){ .type = GC_EVENT_OFFER_DECLINE, .actor = "ann", .ticket = id },
                SHOP_START_MS + i * INT64_C (60000));
    shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICK },
                SHOP_START_MS + (i + 1) * INT64_C (60000));
    shop_save (shop, queue);
  }
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_LEAVE, .actor = "t0", .ticket = "t0" },
              SHOP_START_MS + 400000);
  GcQueueEvent again = shop_creation ("t2");
  again.actor = "t0";
  shop_apply (queue, again, SHOP_START_MS + 400001);
  shop_save (shop, queue);
}

static void
compare_appointment (const GcAppointment *row, gpointer other)
{
  g_assert_true (gc_appointment_equal (row, gc_queue_get_appointment (other, row->id)));
}

/* @days after the start. */
static GcMeeting
meeting_in (int days)
{
  int64_t start_ms = SHOP_START_MS + days * INT64_C (86400000);

  return (GcMeeting){ .start_ms = start_ms,
                      .end_ms = start_ms + 900000,
                      .busy_ms = start_ms + 1200000,
                      .day_ms = start_ms + 3600000,
                      .home_wall = (char *)"2026-11-27 16:30",
                      .point_wall = (char *)"2026-11-27 09:30" };
}

static GcQueueEvent
appointment_event (GcQueueEventType type, const char *id, const char *actor, int days)
{
  static const char *const languages[] = { "zh", "wuu-x-wenzhou", NULL };

  return (GcQueueEvent){ .type = type,
                         .actor = actor,
                         .appointment = id,
                         .slot = { .point = "it-milan",
                                   .item = "SS-01",
                                   .department = "hrss",
                                   .languages = languages,
                                   .home_zone = "Asia/Shanghai",
                                   .point_zone = "Europe/Rome",
                                   .note = "公证员当日外出",
                                   .time = meeting_in (days),
                                   .rooms = 9,
                                   .agents = 9 } };
}

/* Appointments with all that they can have, and their history. A code and a kiosk change hands. */
static void
test_appointments (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  int64_t now_ms = SHOP_START_MS;
  GcQueueEvent book = { .type = GC_EVENT_APPOINTMENT_BOOK,
                        .actor = "k1",
                        .appointment = "p1",
                        .book = { "陈阿梅", "+393331234567", "K7DM29QX4T" } };

  shop_apply (queue, appointment_event (GC_EVENT_APPOINTMENT_HOLD, "p1", "k1", 3), now_ms);
  shop_save (shop, queue);
  shop_apply (queue, book, ++now_ms);
  shop_apply (queue, appointment_event (GC_EVENT_APPOINTMENT_ASK, "p1", "desk1", 4), ++now_ms);
  shop_apply (queue, appointment_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k1", 3), ++now_ms);
  shop_save (shop, queue);
  now_ms = SHOP_START_MS + INT64_C (2) * 86400000;
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICK }, now_ms);
  GcQueueEvent clock = { .type = GC_EVENT_APPOINTMENT_CLOCK, .appointment = "p1" };
  clock.clock.time = meeting_in (3);
  clock.clock.time.point_wall = (char *)"2026-11-27 10:30";
  clock.clock.change = GC_CLOCK_CHANGE_POINT_CLOCK;
  shop_apply (queue, clock, now_ms);
  shop_save (shop, queue);
  shop_reopen (shop);

  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_autoptr (GcQueue) other = shop_new_queue ();
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (rows->appointments->len, ==, 2);
  g_assert_cmpuint (rows->last_appointment_seq, ==, gc_queue_get_appointment_seq (queue));
  gc_queue_load (other, rows, now_ms, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  gc_queue_foreach_appointment (queue, compare_appointment, other);
  const GcAppointment *row = gc_queue_find_appointment (other, "K7DM29QX4T");
  g_assert_cmpstr (row->point_zone, ==, "Europe/Rome");
  g_assert_cmpint (row->remind, ==, GC_REMIND_DAY);
  g_assert_cmpint (row->change, ==, GC_CLOCK_CHANGE_POINT_CLOCK);
  /* The history goes on behind its last line. */
  shop_apply (
      other,
      (GcQueueEvent){ .type = GC_EVENT_APPOINTMENT_FIND, .actor = "k2", .book.code = "K7DM29QX4T" },
      now_ms);
  GcQueueEvent arrive = { .type = GC_EVENT_APPOINTMENT_ARRIVE,
                          .actor = "k2",
                          .appointment = "p1",
                          .ticket = "t0",
                          .create = {
                              .point = "it-milan", .number_prefix = "M", .local_date = 20261127 } };
  now_ms = meeting_in (3).start_ms - 60000;
  shop_apply (other, arrive, now_ms);
  shop_save (shop, other);
  shop_reopen (shop);
  g_autoptr (GcQueueRows) after = shop_load (shop->store);
  g_assert_cmpint (((GcTicket *)g_ptr_array_index (after->tickets, 0))->slot_ms, ==,
                   meeting_in (3).start_ms);
  g_assert_cmpuint (after->last_appointment_seq, ==, gc_queue_get_appointment_seq (other));
}

/* Guests and the invitation under way are part of the ticket's row. */
static void
test_guests (Shop *shop, gconstpointer data)
{
  static const char *const agents[] = { "ann", "bo", "cy" };
  static const char *const words[] = { "zh", NULL };
  const GcAgentSkills cy = { "cy", "Cy", words, words, NULL, FALSE };
  const GcQueueEvent events[] = {
    { .type = GC_EVENT_OFFER_ACCEPT, .actor = "ann", .ticket = "t0" },
    { .type = GC_EVENT_RESIDENT_JOINED, .actor = "t0", .ticket = "t0" },
    { .type = GC_EVENT_AGENT_JOINED, .actor = "ann", .ticket = "t0" },
    { .type = GC_EVENT_SESSION_INVITE,
      .actor = "ann",
      .ticket = "t0",
      .guest = { "bo", GC_INVITE_PRIVATE } },
    { .type = GC_EVENT_OFFER_ACCEPT, .actor = "bo", .ticket = "t0" },
    { .type = GC_EVENT_AGENT_JOINED, .actor = "bo", .ticket = "t0" },
    { .type = GC_EVENT_SESSION_INVITE,
      .actor = "ann",
      .ticket = "t0",
      .guest = { "cy", GC_INVITE_TOGETHER } },
  };
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GcQueue) other = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gc_queue_set_agent (queue, &cy, SHOP_START_MS, &error));
  g_assert_true (gc_queue_set_agent (other, &cy, SHOP_START_MS, &error));
  for (unsigned i = 0; i < G_N_ELEMENTS (agents); i++) {
    GcQueueEvent want = { .type = GC_EVENT_AGENT_WANT, .actor = agents[i] };
    want.want.wanted = GC_WANTED_AVAILABLE;
    shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = agents[i] },
                SHOP_START_MS + i);
    shop_apply (queue, want, SHOP_START_MS + i);
  }
  shop_apply (queue, shop_creation ("t0"), SHOP_START_MS + 3);
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = "t0", .ticket = "t0" },
              SHOP_START_MS + 3);
  for (unsigned i = 0; i < G_N_ELEMENTS (events); i++) {
    shop_apply (queue, events[i], SHOP_START_MS + 4 + i);
    shop_save (shop, queue);
  }

  shop_reopen (shop);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  gc_queue_load (other, rows, SHOP_START_MS + 20, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  gc_queue_foreach_open (queue, compare_ticket, other);
  gc_queue_foreach_agent (queue, compare_agent, other);
  const GcTicket *row = gc_queue_get_ticket (other, "t0");
  g_assert_true (gc_guests_find (row->guests, "bo")->joined);
  g_assert_cmpint (row->invite, ==, GC_INVITE_TOGETHER);
  g_assert_cmpstr (row->offer_agent, ==, "cy");
}

/* How long an item takes is still known after a restart, measured or only expected. */
static void
test_service_times (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  GcQueueEvent creation = shop_creation ("t0");
  int64_t now_ms = SHOP_START_MS;

  creation.create.expected_ms = 20 * 60000;
  shop_apply (queue, creation, now_ms);
  creation = shop_creation ("t1");
  creation.create.item = "NT-02";
  creation.create.expected_ms = 40 * 60000;
  shop_apply (queue, creation, now_ms);
  shop_save (shop, queue);
  const GcQueueEvent events[] = {
    { .type = GC_EVENT_TICKET_JOIN, .actor = "t0", .ticket = "t0" },
    { .type = GC_EVENT_AGENT_PRESENT, .actor = "ann" },
    { .type = GC_EVENT_AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE },
    { .type = GC_EVENT_OFFER_ACCEPT, .actor = "ann", .ticket = "t0" },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (events); i++)
    shop_apply (queue, events[i], now_ms);
  now_ms += 5000;
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_SESSION_END,
                              .actor = "ann",
                              .ticket = "t0",
                              .end.outcome = GC_OUTCOME_ACCEPTED },
              now_ms);
  now_ms += 3000;
  shop_apply (queue,
              (GcQueueEvent){ .type = GC_EVENT_WRAP_UP_FINISH, .actor = "ann", .ticket = "t0" },
              now_ms);
  shop_save (shop, queue);

  shop_reopen (shop);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_assert_cmpuint (rows->times->len, ==, 2);
  const GcServiceTime *expected = g_ptr_array_index (rows->times, 0);
  const GcServiceTime *measured = g_ptr_array_index (rows->times, 1);
  g_assert_cmpstr (expected->item, ==, "NT-02");
  g_assert_cmpint (expected->mean_ms, ==, 40 * 60000);
  g_assert_cmpuint (expected->n, ==, 0);
  g_assert_cmpstr (measured->item, ==, "SS-01");
  g_assert_cmpint (measured->mean_ms, ==, (3 * 20 * 60000 + 8000) / 4);
  g_assert_cmpuint (measured->n, ==, 1);
}

static void
test_answers (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (shop_commit (shop->store, NULL, shop_one_answer ("k1", "c-1", "{}", 5), &error));
  g_assert_true (
      shop_commit (shop->store, NULL, shop_one_answer ("k2", "c-1", "{\"a\":1}", 6), &error));
  shop_reopen (shop);
  g_autofree char *first = shop_get_answer (shop->store, "k1", "c-1");
  g_autofree char *second = shop_get_answer (shop->store, "k2", "c-1");
  g_assert_cmpstr (first, ==, "{}");
  g_assert_cmpstr (second, ==, "{\"a\":1}");
  g_assert_null (shop_get_answer (shop->store, "k1", "c-2"));
  /* A day later they are forgotten. */
  g_assert_true (
      shop_commit (shop->store, NULL, shop_one_answer ("k3", "c-1", "{}", 86400006), &error));
  g_assert_null (shop_get_answer (shop->store, "k1", "c-1"));
  g_autofree char *kept = shop_get_answer (shop->store, "k2", "c-1");
  g_assert_cmpstr (kept, ==, "{\"a\":1}");
}

/* A batch that cannot be written as a whole is not written at all. */
static void
test_all_or_nothing (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  shop_apply (queue, shop_creation ("t0"), SHOP_START_MS);
  shop_save (shop, queue);
  shop_apply (queue, shop_creation ("t1"), SHOP_START_MS);
  GcQueueRows *rows = gc_queue_take_changes (queue);
  /* The history already has this number. */
  ((GcTransition *)g_ptr_array_index (rows->transitions, 0))->seq = 1;
  g_assert_false (shop_commit (shop->store, rows, shop_one_answer ("t1", "c-1", "{}", 1), &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INTERNAL);
  g_autoptr (GcQueueRows) after = shop_load (shop->store);
  g_assert_cmpuint (after->tickets->len, ==, 1);
  g_assert_cmpuint (after->last_seq, ==, 1);
  g_assert_null (shop_get_answer (shop->store, "t1", "c-1"));
}

/* ---- people ---- */

static void
test_accounts (Shop *shop, gconstpointer data)
{
  char *departments[] = { (char *)"hrss", (char *)"civil", NULL };
  char *none[] = { NULL };
  char *items[] = { (char *)"SS-01", NULL };
  GcStoreAccount account = { .account = (char *)"agent1",
                             .role = (char *)"agent",
                             .name = (char *)"林晓",
                             .password_hash = (char *)"$argon2id$x",
                             .departments = departments,
                             .languages = none,
                             .items = items,
                             .supervisor = TRUE,
                             .hub = (char *)"wenzhou",
                             .created_ms = SHOP_START_MS };
  g_autoptr (GError) error = NULL;

  g_assert_true (gc_store_add_account (shop->store, &account, FALSE, &error));
  g_assert_false (gc_store_add_account (shop->store, &account, FALSE, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  g_clear_error (&error);
  account.name = (char *)"金海";
  g_assert_true (gc_store_add_account (shop->store, &account, TRUE, &error));
  g_assert_no_error (error);
  shop_reopen (shop);
  g_autoptr (GPtrArray) list = gc_store_list_accounts (shop->store, &error);
  g_assert_cmpuint (list->len, ==, 1);
  const GcStoreAccount *read = g_ptr_array_index (list, 0);
  g_assert_cmpstr (read->name, ==, "金海");
  g_assert_cmpuint (g_strv_length (read->departments), ==, 2);
  g_assert_cmpuint (g_strv_length (read->languages), ==, 0);
  g_assert_cmpstr (read->items[0], ==, "SS-01");
  g_assert_true (read->supervisor);
  g_assert_cmpstr (read->hub, ==, "wenzhou");

  g_autoptr (GAsyncResult) found = NULL, missing = NULL;
  gc_store_get_account_async (shop->store, "agent1", shop_on_result, &found);
  g_autoptr (GcStoreAccount) one =
      gc_store_get_account_finish (shop->store, shop_wait_for (&found), &error);
  g_assert_cmpstr (one->password_hash, ==, "$argon2id$x");
  gc_store_get_account_async (shop->store, "agent2", shop_on_result, &missing);
  g_assert_null (gc_store_get_account_finish (shop->store, shop_wait_for (&missing), &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNKNOWN);
  g_clear_error (&error);
  departments[0] = (char *)"two words";
  g_assert_false (gc_store_add_account (shop->store, &account, TRUE, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

static char *
session_account (GcStore *store, const uint8_t *hash, int64_t now_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_get_session_async (store, hash, now_ms, shop_on_result, &result);
  g_autoptr (GcStoreSession) session =
      gc_store_get_session_finish (store, shop_wait_for (&result), &error);
  if (session != NULL)
    return g_strdup (session->account);
  g_assert_error (error, GC_ERROR, GC_ERROR_UNKNOWN);
  return NULL;
}

static void
add_session (GcStore *store, uint8_t byte, const char *account, int64_t from, int64_t to)
{
  GcStoreSession session = {
    .role = (char *)"agent", .account = (char *)account, .created_ms = from, .expires_ms = to
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  memset (session.token_hash, byte, GC_STORE_HASH_SIZE);
  gc_store_add_session_async (store, &session, shop_on_result, &result);
  gc_store_add_session_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
test_sessions (Shop *shop, gconstpointer data)
{
  uint8_t hash[GC_STORE_HASH_SIZE];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add_session (shop->store, 0, "ann", 100, 200);
  add_session (shop->store, 1, "ann", 100, 0);
  add_session (shop->store, 2, "bo", 100, 900);
  shop_reopen (shop);
  memset (hash, 0, sizeof hash);
  g_autofree char *account = session_account (shop->store, hash, 199);
  g_assert_cmpstr (account, ==, "ann");
  g_assert_null (session_account (shop->store, hash, 200));
  gc_store_revoke_session_async (shop->store, hash, shop_on_result, &result);
  g_assert_true (gc_store_revoke_session_finish (shop->store, shop_wait_for (&result), &error));
  g_assert_null (session_account (shop->store, hash, 100));
  g_assert_true (gc_store_revoke_sessions (shop->store, "ann", &error));
  memset (hash, 1, sizeof hash);
  g_assert_null (session_account (shop->store, hash, 100));
  memset (hash, 2, sizeof hash);
  g_autofree char *other = session_account (shop->store, hash, 100);
  g_assert_cmpstr (other, ==, "bo");
  /* The database holds the hash alone; whoever has the file cannot sign in with it. */
  add_session (shop->store, 3, "cy", 900, 1000);
  g_assert_null (session_account (shop->store, hash, 100));
}

static char *
enrol (GcStore *store, uint8_t code, uint8_t token, int64_t now_ms)
{
  uint8_t code_hash[GC_STORE_HASH_SIZE], token_hash[GC_STORE_HASH_SIZE];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  memset (code_hash, code, sizeof code_hash);
  memset (token_hash, token, sizeof token_hash);
  gc_store_enrol_async (store, "kiosk", code_hash, token_hash, now_ms, shop_on_result, &result);
  g_autoptr (GcStoreKiosk) kiosk = gc_store_enrol_finish (store, shop_wait_for (&result), &error);
  if (kiosk != NULL)
    return g_strdup (kiosk->id);
  g_assert_error (error, GC_ERROR, GC_ERROR_DENIED);
  return NULL;
}

static void
test_enrolment (Shop *shop, gconstpointer data)
{
  uint8_t hash[GC_STORE_HASH_SIZE];
  g_autoptr (GError) error = NULL;

  for (uint8_t code = 1; code <= 3; code++) {
    memset (hash, code, sizeof hash);
    g_assert_true (gc_store_add_enrol_code (shop->store, hash, "kiosk", "it-milan", 1000, &error));
  }
  g_autofree char *first = enrol (shop->store, 1, 11, 999);
  g_autofree char *second = enrol (shop->store, 2, 12, 999);
  g_assert_cmpstr (first, ==, "kiosk-it-milan-1");
  g_assert_cmpstr (second, ==, "kiosk-it-milan-2");
  g_assert_null (enrol (shop->store, 1, 13, 999));
  g_assert_null (enrol (shop->store, 9, 13, 999));
  g_assert_null (enrol (shop->store, 3, 13, 1000));
  shop_reopen (shop);
  memset (hash, 11, sizeof hash);
  g_autofree char *account = session_account (shop->store, hash, INT64_MAX);
  g_assert_cmpstr (account, ==, "kiosk-it-milan-1");
  memset (hash, 13, sizeof hash);
  g_assert_null (session_account (shop->store, hash, 1));
  g_autoptr (GPtrArray) kiosks = gc_store_list_kiosks (shop->store, &error);
  g_assert_cmpuint (kiosks->len, ==, 2);
}

/* A code is for one page: at the other it is refused, and stays good. */
static void
test_enrolment_of_a_display (Shop *shop, gconstpointer data)
{
  uint8_t hash[GC_STORE_HASH_SIZE], token[GC_STORE_HASH_SIZE];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  memset (hash, 1, sizeof hash);
  memset (token, 2, sizeof token);
  g_assert_true (gc_store_add_enrol_code (shop->store, hash, "display", "it-milan", 1000, &error));
  g_assert_null (enrol (shop->store, 1, 3, 999));
  gc_store_enrol_async (shop->store, "display", hash, token, 999, shop_on_result, &result);
  g_autoptr (GcStoreKiosk) device =
      gc_store_enrol_finish (shop->store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device->id, ==, "display-it-milan-1");
  g_assert_cmpstr (device->page, ==, "display");
  g_autofree char *account = session_account (shop->store, token, INT64_MAX);
  g_assert_cmpstr (account, ==, "display-it-milan-1");
}

static void
end_desk (Shop *shop, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gc_store_desk_finish (shop->store, shop_wait_for (result), &error));
  g_clear_object (result);
}

static void
add_announcement (Shop *shop, const char *id, const char *point, int64_t at_ms, int64_t until_ms)
{
  const GcStoreAnnouncement row = {
    .id = (char *)id,
    .point = (char *)point,
    .texts = { [GC_TEXT_ZH] = (char *)"请稍候", [GC_TEXT_FR] = (char *)"Patientez" },
    .account = (char *)"desk1",
    .author = (char *)"周敏",
    .at_ms = at_ms,
    .until_ms = until_ms,
  };
  g_autoptr (GAsyncResult) result = NULL;

  gc_store_add_announcement_async (shop->store, &row, shop_on_result, &result);
  end_desk (shop, &result);
}

static void
test_announcements (Shop *shop, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add_announcement (shop, "b", NULL, 100, 1000);
  add_announcement (shop, "a", "it-milan", 200, 2000);
  add_announcement (shop, "c", NULL, 300, 2000);
  /* The same again, as after a lost answer. */
  add_announcement (shop, "c", "fr-paris", 400, 9000);
  gc_store_end_announcement_async (shop->store, "a", "desk2", 500, shop_on_result, &result);
  end_desk (shop, &result);
  shop_reopen (shop);
  g_autoptr (GPtrArray) all = gc_store_list_announcements (shop->store, 999, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  const GcStoreAnnouncement *first = all->pdata[0], *second = all->pdata[1];
  g_assert_cmpstr (first->id, ==, "b");
  g_assert_null (first->point);
  g_assert_null (first->ticket);
  g_assert_cmpstr (first->texts[GC_TEXT_ZH], ==, "请稍候");
  g_assert_null (first->texts[GC_TEXT_EN]);
  g_assert_cmpstr (first->texts[GC_TEXT_FR], ==, "Patientez");
  g_assert_cmpstr (first->author, ==, "周敏");
  g_assert_cmpstr (second->id, ==, "c");
  g_assert_cmpint (second->until_ms, ==, 2000);
  g_autoptr (GPtrArray) later = gc_store_list_announcements (shop->store, 1000, &error);
  g_assert_cmpuint (later->len, ==, 1);
}

static GcStoreSwitch
make_switch (const char *point, const char *item, const char *reason, int64_t until_ms)
{
  return (GcStoreSwitch){ .point = (char *)point,
                          .item = (char *)item,
                          .reason = (char *)reason,
                          .account = (char *)"desk1",
                          .author = (char *)"周敏",
                          .at_ms = 100,
                          .until_ms = until_ms };
}

static void
test_switches (Shop *shop, gconstpointer data)
{
  const GcStoreSwitch off[] = {
    make_switch ("it-milan", NULL, "staff", 500),
    make_switch ("it-milan", NULL, "premises", 900),
    make_switch (NULL, "SS-01", "authority", 0),
    make_switch ("it-milan", "SS-01", "technical", 0),
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (off); i++) {
    gc_store_switch_off_async (shop->store, &off[i], shop_on_result, &result);
    end_desk (shop, &result);
  }
  gc_store_switch_on_async (shop->store, &off[2], shop_on_result, &result);
  end_desk (shop, &result);
  shop_reopen (shop);
  g_autoptr (GPtrArray) all = gc_store_list_switches (shop->store, 899, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  const GcStoreSwitch *point = all->pdata[0], *item = all->pdata[1];
  g_assert_cmpstr (point->reason, ==, "premises");
  g_assert_null (point->item);
  g_assert_null (point->note);
  g_assert_cmpint (point->until_ms, ==, 900);
  g_assert_cmpstr (item->item, ==, "SS-01");
  g_assert_cmpstr (item->point, ==, "it-milan");
  g_autoptr (GPtrArray) later = gc_store_list_switches (shop->store, 900, &error);
  g_assert_cmpuint (later->len, ==, 1);
}

static GcStoreLogin
get_login (GcStore *store, const char *account, const char *address, int64_t now_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GcStoreLogin login;

  gc_store_get_login_async (store, account, address, now_ms, shop_on_result, &result);
  gc_store_get_login_finish (store, shop_wait_for (&result), &login, &error);
  g_assert_no_error (error);
  return login;
}

static void
note_login (GcStore *store, const char *account, const char *address, gboolean success, int64_t ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_note_login_async (store, account, address, success, ms, shop_on_result, &result);
  gc_store_note_login_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
}

/* A stranger's failures count against the stranger, not against the address that signs in daily. */
static void
note_way (GcStore *store, const char *page, const char *place, const char *way)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_note_way_async (store, page, place, way, shop_on_result, &result);
  g_assert_true (gc_store_note_way_finish (store, shop_wait_for (&result), &error));
  g_assert_no_error (error);
}

static void
test_ways (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GcStoreWay *way = NULL;

  note_way (shop->store, "kiosk", "it-milan", "tcp");
  note_way (shop->store, "agent", "it-milan", "udp");
  note_way (shop->store, "kiosk", "it-milan", "turn");
  shop_reopen (shop);
  g_autoptr (GPtrArray) ways = gc_store_list_ways (shop->store, &error);
  g_assert_cmpuint (ways->len, ==, 2);
  way = ways->pdata[0];
  g_assert_cmpstr (way->page, ==, "agent");
  way = ways->pdata[1];
  g_assert_cmpstr (way->place, ==, "it-milan");
  g_assert_cmpstr (way->way, ==, "turn");
}

static void
test_logins (Shop *shop, gconstpointer data)
{
  note_login (shop->store, "ann", "192.0.2.1", TRUE, SHOP_START_MS);
  for (int i = 0; i < 7; i++)
    note_login (shop->store, "ann", "198.51.100.9", FALSE, SHOP_START_MS + i);
  note_login (shop->store, "ann", "192.0.2.1", FALSE, SHOP_START_MS + 8);
  GcStoreLogin own = get_login (shop->store, "ann", "192.0.2.1", SHOP_START_MS + 10);
  GcStoreLogin stranger = get_login (shop->store, "ann", "198.51.100.9", SHOP_START_MS + 10);
  GcStoreLogin nobody = get_login (shop->store, "bo", "192.0.2.1", SHOP_START_MS + 10);
  g_assert_true (own.known);
  g_assert_cmpuint (own.failures, ==, 1);
  g_assert_cmpuint (own.stranger_failures, ==, 7);
  g_assert_false (stranger.known);
  g_assert_cmpuint (stranger.failures, ==, 7);
  g_assert_cmpint (stranger.last_failure_ms, ==, SHOP_START_MS + 6);
  g_assert_cmpuint (nobody.failures + nobody.stranger_failures, ==, 0);
  note_login (shop->store, "ann", "192.0.2.1", TRUE, SHOP_START_MS + 11);
  own = get_login (shop->store, "ann", "192.0.2.1", SHOP_START_MS + INT64_C (3600006));
  g_assert_cmpuint (own.failures, ==, 0);
  g_assert_cmpuint (own.stranger_failures, ==, 0);
}

/* ---- the database itself ---- */

static void
test_newer_schema (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  gc_store_close (g_steal_pointer (&shop->store));
  shop_execute (shop->where, shop_is_postgres () ? "UPDATE schema_version SET version = 99"
                                                 : "PRAGMA user_version = 99");
  g_assert_null (gc_store_open (shop->where, GC_STORE_SERVICE, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "schema 99"));
  g_assert_nonnull (strstr (error->message, "newer program"));
}

static void
test_one_service (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gc_store_open (shop->where, GC_STORE_SERVICE, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  /* A command beside the service can write. */
  g_clear_error (&error);
  g_autoptr (GcStore) admin = shop_must_open (shop->where, GC_STORE_ADMIN);
  uint8_t hash[GC_STORE_HASH_SIZE] = { 1 };
  g_assert_true (gc_store_add_enrol_code (admin, hash, "kiosk", "it-milan", 10, &error));
}

static void
test_ping (Shop *shop, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_ping_async (shop->store, shop_on_result, &result);
  g_assert_true (gc_store_ping_finish (shop->store, shop_wait_for (&result), &error));
}

/* ---- kill -9 ---- */

/* Writes tickets for ever, and tells each one by a byte after its commit was acknowledged. */
static void
write_for_ever (const char *where, int acknowledge)
{
  g_autoptr (GcStore) store = shop_must_open (where, GC_STORE_SERVICE);
  g_autoptr (GcQueueRows) rows = shop_load (store);
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  gc_queue_load (queue, rows, SHOP_START_MS, &error);
  g_assert_no_error (error);
  for (unsigned i = (unsigned)rows->last_rank;; i++) {
    g_autofree char *id = g_strdup_printf ("t%06u", i);
    shop_apply (queue, shop_creation (id), SHOP_START_MS + i);
    shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = id, .ticket = id },
                SHOP_START_MS + i);
    shop_commit (store, gc_queue_take_changes (queue),
                 shop_one_answer (id, "c-1", "{}", SHOP_START_MS + i), &error);
    g_assert_no_error (error);
    if (write (acknowledge, "+", 1) != 1)
      _exit (0);
  }
}

static unsigned
kill_a_writer (const char *where, GRand *random)
{
  int ends[2];
  char byte;
  unsigned n = 0;
  int status;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  if (child == 0) {
    close (ends[0]);
    write_for_ever (where, ends[1]);
  }
  close (ends[1]);
  /* Killed some time after some acknowledgement: anywhere in the work on the next one. */
  unsigned wanted = (unsigned)g_rand_int_range (random, 1, 12);
  while (n < wanted && read (ends[0], &byte, 1) == 1)
    n++;
  g_usleep ((gulong)g_rand_int_range (random, 0, 3000));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  while (read (ends[0], &byte, 1) == 1)
    n++;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  g_assert_cmpuint (n, >=, wanted);
  return n;
}

static void
test_kill (void)
{
  uint32_t seed = (uint32_t)g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *where = shop_make_place ();
  unsigned acknowledged = 0;

  g_test_message ("seed %u", seed);
  for (unsigned round = 0; round < 20; round++) {
    unsigned before = acknowledged;
    acknowledged += kill_a_writer (where, random);
    /* No child may be forked while the thread of a store runs: the store is closed each time. */
    g_autoptr (GcStore) store = shop_must_open (where, GC_STORE_SERVICE);
    g_autoptr (GcQueueRows) rows = shop_load (store);
    /* At most one was written and not told: its byte was still to come. */
    g_assert_cmpuint (rows->tickets->len, >=, acknowledged);
    g_assert_cmpuint (rows->tickets->len, <=, acknowledged + 1);
    for (unsigned i = 0; i < rows->tickets->len; i++) {
      g_autofree char *id = g_strdup_printf ("t%06u", i);
      const GcTicket *ticket = g_ptr_array_index (rows->tickets, i);
      g_assert_cmpstr (ticket->id, ==, id);
      g_assert_cmpuint (ticket->rank, ==, i + 1);
      if (i + 1 < before)
        continue;
      g_autofree char *answer = shop_get_answer (store, id, "c-1");
      g_assert_cmpstr (answer, ==, "{}");
    }
    acknowledged = rows->tickets->len;
    g_assert_cmpuint (rows->last_seq, ==, UINT64_C (2) * acknowledged);
    shop_check_integrity (where);
  }
  g_test_message ("%u commits, all there and in order", acknowledged);
  shop_remove_place (where);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* First, and without a fixture: it forks, which only a process with one thread may do. */
  g_test_add_func ("/store/kill", test_kill);
  SHOP_ADD ("queue-round-trip", test_queue_round_trip);
  SHOP_ADD ("parked-round-trip", test_parked_round_trip);
  SHOP_ADD ("appointments", test_appointments);
  SHOP_ADD ("callback", test_callback);
  SHOP_ADD ("lease-changes-hands", test_lease_changes_hands);
  SHOP_ADD ("guests", test_guests);
  SHOP_ADD ("service-times", test_service_times);
  SHOP_ADD ("answers", test_answers);
  SHOP_ADD ("all-or-nothing", test_all_or_nothing);
  SHOP_ADD ("accounts", test_accounts);
  SHOP_ADD ("sessions", test_sessions);
  SHOP_ADD ("enrolment", test_enrolment);
  SHOP_ADD ("enrolment-of-a-display", test_enrolment_of_a_display);
  SHOP_ADD ("announcements", test_announcements);
  SHOP_ADD ("switches", test_switches);
  SHOP_ADD ("ways", test_ways);
  SHOP_ADD ("logins", test_logins);
  SHOP_ADD ("newer-schema", test_newer_schema);
  SHOP_ADD ("one-service", test_one_service);
  SHOP_ADD ("ping", test_ping);
  return g_test_run ();
}
