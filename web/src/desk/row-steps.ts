// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Where a key takes the focus in the rows; from the last row on there is nothing to step to. */
export const ROW_STEPS: Readonly<Record<string, (row: number, rows: number) => number>> = {
  ArrowDown: (row, rows) => Math.min(row + 1, rows - 1),
  ArrowUp: (row) => Math.max(row - 1, 0),
  Home: () => 0,
  End: (_, rows) => rows - 1,
};
