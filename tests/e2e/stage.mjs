// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What each test stands on: the service and a browser, put away whatever happens. */

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { ask, launch } from './chromium.mjs';
import { heard, look, played } from './probe.mjs';
import { Service } from './service.mjs';
import { heardBetween } from './received.mjs';
import { isMoving, until } from './wait.mjs';

const FIRST_PICTURE_MS = 20_000;
const APART_MS = 400;
const STILL_MS = 600;
/** Patience for sound to be played, as a multiple of how long that takes. */
const PATIENCE = 2;
const SAMPLES_PER_MS = 48;

/**
 * Runs `play` with a fresh service, see Service.start for its `settings`, and browser, with arguments
 * as `settings.browser` has them. When it fails, the daemons' last words are shown.
 */
export async function withStage(t, play, settings) {
  const service = await Service.start(settings);
  const browser = await launch(settings?.browser);
  try {
    await play({ service, browser });
  } catch (error) {
    t.diagnostic(service.log);
    for (const context of browser.contexts()) {
      for (const page of context.pages()) {
        t.diagnostic(`${page.url()}\n${page.said.slice(-30).join('\n')}`);
      }
    }
    throw error;
  } finally {
    await browser.close();
    const codes = await service.stop();
    // A daemon that leaks, or dies while ending, says so in its exit code.
    if (codes.some((code) => code !== 0)) t.diagnostic(service.log);
    assert.ok(
      codes.every((code) => code === 0),
      `exit codes ${codes}`,
    );
  }
}

/**
 * An address of this machine that is not 127.0.0.1: Firefox's ICE leaves the loopback interface out,
 * whatever its preferences say. What is sent to it stays on this machine all the same.
 */
export function ownAddress() {
  const all = Object.values(networkInterfaces()).flat();
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/** The picture with this label is there and moves. Returns what was seen. */
export function seesMotion(page, label, ms = FIRST_PICTURE_MS) {
  return until(`moving picture "${label}"`, ms, () => ask(page, look, label, APART_MS), isMoving);
}

/** Sound comes in: its energy grows. */
export async function hearsSound(page) {
  const { energy } = await ask(page, heard);
  return until(
    'sound',
    FIRST_PICTURE_MS,
    () => ask(page, heard),
    (now) => now.energy > energy,
  );
}

/** The share of made-up samples in the next `samples` that the page plays. */
export async function concealed(page, samples) {
  const before = await ask(page, played);
  const sound = await until(
    'sound played',
    (PATIENCE * samples) / SAMPLES_PER_MS,
    async () => heardBetween(before, await ask(page, played)),
    (now) => now.samples >= samples,
  );
  return sound.concealed / sound.samples;
}

/** No frame and no sound reaches the page for a while. */
export async function isCutOff(page) {
  const silent = async () => {
    const before = await ask(page, heard);
    await new Promise((done) => setTimeout(done, STILL_MS));
    const after = await ask(page, heard);
    return { frames: after.frames - before.frames, packets: after.packets - before.packets };
  };
  await until('nothing carried', 10_000, silent, ({ frames, packets }) => frames + packets === 0);
}
