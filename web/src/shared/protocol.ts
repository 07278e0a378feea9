// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * One page's connection to the service: JSON-RPC 2.0 over one WebSocket at a time (docs/protocol.md).
 * A request outlives its socket: it is sent again with the same id until it is answered, and the
 * service makes its effect once. No DOM here: socket, timers and clock are given, so that the tests
 * run it against a clock of their own.
 */

import {
  results,
  type ErrorCode,
  type Method,
  type PageName,
  type Params,
  type ResultOf,
} from './messages';
import { anything, integer, object, optional, record, string } from './shape';

/** A request was refused, or given up because the connection was closed. */
export class RequestError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What the service says beyond the code. */
    readonly detail: string | null = null,
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

/**
 * - `connecting`: the first attempt, or an attempt after a loss, is under way
 * - `online`: hello was answered
 * - `waiting`: no connection; the next attempt comes by itself
 * - `replaced`: a newer page of the same seat is there; `takeOver` brings this one back
 * - `signed_out`: the sign-in is not valid (any more)
 * - `stopped`: not started, or stopped
 */
export type Status = 'stopped' | 'connecting' | 'online' | 'waiting' | 'replaced' | 'signed_out';

/** What Connection needs of a WebSocket. */
export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface Timers {
  /** Monotonic milliseconds. */
  now(): number;
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export interface ConnectionOptions {
  page: PageName;
  /** Fetches a one-time pass. Errors: RequestError `denied` when not signed in; anything else is tried again. */
  pass: () => Promise<string>;
  /** Opens a socket with the pass and the sub-protocol gc.1. */
  open: (pass: string) => SocketLike;
  /** The relay peer that the page holds, or null. */
  peer?: () => string | null;
  timers: Timers;
  /** A number from 0 to 1, for the jitter. */
  random: () => number;
  /** A fresh identifier of 8 to 64 characters. */
  newId: () => string;
  onstatus?: (status: Status) => void;
  /** Parts of the view; `whole` when they are all there is. */
  onview?: (parts: Record<string, unknown>, whole: boolean) => void;
  /** The service's time in ms since 1970, and how long its answer took. */
  onclock?: (nowMs: number, roundTripMs: number) => void;
  /** Something came that docs/protocol.md does not allow. For the log. */
  onproblem?: (text: string) => void;
}

interface Pending {
  id: string;
  method: Method;
  text: string;
  sentAt: number;
  resolve: (result: unknown) => void;
  reject: (error: RequestError) => void;
}

const PING_MS = 10_000;
const ANSWER_MS = 5_000;
const BACK_OFF_FIRST_MS = 300;
const BACK_OFF_MOST_MS = 5_000;

const CLOSE_REPLACED = 4001;
const CLOSE_SIGNED_OUT = 4002;
const CLOSE_BROKEN = 4003;

const envelope = object({
  jsonrpc: string,
  id: optional(string),
  method: optional(string),
  result: optional(anything),
  error: optional(anything),
  params: optional(anything),
});
const viewParams = object({ seq: integer, set: record(anything) });
const errorBody = object({
  code: integer,
  message: string,
  data: optional(object({ code: string, detail: optional(string) })),
});

export class Connection {
  #options: ConnectionOptions;
  #status: Status = 'stopped';
  #socket: SocketLike | null = null;
  #attempt = 0;
  #timer: unknown = null;
  #deadline: unknown = null;
  #ping: unknown = null;
  #resume: string | null = null;
  #seq = 0;
  #backOff = BACK_OFF_FIRST_MS;
  #pending = new Map<string, Pending>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get status(): Status {
    return this.#status;
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.#status === 'stopped' || this.#status === 'signed_out') this.#connect();
  }

  /** Closes for good; requests under way fail with `unavailable`. */
  stop(): void {
    this.#drop();
    this.#setStatus('stopped');
    this.#fail('the connection was stopped');
  }

  /** After `replaced`: makes this page the seat's page again. */
  takeOver(): void {
    if (this.#status === 'replaced') this.#connect();
  }

  /** The network came back: tries now instead of at the end of the back-off. */
  wake(): void {
    this.#backOff = BACK_OFF_FIRST_MS;
    if (this.#status === 'waiting') this.#connect();
    else if (this.#status === 'online') this.#sendPing();
  }

  /** The network went away: does not wait for the ping to find out. */
  lost(): void {
    if (this.#status === 'online' || this.#status === 'connecting') this.#retry();
  }

  /**
   * Sends a request, again after each reconnect until it is answered.
   * Errors: RequestError with the service's code; `unavailable` when the connection was stopped.
   */
  request<M extends Method>(method: M, params: Params[M]): Promise<ResultOf<M>> {
    if (this.#status === 'stopped' || this.#status === 'signed_out') {
      return Promise.reject(new RequestError('unavailable', `${method}: not connected`));
    }
    return new Promise((resolve, reject) => {
      const pending = this.#makeRequest(method, params, resolve as Pending['resolve'], reject);
      this.#pending.set(pending.id, pending);
      if (this.#status === 'online') this.#transmit(pending);
    });
  }

  #makeRequest<M extends Method>(
    method: M,
    params: Params[M],
    resolve: Pending['resolve'],
    reject: Pending['reject'],
  ): Pending {
    const id = this.#options.newId();
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    return { id, method, text, sentAt: 0, resolve, reject };
  }

  #transmit(pending: Pending): void {
    pending.sentAt = this.#options.timers.now();
    this.#socket?.send(pending.text);
  }

  #setStatus(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onstatus?.(status);
  }

  #connect(): void {
    this.#drop();
    this.#setStatus('connecting');
    const attempt = this.#attempt;
    this.#deadline = this.#options.timers.set(() => this.#retry(), ANSWER_MS);
    this.#options.pass().then(
      (pass) => {
        if (attempt === this.#attempt) this.#open(pass);
      },
      (error: unknown) => {
        if (attempt !== this.#attempt) return;
        if (error instanceof RequestError && error.code === 'denied') this.#signedOut();
        else this.#retry();
      },
    );
  }

  #open(pass: string): void {
    const socket = this.#options.open(pass);
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event.code);
  }

  #hello(): void {
    const params = {
      page: this.#options.page,
      resume: this.#resume,
      seq: this.#seq,
      peer: this.#options.peer?.() ?? null,
    };
    // Not among the pending: each socket has its own hello.
    const hello = this.#makeRequest(
      'hello',
      params,
      (result) => this.#welcome(result as ResultOf<'hello'>),
      (error) => {
        this.#options.onproblem?.(`hello: ${error.message}`);
        this.#retryAfresh();
      },
    );
    this.#forgetPings();
    const waiting = [...this.#pending.values()];
    this.#pending = new Map([[hello.id, hello], ...waiting.map((p) => [p.id, p] as const)]);
    this.#transmit(hello);
  }

  #welcome(answer: ResultOf<'hello'>): void {
    this.#options.timers.clear(this.#deadline);
    this.#backOff = BACK_OFF_FIRST_MS;
    this.#resume = answer.resume;
    if (!answer.replayed) this.#seq = answer.seq;
    this.#setStatus('online');
    if (answer.view !== null) this.#options.onview?.(answer.view, true);
    for (const pending of this.#pending.values()) this.#transmit(pending);
    this.#schedulePing();
  }

  #schedulePing(): void {
    this.#options.timers.clear(this.#ping);
    this.#ping = this.#options.timers.set(() => this.#sendPing(), PING_MS);
  }

  #sendPing(): void {
    this.#options.timers.clear(this.#deadline);
    this.#deadline = this.#options.timers.set(() => this.#retry(), ANSWER_MS);
    this.request('ping', {}).then(
      () => this.#options.timers.clear(this.#deadline),
      () => undefined,
    );
    this.#schedulePing();
  }

  #receive(data: unknown): void {
    try {
      if (typeof data !== 'string') throw new Error('not text');
      const message = envelope.read(JSON.parse(data));
      if (message.id !== undefined) this.#answered(message.id, message.result, message.error);
      else if (message.method === 'view') this.#viewed(viewParams.read(message.params));
    } catch (error) {
      this.#options.onproblem?.(String(error));
    }
  }

  #answered(id: string, result: unknown, error: unknown): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    if (error !== undefined) {
      const body = errorBody.read(error);
      const code = (body.data?.code ?? 'internal') as ErrorCode;
      pending.reject(new RequestError(code, body.message, body.data?.detail ?? null));
      return;
    }
    try {
      const answer = results[pending.method].read(result);
      if ('now_ms' in answer) this.#tellClock(answer.now_ms as number, pending);
      pending.resolve(answer);
    } catch (problem) {
      this.#options.onproblem?.(`${pending.method}: ${String(problem)}`);
      pending.reject(new RequestError('internal', `${pending.method}: ${String(problem)}`));
    }
  }

  #tellClock(nowMs: number, pending: Pending): void {
    this.#options.onclock?.(nowMs, this.#options.timers.now() - pending.sentAt);
  }

  #viewed(view: { seq: number; set: Record<string, unknown> }): void {
    if (view.seq <= this.#seq) return;
    if (view.seq !== this.#seq + 1) {
      this.#options.onproblem?.(`view ${view.seq} after ${this.#seq}`);
      this.#retryAfresh();
      return;
    }
    this.#seq = view.seq;
    this.#options.onview?.(view.set, false);
  }

  #closed(code: number): void {
    if (code === CLOSE_REPLACED) {
      this.#drop();
      this.#setStatus('replaced');
    } else if (code === CLOSE_SIGNED_OUT) {
      this.#signedOut();
    } else {
      if (code === CLOSE_BROKEN) this.#backOff = BACK_OFF_MOST_MS;
      this.#retry();
    }
  }

  #signedOut(): void {
    this.#drop();
    this.#resume = null;
    this.#seq = 0;
    this.#setStatus('signed_out');
    this.#fail('signed out');
  }

  /** Next time with a whole view: what this page knows cannot be continued. */
  #retryAfresh(): void {
    this.#resume = null;
    this.#seq = 0;
    this.#retry();
  }

  #retry(): void {
    this.#drop();
    const wait = this.#backOff * (0.7 + 0.6 * this.#options.random());
    this.#backOff = Math.min(this.#backOff * 1.8, BACK_OFF_MOST_MS);
    this.#timer = this.#options.timers.set(() => this.#connect(), Math.min(wait, BACK_OFF_MOST_MS));
    this.#setStatus('waiting');
  }

  /** Lets go of the socket and of every timer. */
  #drop(): void {
    const { timers } = this.#options;
    this.#attempt += 1;
    for (const timer of [this.#timer, this.#deadline, this.#ping]) timers.clear(timer);
    this.#forgetPings();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  /** A ping or hello speaks of one socket: it is not sent on the next one. */
  #forgetPings(): void {
    for (const pending of this.#pending.values()) {
      if (pending.method !== 'ping' && pending.method !== 'hello') continue;
      this.#pending.delete(pending.id);
    }
  }

  #fail(reason: string): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) {
      pending.reject(new RequestError('unavailable', `${pending.method}: ${reason}`));
    }
  }
}
