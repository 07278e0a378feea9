// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Pictures of the desk's and the agent's screens with a full queue, to be looked at:
 *   npm run build && node scripts/staff-screens.mjs FOLDER [language ...]
 * Needs Chromium (CHROMIUM, default /usr/bin/chromium).
 */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { makeAppointment, makeAppointments, makeSlots } from './appointments.mjs';
import { Double } from '../test/double.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const data = (name) => JSON.parse(readFileSync(here(`../../relay/data/${name}.json`), 'utf8'));

const [folder = 'screens', ...wanted] = process.argv.slice(2);
const languages = wanted.length > 0 ? wanted : ['zh-CN', 'en'];
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
];
const MINUTE_MS = 60_000;

const catalogue = { points: data('points'), hubs: data('hubs'), items: data('items') };
const start = Date.now();
const ago = (minutes) => start - minutes * MINUTE_MS - 17_000;

const PARKED = {
  agent: '林晓',
  reason: '请回家取缺少的材料原件',
  until_ms: start + 24 * MINUTE_MS,
};

const VISIT = ['SS-01', 'HK-01', 'SS-02'].map((code) => ({
  item: code,
  department: catalogue.items.find((each) => each.code === code).department.id,
  outcome: null,
  current: false,
}));

/* Nobody has answered yet. */
const callback = { phone: '+39 333 1234567', attempts: 1, again_ms: start + 7 * MINUTE_MS };
const unreached = { ...callback, attempts: 3, again_ms: null };
/** Waits without minutes. */
const NOBODY = { band: 'nobody', expected_ms: null };
const NOT_TODAY = { band: 'not_today', expected_ms: 55 * MINUTE_MS };
/** The wait of the ticket at `place`, in a line where each takes four minutes. */
const estimateAt = (place) => ({
  band: place < 2 ? 'under_5' : place < 4 ? '5_to_15' : place < 8 ? '15_to_30' : '30_to_60',
  expected_ms: 4 * place * MINUTE_MS,
});

/* number, point, item, state, minutes, languages, and what else there is to say */
const TICKETS = [
  ['P003', 'it-prato', 'SS-01', 'in_session', 4, ['zh'], { agent: 'agent1', guests: ['agent2'] }],
  ['A011', 'it-milan', 'NT-01', 'dropped', 1, ['zh'], { agent: 'agent3', absent: true }],
  ['R005', 'it-rome', 'NT-05', 'offered', 9, ['zh', 'it'], { boosts: ['reentry'] }],
  [
    'B002',
    'br-saopaulo',
    'SS-01',
    'waiting',
    34,
    ['pt'],
    { boosts: ['raised', 'point'], estimate: NOBODY },
  ],
  ['M008', 'it-milan', 'SS-01', 'waiting', 12, ['zh'], { boosts: ['appointment'], slot: -8 }],
  ['A012', 'it-milan', 'HJ-01', 'waiting', 27, ['wuu-x-wenzhou', 'zh']],
  ['M007', 'es-madrid', 'NT-02', 'waiting', 21, ['es', 'zh'], { kept_for: 'agent2', callback }],
  ['F004', 'fr-paris', 'SS-01', 'waiting', 16, ['fr'], { boosts: ['quick'] }],
  ['A013', 'it-milan', 'NT-03', 'waiting', 13, ['zh'], { absent: true }],
  ['R006', 'it-rome', 'NT-04', 'waiting', 12, ['it', 'zh'], { slot: -22 }],
  ['U001', 'us-newyork', 'NT-02', 'waiting', 8, ['en', 'zh'], { boosts: ['closing'] }],
  ['P004', 'it-prato', 'SS-01', 'waiting', 5, ['wuu-x-wenzhou']],
  ['D002', 'ae-dubai', 'NT-01', 'waiting', 3, ['zh', 'en']],
  ['S001', 'au-sydney', 'NT-05', 'waiting', 1, ['en'], { estimate: NOT_TODAY }],
  [
    'A007',
    'it-milan',
    'SS-02',
    'parked',
    6,
    ['zh'],
    { kept_for: 'agent1', absent: true, parked: PARKED },
  ],
  ['A014', 'it-milan', 'SS-01', 'draft', 1, ['zh']],
  ['A010', 'it-milan', 'SS-01', 'wrap_up', 2, ['zh'], { agent: 'agent4' }],
  ['A009', 'it-milan', 'SS-01', 'abandoned', 12, ['zh'], { callback: unreached }],
];

const codes = new Set(catalogue.items.map(({ code }) => code));

function makeQueue() {
  let ahead = 0;
  return TICKETS.map(([number, point, item, state, minutes, spoken, more = {}], index) => {
    const { slot, ...rest } = more;
    const code = codes.has(item) ? item : catalogue.items[index * 5].code;
    const inLine = state === 'waiting' || state === 'offered';
    return {
      ticket: `t7m2k9c4x${String(index).padStart(3, '0')}`,
      number,
      point,
      kiosk: rest.callback ? null : `kiosk-${point}-1`,
      item: code,
      state,
      since_ms: ago(minutes),
      estimate: inLine ? estimateAt(ahead) : null,
      ahead: inLine ? ahead++ : null,
      agent: null,
      guests: [],
      absent: false,
      department: catalogue.items.find((each) => each.code === code).department.id,
      languages: spoken,
      boosts: [],
      offered_to: state === 'offered' ? 'agent5' : null,
      kept_for: null,
      parked: null,
      items: [],
      callback: null,
      slot_ms: slot === undefined ? 0 : start + slot * MINUTE_MS,
      ...rest,
    };
  });
}

const every = [...new Set(catalogue.items.map(({ department }) => department.id))];

function makeAgents() {
  const rows = [
    ['agent1', '林晓', 'busy', 'available', ['zh', 'wuu-x-wenzhou', 'it:2'], every.slice(0, 3)],
    ['agent2', '金海', 'busy', 'available', ['zh', 'es:2', 'pt:1'], ['hrss', 'civil']],
    ['agent3', '陈思远', 'holding', 'available', ['zh', 'it:1'], ['notary']],
    ['agent4', '吴敏', 'wrap_up', 'available', ['zh', 'wuu-x-wenzhou'], ['hrss']],
    ['agent5', '叶建国', 'offered', 'available', ['zh', 'en:2'], ['notary', 'court']],
    ['agent6', '周丽', 'break', 'break', ['zh', 'fr:2'], ['hrss', 'medins']],
    ['agent7', '郑凯', 'idle', 'available', ['zh'], ['civil', 'edu']],
    ['agent8', '黄志强', 'offline', 'offline', ['zh', 'en'], every],
  ];
  return rows.map(([account, name, effective, wants, spoken, departments], index) => ({
    account,
    name,
    departments,
    languages: spoken,
    supervisor: account === 'agent8',
    wanted: wants,
    effective,
    since_ms: ago(index),
    ticket: effective === 'busy' ? `t7m2k9c4x00${index}` : null,
  }));
}

const GOOD = { loss_up_permille: null, loss_down_permille: null, rtt_ms: null };
const WAY_GOOD = {
  level: 'good',
  fault: null,
  rate_bps: 2_600_000,
  loss_permille: 0,
  jitter_ms: 3,
};
/** Tests of links: of one that is slow on its way up, and of one that loses much. */
const TESTED = (minutes, up, down, rtt_ms = 240) => ({
  state: 'done',
  result: {
    at_ms: ago(minutes),
    rtt_ms,
    up: { ...WAY_GOOD, ...up },
    down: { ...WAY_GOOD, ...down },
  },
});
const SLOW_UP = TESTED(2, { level: 'fair', fault: 'rate', rate_bps: 310_000 });
const LOSSY = TESTED(
  1,
  { level: 'poor', fault: 'loss', loss_permille: 118, jitter_ms: 41 },
  { level: 'fair', fault: 'loss', loss_permille: 43 },
);
const ALL_READY = { camera: 'ready', microphone: 'ready', document: 'ready' };
/** What is wrong at some points. */
const SICK = {
  'it-prato': {
    test: LOSSY,
    link: { ...GOOD, level: 'poor', since_ms: ago(3), loss_up_permille: 124 },
  },
  'br-saopaulo': { way: 'tcp', link: { ...GOOD, level: 'fair', since_ms: ago(14), rtt_ms: 640 } },
  'fr-paris': { camera: 'missing', test: { state: 'silent', result: null } },
  'es-madrid': {
    present: false,
    test: null,
    link: null,
    camera: null,
    microphone: null,
    document: null,
  },
  'us-newyork': {
    way: 'tcp',
    link: {
      level: 'poor',
      since_ms: ago(9),
      loss_up_permille: 36,
      loss_down_permille: 91,
      rtt_ms: 1080,
    },
    microphone: 'refused',
    document: 'missing',
  },
};

function makeKiosks() {
  return catalogue.points
    .filter((_, index) => index < 12)
    .map(({ id }, index) => ({
      kiosk: `kiosk-${id}-1`,
      point: id,
      present: true,
      since_ms: ago(190),
      way: 'udp',
      link: { ...GOOD, level: 'good', since_ms: ago(20) },
      test: TESTED(index),
      ...ALL_READY,
      ...SICK[id],
    }));
}

function makePoints(queue) {
  return catalogue.points.map(({ id }, index) => {
    const own = queue.filter((ticket) => ticket.point === id);
    const waiting = own.filter(({ state }) => state === 'waiting' || state === 'offered');
    return {
      id,
      open: index < 8,
      closes_ms: index < 8 ? start + 80 * MINUTE_MS : null,
      next_open_ms: index < 8 ? null : start + 1000 * MINUTE_MS,
      closed: null,
      kiosks: index < 12 && SICK[id]?.present !== false ? 1 : 0,
      waiting: waiting.length,
      in_session: own.filter(({ state }) => state === 'in_session').length,
      oldest_since_ms:
        waiting.length > 0 ? Math.min(...waiting.map(({ since_ms }) => since_ms)) : null,
    };
  });
}

const WHY = {
  reasons: [
    { code: 'department', agents: 3, agent: null, until_ms: null },
    { code: 'language', agents: 2, agent: null, until_ms: null },
    { code: 'skill', agents: 1, agent: null, until_ms: start + 2 * MINUTE_MS },
    { code: 'busy', agents: 1, agent: null, until_ms: null },
    { code: 'offline', agents: 1, agent: null, until_ms: null },
  ],
};

const WHY_PARKED = {
  reasons: [{ code: 'parked', agents: 1, agent: 'agent1', until_ms: PARKED.until_ms }],
};

const relay = { up: true, epoch: 'k2m8v5t7x9' };

/** No picture comes in these pictures. */
function noRelay() {
  throw Object.assign(new Error('no relay'), { code: 'unavailable' });
}

function complain(page, name) {
  page.on('pageerror', (error) => console.log(`${name}: ${error.stack}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`${name}: ${message.text()}`);
  });
}

async function openPage(browser, url, language, size) {
  const context = await browser.newContext({
    viewport: size,
    permissions: ['camera', 'microphone'],
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  complain(page, `${url} ${language}`);
  await page.addInitScript((set) => localStorage.setItem('gc-staff-language', set), language);
  await page.goto(url);
  const name = `${language}-${size.width}`;
  const shot = async (what) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `${name}-${what}.png`) });
  };
  return { context, page, shot };
}

async function walkDesk(browser, double, base, language, size) {
  const queue = makeQueue();
  double.session = { role: 'coordinator', account: 'desk1', name: '周敏', point: null };
  double.view = {
    relay,
    points: makePoints(queue),
    queue,
    agents: makeAgents(),
    kiosks: makeKiosks(),
    announcements: [],
    appointments: makeAppointments(start, catalogue),
    items_off: [],
    notice: null,
  };
  double.answers = {
    'desk.why': () => WHY,
    'appointment.slots': () => ({ slots: makeSlots(start) }),
  };
  const { context, page, shot } = await openPage(browser, `${base}/desk/`, language, size);
  const row = (number) => page.locator('gc-queue-table tbody tr', { hasText: number });
  const action = (name) => page.locator(`gc-ticket-actions [data-action=${name}]`);
  await row('B002').waitFor();
  await shot('desk');
  await row('F004').click();
  await page.locator('gc-ticket-why li').first().waitFor();
  await shot('desk-ticket');
  await row('M007').click();
  await shot('desk-callback');
  await row('A009').click();
  await shot('desk-unreached');
  await row('F004').click();
  await action('assign').click();
  await page.locator('gc-ticket-actions .ready button').first().click();
  await shot('desk-assign');
  await page.keyboard.press('Escape');
  await action('move').click();
  await page.locator('gc-ticket-actions button[type=submit]').click();
  await shot('desk-missing');
  await page.keyboard.press('Escape');
  await action('cancel').click();
  await page.locator('gc-ticket-actions .ready button').first().click();
  await page.locator('gc-ticket-actions button[type=submit]').click();
  await shot('desk-sure');
  double.answers['desk.why'] = () => WHY_PARKED;
  await row('A007').click();
  await page.locator('gc-ticket-why li').first().waitFor();
  await shot('desk-parked');
  await row('P003').click();
  await shot('desk-session');
  await page.keyboard.press('Escape');
  await page.locator('gc-queue-filters button').first().click();
  await shot('desk-attention');
  await page
    .locator('gc-point-table .name')
    .nth(catalogue.points.findIndex(({ id }) => id === 'us-newyork'))
    .click();
  await shot('desk-kiosks');
  await page.locator('gc-desk-app nav button').nth(1).click();
  const booking = (name) => page.locator('gc-appointment-table tbody tr', { hasText: name });
  await booking('王建华').waitFor();
  await shot('desk-appointments');
  await booking('李秀英').click();
  await shot('desk-appointment');
  await booking('潘国强').click();
  await page.locator('gc-appointment-panel [data-action=propose]').click();
  await page.locator('gc-appointment-panel .times button').nth(1).click();
  await shot('desk-appointment-propose');
  await page.keyboard.press('Escape');
  await page.locator('gc-appointment-panel [data-action=cancel]').click();
  await page.locator('gc-appointment-panel button[type=submit]').click();
  await shot('desk-appointment-cancel');
  await context.close();
}

function makeLine() {
  const residents = ['陈阿梅', '王建华', '李秀英', '张志明'];
  return makeQueue()
    .filter(({ state }) => state === 'waiting')
    .map(({ ticket, number, item, point, languages: spoken, since_ms, slot_ms }, index) => ({
      ticket,
      number,
      item,
      point,
      name: residents[index % residents.length],
      languages: spoken,
      slot_ms,
      call_back: index === 1,
      waiting_since_ms: since_ms,
    }));
}

function makeParked(line) {
  return line.slice(0, 2).map(({ waiting_since_ms, ...whom }, index) => ({
    ...whom,
    reason: PARKED.reason,
    since_ms: waiting_since_ms,
    until_ms: PARKED.until_ms + index * 31 * MINUTE_MS,
    absent: index === 1,
  }));
}

function makeMe(effective, wants) {
  return {
    account: 'agent1',
    name: '林晓',
    departments: ['hrss', 'civil'],
    languages: ['zh', 'wuu-x-wenzhou', 'it:2', 'fr:1'],
    supervisor: false,
    wanted: wants,
    effective,
    since_ms: ago(3),
    misses: 0,
  };
}

function makeSession(state) {
  const [whom] = makeLine();
  const { waiting_since_ms, ...rest } = whom;
  return {
    ...rest,
    items: [],
    elsewhere: false,
    state,
    held: false,
    other_present: true,
    since_ms: waiting_since_ms,
    until_ms: state === 'wrap_up' ? start + 3 * MINUTE_MS : null,
    extended: false,
    outcome: state === 'wrap_up' ? 'accepted' : null,
    role: 'agent',
    agent: '林晓',
    transfer_to: null,
    invited: null,
    guests: [],
    unseen_by: [],
    phone: null,
    messages: [],
    other_link: null,
  };
}

/** A link that carries neither the resident's face nor that of the second guest. */
const SLOW = {
  level: 'poor',
  rtt_ms: 320,
  loss_up_permille: 4,
  loss_down_permille: 30,
  up_bps: 90_000,
  down_bps: 62_000,
  paused: [0, 3],
};

function makeGuests() {
  return [
    ['agent2', '金海', null, true],
    ['agent3', '陈思远', 'notary', true],
    ['agent5', '叶建国', 'court', true],
    ['agent7', '郑凯', 'civil', false],
  ].map(([account, name, department, joined], index) => ({
    account,
    name,
    department,
    joined,
    party: index + 1,
  }));
}

function makeInvitation() {
  const { waiting_since_ms, ...whom } = makeLine()[0];
  const until_ms = start + MINUTE_MS;
  const invite = { from: '陈思远', how: 'private' };
  return {
    ...whom,
    waiting_since_ms,
    until_ms,
    transfer_from: null,
    invite,
    way: 'udp',
    link: null,
    test: null,
  };
}

async function walkAgent(browser, double, base, language, size) {
  double.session = { role: 'agent', account: 'agent1', name: '林晓', point: null };
  const line = makeLine();
  double.view = {
    relay,
    me: makeMe('break', 'break'),
    offer: null,
    session: null,
    appointment: null,
    waiting: line.length,
    line,
    parked: [],
    colleagues: [
      { account: 'agent2', name: '金海', departments: ['hrss'], takes_over: true },
      { account: 'agent3', name: '陈思远', departments: ['notary'], takes_over: false },
    ],
    notice: null,
    link: null,
  };
  double.answers = {
    'media.offer': noRelay,
    'appointment.slots': () => ({ slots: makeSlots(start, true) }),
  };
  const { context, page, shot } = await openPage(browser, `${base}/agent/`, language, size);
  await page.getByRole('button', { name: /^(一切正常，开始|All is well, start)$/ }).click();
  await page.locator('gc-waiting-line tbody tr').first().waitFor();
  await shot('agent-home');
  await page.locator('gc-waiting-line tbody button').nth(1).click();
  await shot('agent-take');
  await page.keyboard.press('Escape');
  double.set({ me: makeMe('idle', 'available'), parked: makeParked(line) });
  await shot('agent-home-parked');
  double.set({ line: [], waiting: 0, parked: [] });
  await shot('agent-home-empty');
  double.set({ me: makeMe('offered', 'available'), offer: makeInvitation() });
  await shot('agent-invited');
  const offered = {
    ...line.find(({ slot_ms }) => slot_ms !== 0),
    call_back: false,
    transfer_from: null,
    way: 'tcp',
    link: { ...GOOD, level: 'fair', since_ms: ago(1), rtt_ms: 640 },
    test: SLOW_UP,
    invite: null,
  };
  double.set({ offer: { ...offered, until_ms: Date.now() + 15_000 } });
  await page.locator('gc-offer-screen').waitFor();
  await shot('agent-offer-appointment');
  double.set({ offer: null });
  const [, whom] = line;
  const until_ms = start + 15_000;
  double.set({
    me: makeMe('offered', 'available'),
    offer: {
      ...whom,
      until_ms,
      transfer_from: null,
      invite: null,
      way: null,
      link: null,
      test: null,
    },
  });
  await page.locator('gc-offer-screen').waitFor();
  await shot('agent-offer-callback');
  const called = { call_back: true, phone: callback.phone, until_ms: start + 170_000 };
  const calling = { ...makeSession('connecting'), ...called };
  double.set({ me: makeMe('connecting', 'available'), offer: null, session: calling });
  await page.locator('gc-phone-screen').waitFor();
  await shot('agent-ringing');
  double.set({ session: { ...calling, state: 'in_session', until_ms: null } });
  await shot('agent-telephone');
  double.set({ session: null });
  double.set({ me: makeMe('busy', 'available'), session: makeSession('in_session') });
  await page.locator('gc-call-screen').waitFor();
  await page.keyboard.press('p');
  await shot('agent-park');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await shot('agent-ask');
  await page.keyboard.press('Escape');
  const guests = makeGuests();
  const asked = { account: 'agent6', name: '周丽' };
  const two = { guests: guests.slice(0, 1), held: true, invited: asked };
  double.set({ session: { ...makeSession('in_session'), ...two } });
  await shot('agent-consult');
  double.set({ session: { ...makeSession('in_session'), guests } });
  await shot('agent-conference');
  const slow = { ...makeSession('in_session'), guests, unseen_by: ['陈阿梅', '金海'] };
  double.set({ session: slow, link: SLOW });
  await shot('agent-slow');
  double.set({ link: null });
  const self = guests.map((guest, index) => ({ ...guest, party: index === 0 ? null : index + 1 }));
  const role = { role: 'guest', agent: '陈思远', guests: self.slice(0, 2) };
  double.set({ session: { ...makeSession('in_session'), ...role } });
  await shot('agent-guest');
  double.set({ session: makeSession('in_session') });
  await page.keyboard.press('t');
  await shot('agent-transfer');
  await page.keyboard.press('d');
  await shot('agent-department');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const items = VISIT.map((each, index) => ({ ...each, current: index === 1 }));
  items[0] = { ...items[0], outcome: 'accepted' };
  const visit = { ...makeSession('in_session'), items, item: items[1].item, elsewhere: true };
  double.set({ session: visit });
  await shot('agent-visit');
  await page.keyboard.press('e');
  await shot('agent-next-item');
  await page.keyboard.press('Escape');
  double.set({ session: { ...visit, elsewhere: false } });
  await page.locator('gc-visit-items button').first().click();
  await shot('agent-item-done');
  await page.keyboard.press('Escape');
  await page.locator('gc-visit-items button').last().click();
  await shot('agent-add-item');
  await page.keyboard.press('Escape');
  double.set({ session: makeSession('in_session') });
  await page.keyboard.press('n');
  await page.locator('gc-slot-list .times button').first().waitFor();
  await shot('agent-next-time');
  await page.keyboard.press('Escape');
  double.set({ appointment: makeAppointment(start, 'proposed') });
  await shot('agent-proposed');
  double.set({ me: makeMe('wrap_up', 'available'), session: makeSession('wrap_up') });
  await page.locator('gc-wrap-up').waitFor();
  await shot('agent-wrap-up');
  double.set({ appointment: makeAppointment(start, 'declined') });
  await page.keyboard.press('5');
  await shot('agent-wrap-up-rebook');
  await context.close();
}

const double = new Double({ pages: here('../dist'), catalogue, session: null });
const base = await double.listen();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
});
try {
  for (const language of languages) {
    for (const size of SIZES) {
      await walkDesk(browser, double, base, language, size);
      await walkAgent(browser, double, base, language, size);
    }
  }
} finally {
  await browser.close();
  double.close();
}
