import { createHash } from 'node:crypto';
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isWebAddress } from '../../domain/web-address.js';
import { isPublicAddress } from './network-address.js';

const ALL_IN_MS = 10_000;
const BYTES_AT_MOST = 10 * 1024 * 1024;
const REDIRECTS_AT_MOST = 3;
const USER_AGENT = 'service-level-catalogue (evidence capture)';

/**
 * `refused_address`: not http(s), not a public address, or not a port of the web; `too_large`: more than 10 MB;
 * `timeout`: not all within 10 s; `connection`: no connection, or no trusted certificate.
 */
export type CaptureProblem =
  'refused_address' | 'timeout' | 'too_large' | 'too_many_redirects' | 'dns' | 'connection';

/** What came back from an address. */
export interface Capture {
  /** The address that answered, after redirects. */
  finalUrl: string;
  httpStatus: number | null;
  mediaType: string | null;
  /** Bytes of the body. */
  size: number | null;
  /** Of the body, in lower-case hexadecimal. */
  sha256: string | null;
  problem: CaptureProblem | null;
}

export type Resolve = (host: string) => Promise<LookupAddress[]>;

export interface CaptureRules {
  mayVisit(address: string): boolean;
  anyPort: boolean;
}

export const PUBLIC_WEB: CaptureRules = { mayVisit: isPublicAddress, anyPort: false };
export const ANYWHERE: CaptureRules = { mayVisit: () => true, anyPort: true };

class CaptureError extends Error {
  constructor(readonly problem: CaptureProblem) {
    super(problem);
  }
}

const resolveBySystem: Resolve = (host) => promisify(systemLookup)(host, { all: true });

/**
 * Reads a page for evidence, from nowhere but the public web. A name is resolved once for each connection and the connection
 * is made to the very address that was checked, so that a second answer of the name server changes nothing.
 */
export class PageCapture {
  constructor(
    private readonly rules: CaptureRules,
    private readonly resolve: Resolve = resolveBySystem,
  ) {}

  /** Never throws for what the other side does: a failure is a record too. */
  async capture(url: string): Promise<Capture> {
    const signal = AbortSignal.timeout(ALL_IN_MS);
    const capture: Capture = {
      finalUrl: url,
      httpStatus: null,
      mediaType: null,
      size: null,
      sha256: null,
      problem: null,
    };
    try {
      const response = await this.follow(capture, signal);
      return { ...capture, ...(await readBody(response)) };
    } catch (error) {
      return { ...capture, problem: problemOf(error, signal) };
    }
  }

  private async follow(capture: Capture, signal: AbortSignal): Promise<http.IncomingMessage> {
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.get(capture.finalUrl, signal);
      capture.httpStatus = response.statusCode ?? null;
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined)
        return response;
      response.destroy();
      if (redirects === REDIRECTS_AT_MOST) throw new CaptureError('too_many_redirects');
      if (!URL.canParse(location, capture.finalUrl)) throw new CaptureError('refused_address');
      const next = new URL(location, capture.finalUrl).href;
      if (next.length > 2000 || !isWebAddress(next)) throw new CaptureError('refused_address');
      capture.finalUrl = next;
    }
  }

  private async get(address: string, signal: AbortSignal): Promise<http.IncomingMessage> {
    const url = new URL(address);
    if (!this.rules.anyPort && url.port !== '' && url.port !== '80' && url.port !== '443')
      throw new CaptureError('refused_address');
    const addresses = await within(signal, this.addressesOf(url.hostname.replace(/^\[|\]$/g, '')));
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      request(url, {
        agent: false,
        signal,
        lookup: only(addresses),
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': USER_AGENT },
      })
        .on('response', resolve)
        .on('error', reject)
        .end();
    });
  }

  private async addressesOf(host: string): Promise<LookupAddress[]> {
    const family = isIP(host);
    const addresses = family === 0 ? await this.resolved(host) : [{ address: host, family }];
    // One address that is not public is enough: a name of the web has none.
    if (!addresses.every(({ address }) => this.rules.mayVisit(address)))
      throw new CaptureError('refused_address');
    return addresses;
  }

  private async resolved(host: string): Promise<LookupAddress[]> {
    const addresses = await this.resolve(host).catch(() => []);
    if (addresses.length === 0) throw new CaptureError('dns');
    return addresses;
  }
}

/** A look-up that knows the checked addresses and asks nobody. */
function only(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
}

async function readBody(response: http.IncomingMessage): Promise<Partial<Capture>> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BYTES_AT_MOST) {
      response.destroy();
      throw new CaptureError('too_large');
    }
    hash.update(chunk);
  }
  if (!response.complete) throw new CaptureError('connection');
  return { size, sha256: hash.digest('hex'), mediaType: mediaTypeOf(response.headers['content-type']) };
}

function mediaTypeOf(contentType: string | undefined): string | null {
  const type = contentType?.split(';')[0]!.trim().toLowerCase() ?? '';
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(type) ? type : null;
}

/** A resolver cannot be stopped, but one need not wait for it. */
function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new CaptureError('timeout'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function problemOf(error: unknown, signal: AbortSignal): CaptureProblem {
  if (error instanceof CaptureError) return error.problem;
  if (signal.aborted) return 'timeout';
  // Errors of sockets, of TLS and of the parser have a code; one without is a fault of this program.
  if (typeof (error as { code?: unknown } | null)?.code === 'string') return 'connection';
  throw error;
}
