-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- A ticket may be parked: for what, and how long its sessions before that were; and it may have several
-- items: item=department=direct=outcome=agent, with spaces between, empty when there is but one.

CREATE TABLE ticket_now (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  point TEXT NOT NULL,
  kiosk TEXT NOT NULL,
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  languages TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'offered', 'parked', 'connecting',
                                       'in_session', 'dropped', 'wrap_up', 'done', 'abandoned')),
  created_ms INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,
  enqueued_ms INTEGER NOT NULL,
  rank INTEGER NOT NULL CHECK (rank >= 0),
  absent_ms INTEGER NOT NULL,
  agent TEXT,
  session_since_ms INTEGER NOT NULL,
  resident_joined INTEGER NOT NULL CHECK (resident_joined IN (0, 1)),
  agent_joined INTEGER NOT NULL CHECK (agent_joined IN (0, 1)),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  until_ms INTEGER NOT NULL,
  offer_agent TEXT,
  offer_until_ms INTEGER NOT NULL,
  cooldowns TEXT NOT NULL, -- agent=until_ms, with spaces between
  notice TEXT,
  notice_ms INTEGER NOT NULL,
  outcome TEXT,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 5),
  note TEXT,
  cleared INTEGER NOT NULL CHECK (cleared IN (0, 1)),
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  direct INTEGER NOT NULL CHECK (direct IN (0, 1)),
  closes_ms INTEGER NOT NULL,
  boosts TEXT NOT NULL,
  head_until_ms INTEGER NOT NULL,
  overtook TEXT,
  overtook_ms INTEGER NOT NULL,
  preferred TEXT,
  preferred_until_ms INTEGER NOT NULL,
  assigned INTEGER NOT NULL CHECK (assigned IN (0, 1)),
  slot_ms INTEGER NOT NULL,
  phone TEXT CHECK (phone IS NULL OR closed = 0),
  call_attempts INTEGER NOT NULL,
  call_after_ms INTEGER NOT NULL,
  invite TEXT,
  guests TEXT NOT NULL,
  park_reason TEXT,
  talked_ms INTEGER NOT NULL,
  visit TEXT NOT NULL,
  CHECK ((state = 'parked') = (park_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO ticket_now SELECT id, number, point, kiosk, item, department, languages, name, state,
  created_ms, since_ms, enqueued_ms, rank, absent_ms, agent, session_since_ms, resident_joined,
  agent_joined, held, until_ms, offer_agent, offer_until_ms, cooldowns, notice, notice_ms, outcome,
  grade, note, cleared, closed, direct, closes_ms, boosts, head_until_ms, overtook, overtook_ms,
  preferred, preferred_until_ms, assigned, slot_ms, phone, call_attempts, call_after_ms, invite,
  guests, NULL, 0, '' FROM ticket;
DROP TABLE ticket;
ALTER TABLE ticket_now RENAME TO ticket;

CREATE UNIQUE INDEX ticket_rank ON ticket (rank) WHERE rank > 0;
CREATE UNIQUE INDEX ticket_lease ON ticket (offer_agent) WHERE offer_agent IS NOT NULL;
CREATE UNIQUE INDEX ticket_kiosk ON ticket (kiosk) WHERE cleared = 0;
CREATE INDEX ticket_open ON ticket (closed) WHERE closed = 0;
