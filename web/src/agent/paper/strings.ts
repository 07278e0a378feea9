// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { translator } from '../../shared/i18n';

/** What the agent page says of pictures of papers. `{…}` is filled in when it is shown. */

const zh = {
  strip: '材料照片',
  ask: '请对方拍材料',
  asked: '已请对方拍照，等待对方同意…',
  declined: '对方不愿发送照片。',
  failed: '服务点没能拍成或发出照片，可以再请一次。',
  full: '本次已有 20 张照片，不能再拍。',
  coming: '照片 {number}，已收到 {percent}%',
  loading: '照片 {number}，正在打开…',
  away: '照片 {number}，暂时打不开，正在重试…',
  wrong: '照片 {number} 与发出的不一致，不能采信。请再拍一次。',
  open: '查看照片 {number}',
  picture: '材料照片 {number}',
  close: '关闭照片',
  rotate: '旋转',
  in: '放大',
  out: '缩小',
  whole: '整张',
  crop: '裁剪',
  'crop.hint': '拖出要看的部分；再按一次裁到当前画面',
  earlier: '上一张',
  later: '下一张',
  times: '同意发送：{home}（温州）/ {there}（{place}）',
  size: '{kb} KB，{width} × {height}',
  'hash.right': '与服务点发出的完全一致',
  'hash.full': '完整 SHA-256',
};

const en: Record<keyof typeof zh, string> = {
  strip: 'Pictures of papers',
  ask: 'Ask for a picture of the paper',
  asked: 'Asked for a picture; the resident has to say yes …',
  declined: 'The resident does not want to send a picture.',
  failed: 'The kiosk could not take or send the picture. You can ask again.',
  full: 'There are 20 pictures in this session, and no more can be taken.',
  coming: 'Picture {number}, {percent} % have come',
  loading: 'Picture {number} is being opened …',
  away: 'Picture {number} cannot be opened at the moment; trying again …',
  wrong: 'Picture {number} is not what was sent, and proves nothing. Please ask for another one.',
  open: 'Look at picture {number}',
  picture: 'Picture of a paper {number}',
  close: 'Close the picture',
  rotate: 'Rotate',
  in: 'Larger',
  out: 'Smaller',
  whole: 'Whole',
  crop: 'Crop',
  'crop.hint': 'Drag over the part to see; press again to crop to what is shown',
  earlier: 'Earlier',
  later: 'Later',
  times: 'Agreed to at {home} (Wenzhou) / {there} ({place})',
  size: '{kb} KB, {width} × {height}',
  'hash.right': 'exactly what the kiosk sent',
  'hash.full': 'Full SHA-256',
};

/** A name of a sentence about pictures of papers. */
export type PaperText = keyof typeof zh;

/** The sentence in the language that is set; agents work in Chinese or English only. */
export const s = translator<PaperText>({ 'zh-CN': zh, en, it: en, fr: en });
