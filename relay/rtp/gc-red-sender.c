// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-red-sender.h"

#include <string.h>

#include "rtp/gc-reported-loss.h"

#define MAX_LEVEL 2u
#define ONE_LOSS GC_LOSS (2) /* from here on one frame is repeated */
#define TWO_LOSS GC_LOSS (5)

typedef struct {
  uint32_t timestamp;
  size_t size; /* 0: there is none */
  uint8_t bytes[GC_RED_MAX_FRAME];
} Frame;

typedef struct {
  Frame frames[MAX_LEVEL]; /* a ring */
  unsigned newest;
  uint8_t payload[GC_RED_MAX_SIZE];
} Memory;

struct _GcRedSender {
  uint8_t payload_type;
  unsigned level; /* frames to be repeated in each packet */
  GcReportedLoss loss;
  Memory *memory; /* NULL while the level is 0 */
};

GcRedSender *
gc_red_sender_new (uint8_t payload_type)
{
  GcRedSender *sender = g_new0 (GcRedSender, 1);

  sender->payload_type = payload_type;
  return sender;
}

void
gc_red_sender_free (GcRedSender *sender)
{
  if (sender == NULL)
    return;
  g_free (sender->memory);
  g_free (sender);
}

static unsigned
choose_level (const GcRedSender *sender, int64_t now_us)
{
  if (sender->loss.mean >= TWO_LOSS)
    return 2;
  if (sender->loss.mean >= ONE_LOSS ||
      (sender->level > 0 && !gc_reported_loss_is_over (&sender->loss, now_us)))
    return 1;
  return 0;
}

void
gc_red_sender_report (GcRedSender *sender, uint8_t fraction_lost, int64_t now_us)
{
  gc_reported_loss_add (&sender->loss, fraction_lost, now_us);
  sender->level = choose_level (sender, now_us);
  if (sender->level == 0)
    g_clear_pointer (&sender->memory, g_free);
  else if (sender->memory == NULL)
    sender->memory = g_new0 (Memory, 1);
}

void
gc_red_sender_switch (GcRedSender *sender)
{
  for (unsigned i = 0; sender->memory != NULL && i < MAX_LEVEL; i++)
    sender->memory->frames[i].size = 0;
}

static void
keep (Memory *memory, uint32_t timestamp, const uint8_t *bytes, size_t size)
{
  const Frame *newest = &memory->frames[memory->newest];

  /* One that was overtaken on its way helps nobody any more. */
  if (size > GC_RED_MAX_FRAME ||
      (newest->size > 0 && (int32_t)(timestamp - newest->timestamp) <= 0))
    return;
  memory->newest = (memory->newest + 1) % MAX_LEVEL;
  Frame *frame = &memory->frames[memory->newest];
  frame->timestamp = timestamp;
  frame->size = size;
  memcpy (frame->bytes, bytes, size);
}

/* Adds up to @most of what was sent before @timestamp and has room, the oldest first. */
static void
add_redundant (const GcRedSender *sender, uint32_t timestamp, unsigned most, GcRed *red)
{
  const Memory *memory = sender->memory;
  size_t size = 1 + red->primary.size;
  const Frame *chosen[MAX_LEVEL];
  unsigned n = 0;

  for (unsigned i = 0; i < MIN (sender->level, most); i++) {
    const Frame *frame = &memory->frames[(memory->newest + MAX_LEVEL - i) % MAX_LEVEL];
    uint32_t offset = timestamp - frame->timestamp;
    size += GC_RED_HEADER_SIZE + frame->size;
    if (frame->size == 0 || offset == 0 || offset > GC_RED_MAX_OFFSET || size > GC_RED_MAX_SIZE)
      break;
    chosen[n++] = frame;
  }
  while (n-- > 0)
    red->redundant[red->count++] = (GcRedFrame){ chosen[n]->bytes, chosen[n]->size,
                                                 (uint16_t)(timestamp - chosen[n]->timestamp) };
}

const uint8_t *
gc_red_sender_push (GcRedSender *sender,
                    uint32_t timestamp,
                    const uint8_t *frame,
                    size_t size,
                    unsigned most,
                    size_t *ret_size)
{
  Memory *memory = sender->memory;
  GcRed red = { .primary = { frame, size, 0 } };

  if (memory == NULL)
    return NULL;
  add_redundant (sender, timestamp, most, &red);
  if (red.count > 0)
    *ret_size = gc_red_format (&red, sender->payload_type, memory->payload, GC_RED_MAX_SIZE);
  keep (memory, timestamp, frame, size);
  return red.count > 0 && *ret_size > 0 ? memory->payload : NULL;
}
