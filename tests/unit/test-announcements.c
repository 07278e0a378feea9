// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Who is shown which notice, and how long. */
#include "config.h"

#include "signal/gc-announcements.h"

#include <string.h>

#define NOW_MS INT64_C (1795449600000)

static GcAnnouncements *
make_list (void)
{
  return gc_announcements_new (
      g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_announcement_free));
}

static void
add (GcAnnouncements *list, const char *id, const char *point, const char *ticket, int64_t until_ms)
{
  const GcStoreAnnouncement row = {
    .id = (char *)id,
    .point = (char *)point,
    .ticket = (char *)ticket,
    .number = ticket != NULL ? (char *)"M001" : NULL,
    .texts = { [GC_TEXT_ZH] = (char *)"请稍候" },
    .account = (char *)"desk1",
    .author = (char *)"周敏",
    .at_ms = NOW_MS,
    .until_ms = until_ms,
  };

  gc_announcements_add (list, &row);
}

/* The ids of a part, in their order, such as "c a". (transfer full) */
static char *
ids_of (const char *json)
{
  GString *ids = g_string_new (NULL);
  const char *key = "\"id\":\"";

  for (const char *p = strstr (json, key); p != NULL; p = strstr (p, key)) {
    p += strlen (key);
    if (ids->len > 0)
      g_string_append_c (ids, ' ');
    g_string_append_len (ids, p, (gssize)strcspn (p, "\""));
  }
  return g_string_free (ids, FALSE);
}

static void
assert_kiosk (GcAnnouncements *list, const char *point, const char *ticket, const char *wanted)
{
  g_autofree char *json = gc_announcements_format_kiosk (list, point, ticket);
  g_autofree char *ids = ids_of (json);

  g_assert_cmpstr (ids, ==, wanted);
}

static void
test_kiosk (void)
{
  g_autoptr (GcAnnouncements) list = make_list ();

  add (list, "all", NULL, NULL, NOW_MS + 1);
  add (list, "milan", "it-milan", NULL, NOW_MS + 1);
  add (list, "paris", "fr-paris", NULL, NOW_MS + 1);
  add (list, "one", "it-milan", "t1", NOW_MS + 1);
  assert_kiosk (list, "it-milan", "t1", "one milan all");
  assert_kiosk (list, "it-milan", "t2", "milan all");
  assert_kiosk (list, "it-milan", NULL, "milan all");
  assert_kiosk (list, "fr-paris", "t1", "paris all");
}

static void
test_life (void)
{
  g_autoptr (GcAnnouncements) list = make_list ();

  add (list, "short", NULL, NULL, NOW_MS + 1000);
  add (list, "long", NULL, NULL, NOW_MS + 2000);
  add (list, "long", NULL, NULL, NOW_MS + 9000);
  g_assert_cmpuint (gc_announcements_count (list), ==, 2);
  g_assert_false (gc_announcements_expire (list, NOW_MS + 999));
  g_assert_true (gc_announcements_expire (list, NOW_MS + 1000));
  g_assert_null (gc_announcements_find (list, "short"));
  g_assert_cmpint (gc_announcements_find (list, "long")->until_ms, ==, NOW_MS + 2000);
  gc_announcements_remove (list, "long");
  gc_announcements_remove (list, "long");
  g_assert_cmpuint (gc_announcements_count (list), ==, 0);
}

static void
apply (GcQueue *queue, GcQueueEvent event, int64_t now_ms)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gc_queue_apply (queue, &event, now_ms, &error));
  g_assert_no_error (error);
}

static GcQueue *
make_queue (void)
{
  GcQueueConfig config;
  const char *languages[] = { "zh", NULL };
  GcQueueEvent create = {
    .type = GC_EVENT_TICKET_CREATE,
    .ticket = "t1",
    .actor = "kiosk-it-milan-1",
    .create = { .point = "it-milan",
                .item = "SS-01",
                .department = "hrss",
                .languages = languages,
                .name = "陈阿梅",
                .number_prefix = "M",
                .local_date = 20261123 },
  };

  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  apply (queue, (GcQueueEvent){ .type = GC_EVENT_KIOSK_PRESENT, .actor = create.actor }, NOW_MS);
  apply (queue, create, NOW_MS);
  return queue;
}

/* A notice to one number is shown to the room while it waits, and is gone with the ticket. */
static void
test_ticket (void)
{
  g_autoptr (GcAnnouncements) list = make_list ();
  GcQueue *queue = make_queue ();
  GcQueueEvent event = { .ticket = "t1", .actor = "kiosk-it-milan-1" };

  add (list, "one", "it-milan", "t1", NOW_MS + 1000);
  add (list, "stranger", "it-milan", "t9", NOW_MS + 1000);
  g_autofree char *draft = gc_announcements_format_display (list, "it-milan", queue);
  g_assert_cmpstr (draft, ==, "[]");
  event.type = GC_EVENT_TICKET_JOIN;
  apply (queue, event, NOW_MS + 1);
  g_autofree char *waiting = gc_announcements_format_display (list, "it-milan", queue);
  g_assert_nonnull (
      strstr (waiting, "\"number\":\"M001\",\"text\":{\"zh\":\"请稍候\",\"en\":null"));
  g_autofree char *elsewhere = gc_announcements_format_display (list, "fr-paris", queue);
  g_assert_cmpstr (elsewhere, ==, "[]");
  gc_announcements_prune (list, queue);
  g_assert_cmpuint (gc_announcements_count (list), ==, 1);
  event.type = GC_EVENT_TICKET_LEAVE;
  apply (queue, event, NOW_MS + 2);
  gc_announcements_prune (list, queue);
  g_assert_cmpuint (gc_announcements_count (list), ==, 0);
  gc_queue_free (queue);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/announcements/kiosk", test_kiosk);
  g_test_add_func ("/announcements/life", test_life);
  g_test_add_func ("/announcements/ticket", test_ticket);
  return g_test_run ();
}
