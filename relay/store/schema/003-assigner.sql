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

ALTER TABLE agent ADD COLUMN extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1));

ALTER TABLE number_counter ADD COLUMN served_ms INTEGER NOT NULL DEFAULT 0;

ALTER TABLE account ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN supervisor INTEGER NOT NULL DEFAULT 0 CHECK (supervisor IN (0, 1));
