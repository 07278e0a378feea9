-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- The way on which the pictures of a place last came through: of a kiosk's point, or of an agent.

CREATE TABLE way (
  page TEXT NOT NULL CHECK (page IN ('kiosk', 'agent')),
  place TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('udp', 'tcp', 'turn')),
  PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;
