import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  cursor,
  flag,
  instant,
  list,
  object,
  oneOf,
  orNull,
  sha256,
  text,
} from '../http/schemas.js';

/** Before and after are the record itself, of whatever kind. */
const ITEM: JsonSchema = object({ subject: text(300), before: {}, after: {} });

/** The values of a primary key. */
const KEY: JsonSchema = list({ anyOf: [text(500), count] }, 5);

const ENTRY: Record<string, JsonSchema> = {
  seq: count,
  at: instant,
  actor: text(200),
  actorAgency: orNull(code),
  action: text(100),
  why: orNull(text(4000)),
};

export const LEDGER_PAGE: JsonSchema = {
  title: 'LedgerPage',
  ...object({
    items: list(object({ ...ENTRY, itemCount: count, items: list(ITEM, 20), hash: sha256 }), 200),
    next: orNull(cursor),
    total: count,
    seq: count,
  }),
};

export const LEDGER_ENTRY: JsonSchema = {
  title: 'LedgerEntry',
  ...object({
    ...ENTRY,
    items: list(ITEM, 500),
    rows: {
      ...orNull(list(object({ table: code, key: KEY, sha256: orNull(sha256) }), 2500)),
      description:
        'The rows that it wrote: primary key, and SHA-256 of the row as canonical JSON, or null where the row was deleted; null in an entry of a version that sealed no rows',
    },
    prev: sha256,
    hash: sha256,
    body: {
      type: 'string',
      minLength: 2,
      maxLength: 100_000_000,
      description: 'The entry as canonical JSON (RFC 8785); the SHA-256 of its UTF-8 bytes is `hash`',
    },
  }),
};

export const LEDGER_HEAD: JsonSchema = {
  title: 'LedgerHead',
  ...object({ seq: count, hash: sha256, at: instant }),
};

export const LEDGER_VERDICT: JsonSchema = {
  title: 'LedgerVerdict',
  ...object({
    ok: flag,
    entries: count,
    rows: orNull(count),
    head: LEDGER_HEAD,
    firstBad: orNull(
      object(
        {
          seq: count,
          reason: oneOf([
            'missing',
            'hash_differs',
            'body_unreadable',
            'columns_differ',
            'link_broken',
            'head_differs',
            'known_head_differs',
            'row_differs',
            'row_missing',
            'row_unknown',
          ]),
          table: code,
          key: KEY,
        },
        ['table', 'key'],
      ),
    ),
  }),
};
