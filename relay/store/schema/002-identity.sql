-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- One random word that tells this database and its backups from every other. The service writes it.

CREATE TABLE identity (
  id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
