// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What coordinators do by hand: they look at a ticket, read why it waits, and act, with the keys. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withStage } from './stage.mjs';
import { chooseTicket, openAgent, openDesk, openKiosk, takePlace } from './visitors.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The ticket whose row has the focus, or null. */
function focusedRow(desk) {
  return desk.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.matches('tr') ? element.textContent : null;
  });
}

test('a ticket is put ahead: those behind it are told why', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const first = await openKiosk(browser, service);
    const second = await openKiosk(browser, service);
    await takePlace(first);
    const number = await takePlace(second);

    const row = await chooseTicket(desk, number);
    await desk.getByText('前面还有 1 人').waitFor();
    await button(desk, '提前').click();
    await button(desk, '提前').click();
    await desk.getByText('请写明原因。').waitFor();
    await button(desk, '身体不适').click();
    await button(desk, '提前').press('Enter');

    await first.getByText('协调员因特殊情况让一位办事人先办').waitFor();
    await desk.getByText('下一个就是').waitFor();
    await row.getByText('提前', { exact: true }).waitFor();
    // Once only: the button is gone, the others are there.
    await button(desk, '指派').waitFor();
    assert.equal(await button(desk, '提前').count(), 0);

    await desk.keyboard.press('Escape');
    await desk.locator('gc-point-table').waitFor();
    assert.match(await focusedRow(desk), new RegExp(number));
  }));

test('nobody speaks the language: it is said, and an agent is chosen by hand', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const agent = await openAgent(browser, service);
    const kiosk = await openKiosk(browser, service, 'fr-paris');
    const number = await takePlace(kiosk, ['法语']);

    await chooseTicket(desk, number);
    const why = desk.locator('gc-ticket-why');
    await why.getByText('3 名坐席不会说法语。').waitFor();
    await why.getByText('没有一名坐席能接').waitFor();
    await button(desk, '指派').click();
    // Only who is at work can be chosen.
    assert.equal(await desk.getByRole('radio').count(), 1);
    await desk.getByRole('radio', { name: '林晓' }).check();
    await button(desk, '翻译在场').click();
    await button(desk, '指派').click();
    await agent.locator('gc-offer-screen').getByText(number).waitFor();
    // Nobody has pressed anything here: the reasons follow the ticket.
    await why.getByText('正在派给林晓，等其应答。').waitFor();

    await agent.keyboard.press('d');
    await agent.keyboard.press('3');
    await agent.locator('gc-home-screen').waitFor();
    await why.getByText('3 名坐席不会说法语。').waitFor();
    await button(desk, '指派').click();
    await desk.getByRole('radio', { name: '林晓' }).check();
    await desk.getByRole('textbox').fill('再试一次');
    await desk.keyboard.press('Enter');
    await desk.getByText('该坐席已不在岗，或刚才没有接这个号').waitFor();
  }));

test('a ticket is cancelled only after a second yes', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const kiosk = await openKiosk(browser, service);
    const number = await takePlace(kiosk);
    const row = await chooseTicket(desk, number);
    const ask = async () => {
      await button(desk, '取消').click();
      await button(desk, '办事人已离开').click();
      await button(desk, '取消').click();
      await desk.getByText(`再确认一次：真的取消 ${number} 吗？`).waitFor();
    };
    await ask();
    // One step back to the form, one to the buttons; the panel stays.
    await desk.keyboard.press('Escape');
    await button(desk, '返回').waitFor();
    await desk.keyboard.press('Escape');
    await button(desk, '指派').waitFor();
    await row.waitFor();
    await ask();
    await button(desk, '是的，取消这个号').click();
    await desk.getByText(`${number} 已不在队列中。`).waitFor();
    await kiosk.locator('gc-kiosk-waiting').waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
  }));

test('the queue is filtered by what needs attention, by text and by point', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const [milan, rome] = [
      await takePlace(await openKiosk(browser, service)),
      await takePlace(await openKiosk(browser, service, 'it-rome')),
    ];
    const row = (number) => desk.locator('gc-queue-table tbody tr', { hasText: number });
    await Promise.all([row(milan).waitFor(), row(rome).waitFor()]);
    await desk.getByRole('searchbox').fill(rome.toLowerCase());
    await row(milan).waitFor({ state: 'detached' });
    await row(rome).waitFor();
    await button(desk, '显示全部').click();
    await row(milan).waitFor();
    assert.equal(await desk.getByRole('searchbox').inputValue(), '');
    await button(desk, '只看罗马海外服务点的队列').click();
    await row(milan).waitFor({ state: 'detached' });
    await button(desk, '显示全部').click();
    await desk.getByRole('button', { name: '需关注 0' }).click();
    await desk.getByText('没有符合筛选的号码。').waitFor();
  }));

/** Pulls devices of a kind out of the computer of `page`, or puts them back (null). */
function pullOut(page, kind) {
  return page.evaluate((gone) => {
    const devices = navigator.mediaDevices;
    window.gcGone = gone;
    window.gcDevices ??= {
      list: devices.enumerateDevices.bind(devices),
      open: devices.getUserMedia.bind(devices),
    };
    devices.enumerateDevices = async () =>
      (await window.gcDevices.list()).filter((device) => device.kind !== window.gcGone);
    devices.getUserMedia = async (constraints) => {
      const wanted = window.gcGone === 'audioinput' ? constraints.audio : constraints.video;
      if (window.gcGone !== null && wanted) throw new DOMException('none', 'NotFoundError');
      return window.gcDevices.open(constraints);
    };
    devices.dispatchEvent(new Event('devicechange'));
  }, kind);
}

test('missing devices and links are seen at the point and at the ticket', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const kiosk = await openKiosk(browser, service);
    const point = desk.locator('gc-point-table tr', {
      hasText: '米兰海外服务点',
    });
    const details = desk.locator('gc-kiosk-health');

    // Nobody stands before it, and nothing was switched on.
    await point.getByText('正常').waitFor();
    await pullOut(kiosk, 'videoinput');
    await point.getByText('无摄像头').waitFor();
    await button(desk, '只看米兰海外服务点的队列').click();
    await details.getByText('没有摄像头').waitFor();
    await details.getByText('麦克风可用').waitFor();
    await pullOut(kiosk, null);
    await details.getByText('文件摄像头可用').waitFor();
    await point.getByText('正常').waitFor();

    await pullOut(kiosk, 'audioinput');
    const number = await takePlace(kiosk);
    const row = desk.locator('gc-queue-table tbody tr', { hasText: number });
    await row.getByText('没有麦克风').waitFor();
    await desk.getByRole('button', { name: '需关注 1' }).click();
    await row.waitFor();
    await chooseTicket(desk, number);
    await details.getByText('线路良好').waitFor();
    await details.getByText('没有麦克风').waitFor();
    await pullOut(kiosk, null);
    await row.waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: '需关注 0' }).waitFor();
    await details.getByText('麦克风可用').waitFor();

    await desk.locator('gc-ticket-panel header button').click();
    await kiosk.context().close();
    await details.getByText('起离线').waitFor();
  }));
