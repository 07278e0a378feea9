// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A call of two plain pages through the VideoCall plugin of Janus, which is reached over HTTP. */

import { makeAnswer, makeOffer, startLink, withoutCandidates } from './plain-call.mjs';

const PLUGIN = 'janus.plugin.videocall';
const EVENT_MS = 20_000;

async function exchange(url, request) {
  const message = await (await fetch(url, request)).json();
  const refusal = message.error?.reason ?? message.plugindata?.data?.error;
  if (refusal !== undefined) throw new Error(`Janus: ${refusal}`);
  return message;
}

function post(url, body) {
  return exchange(url, {
    method: 'POST',
    body: JSON.stringify({ ...body, transaction: 'call' }),
  });
}

/** One person's session and handle. */
class Caller {
  #session;
  #handle;

  static async register(url, username) {
    const caller = new Caller();
    const session = await post(`${url}/janus`, { janus: 'create' });
    caller.#session = `${url}/janus/${session.data.id}`;
    const handle = await post(caller.#session, { janus: 'attach', plugin: PLUGIN });
    caller.#handle = `${caller.#session}/${handle.data.id}`;
    await caller.ask({ request: 'register', username });
    await caller.hear('registered');
    return caller;
  }

  /** Janus says yes at once, and tells with an event when it is done. */
  ask(body, jsep) {
    return post(this.#handle, { janus: 'message', body, ...(jsep && { jsep }) });
  }

  /** Waits for an event of the plugin; returns the SDP that came with it. */
  async hear(event) {
    const signal = AbortSignal.timeout(EVENT_MS);
    for (;;) {
      const message = await exchange(this.#session, { signal });
      if (message.plugindata?.data?.result?.event === event) return message.jsep?.sdp;
    }
  }
}

/** The same as callDirectly. The link is the resident's, to Janus; the agent's way is good. */
export async function callThroughJanus(url, { resident, agent }, spec) {
  const caller = await Caller.register(url, 'resident');
  const callee = await Caller.register(url, 'agent');
  // Janus must not find a way to the resident beside the link.
  const offer = { type: 'offer', sdp: withoutCandidates(await makeOffer(resident)) };
  await caller.ask({ request: 'call', username: 'agent' }, offer);
  const answer = {
    type: 'answer',
    sdp: await makeAnswer(agent, await callee.hear('incomingcall')),
  };
  await callee.ask({ request: 'accept' }, answer);
  return startLink(spec, await caller.hear('accepted'));
}
