import type { JsonSchema } from '../http/describe.js';
import { count, cursor, flag, instant, list, object, oneOf, serviceId, sha256 } from '../http/schemas.js';
import { SERVICE } from './services.schema.js';

export const CHANGES_PAGE: JsonSchema = {
  title: 'ChangesPage',
  ...object({
    items: list(
      object({ seq: count, op: oneOf(['upsert', 'delete']), id: serviceId, at: instant, service: SERVICE }, [
        'service',
      ]),
      1000,
    ),
    next: cursor,
    caughtUp: flag,
  }),
};

export const CHECKSUM: JsonSchema = {
  title: 'Checksum',
  ...object({ count, sha256, seq: count }),
};
