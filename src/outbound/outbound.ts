import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { isPublicAddress } from './network-address.js';

/** `refused_address`: not a public address, or not a port of the web; `timeout`: the signal ended it. */
export type OutboundProblem = 'refused_address' | 'dns' | 'timeout' | 'connection';

export class OutboundError extends Error {
  constructor(readonly problem: OutboundProblem) {
    super(problem);
  }
}

export type Resolve = (host: string) => Promise<LookupAddress[]>;

export interface OutboundRules {
  mayVisit(address: string): boolean;
  anyPort: boolean;
}

export const PUBLIC_WEB: OutboundRules = { mayVisit: isPublicAddress, anyPort: false };
/** The public Internet on any port. */
export const PUBLIC_HOSTS: OutboundRules = { mayVisit: isPublicAddress, anyPort: true };
export const ANYWHERE: OutboundRules = { mayVisit: () => true, anyPort: true };

export interface OutboundRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

const resolveBySystem: Resolve = (host) => promisify(systemLookup)(host, { all: true });

/**
 * The one way in which this program asks other machines at addresses that people have typed. A name is resolved once for each
 * request and the connection is made to the very address that was checked, so that a second answer of the name server changes
 * nothing. No redirect is followed.
 */
export class Outbound {
  constructor(
    private readonly rules: OutboundRules,
    private readonly resolve: Resolve = resolveBySystem,
  ) {}

  /**
   * @param address an http(s) address
   * @returns the answer when its headers have come; its body is the caller's to read or to destroy
   * @throws OutboundError
   */
  async send(
    address: string,
    { method, headers, body }: OutboundRequest,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const addresses = await this.allowed(address, signal);
    const url = new URL(address);
    const { request } = url.protocol === 'https:' ? https : http;
    try {
      return await new Promise((resolve, reject) => {
        request(url, { method, headers, agent: false, signal, lookup: only(addresses) })
          .on('response', resolve)
          .on('error', reject)
          .end(body);
      });
    } catch (error) {
      throw new OutboundError(outboundProblem(error, signal));
    }
  }

  /**
   * The machine addresses behind `address`, each of which may be visited.
   * @throws OutboundError
   */
  async allowed(address: string, signal: AbortSignal): Promise<LookupAddress[]> {
    const url = new URL(address);
    if (!this.rules.anyPort && url.port !== '' && url.port !== '80' && url.port !== '443')
      throw new OutboundError('refused_address');
    return within(signal, this.addressesOf(url.hostname.replace(/^\[|\]$/g, '')));
  }

  private async addressesOf(host: string): Promise<LookupAddress[]> {
    const family = isIP(host);
    const addresses = family === 0 ? await this.resolved(host) : [{ address: host, family }];
    // One address that is not public is enough: a name of the web has none.
    if (!addresses.every(({ address }) => this.rules.mayVisit(address)))
      throw new OutboundError('refused_address');
    return addresses;
  }

  private async resolved(host: string): Promise<LookupAddress[]> {
    const addresses = await this.resolve(host).catch(() => []);
    if (addresses.length === 0) throw new OutboundError('dns');
    return addresses;
  }
}

/** What went wrong with a connection. @throws the error itself where it is a fault of this program */
export function outboundProblem(error: unknown, signal: AbortSignal): OutboundProblem {
  if (error instanceof OutboundError) return error.problem;
  if (signal.aborted) return 'timeout';
  // Errors of sockets, of TLS and of the parser have a code; one without is a fault of this program.
  if (typeof (error as { code?: unknown } | null)?.code === 'string') return 'connection';
  throw error;
}

/** A look-up that knows the checked addresses and asks nobody. */
function only(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
}

/** A resolver cannot be stopped, but one need not wait for it. */
function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new OutboundError('timeout'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
