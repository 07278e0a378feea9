// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What is said of pictures of papers in docs/protocol.md: shapes for the views and answers, types
 * for the requests.
 */

import { array, boolean, integer, nullable, object, oneOf, string, type Infer } from './shape';

const still = object({
  id: string,
  type: oneOf('image/jpeg', 'image/png'),
  size: integer,
  received: integer,
  sha256: string,
  at_ms: integer,
  whole_ms: nullable(integer),
  seen_ms: nullable(integer),
});
export type Still = Infer<typeof still>;

const dropReason = oneOf('declined', 'failed');
export type DropReason = Infer<typeof dropReason>;

export const stills = object({
  asked_ms: nullable(integer),
  dropped: nullable(object({ reason: dropReason, at_ms: integer })),
  pictures: array(still),
});
export type Stills = Infer<typeof stills>;

export const stillResults = {
  'still.ask': object({}),
  'still.begin': object({ still: string, received: integer }),
  'still.drop': object({}),
  'still.seen': object({}),
};

/** The answer to a part of a picture. */
export const stillPart = object({ received: integer, whole: boolean });
export type StillPart = Infer<typeof stillPart>;

export interface StillParams {
  'still.ask': { ticket: string };
  'still.begin': { ticket: string; type: Still['type']; size: number; sha256: string };
  'still.drop': { ticket: string; reason: DropReason };
  'still.seen': { ticket: string; still: string };
}
