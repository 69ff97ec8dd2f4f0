import type { JsonSchema } from '../../http/describe.js';
import {
  code,
  count,
  cursor,
  day,
  flag,
  instant,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  serviceId,
  sha256,
  text,
} from '../../http/schemas.js';
import { DIFFERENCES } from './difference.query.js';
import { EDITION_FILES } from './manifest.js';

const files = list(
  object({ name: oneOf(EDITION_FILES), mediaType: text(100), bytes: count, sha256 }),
  EDITION_FILES.length,
);

const WHAT_IT_IS = {
  edition: count,
  title: orNull(text(300)),
  decisionNumber: text(100),
  decisionDate: day,
  asOf: day,
  createdAt: instant,
  services: count,
};

export const MANIFEST: JsonSchema = {
  title: 'EditionManifest',
  ...object({ ...WHAT_IT_IS, ledgerSeq: count, changeSeq: count, files }),
};

export const EDITION: JsonSchema = {
  title: 'Edition',
  ...object({
    ...WHAT_IT_IS,
    checksum: sha256,
    manifestSha256: sha256,
    ledgerSeq: count,
    changeSeq: count,
    files,
  }),
};

export const EDITION_PAGE: JsonSchema = {
  title: 'EditionPage',
  ...object({ items: list(EDITION, 500), next: orNull(cursor), total: count }),
};

export const VERIFICATION: JsonSchema = {
  title: 'EditionVerification',
  ...object({
    ok: flag,
    edition: count,
    manifest: flag,
    ledger: flag,
    files: list(
      object({ name: oneOf(EDITION_FILES), ok: flag, expected: sha256, sha256: orNull(sha256) }),
      EDITION_FILES.length,
    ),
    firstBad: orNull(text(60)),
  }),
};

export const DIFFERENCE: JsonSchema = {
  title: 'EditionDifference',
  ...object({
    from: count,
    to: count,
    counts: object({
      added: count,
      removed: count,
      raised: count,
      lowered: count,
      changed: count,
      unchanged: count,
    }),
    items: list(
      object({
        kind: oneOf(DIFFERENCES),
        id: serviceId,
        agency: object({ code, name }),
        procedure: object({ code, name }),
        from: orNull(level),
        to: orNull(level),
      }),
      500,
    ),
    next: orNull(cursor),
  }),
};
