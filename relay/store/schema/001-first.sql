-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- All times are milliseconds since 1970 UTC, 0 for never. Lists are words with one space between.
-- States, reasons and notices stand as the words of the protocol, so that a person can read a row.

CREATE TABLE ticket (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  point TEXT NOT NULL,
  kiosk TEXT NOT NULL,
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  languages TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'offered', 'connecting', 'in_session',
                                       'dropped', 'wrap_up', 'done', 'abandoned')),
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
  closed INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT, WITHOUT ROWID;

-- One place, one lease and one resident at a time, also for whoever writes by hand.
CREATE UNIQUE INDEX ticket_rank ON ticket (rank) WHERE rank > 0;
CREATE UNIQUE INDEX ticket_lease ON ticket (offer_agent) WHERE offer_agent IS NOT NULL;
CREATE UNIQUE INDEX ticket_kiosk ON ticket (kiosk) WHERE cleared = 0;
CREATE INDEX ticket_open ON ticket (closed) WHERE closed = 0;

CREATE TABLE agent (
  account TEXT NOT NULL PRIMARY KEY,
  wanted TEXT NOT NULL CHECK (wanted IN ('offline', 'break', 'available')),
  effective TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  idle_since_ms INTEGER NOT NULL,
  absent_ms INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  ticket TEXT,
  wrap_up_until_ms INTEGER NOT NULL,
  notice TEXT,
  notice_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number_counter (
  point TEXT NOT NULL PRIMARY KEY,
  local_date INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The history of all tickets. seq has no gaps: a missing line shows.
CREATE TABLE transition (
  seq INTEGER NOT NULL PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  ticket TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  agent TEXT,
  reason TEXT NOT NULL,
  detail TEXT
) STRICT;

CREATE INDEX transition_ticket ON transition (ticket);

CREATE TABLE answer (
  seat TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (seat, request)
) STRICT, WITHOUT ROWID;

CREATE INDEX answer_at ON answer (at_ms);

CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('agent', 'coordinator', 'administrator')),
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  departments TEXT NOT NULL,
  languages TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY CHECK (length (token_hash) = 32),
  role TEXT NOT NULL,
  account TEXT NOT NULL,
  point TEXT,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (account);

CREATE TABLE kiosk (
  id TEXT NOT NULL PRIMARY KEY,
  point TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrol_code (
  code_hash BLOB NOT NULL PRIMARY KEY CHECK (length (code_hash) = 32),
  point TEXT NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Of a pair of account and address: whether it ever signed in, and its failures since then.
CREATE TABLE login (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  known INTEGER NOT NULL CHECK (known IN (0, 1)),
  failures INTEGER NOT NULL,
  last_failure_ms INTEGER NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

-- Failures of an account from addresses not known, kept for an hour.
CREATE TABLE login_failure (
  at_ms INTEGER NOT NULL,
  account TEXT NOT NULL
) STRICT;

CREATE INDEX login_failure_account ON login_failure (account, at_ms);
CREATE INDEX login_failure_at ON login_failure (at_ms);
