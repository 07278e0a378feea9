// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../shared/i18n';

/** What the pages of agents and coordinators say alike. `{…}` is filled in when it is shown. */

const zh = {
  'signin.account': '账号',
  'signin.password': '密码',
  'signin.submit': '登录',
  'signin.busy': '正在登录…',
  'signin.denied': '账号或密码不对，请再试一次。',
  'signin.limit': '试的次数太多了，请稍等一会儿再试。',
  'signin.unavailable': '现在连不上服务，请过一会儿再试。',
  'signin.again': '登录已失效，请重新登录。',
  'signin.internal': '服务出了问题，请过一会儿再试。',
  signout: '退出登录',
  language: '语言',
  wenzhou: '温州',
  'service.online': '服务已连接',
  'service.waiting': '服务已断开',
  'relay.up': '媒体中继正常',
  'relay.down': '媒体中继未运行',
  takeover: '在这里继续',
  'departments.all': '全部部门',
  'skill.little': '{name}（会一点）',
  'skill.well': '{name}（熟练）',
};

const en: Record<keyof typeof zh, string> = {
  'signin.account': 'Account',
  'signin.password': 'Password',
  'signin.submit': 'Sign in',
  'signin.busy': 'Signing in…',
  'signin.denied': 'Account or password is wrong. Please try again.',
  'signin.limit': 'Too many attempts. Please wait a while before the next one.',
  'signin.unavailable': 'The service cannot be reached now. Please try again in a moment.',
  'signin.again': 'The sign-in has ended. Please sign in again.',
  'signin.internal': 'The service has a problem. Please try again in a moment.',
  signout: 'Sign out',
  language: 'Language',
  wenzhou: 'Wenzhou',
  'service.online': 'Service connected',
  'service.waiting': 'Service not connected',
  'relay.up': 'Media relay up',
  'relay.down': 'Media relay down',
  takeover: 'Go on here',
  'departments.all': 'all departments',
  'skill.little': '{name} (a little)',
  'skill.well': '{name} (well)',
};

/** A name of a sentence that both pages use. */
export type StaffText = keyof typeof zh;

/** The sentence in the language that is set; staff works in Chinese or English only. */
export const t = translator<StaffText>({ 'zh-CN': zh, en, it: en, fr: en });
