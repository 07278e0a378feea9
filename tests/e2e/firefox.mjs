// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A kiosk in Chromium and an agent, or a guest, in Firefox, each with the others' picture and sound. */

import { test } from 'node:test';
import { firefoxSees, seesFirefox, startFirefoxCall, withFirefox } from './firefox-stage.mjs';
import { ownAddress, seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  openAgent,
  openKiosk,
  signInFirefox,
  takePlace,
} from './visitors.mjs';

const own = ownAddress();
const skip = own ? false : 'this machine has no address but 127.0.0.1, which Firefox does not use';

test('Chromium and Firefox see and hear each other', { skip }, (t) =>
  withStage(
    t,
    (stage) =>
      withFirefox(t, async (firefox) => {
        const kiosk = await startFirefoxCall(stage, firefox);
        await firefox.press('e', '1');
        await firefox.see('gc-wrap-up', '办理结果');
        await kiosk.getByText('您的事项已受理').waitFor();
      }),
    { media: [own] },
  ),
);

test('a guest in Firefox is seen by both, sees both, and takes over', { skip }, (t) =>
  withStage(
    t,
    ({ service, browser }) =>
      withFirefox(t, async (firefox) => {
        const kiosk = await openKiosk(browser, service);
        const agent = await openAgent(browser, service);
        await takePlace(kiosk);
        await accept(agent);
        await seesMotion(kiosk, AT_KIOSK);
        await signInFirefox(firefox, service, 'agent2');
        await firefox.see('gc-home-screen', '画面通道已准备好');
        await agent.keyboard.press('a');
        await agent.getByRole('button', { name: '金海' }).waitFor();
        await agent.keyboard.press('p');
        await agent.keyboard.press('1');
        await firefox.see('gc-offer-screen', '请您加入一个通话');
        await firefox.press('a');
        for (const label of [AT_AGENT, '林晓']) await firefoxSees(firefox, label);
        for (const page of [kiosk, agent]) await seesFirefox(page, '金海');
        await agent.getByRole('button', { name: '交给他办' }).click();
        await agent.locator('gc-wrap-up').waitFor();
        await seesFirefox(kiosk, '金海');
        await firefox.press('e', '1');
        await firefox.see('gc-wrap-up', '办理结果');
      }),
    { media: [own] },
  ),
);
