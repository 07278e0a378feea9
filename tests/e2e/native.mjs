// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Chromium on one side, gc-agent on the other: once as the agent, once as the resident. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PASSWORD, within } from './service.mjs';
import { hearsSound, seesMotion, withStage } from './stage.mjs';
import { accept, AT_AGENT, AT_KIOSK, openAgent, openKiosk, takePlace } from './visitors.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(resolve(root, process.env.GC_BUILD ?? 'build'), 'agent/gc-agent');
const EVENT_MS = 30_000;
const END_MS = 20_000;
const ENVIRONMENT = {
  ASAN_OPTIONS: 'fast_unwind_on_malloc=0',
  LSAN_OPTIONS: `suppressions=${join(root, 'tests/lsan.supp')}:print_suppressions=0`,
  ...process.env,
};
const skip = existsSync(PROGRAM) ? false : 'gc-agent is not built';

/** A gc-agent, followed by the JSON lines that it prints. */
class Native {
  #said = [];
  #lines = [];
  #wake = () => {};

  constructor(service, ...args) {
    this.child = spawn(PROGRAM, ['--server', service.url, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: ENVIRONMENT,
    });
    this.gone = once(this.child, 'exit');
    createInterface({ input: this.child.stderr }).on('line', (line) => this.#said.push(line));
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.#lines.push(JSON.parse(line));
      this.#wake();
    });
  }

  get log() {
    return `gc-agent:\n${this.#said.slice(-30).join('\n')}\n${JSON.stringify(this.#lines.at(-1))}`;
  }

  /** The next line about `event` that `isGood`, or an error after a while. */
  async hears(event, isGood = () => true) {
    const wait = async () => {
      for (;;) {
        const line = this.#lines.find((each) => each.event === event && isGood(each));
        if (line) return line;
        await new Promise((done) => (this.#wake = done));
      }
    };
    return within(EVENT_MS, `gc-agent: ${event}`, wait());
  }

  /** Ends it, unless it ended by itself. Returns its exit code. */
  async stop() {
    if (this.child.exitCode === null) this.child.kill('SIGTERM');
    const [code] = await within(END_MS, 'gc-agent stop', this.gone);
    return code;
  }
}

/** Runs `play` with a service, a browser and what `make` gives, and puts all of it away. */
async function withNative(t, args, play) {
  const folder = await mkdtemp(join(tmpdir(), 'gc-native-'));
  const secret = join(folder, 'password');
  await writeFile(secret, PASSWORD);
  try {
    await withStage(t, async ({ service, browser }) => {
      const native = new Native(service, ...(await args(service, secret)));
      try {
        await play({ service, browser, native });
      } catch (error) {
        t.diagnostic(native.log);
        throw error;
      } finally {
        assert.equal(await native.stop(), 0, native.log);
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two seconds of moving pictures, and sound. */
const isGood = ({ moving_frames: moving, luma_spread: spread, sound_level_db: level }) =>
  moving > 30 && spread > 5 && level > -60;

test('a kiosk in Chromium is served by gc-agent', { skip }, (t) =>
  withNative(
    t,
    (service, secret) => ['--account', 'agent1', '--password-file', secret],
    async ({ service, browser, native }) => {
      await native.hears('peer_connected');
      const kiosk = await openKiosk(browser, service);
      await takePlace(kiosk);
      await native.hears('first_frame');
      await seesMotion(kiosk, AT_KIOSK);
      await hearsSound(kiosk);
      await native.hears('progress', isGood);
    },
  ),
);

test('an agent in Chromium serves a resident who is gc-agent', { skip }, (t) =>
  withNative(
    t,
    async (service) => {
      const code = await service.enrolCode('it-milan');
      return ['--point', '--enrol-code', code, '--item', 'SS-01', '--name', '陈阿梅'];
    },
    async ({ service, browser, native }) => {
      const agent = await openAgent(browser, service);
      await accept(agent);
      await native.hears('first_frame');
      await seesMotion(agent, AT_AGENT);
      await hearsSound(agent);
      await native.hears('progress', isGood);
    },
  ),
);
