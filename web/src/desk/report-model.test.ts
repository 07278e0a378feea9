// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import { ReportModel } from './report-model';

const NOW = Date.parse('2026-11-25T02:00:00Z');

const figures = {
  arrived: 0,
  answered: 0,
  abandoned: 0,
  short_abandoned: 0,
  service_level_permille: null,
  service_level2_permille: null,
  abandonment_permille: null,
  wait_mean_ms: null,
  wait_p50_ms: null,
  wait_p90_ms: null,
  wait_max_ms: null,
  requeued: 0,
  rewait_mean_ms: null,
  lost: 0,
  transfers: 0,
  items: 0,
  handle_mean_ms: null,
  foreseen: 0,
  foreseen_error_ms: null,
  foreseen_median_error_ms: null,
  foreseen_inside_permille: null,
  foreseen_nobody: 0,
  share_permille: null,
  answered_share_permille: null,
};

/** A service that answers with what it was asked, when `release` says so. */
function service(status = 200) {
  const asked: URLSearchParams[] = [];
  const waiting: (() => void)[] = [];
  globalThis.fetch = (async (path: string) => {
    const parameters = new URL(path, 'http://service').searchParams;
    asked.push(parameters);
    await new Promise<void>((resolve) => waiting.push(resolve));
    const body =
      status === 200
        ? {
            from: parameters.get('from'),
            to: parameters.get('to'),
            by: parameters.get('by'),
            threshold_s: Number(parameters.get('threshold_s')),
            open: 0,
            fairness_permille: null,
            total: figures,
            rows: [],
            agents: [],
            agents_total: null,
          }
        : { error: { code: status === 429 ? 'limit' : 'denied', message: '' } };
    return new Response(JSON.stringify(body), { status });
  }) as typeof fetch;
  return { asked, waiting };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Answers all that is asked until nothing more is. */
async function answerAll(waiting: (() => void)[]): Promise<void> {
  for (await turn(); waiting.length > 0; await turn()) waiting.shift()?.();
}

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

test('a period is asked for from all four sides', async () => {
  const { asked, waiting } = service();
  const model = new ReportModel(() => NOW);
  model.choose('week');
  assert.equal(model.store.state.loading, true);
  await answerAll(waiting);
  assert.deepEqual(
    asked.map((parameters) => parameters.get('by')),
    ['day', 'point', 'item', 'agent'],
  );
  for (const parameters of asked) {
    assert.equal(parameters.get('from'), '2026-11-19');
    assert.equal(parameters.get('to'), '2026-11-25');
    assert.equal(parameters.get('threshold_s'), '300');
  }
  const { reports, loading, problem } = model.store.state;
  assert.equal(reports?.point.by, 'point');
  assert.deepEqual([loading, problem], [false, null]);
});

test('the last question wins, whatever answer comes last', async () => {
  const { waiting } = service();
  const model = new ReportModel(() => NOW);
  model.choose('month');
  await turn();
  const [slow] = waiting.splice(0);
  model.choose('today');
  await answerAll(waiting);
  assert.equal(model.store.state.reports?.day.from, '2026-11-25');
  slow?.();
  await answerAll(waiting);
  assert.equal(model.store.state.reports?.day.from, '2026-11-25');
  assert.equal(model.store.state.loading, false);
});

test('days that cannot be asked for are not asked for', async () => {
  const { asked } = service();
  const model = new ReportModel(() => NOW);
  model.choose('custom');
  assert.deepEqual([model.store.state.from, model.store.state.to], ['2026-10-27', '2026-11-25']);
  model.setDays('2026-11-25', '2026-11-24');
  await turn();
  assert.equal(model.store.state.problem, 'order');
  assert.equal(model.store.state.loading, false);
  assert.equal(asked.length, 0);
});

test('a refusal is told, and what was shown stays', async () => {
  const first = service();
  const model = new ReportModel(() => NOW);
  model.choose('week');
  await answerAll(first.waiting);
  for (const [status, problem] of [
    [429, 'limit'],
    [401, 'denied'],
  ] as const) {
    const { waiting } = service(status);
    model.setThreshold(60);
    await answerAll(waiting);
    assert.equal(model.store.state.problem, problem);
    assert.equal(model.store.state.reports?.day.threshold_s, 300);
  }
});

test('the table is saved as it is shown, in the language of the page', () => {
  service();
  const model = new ReportModel(() => NOW);
  model.show('agent');
  setLanguage('en');
  assert.equal(
    model.csvPath,
    '/api/report?from=2026-10-27&to=2026-11-25&by=agent&threshold_s=300&format=csv&lang=en',
  );
  setLanguage('zh-CN');
  assert.match(model.csvPath, /lang=zh$/);
});

test('a page that is opened the next day shows the next day', async () => {
  const { waiting } = service();
  let now = NOW;
  const model = new ReportModel(() => now);
  model.choose('today');
  await answerAll(waiting);
  now += 86_400_000;
  model.open();
  await answerAll(waiting);
  assert.equal(model.store.state.reports?.day.to, '2026-11-26');
  model.setDays('2026-11-01', '2026-11-02');
  await answerAll(waiting);
  model.open();
  await answerAll(waiting);
  assert.equal(model.store.state.reports?.day.to, '2026-11-02');
});
