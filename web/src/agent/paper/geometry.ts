// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * How a picture lies in its frame: turned, cut, zoomed and moved. Lengths of the picture are in its
 * pixels as it is turned, those of the frame in CSS pixels. No DOM here.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Size {
  x: number;
  y: number;
}

export interface Layout {
  /** Quarters of a turn, clockwise. */
  turn: 0 | 1 | 2 | 3;
  /** The part that can be seen at all, null for the whole. */
  cut: Rect | null;
  /** 1: the whole of it fits into the frame. */
  zoom: number;
  /** What lies in the middle of the frame. */
  x: number;
  y: number;
}

export const MOST_ZOOM = 12;
export const ZOOM_STEP = 1.4;
/** Of the frame, for one press. */
export const PAN_STEP = 0.2;
/** Pixels of the picture: less cannot be cut out. */
const LEAST_CUT = 32;

/** The size of the picture as it is turned. */
export function turnedSize({ width, height }: Size, turn: Layout['turn']): Size {
  return turn % 2 === 0 ? { width, height } : { width: height, height: width };
}

function regionOf(picture: Size, { turn, cut }: Layout): Rect {
  return cut ?? { x: 0, y: 0, ...turnedSize(picture, turn) };
}

/** The whole picture, upright or as it is turned. */
export function whole(picture: Size, turn: Layout['turn'] = 0): Layout {
  const { width, height } = turnedSize(picture, turn);
  return { turn, cut: null, zoom: 1, x: width / 2, y: height / 2 };
}

/** CSS pixels for one pixel of the picture. */
export function scaleOf(picture: Size, frame: Size, layout: Layout): number {
  const { width, height } = regionOf(picture, layout);
  return layout.zoom * Math.min(frame.width / width, frame.height / height);
}

/** Keeps the frame filled as far as the picture reaches. */
function held(picture: Size, frame: Size, layout: Layout): Layout {
  const region = regionOf(picture, layout);
  const scale = scaleOf(picture, frame, layout);
  const along = (at: number, from: number, length: number, visible: number) =>
    visible >= length
      ? from + length / 2
      : Math.min(from + length - visible / 2, Math.max(from + visible / 2, at));
  return {
    ...layout,
    x: along(layout.x, region.x, region.width, frame.width / scale),
    y: along(layout.y, region.y, region.height, frame.height / scale),
  };
}

/** Zooms by `factor`; what lies at `at` of the frame stays there. */
export function zoomed(
  picture: Size,
  frame: Size,
  layout: Layout,
  factor: number,
  at = { x: frame.width / 2, y: frame.height / 2 },
): Layout {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, layout.zoom * factor));
  const before = scaleOf(picture, frame, layout);
  const after = scaleOf(picture, frame, { ...layout, zoom });
  const shift = 1 / before - 1 / after;
  return held(picture, frame, {
    ...layout,
    zoom,
    x: layout.x + (at.x - frame.width / 2) * shift,
    y: layout.y + (at.y - frame.height / 2) * shift,
  });
}

/** Moves what is seen by so many CSS pixels. */
export function panned(picture: Size, frame: Size, layout: Layout, dx: number, dy: number): Layout {
  const scale = scaleOf(picture, frame, layout);
  return held(picture, frame, { ...layout, x: layout.x + dx / scale, y: layout.y + dy / scale });
}

/** A quarter clockwise; what was in the middle stays there. */
export function turned(picture: Size, frame: Size, layout: Layout): Layout {
  const { height } = turnedSize(picture, layout.turn);
  const { cut, x, y } = layout;
  const turn = ((layout.turn + 1) % 4) as Layout['turn'];
  const next = {
    ...layout,
    turn,
    cut: cut && { x: height - cut.y - cut.height, y: cut.x, width: cut.height, height: cut.width },
    x: height - y,
    y: x,
  };
  return held(picture, frame, next);
}

/** What of the picture the frame shows now. */
export function seen(picture: Size, frame: Size, layout: Layout): Rect {
  const region = regionOf(picture, layout);
  const scale = scaleOf(picture, frame, layout);
  const [width, height] = [frame.width / scale, frame.height / scale];
  const x = Math.max(region.x, layout.x - width / 2);
  const y = Math.max(region.y, layout.y - height / 2);
  return {
    x,
    y,
    width: Math.min(region.x + region.width, layout.x + width / 2) - x,
    height: Math.min(region.y + region.height, layout.y + height / 2) - y,
  };
}

/** The rectangle of the picture between two points of the frame, within what can be seen. */
export function between(
  picture: Size,
  frame: Size,
  layout: Layout,
  a: { x: number; y: number },
  b: { x: number; y: number },
): Rect {
  const scale = scaleOf(picture, frame, layout);
  const visible = seen(picture, frame, layout);
  const across = (at: number) =>
    clamp(layout.x + (at - frame.width / 2) / scale, visible.x, visible.width);
  const down = (at: number) =>
    clamp(layout.y + (at - frame.height / 2) / scale, visible.y, visible.height);
  const [x, y] = [across(Math.min(a.x, b.x)), down(Math.min(a.y, b.y))];
  const width = across(Math.max(a.x, b.x)) - x;
  return { x, y, width, height: down(Math.max(a.y, b.y)) - y };
}

const clamp = (value: number, from: number, length: number) =>
  Math.min(from + length, Math.max(from, value));

/** Shows `cut` alone; too small a one changes nothing. */
export function cutTo(layout: Layout, cut: Rect): Layout {
  if (cut.width < LEAST_CUT || cut.height < LEAST_CUT) return layout;
  return { ...layout, cut, zoom: 1, x: cut.x + cut.width / 2, y: cut.y + cut.height / 2 };
}

/** Another frame, the same picture. */
export const reframed = held;
