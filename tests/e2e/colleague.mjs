// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Hold, messages, and a transfer to another agent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCutOff, seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  openAgent,
  openKiosk,
  takePlace,
} from './visitors.mjs';

test('hold carries nothing; resume carries again', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    await takePlace(kiosk);
    await accept(agent);
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    await agent.keyboard.press('h');
    await kiosk.getByText('现在没有人能看到或听到您').waitFor();
    await agent.getByText('已保持').waitFor();
    await Promise.all([isCutOff(kiosk), isCutOff(agent)]);
    await agent.keyboard.press('h');
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
  }));

test('a message, a transfer that is declined, and one that is accepted', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const first = await openAgent(browser, service, 'agent1');
    const number = await takePlace(kiosk);
    await accept(first);
    await seesMotion(kiosk, AT_KIOSK);

    await first.keyboard.press('c');
    await first.keyboard.type('请把护照放在文件摄像头下');
    await first.keyboard.press('Enter');
    await kiosk.getByText('请把护照放在文件摄像头下').waitFor();
    await first.getByRole('log').getByText('请把护照放在文件摄像头下').waitFor();
    // Out of the field, so that letters are keys again.
    await first.keyboard.press('Escape');

    const second = await openAgent(browser, service, 'agent2');
    await first.keyboard.press('t');
    await first.getByRole('button', { name: '金海' }).waitFor();
    await first.keyboard.press('1');
    await second.getByText('林晓 请您接手一个通话').waitFor();
    await second.keyboard.press('d');
    await second.keyboard.press('1');
    await first.getByText('同事没有接受转接').waitFor();
    await seesMotion(kiosk, AT_KIOSK);

    // Not to the one who has just declined: for a while he is not asked again.
    const third = await openAgent(browser, service, 'agent3');
    await first.keyboard.press('t');
    await first.getByRole('button', { name: '陈思远' }).waitFor();
    await first.keyboard.press('1');
    await accept(third);
    await Promise.all([seesMotion(third, AT_AGENT), seesMotion(kiosk, '陈思远')]);
    const taken = await third.locator('gc-call-screen .number b').textContent();
    assert.equal(taken.trim(), number);
    await first.locator('gc-home-screen').waitFor();
    await hangUp(third);
  }));
