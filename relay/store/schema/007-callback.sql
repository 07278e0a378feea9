-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- A ticket with a telephone number is a callback. The number goes when the ticket is closed.

ALTER TABLE ticket ADD COLUMN phone TEXT CHECK (phone IS NULL OR closed = 0);
ALTER TABLE ticket ADD COLUMN call_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN call_after_ms INTEGER NOT NULL DEFAULT 0;
