// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The network namespace of tests/tools/with-network, and how to take something away from it. */

import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';

const OWN = '10.77.0.1';
const NOBODY = '10.78.0.1';
const TABLE = '77';

const run = promisify(execFile);
const ip = (text) => run('ip', text.split(' '));

/** Whether this is such a namespace: nothing else may be changed. */
export function isOwnNetwork() {
  return networkInterfaces().gc0?.some(({ address }) => address === OWN) ?? false;
}

/** A device with nobody behind it, and a table of routes that leads there. */
async function digHole() {
  await ip('link add gcnull type veth peer name gcnobody');
  await ip('link set gcnull up');
  await ip('link set gcnobody up');
  await ip(`neigh add ${NOBODY} lladdr 02:00:00:00:00:01 dev gcnull nud permanent`);
  await ip(`route add default via ${NOBODY} dev gcnull onlink table ${TABLE}`);
}

/**
 * Runs `play` while the packets that one of `blocked` describes, and none of `passed` does, vanish
 * without a word: they are routed, also to this machine's own addresses, to where nobody is. Each is
 * a selector of ip-rule.
 */
async function behindFirewall(passed, blocked, play) {
  // Rules are asked in order, and the one for local addresses is the first of all.
  const rules = [
    ...passed.map((selector) => `${selector} lookup local`),
    ...blocked.map((selector) => `${selector} lookup ${TABLE}`),
    'lookup local',
  ].map((rule, index) => `pref ${10 + index} ${rule}`);
  try {
    await digHole();
    for (const rule of rules) await ip(`rule add ${rule}`);
    await ip('rule del pref 0');
    await play();
  } finally {
    await ip('rule add pref 0 lookup local');
    for (const rule of rules) await ip(`rule del ${rule}`).catch(() => {});
    await ip('link del gcnull');
  }
}

/** Runs `play` while every UDP datagram vanishes, as behind a strict firewall. */
export const withoutUdp = (play) => behindFirewall([], ['ipproto udp'], play);

/**
 * Runs `play` while nothing but TCP to `server` leads out: what else goes to this network's own
 * address, on which gc-relay is, vanishes. `server` is another address of this machine, from whose
 * `ports` everything is reached: Firefox, too, may send from that address.
 */
export async function behindTls(server, ports, play) {
  // On the loopback interface no browser takes it for its own.
  await ip(`address add ${server}/32 dev lo`);
  try {
    // Browsers connect from the address at which they think to be, and not from the server's.
    await ip(`route change local ${server} dev lo src ${OWN} table local`);
    await behindFirewall(
      [
        `from ${server} ipproto udp sport ${ports}`,
        `from ${server} ipproto tcp sport 443`,
        `ipproto udp from ${OWN} to ${server}`,
        `ipproto tcp to ${server}`,
      ],
      ['ipproto udp', `ipproto tcp to ${OWN}`],
      play,
    );
  } finally {
    await ip(`address del ${server}/32 dev lo`);
  }
}
