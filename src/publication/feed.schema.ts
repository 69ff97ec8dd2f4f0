import type { JsonSchema } from '../http/describe.js';
import { count, flag, instant, list, object, oneOf, sha256, text } from '../http/schemas.js';
import { SERVICE } from './services.schema.js';

export const CHANGES_PAGE: JsonSchema = {
  title: 'ChangesPage',
  ...object({
    items: list(
      object({ seq: count, op: oneOf(['upsert', 'delete']), id: text(129), at: instant, service: SERVICE }, [
        'service',
      ]),
      1000,
    ),
    next: text(200),
    caughtUp: flag,
  }),
};

export const CHECKSUM: JsonSchema = {
  title: 'Checksum',
  ...object({ count, sha256, seq: count }),
};
