// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A supervisor listens to a session, whispers to its agent, and speaks to both. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { look } from './probe.mjs';
import { seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, hangUp, openAgent, startCall } from './visitors.mjs';

const SUPERVISOR = '叶青';

test('a supervisor listens unseen and not unsaid, whispers, and speaks', (t) =>
  withStage(t, async (stage) => {
    const { service, browser } = stage;
    await service.addAgent('chief1', SUPERVISOR, 'all', ['--supervisor']);
    const { kiosk, agent } = await startCall(stage);
    const chief = await openAgent(browser, service, 'chief1');
    const listening = kiosk.getByText(`值班负责人${SUPERVISOR}正在旁听`);

    await chief.getByRole('button', { name: '旁听' }).click();
    await Promise.all([
      seesMotion(chief, AT_AGENT),
      seesMotion(chief, AT_KIOSK),
      listening.waitFor(),
      agent.getByText('值班负责人，正在旁听').waitFor(),
    ]);
    assert.equal(await ask(agent, look, SUPERVISOR, 1), null);
    assert.equal(await agent.getByRole('button', { name: '请离开' }).count(), 0);

    await chief.keyboard.press('2');
    await seesMotion(agent, SUPERVISOR);
    assert.ok(await listening.isVisible());
    assert.equal(await ask(kiosk, look, SUPERVISOR, 1), null);

    await chief.getByRole('button', { name: '对大家说' }).click();
    await Promise.all([
      seesMotion(kiosk, SUPERVISOR),
      listening.waitFor({ state: 'detached' }),
      kiosk.getByText(`${SUPERVISOR}加入了通话`).waitFor(),
    ]);
    await chief.keyboard.press('e');
    await chief.locator('gc-home-screen').waitFor();
    await kiosk.getByText(`${SUPERVISOR}离开了通话`).waitFor();
    await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(agent, AT_AGENT)]);
    await hangUp(agent);
  }));
