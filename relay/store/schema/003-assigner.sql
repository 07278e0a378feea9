-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Where a ticket stands and for whom it is kept; what an agent is versed in.

ALTER TABLE ticket ADD COLUMN direct INTEGER NOT NULL DEFAULT 0 CHECK (direct IN (0, 1));
ALTER TABLE ticket ADD COLUMN closes_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN boosts TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN head_until_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN overtook TEXT;
ALTER TABLE ticket ADD COLUMN overtook_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN preferred TEXT;
ALTER TABLE ticket ADD COLUMN preferred_until_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN assigned INTEGER NOT NULL DEFAULT 0 CHECK (assigned IN (0, 1));

CREATE TABLE agent_now (
  account TEXT NOT NULL PRIMARY KEY,
  wanted TEXT NOT NULL CHECK (wanted IN ('offline', 'break', 'available', 'overtime')),
  effective TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  idle_since_ms INTEGER NOT NULL,
  absent_ms INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  ticket TEXT,
  wrap_up_until_ms INTEGER NOT NULL,
  notice TEXT,
  notice_ms INTEGER NOT NULL,
  extended INTEGER NOT NULL CHECK (extended IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO agent_now SELECT account, wanted, effective, since_ms, idle_since_ms, absent_ms, misses,
  ticket, wrap_up_until_ms, notice, notice_ms, 0 FROM agent;
DROP TABLE agent;
ALTER TABLE agent_now RENAME TO agent;

ALTER TABLE number_counter ADD COLUMN served_ms INTEGER NOT NULL DEFAULT 0;

ALTER TABLE account ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN hub TEXT;
ALTER TABLE account ADD COLUMN supervisor INTEGER NOT NULL DEFAULT 0 CHECK (supervisor IN (0, 1));
