// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-counters.h"

#include <glib.h>

typedef struct {
  const char *name;
  const char *labels;
  const char *help;
} Series;

#define IN_HELP "Datagrams received, by kind"
#define OUT_HELP "Datagrams sent, by kind"
#define DROP_HELP "Datagrams dropped on arrival, by reason"
#define HELD_HELP "Copies of media packets not forwarded, by reason"
#define RTX_HELP "Retransmissions received (RFC 4588), of missing packets or others"
#define LOST_HELP "Datagrams not sent, by reason"
#define REFUSED_HELP "TCP connections refused, by reason"
#define CLOSED_HELP "TCP connections ended, by reason"

/* In the order of GcCount; series of one name stand together, as OpenMetrics asks. */
static const Series series_table[GC_N_COUNTS] = {
  [GC_COUNT_IN_STUN] = { "gc_relay_datagrams_in", "kind=\"stun\"", IN_HELP },
  [GC_COUNT_IN_DTLS] = { "gc_relay_datagrams_in", "kind=\"dtls\"", IN_HELP },
  [GC_COUNT_IN_RTP] = { "gc_relay_datagrams_in", "kind=\"rtp\"", IN_HELP },
  [GC_COUNT_IN_RTCP] = { "gc_relay_datagrams_in", "kind=\"rtcp\"", IN_HELP },
  [GC_COUNT_IN_BYTES] = { "gc_relay_bytes_in", NULL, "Datagram bytes received" },
  [GC_COUNT_OUT_RELAYED] = { "gc_relay_datagrams_out", "kind=\"relayed\"", OUT_HELP },
  [GC_COUNT_OUT_RESENT] = { "gc_relay_datagrams_out", "kind=\"resent\"", OUT_HELP },
  [GC_COUNT_OUT_PROBES] = { "gc_relay_datagrams_out", "kind=\"probe\"", OUT_HELP },
  [GC_COUNT_OUT_CONTROL] = { "gc_relay_datagrams_out", "kind=\"control\"", OUT_HELP },
  [GC_COUNT_OUT_BYTES] = { "gc_relay_bytes_out", NULL, "Datagram bytes sent" },
  [GC_COUNT_OUT_CALLS] = { "gc_relay_send_calls", NULL, "System calls that sent datagrams" },
  [GC_COUNT_OUT_SEGMENTS] = { "gc_relay_segments_out", NULL,
                              "Datagrams that left as part of a segmented run" },
  [GC_COUNT_DROP_TRUNCATED] = { "gc_relay_dropped", "reason=\"truncated\"", DROP_HELP },
  [GC_COUNT_DROP_NOT_OURS] = { "gc_relay_dropped", "reason=\"not-ours\"", DROP_HELP },
  [GC_COUNT_DROP_STRANGER] = { "gc_relay_dropped", "reason=\"stranger\"", DROP_HELP },
  [GC_COUNT_DROP_UFRAG] = { "gc_relay_dropped", "reason=\"ufrag\"", DROP_HELP },
  [GC_COUNT_DROP_STUN] = { "gc_relay_dropped", "reason=\"stun\"", DROP_HELP },
  [GC_COUNT_DROP_STUN_LIMIT] = { "gc_relay_dropped", "reason=\"stun-limit\"", DROP_HELP },
  [GC_COUNT_DROP_STUN_NEW] = { "gc_relay_dropped", "reason=\"stun-new\"", DROP_HELP },
  [GC_COUNT_DROP_STUN_NETWORK] = { "gc_relay_dropped", "reason=\"stun-network\"", DROP_HELP },
  [GC_COUNT_DROP_DTLS_LIMIT] = { "gc_relay_dropped", "reason=\"dtls-limit\"", DROP_HELP },
  [GC_COUNT_DROP_NOT_CONNECTED] = { "gc_relay_dropped", "reason=\"not-connected\"", DROP_HELP },
  [GC_COUNT_DROP_MALFORMED] = { "gc_relay_dropped", "reason=\"malformed\"", DROP_HELP },
  [GC_COUNT_DROP_AUTH] = { "gc_relay_dropped", "reason=\"auth\"", DROP_HELP },
  [GC_COUNT_DROP_REPLAY] = { "gc_relay_dropped", "reason=\"replay\"", DROP_HELP },
  [GC_COUNT_DROP_SSRC] = { "gc_relay_dropped", "reason=\"ssrc\"", DROP_HELP },
  [GC_COUNT_DROP_CODEC] = { "gc_relay_dropped", "reason=\"codec\"", DROP_HELP },
  [GC_COUNT_DROP_RATE] = { "gc_relay_dropped", "reason=\"rate\"", DROP_HELP },
  [GC_COUNT_DROP_RTCP_LIMIT] = { "gc_relay_dropped", "reason=\"rtcp-limit\"", DROP_HELP },
  [GC_COUNT_HELD_KEY_FRAME] = { "gc_relay_held", "reason=\"key-frame\"", HELD_HELP },
  [GC_COUNT_HELD_CODEC] = { "gc_relay_held", "reason=\"codec\"", HELD_HELP },
  [GC_COUNT_HELD_ORDER] = { "gc_relay_held", "reason=\"order\"", HELD_HELP },
  [GC_COUNT_HELD_PADDING] = { "gc_relay_held", "reason=\"padding\"", HELD_HELP },
  [GC_COUNT_HELD_FULL] = { "gc_relay_held", "reason=\"full\"", HELD_HELP },
  [GC_COUNT_HELD_PAUSED] = { "gc_relay_held", "reason=\"paused\"", HELD_HELP },
  [GC_COUNT_LOST_PROTECT] = { "gc_relay_lost", "reason=\"protect\"", LOST_HELP },
  [GC_COUNT_LOST_FULL] = { "gc_relay_lost", "reason=\"full\"", LOST_HELP },
  [GC_COUNT_LOST_ERROR] = { "gc_relay_lost", "reason=\"error\"", LOST_HELP },
  [GC_COUNT_LOST_LATE_PROMPT] = { "gc_relay_lost", "reason=\"late-prompt\"", LOST_HELP },
  [GC_COUNT_LOST_LATE_BULK] = { "gc_relay_lost", "reason=\"late-bulk\"", LOST_HELP },
  [GC_COUNT_LOST_GONE] = { "gc_relay_lost", "reason=\"gone\"", LOST_HELP },
  [GC_COUNT_TCP_IN_BYTES] = { "gc_relay_tcp_bytes_in", NULL, "Bytes received over TCP, framed" },
  [GC_COUNT_TCP_OUT_BYTES] = { "gc_relay_tcp_bytes_out", NULL, "Bytes sent over TCP, framed" },
  [GC_COUNT_TCP_ACCEPTED] = { "gc_relay_tcp_accepted", NULL, "TCP connections accepted" },
  [GC_COUNT_TCP_REFUSED_FULL] = { "gc_relay_tcp_refused", "reason=\"full\"", REFUSED_HELP },
  [GC_COUNT_TCP_REFUSED_NETWORK] = { "gc_relay_tcp_refused", "reason=\"network\"", REFUSED_HELP },
  [GC_COUNT_TCP_REFUSED_ERROR] = { "gc_relay_tcp_refused", "reason=\"error\"", REFUSED_HELP },
  [GC_COUNT_TCP_CLOSED_PEER] = { "gc_relay_tcp_closed", "reason=\"peer\"", CLOSED_HELP },
  [GC_COUNT_TCP_CLOSED_STRANGER] = { "gc_relay_tcp_closed", "reason=\"stranger\"", CLOSED_HELP },
  [GC_COUNT_TCP_CLOSED_CROWDED] = { "gc_relay_tcp_closed", "reason=\"crowded\"", CLOSED_HELP },
  [GC_COUNT_TCP_CLOSED_IDLE] = { "gc_relay_tcp_closed", "reason=\"idle\"", CLOSED_HELP },
  [GC_COUNT_TCP_CLOSED_FRAME] = { "gc_relay_tcp_closed", "reason=\"frame\"", CLOSED_HELP },
  [GC_COUNT_NACK_IN] = { "gc_relay_nacks_in", NULL, "Packets that receivers asked for again" },
  [GC_COUNT_NACK_OUT] = { "gc_relay_nacks_out", NULL, "Packets asked of senders again" },
  [GC_COUNT_RTX_IN] = { "gc_relay_retransmissions_in", "of=\"missing\"", RTX_HELP },
  [GC_COUNT_RTX_NEEDLESS] = { "gc_relay_retransmissions_in", "of=\"others\"", RTX_HELP },
  [GC_COUNT_RED_IN] = { "gc_relay_redundant_in", NULL,
                        "Packets of sound with redundancy received" },
  [GC_COUNT_RED_RESTORED] = { "gc_relay_redundant_restored", NULL,
                              "Lost packets of sound restored from redundancy" },
  [GC_COUNT_RED_LATE] = { "gc_relay_redundant_late", NULL,
                          "Packets of sound that came when they had been restored" },
  [GC_COUNT_RED_OUT] = { "gc_relay_redundant_out", NULL, "Packets of sound with redundancy sent" },
  [GC_COUNT_FEC_IN] = { "gc_relay_fec_in", NULL, "Packets of FEC received" },
  [GC_COUNT_FEC_RECOVERED] = { "gc_relay_fec_recovered", NULL,
                               "Lost packets of pictures recovered by FEC" },
  [GC_COUNT_FEC_OUT] = { "gc_relay_fec_out", NULL, "Packets of FEC sent" },
  [GC_COUNT_KEY_FRAME_IN] = { "gc_relay_key_frame_requests_in", NULL, "PLI and FIR received" },
  [GC_COUNT_KEY_FRAME_OUT] = { "gc_relay_key_frame_requests_out", NULL, "PLI and FIR sent" },
  [GC_COUNT_TWCC_OUT] = { "gc_relay_twcc_out", NULL, "Transport-wide feedback packets sent" },
  [GC_COUNT_TWCC_IN] = { "gc_relay_twcc_in", NULL, "Transport-wide feedback packets received" },
  [GC_COUNT_BATCHES] = { "gc_relay_batches", NULL, "Batches of datagrams received" },
  [GC_COUNT_PEERS_MADE] = { "gc_relay_peers_made", NULL, "Peers made" },
  [GC_COUNT_PEERS_CONNECTED] = { "gc_relay_peers_connected", NULL, "Peers that got connected" },
  [GC_COUNT_PEERS_GONE] = { "gc_relay_peers_gone", NULL, "Peers that ended" },
  [GC_COUNT_DTLS_FAILED] = { "gc_relay_dtls_failed", NULL, "Handshakes that failed for good" },
};

struct _GcCounterSeries {
  GPtrArray *counters; /* (element-type GcCounters), borrowed */
  GcMetric *series[GC_N_COUNTS];
  GcMetric *peers;
  GcMetric *rooms;
  GcMetric *tcp_connections;
};

void
gc_counters_add (GcCounters *counters, GcCount count, uint64_t step)
{
  _Atomic uint64_t *value = &counters->values[count];
  uint64_t before = atomic_load_explicit (value, memory_order_relaxed);

  atomic_store_explicit (value, before + step, memory_order_relaxed);
}

uint64_t
gc_counters_get (const GcCounters *counters, GcCount count)
{
  return atomic_load_explicit (&counters->values[count], memory_order_relaxed);
}

GcCounterSeries *
gc_counter_series_new (GcMetrics *metrics)
{
  GcCounterSeries *series = g_new0 (GcCounterSeries, 1);

  series->counters = g_ptr_array_new ();
  for (unsigned i = 0; i < GC_N_COUNTS; i++)
    series->series[i] = gc_metrics_add_counter (metrics, series_table[i].name,
                                                series_table[i].labels, series_table[i].help);
  series->peers = gc_metrics_add_gauge (metrics, "gc_relay_peers", NULL, "Peers now");
  series->rooms = gc_metrics_add_gauge (metrics, "gc_relay_rooms", NULL, "Rooms now");
  series->tcp_connections =
      gc_metrics_add_gauge (metrics, "gc_relay_tcp_connections", NULL, "TCP connections now");
  return series;
}

void
gc_counter_series_free (GcCounterSeries *series)
{
  if (series == NULL)
    return;
  g_ptr_array_unref (series->counters);
  g_free (series);
}

void
gc_counter_series_add (GcCounterSeries *series, const GcCounters *counters)
{
  g_ptr_array_add (series->counters, (gpointer)counters);
}

void
gc_counter_series_collect (GcCounterSeries *series)
{
  uint64_t counts[GC_N_COUNTS] = { 0 };
  uint64_t peers = 0;
  uint64_t rooms = 0;
  uint64_t tcp_connections = 0;

  for (guint k = 0; k < series->counters->len; k++) {
    const GcCounters *counters = series->counters->pdata[k];
    for (unsigned i = 0; i < GC_N_COUNTS; i++)
      counts[i] += gc_counters_get (counters, (GcCount)i);
    peers += atomic_load_explicit (&counters->peers, memory_order_relaxed);
    rooms += atomic_load_explicit (&counters->rooms, memory_order_relaxed);
    tcp_connections += atomic_load_explicit (&counters->tcp_connections, memory_order_relaxed);
  }
  for (unsigned i = 0; i < GC_N_COUNTS; i++)
    gc_metric_set (series->series[i], (int64_t)counts[i]);
  gc_metric_set (series->peers, (int64_t)peers);
  gc_metric_set (series->rooms, (int64_t)rooms);
  gc_metric_set (series->tcp_connections, (int64_t)tcp_connections);
}
