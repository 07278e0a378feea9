// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Speaks docs/protocol.md to one page from a view that the caller sets, so that every screen can be
 * looked at without a queue behind it. A tool for looking at pages; the real thing is gc-signal.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'";

function sendJson(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export class Double {
  /** `pages`: the folder of the built pages; `items`, `points`, `hubs`: the data of the service. */
  constructor({ pages, catalogue, session }) {
    this.pages = pages;
    this.catalogue = catalogue;
    this.session = session;
    this.view = {};
    this.seq = 0;
    this.requests = [];
    this.answers = {};
    this.sockets = new Set();
    this.server = createServer((request, response) => this.#http(request, response));
    this.socketServer = new WebSocketServer({ server: this.server, path: '/ws' });
    this.socketServer.on('connection', (socket) => this.#accept(socket));
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    for (const socket of this.sockets) socket.terminate();
    this.socketServer.close();
    this.server.close();
  }

  /** Replaces parts of the view and tells the page. */
  set(parts) {
    this.view = { ...this.view, ...parts };
    this.seq += 1;
    const params = { seq: this.seq, set: parts };
    for (const socket of this.sockets) {
      socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'view', params }));
    }
  }

  /** Cuts all sockets, and refuses new ones while `away`. */
  cut(away) {
    this.away = away;
    for (const socket of this.sockets) socket.close(1001);
  }

  /** Closes with the given code. */
  dismiss(code) {
    for (const socket of this.sockets) socket.close(code);
  }

  #accept(socket) {
    if (this.away) return socket.close(1001);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data) => void this.#request(socket, JSON.parse(data.toString())));
  }

  async #request(socket, { id, method, params }) {
    this.requests.push({ method, params });
    const reply = (body) => socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
    const now_ms = Date.now();
    if (method === 'hello') {
      const { seq, view } = this;
      return reply({
        result: { resume: 'r8h2k5m9c3xw', generation: 1, seq, now_ms, replayed: false, view },
      });
    }
    if (method === 'ping') return reply({ result: { now_ms } });
    try {
      reply({ result: (await this.answers[method]?.(params)) ?? {} });
    } catch (error) {
      reply({
        error: { code: -32000, message: String(error), data: { code: error.code ?? 'internal' } },
      });
    }
  }

  async #http(request, response) {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (this.away && pathname !== '/') return sendJson(response, 503, undefined);
    if (pathname === '/api/catalogue') return sendJson(response, 200, this.catalogue);
    if (pathname === '/api/session') {
      const denied = { error: { code: 'denied', message: 'not signed in' } };
      return this.session ? sendJson(response, 200, this.session) : sendJson(response, 401, denied);
    }
    if (pathname === '/api/pass') return sendJson(response, 200, { pass: '5s0c6ahm7r2v9k3t8qx1' });
    if (pathname.startsWith('/api/')) {
      return sendJson(response, 401, { error: { code: 'denied', message: 'refused' } });
    }
    await this.#file(pathname, response);
  }

  async #file(pathname, response) {
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    try {
      const body = await readFile(join(this.pages, path));
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': POLICY });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
