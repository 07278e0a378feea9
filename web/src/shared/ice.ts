// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The names and passwords of ICE's checks in a description (RFC 8839, section 5.4). All lines have the same. */

export interface IceKeys {
  ufrag: string;
  pwd: string;
}

/** Those of `sdp`. Throws when it has none. */
export function iceOf(sdp: string): IceKeys {
  const ufrag = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const pwd = /^a=ice-pwd:(\S+)/m.exec(sdp)?.[1];
  if (ufrag === undefined || pwd === undefined) throw new Error('description without ice-ufrag');
  return { ufrag, pwd };
}

/** `sdp` with others in their place. */
export function withIce(sdp: string, { ufrag, pwd }: IceKeys): string {
  return sdp
    .replace(/^a=ice-ufrag:\S+/gm, () => `a=ice-ufrag:${ufrag}`)
    .replace(/^a=ice-pwd:\S+/gm, () => `a=ice-pwd:${pwd}`);
}
