-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Colleagues who are asked into a session. The lease of a running session is a transfer, or an
-- invitation: then `invite` says how. `guests` are the agents who sit in it, as account=seat:since:joined.

ALTER TABLE ticket ADD COLUMN invite TEXT;
ALTER TABLE ticket ADD COLUMN guests TEXT NOT NULL DEFAULT '';
