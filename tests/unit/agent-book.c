// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent-book.h"

void
agent_book_init (AgentBook *book)
{
  *book = (AgentBook){ 0 };
  book->told =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_agent_free);
}

void
agent_book_clear (AgentBook *book)
{
  g_hash_table_unref (book->told);
}

static GcAgent *
find_told (AgentBook *book, const char *account)
{
  GcAgent *told = g_hash_table_lookup (book->told, account);

  if (told == NULL) {
    told = gc_agent_new (account);
    g_hash_table_insert (book->told, g_strdup (account), told);
  }
  return told;
}

static gboolean
may_follow (const GcAgent *told, const GcAgentEvent *event)
{
  /* Offline may also mean that the service was away, in any state and back into any. */
  if (told->effective == GC_EFFECTIVE_OFFLINE || event->effective == GC_EFFECTIVE_OFFLINE ||
      told->effective == event->effective)
    return TRUE;
  /* His shift may have begun while the queue was read anew, which makes no line. */
  return gc_effective_may_follow (told->effective, event->effective) ||
         (told->effective == GC_EFFECTIVE_OFF_DUTY &&
          gc_effective_may_follow (GC_EFFECTIVE_IDLE, event->effective));
}

static void
check_agent (const GcAgent *agent, gpointer book)
{
  const GcAgent *told = find_told (book, agent->account);

  g_assert_cmpint (agent->wanted, ==, told->wanted);
  g_assert_cmpint (agent->effective, ==, told->effective);
}

void
agent_book_check (AgentBook *book, const GcQueueRows *rows, const GcQueue *queue)
{
  for (unsigned i = 0; i < rows->agent_events->len; i++) {
    const GcAgentEvent *event = g_ptr_array_index (rows->agent_events, i);
    GcAgent *told = find_told (book, event->account);
    g_assert_cmpuint (event->seq, ==, ++book->last_seq);
    g_assert_cmpint (event->at_ms, >=, book->last_ms);
    g_assert_true (event->wanted != told->wanted || event->effective != told->effective);
    if (!may_follow (told, event))
      g_error ("agent %s: from %s/%s to %s/%s", event->account, gc_wanted_name (told->wanted),
               gc_effective_name (told->effective), gc_wanted_name (event->wanted),
               gc_effective_name (event->effective));
    book->last_ms = event->at_ms;
    told->wanted = event->wanted;
    told->effective = event->effective;
  }
  g_assert_cmpuint (rows->last_agent_seq, ==, book->last_seq);
  gc_queue_foreach_agent (queue, check_agent, book);
}
