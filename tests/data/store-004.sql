-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A database of schema 4 as it was written. It stays as it is: later programs must still open it.
BEGIN TRANSACTION;
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('agent', 'coordinator', 'administrator')),
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  departments TEXT NOT NULL,
  languages TEXT NOT NULL,
  created_ms INTEGER NOT NULL
, items TEXT NOT NULL DEFAULT '', hub TEXT, supervisor INTEGER NOT NULL DEFAULT 0 CHECK (supervisor IN (0, 1))) STRICT, WITHOUT ROWID;
INSERT INTO "account" VALUES('ann','agent','林晓','$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA','hrss civil','zh wuu-x-wenzhou',1795449600000,'',NULL,0);
INSERT INTO "account" VALUES('bo','agent','金海','$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA','hrss','zh it:1',1795449600000,'SS-01 SS-02','wenzhou',1);
CREATE TABLE "agent" (
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
INSERT INTO "agent" VALUES('ann','overtime','busy',1795449600020,1795449600000,0,0,'t1',0,NULL,0,0);
INSERT INTO "agent" VALUES('bo','available','offered',1795449600010,1795449600000,0,2,NULL,0,'transfer_declined',1795449600005,0);
INSERT INTO "agent" VALUES('cy','available','wrap_up',1795449600040,1795449600000,0,0,'t6',1795450200040,NULL,0,1);
CREATE TABLE answer (
  seat TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (seat, request)
) STRICT, WITHOUT ROWID;
INSERT INTO "answer" VALUES('kiosk-it-milan-1','c-100001','{"ticket":"t1","number":"M001"}',1795449600000);
CREATE TABLE enrol_code (
  code_hash BLOB NOT NULL PRIMARY KEY CHECK (length (code_hash) = 32),
  point TEXT NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "enrol_code" VALUES(X'0202020202020202020202020202020202020202020202020202020202020202','fr-paris',1795536000000);
CREATE TABLE identity (
  id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO "identity" VALUES('5cy0m2k1b7w9q3ed8rvx6htn4zgpa0sj');
CREATE TABLE kiosk (
  id TEXT NOT NULL PRIMARY KEY,
  point TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "kiosk" VALUES('kiosk-it-milan-1','it-milan',1795449600000);
CREATE TABLE login (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  known INTEGER NOT NULL CHECK (known IN (0, 1)),
  failures INTEGER NOT NULL,
  last_failure_ms INTEGER NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;
INSERT INTO "login" VALUES('ann','192.0.2.1',1,0,0);
CREATE TABLE login_failure (
  at_ms INTEGER NOT NULL,
  account TEXT NOT NULL
) STRICT;
INSERT INTO "login_failure" VALUES(1795449600000,'ann');
CREATE TABLE number_counter (
  point TEXT NOT NULL PRIMARY KEY,
  local_date INTEGER NOT NULL,
  last INTEGER NOT NULL
, served_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "number_counter" VALUES('fr-paris',20261124,2,0);
INSERT INTO "number_counter" VALUES('it-milan',20261124,6,1795449600050);
CREATE TABLE service_time (
  item TEXT NOT NULL PRIMARY KEY,
  mean_ms INTEGER NOT NULL CHECK (mean_ms > 0),
  n INTEGER NOT NULL CHECK (n >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO "service_time" VALUES('NT-02',2520000,0);
INSERT INTO "service_time" VALUES('SS-01',540000,12);
CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY CHECK (length (token_hash) = 32),
  role TEXT NOT NULL,
  account TEXT NOT NULL,
  point TEXT,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "session" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101','kiosk','kiosk-it-milan-1','it-milan',1795449600000,0);
CREATE TABLE ticket (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  point TEXT NOT NULL,
  kiosk TEXT NOT NULL,
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  languages TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'offered', 'connecting', 'in_session',
                                       'dropped', 'wrap_up', 'done', 'abandoned')),
  created_ms INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,
  enqueued_ms INTEGER NOT NULL,
  rank INTEGER NOT NULL CHECK (rank >= 0),
  absent_ms INTEGER NOT NULL,
  agent TEXT,
  session_since_ms INTEGER NOT NULL,
  resident_joined INTEGER NOT NULL CHECK (resident_joined IN (0, 1)),
  agent_joined INTEGER NOT NULL CHECK (agent_joined IN (0, 1)),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  until_ms INTEGER NOT NULL,
  offer_agent TEXT,
  offer_until_ms INTEGER NOT NULL,
  cooldowns TEXT NOT NULL, -- agent=until_ms, with spaces between
  notice TEXT,
  notice_ms INTEGER NOT NULL,
  outcome TEXT,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 5),
  note TEXT,
  cleared INTEGER NOT NULL CHECK (cleared IN (0, 1)),
  closed INTEGER NOT NULL CHECK (closed IN (0, 1))
, direct INTEGER NOT NULL DEFAULT 0 CHECK (direct IN (0, 1)), closes_ms INTEGER NOT NULL DEFAULT 0, boosts TEXT NOT NULL DEFAULT '', head_until_ms INTEGER NOT NULL DEFAULT 0, overtook TEXT, overtook_ms INTEGER NOT NULL DEFAULT 0, preferred TEXT, preferred_until_ms INTEGER NOT NULL DEFAULT 0, assigned INTEGER NOT NULL DEFAULT 0 CHECK (assigned IN (0, 1))) STRICT, WITHOUT ROWID;
INSERT INTO "ticket" VALUES('t1','M001','it-milan','kiosk-it-milan-1','SS-01','hrss','wuu-x-wenzhou zh','陈阿梅','in_session',1795449600000,1795449600010,1795449600010,1,0,'ann',1795449600020,1,1,1,0,NULL,0,'','agent_returned',1795449600030,NULL,0,NULL,0,0,0,0,'',0,NULL,0,NULL,0,0);
INSERT INTO "ticket" VALUES('t2','M002','it-milan','kiosk-it-milan-2','SS-01','hrss','wuu-x-wenzhou zh','O''Neill "x"','offered',1795449600000,1795449600010,1795449600010,2,0,NULL,0,0,0,0,0,'bo',1795449620010,'ann=1795449660000',NULL,0,NULL,0,NULL,0,0,0,1795467600000,'quick point',0,NULL,0,NULL,0,0);
INSERT INTO "ticket" VALUES('t3','M003','it-milan','kiosk-it-milan-3','SS-01','hrss','wuu-x-wenzhou zh','陈阿梅','draft',1795449600000,1795449600010,0,0,1795449600040,NULL,0,0,0,0,0,NULL,0,'',NULL,0,NULL,0,NULL,0,0,0,0,'',0,NULL,0,NULL,0,0);
INSERT INTO "ticket" VALUES('t4','P001','fr-paris','kiosk-fr-paris-1','SS-01','hrss','wuu-x-wenzhou zh','陈阿梅','done',1795449600000,1795449600010,1795449600010,3,0,'ann',0,0,0,0,0,NULL,0,'',NULL,0,'accepted_with_gaps',4,'ok',1,1,0,0,'',0,NULL,0,NULL,0,0);
INSERT INTO "ticket" VALUES('t5','M005','it-milan','kiosk-it-milan-5','NT-02','hrss','zh it','林春','waiting',1795449600000,1795449600010,1795449600010,4,0,NULL,0,0,0,0,0,NULL,0,'',NULL,0,NULL,0,NULL,0,0,1,1795467600000,'raised',0,'raised_ahead',1795449600045,'ann',1795450200045,1);
INSERT INTO "ticket" VALUES('t6','M006','it-milan','kiosk-it-milan-6','SS-01','hrss','zh','周大海','wrap_up',1795449600000,1795449600040,1795449600010,5,0,'cy',1795449600020,0,0,0,0,NULL,0,'',NULL,0,'needs_correction',0,NULL,0,0,0,0,'',0,NULL,0,NULL,0,0);
INSERT INTO "ticket" VALUES('t7','P002','fr-paris','kiosk-fr-paris-2','SS-01','hrss','zh','吴建华','waiting',1795449600000,1795449600050,1795449600050,6,1795449600052,NULL,0,0,0,0,0,NULL,0,'',NULL,0,NULL,0,NULL,0,0,0,0,'',0,NULL,0,NULL,0,0);
CREATE TABLE transition (
  seq INTEGER NOT NULL PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  ticket TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  agent TEXT,
  reason TEXT NOT NULL,
  detail TEXT
) STRICT;
INSERT INTO "transition" VALUES(1,1795449600000,'t1','draft','draft',NULL,'created',NULL);
INSERT INTO "transition" VALUES(2,1795449600001,'t1','draft','waiting',NULL,'joined',NULL);
INSERT INTO "transition" VALUES(3,1795449600002,'t1','waiting','offered','ann','offered',NULL);
INSERT INTO "transition" VALUES(4,1795449600003,'t1','offered','connecting','ann','accepted',NULL);
INSERT INTO "transition" VALUES(5,1795449600004,'t1','connecting','in_session','ann','connected',NULL);
INSERT INTO "transition" VALUES(6,1795449600005,'t2','waiting','offered','ann','offered',NULL);
INSERT INTO "transition" VALUES(7,1795449600006,'t2','offered','waiting','ann','declined','language');
INSERT INTO "transition" VALUES(8,1795449600007,'t2','waiting','offered','bo','offered',NULL);
INSERT INTO "transition" VALUES(9,1795449600040,'t6','in_session','wrap_up','cy','ended',NULL);
INSERT INTO "transition" VALUES(10,1795449600041,'t6','wrap_up','wrap_up','cy','extended',NULL);
INSERT INTO "transition" VALUES(11,1795449600045,'t5','waiting','waiting',NULL,'raised','desk1 reason=年事已高');
INSERT INTO "transition" VALUES(12,1795449600045,'t5','waiting','waiting','ann','assigned','desk1 reason=熟悉案情');
INSERT INTO "transition" VALUES(13,1795449600049,'t7','draft','draft',NULL,'created',NULL);
INSERT INTO "transition" VALUES(14,1795449600050,'t7','draft','waiting',NULL,'joined','expected=540 band=5_to_15');
CREATE UNIQUE INDEX ticket_rank ON ticket (rank) WHERE rank > 0;
CREATE UNIQUE INDEX ticket_lease ON ticket (offer_agent) WHERE offer_agent IS NOT NULL;
CREATE UNIQUE INDEX ticket_kiosk ON ticket (kiosk) WHERE cleared = 0;
CREATE INDEX ticket_open ON ticket (closed) WHERE closed = 0;
CREATE INDEX transition_ticket ON transition (ticket);
CREATE INDEX answer_at ON answer (at_ms);
CREATE INDEX session_account ON session (account);
CREATE INDEX login_failure_account ON login_failure (account, at_ms);
CREATE INDEX login_failure_at ON login_failure (at_ms);
COMMIT;
PRAGMA user_version = 4;
