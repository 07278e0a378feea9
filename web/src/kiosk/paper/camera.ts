// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The camera that looks at papers: the document camera, or where there is none the one for the face.
 * In a call it runs as small as the link can carry; for a picture it is asked for all it has, and
 * then for what it was again.
 */

import type { Devices } from '../../shared/media-devices';
import { watchFrames } from '../../shared/ui/frames';

/** More than any camera has; the nearest is taken. */
const FULL_WIDTH = 4096;
const FULL_HEIGHT = 3072;
/** A camera that changes its size shows some dark or blurred frames first. */
const SETTLED_FRAMES = 6;
const LONGEST_MS = 3000;

/** ImageCapture, as far as it is used; not every browser has it. */
interface StillCapture {
  getPhotoCapabilities(): Promise<{ imageWidth?: { max: number } }>;
  takePhoto(): Promise<Blob>;
}
declare const ImageCapture: (new (track: MediaStreamTrack) => StillCapture) | undefined;

export class PaperCamera {
  #devices: Devices;
  /** It was off before. */
  #opened = false;

  constructor(devices: Devices) {
    this.#devices = devices;
  }

  /** What it sees, null while there is no camera at all. */
  get track(): MediaStreamTrack | null {
    return this.#devices.tracks.document ?? this.#devices.tracks.camera;
  }

  /** Whether a camera of its own looks at the paper. */
  get isApart(): boolean {
    return this.#devices.tracks.document !== null;
  }

  /** Switches the document camera on, where there is one. The officer sees it, too. */
  async open(): Promise<void> {
    if (this.isApart || this.#devices.documentCamera() === null) return;
    this.#opened = true;
    await this.#devices.setDocument(true);
  }

  /** Leaves the document camera as it was found. */
  close(): void {
    if (this.#opened) void this.#devices.setDocument(false);
    this.#opened = false;
  }

  /** A picture as sharp as the camera can. Errors: when there is none, or it gives no picture. */
  async take(): Promise<ImageBitmap> {
    const { track } = this;
    if (track === null) throw new Error('no camera');
    const before = track.getConstraints();
    const full = { width: { ideal: FULL_WIDTH }, height: { ideal: FULL_HEIGHT } };
    try {
      // A camera that cannot is as sharp as it is.
      await track.applyConstraints(full).catch(() => undefined);
      return await shoot(track);
    } finally {
      await track.applyConstraints(before).catch(() => undefined);
    }
  }
}

/** A frame; or a photograph, from a camera that makes larger ones. */
async function shoot(track: MediaStreamTrack): Promise<ImageBitmap> {
  const frame = await settledFrame(track);
  const photo = await largerPhoto(track, frame.width);
  if (photo === null) return frame;
  frame.close();
  return photo;
}

async function largerPhoto(track: MediaStreamTrack, width: number): Promise<ImageBitmap | null> {
  if (typeof ImageCapture === 'undefined') return null;
  try {
    const capture = new ImageCapture(track);
    const { imageWidth } = await within(capture.getPhotoCapabilities());
    if ((imageWidth?.max ?? 0) <= width) return null;
    const photo = await createImageBitmap(await within(capture.takePhoto()));
    if (photo.width > width) return photo;
    photo.close();
    return null;
  } catch {
    return null;
  }
}

async function settledFrame(track: MediaStreamTrack): Promise<ImageBitmap> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await within(video.play());
    await frames(video, track);
    return await createImageBitmap(video);
  } finally {
    video.srcObject = null;
  }
}

/** Resolves when the camera has shown some frames of its new size, or none comes any more. */
function frames(video: HTMLVideoElement, track: MediaStreamTrack): Promise<void> {
  let left = SETTLED_FRAMES;
  const isNew = () => {
    const { width } = track.getSettings();
    return width === undefined || video.videoWidth === width || video.videoHeight === width;
  };
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(() => {
      unwatch();
      if (video.videoWidth > 0) resolve();
      else reject(new Error('no frame'));
    }, LONGEST_MS);
    const unwatch = watchFrames(video, () => {
      if (isNew()) left -= 1;
      if (left > 0) return;
      clearTimeout(timer);
      unwatch();
      resolve();
    });
  });
}

function within<T>(promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    window.setTimeout(() => reject(new Error('the camera does not answer')), LONGEST_MS);
  });
  return Promise.race([promise, late]);
}
