// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Checks of what comes from outside. A shape says what a value must look like; its TypeScript type
 * follows from it, so that the two cannot drift apart. Members that a shape does not name are left
 * out, so that an older page lives with a newer service; `strict` refuses them, for tests.
 */

/** Where and why a value does not fit. */
export class ShapeError extends Error {
  constructor(path: string, expected: string) {
    super(`${path === '' ? 'value' : path}: expected ${expected}`);
    this.name = 'ShapeError';
  }
}

export interface Shape<T> {
  /** Returns `value` as a T. Errors: ShapeError. */
  read(value: unknown, path?: string, strict?: boolean): T;
}

export type Infer<S> = S extends Shape<infer T> ? T : never;

function shape<T>(expected: string, fits: (value: unknown) => value is T): Shape<T> {
  return {
    read(value, path = '') {
      if (!fits(value)) throw new ShapeError(path, expected);
      return value;
    },
  };
}

export const string = shape('a string', (v): v is string => typeof v === 'string');
export const boolean = shape('true or false', (v): v is boolean => typeof v === 'boolean');
export const number = shape(
  'a number',
  (v): v is number => typeof v === 'number' && Number.isFinite(v),
);
/** Whatever it is; for parts that are read later. */
export const anything: Shape<unknown> = { read: (v) => v };
export const integer = shape('an integer', (v): v is number => Number.isSafeInteger(v));

/** One of the given strings. */
export function oneOf<const T extends string>(...names: T[]): Shape<T> {
  return shape(
    names.join(' | '),
    (v): v is T => typeof v === 'string' && (names as string[]).includes(v),
  );
}

/** The shape or null. */
export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return { read: (v, path, strict) => (v === null ? null : inner.read(v, path, strict)) };
}

/** The shape, or a member that is not there. */
export function optional<T>(inner: Shape<T>): Shape<T | undefined> {
  return { read: (v, path, strict) => (v === undefined ? undefined : inner.read(v, path, strict)) };
}

export function array<T>(inner: Shape<T>): Shape<T[]> {
  return {
    read(value, path = '', strict = false) {
      if (!Array.isArray(value)) throw new ShapeError(path, 'a list');
      return value.map((entry, index) => inner.read(entry, `${path}[${index}]`, strict));
    },
  };
}

/** An object whose members all have the same shape. */
export function record<T>(inner: Shape<T>): Shape<Record<string, T>> {
  return {
    read(value, path = '', strict = false) {
      const members = Object.entries(membersOf(value, path));
      return Object.fromEntries(
        members.map(([k, v]) => [k, inner.read(v, `${path}.${k}`, strict)]),
      );
    },
  };
}

type Shapes = Record<string, Shape<unknown>>;
type OptionalKeys<S extends Shapes> = {
  [K in keyof S]: undefined extends Infer<S[K]> ? K : never;
}[keyof S];
type ObjectOf<S extends Shapes> = { [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]> } & {
  [K in OptionalKeys<S>]?: Infer<S[K]>;
};

/** An object with the named members. */
export function object<S extends Shapes>(shapes: S): Shape<ObjectOf<S>> {
  return {
    read(value, path = '', strict = false) {
      const members = membersOf(value, path);
      if (strict) {
        const stranger = Object.keys(members).find((name) => !(name in shapes));
        if (stranger !== undefined) throw new ShapeError(`${path}.${stranger}`, 'no such member');
      }
      const result: Record<string, unknown> = {};
      for (const [name, inner] of Object.entries(shapes)) {
        const member = inner.read(members[name], `${path}.${name}`, strict);
        if (member !== undefined) result[name] = member;
      }
      return result as ObjectOf<S>;
    },
  };
}

function membersOf(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(path, 'an object');
  }
  return value as Record<string, unknown>;
}
