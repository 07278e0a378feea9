// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What desk and agents say of a point's link: what is wrong with it, and its way round. No DOM. */

import { translator } from '../shared/i18n';
import type { LinkHealth, Way } from '../shared/messages';

const zh = {
  good: '线路良好',
  fair: '线路一般',
  poor: '线路差',
  loss_up: '本点发出的声音和画面丢失 {figure}%',
  loss_down: '本点收到的声音和画面丢失 {figure}%',
  rtt: '单程慢 {figure} 毫秒',
  tcp: '现场网络不通 UDP，改走 TCP',
  turn: '现场网络只通 443 端口，经 TURN 中转',
};

const en: Record<keyof typeof zh, string> = {
  good: 'Link good',
  fair: 'Link fair',
  poor: 'Link poor',
  loss_up: 'loses {figure}% of the sound and picture it sends',
  loss_down: 'loses {figure}% of the sound and picture it gets',
  rtt: '{figure} ms each way slow',
  tcp: 'its network lets no UDP through: goes by TCP',
  turn: 'its network lets only port 443 through: goes by TURN',
};

const t = translator<keyof typeof zh>({ 'zh-CN': zh, en, it: en, fr: en });

/** "Link good"; '' when nothing is known of it. */
export const levelWords = (link: LinkHealth | null): string => (link === null ? '' : t(link.level));

/** What is not good, a phrase for each figure: per cent, and ms each way. */
export function faultWords(link: LinkHealth | null): string[] {
  if (link === null) return [];
  const percent = (permille: number) => Math.max(1, Math.round(permille / 10));
  const faults: ['loss_up' | 'loss_down' | 'rtt', number | null][] = [
    ['loss_up', link.loss_up_permille && percent(link.loss_up_permille)],
    ['loss_down', link.loss_down_permille && percent(link.loss_down_permille)],
    ['rtt', link.rtt_ms && Math.round(link.rtt_ms / 20) * 10],
  ];
  return faults.flatMap(([fault, figure]) => (figure === null ? [] : [t(fault, { figure })]));
}

/** Why it does not go straight by UDP; nothing when it does. */
export function wayWords(way: Way | null): string[] {
  return way === null || way === 'udp' ? [] : [t(way)];
}
