import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CatalogueVersion } from './catalogue-version.js';
import { type Coding, codingOf } from './content-coding.js';
import { type HotLane, notModified } from './hot-lane.js';
import { isUnchanged } from './unchanged.js';

export const API_VERSION = '1';

/** On every answer, whatever it is. Pages set a policy of their own for scripts and styles. */
export const COMMON_HEADERS: Record<string, string> = {
  'api-version': API_VERSION,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
};

/** On every page: it asks for none of these, and no window that it did not open itself may reach into it. */
export const PAGE_HEADERS: Record<string, string> = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** On every answer that is the same for everybody. */
export const PUBLIC_READ: Record<string, string> = {
  'cache-control': 'public, max-age=0, must-revalidate',
  vary: 'Accept, Accept-Encoding, Accept-Language',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Last-Modified, API-Version',
};

const COMPRESS_FROM_BYTES = 1024;

/** Marks of a request, set by the hooks. */
export interface RequestMarks {
  /** State of the catalogue when the request came; taken away where the answer must not be kept for others. */
  version?: string;
  /** The answer is the same for everybody; `false`: to this caller the public question is answered with more. */
  isPublic?: boolean;
}

/** A strong tag of the uncompressed bytes, the same after a restart and on every database. */
export function etagOf(bytes: Buffer | string): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
}

/**
 * Finishes an answer: compresses it, tags it, answers 304 where the caller has it already, and keeps it for the hot lane.
 * @param payload a text or bytes; streams pass as they are
 */
export function finish(
  lane: HotLane,
  version: CatalogueVersion,
  request: FastifyRequest & { marks?: RequestMarks },
  reply: FastifyReply,
  payload: unknown,
): unknown {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // Who says how long an answer may be kept has finished it already.
  if (reply.hasHeader('cache-control')) return payload;
  if (!isRead && request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  if (!isRead || reply.statusCode !== 200 || (typeof payload !== 'string' && !Buffer.isBuffer(payload)))
    return payload;
  const isPublic = request.marks?.isPublic === true;
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const coding =
    bytes.length >= COMPRESS_FROM_BYTES && isPublic
      ? codingOf(request.headers['accept-encoding'])
      : 'identity';
  const body = compressed(bytes, coding);
  const etag = withCoding(etagOf(bytes), coding);
  void reply.headers(isPublic ? PUBLIC_READ : { 'cache-control': 'no-store' });
  void reply.headers({ etag, 'content-length': String(body.length) });
  if (coding !== 'identity') void reply.header('content-encoding', coding);
  if (request.marks?.isPublic !== undefined)
    void reply.header('last-modified', version.lastModified.toUTCString());

  const headers = headersOf(reply);
  if (isPublic && request.marks?.version !== undefined) {
    lane.keep(request.raw, { version: request.marks.version, etag, headers, body });
  }
  // A time alone cannot tell who is shown more: the same client may have the answer from before it signed in, of the same time.
  if (isUnchanged(request.headers, etag, isPublic ? version : undefined)) {
    for (const name of Object.keys(headers))
      if (!(name in notModified(headers))) void reply.removeHeader(name);
    void reply.status(304);
    return '';
  }
  return body;
}

/** `"tag"` and `"tag-br"`: each form has its own tag, and an edit can tell that both show one state. */
export function withCoding(etag: string, coding: Coding): string {
  return coding === 'identity' ? etag : `${etag.slice(0, -1)}-${coding}"`;
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}

function compressed(bytes: Buffer, coding: Coding): Buffer {
  if (coding === 'br') return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  return coding === 'gzip' ? gzipSync(bytes, { level: 6 }) : bytes;
}
