// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** A stream of this one track; the same one each time, so that a picture is not begun anew. */
export function trackStream(track: MediaStreamTrack | null): MediaStream | null {
  if (track === null) return null;
  const stream = streams.get(track) ?? new MediaStream([track]);
  streams.set(track, stream);
  return stream;
}
