// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../shared/i18n';

/** What the agent page says of parked tickets. `{…}` is filled in when shown. */

const zh = {
  title: '请办事人先去准备什么？',
  lead: '通话先停下，您可以接别的办事人。对方会看到这里选的话，准备好后回到您这里。',
  minutes: '最多等',
  'minutes.one': '{count} 分钟',
  own: '其他（对方会看到）',
  go: '挂起',
  // Said to the resident, as the quick phrases are.
  'reason.fetch': '请回家取缺少的材料原件',
  'reason.copy': '请去复印材料',
  'reason.form': '请填写并签好表格',
  'reason.liaison': '请等联络员把材料准备好',
  list: '挂起的办事人',
  'list.left': '还剩 {time}',
  'list.absent': '不在终端前',
  'list.back': '接回',
  'list.back.label': '接回 {number}',
};

const en: Record<keyof typeof zh, string> = {
  title: 'What does the resident have to get?',
  lead: 'The call stops for now and you are free for others. The resident reads what you choose here and comes back to you when ready.',
  minutes: 'Wait at most',
  'minutes.one': '{count} min',
  own: 'Something else (the resident reads it)',
  go: 'Park',
  // Said to the resident, as the quick phrases are.
  'reason.fetch': '请回家取缺少的材料原件',
  'reason.copy': '请去复印材料',
  'reason.form': '请填写并签好表格',
  'reason.liaison': '请等联络员把材料准备好',
  list: 'Parked residents',
  'list.left': '{time} left',
  'list.absent': 'not at the kiosk',
  'list.back': 'Call back',
  'list.back.label': 'Call {number} back',
};

/** A name of a sentence about parked tickets. */
export type ParkText = keyof typeof zh;

/** The sentence in the language that is set; agents work in Chinese or English only. */
export const p = translator<ParkText>({ 'zh-CN': zh, en, it: en, fr: en });

/** What a resident may have to get, `reason.…` above, in the order of the list. */
export const PARK_REASONS = ['fetch', 'copy', 'form', 'liaison'] as const;

/** How long it may take. */
export const PARK_MINUTES = [10, 30, 60, 120] as const;
