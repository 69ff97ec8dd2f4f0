import type { JsonSchema } from '../http/describe.js';

const string = (maxLength: number, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  maxLength,
  ...more,
});

const HTTP_DATE = '^[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$';
const LIMITS = '^"[a-z]+"(;[a-z]=\\d+)+(, "[a-z]+"(;[a-z]=\\d+)+)*$';
const CACHE_CONTROL = '^(no-store|public, max-age=\\d+, (must-revalidate|immutable))$';

/** Headers of answers, by their name among the components. */
export const HEADERS: Record<string, JsonSchema> = {
  ApiVersion: {
    description: 'Version of the interface that answered',
    required: true,
    schema: string(10, { pattern: '^[0-9]+$', examples: ['1'] }),
  },
  CacheControl: {
    description:
      'How long the answer may be kept: as a rule `public, max-age=0, must-revalidate`, so that a cache asks each time whether it still holds; files of editions never change and may be kept for a year; `no-store` where the caller is shown more than everybody',
    required: true,
    schema: string(100, { pattern: CACHE_CONTROL, examples: ['public, max-age=0, must-revalidate'] }),
  },
  CacheControlNoStore: {
    description: 'Always `no-store`: the answer is for this caller and may not be kept',
    required: true,
    schema: string(100, { pattern: '^no-store$', examples: ['no-store'] }),
  },
  ETag: {
    description: 'Changes exactly when the bytes of the answer do',
    required: true,
    schema: string(80, { pattern: '^"[!#-~]+"$', examples: ['"bWk2N3lYq0dHnT5cB1vZaUeR4sP"'] }),
  },
  ETagWhereKept: {
    description: 'Of records that If-Match may name, and of answers that may be kept',
    schema: string(80, { pattern: '^"[!#-~]+"$', examples: ['"bWk2N3lYq0dHnT5cB1vZaUeR4sP"'] }),
  },
  LastModified: {
    description: 'When the catalogue was last written to, as in RFC 9110',
    required: true,
    schema: string(40, { pattern: HTTP_DATE, examples: ['Mon, 02 Mar 2026 02:00:00 GMT'] }),
  },
  Link: {
    description: 'rel="next": the next page, as in RFC 8288, where there is one',
    schema: string(4000, {
      pattern: '^<[^>]+>; rel="next"$',
      examples: ['<https://example.org/api/v1/services?cursor=VGZ2MGEwWExbMl0>; rel="next"'],
    }),
  },
  Location: {
    description: 'Address of what was made, where it has one',
    schema: string(2000, { format: 'uri-reference', examples: ['/api/v1/imports/2026-11-24-1'] }),
  },
  RateLimit: {
    description:
      'What is left of each allowance, and seconds until it is full again, where attempts are counted',
    schema: string(200, {
      pattern: LIMITS,
      examples: ['"account";r=9;t=600, "address";r=49;t=600'],
    }),
  },
  RateLimitPolicy: {
    description: 'The allowances and their seconds, where attempts are counted',
    schema: string(200, {
      pattern: LIMITS,
      examples: ['"account";q=10;w=600, "address";q=50;w=600'],
    }),
  },
  RetryAfter: {
    description: 'Seconds after which to try again',
    required: true,
    schema: string(10, { pattern: '^[0-9]+$', examples: ['5'] }),
  },
};

const VISIBLE = '^[ -~]*$';
const ENTITY_TAG = string(200, { pattern: VISIBLE, examples: ['"bWk2N3lYq0dHnT5cB1vZaUeR4sP"'] });

/** Headers of requests, by their name among the components. */
export const PARAMETERS: Record<string, JsonSchema> = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of the texts of problems: vi (default) or en',
    schema: string(200, { pattern: VISIBLE, examples: ['en'] }),
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'ETag of what the caller has already; the answer is then 304',
    schema: ENTITY_TAG,
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'ETag of the record as the caller has read it',
    schema: ENTITY_TAG,
  },
  IfMatchOptional: {
    name: 'If-Match',
    in: 'header',
    description: 'ETag of the record as the caller has read it; needed where there is one already',
    schema: ENTITY_TAG,
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same key with the same request has one effect and the same answer, for 48 hours',
    schema: string(255, {
      minLength: 1,
      pattern: '^[!-~]+$',
      examples: ['2f1c0f4e-6d0c-4a53-9a4f-0d0b6f1c5a77'],
    }),
  },
};

export const SECURITY_SCHEMES: Record<string, JsonSchema> = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of a machine, or the token of a session',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description: 'The session of a person in a browser',
  },
};
