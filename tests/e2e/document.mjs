// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A picture of a paper: asked for by the officer, seen and agreed to by the resident, and here what it
 * was there, also when the service dies on the way, and from a point with one camera only.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch } from './chromium.mjs';
import { drawPaper } from './paper.mjs';
import { seesMotion, withStage } from './stage.mjs';
import { accept, AT_AGENT, AT_KIOSK, openAgent, openKiosk, takePlace } from './visitors.mjs';
import { until } from './wait.mjs';

const PAPER = { width: 2592, height: 1944 };
const ARRIVES_MS = 60_000;

const button = (page, name) => page.getByRole('button', { name });
const taken = (kiosk) => kiosk.locator('gc-kiosk-paper img');

/** Kiosk and agent in a call. */
async function begin(browser, service, camera = browser) {
  const kiosk = await openKiosk(camera, service);
  const agent = await openAgent(browser, service);
  await takePlace(kiosk);
  await accept(agent);
  // A film of one frame does not move.
  if (camera === browser) await seesMotion(agent, AT_AGENT);
  await seesMotion(kiosk, AT_KIOSK);
  return { kiosk, agent, sent: listen(kiosk, agent) };
}

/** Notes what leaves the kiosk. Gives the SHA-256 of the n-th picture, as the agent's browser can have it. */
function listen(kiosk, agent) {
  const addresses = new Set();
  kiosk.on('request', (request) => {
    if (/\/api\/still/.test(request.url())) addresses.add(request.url().split('&')[0]);
  });
  return async (number) => {
    const answer = await agent.request.get([...addresses][number - 1]);
    assert.equal(answer.headers()['content-type'], 'image/jpeg');
    return createHash('sha256').update(await answer.body()).digest('hex');
  };
}

/** The width of the picture that the resident is shown. */
function widthShown(kiosk) {
  return taken(kiosk).evaluate(async (img) => {
    await img.decode();
    return img.naturalWidth;
  });
}

/** Opens the picture with this number at the agent; returns its SHA-256 as it stands there. */
async function read(agent, number) {
  const small = button(agent, `查看照片 ${number}`);
  await small.waitFor({ timeout: ARRIVES_MS });
  await small.click();
  await agent.getByText('与服务点发出的完全一致').waitFor();
  await agent.locator('gc-paper-viewer summary').click();
  return (await agent.locator('gc-paper-viewer details p').innerText()).replaceAll(/\s/g, '');
}

/** What is drawn of the picture at the agent, as numbers: other when it was turned or zoomed. */
const drawn = (agent) =>
  agent.locator('gc-paper-viewer canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, index) => (sum + value * (index % 1009)) % 1_000_003, 0);
  });

async function changesWith(agent, key, sameAgain = false) {
  const before = await drawn(agent);
  await agent.keyboard.press(key);
  await until(key, 5000, () => drawn(agent), (now) => (now === before) === sameAgain);
}

test('the officer asks, the resident says yes, and both know what was sent', (t) =>
  withStage(t, async ({ service, browser }) => {
    const { kiosk, agent, sent } = await begin(browser, service);
    await agent.keyboard.press('s');
    await kiosk.getByText('林晓请您拍摄一份材料').waitFor();
    assert.ok((await widthShown(kiosk)) > 0);
    assert.equal(await agent.locator('gc-paper-strip li').count(), 0, 'sent before the yes');
    await button(kiosk, '可以，发送').click();
    const first = await read(agent, 1);
    assert.equal(first, await sent(1));
    await kiosk.getByText('工作人员已收到照片').waitFor();
    // The camera is as it was.
    await kiosk.getByRole('button', { name: '展示材料', pressed: false }).waitFor();

    for (const key of ['+', 'ArrowRight', 'ArrowDown', 'r', 'x']) {
      if (key !== 'x') await changesWith(agent, key);
    }
    await agent.keyboard.press('x');
    await agent.getByText('拖出要看的部分').waitFor();
    await agent.keyboard.press('x');
    await agent.getByText('拖出要看的部分').waitFor({ state: 'detached' });
    for (const key of ['0', 'r', 'r', 'r']) await changesWith(agent, key);
    await agent.keyboard.press('Escape');
    await agent.locator('gc-paper-viewer').waitFor({ state: 'detached' });
    await seesMotion(agent, AT_AGENT);

    // The next one the resident does not want to send; then he sends one of his own accord.
    await agent.keyboard.press('s');
    await button(kiosk, '不发送').click();
    await agent.getByText('对方不愿发送照片').waitFor();
    await button(kiosk, '拍摄材料').click();
    await button(kiosk, '重新拍').click();
    await button(kiosk, '拍照').click();
    await button(kiosk, '可以，发送').click();
    const second = await read(agent, 2);
    assert.equal(second, await sent(2));
    assert.notEqual(second, first);
    await agent.keyboard.press(',');
    await button(agent, '查看照片 1').and(agent.locator('[aria-pressed=true]')).waitFor();
  }));

/** A Chromium whose one camera sees a sheet of A4 with small print. */
async function withPaper(browser, play) {
  const folder = await mkdtemp(join(tmpdir(), 'gc-paper-'));
  const film = join(folder, 'paper.mjpeg');
  await writeFile(film, await drawPaper(browser, PAPER));
  const camera = await launch([`--use-file-for-fake-video-capture=${film}`]);
  try {
    await play(camera);
  } finally {
    await camera.close();
    await rm(folder, { recursive: true });
  }
}

const cameraWidth = (kiosk) =>
  kiosk
    .locator('gc-kiosk-call gc-video[mirrored] video')
    .evaluate((video) => video.srcObject.getVideoTracks()[0].getSettings().width);

test('with one camera, in its full size, through the death of the service', (t) =>
  withStage(t, ({ service, browser }) =>
    withPaper(browser, async (camera) => {
      const { kiosk, agent, sent } = await begin(browser, service, camera);
      const before = await cameraWidth(kiosk);
      assert.ok(before < PAPER.width);
      await agent.keyboard.press('s');
      await kiosk.getByText('请把整张材料平举到摄像头前').waitFor();
      await button(kiosk, '拍照').click();
      assert.equal(await widthShown(kiosk), PAPER.width);
      assert.equal(await cameraWidth(kiosk), before);
      await button(kiosk, '可以，发送').click();

      await agent.getByText(/照片 1，已收到 [1-9]\d?%/).waitFor();
      await service.killSignal();
      await service.startSignal();
      assert.equal(await read(agent, 1), await sent(1));
      await kiosk.getByText('工作人员已收到照片').waitFor();
      const [, kb] = /(\d+) KB，2592 × 1944/.exec(await agent.locator('.proof').innerText());
      assert.ok(Number(kb) > 200 && Number(kb) <= 700, `${kb} KB`);
      t.diagnostic(`A4 with print of 8 pt: ${kb} KB`);
      const folder = process.env.GC_SCREENS;
      if (folder) await agent.screenshot({ path: join(folder, 'agent-paper.png') });
    }),
  ));
