// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What a document camera sees of a sheet of A4 with print of 8 points. */

const LINES = 84;
const PT_PER_A4_WIDTH = 595;

/** One frame as a JPEG; a file of it is a film for Chromium's invented camera. */
export async function drawPaper(browser, { width, height }) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const paperWidth = Math.round((height * 0.94) / Math.SQRT2);
  const point = paperWidth / PT_PER_A4_WIDTH;
  const line = (at) =>
    `${at + 1}. 兹证明本人身份及所附材料真实有效，护照号码 E${10_000_000 + at * 7919}，出生日期 1958-0${1 + (at % 9)}-1${at % 9}，居住地址 Via Paolo Sarpi ${at + 3}, 20154 Milano。`;
  const text = Array.from({ length: LINES }, (_, at) => line(at)).join('<br>');
  await page.setContent(`<body style="margin:0;background:#6b5b4a;display:grid;place-items:center;height:100vh">
    <div style="box-sizing:border-box;width:${paperWidth}px;height:${Math.round(height * 0.94)}px;padding:${20 * point}px;
      background:#f6f4ee;color:#222;font:${8 * point}px/1.1 'Noto Serif CJK SC','Noto Sans CJK SC',serif;overflow:hidden">${text}</div>`);
  const frame = await page.screenshot({ type: 'jpeg', quality: 95 });
  await context.close();
  return frame;
}
