// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A picture of a paper as a JPEG that a thin link can carry: sharp enough for small print, and no
 * larger than that needs.
 */

/**
 * A sheet of A4 that fills 80 % of a picture of 4:3 has 200 dots an inch then, of which letters of 8
 * points are 22 high.
 */
export const LONGEST_SIDE = 2880;
/** Best first; the first one that is small enough is taken, or else the last. */
export const QUALITIES: readonly number[] = [0.85, 0.75, 0.65, 0.5];
export const WANTED_BYTES = 700_000;
/** What the service takes. */
export const MOST_BYTES = 3 * 1024 * 1024;
const SMALLER = 0.7;

/** The size in which a picture of `width` times `height` is sent. */
export function sentSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** `encode` makes a JPEG of a size and a quality. Errors: those of `encode`. */
export async function encodeSmall(
  full: { width: number; height: number },
  encode: (width: number, height: number, quality: number) => Promise<Blob>,
): Promise<Blob> {
  for (let { width, height } = sentSize(full.width, full.height); ;) {
    let jpeg = new Blob();
    for (const quality of QUALITIES) {
      jpeg = await encode(width, height, quality);
      if (jpeg.size <= WANTED_BYTES) return jpeg;
    }
    if (jpeg.size <= MOST_BYTES) return jpeg;
    [width, height] = [Math.round(width * SMALLER), Math.round(height * SMALLER)];
  }
}

/** The JPEG of `picture`. Errors: when the browser cannot make one. */
export function toJpeg(picture: ImageBitmap): Promise<Blob> {
  const canvas = document.createElement('canvas');
  return encodeSmall(picture, (width, height, quality) => {
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(picture, 0, 0, width, height);
    }
    return new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('no JPEG')) : resolve(blob)),
        'image/jpeg',
        quality,
      );
    });
  });
}
