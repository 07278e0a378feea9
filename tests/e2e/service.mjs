// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The real gc-relay and gc-signal, on loopback, on ports that the system gives, with a data folder of
 * their own. GC_BUILD names the build folder.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = resolve(root, process.env.GC_BUILD ?? 'build');
const RELAY = join(build, 'relay/media/gc-relay');
const SIGNAL = join(build, 'relay/signal/gc-signal');
const FILL = join(build, 'tests/load/fill-history');
const LINK = join(build, 'tests/tools/lossy-link/lossy-link');
const READY_MS = 20_000;
const STOP_MS = 10_000;
/** Enough for the report of a sanitizer. */
const KEPT_LINES = 150;

export const PASSWORD = 'correct horse battery staple';

/** Rejects with `what` when `promise` takes longer than `ms`. */
export function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One daemon; its last lines are told when it does not do what it should. */
class Daemon {
  #lines = [];

  constructor(program, args, stdin = 'ignore') {
    this.name = program.split('/').pop();
    this.child = spawn(program, args, { stdio: [stdin, 'pipe', 'pipe'] });
    this.gone = once(this.child, 'exit');
    this.out = createInterface({ input: this.child.stdout });
    createInterface({ input: this.child.stderr }).on('line', (line) => this.#keep(line));
    this.ready = within(READY_MS, `${this.name} ready`, this.#awaitReady()).catch((error) => {
      throw new Error(`${error.message}\n${this.#lines.join('\n')}`);
    });
  }

  /** The members of the line that it prints when it is ready. */
  #awaitReady() {
    return new Promise((done, fail) => {
      this.out.on('line', (line) => {
        this.#keep(line);
        const [word, ...members] = line.split(' ');
        if (word === 'ready') done(Object.fromEntries(members.map((each) => each.split(/=(.*)/s))));
      });
      this.gone.then(([code]) => fail(new Error(`${this.name} ended with ${code}`)), fail);
    });
  }

  #keep(line) {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  get log() {
    return this.#lines.join('\n');
  }

  /** kill -9: as a crash. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  /** Asks it to end; returns its exit code. */
  async stop() {
    this.child.kill('SIGTERM');
    const [code] = await within(STOP_MS, `${this.name} stop`, this.gone);
    return code;
  }
}

/** What undoes whatever a link was told. */
export const GOOD_LINK = '1ms,0%,burst=off,rate=off';

/** Where gc-relay is, when a bad link stands before it. */
const RELAY_ADDRESS = '127.0.0.2';

/** A bad link for datagrams; see docs/hacking.md. */
export class Link extends Daemon {
  /** From a port of `address`, an IPv4 one, that the system gives, to `to`; port 0 there means the same one. */
  constructor(spec, address, to) {
    super(LINK, ['--link', spec, '--udp', `${address}:0`, '--udp-to', to], 'pipe');
  }

  /** Gives a command; returns the line that answers it. */
  async tell(command) {
    const answer = within(READY_MS, `${this.name} ${command}`, once(this.out, 'line'));
    this.child.stdin.write(`${command}\n`);
    return (await answer)[0];
  }
}

async function run(args, input = '', program = SIGNAL) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  child.stdin.end(input);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args[0]}: ${code}\n${err}`);
  return out.trim();
}

async function addAgent(data, account, name, departments, options = []) {
  const who = ['--account', account, '--role', 'agent', '--name', name];
  const skills = ['--departments', departments, '--languages', 'zh,it', ...options];
  await run(['account', 'add', '--data', data, ...who, ...skills], `${PASSWORD}\n`);
}

async function addPeople(data) {
  await addAgent(data, 'agent1', '林晓', 'all');
  await addAgent(data, 'agent2', '金海', 'all');
  await addAgent(data, 'agent3', '陈思远', 'all');
  const desk = ['--account', 'desk1', '--role', 'coordinator', '--name', '周敏'];
  await run(['account', 'add', '--data', data, ...desk], `${PASSWORD}\n`);
}

let withPeople;

/** A data folder with people and nothing else, to be copied: their passwords take longer to hash than a service to start. */
function havePeople() {
  withPeople ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gc-e2e-'));
    process.once('exit', () => rmSync(folder, { recursive: true }));
    await addPeople(join(folder, 'data'));
    return join(folder, 'data');
  })();
  return withPeople;
}

/** Both daemons and their data. */
export class Service {
  #folder;
  #relay;
  #signal;
  #link;
  #media = [];
  #workers = 1;
  #options = [];
  #listen = '127.0.0.1:0';
  #shiftS = 0;

  /**
   * `media`: addresses on which gc-relay carries pictures and sound; `days`: how long a made-up past the
   * service has; `options`: more of gc-signal's; `link`: how bad the link of each page's media is;
   * `workers`: how many gc-relay has.
   */
  static async start({ media = ['127.0.0.1'], days = 0, options = [], link, workers = 1 } = {}) {
    const service = new Service();
    service.#media = media.flatMap((address) => ['--media', `${address}:0`]);
    service.#workers = workers;
    service.#options = options;
    service.#folder = await mkdtemp(join(tmpdir(), 'gc-e2e-'));
    if (days > 0) {
      await run([service.#data, String(days)], '', FILL);
      await addPeople(service.#data);
    } else {
      await cp(await havePeople(), service.#data, { recursive: true, preserveTimestamps: true });
    }
    if (link) await service.#startLink(link, media[0]);
    await service.startRelay();
    await service.startSignal();
    return service;
  }

  /** The link before the relay, which then tells clients the link's address instead of its own. */
  async #startLink(spec, address) {
    // The relay is to listen at the same port of a loopback address which nobody else uses.
    this.#link = new Link(spec, address, `${RELAY_ADDRESS}:0`);
    const { udp } = await this.#link.ready;
    this.#media = ['--media', udp.replace(address, RELAY_ADDRESS), '--advertise', udp];
  }

  get #data() {
    return join(this.#folder, 'data');
  }

  get #control() {
    return join(this.#folder, 'relay.sock');
  }

  async startRelay() {
    const args = ['--control', this.#control, ...this.#media, '--workers', `${this.#workers}`];
    this.#relay = new Daemon(RELAY, args);
    await this.#relay.ready;
  }

  /** Starts gc-signal, the second time where it was before: the pages come back to it. */
  async startSignal() {
    const args = ['--listen', this.#listen, '--data', this.#data, '--relay', this.#control];
    if (this.#shiftS !== 0) args.push('--clock-shift', String(this.#shiftS));
    this.#signal = new Daemon(SIGNAL, [...args, ...this.#options]);
    const { http } = await this.#signal.ready;
    this.url = http;
    this.#listen = new URL(http).host;
  }

  /** Ends gc-signal and starts it at another time, where it was before: the pages come back to it. */
  async travel(toMs) {
    await this.#signal.stop();
    this.#shiftS = Math.round((toMs - Date.now()) / 1000);
    await this.startSignal();
  }

  /** Changes the link, or asks it: a command of lossy-link. */
  tellLink(command) {
    return this.#link.tell(command);
  }

  /**
   * Changes the way of all but the second who came to the link, the agent: a resident's page that
   * looks for another way, as after a moment of silence, comes to it as somebody else.
   */
  async tellPointsLink(command) {
    const answer = await this.tellLink(command);
    return answer === 'ok' ? this.tellLink(`client 2 ${GOOD_LINK}`) : answer;
  }

  /** What gc-relay has counted of `name`, such as "gc_relay_peers_made". */
  async counted(name) {
    const asked = request({ socketPath: this.#control, path: '/metrics' }).end();
    const [answer] = await once(asked, 'response');
    let text = '';
    for await (const part of answer) text += part;
    return Number(text.match(new RegExp(`^${name}_total (\\d+)`, 'm'))[1]);
  }

  killRelay() {
    return this.#relay.kill();
  }

  killSignal() {
    return this.#signal.kill();
  }

  /** One more agent, of some departments only. */
  addAgent(account, name, departments, options) {
    return addAgent(this.#data, account, name, departments, options);
  }

  /** A one-time code for a kiosk, or a display, of `point`. */
  async enrolCode(point, page = 'kiosk') {
    const out = await run(['enrol', '--data', this.#data, '--point', point, '--page', page]);
    return out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  }

  get #daemons() {
    return [this.#signal, this.#relay, this.#link].filter((daemon) => daemon !== undefined);
  }

  /** What the daemons said last. */
  get log() {
    return this.#daemons.map(({ name, log }) => `${name}:\n${log}`).join('\n');
  }

  /** Ends all. Returns their exit codes. */
  async stop() {
    const codes = [];
    for (const daemon of this.#daemons) codes.push(await daemon.stop());
    await rm(this.#folder, { recursive: true, force: true });
    return codes;
  }
}
