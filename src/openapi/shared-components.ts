import type { JsonSchema } from '../http/describe.js';

const string = (maxLength: number, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  maxLength,
  ...more,
});

/** Headers of answers, by their name among the components. */
export const HEADERS: Record<string, JsonSchema> = {
  ApiVersion: {
    description: 'Version of the interface',
    required: true,
    schema: string(10, { pattern: '^[0-9]+$' }),
    example: '1',
  },
  ETag: {
    description: 'Changes exactly when the bytes of the answer do',
    required: true,
    schema: string(80, { pattern: '^"[!#-~]+"$' }),
  },
  ETagWhereKept: {
    description: 'Of records that If-Match may name, and of answers that may be kept',
    schema: string(80, { pattern: '^"[!#-~]+"$' }),
  },
  LastModified: {
    description: 'When the catalogue was last written to, as in RFC 9110',
    required: true,
    schema: string(40),
  },
  Link: { description: 'rel="next": the next page, as in RFC 8288', schema: string(4000) },
  Location: {
    description: 'Address of what was made, where it has one',
    schema: string(2000, { format: 'uri-reference' }),
  },
  RateLimit: {
    description:
      'What is left of each allowance, and seconds until it is full again, where attempts are counted',
    schema: string(200),
    example: '"account";r=9;t=600, "address";r=49;t=600',
  },
  RateLimitPolicy: {
    description: 'The allowances and their seconds, where attempts are counted',
    schema: string(200),
    example: '"account";q=10;w=600, "address";q=50;w=600',
  },
  RetryAfter: {
    description: 'Seconds after which to try again',
    required: true,
    schema: string(10, { pattern: '^[0-9]+$' }),
  },
};

const ENTITY_TAG = string(200);

/** Headers of requests, by their name among the components. */
export const PARAMETERS: Record<string, JsonSchema> = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of the texts of problems: vi (default) or en',
    schema: string(200),
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
    schema: string(255, { minLength: 1, pattern: '^[!-~]+$' }),
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
