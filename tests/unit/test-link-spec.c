// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What people write: the short form of a link, commands and scripts; and the table they change. */
#include "config.h"

#include <string.h>

#include "common/gc-error.h"
#include "common/gc-json.h"
#include "gc-link-script.h"
#include "gc-link-table.h"

#define MS 1000
#define SECOND INT64_C (1000000)
#define NOW (5 * SECOND)

static GcLinkSpec
read_spec (const char *text)
{
  g_autoptr (GError) error = NULL;
  GcLinkSpec spec;

  gc_link_spec_init (&spec);
  gc_link_spec_apply (&spec, text, NOW, &error);
  g_assert_no_error (error);
  return spec;
}

static void
test_items (void)
{
  GcLinkSpec spec = read_spec (
      " 300ms, 6%,burst=3,jitter=30ms,reorder=2%,rate=500kbit/s,queue=200ms,black-out=30s,udp=off");

  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++) {
    const GcLinkWay *way = &spec.ways[i];
    g_assert_cmpint (way->delay_us, ==, 150 * MS);
    g_assert_cmpfloat (way->loss, ==, 0.06);
    g_assert_cmpfloat (way->burst, ==, 3);
    g_assert_cmpint (way->jitter_us, ==, 30 * MS);
    g_assert_cmpfloat (way->reorder, ==, 0.02);
    g_assert_cmpint (way->rate_bps, ==, 500000);
    g_assert_cmpint (way->queue_us, ==, 200 * MS);
    g_assert_cmpint (way->dark_until_us, ==, NOW + 30 * SECOND);
    g_assert_true (way->udp_blocked);
  }
}

static void
test_units (void)
{
  static const struct {
    const char *text;
    int64_t delay_us;
    int64_t rate_bps;
    int64_t queue_bytes;
  } rows[] = {
    { "delay=1500us,rate=2Mbit,queue=64kB", 1500, 2000000, 64000 },
    { "delay=1.5s,rate=1.5mbit/s,queue=1500B", 1500 * MS, 1500000, 1500 },
    { "delay=.5s,rate=9600bit", 500 * MS, 9600, 0 },
    { "rtt=250ms,rate=500kbit,rate=off", 125 * MS, 0, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    GcLinkSpec spec = read_spec (rows[i].text);
    g_assert_cmpint (spec.ways[GC_LINK_DOWN].delay_us, ==, rows[i].delay_us);
    g_assert_cmpint (spec.ways[GC_LINK_DOWN].rate_bps, ==, rows[i].rate_bps);
    g_assert_cmpint (spec.ways[GC_LINK_DOWN].queue_bytes, ==, rows[i].queue_bytes);
    /* A queue is a time or a size, never both. */
    g_assert_cmpint (spec.ways[GC_LINK_DOWN].queue_us == 0, ==, rows[i].queue_bytes > 0);
  }
}

/* One direction alone, and what is not named stays. */
static void
test_directions (void)
{
  GcLinkSpec spec = read_spec ("300ms,6%,up:rate=1mbit,down:20%,up:delay=40ms");

  g_assert_cmpint (spec.ways[GC_LINK_UP].delay_us, ==, 40 * MS);
  g_assert_cmpint (spec.ways[GC_LINK_DOWN].delay_us, ==, 150 * MS);
  g_assert_cmpint (spec.ways[GC_LINK_UP].rate_bps, ==, 1000000);
  g_assert_cmpint (spec.ways[GC_LINK_DOWN].rate_bps, ==, 0);
  g_assert_cmpfloat (spec.ways[GC_LINK_UP].loss, ==, 0.06);
  g_assert_cmpfloat (spec.ways[GC_LINK_DOWN].loss, ==, 0.2);
  g_assert_true (gc_link_spec_apply (&spec, "black-out=on", NOW, NULL));
  g_assert_cmpint (spec.ways[GC_LINK_UP].dark_until_us, ==, INT64_MAX);
  g_assert_cmpint (spec.ways[GC_LINK_UP].delay_us, ==, 40 * MS);
}

/* Each error names the item and the value, and nothing has changed. */
static void
test_errors (void)
{
  static const struct {
    const char *text;
    const char *said;
  } rows[] = {
    { "", "\"\":" },
    { "300ms,,6%", "\"\":" },
    { "bad", "\"bad\":" },
    { "300", "\"300\":" },
    { "rate", "\"rate\":" },
    { "speed=3", "speed=3: there is no such item" },
    { "up:speed=3", "speed=3: there is no such item" },
    { "jitter=fast", "jitter=fast: must be a time" },
    { "jitter=", "jitter=: must be a time" },
    { "jitter=-3ms", "jitter=-3ms: must be a time" },
    { "jitter=1.2.3ms", "jitter=1.2.3ms: must be a time" },
    { "jitter=0x10ms", "jitter=0x10ms: must be a time" },
    { "jitter=30", "jitter=30: must be a time" },
    { "delay=11s", "delay=11s: must be a time of 0 to 10s" },
    { "21s", "rtt=21s: must be a round trip" },
    { "loss=101%", "loss=101%: must be a share" },
    { "loss=6", "loss=6: must be a share" },
    { "burst=0.5", "burst=0.5: must be a mean" },
    { "burst=on", "burst=on: must be a mean" },
    { "rate=10bit", "rate=10bit: must be a rate" },
    { "rate=3ms", "rate=3ms: must be a rate" },
    { "queue=0B", "queue=0B: must be a time" },
    { "queue=5000kB", "queue=5000kB: must be a time" },
    { "black-out=25000min", "black-out=25000min: must be a time" },
    { "udp=30s", "udp=30s: must be on or off" },
    { "up:300ms", "up:300ms: a round trip has both" },
    { "loss=80%,burst=3", "loss=80%: with burst=3 it can be at most 75%" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    GcLinkSpec before = read_spec ("100ms,1%"), spec = before;
    g_assert_false (gc_link_spec_apply (&spec, rows[i].text, NOW, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    if (!g_str_has_prefix (error->message, rows[i].said))
      g_test_fail_printf ("%s: %s", rows[i].text, error->message);
    g_assert_cmpmem (&spec, sizeof spec, &before, sizeof before);
  }
}

static void
test_commands (void)
{
  static const struct {
    const char *text;
    GcLinkVerb verb;
    unsigned client;
    const char *spec;
  } good[] = {
    { "rate=300kbit", GC_LINK_CHANGE, 0, "rate=300kbit" },
    { " client 12 300ms, 6% ", GC_LINK_CHANGE, 12, "300ms, 6%" },
    { "rebind", GC_LINK_REBIND, 0, NULL },
    { "client 3 rebind", GC_LINK_REBIND, 3, NULL },
    { "stats", GC_LINK_STATS, 0, NULL },
  };
  static const char *const bad[] = {
    "",         "client",         "client 0 rebind", "client x rebind",
    "client 3", "client 3 stats", "rebind now",      "rate=fast"
  };

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GcLinkCommand) command = gc_link_command_parse (good[i].text, &error);
    g_assert_no_error (error);
    g_assert_cmpint (command->verb, ==, good[i].verb);
    g_assert_cmpuint (command->client, ==, good[i].client);
    g_assert_cmpstr (command->spec, ==, good[i].spec);
  }
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (gc_link_command_parse (bad[i], &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

static void
test_script (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GcLinkScript) script = gc_link_script_parse (
      "300ms,6%; at 10s rate=300kbit;at 10s client 1 rebind ; at 1min black-out=30s", &error);
  static const struct {
    int64_t at_us;
    const char *spec;
  } steps[] = { { 0, "300ms,6%" },
                { 10 * SECOND, "rate=300kbit" },
                { 10 * SECOND, NULL },
                { 60 * SECOND, "black-out=30s" } };

  g_assert_no_error (error);
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_assert_cmpint (gc_link_script_next_us (script), ==, steps[i].at_us);
    g_assert_null (gc_link_script_take (script, steps[i].at_us - 1));
    const GcLinkCommand *command = gc_link_script_take (script, steps[i].at_us);
    g_assert_nonnull (command);
    g_assert_cmpstr (command->spec, ==, steps[i].spec);
  }
  g_assert_cmpint (gc_link_script_next_us (script), ==, INT64_MAX);
  g_assert_null (gc_link_script_take (script, 3600 * SECOND));
}

static void
test_script_errors (void)
{
  static const char *const bad[] = {
    "",
    ";",
    "300ms;",
    "at 10s 300ms",
    "300ms; rate=300kbit",
    "300ms; at 10s",
    "300ms; at soon rebind",
    "300ms; at 10s rate=fast",
    "300ms; at 10s rebind; at 9s rebind",
    "burst=3; at 10s loss=80%", /* each alone would do */
  };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (gc_link_script_parse (bad[i], &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

/* Changes for one client, for all, and for those to come. */
static void
test_table (void)
{
  g_autoptr (GcLinkTable) table = gc_link_table_new (1, 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (gc_link_table_apply (table, 0, "100ms", NOW, NULL));
  GcLink *first = gc_link_table_open (table, GC_LINK_UDP, NOW);
  g_assert_cmpuint (first->number, ==, 1);
  g_assert_true (gc_link_table_apply (table, 1, "200ms,burst=3", NOW, NULL));
  g_assert_false (gc_link_table_apply (table, 2, "200ms", NOW, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNKNOWN);
  g_clear_error (&error);

  GcLink *second = gc_link_table_open (table, GC_LINK_TCP, NOW);
  g_assert_cmpint (second->spec.ways[GC_LINK_UP].delay_us, ==, 50 * MS);
  g_assert_cmpint (first->spec.ways[GC_LINK_UP].delay_us, ==, 100 * MS);
  g_assert_null (gc_link_table_open (table, GC_LINK_UDP, NOW));

  /* The first client's bursts do not go with so much loss: then nobody gets it. */
  g_assert_false (gc_link_table_apply (table, 0, "loss=80%", NOW, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_assert_cmpfloat (second->spec.ways[GC_LINK_UP].loss, ==, 0);
  g_assert_true (gc_link_table_apply (table, 0, "loss=10%", NOW, NULL));
  g_assert_cmpfloat (first->spec.ways[GC_LINK_UP].loss, ==, 0.1);

  gc_link_table_close (table, first);
  GcLink *third = gc_link_table_open (table, GC_LINK_UDP, NOW);
  g_assert_cmpuint (third->number, ==, 3);
  g_assert_cmpfloat (third->spec.ways[GC_LINK_UP].burst, ==, 0);
  g_assert_true (gc_link_table_find (table, 3) == third);
  gc_link_table_close (table, second);
  gc_link_table_close (table, third);
}

/* What a client counted stays in the sum when it is gone. */
static void
test_counters (void)
{
  g_autoptr (GcLinkTable) table = gc_link_table_new (1, 4);
  GcLink *links[2];

  g_assert_true (gc_link_table_apply (table, 0, "up:black-out=on", NOW, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (links); i++) {
    links[i] = gc_link_table_open (table, GC_LINK_UDP, NOW);
    gc_link_path_push (links[i]->paths[GC_LINK_UP], gc_link_packet_new ("abc", 3), NOW);
    gc_link_path_push (links[i]->paths[GC_LINK_DOWN], gc_link_packet_new ("abcd", 4), NOW);
  }
  gc_link_table_close (table, links[0]);
  g_autofree char *text = gc_link_table_format (table);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *all = json_node_get_object (root);
  JsonObject *udp = json_object_get_object_member (all, "udp");
  JsonObject *up = json_object_get_object_member (udp, "up");
  JsonObject *down = json_object_get_object_member (udp, "down");
  JsonObject *lost = json_object_get_object_member (up, "dropped");
  g_assert_cmpint (json_object_get_int_member (up, "packets"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (up, "bytes"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (lost, "black_out"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (down, "bytes"), ==, 8);
  g_assert_cmpint (json_object_get_int_member (all, "opened"), ==, 2);
  JsonArray *clients = json_object_get_array_member (all, "clients");
  g_assert_cmpuint (json_array_get_length (clients), ==, 1);
  JsonObject *client = json_array_get_object_element (clients, 0);
  g_assert_cmpint (json_object_get_int_member (client, "client"), ==, 2);
  gc_link_table_close (table, links[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-spec/items", test_items);
  g_test_add_func ("/link-spec/units", test_units);
  g_test_add_func ("/link-spec/directions", test_directions);
  g_test_add_func ("/link-spec/errors", test_errors);
  g_test_add_func ("/link-spec/commands", test_commands);
  g_test_add_func ("/link-spec/script", test_script);
  g_test_add_func ("/link-spec/script-errors", test_script_errors);
  g_test_add_func ("/link-spec/table", test_table);
  g_test_add_func ("/link-spec/counters", test_counters);
  return g_test_run ();
}
