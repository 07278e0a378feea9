-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- How long an agent is taken up by a ticket of an item; n counts what was measured.

CREATE TABLE service_time (
  item TEXT NOT NULL PRIMARY KEY,
  mean_ms INTEGER NOT NULL CHECK (mean_ms > 0),
  n INTEGER NOT NULL CHECK (n >= 0)
) STRICT, WITHOUT ROWID;
