import { isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Problem } from '../http/problem.js';
import { AttemptCounter } from './attempt-counter.js';

const WINDOW_MS = 10 * 60_000;
/** Wrong passwords for one account from one address; from elsewhere its owner still gets in. */
export const FAILURES_OF_ACCOUNT = 10;
/** Wrong passwords from one address, for whatever accounts: an office may share one address. */
export const FAILURES_OF_ADDRESS = 50;
const KEYS_AT_MOST = 20_000;

const POLICY = [
  ['account', FAILURES_OF_ACCOUNT],
  ['address', FAILURES_OF_ADDRESS],
]
  .map(([name, quota]) => `"${name}";q=${quota};w=${WINDOW_MS / 1000}`)
  .join(', ');

/** One attempt to prove a password: counted as a failure until it has succeeded. */
export interface Attempt {
  /** `RateLimit` and `RateLimit-Policy`, for the answer whatever it is. */
  headers: Record<string, string>;
  succeeded(): void;
}

/** Slows down who guesses passwords. Counted in memory: a restart forgives, several servers count each for itself. */
@Injectable()
export class SignInLimits {
  private readonly accounts = new AttemptCounter(FAILURES_OF_ACCOUNT, WINDOW_MS, KEYS_AT_MOST);
  private readonly addresses = new AttemptCounter(FAILURES_OF_ADDRESS, WINDOW_MS, KEYS_AT_MOST);

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** @throws Problem 429 where the account or the address has no attempts left */
  begin(username: string, ip: string): Attempt {
    const now = this.clock().getTime();
    const address = networkOf(ip);
    const key = `${address} ${username}`;
    const ofAddress = this.addresses.take(address, now);
    const ofAccount = this.accounts.take(key, now);
    const headers = {
      'ratelimit-policy': POLICY,
      ratelimit: `"account";r=${ofAccount.left};t=${ofAccount.resetSeconds}, "address";r=${ofAddress.left};t=${ofAddress.resetSeconds}`,
    };
    if (!ofAddress.allowed || !ofAccount.allowed) {
      if (ofAddress.allowed) this.addresses.giveBack(address);
      const seconds = Math.max(
        ofAddress.allowed ? 0 : ofAddress.resetSeconds,
        ofAccount.allowed ? 0 : ofAccount.resetSeconds,
      );
      throw new Problem(429, 'too_many', {
        params: { seconds },
        headers: { ...headers, 'retry-after': String(seconds) },
      });
    }
    return {
      headers,
      succeeded: () => {
        this.accounts.forget(key);
        this.addresses.giveBack(address);
      },
    };
  }
}

/** The address, or the /64 network of an IPv6 address: one household or host has all of it. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const ending = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + ending.length < 8) groups.push('0');
  return [...groups, ...ending]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
