// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Tells of the frames that a video element shows, also in browsers before requestVideoFrameCallback. */

/** How often the count of frames is looked at where the browser does not tell of each. */
const LOOK_MS = 40;

/** Calls `shown` with performance.now for new frames; returns the function that ends this. */
export function watchFrames(video: HTMLVideoElement, shown: (at: number) => void): () => void {
  if (!('requestVideoFrameCallback' in HTMLVideoElement.prototype)) return lookAt(video, shown);
  let handle = 0;
  const next = () => {
    handle = video.requestVideoFrameCallback((now) => {
      next();
      shown(now);
    });
  };
  next();
  return () => video.cancelVideoFrameCallback(handle);
}

function lookAt(video: HTMLVideoElement, shown: (at: number) => void): () => void {
  const count = () => video.getVideoPlaybackQuality().totalVideoFrames;
  let before = count();
  const timer = window.setInterval(() => {
    const now = count();
    // A new source begins to count anew.
    if (now > before) shown(performance.now());
    before = now;
  }, LOOK_MS);
  return () => window.clearInterval(timer);
}
