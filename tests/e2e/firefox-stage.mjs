// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* An agent, or a guest, in Firefox: on the stage, and in a call with a kiosk in Chromium. */

import { ask } from './chromium.mjs';
import { Firefox } from './firefox-driver.mjs';
import { heard, look } from './probe.mjs';
import { hearsSound } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, openKiosk, signInFirefox, takePlace } from './visitors.mjs';
import { isChangingColour, isMoving, until } from './wait.mjs';

const PICTURE_MS = 30_000;
const APART_MS = 500;
const COLOUR_MS = 1500;

/**
 * Runs `play` with a Firefox, which trusts the server `trusted`, see Firefox.launch; when it fails,
 * what the page said is shown.
 */
export async function withFirefox(t, play, trusted) {
  const firefox = await Firefox.launch(trusted);
  try {
    await play(firefox);
  } catch (error) {
    t.diagnostic(`Firefox: ${firefox.said.slice(-30).join('\n')}`);
    throw error;
  } finally {
    await firefox.close();
  }
}

/** In Firefox the picture with this label is there and moves. */
export function firefoxSees(firefox, label) {
  const seen = () => firefox.ask(look, label, APART_MS);
  return until(`"${label}" in Firefox`, PICTURE_MS, seen, isMoving);
}

/** On the page the picture with this label is there, and it is that of Firefox's invented camera. */
export function seesFirefox(page, label) {
  const seen = () => ask(page, look, label, COLOUR_MS);
  return until(`"${label}" from Firefox`, PICTURE_MS, seen, isChangingColour);
}

export async function firefoxHears(firefox) {
  const { energy } = await firefox.ask(heard);
  const sound = () => firefox.ask(heard);
  await until('sound in Firefox', PICTURE_MS, sound, (now) => now.energy > energy);
}

/**
 * A kiosk in Chromium and an agent in Firefox, who makes his peer first and so is the first client of a
 * bad link. `connected` runs with the kiosk before the call is taken. Returns the kiosk, once each has
 * picture and sound of the other.
 */
export async function startFirefoxCall({ service, browser }, firefox, connected = async () => {}) {
  await signInFirefox(firefox, service);
  await firefox.see('gc-home-screen', '画面通道已准备好');
  const kiosk = await openKiosk(browser, service);
  const number = await takePlace(kiosk);
  await connected(kiosk);
  await firefox.see('gc-offer-screen', number);
  await firefox.press('a');
  await firefoxSees(firefox, AT_AGENT);
  await seesFirefox(kiosk, AT_KIOSK);
  await hearsSound(kiosk);
  await firefoxHears(firefox);
  return kiosk;
}
