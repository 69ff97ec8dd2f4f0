import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CatalogueVersion } from './catalogue-version.js';
import { codingOf } from './content-coding.js';
import { isUnchanged } from './unchanged.js';

/** A finished answer to a GET, as bytes. */
export interface ReadyAnswer {
  version: string;
  etag: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface KeptAnswer extends ReadyAnswer {
  /** The headers of its 304, made once. */
  unchanged: Record<string, string>;
}

const ANSWERS_AT_MOST = 2000;
const BYTES_AT_MOST = 64 * 1024 * 1024;
const BODY_AT_MOST = 4 * 1024 * 1024;

/**
 * Answers repeated reads of public routes from bytes, in front of the framework: the same bytes that the framework sent,
 * for as long as nothing was written. Least recently used answers go first.
 */
export class HotLane {
  private readonly answers = new Map<string, KeptAnswer>();
  private bytes = 0;
  private newest: KeptAnswer | undefined;

  constructor(
    private readonly version: CatalogueVersion,
    /** Told of each answer that was given from here. */
    private readonly answered: () => void,
  ) {}

  /** @returns true where the request was answered here */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const key = keyOf(request);
    if (key === undefined) return false;
    const answer = this.answers.get(key);
    if (!answer) return false;
    if (answer.version !== this.version.current) {
      this.forget(key, answer);
      return false;
    }
    // The newest stays where it is: most requests ask for what the one before asked for.
    if (answer !== this.newest) {
      this.answers.delete(key);
      this.answers.set(key, answer);
      this.newest = answer;
    }
    if (isUnchanged(request.headers, answer.etag, this.version)) {
      response.writeHead(304, answer.unchanged);
      response.end();
    } else {
      response.writeHead(200, answer.headers);
      response.end(request.method === 'HEAD' ? undefined : answer.body);
    }
    this.answered();
    return true;
  }

  keep(request: IncomingMessage, answer: ReadyAnswer): void {
    const key = keyOf(request);
    if (key === undefined || answer.body.length > BODY_AT_MOST || answer.version !== this.version.current)
      return;
    const old = this.answers.get(key);
    if (old) this.forget(key, old);
    this.newest = { ...answer, unchanged: notModified(answer.headers) };
    this.answers.set(key, this.newest);
    this.bytes += answer.body.length;
    for (const [oldest, { body }] of this.answers) {
      if (this.answers.size <= ANSWERS_AT_MOST && this.bytes <= BYTES_AT_MOST) break;
      this.answers.delete(oldest);
      this.bytes -= body.length;
    }
  }

  private forget(key: string, answer: ReadyAnswer): void {
    this.answers.delete(key);
    this.bytes -= answer.body.length;
  }
}

/**
 * Requests that carry credentials, or ask for a part, never take the lane.
 * The address is the one that came: Fastify puts it aside as `originalUrl` where it routes by another, and pages of two
 * languages are routed by one.
 */
export function keyOf(request: IncomingMessage & { originalUrl?: string }): string | undefined {
  const { headers, url, originalUrl = url } = request;
  if (headers.authorization !== undefined || headers.cookie !== undefined || headers.range !== undefined)
    return undefined;
  return `${codingOf(headers['accept-encoding'])} ${headers.accept ?? ''} ${headers['accept-language'] ?? ''} ${originalUrl}`;
}

/** The headers that a 304 keeps. */
export function notModified(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_BODY.has(name)));
}

const OF_THE_BODY = new Set(['content-length', 'content-type', 'content-encoding']);
