// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-peer.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "gc-load-bytes.h"
#include "gc-load-feedback.h"
#include "gc-load-rtcp.h"
#include "gc-load-sdp.h"
#include "gc-load-stun.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BATCH 32
#define DATAGRAM_BYTES 1600
#define FIRST_CHECK_US 50000
#define CHECK_US 5000000
#define CONSENT_US 30000000
#define DTLS_TICK_US 50000
#define REPORT_US 1000000
#define PLI_US 10000000
#define FRAME_US (1000000 / GC_LOAD_FRAMES_PER_S)
#define OVERHEAD_BYTES 72 /* UDP and IP among them */
#define AUDIO_BPS 70000
#define SOCKET_BYTES (1024 * 1024)
#define N_KINDS 2

struct _GcLoadScratch {
  struct mmsghdr in[BATCH];
  struct iovec in_iov[BATCH];
  struct {
    _Alignas(struct cmsghdr) uint8_t bytes[CMSG_SPACE (sizeof (struct timespec))];
  } in_control[BATCH];
  uint8_t in_bytes[BATCH][DATAGRAM_BYTES];
  struct mmsghdr out[GC_LOAD_PACKETS_PER_FRAME];
  struct iovec out_iov[GC_LOAD_PACKETS_PER_FRAME];
  uint8_t out_bytes[GC_LOAD_PACKETS_PER_FRAME][DATAGRAM_BYTES];
};

struct _GcLoadPeer {
  const GcLoadPeerConfig *config;
  GcLoadPeerState state;
  GcLoadPeerCounts counts;
  int fd;
  char *ufrag;
  char *password;
  GcLoadRemote remote;
  GcLoadPeer *source;
  gpointer owner;

  gboolean is_controlling;
  uint64_t tie_breaker;
  uint8_t check_id[GC_LOAD_STUN_ID_BYTES];
  unsigned checks_unanswered;
  int64_t next_check_us;
  int64_t consent_us;

  GcLoadDtls *dtls;
  int64_t next_dtls_us;
  srtp_t srtp_out;
  srtp_t srtp_in;

  gboolean is_sending;
  unsigned phase_us;
  int64_t next_audio_us;
  int64_t next_video_us;
  uint8_t position; /* of the next video packet, when smooth */
  gboolean frame_is_key;
  gboolean key_frame_due;
  int64_t next_report_us;
  int64_t next_pli_us;
  uint16_t transport_seq;
  uint16_t rtx_seq;
  int64_t next_feedback_us;
  uint64_t limit_bps; /* of what we send; 0: none */
  GcLoadFeedback feedback;
  GcLoadSender senders[N_KINDS];
  GcLoadReceiver receivers[N_KINDS];
};

GcLoadScratch *
gc_load_scratch_new (void)
{
  GcLoadScratch *scratch = g_new0 (GcLoadScratch, 1);

  for (int i = 0; i < BATCH; i++) {
    scratch->in_iov[i] = (struct iovec){ scratch->in_bytes[i], DATAGRAM_BYTES };
    scratch->in[i].msg_hdr.msg_iov = &scratch->in_iov[i];
    scratch->in[i].msg_hdr.msg_iovlen = 1;
    scratch->in[i].msg_hdr.msg_control = scratch->in_control[i].bytes;
  }
  for (int i = 0; i < GC_LOAD_PACKETS_PER_FRAME; i++) {
    scratch->out_iov[i].iov_base = scratch->out_bytes[i];
    scratch->out[i].msg_hdr.msg_iov = &scratch->out_iov[i];
    scratch->out[i].msg_hdr.msg_iovlen = 1;
  }
  return scratch;
}

void
gc_load_scratch_free (GcLoadScratch *scratch)
{
  g_free (scratch);
}

GcLoadPeer *
gc_load_peer_new (const GcLoadPeerConfig *config, unsigned phase_us)
{
  GcLoadPeer *peer = g_new0 (GcLoadPeer, 1);

  peer->config = config;
  peer->fd = -1;
  peer->phase_us = phase_us;
  peer->ufrag = gc_id_new (40);
  peer->password = gc_id_new (160);
  peer->is_controlling = TRUE;
  peer->is_sending = TRUE;
  gc_random_bytes (&peer->tie_breaker, sizeof peer->tie_breaker);
  /* Never 0, which stands for "none". */
  gc_load_sender_init (&peer->senders[GC_LOAD_AUDIO], GC_LOAD_AUDIO, g_random_int () | 1, FALSE);
  gc_load_sender_init (&peer->senders[GC_LOAD_VIDEO], GC_LOAD_VIDEO, (g_random_int () | 1) + 1,
                       config->is_light);
  return peer;
}

void
gc_load_peer_free (GcLoadPeer *peer)
{
  if (peer == NULL)
    return;
  if (peer->fd >= 0)
    close (peer->fd);
  if (peer->srtp_out != NULL)
    srtp_dealloc (peer->srtp_out);
  if (peer->srtp_in != NULL)
    srtp_dealloc (peer->srtp_in);
  gc_load_dtls_free (peer->dtls);
  gc_load_remote_clear (&peer->remote);
  g_free (peer->ufrag);
  g_free (peer->password);
  g_free (peer);
}

/* Beside that of the video, which is even. */
static uint32_t
get_rtx_ssrc (const GcLoadPeer *peer)
{
  return peer->senders[GC_LOAD_VIDEO].ssrc + 1;
}

static char *
format_sdp (const GcLoadPeer *peer, gboolean is_answer)
{
  GcLoadDescription description = {
    .ufrag = peer->ufrag,
    .password = peer->password,
    .fingerprint = gc_load_dtls_context_get_fingerprint (peer->config->dtls),
    .audio_ssrc = peer->senders[GC_LOAD_AUDIO].ssrc,
    .video_ssrc = peer->senders[GC_LOAD_VIDEO].ssrc,
    .rtx_ssrc = peer->config->with_feedback ? get_rtx_ssrc (peer) : 0,
    .lines = peer->config->lines,
    .is_answer = is_answer,
  };

  return gc_load_sdp_format (&description);
}

char *
gc_load_peer_dup_offer (const GcLoadPeer *peer)
{
  return format_sdp (peer, FALSE);
}

/* The kernel stamps arrivals, so that waiting for our own loop does not count as delay. */
static gboolean
open_socket (GcLoadPeer *peer, int family, GError **error)
{
  int one = 1;
  int bytes = SOCKET_BYTES;

  peer->fd = socket (family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (peer->fd < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "socket: %s", g_strerror (errno));
    return FALSE;
  }
  (void)setsockopt (peer->fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
  (void)setsockopt (peer->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  (void)setsockopt (peer->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  if (peer->config->with_gso) {
    int segment = 0; /* asks whether the kernel knows it; each burst says its own size */
    (void)setsockopt (peer->fd, SOL_UDP, UDP_SEGMENT, &segment, sizeof segment);
  }
  return TRUE;
}

static gboolean
connect_socket (GcLoadPeer *peer, GError **error)
{
  socklen_t size = peer->remote.address.ss_family == AF_INET6 ? sizeof (struct sockaddr_in6)
                                                              : sizeof (struct sockaddr_in);

  if (connect (peer->fd, (const void *)&peer->remote.address, size) == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "connect: %s", g_strerror (errno));
  return FALSE;
}

static void
start_checking (GcLoadPeer *peer)
{
  peer->receivers[GC_LOAD_AUDIO].ssrc = peer->remote.ssrcs[0];
  peer->receivers[GC_LOAD_VIDEO].ssrc = peer->remote.ssrcs[1];
  peer->next_check_us = 0;
  peer->state = GC_LOAD_PEER_CHECKING;
}

gboolean
gc_load_peer_set_answer (GcLoadPeer *peer, const char *sdp, GError **error)
{
  if (!gc_load_sdp_parse (sdp, &peer->remote, error) ||
      !open_socket (peer, peer->remote.address.ss_family, error) || !connect_socket (peer, error))
    return FALSE;
  start_checking (peer);
  return TRUE;
}

char *
gc_load_peer_handle_offer (GcLoadPeer *peer, const char *sdp, GError **error)
{
  /* What is needed of the other side is the same, whoever speaks first. */
  if (!gc_load_peer_set_answer (peer, sdp, error))
    return NULL;
  peer->remote.is_active = TRUE; /* as our answer says */
  return format_sdp (peer, TRUE);
}

/* Without a server nothing tells the other side's address: both take a loopback one. */
static gboolean
open_bound_socket (GcLoadPeer *peer, GError **error)
{
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  if (!open_socket (peer, AF_INET, error))
    return FALSE;
  if (bind (peer->fd, (const void *)&in, sizeof in) == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "bind: %s", g_strerror (errno));
  return FALSE;
}

static void
describe (const GcLoadPeer *peer, gboolean is_active, GcLoadRemote *ret_remote)
{
  socklen_t size = sizeof ret_remote->address;

  *ret_remote = (GcLoadRemote){
    .ufrag = g_strdup (peer->ufrag),
    .password = g_strdup (peer->password),
    .fingerprint = g_strdup (gc_load_dtls_context_get_fingerprint (peer->config->dtls)),
    .is_active = is_active,
    .ssrcs = { peer->senders[GC_LOAD_AUDIO].ssrc, peer->senders[GC_LOAD_VIDEO].ssrc },
  };
  (void)getsockname (peer->fd, (void *)&ret_remote->address, &size);
}

gboolean
gc_load_peer_join (GcLoadPeer *a, GcLoadPeer *b, GError **error)
{
  if (!open_bound_socket (a, error) || !open_bound_socket (b, error))
    return FALSE;
  describe (b, FALSE, &a->remote);
  describe (a, TRUE, &b->remote);
  b->is_controlling = FALSE;
  if (!connect_socket (a, error) || !connect_socket (b, error))
    return FALSE;
  start_checking (a);
  start_checking (b);
  return TRUE;
}

void
gc_load_peer_set_source (GcLoadPeer *peer, GcLoadPeer *source)
{
  peer->source = source;
}

void
gc_load_peer_set_owner (GcLoadPeer *peer, gpointer owner)
{
  peer->owner = owner;
}

gpointer
gc_load_peer_get_owner (const GcLoadPeer *peer)
{
  return peer->owner;
}

int
gc_load_peer_get_fd (const GcLoadPeer *peer)
{
  return peer->fd;
}

GcLoadPeerState
gc_load_peer_get_state (const GcLoadPeer *peer)
{
  return peer->state;
}

const GcLoadPeerCounts *
gc_load_peer_get_counts (const GcLoadPeer *peer)
{
  return &peer->counts;
}

GcLoadSender *
gc_load_peer_get_sender (GcLoadPeer *peer, GcLoadKind kind)
{
  return &peer->senders[kind];
}

const GcLoadReceiver *
gc_load_peer_get_receiver (const GcLoadPeer *peer, GcLoadKind kind)
{
  return &peer->receivers[kind];
}

/* ICE */

static void
send_bytes (GcLoadPeer *peer, const uint8_t *bytes, size_t size)
{
  if (send (peer->fd, bytes, size, MSG_NOSIGNAL) < 0)
    peer->counts.send_failed++;
}

static void
send_check (GcLoadPeer *peer)
{
  uint8_t bytes[GC_LOAD_STUN_MAX_BYTES];
  g_autofree char *username = g_strconcat (peer->remote.ufrag, ":", peer->ufrag, NULL);
  GcLoadStunCheck check = {
    .username = username,
    .password = peer->remote.password,
    .tie_breaker = peer->tie_breaker,
    .controlling = peer->is_controlling,
    .use_candidate = peer->is_controlling && peer->state == GC_LOAD_PEER_CHECKING,
  };

  /* A retransmission keeps its id, so that a late answer to the first one still counts. */
  if (peer->checks_unanswered == 0)
    gc_random_bytes (peer->check_id, sizeof peer->check_id);
  send_bytes (peer, bytes, gc_load_stun_format_request (&check, peer->check_id, bytes));
}

static int64_t
tick_ice (GcLoadPeer *peer, int64_t now_us)
{
  if (peer->consent_us == 0)
    peer->consent_us = now_us;
  if (now_us - peer->consent_us > CONSENT_US) {
    peer->state = GC_LOAD_PEER_FAILED;
    return INT64_MAX;
  }
  if (now_us >= peer->next_check_us) {
    send_check (peer);
    peer->next_check_us = now_us + (peer->state == GC_LOAD_PEER_CHECKING
                                        ? FIRST_CHECK_US << MIN (peer->checks_unanswered, 4u)
                                        : CHECK_US);
    peer->checks_unanswered++;
  }
  return peer->next_check_us;
}

static void
start_handshake (GcLoadPeer *peer, int64_t now_us)
{
  peer->dtls = gc_load_dtls_new (peer->config->dtls, peer->fd, !peer->remote.is_active,
                                 peer->remote.fingerprint);
  peer->state = GC_LOAD_PEER_HANDSHAKE;
  peer->next_dtls_us = now_us;
}

static void
handle_stun (GcLoadPeer *peer, const uint8_t *bytes, size_t size, int64_t now_us)
{
  gboolean is_request = size > 1 && bytes[0] == 0 && bytes[1] == 1;
  GcLoadStun stun;

  /* A keepalive (RFC 8445 section 11) is not signed and asks for nothing. */
  if (size > 1 && bytes[0] == 0 && bytes[1] == GC_LOAD_STUN_INDICATION)
    return;
  if (!gc_load_stun_parse (bytes, size, is_request ? peer->password : peer->remote.password,
                           &stun)) {
    peer->counts.bad_stun++;
    return;
  }
  if (stun.type == GC_LOAD_STUN_REQUEST) {
    uint8_t answer[GC_LOAD_STUN_MAX_BYTES];
    send_bytes (peer, answer,
                gc_load_stun_format_success (stun.id, (const void *)&peer->remote.address,
                                             peer->password, answer));
  } else if (stun.type != GC_LOAD_STUN_SUCCESS ||
             memcmp (stun.id, peer->check_id, sizeof stun.id) != 0) {
    peer->counts.bad_stun++;
    return;
  } else {
    peer->checks_unanswered = 0;
    peer->next_check_us = now_us + CHECK_US;
  }
  peer->consent_us = now_us;
  if (peer->state == GC_LOAD_PEER_CHECKING &&
      (stun.type == GC_LOAD_STUN_SUCCESS) == peer->is_controlling)
    start_handshake (peer, now_us);
}

/* DTLS */

static void
start_media (GcLoadPeer *peer, int64_t now_us)
{
  peer->key_frame_due = TRUE;
  peer->position = 0;
  peer->next_audio_us = now_us + peer->phase_us % GC_LOAD_AUDIO_INTERVAL_US;
  /* The first frame at once: the phase then holds from the second on. */
  peer->next_video_us = now_us;
}

void
gc_load_peer_set_sending (GcLoadPeer *peer, gboolean is_sending, int64_t now_us)
{
  if (is_sending && !peer->is_sending)
    start_media (peer, now_us);
  peer->is_sending = is_sending;
}

static void
handle_dtls (GcLoadPeer *peer, const uint8_t *bytes, size_t size, int64_t now_us)
{
  g_autoptr (GError) error = NULL;

  if (peer->dtls == NULL)
    return;
  GcLoadDtlsState state = gc_load_dtls_handle (peer->dtls, bytes, size);
  peer->next_dtls_us = now_us + DTLS_TICK_US;
  if (state == GC_LOAD_DTLS_FAILED) {
    peer->state = GC_LOAD_PEER_FAILED;
  } else if (state == GC_LOAD_DTLS_CLOSED) {
    peer->state = GC_LOAD_PEER_CLOSED;
  } else if (state == GC_LOAD_DTLS_DONE && peer->state == GC_LOAD_PEER_HANDSHAKE) {
    if (!gc_load_dtls_make_srtp (peer->dtls, &peer->srtp_out, &peer->srtp_in, &error)) {
      g_warning ("%s", error->message);
      peer->state = GC_LOAD_PEER_FAILED;
      return;
    }
    peer->state = GC_LOAD_PEER_UP;
    start_media (peer, now_us);
    peer->next_report_us = now_us + REPORT_US / 2 + peer->phase_us;
    peer->next_pli_us = now_us + PLI_US + peer->phase_us;
    peer->next_feedback_us =
        peer->config->with_feedback ? now_us + GC_LOAD_FEEDBACK_US + peer->phase_us : INT64_MAX;
  }
}

/* Media out */

static int64_t
real_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
protect (GcLoadPeer *peer, size_t plain, unsigned slot)
{
  GcLoadScratch *scratch = peer->config->scratch;
  int size = (int)plain;

  srtp_err_status_t status = srtp_protect (peer->srtp_out, scratch->out_bytes[slot], &size);
  g_assert (status == srtp_err_status_ok);
  scratch->out_iov[slot].iov_len = (size_t)size;
}

static void
seal (GcLoadPeer *peer, const GcLoadSender *sender, uint32_t counter, unsigned slot)
{
  uint8_t *bytes = peer->config->scratch->out_bytes[slot];

  protect (peer, gc_load_sender_format (sender, counter, peer->transport_seq++, bytes), slot);
}

/* The same again: where there is rtx as a packet of that stream, else byte for byte. */
static void
seal_again (GcLoadPeer *peer, const GcLoadSender *sender, uint32_t counter, unsigned slot)
{
  uint8_t *bytes = peer->config->scratch->out_bytes[slot];

  if (!peer->config->with_feedback || peer->remote.rtx_ssrc == 0) {
    seal (peer, sender, counter, slot);
    return;
  }
  size_t size = gc_load_sender_format (sender, counter, peer->transport_seq++, bytes);
  protect (peer, gc_load_feedback_wrap (bytes, size, get_rtx_ssrc (peer), peer->rtx_seq++), slot);
}

/* One system call for all, split by the kernel: what a sender with segmentation offload does. */
static unsigned
send_segments (GcLoadPeer *peer, unsigned n)
{
  GcLoadScratch *scratch = peer->config->scratch;
  _Alignas(struct cmsghdr) uint8_t control[CMSG_SPACE (sizeof (uint16_t))] = { 0 };
  struct msghdr message = {
    .msg_iov = scratch->out_iov,
    .msg_iovlen = n,
    .msg_control = control,
    .msg_controllen = sizeof control,
  };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  uint16_t segment = (uint16_t)scratch->out_iov[0].iov_len;

  header->cmsg_level = SOL_UDP;
  header->cmsg_type = UDP_SEGMENT;
  header->cmsg_len = CMSG_LEN (sizeof segment);
  memcpy (CMSG_DATA (header), &segment, sizeof segment);
  return sendmsg (peer->fd, &message, MSG_NOSIGNAL) >= 0 ? n : 0;
}

static void
send_sealed (GcLoadPeer *peer, unsigned n)
{
  unsigned sent;

  if (n > 1 && peer->config->with_gso) {
    sent = send_segments (peer, n);
  } else {
    int result = sendmmsg (peer->fd, peer->config->scratch->out, n, MSG_NOSIGNAL);
    sent = result > 0 ? (unsigned)result : 0;
  }
  peer->counts.send_failed += n - sent;
}

static void
send_packets (GcLoadPeer *peer, GcLoadKind kind, unsigned first, unsigned n)
{
  GcLoadSender *sender = &peer->senders[kind];

  for (unsigned i = 0; i < n; i++) {
    uint32_t counter = gc_load_sender_next (sender, (uint8_t)(first + i), peer->frame_is_key);
    seal (peer, sender, counter, i);
  }
  gc_load_sender_note_sent (sender, n, real_ns ());
  send_sealed (peer, n);
}

static void
resend (GcLoadPeer *peer, const GcLoadRtcp *rtcp)
{
  const GcLoadSender *sender = &peer->senders[GC_LOAD_VIDEO];

  peer->counts.nacked += rtcp->n_nacks;
  for (unsigned i = 0; i < rtcp->n_nacks; i++) {
    int64_t counter = gc_load_sender_find (sender, rtcp->nacks[i]);
    if (counter < 0)
      continue;
    seal_again (peer, sender, (uint32_t)counter, 0);
    send_sealed (peer, 1);
    peer->counts.resent++;
  }
}

static uint64_t
get_full_bps (const GcLoadPeer *peer)
{
  const GcLoadSender *video = &peer->senders[GC_LOAD_VIDEO];

  return (uint64_t)video->packets_per_frame * (video->packet_bytes + OVERHEAD_BYTES) * 8 *
             GC_LOAD_FRAMES_PER_S +
         AUDIO_BPS;
}

gboolean
gc_load_peer_is_limited (const GcLoadPeer *peer)
{
  return peer->config->with_feedback && peer->limit_bps > 0 &&
         peer->limit_bps < get_full_bps (peer);
}

/* From a frame to the next: where the way takes less, they come less often. */
static int64_t
get_frame_us (const GcLoadPeer *peer)
{
  if (!gc_load_peer_is_limited (peer))
    return FRAME_US;
  return (int64_t)(FRAME_US * get_full_bps (peer) / peer->limit_bps);
}

static void
send_video (GcLoadPeer *peer)
{
  if (peer->position == 0) {
    peer->frame_is_key = peer->key_frame_due;
    peer->key_frame_due = FALSE;
  }
  if (!peer->config->is_smooth) {
    send_packets (peer, GC_LOAD_VIDEO, 0, peer->senders[GC_LOAD_VIDEO].packets_per_frame);
    peer->next_video_us += get_frame_us (peer);
    return;
  }
  send_packets (peer, GC_LOAD_VIDEO, peer->position, 1);
  peer->position = (uint8_t)((peer->position + 1) % GC_LOAD_PACKETS_PER_FRAME);
  peer->next_video_us += get_frame_us (peer) / GC_LOAD_PACKETS_PER_FRAME;
}

static void
send_rtcp (GcLoadPeer *peer, uint8_t *bytes, size_t size)
{
  int sealed = (int)size;

  if (srtp_protect_rtcp (peer->srtp_out, bytes, &sealed) == srtp_err_status_ok)
    send_bytes (peer, bytes, (size_t)sealed);
}

static void
send_report (GcLoadPeer *peer, int64_t now_us)
{
  uint8_t bytes[GC_LOAD_RTCP_MAX_BYTES + SRTP_MAX_TRAILER_LEN + 4];
  const GcLoadSender *senders[N_KINDS] = { &peer->senders[0], &peer->senders[1] };

  send_rtcp (
      peer, bytes,
      gc_load_rtcp_format_report (senders, peer->receivers, N_KINDS, peer->ufrag, now_us, bytes));
  peer->next_report_us += REPORT_US;
}

static void
send_pli (GcLoadPeer *peer)
{
  uint8_t bytes[GC_LOAD_RTCP_MAX_BYTES];

  send_rtcp (peer, bytes,
             gc_load_rtcp_format_pli (peer->senders[GC_LOAD_VIDEO].ssrc,
                                      peer->receivers[GC_LOAD_VIDEO].ssrc, bytes));
  peer->next_pli_us += PLI_US;
}

static void
send_feedback (GcLoadPeer *peer)
{
  uint8_t bytes[GC_LOAD_FEEDBACK_MAX_BYTES + SRTP_MAX_TRAILER_LEN + 4];
  size_t size = gc_load_feedback_format (&peer->feedback, peer->senders[GC_LOAD_VIDEO].ssrc,
                                         peer->receivers[GC_LOAD_VIDEO].ssrc, bytes);

  peer->counts.asked += peer->feedback.n_missing;
  if (size > 0)
    send_rtcp (peer, bytes, size);
  peer->next_feedback_us += GC_LOAD_FEEDBACK_US;
}

static int64_t
tick_media (GcLoadPeer *peer, int64_t now_us)
{
  /* A loop that was held up sends what it owes, packet for packet, but not in one heap. */
  if (peer->is_sending && now_us >= peer->next_audio_us) {
    send_packets (peer, GC_LOAD_AUDIO, 0, 1);
    peer->next_audio_us += GC_LOAD_AUDIO_INTERVAL_US;
  }
  if (peer->is_sending && now_us >= peer->next_video_us) {
    gboolean is_first = peer->senders[GC_LOAD_VIDEO].counter == 0;
    send_video (peer);
    if (is_first)
      peer->next_video_us += peer->phase_us;
  }
  if (now_us >= peer->next_report_us)
    send_report (peer, now_us);
  if (now_us >= peer->next_pli_us)
    send_pli (peer);
  if (now_us >= peer->next_feedback_us)
    send_feedback (peer);
  int64_t next_us = MIN (peer->next_feedback_us, MIN (peer->next_report_us, peer->next_pli_us));
  if (peer->is_sending)
    next_us = MIN (next_us, MIN (peer->next_audio_us, peer->next_video_us));
  return next_us;
}

int64_t
gc_load_peer_tick (GcLoadPeer *peer, int64_t now_us)
{
  int64_t next_us = INT64_MAX;

  if (peer->state == GC_LOAD_PEER_CHECKING || peer->state == GC_LOAD_PEER_HANDSHAKE ||
      peer->state == GC_LOAD_PEER_UP)
    next_us = tick_ice (peer, now_us);
  if (peer->state == GC_LOAD_PEER_HANDSHAKE) {
    if (now_us >= peer->next_dtls_us)
      handle_dtls (peer, NULL, 0, now_us);
    next_us = MIN (next_us, peer->next_dtls_us);
  }
  if (peer->state == GC_LOAD_PEER_UP)
    next_us = MIN (next_us, tick_media (peer, now_us));
  return next_us;
}

void
gc_load_peer_close (GcLoadPeer *peer)
{
  uint8_t bytes[GC_LOAD_RTCP_MAX_BYTES];

  if (peer->state != GC_LOAD_PEER_UP)
    return;
  send_rtcp (peer, bytes,
             gc_load_rtcp_format_bye (peer->senders[GC_LOAD_AUDIO].ssrc,
                                      peer->senders[GC_LOAD_VIDEO].ssrc, bytes));
  gc_load_dtls_close (peer->dtls);
}

/* Media in */

static gboolean
hear (GcLoadPeer *peer, GcLoadKind kind, const uint8_t *packet, size_t size, int64_t arrival_ns)
{
  const GcLoadPeerHooks *hooks = peer->config->hooks;
  GcLoadPeer *source = peer->source;

  if (hooks != NULL)
    source = hooks->find_source (gc_load_receiver_find_origin (packet, size), hooks->data);
  if (source == NULL || !gc_load_receiver_handle (&peer->receivers[kind], &source->senders[kind],
                                                  packet, size, arrival_ns, peer->config->delays))
    return FALSE;
  if (hooks != NULL)
    hooks->heard (peer, source, kind, arrival_ns);
  return TRUE;
}

/* A retransmission becomes what was lost. FALSE: nothing was. */
static gboolean
take_again (GcLoadPeer *peer, uint8_t *bytes, size_t *inout_size)
{
  gboolean missed = gc_load_feedback_restore (&peer->feedback, bytes, inout_size,
                                              peer->receivers[GC_LOAD_VIDEO].ssrc);

  peer->counts.restored += missed;
  return missed;
}

static void
handle_rtp (GcLoadPeer *peer, uint8_t *bytes, size_t size, int64_t arrival_ns)
{
  int plain = (int)size;

  if (size < 12 || srtp_unprotect (peer->srtp_in, bytes, &plain) != srtp_err_status_ok) {
    peer->counts.bad_srtp++;
    return;
  }
  size = (size_t)plain;
  uint32_t ssrc = get_u32 (bytes + 8);
  if (peer->config->with_feedback)
    gc_load_feedback_note (&peer->feedback, bytes, size, ssrc == peer->receivers[1].ssrc,
                           arrival_ns / 1000);
  if (ssrc == peer->remote.rtx_ssrc && peer->config->with_feedback) {
    if (!take_again (peer, bytes, &size))
      return;
    ssrc = get_u32 (bytes + 8);
  }
  for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++)
    if (peer->receivers[kind].ssrc == ssrc && hear (peer, kind, bytes, size, arrival_ns))
      return;
  peer->counts.foreign++;
}

static void
handle_rtcp (GcLoadPeer *peer, uint8_t *bytes, size_t size, int64_t now_us)
{
  int plain = (int)size;
  GcLoadRtcp rtcp = { 0 };

  if (srtp_unprotect_rtcp (peer->srtp_in, bytes, &plain) != srtp_err_status_ok) {
    peer->counts.bad_srtp++;
    return;
  }
  if (!gc_load_rtcp_parse (bytes, (size_t)plain, peer->receivers, N_KINDS, now_us, &rtcp))
    peer->counts.foreign++;
  peer->counts.feedbacks += rtcp.transport_feedbacks;
  peer->counts.reports += rtcp.receiver_reports;
  peer->counts.key_frames += rtcp.key_frame_wanted;
  peer->key_frame_due |= rtcp.key_frame_wanted;
  if (rtcp.limit_bps > 0)
    peer->limit_bps = rtcp.limit_bps;
  resend (peer, &rtcp);
}

static void
handle_datagram (GcLoadPeer *peer, uint8_t *bytes, size_t size, int64_t arrival_ns, int64_t now_us)
{
  /* RFC 7983, and RFC 5761 section 4 for RTP against RTCP */
  if (gc_load_stun_is (bytes, size))
    handle_stun (peer, bytes, size, now_us);
  else if (size > 0 && bytes[0] >= 20 && bytes[0] <= 63)
    handle_dtls (peer, bytes, size, now_us);
  else if (size < 2 || bytes[0] >> 6 != 2)
    peer->counts.foreign++;
  else if (peer->srtp_in == NULL)
    peer->counts.early++;
  else if (bytes[1] >= 192 && bytes[1] <= 223)
    handle_rtcp (peer, bytes, size, now_us);
  else
    handle_rtp (peer, bytes, size, arrival_ns);
}

static int64_t
find_arrival (struct msghdr *message)
{
  for (struct cmsghdr *c = CMSG_FIRSTHDR (message); c != NULL; c = CMSG_NXTHDR (message, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec at;
      memcpy (&at, CMSG_DATA (c), sizeof at);
      return at.tv_sec * G_GINT64_CONSTANT (1000000000) + at.tv_nsec;
    }
  }
  return real_ns ();
}

void
gc_load_peer_handle_input (GcLoadPeer *peer, int64_t now_us)
{
  GcLoadScratch *scratch = peer->config->scratch;
  int n;

  do {
    for (int i = 0; i < BATCH; i++)
      scratch->in[i].msg_hdr.msg_controllen = sizeof scratch->in_control[i].bytes;
    n = recvmmsg (peer->fd, scratch->in, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < n; i++)
      handle_datagram (peer, scratch->in_bytes[i], scratch->in[i].msg_len,
                       find_arrival (&scratch->in[i].msg_hdr), now_us);
  } while (n == BATCH);
}
