// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../shared/i18n';
import type { DeskKiosk, DeviceState } from '../shared/messages';
import { HOME_ZONE } from '../shared/clock';
import { faultWords, levelWords, wayWords } from '../staff/link-health';
import { testAdvice, testRows } from '../staff/link-test';
import type { Device, Trouble } from './health';
import { dayName, timeOf } from './when';

/** What the desk says of links and devices. */

const zh = {
  kiosk: '终端 {name}',
  here: '{time} 起在线',
  gone: '{time} 起离线',
  well: '正常',
  unheard: '设备情况尚未上报',
  'short.away': '离线',
  'short.link.fair': '线路一般',
  'short.link.poor': '线路差',
  'short.test.fair': '测得线路一般',
  'short.test.poor': '测得线路差',
  'short.camera.missing': '无摄像头',
  'short.camera.refused': '摄像头被禁',
  'short.camera.busy': '摄像头被占',
  'short.microphone.missing': '无麦克风',
  'short.microphone.refused': '麦克风被禁',
  'short.microphone.busy': '麦克风被占',
  'short.document.refused': '文件镜头被禁',
  'short.document.busy': '文件镜头被占',
  since: '（{time} 起）',
  'camera.ready': '摄像头可用',
  'camera.unasked': '摄像头使用前还须允许',
  'camera.refused': '浏览器不允许使用摄像头',
  'camera.missing': '没有摄像头',
  'camera.busy': '摄像头被其他程序占用',
  'microphone.ready': '麦克风可用',
  'microphone.unasked': '麦克风使用前还须允许',
  'microphone.refused': '浏览器不允许使用麦克风',
  'microphone.missing': '没有麦克风',
  'microphone.busy': '麦克风被其他程序占用',
  'document.ready': '文件摄像头可用',
  'document.unasked': '文件摄像头使用前还须允许',
  'document.refused': '浏览器不允许使用文件摄像头',
  'document.missing': '没有文件摄像头',
  'document.busy': '文件摄像头被其他程序占用',
};

const en: Record<keyof typeof zh, string> = {
  kiosk: 'Kiosk {name}',
  here: 'online since {time}',
  gone: 'offline since {time}',
  well: 'fine',
  unheard: 'has not told of its devices yet',
  'short.away': 'offline',
  'short.link.fair': 'fair link',
  'short.link.poor': 'poor link',
  'short.test.fair': 'tested: fair link',
  'short.test.poor': 'tested: poor link',
  'short.camera.missing': 'no camera',
  'short.camera.refused': 'camera barred',
  'short.camera.busy': 'camera in use',
  'short.microphone.missing': 'no mic',
  'short.microphone.refused': 'mic barred',
  'short.microphone.busy': 'mic in use',
  'short.document.refused': 'paper camera barred',
  'short.document.busy': 'paper camera in use',
  since: ' since {time}',
  'camera.ready': 'Camera ready',
  'camera.unasked': 'Camera: must be allowed before use',
  'camera.refused': 'The browser may not use the camera',
  'camera.missing': 'No camera',
  'camera.busy': 'Camera in use by another program',
  'microphone.ready': 'Microphone ready',
  'microphone.unasked': 'Microphone: must be allowed before use',
  'microphone.refused': 'The browser may not use the microphone',
  'microphone.missing': 'No microphone',
  'microphone.busy': 'Microphone in use by another program',
  'document.ready': 'Document camera ready',
  'document.unasked': 'Document camera: must be allowed before use',
  'document.refused': 'The browser may not use the document camera',
  'document.missing': 'No document camera',
  'document.busy': 'Document camera in use by another program',
};

const t = translator<keyof typeof zh>({ 'zh-CN': zh, en, it: en, fr: en });
export { t as healthText };

/** "Kiosk 1": its number at its point. */
export function kioskName({ kiosk, point }: DeskKiosk): string {
  return t('kiosk', { name: kiosk.replace(`kiosk-${point}-`, '') });
}

/** A time of day in Wenzhou, with the day unless it is today's. */
function clock(nowMs: number, thenMs: number): string {
  const time = timeOf(HOME_ZONE, thenMs);
  const day = dayName(HOME_ZONE, nowMs, thenMs);
  return day === dayName(HOME_ZONE, nowMs, nowMs) ? time : `${day} ${time}`;
}

/** In two or three words. */
export function shortTrouble(trouble: Trouble): string {
  if (trouble.about === 'away') return t('short.away');
  if (trouble.about === 'link' || trouble.about === 'test') {
    return t(`short.${trouble.about}.${trouble.level}`);
  }
  return t(`short.${trouble.about}.${trouble.state}` as keyof typeof zh);
}

/** Whether the kiosk is there, and since when. */
export function presenceWords({ present, since_ms }: DeskKiosk, nowMs: number): string {
  return t(present ? 'here' : 'gone', { time: clock(nowMs, since_ms) });
}

/** The link, what is wrong with it, and its way round; '' when nothing is known of it. */
export function linkWords({ link, way }: DeskKiosk, nowMs: number): string {
  const bad = link !== null && link.level !== 'good';
  const level = levelWords(link) + (bad ? t('since', { time: clock(nowMs, link.since_ms) }) : '');
  return [level, ...faultWords(link), ...wayWords(way)].filter((words) => words !== '').join(' · ');
}

/** What the test of the link came to, and what can be done about it. */
export function testWords({ test }: DeskKiosk): string {
  const rows = testRows(test).map(({ words, figures }) => [words, ...figures].join(' · '));
  const advice = testAdvice(test);
  return [...rows, ...(advice === null ? [] : [advice])].join('; ');
}

/** How a device is, in a sentence. */
export function deviceWords(device: Device, state: DeviceState): string {
  return t(`${device}.${state}`);
}

/** All that is wrong with `kiosk`, a sentence for each of `troubles`. */
export function troubleWords(
  kiosk: DeskKiosk,
  troubles: readonly Trouble[],
  nowMs: number,
): string[] {
  return troubles.map((trouble) => {
    if (trouble.about === 'away') return presenceWords(kiosk, nowMs);
    if (trouble.about === 'link') return linkWords(kiosk, nowMs);
    if (trouble.about === 'test') return testWords(kiosk);
    return deviceWords(trouble.about, trouble.state);
  });
}
