-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Since when a resident is on hold: he is told. Of one who is on hold meanwhile it is not known, so
-- his state counts.

ALTER TABLE ticket ADD COLUMN held_ms INTEGER NOT NULL DEFAULT 0;
UPDATE ticket SET held_ms = since_ms WHERE held = 1;
ALTER TABLE ticket DROP COLUMN held;
