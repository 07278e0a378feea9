// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The service's HTTP requests (docs/protocol.md, HTTP). Every function throws RequestError with the
 * service's code; a service that cannot be reached is `unavailable`.
 */

import {
  catalogue,
  enrolAnswer,
  httpError,
  loginAnswer,
  passAnswer,
  report,
  sessionAnswer,
  type Catalogue,
  type EnrolAnswer,
  type ErrorCode,
  type LoginAnswer,
  type PageName,
  type Report,
  type ReportBy,
  type SessionAnswer,
} from './messages';
import { RequestError } from './protocol';
import type { Shape } from './shape';
import { stillPart, type StillPart } from './stills';

const TIMEOUT_MS = 10_000;

/** A picture of a paper goes over a thin link: a part of it, and the whole. */
const PART_TIMEOUT_MS = 20_000;
const PICTURE_TIMEOUT_MS = 110_000;

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    throw new RequestError('unavailable', `${path}: ${String(error)}`);
  }
  if (!response.ok) throw await refusal(path, response);
  return response;
}

function call(path: string, body?: unknown): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  if (body === undefined) return send(path, { signal });
  const headers = { 'Content-Type': 'application/json' };
  return send(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}

async function refusal(path: string, response: Response): Promise<RequestError> {
  try {
    const { error } = httpError.read(await response.json());
    return new RequestError(error.code, error.message);
  } catch {
    return new RequestError(codeOf(response.status), `${path}: ${response.status}`);
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'unknown';
  if (status === 429) return 'limit';
  return status >= 502 ? 'unavailable' : status >= 500 ? 'internal' : 'invalid';
}

const ask = async <T>(shape: Shape<T>, path: string, body?: unknown): Promise<T> =>
  read(shape, path, await call(path, body));

async function read<T>(shape: Shape<T>, path: string, response: Response): Promise<T> {
  try {
    return shape.read(await response.json());
  } catch (error) {
    throw new RequestError('internal', `${path}: ${String(error)}`);
  }
}

/** Each page has a sign-in of its own; `page` is `agent` or `desk`, as the account's role asks. */
export const login = (page: PageName, account: string, password: string): Promise<LoginAnswer> =>
  ask(loginAnswer, '/api/login', { page, account, password });

/** Makes this computer a kiosk or a display, with a one-time code. */
export const enrol = (page: PageName, code: string): Promise<EnrolAnswer> =>
  ask(enrolAnswer, '/api/enrol', { page, code });

/** Errors: `denied` when nobody is signed in on this page. */
export const getSession = (page: PageName): Promise<SessionAnswer> =>
  ask(sessionAnswer, `/api/session?page=${page}`);

export const getCatalogue = (): Promise<Catalogue> => ask(catalogue, '/api/catalogue');

/** What a report is asked for: days such as `2026-11-01`, both included, and the service level's time. */
export interface ReportQuery {
  from: string;
  to: string;
  thresholdS: number;
}

/** The address of a report; `more` are further parameters. */
export function reportPath(
  { from, to, thresholdS }: ReportQuery,
  by: ReportBy,
  more: Record<string, string> = {},
): string {
  const parameters = { from, to, by, threshold_s: String(thresholdS), ...more };
  return `/api/report?${new URLSearchParams(parameters).toString()}`;
}

export const getReport = (query: ReportQuery, by: ReportBy): Promise<Report> =>
  ask(report, reportPath(query, by));

export async function fetchPass(page: PageName): Promise<string> {
  return (await ask(passAnswer, '/api/pass', { page })).pass;
}

export async function logout(page: PageName): Promise<void> {
  await call('/api/logout', { page });
}

/** Sends the bytes of the picture `still` from `first` on. Errors: docs/protocol.md, POST /api/still. */
export async function postStill(still: string, first: number, bytes: Blob): Promise<StillPart> {
  const path = `/api/still?still=${still}&first=${first}`;
  const headers = { 'Content-Type': 'application/octet-stream' };
  const signal = AbortSignal.timeout(PART_TIMEOUT_MS);
  const response = await send(path, { method: 'POST', headers, body: bytes, signal });
  return read(stillPart, path, response);
}

/** A whole picture of a paper. */
export async function getStill(still: string): Promise<Blob> {
  const path = `/api/still?still=${still}`;
  const response = await send(path, { signal: AbortSignal.timeout(PICTURE_TIMEOUT_MS) });
  try {
    return await response.blob();
  } catch (error) {
    throw new RequestError('unavailable', `${path}: ${String(error)}`);
  }
}
