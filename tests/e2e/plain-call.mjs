// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Pages with a camera, a microphone and one peer connection each, with the browser's defaults: what
 * our own call is measured beside.
 */

import { ask, newPage } from './chromium.mjs';
import { expression } from './probe.mjs';
import { Link } from './service.mjs';
import { ownAddress } from './stage.mjs';
import { until } from './wait.mjs';

/** Nobody listens there; only secure origins, as this one, may use a camera. */
const ADDRESS = 'http://localhost/plain-call';
const CONNECT_MS = 20_000;
const HOST_CANDIDATE = /^a=candidate:\S+ 1 udp \d+ ([\d.]+) (\d+) typ host/im;

/** In the page: a peer connection with the devices that the kiosk asks for, too. */
async function makePeer() {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } },
  });
  const peer = new RTCPeerConnection();
  for (const track of stream.getTracks()) peer.addTrack(track, stream);

  const video = document.body.appendChild(document.createElement('video'));
  video.autoplay = true;
  peer.ontrack = ({ streams }) => (video.srcObject = streams[0]);
}

/** VP8, what sends it again and what restores it. */
function carryVp8(peer) {
  const carried = ['video/vp8', 'video/rtx', 'video/red', 'video/ulpfec'];
  const { codecs } = RTCRtpReceiver.getCapabilities('video');
  const line = peer.getTransceivers().find(({ sender }) => sender.track?.kind === 'video');
  line.setCodecPreferences(
    codecs.filter(({ mimeType }) => carried.includes(mimeType.toLowerCase())),
  );
}

/** In the page: its offer, or with `offer` its answer to it, when all candidates are in. */
async function describe(offer) {
  const [peer] = window.gcPeers;
  if (offer) await peer.setRemoteDescription({ type: 'offer', sdp: offer });
  carryVp8(peer);
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== 'complete') {
    await new Promise((done) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done();
    });
  }
  return peer.localDescription.sdp;
}

/** In the page. */
function accept(answer) {
  return window.gcPeers[0].setRemoteDescription({ type: 'answer', sdp: answer });
}

/** In the page: pictures of the other side are there. */
async function isUp() {
  let frames = 0;
  (await window.gcPeers[0].getStats()).forEach((entry) => (frames += entry.framesDecoded ?? 0));
  return frames > 0;
}

export async function openPlain(browser) {
  const page = await newPage(browser);
  await page.route(ADDRESS, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' }),
  );
  await page.goto(ADDRESS);
  await ask(page, makePeer);
  return page;
}

export const makeAnswer = (page, offer) => page.evaluate(expression(describe, [offer], [carryVp8]));
export const makeOffer = (page) => makeAnswer(page, null);
export const acceptAnswer = (page, answer) => ask(page, accept, answer);

export function seesPictures(page) {
  return until(
    'pictures',
    CONNECT_MS,
    () => ask(page, isUp),
    (up) => up,
  );
}

export function withoutCandidates(sdp) {
  return sdp.replace(/^a=(candidate:.*|end-of-candidates)\r\n/gm, '');
}

/** A link to the candidate in `sdp`, and `sdp` with the link's address in its place. */
export async function startLink(spec, sdp) {
  const candidate = sdp.match(HOST_CANDIDATE);
  const [, address, port] = candidate;
  const link = new Link(spec, ownAddress(), `${address}:${port}`);
  const { udp } = await link.ready;
  const line = candidate[0].replace(`${address} ${port}`, udp.replace(':', ' '));
  const redirected = withoutCandidates(sdp).replace(/^a=ice-ufrag/m, `${line}\r\n$&`);
  return { link, redirected };
}

/**
 * The resident calls the agent without a server between them. The link is the resident's: he is to
 * accept `redirected`, and the agent is told no address of his, so that nothing goes another way.
 */
export async function callDirectly({ resident, agent }, spec) {
  const offer = withoutCandidates(await makeOffer(resident));
  return startLink(spec, await makeAnswer(agent, offer));
}
