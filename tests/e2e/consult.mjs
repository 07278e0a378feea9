// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A colleague is asked in: in private, then all together, then the session is his. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { longestGap, look, watchFrames } from './probe.mjs';
import { isCutOff, seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, bringIn, GUEST, hangUp, startCallWithColleague } from './visitors.mjs';

/** The picture may stand still for so long when the session is handed over: a key frame's way. */
const HAND_OVER_MS = 1500;

test('a consultation, a conference, and the session handed over', (t) =>
  withStage(t, async (stage) => {
    const call = await startCallWithColleague(stage);
    const { kiosk, first, second } = call;

    // The resident waits: he gets nothing of either, and the guest nothing of him.
    await bringIn(call, true);
    await kiosk.getByText(`工作人员正在和${GUEST}商量`).waitFor();
    await isCutOff(kiosk);
    assert.equal(await ask(second, look, AT_AGENT, 1), null);
    assert.equal(await ask(kiosk, look, GUEST, 1), null);

    await first.keyboard.press('h');
    await Promise.all([
      seesMotion(kiosk, AT_KIOSK),
      seesMotion(kiosk, GUEST),
      seesMotion(first, AT_AGENT),
      seesMotion(second, AT_AGENT),
      kiosk.getByText(`${GUEST}加入了通话`).waitFor(),
    ]);

    await ask(kiosk, watchFrames, AT_KIOSK);
    await new Promise((done) => setTimeout(done, 1000));
    const from = await kiosk.evaluate('performance.timeOrigin + performance.now()');
    await first.getByRole('button', { name: '交给他办' }).click();
    await second.getByText('这个通话现在由您负责').waitFor();
    await first.locator('gc-wrap-up').waitFor();
    await kiosk.getByText('已由另一位工作人员继续为您服务').waitFor();
    await seesMotion(kiosk, GUEST);
    await new Promise((done) => setTimeout(done, 1000));
    const gap = await ask(kiosk, longestGap, from);
    t.diagnostic(
      `hand-over: at most ${Math.round(gap.longest)} ms without a new frame, ` +
        `${(gap.longest / gap.usual - 1).toFixed(1)} frames of ${Math.round(gap.usual)} ms missed`,
    );
    assert.ok(gap.frames > 10 && gap.longest < HAND_OVER_MS, JSON.stringify(gap));
    await first.keyboard.press('1');
    await first.keyboard.press('Control+Enter');
    await first.locator('gc-home-screen').waitFor();
    await seesMotion(second, AT_AGENT);
    await hangUp(second);
  }));

test('a guest comes to all, reloads his page, is sent away', (t) =>
  withStage(t, async (stage) => {
    const call = await startCallWithColleague(stage);
    const { kiosk, first, second } = call;
    await bringIn(call, false);
    await Promise.all([seesMotion(kiosk, GUEST), seesMotion(second, AT_AGENT)]);
    await second.reload();
    await Promise.all([
      seesMotion(kiosk, GUEST),
      seesMotion(second, AT_AGENT),
      seesMotion(second, '林晓'),
    ]);
    await first.getByRole('button', { name: '请离开' }).click();
    await second.getByText('同事已请您离开').waitFor();
    await second.locator('gc-home-screen').waitFor();
    await kiosk.getByText(`${GUEST}离开了通话`).waitFor();
    await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(first, AT_AGENT)]);

    await first.keyboard.press('a');
    await first.getByRole('button', { name: GUEST }).waitFor();
    await first.keyboard.press('1');
    await second.getByText('林晓 请您加入一个通话').waitFor();
    await second.keyboard.press('d');
    await second.keyboard.press('1');
    await first.getByText('同事没有加入').waitFor();
    await hangUp(first);
  }));
