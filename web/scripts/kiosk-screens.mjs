// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Pictures of every screen of the kiosk, to be looked at:
 *   npm run build && node scripts/kiosk-screens.mjs FOLDER [language ...]
 * Needs Chromium (CHROMIUM, default /usr/bin/chromium).
 */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { makeAppointment, makeProposal, makeSlots } from './appointments.mjs';
import { Double } from '../test/double.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const data = (name) => JSON.parse(readFileSync(here(`../../relay/data/${name}.json`), 'utf8'));

const [folder = 'screens', ...wanted] = process.argv.slice(2);
const languages = wanted.length > 0 ? wanted : ['zh-CN', 'en'];
const sizes = [
  { width: 1080, height: 1920 },
  { width: 1920, height: 1080 },
];

const names = { 'zh-CN': '中文', en: 'English', it: 'Italiano', fr: 'Français' };
const catalogue = { points: data('points'), hubs: data('hubs'), items: data('items') };
const session = { role: 'kiosk', account: 'kiosk-it-milan-1', name: '米兰', point: 'it-milan' };
const point = {
  id: 'it-milan',
  name_zh: '米兰海外服务点',
  name_en: 'Milan service point',
  timezone: 'Europe/Rome',
  open: true,
  closes_ms: Date.now() + 5_400_000,
  next_open_ms: Date.now() + 72_000_000,
  agents: 3,
};
const closed = { ...point, open: false, closes_ms: null, agents: 0 };
const ticket = {
  id: 't7m2k9c4x8h3',
  number: 'M012',
  state: 'draft',
  item: 'SS-01',
  name: '陈阿梅',
  languages: ['wuu-x-wenzhou', 'zh'],
  since_ms: Date.now() - 325_000,
  ahead: null,
  estimate: null,
  parked: null,
  items: [],
  outcome: null,
  grade: null,
  phone: null,
  slot_ms: 0,
};
const VISIT = [
  { item: 'SS-01', department: 'hrss', outcome: 'accepted', current: false },
  { item: 'HK-01', department: 'hukou', outcome: null, current: true },
  { item: 'SS-02', department: 'hrss', outcome: null, current: false },
];
const running = {
  state: 'in_session',
  agent: '林晓',
  held: false,
  other_present: true,
  since_ms: Date.now(),
  until_ms: null,
  guests: [],
  unseen_by: [],
  messages: [],
};
/** A link that does not carry the officer's picture, nor that of the second colleague. */
const SLOW = {
  level: 'poor',
  rtt_ms: 320,
  loss_up_permille: 4,
  loss_down_permille: 30,
  up_bps: 90_000,
  down_bps: 62_000,
  paused: [0, 3],
};
const WELL = { level: 'good', fault: null, rate_bps: 2_600_000, loss_permille: 0, jitter_ms: 3 };
const TESTED_GOOD = {
  state: 'done',
  result: { at_ms: Date.now(), rtt_ms: 240, up: WELL, down: WELL },
};
const TESTED_BAD = {
  state: 'done',
  result: {
    at_ms: Date.now(),
    rtt_ms: 640,
    up: { ...WELL, level: 'poor', fault: 'loss', loss_permille: 120 },
    down: { ...WELL, level: 'fair', fault: 'delay' },
  },
};
const empty = {
  relay: { up: true, epoch: 'k2m8v5t7x9' },
  point,
  ticket: null,
  session: null,
  appointment: null,
  notice: null,
  link: null,
  link_test: null,
};

/** A page that plays the relay and the officer: it answers the kiosk's offer with pictures. */
async function makeOfficer(context, base) {
  const page = await context.newPage();
  await page.goto(`${base}/`);
  return (sdp) =>
    page.evaluate(async (offer) => {
      globalThis.pc?.close();
      const pc = (globalThis.pc = new RTCPeerConnection());
      await pc.setRemoteDescription({ type: 'offer', sdp: offer });
      const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      // The cameras of the officer and of two colleagues.
      const [, camera, , , second, , third] = pc.getTransceivers();
      for (const line of [camera, second, third]) {
        line.direction = line === camera ? 'sendrecv' : 'sendonly';
        await line.sender.replaceTrack(stream.getVideoTracks()[0]);
      }
      await pc.setLocalDescription();
      await new Promise((resolve) => {
        if (pc.iceGatheringState === 'complete') resolve();
        pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
      });
      return { peer: '0c4jq2m8v5t7x9k1', answer: pc.localDescription.sdp };
    }, sdp);
}

async function walk(browser, double, base, language, size) {
  const context = await browser.newContext({
    viewport: size,
    permissions: ['camera', 'microphone'],
    timezoneId: 'Europe/Rome',
  });
  const answer = await makeOfficer(context, base);
  double.view = { ...empty };
  double.answers['media.offer'] = ({ sdp }) => answer(sdp);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`${language}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`${language}: ${error.stack}`));
  const shot = async (name) => {
    await page.waitForTimeout(400);
    const path = join(folder, `${language}-${size.width}-${name}.png`);
    await page.screenshot({ path });
  };
  const press = (text) => page.getByText(text, { exact: true }).first().click();

  await page.goto(`${base}/kiosk/`);
  await page.waitForSelector('gc-kiosk-language');
  await press(names[language]);
  await page.waitForSelector('gc-kiosk-browse');
  // The first screen in this language, as one sees it who comes back to it.
  await shot('02-subjects');
  await page.locator('gc-kiosk-browse .row').nth(1).click();
  await shot('03-items');
  await page.locator('input[type=search]').fill('ylj');
  await shot('04-search');
  await page.locator('input[type=search]').fill('NT-01');
  await page.locator('gc-kiosk-browse .row').first().click();
  await shot('05-item-abroad');
  await page.locator('gc-kiosk-item .foot gc-button').first().click();
  await page.locator('input[type=search]').fill('SS-01');
  await page.locator('gc-kiosk-browse .row').first().click();
  await shot('06-item');
  await page.locator('gc-kiosk-item .foot gc-button').nth(1).click();
  await shot('06-basket');
  await page.locator('gc-kiosk-browse .basket .go').click();
  await page.locator('gc-kiosk-who .go').click();
  await shot('07-who-missing');
  await page.locator('#name').fill('陈阿梅');
  await page.locator('gc-kiosk-who gc-language-choice gc-button').first().click();
  await shot('08-who');
  double.set({ ticket });
  await page.waitForSelector('gc-kiosk-check');
  await page.waitForTimeout(1200);
  await page.locator('gc-kiosk-check .device gc-button').last().click();
  await page.waitForTimeout(800);
  await shot('09-check');
  const waiting = (band) => ({ ...ticket, state: 'waiting', ahead: 2, estimate: { band } });
  double.set({ ticket: waiting('not_today') });
  await page.waitForTimeout(2500);
  await shot('10-waiting-not-today');
  double.set({ ticket: waiting('nobody') });
  await shot('10-waiting-nobody');
  double.set({ ticket: { ...waiting('5_to_15'), item: 'HK-01', items: VISIT } });
  await shot('10-waiting-visit');
  double.set({ ticket: waiting('5_to_15'), link_test: { state: 'running', result: null } });
  await shot('10-waiting-testing');
  double.set({ link_test: TESTED_BAD });
  await shot('10-waiting-tested-bad');
  double.set({ link_test: { state: 'silent', result: null } });
  await shot('10-waiting-untested');
  double.set({ link_test: TESTED_GOOD });
  await shot('10-waiting');
  await page.locator('gc-kiosk-waiting .foot gc-button').first().click();
  await shot('11-leave');
  await page.keyboard.press('Escape');
  await ways(page, double, shot, waiting);
  double.cut(true);
  await shot('12-waiting-cut');
  double.cut(false);
  await page.waitForTimeout(2500);
  double.set({ ticket: { ...ticket, state: 'offered', ahead: 0 } });
  await shot('13-offered');
  double.set({
    ticket: { ...ticket, state: 'connecting' },
    session: { ...running, state: 'connecting' },
  });
  await shot('14-connecting');
  double.set({ ticket: { ...ticket, state: 'in_session' }, session: running });
  await page.waitForTimeout(2500);
  await shot('15-call');
  double.set({ ticket: { ...ticket, state: 'in_session', item: 'HK-01', items: VISIT } });
  await shot('15-call-visit');
  const text = '请把护照放在文件摄像头下。 Please put your passport under the document camera.';
  const messages = [{ from: 'agent', text, at_ms: Date.now() }];
  double.set({ session: { ...running, messages } });
  await page.locator('gc-kiosk-call .bar gc-button').nth(2).click();
  await page.waitForTimeout(800);
  await shot('16-call-message');
  double.set({ session: { ...running, messages, held: true } });
  await shot('17-held');
  const guest = (name, department, party) => ({
    account: `agent${party + 1}`,
    name,
    department,
    joined: true,
    party,
  });
  const guests = [guest('金海', 'notary', 1), guest('陈思远', 'court', 2)];
  double.set({ session: { ...running, held: true, guests: guests.slice(0, 1) } });
  await shot('17-consult');
  double.set({ session: { ...running, guests } });
  await page.waitForTimeout(1500);
  await shot('17-conference');
  double.set({ session: { ...running, guests, unseen_by: ['林晓', '金海'] }, link: SLOW });
  await shot('17-slow');
  double.set({ session: running, link: null });
  await page.waitForTimeout(500);
  const until_ms = Date.now() + 84_000;
  double.set({
    ticket: { ...ticket, state: 'dropped' },
    session: { ...running, state: 'dropped', until_ms, other_present: false },
    notice: { code: 'agent_lost', at_ms: Date.now() },
  });
  await shot('18-dropped');
  double.set({ notice: null, ticket: { ...ticket, state: 'in_session' }, session: running });
  const missing = '请回家取缺少的材料原件';
  const parked = { agent: '林晓', reason: missing, until_ms: Date.now() + 1_742_000 };
  double.set({ ticket: { ...ticket, state: 'parked', parked }, session: null });
  await shot('19-parked');
  await page.locator('gc-kiosk-parked .foot gc-button').click();
  await shot('19-parked-leave');
  await page.keyboard.press('Escape');
  double.set({ ticket: { ...ticket, state: 'in_session' }, session: running });
  await page.waitForTimeout(1500);
  await page.locator('gc-kiosk-call .bar gc-button').last().click();
  await shot('19-hang-up');
  double.set({ session: null, ticket: { ...ticket, state: 'wrap_up' } });
  await shot('20-end');
  const items = VISIT.map((each) => ({ ...each, outcome: 'accepted' }));
  double.set({ ticket: { ...ticket, state: 'done', outcome: 'accepted', items } });
  await shot('20-end-visit');
  double.set({ ticket: { ...ticket, state: 'done', outcome: 'accepted', grade: 5 } });
  await shot('21-rated');
  double.set({ ticket: { ...ticket, state: 'abandoned' } });
  await shot('22-abandoned');
  double.set({ ticket: null });
  await page.locator('gc-kiosk-item, gc-kiosk-who, gc-kiosk-browse').first().waitFor();
  await page.evaluate(() => {
    const kiosk = document.querySelector('gc-kiosk');
    kiosk.app.setDraft({ step: 'language' });
  });
  await shot('01-language');
  const reason = { reason: 'premises', until_ms: Date.now() + 7_200_000 };
  double.set({ point: { ...closed, closed: reason } });
  await shot('37-closed');
  double.set({ point: closed });
  await shot('24-language-closed');
  await press(names[language]);
  await page.waitForSelector('gc-kiosk-browse');
  await shot('25-subjects-closed');
  double.set({ ticket: waiting('nobody') });
  await shot('26-waiting-closed');
  double.dismiss(4001);
  await shot('23-replaced');
  await context.close();
}

/** The ways besides waiting: by telephone, online, and back from there. */
async function ways(page, double, shot, waiting) {
  const way = (name) => page.locator(`gc-kiosk-ways [data-way=${name}]`).first();
  await way('phone').click();
  await page.locator('gc-kiosk-phone .go').click();
  await shot('30-phone-missing');
  for (const key of '+393331234567') {
    await page.locator('gc-phone-pad button', { hasText: key }).first().click();
  }
  await shot('31-phone');
  const phone = '+39 333 1234567';
  await page.locator('gc-kiosk-phone .foot gc-button').first().click();
  double.set({ ticket: { ...waiting('5_to_15'), phone } });
  await shot('32-called');
  double.set({ ticket: { ...waiting('nobody'), phone } });
  await shot('33-called-nobody');
  double.set({ ticket: { ...waiting('5_to_15'), item: 'HK-01' } });
  await way('online').click();
  await shot('34-online');
  await page.locator('gc-kiosk-online .foot gc-button').first().click();
  await page.evaluate(() => document.querySelector('gc-kiosk').app.setDraft({ way: 'return' }));
  await page.waitForSelector('gc-kiosk-return');
  await shot('35-return');
  await page.locator('gc-kiosk-return #phone').click();
  await shot('36-return-phone');
  await page.locator('gc-kiosk-return .foot gc-button').first().click();
  double.set({ ticket: waiting('5_to_15') });
}

/** Booking, from the item to the code, and what can be done with it later. */
async function walkAppointments(browser, double, base, language, size) {
  const context = await browser.newContext({ viewport: size, timezoneId: 'Europe/Rome' });
  const now = Date.now();
  double.view = { ...empty };
  double.answers = {
    'appointment.slots': ({ age }) => ({ slots: makeSlots(now, age >= 65) }),
    'media.offer': () => {
      throw Object.assign(new Error('no relay'), { code: 'unavailable' });
    },
  };
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(`${language}: ${error.stack}`));
  const shot = async (name) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `${language}-${size.width}-${name}.png`) });
  };
  await page.goto(`${base}/kiosk/`);
  await page.getByText(names[language], { exact: true }).first().click();
  await page.locator('input[type=search]').fill('SS-01');
  await page.locator('gc-kiosk-browse .row').first().click();
  await page.locator('gc-kiosk-item [data-way=book]').click();
  await page.locator('gc-kiosk-slots .time').first().waitFor();
  await shot('30-slots');
  await page.locator('gc-kiosk-slots .elder gc-button').click();
  await page.locator('gc-kiosk-slots button.day').nth(4).click();
  await shot('31-slots-elder');
  double.answers['appointment.hold'] = () => {
    throw Object.assign(new Error('gone'), { code: 'conflict' });
  };
  await page.locator('gc-kiosk-slots .time').first().click();
  await shot('32-slot-gone');
  const show = (appointment) => {
    double.set({ appointment });
    return { appointment: appointment.id };
  };
  double.answers['appointment.hold'] = () => show(makeAppointment(now, 'held'));
  await page.locator('gc-kiosk-slots .time').first().click();
  await page.locator('gc-kiosk-contact').waitFor();
  await page.locator('#phone').focus();
  await page.locator('gc-kiosk-contact .go').click();
  await shot('33-contact');
  await page.locator('#name').fill('陈阿梅');
  const booked = (more) => makeAppointment(now, 'booked', more);
  double.answers['appointment.book'] = () => double.set({ appointment: booked() });
  await page.locator('gc-kiosk-contact .go').click();
  await page.locator('gc-kiosk-appointment').waitFor();
  await shot('34-booked');
  double.set({ ticket: { ...ticket, state: 'waiting', ahead: 4 } });
  await shot('35-booked-waiting');
  double.set({ ticket: null, appointment: null });
  await page.evaluate(() => document.querySelector('gc-kiosk').app.booking.openCode());
  await page.locator('#code').fill('k7dm29qx');
  await shot('36-code');
  await page.locator('#code').fill('k7dm29qx4t');
  double.answers['appointment.find'] = () => {
    throw Object.assign(new Error('no such'), { code: 'unknown' });
  };
  await page.locator('gc-kiosk-code .go').click();
  await shot('37-code-unknown');
  double.answers['appointment.find'] = () => show(booked({ can_arrive: true }));
  await page.locator('gc-kiosk-code .go').click();
  await shot('38-found');
  double.set({ appointment: booked({ proposal: makeProposal(now), confirm: true }) });
  await shot('39-new-time');
  double.set({ appointment: booked({ change: 'point_clock' }) });
  await shot('40-clock-changed');
  await page.locator('gc-kiosk-appointment .foot gc-button').nth(1).click();
  await shot('41-cancel');
  await page.keyboard.press('Escape');
  await page.locator('gc-kiosk-appointment .foot gc-button').first().click();
  await page.locator('gc-kiosk-slots .time').first().waitFor();
  await shot('42-move');
  await page.locator('gc-kiosk-slots .foot gc-button').click();
  double.set({ appointment: makeAppointment(now, 'no_show', { can_arrive: true, late: true }) });
  await shot('43-late');
  double.set({ appointment: makeAppointment(now, 'cancelled') });
  await shot('44-cancelled');
  const slot_ms = now + 5 * 60_000;
  double.set({
    ticket: { ...ticket, state: 'waiting', ahead: 1, slot_ms },
    appointment: makeAppointment(now, 'arrived'),
  });
  await shot('45-waiting-appointment');
  double.set({
    ticket: { ...ticket, state: 'in_session' },
    session: running,
    appointment: makeAppointment(now, 'proposed'),
  });
  await shot('46-proposed');
  double.set({ appointment: booked() });
  await shot('47-proposed-booked');
  double.set({ session: null, ticket: { ...ticket, state: 'wrap_up' } });
  await shot('48-end-booked');
  double.set({ appointment: makeAppointment(now, 'proposed') });
  await shot('49-end-proposed');
  const shut = { ...closed, closed: { reason: 'premises', until_ms: null } };
  double.answers['kiosk.clear'] = () => double.set({ ticket: null });
  double.set({ appointment: null, point: shut });
  await page.locator('gc-kiosk-end .go').click();
  await page.locator('gc-kiosk-closed').waitFor();
  await page.getByText(names[language], { exact: true }).first().click();
  await shot('50-closed');
  await context.close();
}

/** A browser that does not give the devices, and a resident who has gone away. */
async function refuse(browser, double, base) {
  const page = await browser.newPage({ viewport: sizes[0] });
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await page.clock.install();
  double.view = { ...empty, ticket };
  await page.goto(`${base}/kiosk/`);
  await page.waitForSelector('gc-kiosk-check');
  await page.clock.runFor(1000);
  await page.screenshot({ path: join(folder, 'refused.png') });
  await page.clock.runFor(65_000);
  await page.screenshot({ path: join(folder, 'idle.png') });
  double.answers['ticket.leave'] = () => double.set({ ticket: { ...ticket, state: 'abandoned' } });
  double.answers['kiosk.clear'] = () => double.set({ ticket: null });
  for (let second = 0; second < 20; second += 1) await page.clock.runFor(1000);
  await page.waitForSelector('gc-kiosk-language');
  await page.close();
}

const double = new Double({ pages: here('../dist'), catalogue, session });
const base = await double.listen();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=device-count=2',
    '--allow-loopback-in-peer-connection',
  ],
});
try {
  for (const language of languages) {
    for (const size of sizes) {
      await walk(browser, double, base, language, size);
      await walkAppointments(browser, double, base, language, size);
    }
  }
  await refuse(browser, double, base);
  double.session = null;
  const page = await browser.newPage({ viewport: sizes[0] });
  await page.goto(`${base}/kiosk/#code=K7DM-29QX`);
  await page.waitForSelector('gc-kiosk-enrol');
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, 'enrol.png') });
} finally {
  await browser.close();
  double.close();
}
