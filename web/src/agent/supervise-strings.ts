// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../shared/i18n';

/** What the agent page says of supervision. `{…}` is filled in when shown. */

const zh = {
  list: '正在进行的通话',
  'list.with': '坐席 {agent}',
  'list.since': '已 {time}',
  'list.listen': '旁听',
  'list.listen.label': '旁听 {number}',
  'list.private': '本事项须由双方直接沟通，不能旁听',
  of: '坐席',
  how: '参与方式',
  'how.nobody': '只旁听',
  'how.agent': '只对坐席说',
  'how.all': '对大家说',
  'is.nobody': '值班负责人，正在旁听',
  'is.agent': '值班负责人，只有坐席听得到',
};

const en: Record<keyof typeof zh, string> = {
  list: 'Sessions under way',
  'list.with': 'with {agent}',
  'list.since': 'for {time}',
  'list.listen': 'Listen',
  'list.listen.label': 'Listen to {number}',
  'list.private': 'The two must speak alone about this item',
  of: 'Agent',
  how: 'How you take part',
  'how.nobody': 'Only listen',
  'how.agent': 'To the agent only',
  'how.all': 'To all',
  'is.nobody': 'supervisor, listens',
  'is.agent': 'supervisor, heard by the agent only',
};

/** A name of a sentence about supervision. */
export type SuperviseText = keyof typeof zh;

/** The sentence in the language that is set; agents work in Chinese or English only. */
export const s = translator<SuperviseText>({ 'zh-CN': zh, en, it: en, fr: en });
