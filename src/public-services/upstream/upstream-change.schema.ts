import { COMPARED_PARTS } from '../../domain/procedure-changes.js';
import { SETTLEMENTS } from '../../domain/upstream-change.js';
import type { JsonSchema } from '../../http/describe.js';
import {
  code,
  count,
  day,
  instant,
  list,
  object,
  oneOf,
  orNull,
  serviceId,
  text,
} from '../../http/schemas.js';

const CHANGE = { fromVersion: count, toVersion: count, effectiveFrom: day, recordedAt: instant };
const PARTS = [...COMPARED_PARTS, 'decision'];

export const UPSTREAM_CHANGE: JsonSchema = {
  title: 'UpstreamChange',
  ...object({
    serviceId,
    pending: orNull(
      object({
        ...CHANGE,
        changed: list(object({ part: oneOf(PARTS), before: {}, after: {} }), PARTS.length),
      }),
    ),
    settled: list(
      object({
        ...CHANGE,
        settledAt: instant,
        how: oneOf(SETTLEMENTS),
        agencyCode: orNull(code),
        note: orNull(text(2000)),
      }),
      10_000,
    ),
  }),
};
