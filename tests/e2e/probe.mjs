// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What runs inside a page of any browser: finds things through shadow roots, looks at pixels, counts
 * sound. Sent as text, so each function stands alone.
 */

/** Before the page's own scripts: keeps the peer connections, and notes when things happen. */
export function prepare() {
  const Native = window.RTCPeerConnection;
  window.gcPeers = [];
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      window.gcPeers.push(this);
      this.gcMadeAt = performance.now();
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') this.gcConnectedAt ??= performance.now();
      });
    }
  };
  window.gcFrames = [];
  window.addEventListener('gc-frame', (event) => {
    const video = event.composedPath()[0];
    window.gcFrames.push({ label: video.label, at: performance.timeOrigin + event.detail.at });
  });
  window.addEventListener('keydown', (event) => {
    window.gcPressed = performance.timeOrigin + event.timeStamp;
  });
}

/** All elements that match, through all shadow roots. */
export function deep(selector, root = document) {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) found.push(...deep(selector, element.shadowRoot));
  }
  return found;
}

/**
 * Looks twice, `apartMs` apart, at the picture of the gc-video with this label, at 64 x 48 points of
 * it: mean brightness and its spread at the first look; how many points differ clearly at the second,
 * and by how much the mean colour does.
 */
export async function look(label, apartMs) {
  const host = deep('gc-video').find((each) => each.label === label);
  const video = host?.shadowRoot.querySelector('video');
  if (!video || !host.isLive) return null;
  const points = 64 * 48;
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const grab = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0, 64, 48);
    const { data } = context.getImageData(0, 0, 64, 48);
    const channel = (offset) => Array.from({ length: points }, (_, i) => data[4 * i + offset]);
    const colours = [channel(0), channel(1), channel(2)];
    const grey = Array.from({ length: points }, (_, i) => mean(colours.map((each) => each[i])));
    return { grey, colour: colours.map(mean) };
  };
  const first = grab();
  await new Promise((done) => setTimeout(done, apartMs));
  const second = grab();
  const brightness = mean(first.grey);
  return {
    mean: brightness,
    spread: Math.sqrt(mean(first.grey.map((value) => (value - brightness) ** 2))),
    changed: first.grey.filter((value, i) => Math.abs(value - second.grey[i]) > 24).length,
    shift: Math.max(...first.colour.map((value, i) => Math.abs(value - second.colour[i]))),
    width: video.videoWidth,
    height: video.videoHeight,
  };
}

/** Notes from now on when each frame is shown of the gc-video that has this label now. */
export function watchFrames(label) {
  const host = deep('gc-video').find((each) => each.label === label);
  const video = host.shadowRoot.querySelector('video');
  window.gcShown = [];
  const note = () => {
    window.gcShown.push(performance.timeOrigin + performance.now());
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
}

/** How long the picture that is watched stood still at most since then, in ms; NaN if it never moved. */
export function stoodStill() {
  const ends = [...window.gcShown.slice(1), performance.timeOrigin + performance.now()];
  return Math.max(...ends.map((at, i) => at - window.gcShown[i]));
}

/** Of the frames that are watched: the longest time without a new one from `from` on, and the usual one before. */
export function longestGap(from) {
  const gaps = window.gcShown.slice(1).map((at, i) => ({ at, ms: at - window.gcShown[i] }));
  const before = gaps.filter(({ at }) => at < from).map(({ ms }) => ms);
  const after = gaps.filter(({ at }) => at >= from).map(({ ms }) => ms);
  const usual = before.sort((a, b) => a - b)[Math.floor(before.length / 2)];
  return { longest: Math.max(...after), usual, frames: after.length };
}

/** Energy of all sound received so far, and of the packets that carried it. */
export async function heard() {
  const sum = { energy: 0, packets: 0, frames: 0 };
  for (const peer of window.gcPeers) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    report.forEach((entry) => {
      if (entry.type !== 'inbound-rtp') return;
      sum.energy += entry.totalAudioEnergy ?? 0;
      if (entry.kind === 'audio') sum.packets += entry.packetsReceived ?? 0;
      if (entry.kind === 'video') sum.frames += entry.framesDecoded ?? 0;
    });
  }
  return sum;
}

/**
 * What the page measures of the link with its sound, which is never sent twice: the round trip of ICE's
 * checks in seconds; packets sent, and of them lost on the way to the relay; received, and lost anywhere.
 */
export async function measured() {
  const sum = { roundTrip: 0, sent: 0, lostUp: 0, received: 0, lost: 0 };
  for (const peer of window.gcPeers) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    report.forEach((entry) => {
      if (entry.type === 'candidate-pair' && entry.nominated) {
        sum.roundTrip = entry.currentRoundTripTime;
      }
      if (entry.kind !== 'audio') return;
      if (entry.type === 'outbound-rtp') sum.sent += entry.packetsSent;
      if (entry.type === 'remote-inbound-rtp') sum.lostUp += entry.packetsLost;
      if (entry.type !== 'inbound-rtp') return;
      sum.received += entry.packetsReceived;
      sum.lost += entry.packetsLost;
    });
  }
  return sum;
}

/**
 * Of each line of sound: the packets that came so far, the samples that were played, and how many of
 * them were made up for want of packets; those that were taken from the buffer, and how long each was
 * held there, all in all, in seconds.
 */
export async function played() {
  const lines = [];
  for (const peer of window.gcPeers) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    report.forEach((entry) => {
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') return;
      lines.push({
        ssrc: entry.ssrc,
        packets: entry.packetsReceived,
        samples: entry.totalSamplesReceived,
        concealed: entry.concealedSamples,
        buffered: entry.jitterBufferEmittedCount,
        bufferedS: entry.jitterBufferDelay,
      });
    });
  }
  return lines;
}

/**
 * Pictures taken from the buffer so far, and how long each was held there, all in all; how long there
 * have been pictures, and how long of that the last one stood still, in seconds; the height of the last one.
 */
export async function shown() {
  const sum = { pictures: 0, held: 0, shownS: 0, frozenS: 0, freezes: 0, bytes: 0, height: 0 };
  for (const peer of window.gcPeers) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    report.forEach((entry) => {
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'video' || !entry.framesDecoded) return;
      sum.pictures += entry.jitterBufferEmittedCount;
      sum.held += entry.jitterBufferDelay;
      sum.shownS += entry.totalInterFrameDelay;
      sum.frozenS += entry.totalFreezesDuration;
      sum.freezes += entry.freezeCount;
      sum.bytes += entry.bytesReceived;
      sum.height = Math.max(sum.height, entry.frameHeight);
    });
  }
  return sum;
}

/** The longest round trip, in seconds, that the relay's last reports on what the page sends tell. */
export async function answered() {
  let roundTripS = 0;
  for (const peer of window.gcPeers) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    report.forEach((entry) => {
      if (entry.type !== 'remote-inbound-rtp') return;
      roundTripS = Math.max(roundTripS, entry.roundTripTime ?? 0);
    });
  }
  return { roundTripS };
}

/**
 * The labels of the pictures that move; when the last of them began to, and what each peer has agreed
 * with the relay: the SSRCs of what comes from it.
 */
export function pictures() {
  const live = deep('gc-video').filter((each) => each.isLive);
  const agreed = window.gcPeers.map((peer) =>
    peer.remoteDescription?.sdp.match(/^a=ssrc-group:.*$/gm),
  );
  return { live: live.map(({ label }) => label), began: window.gcFrames.at(-1)?.at, agreed };
}

/** The labels of the pictures that say of somebody that he is speaking. */
export function speaking() {
  const marked = deep('gc-video').filter((each) => each.shadowRoot.querySelector('.speaking'));
  return marked.map(({ label }) => label);
}

/** Ends all peer connections, so that the browser counts what was in them. */
export function closePeers() {
  for (const peer of window.gcPeers) peer.close();
}

/**
 * How the newest peer connection goes: the protocol of its pair, whether through a TURN server, and
 * how long it took to connect.
 */
export async function way() {
  const peer = window.gcPeers.at(-1);
  if (peer?.connectionState !== 'connected') return null;
  const report = await peer.getStats();
  const entries = new Map();
  report.forEach((entry) => entries.set(entry.id, entry));
  const pair = [...entries.values()].find(
    (each) =>
      each.type === 'candidate-pair' && each.nominated && (each.selected ?? each.bytesSent > 0),
  );
  return {
    protocol: entries.get(pair?.remoteCandidateId)?.protocol,
    relayed: entries.get(pair?.localCandidateId)?.candidateType === 'relay',
    connectMs: Math.round(peer.gcConnectedAt - peer.gcMadeAt),
  };
}

/** An expression that runs `main` with `args` in a page, with the others beside it. */
export function expression(main, args, others = [deep]) {
  const functions = [main, ...others].map((each) => each.toString()).join('\n');
  return `(() => { ${functions}\nreturn ${main.name}(...${JSON.stringify(args)}); })()`;
}
