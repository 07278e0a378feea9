// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * RTCP compound packets (RFC 3550 section 6; reduced size, RFC 5506, included) as views on the
 * caller's bytes. gc_rtcp_iter_next () steps through the packets, the gc_rtcp_get_ () functions
 * read one of them; a packet of another kind or with too few bytes gives FALSE or 0. Nothing
 * allocates. For writing see gc-rtcp-writer.h.
 */
typedef enum {
  GC_RTCP_SENDER_REPORT,   /* RFC 3550 6.4.1 */
  GC_RTCP_RECEIVER_REPORT, /* RFC 3550 6.4.2 */
  GC_RTCP_SDES,            /* RFC 3550 6.5 */
  GC_RTCP_BYE,             /* RFC 3550 6.6 */
  GC_RTCP_NACK,            /* RFC 4585 6.2.1 */
  GC_RTCP_TWCC,            /* draft-holmer-rmcat-transport-wide-cc-extensions-01 */
  GC_RTCP_PLI,             /* RFC 4585 6.3.1 */
  GC_RTCP_FIR,             /* RFC 5104 4.3.1 */
  GC_RTCP_REMB,            /* draft-alvestrand-rmcat-remb-03 */
  GC_RTCP_OTHER,           /* well-formed, but nothing we use */
} GcRtcpKind;

#define GC_RTCP_MAX_REPORTS 31 /* report blocks in one packet */
#define GC_RTCP_MAX_REMB_SSRCS 16

typedef struct {
  const uint8_t *data; /* the whole packet, common header first */
  size_t size;         /* without padding */
  GcRtcpKind kind;
  uint8_t count;        /* report blocks, chunks or sources; the format of a feedback packet */
  uint32_t sender_ssrc; /* 0 for SDES, BYE and GC_RTCP_OTHER */
  uint32_t media_ssrc;  /* feedback packets; 0 in FIR, REMB and all others */
} GcRtcp;

typedef struct {
  const uint8_t *at;
  size_t left;
  gboolean malformed; /* the iteration ended at bytes that are no RTCP */
} GcRtcpIter;

/* One report block. */
typedef struct {
  uint32_t ssrc;
  uint8_t fraction_lost;   /* of 256, since the last report */
  int32_t cumulative_lost; /* 24 bits, signed */
  uint32_t highest_seq;    /* extended */
  uint32_t jitter;         /* RTP clock units */
  uint32_t last_sr;        /* middle 32 bits of the NTP time; 0: none received */
  uint32_t delay_since_sr; /* 1/65536 s */
} GcRtcpReport;

/* The sender's part of a sender report. */
typedef struct {
  uint64_t ntp_time; /* 32.32 fixed point seconds since 1900 */
  uint32_t rtp_timestamp;
  uint32_t packet_count;
  uint32_t octet_count;
} GcRtcpSenderInfo;

typedef struct {
  uint64_t bitrate_bps;
  size_t ssrc_count;
  uint32_t ssrcs[GC_RTCP_MAX_REMB_SSRCS];
} GcRtcpRemb;

/* One packet of a transport-wide feedback. */
typedef struct {
  uint16_t seq; /* transport-wide */
  gboolean received;
  int64_t arrival_us; /* on the receiver's clock; meaningful when received */
} GcRtcpTwccPacket;

/* Starts at @data of @size bytes, which must stay as long as the iteration and its packets. */
void gc_rtcp_iter_init (GcRtcpIter *iter, const uint8_t *data, size_t size);

/* The next packet; FALSE at the end and at malformed bytes (then iter->malformed is TRUE). */
gboolean gc_rtcp_iter_next (GcRtcpIter *iter, GcRtcp *ret_rtcp);

/* Whether all of @data is well-formed RTCP, at least one packet. */
gboolean gc_rtcp_is_valid (const uint8_t *data, size_t size);

gboolean gc_rtcp_get_sender_info (const GcRtcp *rtcp, GcRtcpSenderInfo *ret_info);

/* Report block @index (from 0) of a sender or receiver report. */
gboolean gc_rtcp_get_report (const GcRtcp *rtcp, unsigned index, GcRtcpReport *ret_report);

/* The source @index (from 0) of a BYE. */
gboolean gc_rtcp_get_bye (const GcRtcp *rtcp, unsigned index, uint32_t *ret_ssrc);

/* The first CNAME of an SDES and its source; @ret_cname borrows, is not NUL-ended, 0-255 bytes. */
gboolean gc_rtcp_get_cname (const GcRtcp *rtcp,
                            uint32_t *ret_ssrc,
                            const char **ret_cname,
                            size_t *ret_size);

/* Request @index (from 0) of a FIR: the source wanted and the command number. */
gboolean gc_rtcp_get_fir (const GcRtcp *rtcp, unsigned index, uint32_t *ret_ssrc, uint8_t *ret_seq);

/* The sequence numbers that a NACK asks for, in its order, at most @capacity. Returns how many. */
size_t gc_rtcp_get_nack (const GcRtcp *rtcp, uint16_t *ret_seqs, size_t capacity);

gboolean gc_rtcp_get_remb (const GcRtcp *rtcp, GcRtcpRemb *ret_remb);

/*
 * The packets that a transport-wide feedback tells of, in order of their number, at most
 * @capacity; @ret_feedback_seq (nullable) is the feedback's own 8-bit number. Returns how many,
 * 0 when it is malformed.
 */
size_t gc_rtcp_get_twcc (const GcRtcp *rtcp,
                         GcRtcpTwccPacket *ret_packets,
                         size_t capacity,
                         uint8_t *ret_feedback_seq);
