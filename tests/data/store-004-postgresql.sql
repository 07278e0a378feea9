-- SPDX-FileCopyrightText: 2026 Global Connect contributors
-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The same database of schema 4 in PostgreSQL, by pg_dump --inserts. It stays as it is: later programs must still
-- open it.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account (
    account text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    password_hash text NOT NULL COLLATE pg_catalog."C",
    departments text NOT NULL COLLATE pg_catalog."C",
    languages text NOT NULL COLLATE pg_catalog."C",
    created_ms bigint NOT NULL,
    items text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    hub text COLLATE pg_catalog."C",
    supervisor bigint DEFAULT 0 NOT NULL,
    CONSTRAINT account_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'coordinator'::text, 'administrator'::text]))),
    CONSTRAINT account_supervisor_check CHECK ((supervisor = ANY (ARRAY[(0)::bigint, (1)::bigint])))
);
CREATE TABLE public.agent (
    account text NOT NULL COLLATE pg_catalog."C",
    wanted text NOT NULL COLLATE pg_catalog."C",
    effective text NOT NULL COLLATE pg_catalog."C",
    since_ms bigint NOT NULL,
    idle_since_ms bigint NOT NULL,
    absent_ms bigint NOT NULL,
    misses bigint NOT NULL,
    ticket text COLLATE pg_catalog."C",
    wrap_up_until_ms bigint NOT NULL,
    notice text COLLATE pg_catalog."C",
    notice_ms bigint NOT NULL,
    extended bigint NOT NULL,
    CONSTRAINT agent_now_extended_check CHECK ((extended = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT agent_now_wanted_check CHECK ((wanted = ANY (ARRAY['offline'::text, 'break'::text, 'available'::text, 'overtime'::text])))
);
CREATE TABLE public.answer (
    seat text NOT NULL COLLATE pg_catalog."C",
    request text NOT NULL COLLATE pg_catalog."C",
    answer text NOT NULL COLLATE pg_catalog."C",
    at_ms bigint NOT NULL
);
CREATE TABLE public.enrol_code (
    code_hash bytea NOT NULL,
    point text NOT NULL COLLATE pg_catalog."C",
    expires_ms bigint NOT NULL,
    CONSTRAINT enrol_code_code_hash_check CHECK ((length(code_hash) = 32))
);
CREATE TABLE public.identity (
    id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.kiosk (
    id text NOT NULL COLLATE pg_catalog."C",
    point text NOT NULL COLLATE pg_catalog."C",
    created_ms bigint NOT NULL
);
CREATE TABLE public.lease (
    one bigint NOT NULL,
    fence bigint NOT NULL,
    renewed timestamp with time zone NOT NULL,
    holder text NOT NULL,
    CONSTRAINT lease_one_check CHECK ((one = 1))
);
CREATE TABLE public.login (
    account text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    known bigint NOT NULL,
    failures bigint NOT NULL,
    last_failure_ms bigint NOT NULL,
    CONSTRAINT login_known_check CHECK ((known = ANY (ARRAY[(0)::bigint, (1)::bigint])))
);
CREATE TABLE public.login_failure (
    at_ms bigint NOT NULL,
    account text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.number_counter (
    point text NOT NULL COLLATE pg_catalog."C",
    local_date bigint NOT NULL,
    last bigint NOT NULL,
    served_ms bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.schema_version (
    version bigint NOT NULL
);
CREATE TABLE public.service_time (
    item text NOT NULL COLLATE pg_catalog."C",
    mean_ms bigint NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT service_time_mean_ms_check CHECK ((mean_ms > 0)),
    CONSTRAINT service_time_n_check CHECK ((n >= 0))
);
CREATE TABLE public.session (
    token_hash bytea NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    point text COLLATE pg_catalog."C",
    created_ms bigint NOT NULL,
    expires_ms bigint NOT NULL,
    CONSTRAINT session_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE TABLE public.ticket (
    id text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    point text NOT NULL COLLATE pg_catalog."C",
    kiosk text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    department text NOT NULL COLLATE pg_catalog."C",
    languages text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    created_ms bigint NOT NULL,
    since_ms bigint NOT NULL,
    enqueued_ms bigint NOT NULL,
    rank bigint NOT NULL,
    absent_ms bigint NOT NULL,
    agent text COLLATE pg_catalog."C",
    session_since_ms bigint NOT NULL,
    resident_joined bigint NOT NULL,
    agent_joined bigint NOT NULL,
    held bigint NOT NULL,
    until_ms bigint NOT NULL,
    offer_agent text COLLATE pg_catalog."C",
    offer_until_ms bigint NOT NULL,
    cooldowns text NOT NULL COLLATE pg_catalog."C",
    notice text COLLATE pg_catalog."C",
    notice_ms bigint NOT NULL,
    outcome text COLLATE pg_catalog."C",
    grade bigint NOT NULL,
    note text COLLATE pg_catalog."C",
    cleared bigint NOT NULL,
    closed bigint NOT NULL,
    direct bigint DEFAULT 0 NOT NULL,
    closes_ms bigint DEFAULT 0 NOT NULL,
    boosts text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    head_until_ms bigint DEFAULT 0 NOT NULL,
    overtook text COLLATE pg_catalog."C",
    overtook_ms bigint DEFAULT 0 NOT NULL,
    preferred text COLLATE pg_catalog."C",
    preferred_until_ms bigint DEFAULT 0 NOT NULL,
    assigned bigint DEFAULT 0 NOT NULL,
    CONSTRAINT ticket_agent_joined_check CHECK ((agent_joined = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_assigned_check CHECK ((assigned = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_cleared_check CHECK ((cleared = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_closed_check CHECK ((closed = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_direct_check CHECK ((direct = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_grade_check CHECK (((grade >= 0) AND (grade <= 5))),
    CONSTRAINT ticket_held_check CHECK ((held = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_rank_check CHECK ((rank >= 0)),
    CONSTRAINT ticket_resident_joined_check CHECK ((resident_joined = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT ticket_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'waiting'::text, 'offered'::text, 'connecting'::text, 'in_session'::text, 'dropped'::text, 'wrap_up'::text, 'done'::text, 'abandoned'::text])))
);
CREATE TABLE public.transition (
    seq bigint NOT NULL,
    at_ms bigint NOT NULL,
    ticket text NOT NULL COLLATE pg_catalog."C",
    from_state text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    agent text COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    detail text COLLATE pg_catalog."C"
);
INSERT INTO public.account VALUES ('ann', 'agent', '林晓', '$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA', 'hrss civil', 'zh wuu-x-wenzhou', 1795449600000, '', NULL, 0);
INSERT INTO public.account VALUES ('bo', 'agent', '金海', '$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA', 'hrss', 'zh it:1', 1795449600000, 'SS-01 SS-02', 'wenzhou', 1);
INSERT INTO public.agent VALUES ('bo', 'available', 'offered', 1795449600010, 1795449600000, 0, 2, NULL, 0, 'transfer_declined', 1795449600005, 0);
INSERT INTO public.agent VALUES ('ann', 'overtime', 'busy', 1795449600020, 1795449600000, 0, 0, 't1', 0, NULL, 0, 0);
INSERT INTO public.agent VALUES ('cy', 'available', 'wrap_up', 1795449600040, 1795449600000, 0, 0, 't6', 1795450200040, NULL, 0, 1);
INSERT INTO public.answer VALUES ('kiosk-it-milan-1', 'c-100001', '{"ticket":"t1","number":"M001"}', 1795449600000);
INSERT INTO public.enrol_code VALUES ('\x0202020202020202020202020202020202020202020202020202020202020202', 'fr-paris', 1795536000000);
INSERT INTO public.identity VALUES ('5cy0m2k1b7w9q3ed8rvx6htn4zgpa0sj');
INSERT INTO public.kiosk VALUES ('kiosk-it-milan-1', 'it-milan', 1795449600000);
INSERT INTO public.lease VALUES (1, 4, '2026-11-24 09:20:00+00', 'node-a/812');
INSERT INTO public.login VALUES ('ann', '192.0.2.1', 1, 0, 0);
INSERT INTO public.login_failure VALUES (1795449600000, 'ann');
INSERT INTO public.number_counter VALUES ('it-milan', 20261124, 6, 1795449600050);
INSERT INTO public.number_counter VALUES ('fr-paris', 20261124, 2, 0);
INSERT INTO public.schema_version VALUES (4);
INSERT INTO public.service_time VALUES ('SS-01', 540000, 12);
INSERT INTO public.service_time VALUES ('NT-02', 2520000, 0);
INSERT INTO public.session VALUES ('\x0101010101010101010101010101010101010101010101010101010101010101', 'kiosk', 'kiosk-it-milan-1', 'it-milan', 1795449600000, 0);
INSERT INTO public.ticket VALUES ('t1', 'M001', 'it-milan', 'kiosk-it-milan-1', 'SS-01', 'hrss', 'wuu-x-wenzhou zh', '陈阿梅', 'in_session', 1795449600000, 1795449600010, 1795449600010, 1, 0, 'ann', 1795449600020, 1, 1, 1, 0, NULL, 0, '', 'agent_returned', 1795449600030, NULL, 0, NULL, 0, 0, 0, 0, '', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.ticket VALUES ('t3', 'M003', 'it-milan', 'kiosk-it-milan-3', 'SS-01', 'hrss', 'wuu-x-wenzhou zh', '陈阿梅', 'draft', 1795449600000, 1795449600010, 0, 0, 1795449600040, NULL, 0, 0, 0, 0, 0, NULL, 0, '', NULL, 0, NULL, 0, NULL, 0, 0, 0, 0, '', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.ticket VALUES ('t4', 'P001', 'fr-paris', 'kiosk-fr-paris-1', 'SS-01', 'hrss', 'wuu-x-wenzhou zh', '陈阿梅', 'done', 1795449600000, 1795449600010, 1795449600010, 3, 0, 'ann', 0, 0, 0, 0, 0, NULL, 0, '', NULL, 0, 'accepted_with_gaps', 4, 'ok', 1, 1, 0, 0, '', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.ticket VALUES ('t2', 'M002', 'it-milan', 'kiosk-it-milan-2', 'SS-01', 'hrss', 'wuu-x-wenzhou zh', 'O''Neill "x"', 'offered', 1795449600000, 1795449600010, 1795449600010, 2, 0, NULL, 0, 0, 0, 0, 0, 'bo', 1795449620010, 'ann=1795449660000', NULL, 0, NULL, 0, NULL, 0, 0, 0, 1795467600000, 'quick point', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.ticket VALUES ('t5', 'M005', 'it-milan', 'kiosk-it-milan-5', 'NT-02', 'hrss', 'zh it', '林春', 'waiting', 1795449600000, 1795449600010, 1795449600010, 4, 0, NULL, 0, 0, 0, 0, 0, NULL, 0, '', NULL, 0, NULL, 0, NULL, 0, 0, 1, 1795467600000, 'raised', 0, 'raised_ahead', 1795449600045, 'ann', 1795450200045, 1);
INSERT INTO public.ticket VALUES ('t6', 'M006', 'it-milan', 'kiosk-it-milan-6', 'SS-01', 'hrss', 'zh', '周大海', 'wrap_up', 1795449600000, 1795449600040, 1795449600010, 5, 0, 'cy', 1795449600020, 0, 0, 0, 0, NULL, 0, '', NULL, 0, 'needs_correction', 0, NULL, 0, 0, 0, 0, '', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.ticket VALUES ('t7', 'P002', 'fr-paris', 'kiosk-fr-paris-2', 'SS-01', 'hrss', 'zh', '吴建华', 'waiting', 1795449600000, 1795449600050, 1795449600050, 6, 1795449600052, NULL, 0, 0, 0, 0, 0, NULL, 0, '', NULL, 0, NULL, 0, NULL, 0, 0, 0, 0, '', 0, NULL, 0, NULL, 0, 0);
INSERT INTO public.transition VALUES (1, 1795449600000, 't1', 'draft', 'draft', NULL, 'created', NULL);
INSERT INTO public.transition VALUES (2, 1795449600001, 't1', 'draft', 'waiting', NULL, 'joined', NULL);
INSERT INTO public.transition VALUES (3, 1795449600002, 't1', 'waiting', 'offered', 'ann', 'offered', NULL);
INSERT INTO public.transition VALUES (4, 1795449600003, 't1', 'offered', 'connecting', 'ann', 'accepted', NULL);
INSERT INTO public.transition VALUES (5, 1795449600004, 't1', 'connecting', 'in_session', 'ann', 'connected', NULL);
INSERT INTO public.transition VALUES (6, 1795449600005, 't2', 'waiting', 'offered', 'ann', 'offered', NULL);
INSERT INTO public.transition VALUES (7, 1795449600006, 't2', 'offered', 'waiting', 'ann', 'declined', 'language');
INSERT INTO public.transition VALUES (8, 1795449600007, 't2', 'waiting', 'offered', 'bo', 'offered', NULL);
INSERT INTO public.transition VALUES (9, 1795449600040, 't6', 'in_session', 'wrap_up', 'cy', 'ended', NULL);
INSERT INTO public.transition VALUES (10, 1795449600041, 't6', 'wrap_up', 'wrap_up', 'cy', 'extended', NULL);
INSERT INTO public.transition VALUES (11, 1795449600045, 't5', 'waiting', 'waiting', NULL, 'raised', 'desk1 reason=年事已高');
INSERT INTO public.transition VALUES (12, 1795449600045, 't5', 'waiting', 'waiting', 'ann', 'assigned', 'desk1 reason=熟悉案情');
INSERT INTO public.transition VALUES (13, 1795449600049, 't7', 'draft', 'draft', NULL, 'created', NULL);
INSERT INTO public.transition VALUES (14, 1795449600050, 't7', 'draft', 'waiting', NULL, 'joined', 'expected=540 band=5_to_15');
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_now_pkey PRIMARY KEY (account);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (seat, request);
ALTER TABLE ONLY public.enrol_code
    ADD CONSTRAINT enrol_code_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kiosk
    ADD CONSTRAINT kiosk_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.login
    ADD CONSTRAINT login_pkey PRIMARY KEY (account, address);
ALTER TABLE ONLY public.number_counter
    ADD CONSTRAINT number_counter_pkey PRIMARY KEY (point);
ALTER TABLE ONLY public.service_time
    ADD CONSTRAINT service_time_pkey PRIMARY KEY (item);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.transition
    ADD CONSTRAINT transition_pkey PRIMARY KEY (seq);
CREATE INDEX answer_at ON public.answer USING btree (at_ms);
CREATE INDEX login_failure_account ON public.login_failure USING btree (account, at_ms);
CREATE INDEX login_failure_at ON public.login_failure USING btree (at_ms);
CREATE INDEX session_account ON public.session USING btree (account);
CREATE UNIQUE INDEX ticket_kiosk ON public.ticket USING btree (kiosk) WHERE (cleared = 0);
CREATE UNIQUE INDEX ticket_lease ON public.ticket USING btree (offer_agent) WHERE (offer_agent IS NOT NULL);
CREATE INDEX ticket_open ON public.ticket USING btree (closed) WHERE (closed = 0);
CREATE UNIQUE INDEX ticket_rank ON public.ticket USING btree (rank) WHERE (rank > 0);
CREATE INDEX transition_ticket ON public.transition USING btree (ticket);
