// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What a key or a button does with the picture of a paper that is shown large. */
export const VIEWER_ACTIONS = [
  'zoom-in',
  'zoom-out',
  'zoom-whole',
  'pan-left',
  'pan-right',
  'pan-up',
  'pan-down',
  'rotate',
  'crop',
] as const;

export type ViewerAction = (typeof VIEWER_ACTIONS)[number];

export const isViewerAction = (action: string): action is ViewerAction =>
  (VIEWER_ACTIONS as readonly string[]).includes(action);
