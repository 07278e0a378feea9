// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection, RequestError, type SocketLike, type Status } from './protocol';

interface Request {
  id: string;
  method: string;
  params: Record<string, unknown>;
}

class FakeSocket implements SocketLike {
  sent: Request[] = [];
  closed: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Request);
  }

  close(code?: number): void {
    this.closed = code ?? 1000;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...message }) });
  }

  last(method: string): Request {
    const found = this.sent.filter((request) => request.method === method).pop();
    assert.ok(found, `no ${method} was sent`);
    return found;
  }
}

/** A clock that moves only when it is told to. */
class FakeTimers {
  time = 0;
  #next = 1;
  #timers = new Map<number, { at: number; callback: () => void }>();

  now = () => this.time;
  set = (callback: () => void, ms: number): unknown => {
    this.#timers.set(this.#next, { at: this.time + ms, callback });
    return this.#next++;
  };
  clear = (timer: unknown): void => void this.#timers.delete(timer as number);

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#timers].sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined || due[1].at > end) break;
      this.#timers.delete(due[0]);
      this.time = due[1].at;
      due[1].callback();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

class Bench {
  timers = new FakeTimers();
  sockets: FakeSocket[] = [];
  statuses: Status[] = [];
  views: [Record<string, unknown>, boolean][] = [];
  problems: string[] = [];
  clocks: [number, number][] = [];
  passError: Error | null = null;
  passes = 0;
  peer: string | null = null;
  #ids = 0;

  connection = new Connection({
    page: 'kiosk',
    pass: async () => {
      this.passes += 1;
      if (this.passError !== null) throw this.passError;
      return 'pass';
    },
    open: () => {
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket;
    },
    peer: () => this.peer,
    timers: this.timers,
    random: () => 0.5,
    newId: () => `id-${String((this.#ids += 1)).padStart(8, '0')}`,
    onstatus: (status) => this.statuses.push(status),
    onview: (parts, whole) => this.views.push([parts, whole]),
    onclock: (now, roundTrip) => this.clocks.push([now, roundTrip]),
    onproblem: (text) => this.problems.push(text),
  });

  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    assert.ok(socket, 'no socket was opened');
    return socket;
  }

  /** Opens the newest socket and answers its hello. */
  async welcome(answer: object = {}): Promise<Request> {
    await settle();
    this.socket.onopen?.();
    const hello = this.socket.last('hello');
    this.socket.say({
      id: hello.id,
      result: {
        resume: 'token-1',
        generation: 1,
        seq: 7,
        now_ms: 1000,
        replayed: false,
        view: { ticket: null },
        ...answer,
      },
    });
    await settle();
    return hello;
  }

  async start(): Promise<Request> {
    this.connection.start();
    return this.welcome();
  }
}

test('says hello first, and gives the whole view', async () => {
  const bench = new Bench();
  const hello = await bench.start();
  assert.deepEqual(hello.params, { page: 'kiosk', resume: null, seq: 0, peer: null });
  assert.deepEqual(bench.statuses, ['connecting', 'online']);
  assert.deepEqual(bench.views, [[{ ticket: null }, true]]);
});

test('answers and refusals reach those who asked', async () => {
  const bench = new Bench();
  await bench.start();
  const joined = bench.connection.request('ticket.join', { ticket: 't1' });
  const refused = bench.connection.request('ticket.leave', { ticket: 't1' });
  bench.socket.say({ id: bench.socket.last('ticket.join').id, result: { ahead: 2 } });
  const error = { code: -32000, message: 'no', data: { code: 'conflict' } };
  bench.socket.say({ id: bench.socket.last('ticket.leave').id, error });
  assert.deepEqual(await joined, { ahead: 2 });
  await assert.rejects(refused, (e) => e instanceof RequestError && e.code === 'conflict');
});

test('sends an unanswered request again with the same id', async () => {
  const bench = new Bench();
  await bench.start();
  const answer = bench.connection.request('ticket.join', { ticket: 't1' });
  const first = bench.socket.last('ticket.join');
  bench.socket.onclose?.({ code: 1006 });
  await bench.timers.advance(400);
  const hello = await bench.welcome({ replayed: true, view: null });
  assert.equal(bench.sockets.length, 2);
  assert.deepEqual(hello.params, { page: 'kiosk', resume: 'token-1', seq: 7, peer: null });
  const second = bench.socket.last('ticket.join');
  assert.deepEqual(second, first);
  assert.ok(bench.socket.sent.indexOf(hello) < bench.socket.sent.indexOf(second));
  bench.socket.say({ id: second.id, result: { ahead: 0 } });
  assert.deepEqual(await answer, { ahead: 0 });
});

test('a request made while there is no connection waits for the next one', async () => {
  const bench = new Bench();
  await bench.start();
  bench.socket.onclose?.({ code: 1006 });
  const answer = bench.connection.request('kiosk.clear', {});
  await bench.timers.advance(400);
  await bench.welcome();
  bench.socket.say({ id: bench.socket.last('kiosk.clear').id, result: {} });
  assert.deepEqual(await answer, {});
});

test('waits 0.3 s, then longer, at most 5 s, and at once when the network is back', async () => {
  const bench = new Bench();
  bench.passError = new Error('no network');
  bench.connection.start();
  await settle();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    const passes = bench.passes;
    const from = bench.timers.time;
    while (bench.passes === passes) await bench.timers.advance(10);
    waits.push(bench.timers.time - from);
  }
  assert.equal(waits[0], 300);
  assert.ok(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0)));
  assert.ok(Math.max(...waits) <= 5010, `waited ${Math.max(...waits)}`);
  bench.passError = null;
  bench.connection.wake();
  await bench.welcome();
  assert.equal(bench.connection.status, 'online');
});

test('pings every 10 s; a ping without an answer ends the socket', async () => {
  const bench = new Bench();
  await bench.start();
  await bench.timers.advance(10_000);
  const ping = bench.socket.last('ping');
  bench.timers.time += 40;
  bench.socket.say({ id: ping.id, result: { now_ms: 2000 } });
  assert.deepEqual(bench.clocks.at(-1), [2000, 40]);
  await settle();
  await bench.timers.advance(9_960);
  assert.notEqual(bench.socket.last('ping').id, ping.id);
  const socket = bench.socket;
  await bench.timers.advance(5_000);
  assert.equal(socket.closed, 1000);
  assert.equal(bench.connection.status, 'waiting');
  await bench.timers.advance(400);
  await bench.welcome();
  assert.equal(bench.socket.sent.filter(({ method }) => method === 'ping').length, 0);
});

test('views come in order; a doubled one is left out, a gap asks for the whole view', async () => {
  const bench = new Bench();
  await bench.start();
  const view = (seq: number) =>
    bench.socket.say({ method: 'view', params: { seq, set: { n: seq } } });
  view(8);
  view(8);
  view(9);
  assert.deepEqual(bench.views.slice(1), [
    [{ n: 8 }, false],
    [{ n: 9 }, false],
  ]);
  view(11);
  await bench.timers.advance(400);
  const hello = await bench.welcome({ seq: 11 });
  assert.equal(hello.params['resume'], null);
  assert.equal(bench.problems.length, 1);
});

test('4001: stays away until it is told to take over', async () => {
  const bench = new Bench();
  await bench.start();
  bench.socket.onclose?.({ code: 4001 });
  assert.equal(bench.connection.status, 'replaced');
  await bench.timers.advance(60_000);
  assert.equal(bench.sockets.length, 1);
  bench.connection.takeOver();
  await bench.welcome();
  assert.equal(bench.connection.status, 'online');
});

test('4002: signed out, and what was asked fails', async () => {
  const bench = new Bench();
  await bench.start();
  const asked = bench.connection.request('kiosk.clear', {});
  bench.socket.onclose?.({ code: 4002 });
  await assert.rejects(asked, (e) => e instanceof RequestError && e.code === 'unavailable');
  assert.equal(bench.connection.status, 'signed_out');
});

test('a refused pass is a sign-out, 4003 waits for 5 s', async () => {
  const bench = new Bench();
  await bench.start();
  bench.socket.onclose?.({ code: 4003 });
  await bench.timers.advance(4_900);
  assert.equal(bench.passes, 1);
  bench.passError = new RequestError('denied', 'not signed in');
  await bench.timers.advance(200);
  assert.equal(bench.connection.status, 'signed_out');
});

test('tells the service which peer it holds', async () => {
  const bench = new Bench();
  bench.peer = 'p1';
  const hello = await bench.start();
  assert.equal(hello.params['peer'], 'p1');
});

test('nonsense is a problem for the log, not for the page', async () => {
  const bench = new Bench();
  await bench.start();
  for (const data of ['{', '[]', 'null', '{"jsonrpc":"2.0","method":"view"}', 7]) {
    bench.socket.onmessage?.({ data });
  }
  bench.socket.say({ id: 'nobody-asked', result: {} });
  assert.equal(bench.problems.length, 5);
  assert.equal(bench.connection.status, 'online');
});

test('stop ends everything', async () => {
  const bench = new Bench();
  await bench.start();
  const { socket } = bench;
  bench.connection.stop();
  await bench.timers.advance(60_000);
  assert.equal(socket.closed, 1000);
  assert.equal(bench.sockets.length, 1);
  await assert.rejects(bench.connection.request('ping', {}), RequestError);
});
