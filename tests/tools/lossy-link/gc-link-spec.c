// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-spec.h"

#include <math.h>
#include <string.h>

#include "common/gc-error.h"

#define SECOND (INT64_C (1000000))
#define DAY (86400 * SECOND)
#define DEFAULT_QUEUE_US 300000

typedef enum {
  KIND_TIME,   /* microseconds */
  KIND_SHARE,  /* 0 to 1 */
  KIND_COUNT,  /* of packets */
  KIND_RATE,   /* bits a second */
  KIND_SIZE,   /* bytes */
  KIND_SWITCH, /* off 0, on 1 */
} Kind;

/* What stands behind a number, or for one, and what it makes of it. */
static const struct {
  const char *suffix;
  Kind kind;
  double factor;
} units[] = {
  { "us", KIND_TIME, 1 },       { "ms", KIND_TIME, 1e3 },   { "s", KIND_TIME, 1e6 },
  { "min", KIND_TIME, 60e6 },   { "%", KIND_SHARE, 0.01 },  { "", KIND_COUNT, 1 },
  { "bit", KIND_RATE, 1 },      { "bit/s", KIND_RATE, 1 },  { "kbit", KIND_RATE, 1e3 },
  { "kbit/s", KIND_RATE, 1e3 }, { "mbit", KIND_RATE, 1e6 }, { "mbit/s", KIND_RATE, 1e6 },
  { "B", KIND_SIZE, 1 },        { "kB", KIND_SIZE, 1e3 },
};

/* One kind of value of one item; an item that takes two kinds has two rows. */
typedef struct {
  const char *name;
  const char *help;
  Kind kind;
  double min;
  double max;
  void (*set) (GcLinkWay *way, double value, int64_t now_us);
} Item;

static void
set_round_trip (GcLinkWay *way, double value, int64_t now_us)
{
  way->delay_us = (int64_t)value / 2;
}

static void
set_delay (GcLinkWay *way, double value, int64_t now_us)
{
  way->delay_us = (int64_t)value;
}

static void
set_jitter (GcLinkWay *way, double value, int64_t now_us)
{
  way->jitter_us = (int64_t)value;
}

static void
set_loss (GcLinkWay *way, double value, int64_t now_us)
{
  way->loss = value;
}

static void
set_burst (GcLinkWay *way, double value, int64_t now_us)
{
  way->burst = value;
}

static void
set_reorder (GcLinkWay *way, double value, int64_t now_us)
{
  way->reorder = value;
}

static void
set_rate (GcLinkWay *way, double value, int64_t now_us)
{
  way->rate_bps = (int64_t)value;
}

static void
set_queue_time (GcLinkWay *way, double value, int64_t now_us)
{
  way->queue_us = (int64_t)value;
  way->queue_bytes = 0;
}

static void
set_queue_size (GcLinkWay *way, double value, int64_t now_us)
{
  way->queue_us = 0;
  way->queue_bytes = (int64_t)value;
}

static void
set_black_out_time (GcLinkWay *way, double value, int64_t now_us)
{
  way->dark_until_us = now_us + (int64_t)value;
}

static void
set_black_out (GcLinkWay *way, double value, int64_t now_us)
{
  way->dark_until_us = value > 0 ? INT64_MAX : 0;
}

static void
set_udp (GcLinkWay *way, double value, int64_t now_us)
{
  way->udp_blocked = value == 0;
}

#define RTT_HELP "a round trip of 0 to 20s, such as 300ms, for both directions together"
#define DELAY_HELP "a time of 0 to 10s, such as 150ms"
#define JITTER_HELP "a time of 0 to 10s, such as 30ms"
#define SHARE_HELP "a share of 0% to 100%, such as 6%"
#define BURST_HELP "a mean number of packets, 1 to 1000, such as 3, or off"
#define RATE_HELP "a rate of 1kbit to 1000mbit, such as 500kbit, or off"
#define QUEUE_HELP "a time of 1ms to 10s, such as 300ms, or a size of 1B to 4000kB, such as 64kB"
#define DARK_HELP "a time of 0 to 24 hours, such as 30s, or on or off"
#define UDP_HELP "on or off"

static const Item items[] = {
  { "rtt", RTT_HELP, KIND_TIME, 0, 20 * SECOND, set_round_trip },
  { "delay", DELAY_HELP, KIND_TIME, 0, 10 * SECOND, set_delay },
  { "jitter", JITTER_HELP, KIND_TIME, 0, 10 * SECOND, set_jitter },
  { "loss", SHARE_HELP, KIND_SHARE, 0, 1, set_loss },
  { "burst", BURST_HELP, KIND_COUNT, 1, 1000, set_burst },
  { "burst", BURST_HELP, KIND_SWITCH, 0, 0, set_burst },
  { "reorder", SHARE_HELP, KIND_SHARE, 0, 1, set_reorder },
  { "rate", RATE_HELP, KIND_RATE, 1e3, 1e9, set_rate },
  { "rate", RATE_HELP, KIND_SWITCH, 0, 0, set_rate },
  { "queue", QUEUE_HELP, KIND_TIME, 1e3, 10 * SECOND, set_queue_time },
  { "queue", QUEUE_HELP, KIND_SIZE, 1, 4e6, set_queue_size },
  { "black-out", DARK_HELP, KIND_TIME, 0, DAY, set_black_out_time },
  { "black-out", DARK_HELP, KIND_SWITCH, 0, 1, set_black_out },
  { "udp", UDP_HELP, KIND_SWITCH, 0, 1, set_udp },
};

/* Reads "1.5s", "500kbit/s", "off". Returns: FALSE if it is none of that. */
static gboolean
parse_value (const char *text, Kind *ret_kind, double *ret_value)
{
  size_t n_digits = strspn (text, "0123456789.");
  g_autofree char *digits = g_strndup (text, n_digits);
  char *end = NULL;
  double number = g_ascii_strtod (digits, &end);

  if (g_str_equal (text, "on") || g_str_equal (text, "off")) {
    *ret_kind = KIND_SWITCH;
    *ret_value = g_str_equal (text, "on") ? 1 : 0;
    return TRUE;
  }
  if (end == digits || *end != '\0' || !isfinite (number))
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_ascii_strcasecmp (units[i].suffix, text + n_digits) != 0)
      continue;
    *ret_kind = units[i].kind;
    *ret_value = number * units[i].factor;
    return TRUE;
  }
  return FALSE;
}

/* The row for @name and @text. Errors: INVALID. */
static const Item *
find_item (const char *name, const char *text, double *ret_value, GError **error)
{
  Kind kind = KIND_COUNT;
  double value = 0;
  gboolean good = parse_value (text, &kind, &value);
  const Item *known = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (items); i++) {
    if (!g_str_equal (items[i].name, name))
      continue;
    known = &items[i];
    if (!good || known->kind != kind || value < known->min || value > known->max)
      continue;
    *ret_value = value;
    return known;
  }
  if (known != NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s=%s: must be %s", name, text, known->help);
  else
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "%s=%s: there is no such item; there are rtt, delay, jitter, loss, burst, "
                 "reorder, rate, queue, black-out and udp",
                 name, text);
  return NULL;
}

/* The item that a value without a name stands for. */
static const char *
guess_name (const char *text)
{
  Kind kind = KIND_COUNT;
  double value = 0;

  if (!parse_value (text, &kind, &value))
    return NULL;
  return kind == KIND_TIME ? "rtt" : kind == KIND_SHARE ? "loss" : NULL;
}

static gboolean
apply_item (GcLinkSpec *spec, const char *text, int64_t now_us, GError **error)
{
  static const char *const prefixes[GC_LINK_N_DIRECTIONS] = { "up:", "down:" };
  gboolean wanted[GC_LINK_N_DIRECTIONS] = { TRUE, TRUE };
  const char *rest = text;
  double value = 0;

  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    if (g_str_has_prefix (text, prefixes[i])) {
      rest = text + strlen (prefixes[i]);
      wanted[1 - i] = FALSE;
    }
  g_auto (GStrv) parts = g_strsplit (rest, "=", 2);
  gboolean named = g_strv_length (parts) == 2;
  const char *name = named ? parts[0] : guess_name (rest);
  if (name == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "\"%s\": must be NAME=VALUE, a round trip such as 300ms or a loss such as 6%%",
                 text);
    return FALSE;
  }
  if (rest != text && g_str_equal (name, "rtt")) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "%s: a round trip has both directions; for one there is delay=TIME", text);
    return FALSE;
  }
  const Item *item = find_item (name, named ? parts[1] : rest, &value, error);
  if (item == NULL)
    return FALSE;
  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    if (wanted[i])
      item->set (&spec->ways[i], value, now_us);
  return TRUE;
}

/* With bursts of mean length b at most b of b + 1 packets can be lost: one must pass between two.
 */
static gboolean
check (const GcLinkSpec *spec, GError **error)
{
  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++) {
    const GcLinkWay *way = &spec->ways[i];
    if (way->burst == 0 || way->loss <= way->burst / (way->burst + 1))
      continue;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "loss=%g%%: with burst=%g it can be at most %.4g%%", way->loss * 100, way->burst,
                 way->burst / (way->burst + 1) * 100);
    return FALSE;
  }
  return TRUE;
}

void
gc_link_spec_init (GcLinkSpec *spec)
{
  *spec = (GcLinkSpec){ 0 };
  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    spec->ways[i].queue_us = DEFAULT_QUEUE_US;
}

gboolean
gc_link_spec_apply (GcLinkSpec *spec, const char *text, int64_t now_us, GError **error)
{
  /* g_strsplit () makes no piece of an empty text, but one of a blank. */
  g_auto (GStrv) parts = g_strsplit (*text == '\0' ? " " : text, ",", -1);
  GcLinkSpec changed = *spec;

  for (char **at = parts; *at != NULL; at++)
    if (!apply_item (&changed, g_strstrip (*at), now_us, error))
      return FALSE;
  if (!check (&changed, error))
    return FALSE;
  *spec = changed;
  return TRUE;
}

gboolean
gc_link_parse_time (const char *text, int64_t *ret_us, GError **error)
{
  Kind kind = KIND_COUNT;
  double value = 0;

  if (parse_value (text, &kind, &value) && kind == KIND_TIME && value <= DAY) {
    *ret_us = (int64_t)value;
    return TRUE;
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "%s: must be a time of 0 to 24 hours, such as 500ms, 10s or 2min", text);
  return FALSE;
}

const char *
gc_link_spec_help (void)
{
  return "A link is items with commas between them, such as 300ms,6%,burst=3,rate=500kbit:\n"
         "  300ms, rtt=300ms    round trip: half of it each way\n"
         "  6%, loss=6%         share of the packets lost, each way\n"
         "  delay=150ms         one way\n"
         "  jitter=30ms         each packet is late by up to so much more; the order stays\n"
         "  burst=3             losses come in bursts of this mean length (Gilbert-Elliott)\n"
         "  reorder=2%          share of the packets that come 20 ms late, behind others\n"
         "  rate=500kbit        most bits a second, of payload; off: no limit\n"
         "  queue=300ms         room before the rate, a time at that rate or a size (64kB)\n"
         "  black-out=30s       nothing is let through for so long; also on and off\n"
         "  udp=off             datagrams are blocked, TCP goes on\n"
         "up: or down: before an item is for one direction, to or from the server: up:rate=1mbit.\n"
         "Later changes follow behind semicolons: 300ms,6%; at 10s rate=300kbit; at 60s rebind.";
}
