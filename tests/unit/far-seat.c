// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "far-seat.h"

#include "rtp/gc-twcc.h"

#define VOICE_LINE 0
#define CAMERA_LINE 1
#define DELAY_US 100000  /* of the link, each way */
#define BUFFER_US 900000 /* what is to wait for longer is lost */
#define STEP_US 5000
#define PICTURE_SIZE 1000 /* bytes of each packet, as the next one */
#define VOICE_SIZE 80
#define VOICE_US 20000
#define OVERHEAD 72 /* header, tag, UDP and IP: as bits on the link */

/* Something that reaches the other side later. */
typedef struct {
  int64_t at_us;
  int number;    /* of a packet; below 0: it has none */
  GBytes *bytes; /* a feedback */
} Transit;

struct _FarSeat {
  FarPeer *far;
  int64_t camera_bps;
  gboolean speaks;
  int64_t limit_bps;
  double owed_bytes; /* that the camera has not sent yet */
  FarMedia picture;
  FarMedia voice;
  int64_t next_voice_us;

  int64_t link_bps;
  int64_t link_free_us; /* when the link has passed on all that is queued */
  GQueue down;          /* (element-type Transit) packets that have passed the link */
  GQueue up;            /* (element-type Transit) feedback */
  GcTwcc *twcc;
  FarSeatStats stats;
};

static void
transit_free (gpointer data)
{
  Transit *transit = data;

  g_clear_pointer (&transit->bytes, g_bytes_unref);
  g_free (transit);
}

FarSeat *
far_seat_new (FarWorld *world, const char *name, const char *lines, uint16_t port, int64_t link_bps)
{
  FarSeat *seat = g_new0 (FarSeat, 1);

  seat->far = far_peer_new (world, name, lines, port);
  far_peer_connect (seat->far);
  far_peer_sit (seat->far, "room", FALSE);
  seat->link_bps = link_bps;
  seat->picture = (FarMedia){
    .line = CAMERA_LINE,
    .ssrc = 2U * port,
    .seq = 1,
    .marker = TRUE,
    .key_frame = TRUE,
    .fill = PICTURE_SIZE,
  };
  seat->voice =
      (FarMedia){ .line = VOICE_LINE, .ssrc = 2U * port + 1, .seq = 1, .fill = VOICE_SIZE };
  seat->twcc = gc_twcc_new (1);
  g_queue_init (&seat->down);
  g_queue_init (&seat->up);
  return seat;
}

void
far_seat_free (FarSeat *seat)
{
  g_queue_clear_full (&seat->down, transit_free);
  g_queue_clear_full (&seat->up, transit_free);
  gc_twcc_free (seat->twcc);
  g_free (seat);
}

FarPeer *
far_seat_get_peer (const FarSeat *seat)
{
  return seat->far;
}

void
far_seat_set_link (FarSeat *seat, int64_t link_bps)
{
  seat->link_bps = link_bps;
}

void
far_seat_set_camera (FarSeat *seat, int64_t bps)
{
  seat->camera_bps = bps;
}

void
far_seat_set_voice (FarSeat *seat, gboolean speaks)
{
  seat->speaks = speaks;
  seat->next_voice_us = seat->far->world->now_us;
}

void
far_seat_set_level (FarSeat *seat, uint8_t level)
{
  seat->voice.level = level;
}

void
far_seat_report (FarSeat *seat, unsigned line, unsigned percent, int64_t rtt_us)
{
  far_peer_report (seat->far, line, percent, rtt_us);
}

int64_t
far_seat_get_limit_bps (const FarSeat *seat)
{
  return seat->limit_bps;
}

FarSeatStats
far_seat_take_stats (FarSeat *seat)
{
  FarSeatStats stats = seat->stats;

  seat->stats = (FarSeatStats){ 0 };
  return stats;
}

/* Limits, and wishes for key frames. */
static void
read_rtcp (FarSeat *seat)
{
  GPtrArray *list = seat->far->rtcp;

  for (guint i = 0; i < list->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (list->pdata[i], &size);
    GcRtcpIter iter;
    GcRtcp rtcp;
    GcRtcpRemb remb;
    gc_rtcp_iter_init (&iter, bytes, size);
    while (gc_rtcp_iter_next (&iter, &rtcp)) {
      if (gc_rtcp_get_remb (&rtcp, &remb))
        seat->limit_bps = (int64_t)remb.bitrate_bps;
      seat->picture.key_frame |= rtcp.kind == GC_RTCP_PLI;
    }
  }
  g_ptr_array_set_size (list, 0);
}

static void
send_picture (FarSeat *seat)
{
  int64_t bps = seat->camera_bps;

  if (seat->limit_bps > 0)
    bps = MIN (bps, seat->limit_bps);
  seat->owed_bytes += (double)bps / 8 * STEP_US / G_USEC_PER_SEC;
  while (seat->owed_bytes >= PICTURE_SIZE + OVERHEAD) {
    seat->owed_bytes -= PICTURE_SIZE + OVERHEAD;
    far_peer_send_media (seat->far, &seat->picture);
    seat->picture.seq++;
    seat->picture.timestamp += 90 * STEP_US / 1000;
    seat->picture.key_frame = FALSE;
  }
}

static void
send_voice (FarSeat *seat)
{
  while (seat->speaks && seat->next_voice_us <= seat->far->world->now_us) {
    far_peer_send_media (seat->far, &seat->voice);
    seat->voice.seq++;
    seat->voice.timestamp += 48 * VOICE_US / 1000;
    seat->next_voice_us += VOICE_US;
  }
}

static void
count_arrival (FarSeat *seat, uint32_t ssrc, int64_t bits)
{
  for (unsigned i = 0; i < GC_SDP_MAX_MEDIA; i++) {
    gboolean rtx = seat->far->relay_rtx_ssrcs[i] == ssrc;
    if (!rtx && seat->far->relay_ssrcs[i] != ssrc)
      continue;
    seat->stats.bits[i] += (uint64_t)bits;
    seat->stats.packets[i] += !rtx;
    seat->stats.probes += rtx;
  }
}

static int
read_number (const GcRtp *rtp)
{
  uint8_t n = 0;
  const uint8_t *number = gc_rtp_find_extension (rtp, FAR_TRANSPORT_CC_ID, &n);

  return n == 2 ? number[0] << 8 | number[1] : -1;
}

/* What reaches the link waits for what is before it. */
static void
enter_link (FarSeat *seat)
{
  GPtrArray *list = seat->far->rtp;
  int64_t now_us = seat->far->world->now_us;

  for (guint i = 0; i < list->len; i++) {
    GcRtp rtp;
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (list->pdata[i], &size);
    g_assert_true (gc_rtp_parse (bytes, size, &rtp));
    if (seat->link_free_us > now_us + BUFFER_US) {
      seat->stats.lost++;
      continue;
    }
    int64_t bits = (int64_t)(size + OVERHEAD - GC_RTP_FIXED_SIZE) * 8;
    seat->link_free_us = MAX (seat->link_free_us, now_us) + bits * G_USEC_PER_SEC / seat->link_bps;
    seat->stats.most_queue_us = MAX (seat->stats.most_queue_us, seat->link_free_us - now_us);
    count_arrival (seat, rtp.ssrc, bits);
    Transit *transit = g_new0 (Transit, 1);
    transit->at_us = seat->link_free_us + DELAY_US;
    transit->number = read_number (&rtp);
    g_queue_push_tail (&seat->down, transit);
  }
  g_ptr_array_set_size (list, 0);
}

/* The first of @queue if it has arrived by now. (transfer full) (nullable) */
static Transit *
pop_arrived (FarSeat *seat, GQueue *queue)
{
  Transit *first = g_queue_peek_head (queue);

  return first != NULL && first->at_us <= seat->far->world->now_us ? g_queue_pop_head (queue)
                                                                   : NULL;
}

static void
send_feedback (FarSeat *seat)
{
  uint8_t out[GC_TWCC_MAX_SIZE];
  size_t size;

  for (Transit *transit; (transit = pop_arrived (seat, &seat->down)) != NULL;) {
    if (transit->number >= 0)
      gc_twcc_receive (seat->twcc, (uint16_t)transit->number, 0, transit->at_us);
    transit_free (transit);
  }
  while ((size = gc_twcc_format (seat->twcc, seat->far->world->now_us, out, sizeof out)) > 0) {
    Transit *transit = g_new0 (Transit, 1);
    transit->at_us = seat->far->world->now_us + DELAY_US;
    transit->bytes = g_bytes_new (out, size);
    g_queue_push_tail (&seat->up, transit);
  }
  for (Transit *transit; (transit = pop_arrived (seat, &seat->up)) != NULL;) {
    const uint8_t *bytes = g_bytes_get_data (transit->bytes, &size);
    far_peer_send_rtcp (seat->far, bytes, size);
    transit_free (transit);
  }
}

void
far_seats_run (FarWorld *world, FarSeat *const *seats, unsigned n, double seconds)
{
  int64_t end_us = world->now_us + (int64_t)(seconds * G_USEC_PER_SEC);

  while (world->now_us < end_us) {
    far_world_run (world, STEP_US);
    for (unsigned i = 0; i < n; i++) {
      read_rtcp (seats[i]);
      send_picture (seats[i]);
      send_voice (seats[i]);
    }
    for (unsigned i = 0; i < n; i++) {
      enter_link (seats[i]);
      send_feedback (seats[i]);
    }
  }
}
