// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What desk and agents say of the test of a point's link: each way in words and figures. No DOM. */

import { translator } from '../shared/i18n';
import type { LinkLevel, LinkTest, TestedWay } from '../shared/messages';

const zh = {
  up: '上行',
  down: '下行',
  good: '清楚',
  'fair.rate': '较慢，画面小',
  'poor.rate': '很慢，只有声音',
  'fair.loss': '丢包，画面会停',
  'poor.loss': '丢包多，声音画面会断',
  'fair.jitter': '不稳，画面会停',
  'poor.jitter': '很不稳，声音画面会断',
  'fair.delay': '远，应答慢',
  'poor.delay': '很远，应答很慢',
  unknown: '未测出',
  rate: '{figure} kbit/s',
  loss: '丢失 {figure}%',
  jitter: '抖动 {figure} 毫秒',
  rtt: '往返 {figure} 毫秒',
  at: '{time} 检测',
  none: '尚未检测线路',
  running: '正在检测线路',
  silent: '无法检测：终端没有发出画面和声音',
  'advice.silent': '请现场检查摄像头和麦克风',
  'advice.rate': '请现场改用网线，停掉同一线路上的下载和其他视频',
  'advice.loss': '请现场改用网线，检查网线接头和路由器',
  'advice.jitter': '请现场改用网线，停掉同一线路上的下载和其他视频',
  'advice.delay': '请说完一句等一等；如现场开着 VPN，请关掉',
};

const en: Record<keyof typeof zh, string> = {
  up: 'From the point',
  down: 'To the point',
  good: 'clear',
  'fair.rate': 'slow, small picture',
  'poor.rate': 'very slow, sound only',
  'fair.loss': 'loses packets, picture may stand',
  'poor.loss': 'loses many packets, sound and picture break off',
  'fair.jitter': 'unsteady, picture may stand',
  'poor.jitter': 'very unsteady, sound and picture break off',
  'fair.delay': 'far, answers come late',
  'poor.delay': 'very far, answers come very late',
  unknown: 'not measured',
  rate: '{figure} kbit/s',
  loss: '{figure}% lost',
  jitter: '{figure} ms jitter',
  rtt: '{figure} ms round trip',
  at: 'tested at {time}',
  none: 'the link was not tested yet',
  running: 'the link is being tested',
  silent: 'cannot be tested: the kiosk sends no picture and no sound',
  'advice.silent': 'have camera and microphone looked at there',
  'advice.rate': 'have them use the cable, and stop downloads and other videos on that line',
  'advice.loss': 'have them use the cable, and look at plug and router',
  'advice.jitter': 'have them use the cable, and stop downloads and other videos on that line',
  'advice.delay': 'finish a sentence and wait; have a VPN switched off there',
};

const t = translator<keyof typeof zh>({ 'zh-CN': zh, en, it: en, fr: en });

export { t as linkTestText };

/** One line about a test: its words, its figures, and how good what it tells of is. */
export interface TestRow {
  words: string;
  figures: string[];
  level: LinkLevel | null;
}

function wayRow(way: 'up' | 'down', tested: TestedWay, rttMs: number | null): TestRow {
  const { level, fault, rate_bps, loss_permille, jitter_ms } = tested;
  const bad = level === 'fair' || level === 'poor' ? level : null;
  const what = level === null ? 'unknown' : bad && fault ? (`${bad}.${fault}` as const) : 'good';
  const figures: ['rate' | 'loss' | 'jitter' | 'rtt', number | string | null][] = [
    ['rate', rate_bps && Math.round(rate_bps / 10_000) * 10],
    ['loss', loss_permille === null ? null : (loss_permille / 10).toFixed(1)],
    ['jitter', jitter_ms],
    ['rtt', way === 'down' ? rttMs : null],
  ];
  return {
    words: `${t(way)}: ${t(what)}`,
    figures: figures.flatMap(([name, figure]) => (figure === null ? [] : [t(name, { figure })])),
    level,
  };
}

/** What a test came to, each way; or why there is nothing to tell. */
export function testRows(test: LinkTest | null): TestRow[] {
  const plain = (word: 'none' | 'running' | 'silent', level: LinkLevel | null = null) => [
    { words: t(word), figures: [], level },
  ];
  if (test?.state === 'silent') return plain('silent', 'poor');
  const result = test?.result ?? null;
  if (result !== null) {
    return [wayRow('up', result.up, result.rtt_ms), wayRow('down', result.down, result.rtt_ms)];
  }
  return plain(test?.state === 'running' ? 'running' : 'none');
}

const RANK: readonly (LinkLevel | null)[] = [null, 'good', 'fair', 'poor'];

/** The worse way of the last test, null when nothing came of one. */
export function worstOf(test: LinkTest | null): TestedWay | null {
  if (!test?.result) return null;
  const { up, down } = test.result;
  return RANK.indexOf(down.level) > RANK.indexOf(up.level) ? down : up;
}

/** What can be done about it; null when nothing is to be done. */
export function testAdvice(test: LinkTest | null): string | null {
  if (test?.state === 'silent') return t('advice.silent');
  const fault = worstOf(test)?.fault ?? null;
  return fault === null ? null : t(`advice.${fault}`);
}
