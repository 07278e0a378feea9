-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- The history of all agents: what each wanted and what the service made of it, from then on. seq has
-- no gaps. A line lasts until the next one of the same agent.

CREATE TABLE agent_event (
  seq INTEGER NOT NULL PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  account TEXT NOT NULL,
  wanted TEXT NOT NULL CHECK (wanted IN ('offline', 'break', 'available', 'overtime')),
  effective TEXT NOT NULL,
  ticket TEXT -- served, written up or offered
) STRICT;

CREATE INDEX agent_event_account ON agent_event (account, seq);

-- When the service was last known to live: what came after that and before its next start is the
-- time of nobody.
CREATE TABLE alive (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  at_ms INTEGER NOT NULL
) STRICT;

INSERT INTO alive VALUES (1, 0);
