// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../shared/i18n';

/** What the agent page says of visits with several items. `{…}` is filled in when shown. */

const zh = {
  title: '本次要办 {count} 件',
  elsewhere: '“{item}”归{department}办。结束通话后，办事人接着排到那里，排在最前面，号码不变。',
  done: '这件办好了',
  add: '再加一件',
  'done.title': '“{item}”的办理结果是？',
  'done.lead': '通话继续，接着办下一件。',
  'next.title': '结束通话，转到下一件',
  'next.go': '结束通话，去{department}办“{item}”',
  'add.title': '办事人还要办什么？',
  'add.lead': '加在这次要办的最后。归别的部门的，您办完后办事人接着排到那里。',
  'add.item': '事项',
  'add.choose': '请选择事项',
  'add.go': '加上',
};

const en: Record<keyof typeof zh, string> = {
  title: '{count} items this visit',
  elsewhere:
    '“{item}” is for {department}. When you end the call the resident goes on to the head of that line, with the same number.',
  done: 'This one is done',
  add: 'Add an item',
  'done.title': 'What is the outcome of “{item}”?',
  'done.lead': 'The call goes on, with the next item.',
  'next.title': 'End the call, on to the next item',
  'next.go': 'End the call: {department} does “{item}”',
  'add.title': 'What else does the resident want?',
  'add.lead':
    'It comes last in this visit. What another department does, the resident goes on to when you are done.',
  'add.item': 'Item',
  'add.choose': 'Choose an item',
  'add.go': 'Add it',
};

/** A name of a sentence about visits. */
export type VisitText = keyof typeof zh;

/** The sentence in the language that is set; agents work in Chinese or English only. */
export const v = translator<VisitText>({ 'zh-CN': zh, en, it: en, fr: en });
