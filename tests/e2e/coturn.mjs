// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Debian's coturn, with the configuration that docs/operations.md shows. */

import { execFile, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from './wait.mjs';

const SECRET = 'north-wind-and-the-sun';
/** Firefox takes no TURN server by TLS that is told by its address. */
const NAME = 'turn.example';
const PORT = 443;
/** To the relay: none of those from which browsers send. */
export const RELAY_PORTS = '61000-64999';
const READY_MS = 10_000;
const KEPT_LINES = 60;
const OPERATIONS = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const UNPACKED = fileURLToPath(new URL('../../build/coturn/usr/bin/turnserver', import.meta.url));

const run = promisify(execFile);

/** Where the program is, null if it is not there: installed, or as `./gc test` unpacks it. */
export const PROGRAM = [UNPACKED, '/usr/bin/turnserver'].find(existsSync) ?? null;

/** The example, with the addresses and files of this test in the place of its own. */
async function configure(values) {
  const page = await readFile(OPERATIONS, 'utf8');
  let [, text] = page.match(/```ini\n(listening-ip=[^`]*)```/);
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    if (!line.test(text)) throw new Error(`docs/operations.md: the example has no ${name}`);
    text = text.replace(line, `${name}=${value}`);
  }
  return text;
}

/** Whether somebody listens there. */
function connects(host) {
  return new Promise((done) => {
    const socket = connect({ host, port: PORT });
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

export class Coturn {
  #address;
  #folder;
  #child;
  #lines = [];

  /** Starts it at `address`, port 443, to relay to `peer` alone. */
  static async start(address, peer) {
    const coturn = new Coturn();
    coturn.#address = address;
    const folder = (coturn.#folder = await mkdtemp(join(tmpdir(), 'gc-turn-')));
    const [cert, pkey, config] = ['cert.pem', 'key.pem', 'turnserver.conf'].map((name) =>
      join(folder, name),
    );
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await run('openssl', ['req', '-x509', ...key, ...subject, '-keyout', pkey, '-out', cert]);
    coturn.url = `turns:${NAME}:${PORT}?transport=tcp`;
    coturn.secretFile = join(folder, 'secret');
    await writeFile(coturn.secretFile, `${SECRET}\n`);
    const places = { 'listening-ip': address, 'relay-ip': address, 'allowed-peer-ip': peer };
    const files = { cert, pkey, 'static-auth-secret': SECRET };
    const [min, max] = RELAY_PORTS.split('-');
    const ports = `min-port=${min}\nmax-port=${max}\n`;
    await writeFile(config, (await configure({ ...places, ...files })) + ports);
    const { publicKey, fingerprint256 } = new X509Certificate(await readFile(cert));
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const hash = createHash('sha256').update(spki).digest('base64');
    /** By which Chromium finds it, under each name that it looks up, and trusts it, and Firefox. */
    coturn.chromium = [
      `--host-resolver-rules=MAP * ${address}, EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${hash}`,
    ];
    coturn.firefox = { server: `${NAME}:${PORT}`, address, fingerprint: fingerprint256 };
    await coturn.#spawn(
      ['-c', config, '--pidfile', join(folder, 'pid'), '-b', join(folder, 'db')],
      address,
    );
    return coturn;
  }

  /** It does not say when it listens. */
  async #spawn(args) {
    this.#child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#lines.push(line);
      if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    });
    const gone = new Promise((_, fail) => {
      this.#child.once('error', fail);
      this.#child.once('exit', (code) => fail(new Error(`coturn ended with ${code}\n${this.log}`)));
    });
    const listens = until('coturn', READY_MS, () => connects(this.#address), Boolean);
    await Promise.race([gone, listens]);
    gone.catch(() => {});
  }

  /** Asks to be led to `peer`, with `secret`, as coturn's own client does; returns what that said. */
  async lead(peer, secret = SECRET) {
    const program = join(dirname(PROGRAM), 'turnutils_uclient');
    const args = ['-t', '-S', '-c', '-p', PORT, '-m', '1', '-n', '1', '-W', secret, '-e', peer];
    const refused = ({ stdout, stderr }) => ({ stdout, stderr });
    const { stdout, stderr } = await run(program, [...args, this.#address], {
      timeout: READY_MS,
    }).catch(refused);
    return stdout + stderr;
  }

  /** What it said last. */
  get log() {
    return this.#lines.join('\n');
  }

  async stop() {
    if (this.#child.exitCode === null) {
      const gone = new Promise((done) => this.#child.once('exit', done));
      this.#child.kill('SIGTERM');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
