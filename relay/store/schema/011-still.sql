-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Pictures of papers, with the ticket they belong to, and their bytes in the parts in which they came. Both are
-- removed when the ticket is over.

CREATE TABLE still (
  id TEXT NOT NULL PRIMARY KEY,
  ticket TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
  size INTEGER NOT NULL CHECK (size > 0),
  hash BLOB NOT NULL, -- SHA-256 of all bytes, as the kiosk says it
  at_ms INTEGER NOT NULL,
  whole_ms INTEGER NOT NULL, -- when all bytes were there and gave that hash; 0: not yet
  seen_ms INTEGER NOT NULL -- when the agent's page had it; 0: not yet
) STRICT, WITHOUT ROWID;

CREATE INDEX still_ticket ON still (ticket);

CREATE TABLE still_part (
  still TEXT NOT NULL,
  first_byte INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (still, first_byte)
) STRICT;
