-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Appointments, and the history of each. What was agreed on is the wall time of the home city; the instant
-- stands beside it. An empty proposal_start_ms (0) is none.

CREATE TABLE appointment (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT,
  point TEXT NOT NULL,
  kiosk TEXT, -- that shows it
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  languages TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  home_zone TEXT NOT NULL,
  point_zone TEXT NOT NULL,
  state TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  busy_ms INTEGER NOT NULL,
  day_ms INTEGER NOT NULL,
  home_wall TEXT NOT NULL,
  point_wall TEXT NOT NULL,
  proposal_start_ms INTEGER NOT NULL,
  proposal_end_ms INTEGER NOT NULL,
  proposal_busy_ms INTEGER NOT NULL,
  proposal_day_ms INTEGER NOT NULL,
  proposal_home_wall TEXT,
  proposal_point_wall TEXT,
  note TEXT,
  agent TEXT,
  origin TEXT, -- the ticket in whose session it was proposed
  ticket TEXT, -- made when the resident arrived
  created_ms INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  absent_ms INTEGER NOT NULL,
  clock_change TEXT,
  remind TEXT,
  reminders INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  late INTEGER NOT NULL,
  confirm INTEGER NOT NULL,
  closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX appointment_open ON appointment (start_ms) WHERE closed = 0;
CREATE UNIQUE INDEX appointment_code ON appointment (code) WHERE closed = 0;
CREATE UNIQUE INDEX appointment_kiosk ON appointment (kiosk) WHERE closed = 0;

CREATE TABLE appointment_event (
  seq INTEGER NOT NULL PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  appointment TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT
) STRICT;

CREATE INDEX appointment_event_of ON appointment_event (appointment, seq);

ALTER TABLE ticket ADD COLUMN slot_ms INTEGER NOT NULL DEFAULT 0;
