// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-report.h"

#include "common/gc-error.h"

#include <stdio.h>
#include <stdlib.h>

static void
add_int (JsonBuilder *builder, const char *name, int64_t value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static int
compare_times (const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;

  return (x > y) - (x < y);
}

/* From asking for the second seat to the first picture in both. */
static void
report_set_up (GcLoad *load, JsonBuilder *builder)
{
  GPtrArray *sessions = gc_load_get_sessions (load);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (int64_t));

  for (unsigned i = 0; i < sessions->len; i++) {
    const GcLoadSession *session = g_ptr_array_index (sessions, i);
    int64_t a = gc_load_peer_get_receiver (session->peers[0], GC_LOAD_VIDEO)->first_ns / 1000;
    int64_t b = gc_load_peer_get_receiver (session->peers[1], GC_LOAD_VIDEO)->first_ns / 1000;
    int64_t us = MAX (a, b) - session->started_us;
    g_array_append_val (times, us);
  }
  if (times->len == 0)
    return;
  g_array_sort (times, compare_times);
  add_number (builder, "set_up_p50_ms",
              (double)g_array_index (times, int64_t, times->len / 2) / 1000);
  add_number (builder, "set_up_max_ms",
              (double)g_array_index (times, int64_t, times->len - 1) / 1000);
}

typedef struct {
  uint64_t sent;
  uint64_t received;
  uint64_t reordered;
  uint64_t duplicate;
  uint64_t broken;
  GcLoadPeerCounts counts;
} Sum;

static void
add_peer (Sum *sum, GcLoadPeer *peer)
{
  const GcLoadPeerCounts *counts = gc_load_peer_get_counts (peer);

  for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++) {
    const GcLoadSender *sender = gc_load_peer_get_sender (peer, kind);
    const GcLoadReceiver *receiver = gc_load_peer_get_receiver (peer, kind);
    sum->sent += sender->window_to - sender->window_from;
    sum->received += receiver->received;
    sum->reordered += receiver->reordered;
    sum->duplicate += receiver->duplicate;
    sum->broken += receiver->broken;
  }
  sum->counts.nacked += counts->nacked;
  sum->counts.resent += counts->resent;
  sum->counts.asked += counts->asked;
  sum->counts.restored += counts->restored;
  sum->counts.key_frames += counts->key_frames;
  sum->counts.feedbacks += counts->feedbacks;
  sum->counts.reports += counts->reports;
  sum->counts.early += counts->early;
  sum->counts.bad_srtp += counts->bad_srtp;
  sum->counts.foreign += counts->foreign;
  sum->counts.bad_stun += counts->bad_stun;
  sum->counts.send_failed += counts->send_failed;
}

static Sum
sum_up (GcLoad *load)
{
  GPtrArray *sessions = gc_load_get_sessions (load);
  Sum sum = { 0 };

  for (unsigned i = 0; i < sessions->len; i++) {
    const GcLoadSession *session = g_ptr_array_index (sessions, i);
    add_peer (&sum, session->peers[0]);
    add_peer (&sum, session->peers[1]);
  }
  return sum;
}

uint64_t
gc_load_report_count (GcLoad *load)
{
  return sum_up (load).received;
}

void
gc_load_report_media (GcLoad *load, double seconds, JsonBuilder *builder)
{
  const GcLoadDelays *delays = gc_load_get_delays (load);
  Sum sum = sum_up (load);

  add_int (builder, "sessions", gc_load_get_sessions (load)->len);
  add_number (builder, "seconds", seconds);
  add_int (builder, "packets_sent", (int64_t)sum.sent);
  add_int (builder, "packets_received", (int64_t)sum.received);
  add_number (builder, "packets_per_s", (double)sum.received / seconds);
  add_int (builder, "lost", (int64_t)sum.sent - (int64_t)sum.received);
  add_int (builder, "reordered", (int64_t)sum.reordered);
  add_int (builder, "duplicate", (int64_t)sum.duplicate);
  add_int (builder, "broken", (int64_t)sum.broken);
  add_number (builder, "delay_p50_ms", gc_load_delays_get (delays, 500) / 1000.0);
  add_number (builder, "delay_p99_ms", gc_load_delays_get (delays, 990) / 1000.0);
  add_number (builder, "delay_max_ms", gc_load_delays_get (delays, 1000) / 1000.0);
  report_set_up (load, builder);
  add_int (builder, "nacked", (int64_t)sum.counts.nacked);
  add_int (builder, "resent", (int64_t)sum.counts.resent);
  add_int (builder, "asked", (int64_t)sum.counts.asked);
  add_int (builder, "restored", (int64_t)sum.counts.restored);
  add_int (builder, "key_frames_asked", (int64_t)sum.counts.key_frames);
  add_int (builder, "transport_feedbacks", (int64_t)sum.counts.feedbacks);
  add_int (builder, "receiver_reports", (int64_t)sum.counts.reports);
  add_int (builder, "early", (int64_t)sum.counts.early);
  add_int (builder, "bad_srtp", (int64_t)sum.counts.bad_srtp);
  add_int (builder, "bad_stun", (int64_t)sum.counts.bad_stun);
  add_int (builder, "foreign", (int64_t)sum.counts.foreign);
  add_int (builder, "send_failed", (int64_t)sum.counts.send_failed);
}

void
gc_load_report_process (const GcLoadProcess *before,
                        const GcLoadProcess *after,
                        uint64_t packets,
                        JsonBuilder *builder)
{
  double cpu_us = (double)(after->cpu_ns - before->cpu_ns) / 1000;
  double user = (double)(after->user_ns - before->user_ns);
  double system = (double)(after->system_ns - before->system_ns);
  double share = user + system > 0 ? user / (user + system) : 0;

  if (packets > 0) {
    add_number (builder, "cpu_us_per_packet", cpu_us / (double)packets);
    add_number (builder, "user_us_per_packet", cpu_us * share / (double)packets);
    add_number (builder, "system_us_per_packet", cpu_us * (1 - share) / (double)packets);
  }
  add_int (builder, "threads_before", before->threads);
  add_int (builder, "threads", after->threads);
  add_int (builder, "files_before", before->files);
  add_int (builder, "files", after->files);
  add_int (builder, "rss_before_bytes", before->rss_bytes);
  add_int (builder, "rss_bytes", after->rss_bytes);
  add_int (builder, "private_before_bytes", before->private_bytes);
  add_int (builder, "private_bytes", after->private_bytes);
  add_int (builder, "pss_before_bytes", before->pss_bytes);
  add_int (builder, "pss_bytes", after->pss_bytes);
}

gboolean
gc_load_report_check (GcLoad *load, GError **error)
{
  Sum sum = sum_up (load);
  const struct {
    const char *what;
    uint64_t count;
  } faults[] = {
    { "lost", sum.sent - sum.received },
    { "reordered", sum.reordered },
    { "doubled", sum.duplicate },
    { "broken", sum.broken },
    { "badly sealed", sum.counts.bad_srtp },
    { "bad checks", sum.counts.bad_stun },
    { "not understood", sum.counts.foreign },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].count > 0)
      g_string_append_printf (text, ", %" G_GUINT64_FORMAT " %s", faults[i].count, faults[i].what);
  if (sum.sent > 0 && text->len == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "of %" G_GUINT64_FORMAT " packets sent%s",
               sum.sent, text->str);
  return FALSE;
}

void
gc_load_report_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  printf ("%s\n", text);
  fflush (stdout);
}
