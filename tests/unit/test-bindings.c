// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A relay that answers each command when the test says so, in place of gc-relay-client.c.
 */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-bindings.h"

typedef struct {
  char *said;
  GTask *task;
} Command;

static GQueue commands = G_QUEUE_INIT; /* of Command, owned: not answered yet */

static void
take (char *said, GAsyncReadyCallback callback, gpointer user_data)
{
  Command *command = g_new0 (Command, 1);

  *command = (Command){ said, g_task_new (NULL, NULL, callback, user_data) };
  g_queue_push_tail (&commands, command);
}

void
gc_relay_client_bind_async (GcRelayClient *client,
                            const GcRelayBinding *binding,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  take (g_strdup_printf ("%s/%s=%s%s%s at %d", binding->room, binding->seat, binding->peer,
                         binding->hold ? " held" : "", binding->echo ? " echo" : "",
                         binding->place),
        callback, user_data);
}

void
gc_relay_client_unbind_async (GcRelayClient *client,
                              const char *room,
                              const char *seat,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  take (g_strdup_printf ("%s/%s free", room, seat), callback, user_data);
}

void
gc_relay_client_list_async (GcRelayClient *client, GAsyncReadyCallback callback, gpointer user_data)
{
  take (g_strdup ("list"), callback, user_data);
}

gboolean
gc_relay_client_command_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
gc_relay_client_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
gc_relay_client_is_up (GcRelayClient *client)
{
  return TRUE;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The oldest command that is not answered is @said. Returns its task (transfer full). */
static GTask *
expect (const char *said)
{
  Command *command = g_queue_pop_head (&commands);

  g_assert_nonnull (command);
  g_assert_cmpstr (command->said, ==, said);
  GTask *task = command->task;
  g_free (command->said);
  g_free (command);
  return task;
}

static void
expect_nothing (void)
{
  settle ();
  g_assert_true (g_queue_is_empty (&commands));
}

static void
do_it (const char *said)
{
  g_autoptr (GTask) task = expect (said);

  g_task_return_boolean (task, TRUE);
  settle ();
}

static void
refuse (const char *said, GcErrorCode code)
{
  g_autoptr (GTask) task = expect (said);

  g_task_return_new_error (task, GC_ERROR, (int)code, "refused");
  settle ();
}

/* The relay comes with @binding (nullable) as all that it has. */
static void
list (const GcRelayBinding *binding)
{
  g_autoptr (GTask) task = expect ("list");
  GPtrArray *all = g_ptr_array_new ();

  if (binding != NULL)
    g_ptr_array_add (all, (gpointer)binding);
  g_task_return_pointer (task, all, (GDestroyNotify)g_ptr_array_unref);
  settle ();
}

static GcBindings *
make (const GcRelayBinding *has)
{
  GcBindings *bindings = gc_bindings_new (NULL);

  gc_bindings_relay_up (bindings);
  list (has);
  return bindings;
}

/* @wanted: nullable, for nothing. */
static void
want (GcBindings *bindings, const GcRelayBinding *wanted)
{
  gc_bindings_begin (bindings);
  if (wanted != NULL)
    gc_bindings_want (bindings, wanted);
  gc_bindings_end (bindings);
}

static const GcRelayBinding plain = { .room = "room", .seat = "resident", .peer = "p1" };
static const GcRelayBinding echoed = { .room = "room",
                                       .seat = "resident",
                                       .peer = "p1",
                                       .echo = TRUE };
static const GcRelayBinding held = { .room = "room",
                                     .seat = "resident",
                                     .peer = "p1",
                                     .hold = TRUE,
                                     .place = 2 };
static const GcRelayBinding other = { .room = "room", .seat = "resident", .peer = "p2" };
static const GcRelayBinding kept = { .room = "room", .seat = "resident" };

static void
test_difference (void)
{
  GcBindings *bindings = make (NULL);

  want (bindings, &plain);
  do_it ("room/resident=p1 at 0");
  want (bindings, &plain);
  want (bindings, &kept);
  expect_nothing ();
  want (bindings, &held);
  do_it ("room/resident=p1 held at 2");
  want (bindings, NULL);
  do_it ("room/resident free");
  want (bindings, NULL);
  expect_nothing ();
  gc_bindings_free (bindings);
}

static void
test_what_the_relay_has (void)
{
  GcBindings *bindings = make (&held);

  do_it ("room/resident free");
  want (bindings, &kept);
  expect_nothing ();
  gc_bindings_free (bindings);

  bindings = gc_bindings_new (NULL);
  want (bindings, &kept);
  gc_bindings_relay_up (bindings);
  list (&held);
  do_it ("room/resident=p1 at 0");
  expect_nothing ();
  gc_bindings_free (bindings);
}

/* What is wanted may change while a command is under way, which has what was wanted before. */
static void
test_change_under_way (void)
{
  static const GcRelayBinding *const changes[] = { &plain, &held, &other };
  static const char *const said[] = { "room/resident=p1 at 0", "room/resident=p1 held at 2",
                                      "room/resident=p2 at 0" };

  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++) {
    GcBindings *bindings = make (NULL);
    want (bindings, &echoed);
    want (bindings, changes[i]);
    do_it ("room/resident=p1 echo at 0");
    do_it (said[i]);
    expect_nothing ();
    gc_bindings_free (bindings);
  }
}

static void
test_unknown_peer (void)
{
  GcBindings *bindings = make (NULL);

  want (bindings, &plain);
  refuse ("room/resident=p1 at 0", GC_ERROR_UNKNOWN);
  want (bindings, &plain);
  expect_nothing ();
  want (bindings, &other);
  do_it ("room/resident=p2 at 0");
  want (bindings, NULL);
  refuse ("room/resident free", GC_ERROR_UNKNOWN);
  expect_nothing ();
  gc_bindings_free (bindings);
}

/* What may do another time is not asked for at once, nor forgotten. */
static void
test_refused_for_now (void)
{
  GcBindings *bindings = make (NULL);

  want (bindings, &echoed);
  refuse ("room/resident=p1 echo at 0", GC_ERROR_CONFLICT);
  expect_nothing ();
  while (g_queue_is_empty (&commands))
    g_main_context_iteration (NULL, TRUE);
  do_it ("room/resident=p1 echo at 0");
  expect_nothing ();
  gc_bindings_free (bindings);
}

/* An answer from before the relay came anew says nothing of this one. */
static void
test_relay_comes_anew (void)
{
  GcBindings *bindings = make (NULL);

  want (bindings, &plain);
  g_autoptr (GTask) late = expect ("room/resident=p1 at 0");
  gc_bindings_relay_down (bindings);
  want (bindings, &other);
  gc_bindings_relay_up (bindings);
  list (NULL);
  g_task_return_boolean (late, TRUE);
  settle ();
  do_it ("room/resident=p2 at 0");
  expect_nothing ();
  gc_bindings_free (bindings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bindings/difference", test_difference);
  g_test_add_func ("/bindings/what-the-relay-has", test_what_the_relay_has);
  g_test_add_func ("/bindings/change-under-way", test_change_under_way);
  g_test_add_func ("/bindings/unknown-peer", test_unknown_peer);
  g_test_add_func ("/bindings/refused-for-now", test_refused_for_now);
  g_test_add_func ("/bindings/relay-comes-anew", test_relay_comes_anew);
  return g_test_run ();
}
