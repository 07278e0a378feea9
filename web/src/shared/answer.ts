// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Chromium takes some things from the order or the limits of the answer alone. The relay has agreed to
 * all of them, and is not asked: the page gives the answer that it was given once more.
 */

/** Gives `pc` its answer again, as `sdp`. */
export async function answerAgain(pc: RTCPeerConnection, sdp: string): Promise<void> {
  await pc.setLocalDescription();
  await pc.setRemoteDescription({ type: 'answer', sdp });
}
