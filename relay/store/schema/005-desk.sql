-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- What coordinators say and switch off, and the displays of the waiting rooms. A row stays when it is
-- over: who said what, and when, can be read later. An empty point is everywhere.

CREATE TABLE announcement (
  id TEXT NOT NULL PRIMARY KEY,
  point TEXT NOT NULL,
  ticket TEXT NOT NULL, -- empty: for all at the point
  number TEXT NOT NULL, -- the ticket's
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  it TEXT NOT NULL,
  fr TEXT NOT NULL,
  account TEXT NOT NULL,
  author TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL DEFAULT 0,
  ended_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX announcement_live ON announcement (until_ms) WHERE ended_ms = 0;

CREATE TABLE switch (
  id TEXT NOT NULL PRIMARY KEY,
  point TEXT NOT NULL,
  item TEXT NOT NULL, -- empty: the point itself
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  account TEXT NOT NULL,
  author TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL, -- 0: until it is switched on
  ended_ms INTEGER NOT NULL DEFAULT 0,
  ended_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX switch_live ON switch (point, item) WHERE ended_ms = 0;

-- A device is enrolled for one page: the kiosk's or the display's.
ALTER TABLE enrol_code ADD COLUMN page TEXT NOT NULL DEFAULT 'kiosk';
ALTER TABLE kiosk ADD COLUMN page TEXT NOT NULL DEFAULT 'kiosk';
