// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A kiosk in Chromium and an agent, or a guest, in Firefox, each with the others' picture and sound. */

import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { Firefox } from './firefox-driver.mjs';
import { heard, look } from './probe.mjs';
import { PASSWORD } from './service.mjs';
import { hearsSound, seesMotion, withStage } from './stage.mjs';
import { accept, AT_AGENT, AT_KIOSK, openAgent, openKiosk, takePlace } from './visitors.mjs';
import { isChangingColour, isMoving, until } from './wait.mjs';

const PICTURE_MS = 30_000;
const APART_MS = 500;
const COLOUR_MS = 1500;
const ENTER = '\uE007';
const TAB = '\uE004';

async function signIn(firefox, service, account = 'agent1') {
  await firefox.goto(`${service.url}/agent/`);
  await firefox.see('gc-sign-in', '坐席登录');
  await firefox.press(...account, TAB, ...PASSWORD, ENTER);
  await firefox.see('gc-device-check', '画面正常');
  await firefox.press(ENTER);
  await firefox.see('gc-home-screen', '离线');
  await firefox.press('1');
}

/**
 * An address of this machine that is not 127.0.0.1: Firefox's ICE leaves the loopback interface out,
 * whatever its preferences say. What is sent to it stays on this machine all the same.
 */
function ownAddress() {
  const all = Object.values(networkInterfaces()).flat();
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

const own = ownAddress();
const skip = own ? false : 'this machine has no address but 127.0.0.1, which Firefox does not use';

test('Chromium and Firefox see and hear each other', { skip }, (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const firefox = await Firefox.launch();
      try {
        await signIn(firefox, service);
        await firefox.see('gc-home-screen', '画面通道已准备好');
        const kiosk = await openKiosk(browser, service);
        const number = await takePlace(kiosk);
        await firefox.see('gc-offer-screen', number);
        await firefox.press('a');
        const seen = () => firefox.ask(look, AT_AGENT, APART_MS);
        await until('picture in Firefox', PICTURE_MS, seen, isMoving);
        const shown = () => ask(kiosk, look, AT_KIOSK, COLOUR_MS);
        await until('picture of Firefox', PICTURE_MS, shown, isChangingColour);
        await hearsSound(kiosk);
        const { energy } = await firefox.ask(heard);
        await until(
          'sound in Firefox',
          PICTURE_MS,
          () => firefox.ask(heard),
          (now) => now.energy > energy,
        );
        await firefox.press('e', '1');
        await firefox.see('gc-wrap-up', '办理结果');
        await kiosk.getByText('您的事项已受理').waitFor();
      } catch (error) {
        t.diagnostic(`Firefox: ${firefox.said.slice(-30).join('\n')}`);
        throw error;
      } finally {
        await firefox.close();
      }
    },
    [own],
  ),
);

test('a guest in Firefox is seen by both, sees both, and takes over', { skip }, (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const firefox = await Firefox.launch();
      try {
        const kiosk = await openKiosk(browser, service);
        const agent = await openAgent(browser, service);
        await takePlace(kiosk);
        await accept(agent);
        await seesMotion(kiosk, AT_KIOSK);
        await signIn(firefox, service, 'agent2');
        await firefox.see('gc-home-screen', '画面通道已准备好');
        await agent.keyboard.press('a');
        await agent.getByRole('button', { name: '金海' }).waitFor();
        await agent.keyboard.press('p');
        await agent.keyboard.press('1');
        await firefox.see('gc-offer-screen', '请您加入一个通话');
        await firefox.press('a');
        for (const label of [AT_AGENT, '林晓']) {
          const seen = () => firefox.ask(look, label, APART_MS);
          await until(`"${label}" in Firefox`, PICTURE_MS, seen, isMoving);
        }
        for (const page of [kiosk, agent]) {
          const shown = () => ask(page, look, '金海', COLOUR_MS);
          await until('picture of Firefox', PICTURE_MS, shown, isChangingColour);
        }
        await agent.getByRole('button', { name: '交给他办' }).click();
        await agent.locator('gc-wrap-up').waitFor();
        const large = () => ask(kiosk, look, '金海', COLOUR_MS);
        await until('picture of the new agent', PICTURE_MS, large, isChangingColour);
        await firefox.press('e', '1');
        await firefox.see('gc-wrap-up', '办理结果');
      } catch (error) {
        t.diagnostic(`Firefox: ${firefox.said.slice(-30).join('\n')}`);
        throw error;
      } finally {
        await firefox.close();
      }
    },
    [own],
  ),
);
