// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Names out of the catalogue. No DOM. */

import { nameOf } from '../shared/i18n';
import type { Catalogue, Item, Point } from '../shared/messages';
import { t } from './strings';

/** The point with this id, if the catalogue is there and has it. */
export function findPoint(catalogue: Catalogue | null, id: string): Point | undefined {
  return catalogue?.points.find((point) => point.id === id);
}

/** The item with this code, if the catalogue is there and has it. */
export function findItem(catalogue: Catalogue | null, code: string): Item | undefined {
  return catalogue?.items.find((item) => item.code === code);
}

/** The point's name, or its id while the catalogue is not there. */
export function pointName(catalogue: Catalogue | null, id: string): string {
  return nameOf(findPoint(catalogue, id) ?? {}) || id;
}

/** The item's name, or its code while the catalogue is not there. */
export function itemName(catalogue: Catalogue | null, code: string): string {
  return nameOf(findItem(catalogue, code) ?? {}) || code;
}

/** The departments that the items belong to, each once, in the order of the catalogue. */
export function departmentsOf(catalogue: Catalogue | null): Array<{ id: string; name: string }> {
  const names = new Map(
    catalogue?.items.map(({ department }) => [department.id, nameOf(department)]),
  );
  return [...names].map(([id, name]) => ({ id, name }));
}

/** The department's name, or its id while the catalogue is not there. */
export function departmentName(catalogue: Catalogue | null, id: string): string {
  return departmentsOf(catalogue).find((each) => each.id === id)?.name ?? id;
}

/** The departments' names as the items have them; "all" in one word when none is missing. */
export function departmentNames(catalogue: Catalogue | null, ids: readonly string[]): string[] {
  const names = new Map(departmentsOf(catalogue).map(({ id, name }) => [id, name]));
  if (names.size > 0 && [...names.keys()].every((id) => ids.includes(id))) {
    return [t('departments.all')];
  }
  return ids.map((id) => names.get(id) ?? id);
}
