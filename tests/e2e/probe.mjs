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

/** An expression that runs `main` with `args` in a page, with the others beside it. */
export function expression(main, args, others = [deep]) {
  const functions = [main, ...others].map((each) => each.toString()).join('\n');
  return `(() => { ${functions}\nreturn ${main.name}(...${JSON.stringify(args)}); })()`;
}
