// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Debian's Firefox with invented devices, driven by WebDriver BiDi over its own debugging port:
 * Playwright drives only a Firefox of its own making.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { deep, expression, prepare } from './probe.mjs';
import { within } from './service.mjs';
import { until } from './wait.mjs';

const PROGRAM = process.env.GC_FIREFOX ?? '/usr/bin/firefox-esr';
const READY_MS = 60_000;
const ANSWER_MS = 30_000;
const PATIENCE_MS = 30_000;
const SHA256 = '2.16.840.1.101.3.4.2.1';

const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'permissions.default.desktop-notification': 2,
  'intl.accept_languages': 'zh-CN',
  // A browser that is only tested asks nobody for anything.
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.topsites.contile.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

function preferencesText(more) {
  const lines = Object.entries({ ...PREFERENCES, ...more }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  return `${lines.join('\n')}\n`;
}

/** As Firefox keeps it when a person says that a certificate is right all the same. */
function overrideText({ server, fingerprint }) {
  return `${[`${server}:`, `OID.${SHA256}`, fingerprint, ''].join('\t')}\n`;
}

/** One Firefox with one page. */
export class Firefox {
  #folder;
  #child;
  #socket;
  #pending = new Map();
  #next = 1;
  #page;
  said = [];

  /** `trusted`: a server, where it is, and the fingerprint of its certificate, which nobody has signed. */
  static async launch(trusted) {
    const firefox = new Firefox();
    const folder = (firefox.#folder = await mkdtemp(join(tmpdir(), 'gc-firefox-')));
    const names = trusted ? { 'network.dns.forceResolve': trusted.address } : {};
    await writeFile(join(folder, 'user.js'), preferencesText(names));
    if (trusted) await writeFile(join(folder, 'cert_override.txt'), overrideText(trusted));
    const address = await firefox.#start();
    await firefox.#connect(address);
    return firefox;
  }

  #start() {
    const args = ['--headless', '--no-remote', '--remote-debugging-port', '0'];
    this.#child = spawn(PROGRAM, [...args, '--profile', this.#folder, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1', HOME: this.#folder },
    });
    const lines = createInterface({ input: this.#child.stderr });
    const said = new Promise((done, fail) => {
      lines.on('line', (line) => {
        const match = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
        if (match) done(match[1]);
      });
      once(this.#child, 'exit').then(() => fail(new Error('Firefox ended')), fail);
    });
    return within(READY_MS, 'Firefox ready', said);
  }

  async #connect(address) {
    this.#socket = new WebSocket(`${address}/session`);
    await once(this.#socket, 'open');
    this.#socket.on('message', (data) => this.#receive(JSON.parse(data)));
    await this.#send('session.new', { capabilities: {} });
    await this.#send('session.subscribe', { events: ['log.entryAdded'] });
    await this.#send('script.addPreloadScript', { functionDeclaration: prepare.toString() });
    const { contexts } = await this.#send('browsingContext.getTree', {});
    this.#page = contexts[0].context;
    const viewport = { context: this.#page, viewport: { width: 1280, height: 720 } };
    await this.#send('browsingContext.setViewport', viewport);
  }

  #receive(message) {
    if (message.method === 'log.entryAdded') this.said.push(message.params.text);
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    if (message.type === 'success') pending.done(message.result);
    else pending.fail(new Error(`${pending.method}: ${message.error}: ${message.message}`));
  }

  #send(method, params) {
    const id = this.#next++;
    const answer = new Promise((done, fail) => this.#pending.set(id, { method, done, fail }));
    this.#socket.send(JSON.stringify({ id, method, params }));
    return within(ANSWER_MS, method, answer);
  }

  goto(url) {
    return this.#send('browsingContext.navigate', { context: this.#page, url, wait: 'complete' });
  }

  /** The value of an expression, or of the promise that it gives; through JSON. */
  async evaluate(text) {
    const { result, exceptionDetails } = await this.#send('script.evaluate', {
      expression: `Promise.resolve(${text}).then((value) => JSON.stringify(value ?? null))`,
      target: { context: this.#page },
      awaitPromise: true,
      userActivation: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  /** Runs a function of probe.mjs in the page. */
  ask(main, ...args) {
    return this.evaluate(expression(main, args));
  }

  /** Waits for an element that has these words. Returns its text. */
  see(selector, words = '') {
    const there = `(() => { ${deep.toString()}; const found = deep(${JSON.stringify(selector)})
      .map((each) => (each.textContent + ' ' + (each.shadowRoot?.textContent ?? '')).trim());
      return found.find((text) => text.includes(${JSON.stringify(words)})) ?? null; })()`;
    return until(
      `${selector} "${words}"`,
      PATIENCE_MS,
      () => this.evaluate(there),
      (text) => text !== null,
    );
  }

  /** Presses and lets go of keys, one after the other. */
  async press(...keys) {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    const source = { type: 'key', id: 'keyboard', actions };
    await this.#send('input.performActions', { context: this.#page, actions: [source] });
  }

  /** Presses a button, as a person would with its text before him. */
  async click(selector, words) {
    await this.see(selector, words);
    await this.evaluate(`(() => { ${deep.toString()}; deep(${JSON.stringify(selector)})
      .find((each) => each.textContent.includes(${JSON.stringify(words)})).click(); })()`);
  }

  async close() {
    this.#socket?.terminate();
    const gone = once(this.#child, 'exit');
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
