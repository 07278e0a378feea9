// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/**
 * For `@keydown` of a radiogroup of buttons: arrow keys go round in it, and what they come to is
 * chosen. Only the chosen one takes part in the order of Tab.
 */
export function onArrow(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll<HTMLButtonElement>('[role="radio"]')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const next = buttons[(at + step + buttons.length) % buttons.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}
